"""Lines of the ledger as earlier versions wrote them."""

from interpretations.releases.records import facts


def lines_say_little(monkeypatch):
    """Let lines tell the members of a release, and nothing of its seal, its times and people."""
    monkeypatch.setattr(
        facts, "told", lambda release, items: {"members": [facts.member(item) for item in items]}
    )
    for name in ("submission", "decision"):
        monkeypatch.setattr(facts, name, lambda *args: {})
