"""Setting up a site: tree, lists, groups and review chains."""
