"""What a reader sees of links between clauses and explanations, in both directions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interpretations.blocks.explained import Explanation, anchor_of
from interpretations.models import Clause, InterpretationPage, PolicyPage, clauses_of
from interpretations.models.clause_links import Link

# Address, label and what became of each clause, by the key of the block that explains it.
Explains = Mapping[str, list[tuple[str, str, str]]]
# Fragment, label and what became of each clause, in the order of the texts.
Known = dict[tuple[int, str], tuple[str, str, str]]


def explained_clauses(
    page: InterpretationPage, policies: Sequence[PolicyPage], *, in_page: bool = False
) -> Explains:
    """The clauses of these documents that each block of an interpretation explains.

    `in_page`: the first document stands on the same page. Of what readers do not have nothing is
    said; a clause that was taken out leads to the line that says so.
    """
    links = Link.read(page.clause_links)
    if not links:
        return {}
    known = _known(links, policies)
    addresses = {
        policy.pk: "" if in_page and not place else policy.url
        for place, policy in enumerate(policies)
    }
    titles = {policy.pk: f"《{policy.title}》" for policy in policies[1:]}
    found: dict[str, list[tuple[str, str, str]]] = {}
    order = {clause: place for place, clause in enumerate(known)}
    there = [link for link in links if (link.policy, link.clause) in order]
    for link in sorted(there, key=lambda one: order[one.policy, one.clause]):
        fragment, label, note = known[link.policy, link.clause]
        address = f"{addresses[link.policy]}#{fragment}"
        name = f"{titles.get(link.policy, '')}{label}"
        found.setdefault(link.block, []).append((address, name, note))
    return found


def _known(links: Iterable[Link], policies: Iterable[PolicyPage]) -> Known:
    """Fragment, label and fate of each clause: of drafts as they stand, of others as public."""
    known: Known = {}
    public = []
    for policy in policies:
        if policy.preview_address:
            for one in clauses_of(policy):
                known[policy.pk, one.identity] = (one.fragment, one.label, "")
        else:
            public.append(policy.pk)
    if public:
        named = {link.clause for link in links}
        rows = Clause.objects.filter(policy__in=public, identity__in=named).order_by()
        places = {pk: place for place, pk in enumerate(public)}
        fields = rows.only("policy_id", "identity", "fragment", "label", "removed_on", "position")
        for row in sorted(fields, key=lambda one: (places[one.policy_id], one.position)):
            known[row.policy_id, row.identity] = (row.fragment, row.label, _fate(row))
    return known


def _fate(row: Clause) -> str:
    if row.removed_on is None:
        return ""
    day = date_format(row.removed_on, _("Y年n月j日"))
    return _("（已于%s删去）") % day


def explanations(
    policy: PolicyPage, interpretations: Iterable[Any], entries: Iterable[Mapping[str, Any]]
) -> dict[str, Explanation]:
    """Where each clause of a document is explained, by its fragment; the leading one counts."""
    places: dict[str, str] = {}
    for page in interpretations:
        for link in Link.read(page.clause_links):
            if link.policy == policy.pk:
                places.setdefault(link.clause, f"{page.url}#{anchor_of(link.block)}")
    return {
        entry["fragment"]: (places[entry["id"]], entry["fragment"].replace("-", ""))
        for entry in entries
        if entry["id"] in places
    }
