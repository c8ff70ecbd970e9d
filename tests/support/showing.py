"""Pages that show files of every kind, and the names under which readers fetch them.

The names are read from the rows that a page names, never by `media.delivery`: what that
forgets is missed here. Every body has files that no other body has.
"""

import shutil
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.managed import ManagedPage
from media import renditions, slices
from media.models import SiteDocument, SiteImage
from tests.charts.tables import WAYS, chart
from tests.factories import World, make_document, make_image
from tests.infographics.pictures import infographic
from tests.support.copies import recording, tall_picture

Block = tuple[str, Any]
HAS_FFMPEG = shutil.which("ffmpeg") is not None
_serial = count(1)


@dataclass
class Files:
    """What a page uses, by name in storage; pictures by number, attachments by name.

    `shown` have their address on the page; `beside` are public with it all the same; `kept`
    are what readers never receive.
    """

    shown: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    pictures: set[int] = field(default_factory=set)
    attachments: set[str] = field(default_factory=set)

    @property
    def public(self) -> set[str]:
        return self.shown | self.beside


def every_kind(world: World) -> list[Block]:
    """A body with a file of every kind that nobody else has; films where ffmpeg is there."""
    recorded = [film(world), sound(world)] if HAS_FFMPEG else []
    return [
        picture(world), gallery(world), numbers(), infographic(tall_picture(world)), *recorded,
        ("attachment", {"title": "办事指南", "document": make_document(world)}),
    ]  # fmt: skip


def changed_body(world: World, body: Any) -> list[Block]:
    """The same body with other numbers, other captions of the same film, other pictures."""
    return [_changed_block(world, block.block_type, block.value) for block in body]


def _changed_block(world: World, kind: str, value: Any) -> Block:
    match kind:
        case "chart":
            return numbers()
        case "gallery":
            return gallery(world)
        case "film":
            return kind, {**value, "captions": captions(), "track": None}
        case _:
            return kind, value


def picture(world: World) -> Block:
    return "picture", _picture(world)


def gallery(world: World) -> Block:
    return "gallery", {"title": "办事现场", "items": [_picture(world), _picture(world)]}


def _picture(world: World) -> dict[str, Any]:
    return {"image": make_image(world, size=(60, 40)), "alt": "流程图", "caption": "", "credit": ""}


def numbers() -> Block:
    """A chart that nobody else has."""
    return chart(WAYS.replace("68.2", f"68.{next(_serial):05}"))


def captions() -> str:
    """Words that nobody else says."""
    return f"1\n00:00:00,000 --> 00:00:01,000\n第{next(_serial)}次讲解\n"


def film(world: World) -> Block:
    """A film in two sizes, with its poster and captions."""
    fields = {"title": "", "transcript": "大家好。", "captions": captions(), "track": None}
    return "film", {"recording": recording(world, "film"), "poster": None, **fields}


def sound(world: World) -> Block:
    fields = {"title": "", "transcript": "大家好。"}
    return "sound", {"recording": recording(world, "sound"), **fields}


def files_of(page: ManagedPage) -> Files:
    """Return what a page uses; pictures of charts exist once it was submitted."""
    files = Files()
    if isinstance(page, PolicyPage):
        for row in page.attachments.all():
            _add_attachment(files, row.document)
    if isinstance(page, InterpretationPage):
        for block in page.body:
            _add(files, block.block_type, block.value)
    return files


def _add(files: Files, kind: str, value: Any) -> None:
    match kind:
        case "picture":
            files.shown |= _sizes(files, value["image"])
        case "gallery":
            for item in value["items"]:
                files.shown |= _sizes(files, item["image"])
        case "chart":
            drawn = getattr(value["drawing"], "picture", None)  # None without a Chinese font
            files.shown |= {image.file.name for image in (value["drawing"], drawn) if image}
        case "infographic":
            _add_slices(files, value["image"])
        case "film":
            _add_film(files, value)
        case "sound":
            _add_recording(files, value)
        case "attachment":
            _add_attachment(files, value["document"])


def _add_attachment(files: Files, document: SiteDocument) -> None:
    files.shown.add(document.file.name)
    files.attachments.add(document.file.name)


def _sizes(files: Files, image: SiteImage) -> set[str]:
    """Note a picture; return the names of its sizes."""
    files.pictures.add(image.pk)
    files.kept.add(image.file.name)
    return {rendition.file.name for rendition in renditions.existing(image).values()}


def _add_slices(files: Files, image: SiteImage) -> None:
    files.beside |= _sizes(files, image)
    shown = slices.shown(image)
    files.shown |= {piece.file.name for pair in shown.pairs for piece in pair}
    files.shown.add(shown.whole.file.name)


def _add_recording(files: Files, value: Any) -> None:
    files.shown.add(value["recording"].file.name)
    files.kept.add(value["recording"].original.name)


def _add_film(files: Files, value: Any) -> None:
    _add_recording(files, value)
    files.shown |= {file.file.name for file in value["recording"].files.all()}
    files.shown.add(value["track"].file.name)
