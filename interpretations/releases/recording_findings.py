"""What films and sounds of one member lack, before it may be submitted."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from interpretations.releases.finding import Finding


def recording_findings(page_id: int, body: Any) -> Iterator[Finding]:
    """Films and sounds without their words, and films without captions."""
    for child in body:
        if child.block_type not in ("film", "sound"):
            continue
        value = child.value
        title = value["title"] or getattr(value.get("recording"), "title", "")
        if not value["transcript"].strip():
            sentence = _("「%s」还没有文字稿，听不见的人不知道说了什么。") % title
            yield Finding("transcript_missing", sentence, page_id)
        if child.block_type == "film" and not value.get("track"):
            yield Finding("captions_missing", _("视频「%s」还没有字幕。") % title, page_id)
