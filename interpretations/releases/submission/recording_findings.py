"""What films and sounds of one member lack, before it may be submitted."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from interpretations.models import ReleaseRules
from interpretations.releases.pins.finding import Finding
from media.captions.read import doubts_of


def recording_findings(page_id: int, body: Any) -> Iterator[Finding]:
    """Films and sounds without their words, and films without captions.

    Captions may follow where the city allows it (`ReleaseRules.captions_days`): then somebody
    has to say so.
    """
    for child in body:
        if child.block_type in ("film", "sound") and not child.value["transcript"].strip():
            sentence = _("「%s」还没有文字稿，听不见的人不知道说了什么。")
            path = f"body.{child.id}.transcript"
            yield Finding("transcript_missing", sentence % _title(child.value), page_id, path=path)
    yield from _doubtful_captions(page_id, body)
    for film in films_without_captions(body):
        value, path = film.value, f"body.{film.id}.captions"
        if days := ReleaseRules.load().captions_days:
            sentence = _("视频「%(title)s」还没有字幕，公开以后 %(days)d 天内要补上。") % {
                "title": _title(value),
                "days": days,
            }
            recording = getattr(value.get("recording"), "pk", None)
            code = f"captions_follow_{page_id}_{recording}"
            yield Finding(code, sentence, page_id, blocks=False, path=path)
        else:
            sentence = _("视频「%s」还没有字幕。") % _title(value)
            yield Finding("captions_missing", sentence, page_id, path=path)


def _doubtful_captions(page_id: int, body: Any) -> Iterator[Finding]:
    """Signs in captions that may be markup: shown as they are, if somebody says so."""
    for child in body:
        if child.block_type != "film":
            continue
        if doubts := doubts_of(child.value["captions"]):
            facts = {"title": _title(child.value), "count": len(doubts), "told": doubts[0][1]}
            said = _("视频「%(title)s」的字幕有 %(count)d 条要核对。%(told)s") % facts
            code = f"captions_sign_{page_id}_{child.id}_{len(doubts)}"
            path = f"body.{child.id}.captions"
            yield Finding(code, said, page_id, blocks=False, path=path)


def films_without_captions(body: Any) -> Iterator[Any]:
    """The film blocks whose words cannot be read along."""
    for child in body:
        if child.block_type == "film" and not child.value.get("track"):
            yield child


def _title(value: Any) -> str:
    return value["title"] or getattr(value.get("recording"), "title", "")
