"""Who decides, deciding, and how a release ends without going out."""
