"""Programs of others, run with limits in a folder of their own."""
