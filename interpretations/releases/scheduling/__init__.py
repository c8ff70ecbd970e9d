"""What is due, and the loop that releases it on the second."""
