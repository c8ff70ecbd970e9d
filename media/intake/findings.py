"""What a drafter is shown about a file after its upload: what was cleaned, what to look at."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from media.intake import sentences
from media.models import SiteImage
from media.serving import ACTIONS, POLICIES

MOST_SHOWN = 3


def duplicates_of(instance: Any, user: Any) -> QuerySet:
    """Other files with the same bytes that this person may use."""
    usable = POLICIES[type(instance)].instances_user_has_any_permission_for(user, ACTIONS)
    return usable.filter(sha256=instance.sha256).exclude(pk=instance.pk).order_by("pk")


def sentences_for(instance: Any, user: Any) -> list[SafeString]:
    """One line for each finding, as safe markup; empty when there is nothing to say."""
    examination = instance.examination
    lines = []
    if removed := sentences.cleaned(examination.get("cleaned", [])):
        lines.append(
            format_html(
                _("「{}」已清除：{}。读者得到的是清除后的文件。"),
                instance.title,
                "、".join(removed),
            )
        )
    for warning in sentences.told(examination.get("told", [])):
        lines.append(format_html(_("「{}」请注意：{}"), instance.title, warning))
    if duplicates := list(duplicates_of(instance, user)[:MOST_SHOWN]):
        lines.append(_same_as(instance, duplicates))
    return lines


def _same_as(instance: Any, duplicates: list[Any]) -> SafeString:
    name = "wagtailimages" if isinstance(instance, SiteImage) else "wagtaildocs"
    links = format_html_join(
        "、",
        '<a href="{}">{}</a>',
        (
            (reverse(f"{name}:edit", args=[duplicate.pk]), duplicate.title)
            for duplicate in duplicates
        ),
    )
    delete = reverse(f"{name}:delete", args=[instance.pk])
    return format_html(
        _('已有内容完全相同的文件：{}。可直接使用它，并<a href="{}">删除刚上传的这一份</a>。'),
        links,
        delete,
    )
