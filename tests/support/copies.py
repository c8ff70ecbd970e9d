"""Finished films, sounds and tall pictures: made once in a test run, then copied.

Each row gets files of its own, with the bytes of the real thing.
"""

from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection

from media import renditions
from media.models import Recording, RecordingFile, SiteImage, Slice, SlicedPicture
from media.picturing import cutting
from media.picturing.order import Size
from media.recordings.probe import probe
from media.recordings.transcode import poster, transcode
from media.sandbox import runner
from tests.factories import World
from tests.infographics.pictures import encoded, tall
from tests.recordings import films

TALL = (660, 2000)  # pixels: two slices one above the other, in two widths
_serial = count(1)


def recording(world: World, kind: str) -> Recording:
    """A finished recording with copies of real files, its original among them."""
    mark, (original, duration, made) = next(_serial), _recorded(kind)
    name, content, width, height = made["large"]
    row = Recording(
        kind=kind, title=f"办法讲解{mark}", duration=duration, width=width, height=height,
        state=Recording.State.READY, uploaded_by_user=world.drafter,
        collection=Collection.objects.get(name=world.department.title),
    )  # fmt: skip
    row.original.save(f"{mark}-original{Path(name).suffix}", ContentFile(original), save=False)
    row.file.save(f"{mark}-{name}", ContentFile(content), save=False)
    row.save()
    for role in made.keys() - {"large"}:
        name, content, width, height = made[role]
        further = RecordingFile(recording=row, role=role, width=width, height=height)
        further.file.save(f"{mark}-{name}", ContentFile(content))
    return row


@cache
def _recorded(kind: str) -> tuple[bytes, float, dict[str, tuple[str, bytes, int, int]]]:
    """Original, seconds, and role -> name, bytes, width, height; as the worker makes them."""
    with runner.workspace() as folder:
        source = films.film(folder) if kind == "film" else films.sound(folder)
        probed = probe(source, folder)
        made = transcode(source, probed, folder, lambda per_cent: None)
        files = {
            role: (result.path.name, result.path.read_bytes(), result.width, result.height)
            for role, result in made.items()
        }
        if kind == "film":
            path = poster(made["large"].path, probed.duration, None, folder)
            files["poster"] = (path.name, path.read_bytes(), probed.width, probed.height)
        return source.read_bytes(), probed.duration, files


def tall_picture(world: World) -> SiteImage:
    """A picture that was cut, with its slices and its sizes."""
    mark, (original, sizes, cut) = next(_serial), _cut()
    with transaction.atomic():
        image = SiteImage(
            title=f"长图{mark}", file=ImageFile(BytesIO(original), f"changtu{mark}.png"),
            width=TALL[0], height=TALL[1], uploaded_by_user=world.drafter,
            collection=Collection.objects.get(name=world.department.title),
        )  # fmt: skip
        image.made_sizes = [
            Size(spec, ContentFile(data, f"{number}.webp"))
            for number, (spec, data) in enumerate(sizes.items())
        ]
        image.save()
        sliced = SlicedPicture.objects.create(image=image, cut_at=timezone.now())
        for shown, position, piece in cut:
            row = Slice(
                picture=sliced, shown=shown, position=position,
                width=piece.width, height=piece.height,
            )  # fmt: skip
            row.file.save(f"{mark}-{shown}-{position}.{piece.ending}", ContentFile(piece.data))
    return image


@cache
def _cut() -> tuple[bytes, dict[str, bytes], list[tuple[str, int, cutting.Piece]]]:
    """Original, spec -> bytes of a size, and every slice with its width and position."""
    drawn, width = tall(*TALL), Slice.Width
    original = encoded(drawn)
    rows, narrow = cutting.bands(drawn), cutting.narrowed(drawn, cutting.NARROW)
    pieces = {
        width.WIDE: cutting.pieces(drawn, rows),
        width.NARROW: cutting.pieces(narrow, cutting.scaled(rows, narrow.height)),
        width.WHOLE: [cutting.whole(drawn, BytesIO(original))],
    }
    cut = [(shown, n, piece) for shown, group in pieces.items() for n, piece in enumerate(group)]
    size = encoded(cutting.narrowed(drawn, 60), "WEBP")
    return original, dict.fromkeys(renditions.SPECS.values(), size), cut
