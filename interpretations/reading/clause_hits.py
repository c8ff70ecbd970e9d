"""Which clause of a document a search's sentence stands in."""

import re
from collections.abc import Mapping
from html import unescape

from interpretations.models import Clause
from interpretations.reading.prepared import Prepared

_MATCHED = re.compile("<mark>(?P<word>[^<]*)</mark>(?P<after>[^<\\s…]{0,12})")
_SHORTEST = 6  # fewer characters may stand in any clause


def clauses_matched(excerpts: Mapping[int, str]) -> dict[int, Clause]:
    """Return the clause from which each excerpt is taken, by the number of its document.

    Found by what matched and the words right after it; nothing where several clauses say that.
    """
    words = {pk: said for pk, excerpt in excerpts.items() if (said := _said(excerpt))}
    if not words:
        return {}
    found: dict[int, list[Clause]] = {}
    for clause in _clauses.ask(policies=list(words)):
        if words[clause.policy_id] in clause.text:
            found.setdefault(clause.policy_id, []).append(clause)
    return {pk: clauses[0] for pk, clauses in found.items() if len(clauses) == 1}


_clauses = Prepared(
    lambda policies: (
        Clause.objects.filter(policy__in=policies, removed_on__isnull=True)
        .only("policy_id", "label", "fragment", "text")
        .order_by()
    ),
    policies=list,
)


def _said(excerpt: str) -> str:
    matches = _MATCHED.finditer(excerpt)
    longest = max((match["word"] + match["after"] for match in matches), key=len, default="")
    said = unescape(longest)
    return said if len(said) >= _SHORTEST else ""
