"""Pictures, documents, and the two tables that say which file is frozen or released."""

from media.models.chart import ChartDrawing, ChartPicture
from media.models.document import SiteDocument
from media.models.image import Rendition, SiteImage
from media.models.state import FrozenFile, ReleasedFile

__all__ = [
    "ChartDrawing",
    "ChartPicture",
    "FrozenFile",
    "ReleasedFile",
    "Rendition",
    "SiteDocument",
    "SiteImage",
]
