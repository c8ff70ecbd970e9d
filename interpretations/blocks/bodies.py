"""The two bodies: what a policy document and what an interpretation may contain."""

from wagtail.blocks import StreamBlock

from interpretations.blocks.figures import FiguresBlock
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
    """The official text: paragraphs and tables, nothing that speaks for the interpreter."""

    text = DocumentTextBlock()
    table = TableBlock()


class InterpretationBody(StreamBlock):
    """The plain explanation, in whatever helps."""

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
