"""Which clause of a document a search's sentence stands in."""

import re
from collections.abc import Mapping
from functools import reduce
from html import unescape
from operator import or_

from django.db.models import Q

from interpretations.models import Clause

_MATCHED = re.compile("<mark>(?P<word>[^<]*)</mark>(?P<after>[^<\\s…]{0,12})")
_SHORTEST = 6  # fewer characters may stand in any clause


def clauses_matched(excerpts: Mapping[int, str]) -> dict[int, Clause]:
    """Return the clause from which each excerpt is taken, by the number of its document.

    Found by what matched and the words right after it; nothing where several clauses say that.
    """
    words = {pk: said for pk, excerpt in excerpts.items() if (said := _said(excerpt))}
    if not words:
        return {}
    matching = (Q(policy=pk, text__contains=said) for pk, said in words.items())
    rows = Clause.objects.filter(reduce(or_, matching), removed_on__isnull=True).order_by()
    found: dict[int, list[Clause]] = {}
    for row in rows.only("policy_id", "label", "fragment"):
        found.setdefault(row.policy_id, []).append(row)
    return {pk: clauses[0] for pk, clauses in found.items() if len(clauses) == 1}


def _said(excerpt: str) -> str:
    matches = _MATCHED.finditer(excerpt)
    longest = max((match["word"] + match["after"] for match in matches), key=len, default="")
    said = unescape(longest)
    return said if len(said) >= _SHORTEST else ""
