"""The peer: the same pages on Wagtail as it comes, in a process and a database of its own.

No trigger, no signal, no hook and no middleware of ours; Wagtail's own index of titles and
texts; otherwise the same models, settings, words and files.
"""
