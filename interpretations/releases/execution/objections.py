"""The review after an emergency: agreed to, or objected to until the set is put right (P4)."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from interpretations.models import LedgerEntry, Release
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import EmergencyState
from interpretations.releases.records import ledger, outbox


def agree(release: Release, who: str) -> None:
    """Everybody who had to look afterwards has agreed: the flag comes down."""
    with translation.override(settings.LANGUAGE_CODE):
        why = _("事后审核同意。")
    _settle(release, who, why)


def object_to(release: Release, who: str, why: str, **data: Any) -> None:
    """Somebody does not agree: the flag stays until a correction or withdrawal is public.

    `data` is for the line.
    """
    release.emergency = EmergencyState.OBJECTED
    release.save(update_fields=["emergency"])
    ledger.write(release, LedgerEntry.Event.OBJECTED, who, why, **data)
    outbox.put("notice", release=release.pk, event="objected")


def settle_objections(release: Release) -> None:
    """A release that puts a set right ends the objections to earlier emergencies of it."""
    if not rule(release.kind).mends:
        return
    policies = release.items.values("policy")
    objected = Release.objects.filter(
        emergency=EmergencyState.OBJECTED, items__policy__in=policies
    ).exclude(pk=release.pk)
    for earlier in objected.distinct():
        _settle(earlier, "", _("已由后来的「%s」处理。") % release.get_kind_display())


def _settle(release: Release, who: str, why: str) -> None:
    release.emergency = EmergencyState.SETTLED
    release.save(update_fields=["emergency"])
    ledger.write(release, LedgerEntry.Event.SETTLED, who, why)
