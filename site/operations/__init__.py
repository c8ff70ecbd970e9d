"""Running the site: backup and restore, figures and logs, witnesses, what may be forgotten."""
