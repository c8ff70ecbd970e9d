"""The desk in Wagtail's admin: who may see what, lists, panels and notices, pages, the guard."""
