"""Blocks of a proposal as values of a body; pictures are examined like every upload."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.models import Collection
from wagtail.rich_text import RichText

from drafting.flow import Picture
from interpretations.importing.body import Block, Cells, Notes, Text, notes_html
from interpretations.importing.storing import store_picture
from media.examine.types import PICTURE
from media.intake import RefusedUploadError
from media.intake.fields import examined

LONGEST_MARK = 20


@dataclass(frozen=True)
class Brought:
    """A picture of a file that was examined, or why it is not taken."""

    upload: Any = None
    refusal: str = ""


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
        examined(upload, PICTURE)
    except RefusedUploadError as refusal:
        return Brought(refusal=refusal.sentence())
    return Brought(upload)


def refused(brought: dict[int, Brought], blocks: Sequence[Block]) -> list[str]:
    """A sentence, with its place, for each picture that is not taken."""
    sentences = []
    for order, one in brought.items():
        block = blocks[order]
        if one.refusal and isinstance(block, Picture):
            facts = {"place": block.place.words(_), "why": one.refusal}
            sentences.append(_("%(place)s的图片没有取：%(why)s") % facts)
    return sentences


def document_body(
    blocks: Sequence[Block], brought: dict[int, Brought], collection: Collection, user: Any
) -> list[tuple[str, Any]]:
    """The body of a policy document."""
    return _body(blocks, brought, collection, user, has_notes=True)


def interpretation_body(
    blocks: Sequence[Block], brought: dict[int, Brought], collection: Collection, user: Any
) -> list[tuple[str, Any]]:
    """The body of an interpretation: notes are its last paragraphs."""
    return _body(blocks, brought, collection, user, has_notes=False)


def _body(
    blocks: Sequence[Block],
    brought: dict[int, Brought],
    collection: Collection,
    user: Any,
    has_notes: bool,
) -> list[tuple[str, Any]]:
    body: list[tuple[str, Any]] = []
    for place, block in enumerate(blocks):
        if isinstance(block, Text):
            body.append(("text", RichText(block.html)))
        elif isinstance(block, Cells):
            body.append(("table", {"caption": "", "cells": block.text}))
        elif isinstance(block, Notes) and has_notes:
            notes = [{"mark": mark[:LONGEST_MARK], "text": text} for mark, text in block.notes]
            body.append(("notes", notes))
        elif isinstance(block, Notes):
            body.append(("text", RichText(notes_html(block))))
        elif upload := brought[place].upload:
            image = store_picture(upload, block.alt or block.name, block.alt, collection, user)
            value = {"image": image, "alt": block.alt, "caption": "", "credit": ""}
            body.append(("picture", value))
    return body
