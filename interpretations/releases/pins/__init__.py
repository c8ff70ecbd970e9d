"""What a release holds of each member: the revision, its digest, its files, its address."""
