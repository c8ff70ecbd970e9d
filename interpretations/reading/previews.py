"""What editors and reviewers see before the public does: the set as drafts or pins stand."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from interpretations.models import Exemption, InterpretationPage, PolicyPage, ReleaseItem
from interpretations.models.readable import PINNED_ADDRESSES, PINNED_MEMBERS
from interpretations.reading import snapshot
from interpretations.reading.sets import ReleasedSet, public_policies, sets_of
from interpretations.reading.validity import Validity, code_on, typed


def previewed_set(page: Page, policy: PolicyPage, request: HttpRequest) -> list[ReleasedSet]:
    """Return the set as its drafts stand or were pinned; nothing for a page never saved.

    The page itself takes its own place, so that a preview shows what was typed. A
    reviewer is shown the pinned members, what is public already, and no draft.
    """
    if policy.pk is None:
        return []
    if pinned := getattr(request, PINNED_MEMBERS, None):
        members = [
            pinned.get(child.pk, child)
            for child in InterpretationPage.objects.child_of(policy).order_by("path")
            if child.pk in pinned or child.live
        ]
        shown = pinned.get(policy.pk, policy)
    else:
        members = [
            page if child.pk == page.pk else child.get_latest_revision_as_object()
            for child in InterpretationPage.objects.child_of(policy).order_by("path")
        ]
        shown = page if page.pk == policy.pk else policy.get_latest_revision_as_object()
    for member in [shown, *members]:
        member.preview_address = _address_of(member, request)
    shown.validity = _validity_of(shown)
    return [
        ReleasedSet(
            shown,
            members,
            policy.first_published_at,
            exemption=None if members else _exemption_of(policy),
            validity=Validity(shown.validity),
        )
    ]


def previewed_documents(page: InterpretationPage, request: HttpRequest) -> list[ReleasedSet]:
    """Return the sets that an interpretation explains: its own, then the public further ones."""
    own = page.policy
    further = public_policies().filter(pk__in=page.further_ids - {own.pk})
    return [*previewed_set(page, own, request), *sets_of(further)]


def _address_of(member: Page, request: HttpRequest) -> str:
    """Where whoever looks at this preview may look at another member: nothing is public yet.

    A reviewer gets the pinned members; a member that is public already keeps its own address.
    """
    pinned = getattr(request, PINNED_ADDRESSES, None)
    if pinned is not None:
        return pinned.get(member.pk, "")
    return reverse("wagtailadmin_pages:view_draft", args=[member.pk])


def _validity_of(policy: PolicyPage) -> str:
    """The validity that the dates of a draft would give it today."""
    stored = PolicyPage.objects.filter(pk=policy.pk)
    marked = stored.annotate(validity=code_on(snapshot.today(), **typed(policy)))
    return marked.values_list("validity", flat=True).first() or "valid"


def _exemption_of(policy: PolicyPage) -> Any:
    """The exemption in force, or the one that an open release asks for."""
    items = ReleaseItem.objects.filter(page=policy.pk, open=True, exemption__isnull=False)
    if item := items.select_related("exemption").first():
        assert item.exemption is not None  # as asked for
        return Exemption(reason=item.exemption.name, note=item.exemption_note)
    return Exemption.objects.filter(page=policy.pk).first()
