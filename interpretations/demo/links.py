"""The drafter of the demonstration confirms which clauses each interpretation surely explains."""

from typing import Any

from interpretations.models import InterpretationPage
from interpretations.models.clause_links import stored
from interpretations.models.explaining import blocks_of, drafts_of, proposals

SURE = 0.8  # of 1: what a person would confirm at a glance


def confirm_links(page: InterpretationPage, user: Any) -> None:
    """Save the draft with the links that the editor proposes with good reason."""
    draft = InterpretationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    found = proposals(list(blocks_of(draft)), drafts_of(draft, draft.policy, user))
    if sure := [one.link for one in found if one.strength >= SURE]:
        draft.clause_links = stored(sure)
        draft.save_revision(user=user)
