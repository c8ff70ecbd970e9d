"""Which links to clauses whoever saves a draft may bring into it, by whatever door (P7)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from interpretations.models.clause_links import Link
from interpretations.models.draft import Saving
from interpretations.models.explaining import clauses_by_target, drafts_of, may_write
from interpretations.models.guard.references import target_of

if TYPE_CHECKING:
    from interpretations.models.interpretation import InterpretationPage

FIELDS = ("clause_links", "clause_links_dropped")


def nameable(page: "InterpretationPage", links: Iterable[Link], saving: Saving) -> list[Link]:
    """The links that the draft had, and the new ones that lead to a clause which their writer sees.

    What is not there and what is under embargo are left out alike. Code that saves for nobody is
    trusted; nothing is asked where no link is new.
    """
    every = list(links)
    known = _links_in(saving.before.content) if saving.before and saving.is_written else set()
    new = [link for link in every if link not in known]
    if not new or saving.user is None:
        return every
    documents = drafts_of(page, page.policy, saving.user)
    there = clauses_by_target(documents)
    restored = _links_in(saving.reverted.content) if saving.reverted else set()
    # Of a document that one writes oneself, what stood there before is no secret.
    own = {one.pk for one in documents if may_write(saving.user, one)} if restored else set()
    named = {
        link
        for link in new
        if (link.policy, link.clause) in there
        or target_of(Page, link.policy) in saving.granted
        or (link in restored and link.policy in own)
    }
    return [link for link in every if link in known or link in named]


def _links_in(content: Mapping[str, Any]) -> set[Link]:
    """All links of a revision, confirmed and not wanted."""
    return {link for name in FIELDS for link in Link.read(content.get(name))}
