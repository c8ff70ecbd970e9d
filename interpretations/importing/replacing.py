"""A file's text in the place of a draft's: the page stays, with everything else that it says."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import LogContext

from interpretations.importing import drops, earlier, fields, stream
from interpretations.importing.proposal import IN_AN_INTERPRETATION, Proposal
from interpretations.importing.renewing import renew
from interpretations.models import Drop, PolicyPage
from interpretations.models.managed import ManagedPage
from interpretations.models.overtaken import newer_than_shown, told_of
from interpretations.models.refusals import NotAsShown
from media.intake.fields import kept


def held_by(draft: ManagedPage, proposal: Proposal) -> Collection[str]:
    """The recognized fields that a draft holds, or takes where the person wants it."""
    if not isinstance(draft, PolicyPage):
        return IN_AN_INTERPRETATION
    recognized = proposal.recognized
    values = fields.policy_values(recognized)
    held = set(fields.held(recognized, values))
    if "openness" not in values and recognized.value("openness") != draft.openness:
        held.discard("openness")
    return held


def replace_text(
    drop: Drop,
    page: ManagedPage,
    proposal: Proposal,
    values: Mapping[str, Any],
    user: Any,
    shown: Mapping[str, Any],
) -> tuple[str, ...]:
    """Save a revision with the text of a file and these values; returns what to tell.

    `shown` has the fields of Wagtail's editor that name the draft which the form showed. Raises
    `NotAsShown` where there is a newer one, `ValidationError` where the columns do not agree, and
    `Refusal` where the drop is gone, the page is frozen, or would name what the person may not see.
    """
    brought = stream.examine(proposal.blocks)
    try:
        with LogContext(user=user), transaction.atomic():
            if not shown.get("loaded_revision_id"):
                raise NotAsShown
            if drops.held(drop).became_id:
                return ()  # the first press of the button did it
            if newer := newer_than_shown(page, shown):
                raise NotAsShown(told_of(newer))
            draft = page.get_latest_revision_as_object()
            fields.write(draft, values)
            draft.clean()
            became = renew(draft, proposal, brought, user)
            draft.save_revision(user=user, granted=stream.stored(brought))
            earlier.keep(draft, proposal.digest, by_person=True)
            Drop.objects.filter(pk=drop.pk).update(became=page.pk)
    finally:
        kept([one.upload for one in brought.values() if one.upload])
    drops.empty(drop)
    return (*became, *stream.refused(brought, proposal.blocks))
