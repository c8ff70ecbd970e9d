"""Notices: who is told what about a release, by mail, after the commit (P6).

Wagtail's own workflow mails go out before the commit and to people who may not act.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from interpretations.editorial.desk.kind_words import words_of
from interpretations.models import DepartmentPage, LedgerEntry, Release
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import EmergencyState, ReleaseState
from interpretations.releases.records import ledger, outbox
from interpretations.releases.review.deciders import deciders

Recipients = Callable[[Release], Iterable[Any]]


def _owners(release: Release) -> set[Any]:
    """The submitter, the authors and everybody who decided a step."""
    people = {release.submitted_by, *release.authors.all()}
    return people | {step.decided_by for step in release.steps.all() if step.decided_by}


def _writers(release: Release) -> set[Any]:
    return {release.submitted_by, *release.authors.all()}


def _told_of_release(release: Release) -> set[Any]:
    """Its owners; of a transfer the receiving department too, of an emergency every keeper."""
    people = _owners(release)
    if rule(release.kind).moves:
        assert release.target_department is not None
        people |= people_of(release.target_department)
    if release.emergency:
        people |= _keepers(release)
    return people


def _told_of_objection(release: Release) -> set[Any]:
    return _owners(release) | _keepers(release)


def _keepers(release: Release) -> set[Any]:
    """Who can put the set right: the people of the department and of joint ones."""
    people = people_of(release.department)
    for row in release.policy.joint_departments.select_related("department"):
        people |= people_of(row.department)
    return people


def people_of(department: DepartmentPage) -> set[Any]:
    """Return the active people whose groups write the pages of this very department."""
    groups = GroupPagePermission.objects.filter(
        page=department.page_ptr_id, permission__codename__in=["add_page", "change_page"]
    ).values("group")
    return set(get_user_model().objects.filter(is_active=True, groups__in=groups))


RECIPIENTS: dict[str, Recipients] = {
    "your_turn": deciders,
    "afterwards": deciders,
    "returned": _writers,
    "released": _told_of_release,
    "failed": _owners,
    "held": _owners,
    "rescheduled": _owners,
    "objected": _told_of_objection,
}
# Which of Wagtail's notification preferences lets a person switch an event off.
PREFERENCES = {
    "your_turn": "submitted_notifications",
    "returned": "rejected_notifications",
    "released": "approved_notifications",
}


@outbox.handles("notice")
@transaction.atomic
def spread(payload: dict[str, Any]) -> None:
    """Turn one event into one mail for each person: a broken address delays nobody else.

    Each carries the hash of the ledger's newest line: whoever cuts its end cannot reach the mails.
    """
    release = Release.objects.get(pk=payload["release"])
    head = ledger.head_hash()
    for event in _events(release, payload["event"]):
        for user in sorted(RECIPIENTS[event](release), key=lambda person: person.pk):
            if user.is_active and user.email and _wants(user, event, release):
                outbox.put("mail", release=release.pk, event=event, user=user.pk, head=head)


def _events(release: Release, event: str) -> list[str]:
    """After an emergency it is somebody's turn, however the event came about."""
    afterwards = (
        release.emergency == EmergencyState.UNREVIEWED and release.state == ReleaseState.RELEASED
    )
    if afterwards and event == "your_turn":
        return ["afterwards"]
    return [event, "afterwards"] if afterwards and event == "released" else [event]


def _wants(user: Any, event: str, release: Release) -> bool:
    """Nobody switches off what is told of an emergency."""
    preference = None if release.emergency else PREFERENCES.get(event)
    return preference is None or getattr(UserProfile.get_for_user(user), preference)


@outbox.handles("mail")
def send(payload: dict[str, Any]) -> None:
    """Send one mail in the reader's language; raises when the mail host does not answer."""
    release = Release.objects.select_related("submitted_by").get(pk=payload["release"])
    user = type(release.submitted_by).objects.get(pk=payload["user"])
    language = UserProfile.get_for_user(user).get_preferred_language()
    with translation.override(language):
        context = {
            "release": release,
            "event": payload["event"],
            "words": words_of(release.kind),
            "objection": release.steps.filter(decision="return").first(),
            "set_time": release.ledger.filter(event=LedgerEntry.Event.RESCHEDULED).last(),
            "head": payload.get("head", ""),
            "url": settings.BASE_URL + reverse("releases:detail", args=[release.pk]),
        }
        text = render_to_string("interpretations/mail/notice.txt", context)
        send_mail(_subject(release, payload["event"]), text, None, [user.email])


def _subject(release: Release, event: str) -> str:
    """Say what happened, to which kind of release, of what."""
    subjects = {
        "your_turn": _("请审核（%(kind)s）：%(title)s"),
        "afterwards": _("请事后审核（紧急%(kind)s）：%(title)s"),
        "returned": _("已退回（%(kind)s）：%(title)s"),
        "released": _("已生效（%(kind)s）：%(title)s"),
        "failed": _("没有发布成功（%(kind)s）：%(title)s"),
        "rescheduled": _("生效时间已定（%(kind)s）：%(title)s"),
        "held": _("已逾期，等待确认（%(kind)s）：%(title)s"),
        "objected": _("事后审核不同意（紧急%(kind)s）：%(title)s"),
    }
    urgent = release.emergency and event == "released"
    subject = _("紧急处置，已生效（%(kind)s）：%(title)s") if urgent else subjects[event]
    text = subject % {"kind": release.get_kind_display(), "title": release.title}
    return " ".join(text.split())
