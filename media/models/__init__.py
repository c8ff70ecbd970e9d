"""Pictures, documents, recordings, and the two tables that say which file is frozen or released."""

from media.models.caption import CaptionTrack
from media.models.chart import ChartDrawing, ChartPicture
from media.models.document import SiteDocument
from media.models.heartbeat import WorkerHeartbeat
from media.models.image import Rendition, SiteImage
from media.models.recording import Recording, RecordingFile
from media.models.sliced import Slice, SlicedPicture
from media.models.state import FrozenFile, ReleasedFile
from media.models.upload import Upload

__all__ = [
    "CaptionTrack",
    "ChartDrawing",
    "ChartPicture",
    "FrozenFile",
    "Recording",
    "RecordingFile",
    "ReleasedFile",
    "Rendition",
    "SiteDocument",
    "SiteImage",
    "Slice",
    "SlicedPicture",
    "Upload",
    "WorkerHeartbeat",
]
