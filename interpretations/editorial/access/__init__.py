"""Which pages, sets, releases and files a person on the desk may see."""
