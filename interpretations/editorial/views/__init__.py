"""The addresses under /admin/releases/."""
