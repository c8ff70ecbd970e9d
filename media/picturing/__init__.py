"""What is made of a stored picture: smaller sizes and slices, decoded in a child process."""
