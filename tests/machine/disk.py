"""Files that change or vanish on disk: reported, kept from going out, then put right."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage

from interpretations.models import Publication, Release, ReleaseReference
from interpretations.models.kinds import OPEN_STATES, ReleaseState
from interpretations.releases.audit.public_state import violations
from interpretations.releases.scheduling.schedule import release_due
from media.models import Rendition, SiteDocument, SiteImage
from tests.machine.driver import Answer, Driver, Wrong

MODELS = {"siteimage": SiteImage, "sitedocument": SiteDocument, "rendition": Rendition}


@contextmanager
def damaged(path: Path, dice: random.Random) -> Iterator[None]:
    """Take the bytes away, or write others; afterwards everything is as it was."""
    kept, stat = path.read_bytes(), path.stat()
    try:
        if dice.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes(kept[:-1] + b"?")
        yield
    finally:
        path.write_bytes(kept)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def damage(driver: Driver, dice: random.Random) -> Answer:
    """Damage one stored file: the proof says so exactly where it is pinned, nothing goes out."""
    names = sorted({n for m in MODELS.values() for n in m.objects.values_list("file", flat=True)})
    if not names:
        return Answer("no file to damage", False)
    name = dice.choice(names)
    what = f"{name} is damaged"
    with damaged(Path(default_storage.path(name)), dice):
        pinned = _pinned(name)
        reported = {violation.page_id for violation in violations() if "file" in violation.problem}
        if reported != pinned:
            raise Wrong(f"{what}: pinned by {pinned}, reported for {reported}")
        holding = set(_waiting(name))
        release_due()
        out = Release.objects.filter(pk__in=holding, state=ReleaseState.RELEASED)
        if out.exists():
            raise Wrong(f"{what}, and {list(out)} went out all the same")
    return Answer(what, not pinned, f"pinned by {sorted(pinned)}")


def _references(name: str) -> list[ReleaseReference]:
    """Pins of this file that count: of public pages, and of open releases."""
    references = []
    for reference in ReleaseReference.objects.exclude(sha256="").select_related("item"):
        model = MODELS[reference.content_type.model]
        if model.objects.filter(pk=reference.object_id, file=name).exists():
            references.append(reference)
    return references


def _pinned(name: str) -> set[int]:
    held = set(Publication.objects.values_list("item_id", flat=True))
    return {r.item.page_id for r in _references(name) if r.item.open or r.item_id in held}


def _waiting(name: str) -> list[int]:
    return [
        reference.item.release_id
        for reference in _references(name)
        if reference.item.open and reference.item.release.state in OPEN_STATES
    ]
