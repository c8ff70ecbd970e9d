"""The instant: what an executed release changes, in one transaction."""
