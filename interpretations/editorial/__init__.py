"""Who may, in which order: desk, submission, decisions, notices, and the guard's front."""
