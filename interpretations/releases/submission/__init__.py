"""From draft to release: what is asked for, what is missing, who wrote it, which chain."""
