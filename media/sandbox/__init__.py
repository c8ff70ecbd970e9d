"""Outside programs, run with limits in a folder of their own."""
