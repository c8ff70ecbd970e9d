"""The guard: what the public sees changes only inside a release (P2, P3, P8).

`gate` opens for named pages inside one transaction; `rules` say what is refused and
why; `signals` ask them for everything Python does; `triggers` for everything else.
"""
