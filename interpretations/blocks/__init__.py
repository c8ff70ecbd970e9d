"""What a body is made of: one block a file; those that show files stand in `media.blocks`."""

from interpretations.blocks.bodies import InterpretationBody, PolicyBody
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

__all__ = [
    "AttachmentBlock",
    "ChartBlock",
    "DocumentTextBlock",
    "FiguresBlock",
    "FilmBlock",
    "GalleryBlock",
    "InfographicBlock",
    "InterpretationBody",
    "NotesBlock",
    "PictureBlock",
    "PolicyBody",
    "QuestionBlock",
    "QuotationBlock",
    "SoundBlock",
    "TableBlock",
    "TextBlock",
]
