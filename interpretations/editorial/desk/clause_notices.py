"""Told by mail: a clause that an interpretation of another set explains is not there any more."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.users.models import UserProfile

from interpretations.editorial.desk.notices import people_of
from interpretations.models import DepartmentPage, InterpretationPage
from interpretations.releases.records import outbox


@outbox.handles("clauses_gone")
@transaction.atomic
def spread(payload: dict[str, Any]) -> None:
    """One mail for each person of the department whose interpretation it is.

    `interpretation` is its number, `documents` the clauses that are gone by number of document.
    """
    page = InterpretationPage.objects.get(pk=payload["interpretation"])
    department = DepartmentPage.objects.ancestor_of(page).get()
    for user in sorted(people_of(department), key=lambda person: person.pk):
        if user.email:
            outbox.put("clauses_gone_mail", user=user.pk, **payload)


@outbox.handles("clauses_gone_mail")
def send(payload: dict[str, Any]) -> None:
    """Send one mail in the reader's language; raises when the mail host does not answer."""
    user = get_user_model().objects.get(pk=payload["user"])
    page = InterpretationPage.objects.get(pk=payload["interpretation"])
    titles = dict(Page.objects.filter(pk__in=payload["documents"]).values_list("pk", "title"))
    with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
        context = {
            "page": page,
            "documents": [
                (titles[int(pk)], "、".join(labels)) for pk, labels in payload["documents"].items()
            ],
            "url": settings.BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }
        text = render_to_string("interpretations/mail/clauses_gone.txt", context)
        subject = _("解读的条款没有了：%s") % " ".join(page.title.split())
        send_mail(subject, text, None, [user.email])
