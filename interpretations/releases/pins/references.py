"""What a page reaches: topics, files and pages, found by Wagtail's own reference index."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from interpretations.models.digest import digest
from interpretations.models.guard.rules import PINNED_MODELS
from media.delivery import FILES, delivered


@dataclass(frozen=True)
class Reached:
    """An object that a page reaches; `stored` are the bytes of a file, as they are now."""

    content_type: ContentType
    object_id: str
    instance: Any
    fingerprint: str = ""

    @property
    def is_file(self) -> bool:
        return isinstance(self.instance, FILES)

    @property
    def delivered(self) -> list[str]:
        """Names in storage of what the public receives of this file (P7)."""
        return delivered(self.instance) if self.is_file else []


def reached_by(page: Page) -> list[Reached]:
    """Return what this object of a specific page reaches, each once, in a fixed order."""
    found = {key: Reached(*key_parts) for key, key_parts in _targets(page)}
    return [found[key] for key in sorted(found)]


def _targets(page: Page) -> Iterator[tuple[tuple[int, str], tuple[Any, ...]]]:
    seen = set()
    for ct_id, object_id, *_ in ReferenceIndex._extract_references_from_object(page):
        if (ct_id, object_id) in seen:
            continue
        seen.add((ct_id, object_id))
        content_type = ContentType.objects.get_for_id(ct_id)
        model = content_type.model_class()
        if model is None or model._meta.label not in PINNED_MODELS:
            continue
        instance = model._base_manager.filter(pk=object_id).first()
        if instance is not None:
            fingerprint = digest(instance.public_traits()) if isinstance(instance, FILES) else ""
            yield (ct_id, object_id), (content_type, object_id, instance, fingerprint)
