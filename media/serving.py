"""Who may fetch a stored file: everybody a released one, editors what they keep (P7)."""

from collections.abc import Callable
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from wagtail import hooks
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.users.models import UserProfile

from media.models import (
    CaptionTrack,
    ChartDrawing,
    Recording,
    ReleasedFile,
    Rendition,
    SiteDocument,
    SiteImage,
)
from media.models.state import NAME_LENGTH
from media.permissions import permission_policy as recording_policy

ACTIONS = ("add", "change", "choose")
POLICIES = {
    SiteImage: image_policy,
    SiteDocument: document_policy,
    Recording: recording_policy,
}
# Functions `(user, instance) -> bool` of higher layers: who else needs to see a working file.
READERS_HOOK = "may_read_working_file"


def may_read(name: str, user: Any) -> bool:
    """Answer for one name in storage; says no to unknown and to unreleased alike."""
    if not is_plausible(name):
        return False
    if ReleasedFile.objects.filter(name=name).exists():
        return True
    if not (user.is_active and user.has_perm("wagtailadmin.access_admin")):
        return False
    if UserProfile.objects.filter(avatar=name).exists():
        return True
    return any(_is_kept_by(user, instance) for instance in _owners(name))


def is_plausible(name: str) -> bool:
    """Tell names that storage can have given from everything else, before asking anybody."""
    if not name or len(name) > NAME_LENGTH or not name.isprintable() or "\\" in name:
        return False
    return all(part not in ("", ".", "..") for part in name.split("/"))


def shown_name(name: str) -> str:
    """The name under which a reader saves a file: an attachment's or a chart's own, in Chinese."""
    folder, _slash, last_part = name.rpartition("/")
    original, title = _own_names(name, folder.split("/", 1)[0])
    if not (original or title):
        return last_part
    file_name = original or title + extension(last_part)
    return "".join(c if c not in "/\\" else "_" for c in file_name if c.isprintable())


def _own_names(name: str, folder: str) -> tuple[str, str]:
    """Original name and title; pictures are many and have none, so nobody is asked for them."""
    if folder == SiteDocument._meta.get_field("file").upload_to:
        names = SiteDocument.objects.filter(file=name).values_list("original_name", "title")
        return names.first() or ("", "")
    rows_of: dict[str, Callable[[str], QuerySet[Recording] | QuerySet[ChartDrawing]]]
    rows_of = {"charts": _charts, "recordings": _recordings}
    row = rows_of[folder](name).first() if folder in rows_of else None
    return "", row.title if row else ""


def extension(name: str) -> str:
    """`.pdf` of `a/B.PDF`; empty where there is none."""
    stem, dot, ending = name.rsplit("/", 1)[-1].rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def stored_size_and_time(name: str) -> tuple[int, float] | None:
    """Size in bytes and time of change (seconds) of a stored file; None where it is gone."""
    try:
        return default_storage.size(name), default_storage.get_modified_time(name).timestamp()
    except FileNotFoundError:
        return None


def _owners(name: str) -> list[Any]:
    """The rows of every kind of file that this stored file belongs to."""
    renditions = Rendition.objects.filter(file=name).values("image")
    return [
        *SiteImage.objects.filter(file=name).select_related("collection"),
        *SiteImage.objects.filter(pk__in=renditions).select_related("collection"),
        *SiteImage.objects.filter(sliced__slices__file=name).select_related("collection"),
        *SiteDocument.objects.filter(file=name).select_related("collection"),
        *_recordings(name),
        *_charts(name),
        *CaptionTrack.objects.filter(file=name),
    ]


def _recordings(name: str) -> QuerySet[Recording]:
    """The film or sound that this is a size or the poster of; originals have no address."""
    recordings = Recording.objects.filter(Q(file=name) | Q(files__file=name))
    return recordings.distinct().select_related("collection")


def _charts(name: str) -> QuerySet[ChartDrawing]:
    """The drawing whose data or picture this is."""
    return ChartDrawing.objects.filter(Q(file=name) | Q(picture__file=name))


def _is_kept_by(user: Any, instance: Any) -> bool:
    policy = POLICIES.get(type(instance))
    # A chart lies in no collection.
    if policy and policy.user_has_any_permission_for_instance(user, ACTIONS, instance):
        return True
    return is_needed_by(user, instance)


def is_needed_by(user: Any, instance: Any) -> bool:
    """Tell whether a higher layer says that this person works with the file: to write or review."""
    return any(may(user, instance) for may in hooks.get_hooks(READERS_HOOK))
