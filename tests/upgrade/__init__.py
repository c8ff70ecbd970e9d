"""A site that an earlier version filled is migrated: nothing released or pinned changes."""
