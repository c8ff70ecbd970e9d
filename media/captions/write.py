"""Writing captions: the one form in which they are kept and delivered."""

import hashlib
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction

from media.captions.read import Cue
from media.models import CaptionTrack


def webvtt(cues: Sequence[Cue]) -> str:
    """Cues as WebVTT; the same cues always give the same text."""
    parts = ["WEBVTT"]
    for cue in cues:
        parts.append(f"{stamp(cue.start)} --> {stamp(cue.end)}\n{_escaped(cue.text)}")
    return "\n\n".join(parts) + "\n"


def stamp(seconds: float) -> str:
    """`00:01:02.345` of 62.345."""
    thousandths = round(seconds * 1000)
    minutes, remainder = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{remainder // 1000:02}.{remainder % 1000:03}"


def track_of(text: str) -> CaptionTrack:
    """The row and file of a WebVTT text; who says the same shares them."""
    key = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        track, is_new = CaptionTrack.objects.get_or_create(key=key, defaults={"text": text})
        if is_new:
            track.file.save(f"{key}.vtt", ContentFile(text.encode()))
    return track


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
