"""The two bodies: what a policy document and what an interpretation may contain."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.blocks import StreamBlock, StreamValue

from interpretations.blocks.anchors import Anchors, keyed, marks
from interpretations.blocks.explained import explains, marked
from interpretations.blocks.figures import FiguresBlock
from interpretations.blocks.notes import NotesBlock
from interpretations.blocks.question import QuestionBlock
from interpretations.blocks.quotation import QuotationBlock
from interpretations.blocks.table import TableBlock
from interpretations.blocks.text import DocumentTextBlock, TextBlock
from media.blocks.attachment import AttachmentBlock
from media.blocks.chart import ChartBlock
from media.blocks.film import FilmBlock, SoundBlock
from media.blocks.gallery import GalleryBlock
from media.blocks.infographic import InfographicBlock
from media.blocks.picture import PictureBlock


class PolicyBody(StreamBlock):
    """The official text as it was issued: nothing that speaks for the interpreter.

    Each block is told the `anchors` of the clauses that begin in it; the context has those of all.
    `clause_marks` of the context are where clauses are explained.
    """

    text = DocumentTextBlock()
    table = TableBlock()
    picture = PictureBlock()
    notes = NotesBlock()

    def render_basic(self, value: Any, context: dict[str, Any] | None = None) -> SafeString:
        known = (context or {}).get("clause_anchors") or {}
        shown = format_html_join(
            "\n",
            '<div class="w-block-{1} block-{1}">{0}</div>',
            [
                (_with_anchors(child, context or {}, known.get(key, [])), child.block_type)
                for key, child in keyed(value)
            ],
        )
        explained = (context or {}).get("clause_marks")
        return marked(shown, explained) if explained else shown


def _with_anchors(
    child: StreamValue.StreamChild, context: dict[str, Any], anchors: Anchors
) -> SafeString:
    """Running text puts them in its lines; before anything else they stand as they are."""
    shown = child.render({**context, "anchors": anchors})
    return shown if child.block_type == "text" else format_html("{}{}", marks(anchors), shown)


class InterpretationBody(StreamBlock):
    """The plain explanation, in whatever helps; each block is told its own id, as `block_id`.

    With it the same chart or picture, shown twice, has anchors of its own each time. `explains` of
    the context names the clauses that a block explains, by its id.
    """

    text = TextBlock()
    figures = FiguresBlock()
    chart = ChartBlock()
    quotation = QuotationBlock()
    table = TableBlock()
    picture = PictureBlock()
    infographic = InfographicBlock()
    gallery = GalleryBlock()
    film = FilmBlock()
    sound = SoundBlock()
    question = QuestionBlock()
    attachment = AttachmentBlock()

    def render_basic(self, value: Any, context: dict[str, Any] | None = None) -> SafeString:
        known = (context or {}).get("explains") or {}
        return format_html_join(
            "\n",
            '<div class="w-block-{1} block-{1}">{2}{0}</div>',
            [
                (
                    child.render({**(context or {}), "block_id": child.id or f"b{place}"}),
                    child.block_type,
                    explains(child.id, known.get(child.id, ())),
                )
                for place, child in enumerate(value)
            ],
        )
