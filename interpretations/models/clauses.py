"""The clauses of a policy document: in the object at hand, and as readers have them.

Identities live in the page's revision and are chosen when it is saved (decision 0088); rows of
`Clause` are written by releases alone (decision 0089).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses import ClauseTree
from clauses.identity.align import Known
from interpretations.clauses import identities
from interpretations.clauses.body import flow_of, stored_body, tree_of
from interpretations.clauses.page_clause import PageClause, page_clauses
from interpretations.models.draft import Draft

if TYPE_CHECKING:
    from interpretations.models.policy import PolicyPage

_CACHE = "_split"


class Clause(models.Model):
    """A clause that readers have, or had: then `removed_on` is the day that took it out.

    `fragment` is its address in the page for ever; `parent` is the identity of the clause around
    it, '' where none is; `position` is its place in the text, from 0.
    """

    policy = models.ForeignKey(
        "interpretations.PolicyPage", on_delete=models.PROTECT, related_name="clauses"
    )
    identity = models.CharField(max_length=20)
    fragment = models.CharField(max_length=400)
    path = models.CharField(max_length=400)
    number = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=10)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    label = models.TextField(blank=True)
    parent = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField()
    removed_on = models.DateField(_("删去日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("条款")
        verbose_name_plural = _("条款")
        ordering = ["policy", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "identity"], name="clause_once"),
            models.UniqueConstraint(fields=["policy", "fragment"], name="clause_address_once"),
        ]


def clauses_of(page: "PolicyPage") -> tuple[PageClause, ...]:
    """The clauses of this object's body, in the order of the text.

    Read once an object. A text without identities of its own, saved before there were any or not
    saved yet, has those that saving it would find, and others that stay while it does.
    """
    return _split(page)[1]


def split_of(page: "PolicyPage") -> tuple[ClauseTree, dict[str, str]]:
    """The text of this object as the engine splits it, and the identity of each clause by its id.

    Read once an object, with `clauses_of`.
    """
    tree, known = _split(page)
    return tree, {
        one.id: page_clause.identity for one, page_clause in zip(tree.clauses, known, strict=True)
    }


def _split(page: "PolicyPage") -> tuple[ClauseTree, tuple[PageClause, ...]]:
    if _CACHE not in page.__dict__:
        tree = tree_of(stored_body(page.body))
        page.__dict__[_CACHE] = tree, page_clauses(tree, _entries_for(page, tree))
    return page.__dict__[_CACHE]


def entries_of(page: "PolicyPage", *, saved: bool) -> list[identities.Entry]:
    """Where the clauses of this object's body begin, and their addresses.

    Of a text that is `saved` they are as its revision keeps them, and the text is not split. Of
    what is only typed, or was saved before there were any, they are worked out as by `clauses_of`.
    """
    if saved and page.clause_identities:
        return page.clause_identities
    return _entries_for(page, tree_of(stored_body(page.body)))


def settle(
    page: "PolicyPage", before: Draft | None, reverted: Mapping[str, Any] | None = None
) -> None:
    """Choose the identities of a text that is about to be saved.

    `before` is the newest revision, `reverted` the content of an older one that is put back.
    What the object itself brings is not looked at: it may come from another tab or page.
    """
    page.__dict__.pop(_CACHE, None)
    body = stored_body(page.body)
    if before and _entries(before.content) and body == stored_body(before.content.get("body")):
        page.clause_identities, page.clauses_retired = _entries(before.content), _retired(before)
        return
    tree = tree_of(body)
    public = _public(page.pk)
    last = _known_of(page.pk, before.content, public) if before else []
    put_back = _known_of(page.pk, reverted, public) if reverted else []
    retired = _retired(before)
    versions = [
        identities.known_public(public), identities.known_retired(retired), last, put_back,
    ]  # fmt: skip
    chosen = identities.identified(tree.clauses, versions, identities.fresh)
    page.clause_identities = identities.entries_of(tree.clauses, chosen, public)
    page.clauses_retired = identities.retired_after(retired, last, chosen)


def _entries(content: Mapping[str, Any]) -> list[identities.Entry]:
    return list(content.get("clause_identities") or [])


def _retired(before: Draft | None) -> list[identities.Entry]:
    """Clauses that came and went since the last release; a release ends the list."""
    if before is None or before.is_public:
        return []
    return list(before.content.get("clauses_retired") or [])


def _known_of(
    pk: int | None, content: Mapping[str, Any], public: list[identities.Public]
) -> list[Known]:
    """The clauses of a revision as later texts are compared with it."""
    body = stored_body(content.get("body"))
    if entries := content.get("clause_identities"):
        return identities.known_entries(entries, list(flow_of(body)))
    found = tree_of(body).clauses
    versions = [identities.known_public(public)]
    return identities.known(found, identities.identified(found, versions, identities.derived(pk)))


def _entries_for(page: "PolicyPage", tree: ClauseTree) -> list[identities.Entry]:
    """The entries that the object has, if they are those of its text, else those it would get."""
    if identities.fit(page.clause_identities, tree.clauses):
        return identities.placed(page.clause_identities, tree.clauses)
    public = _public(page.pk)
    versions = [identities.known_public(public)]
    if page.clause_identities and page.latest_revision_id:
        content = page.latest_revision.content
        retired = identities.known_retired(content.get("clauses_retired") or [])
        versions += [retired, _known_of(page.pk, content, public)]
    chosen = identities.identified(tree.clauses, versions, identities.derived(page.pk))
    return identities.entries_of(tree.clauses, chosen, public)


def _public(pk: int | None) -> list[identities.Public]:
    """What readers have and had of a document, the oldest first."""
    if pk is None:
        return []
    rows = Clause.objects.filter(policy=pk).order_by("pk")
    return [
        identities.Public(*row[:-1], is_removed=row[-1] is not None)
        for row in rows.values_list("identity", "fragment", "path", "number", "text", "removed_on")
    ]
