"""Notices: who is told what about a release, by mail, after the commit (P6).

Wagtail's own workflow mails go out before the commit and to people who may not act.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from interpretations.models import Release
from interpretations.releases import outbox
from interpretations.releases.deciders import deciders

Recipients = Callable[[Release], list[Any]]


def _owners(release: Release) -> list[Any]:
    """The submitter, the authors and everybody who decided a step."""
    people = {release.submitted_by, *release.authors.all()}
    people |= {step.decided_by for step in release.steps.all() if step.decided_by}
    return sorted(people, key=lambda user: user.pk)


def _writers(release: Release) -> list[Any]:
    return sorted({release.submitted_by, *release.authors.all()}, key=lambda user: user.pk)


RECIPIENTS: dict[str, Recipients] = {
    "your_turn": deciders,
    "returned": _writers,
    "released": _owners,
    "failed": _owners,
    "held": _owners,
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
    """Turn one event into one mail for each person: a broken address delays nobody else."""
    release = Release.objects.get(pk=payload["release"])
    event = payload["event"]
    for user in RECIPIENTS[event](release):
        if user.is_active and user.email and _wants(user, event):
            outbox.put("mail", release=release.pk, event=event, user=user.pk)


def _wants(user: Any, event: str) -> bool:
    preference = PREFERENCES.get(event)
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
            "url": settings.BASE_URL + reverse("releases:detail", args=[release.pk]),
        }
        text = render_to_string("interpretations/mail/notice.txt", context)
        send_mail(_subject(release, payload["event"]), text, None, [user.email])


def _subject(release: Release, event: str) -> str:
    subjects = {
        "your_turn": _("请审核：%s"),
        "returned": _("已退回：%s"),
        "released": _("已发布：%s"),
        "failed": _("没有发布成功：%s"),
        "held": _("发布已逾期，等待确认：%s"),
    }
    return subjects[event] % release.title
