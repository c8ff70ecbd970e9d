"""stub until lists land"""

KNOWN = frozenset({"q", "department", "topic", "form", "year", "validity", "page", "view", "p"})
