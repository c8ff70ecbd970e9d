"""What a body is made of; one block a file, one public door."""

from interpretations.blocks.attachment import AttachmentBlock
from interpretations.blocks.bodies import InterpretationBody, PolicyBody
from interpretations.blocks.chart import ChartBlock
from interpretations.blocks.figures import FiguresBlock
from interpretations.blocks.film import FilmBlock, SoundBlock
from interpretations.blocks.gallery import GalleryBlock
from interpretations.blocks.infographic import InfographicBlock
from interpretations.blocks.picture import PictureBlock
from interpretations.blocks.question import QuestionBlock
from interpretations.blocks.quotation import QuotationBlock
from interpretations.blocks.table import TableBlock
from interpretations.blocks.text import DocumentTextBlock, TextBlock

__all__ = [
    "AttachmentBlock",
    "ChartBlock",
    "DocumentTextBlock",
    "FiguresBlock",
    "FilmBlock",
    "GalleryBlock",
    "InfographicBlock",
    "InterpretationBody",
    "PictureBlock",
    "PolicyBody",
    "QuestionBlock",
    "QuotationBlock",
    "SoundBlock",
    "TableBlock",
    "TextBlock",
]
