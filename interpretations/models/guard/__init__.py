"""The guard: what the public sees changes only inside a release (P2, P3, P8).

`gate` opens for named pages inside one transaction; `rules` and `places` say what is refused and
why, `references` what a draft may name, `hidden_choices` what of it a refused form shows. Forms,
signals (`interpretations/guard/signals.py`) and the admin's guard ask them; triggers say it in SQL.
"""
