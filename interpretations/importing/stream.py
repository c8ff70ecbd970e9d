"""Blocks of a proposal as values of a body; pictures are examined like every upload."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.models import Collection
from wagtail.rich_text import RichText

from drafting.flow import Picture
from interpretations.importing.body import Block, Cells, Line, Notes, Text, notes_html
from interpretations.importing.storing import store_picture
from interpretations.models.guard.references import Target, target_of
from media.examine.types import PICTURE
from media.intake import RefusedUploadError
from media.intake.fields import examined
from media.models import SiteImage

LONGEST_MARK = 20

# A block of a body: type, value, and id, None for a new one.
Entry = tuple[str, Any, str | None]


@dataclass(frozen=True)
class Brought:
    """A picture of a file that was examined, with the digest of what is stored of it.

    `refusal` says why it is not taken.
    """

    upload: Any = None
    refusal: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Part:
    """What becomes a block: of the file, of the draft (`old`), or a file's in place of a draft's.

    `place` is that of the block in the file.
    """

    block: Block | None
    place: int = 0
    old: Any = None


def examine(blocks: Iterable[Block]) -> dict[int, Brought]:
    """Examine the pictures of a body, by their place among the blocks; writes nothing.

    It may take long, so it happens before the transaction that writes.
    """
    return {
        place: _examined(block) for place, block in enumerate(blocks) if isinstance(block, Picture)
    }


def _examined(picture: Picture) -> Brought:
    upload = SimpleUploadedFile(picture.name, picture.data)
    try:
        content = examined(upload, PICTURE).content
    except RefusedUploadError as refusal:
        return Brought(refusal=refusal.sentence())
    content.seek(0)
    return Brought(upload, sha256=hashlib.file_digest(content, "sha256").hexdigest())


def stored(brought: dict[int, Brought]) -> set[Target]:
    """The pictures of a file that are rows now: whoever brought them may name them."""
    rows = (getattr(one.upload, "saved_as", None) for one in brought.values())
    return {target_of(SiteImage, row.pk) for row in rows if row}


def refused(brought: dict[int, Brought], blocks: Sequence[Block]) -> list[str]:
    """A sentence, with its place, for each picture that is not taken."""
    sentences = []
    for order, one in brought.items():
        block = blocks[order]
        if one.refusal and isinstance(block, Picture):
            facts = {"place": block.place.words(_), "why": one.refusal}
            sentences.append(_("%(place)s的图片没有取：%(why)s") % facts)
    return sentences


def parts_of(blocks: Sequence[Block], *, is_document: bool) -> Iterator[Part]:
    """What of a file becomes a block each.

    An interpretation's text is cut at its sections, since a block is what explains a clause; its
    notes are its last paragraphs.
    """
    for place, block in enumerate(blocks):
        if is_document:
            yield Part(block, place)
        elif isinstance(block, Notes):
            yield Part(Text((Line(notes_html(block)),)), place)
        elif isinstance(block, Text):
            yield from (Part(section, place) for section in block.sections())
        else:
            yield Part(block, place)


def new_body(
    blocks: Sequence[Block],
    brought: dict[int, Brought],
    collection: Collection,
    user: Any,
    *,
    is_document: bool,
) -> list[tuple[str, Any]]:
    """The body of a new document or interpretation; stores its pictures."""
    parts = parts_of(blocks, is_document=is_document)
    entries = (entry_of(part, brought, collection, user) for part in parts)
    return [entry[:2] for entry in entries if entry is not None]


def entry_of(
    part: Part, brought: dict[int, Brought], collection: Collection, user: Any
) -> Entry | None:
    """A part as a block of a body; None for a picture that is not taken.

    What somebody typed to a table or a picture of the draft, which no file says, stays.
    """
    block, old = part.block, part.old
    own_id = old.id if old is not None else None
    if isinstance(block, Text):
        return "text", RichText(block.html), own_id
    if isinstance(block, Cells):
        caption = old.value["caption"] if old is not None else ""
        return "table", {"caption": caption, "cells": block.text}, own_id
    if isinstance(block, Notes):
        notes = [{"mark": mark[:LONGEST_MARK], "text": text} for mark, text in block.notes]
        return "notes", notes, own_id
    if old is not None:
        return old.block_type, old.value, own_id
    upload = brought[part.place].upload
    if upload is None or block is None:
        return None
    image = store_picture(upload, block.alt or block.name, block.alt, collection, user)
    return "picture", {"image": image, "alt": block.alt, "caption": "", "credit": ""}, None
