"""What a collection holds that Wagtail does not know, for the page that would delete it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Collection

from media.models import Recording, Upload

# Counts only: whoever arranges collections need not be somebody who may see their titles (P7).


def recordings_in(collection: Collection) -> dict[str, Any]:
    """Films and sounds, with the way to their list."""
    count = Recording.objects.filter(collection=collection).count()
    return {
        "count": count,
        "count_text": _("%(count)d 个视频或音频") % {"count": count},
        "url": reverse("media_desk:recordings"),
    }


def uploads_in(collection: Collection) -> dict[str, Any]:
    """Uploads that are not finished; they are over after some days at the latest."""
    count = Upload.objects.filter(collection=collection).count()
    return {
        "count": count,
        "count_text": _("%(count)d 个还没有传完的视频或音频，请等它传完或过期") % {"count": count},
    }
