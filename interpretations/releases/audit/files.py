"""The proof over files: those of public and frozen pages are the approved ones (P3, P7)."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousOperation
from django.db.models import Exists, OuterRef, Q, QuerySet

from interpretations.models import Publication, ReleaseReference
from interpretations.releases.pins.references import pinned_row
from interpretations.releases.promises.violation import Violation
from media.delivery import KINDS
from media.fingerprint import stored_bytes
from media.models import FrozenFile, ReleasedFile
from media.models.examined import ExaminedFile


def file_violations() -> Iterator[Violation]:
    """Yield each file that is not as it was approved, can be changed, or is served too early."""
    yield from _bytes()
    yield from _unfrozen()
    yield from _served()


def _pinned() -> QuerySet[ReleaseReference]:
    """What public and frozen members reach."""
    public = Publication.objects.filter(item=OuterRef("item"))
    return ReleaseReference.objects.filter(Exists(public) | Q(item__open=True))


def _bytes() -> Iterator[Violation]:
    for reference in _pinned().exclude(sha256="").select_related("item"):
        if problem := _problem(reference):
            yield Violation("P3", problem, reference.item.page_id, reference.item.release_id)


def _problem(reference: ReleaseReference) -> str | None:
    row = pinned_row(reference)
    if row is None:
        return "pinned file has no row"
    # What readers are told, to compare with what they got; that of a film is its upload's.
    if isinstance(row, ExaminedFile) and row.sha256 not in ("", reference.sha256):
        return "pinned file shows another checksum"
    try:
        stored = stored_bytes(row.file.storage, row.file.name)
    except (OSError, SuspiciousOperation, ValueError):
        return "pinned file is missing"
    return None if stored.sha256 == reference.sha256 else "pinned file was replaced"


def _unfrozen() -> Iterator[Violation]:
    """P3: without its row in this table a file could be replaced."""
    kinds = {ContentType.objects.get_for_model(model).pk: kind for model, kind in KINDS.items()}
    frozen = set(FrozenFile.objects.values_list("kind", "object_id", "page_id", "release_id"))
    files = _pinned().filter(content_type__in=kinds)
    columns = ("content_type_id", "object_id", "item__page_id", "item__release_id")
    for type_id, object_id, page_id, release_id in files.values_list(*columns):
        if (kinds[type_id].value, int(object_id), page_id, release_id) not in frozen:
            yield Violation("P3", "pinned file is not frozen", page_id, release_id, object_id)


def _served() -> Iterator[Violation]:
    record = Publication.objects.filter(page=OuterRef("page_id"), page__live=True)
    for row in ReleasedFile.objects.filter(~Exists(record)):
        yield Violation(
            "P7", "file served for a page that is not public", row.page_id, detail=row.name
        )
