"""Reading captions: SRT, ASS, SSA and WebVTT become checked cues, or one sentence why not."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from pysubs2 import SSAFile
from pysubs2.exceptions import Pysubs2Error

MOST_CUES = 5_000
# Captions that end with the film may be rounded a little past it.
ROUNDING = 0.5  # seconds
ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ASS_SECTION = re.compile(r"^\s*\[(script info|v4\+? styles|events)\]", re.IGNORECASE)
TIME = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
TIMING = re.compile(rf"^\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?$")
BREAK = re.compile(r"\\[Nn]")
TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|<\d[\d:.]*>|\{\\[^}\n]*\}")


class CaptionsRefused(Exception):
    """Captions that cannot be delivered; `str()` is the sentence to show.

    `number` is the cue that is meant, counted from 1; None where it is all of them.
    """

    def __init__(self, sentence: str, number: int | None = None) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True)
class Cue:
    """What is said between two moments, in seconds; the text is plain, its lines kept."""

    start: float
    end: float
    text: str


def read(content: bytes, duration: float | None = None) -> list[Cue]:
    """Read the bytes of a caption file; raises CaptionsRefused."""
    return read_text(decode(content), duration)


def decode(content: bytes) -> str:
    """Decode UTF-8, UTF-16 with its mark, or GB18030; raises CaptionsRefused."""
    encodings = ("utf-16",) if content.startswith(UTF_16) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CaptionsRefused(_("读不出字幕文件里的文字，请另存为 UTF-8 编码再试。"))


def read_text(text: str, duration: float | None = None) -> list[Cue]:
    """Read captions in any of the forms; `duration` in seconds, None where it is unknown."""
    cues = understood(text)
    check(cues, duration)
    return cues


def understood(text: str) -> list[Cue]:
    """The cues of a text, not checked yet; raises CaptionsRefused where there are none."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    cues = list(_from_ass(text) if ASS_SECTION.match(text) else _from_lines(text))
    if not cues:
        raise CaptionsRefused(_("里面没有字幕。请用 SRT、ASS 或 WebVTT 文件。"))
    return cues


def check(cues: list[Cue], duration: float | None = None) -> None:
    """Refuse what a player would show wrongly, naming the cue."""
    if len(cues) > MOST_CUES:
        raise CaptionsRefused(_("字幕超过 %d 条，请检查文件。") % MOST_CUES)
    before = 0.0
    for number, cue in enumerate(cues, 1):
        if not cue.text:
            raise CaptionsRefused(_("第 %d 条没有文字。") % number, number)
        if cue.end <= cue.start:
            raise CaptionsRefused(_("第 %d 条的结束时间不在开始时间之后。") % number, number)
        if cue.start < before:
            raise CaptionsRefused(_("第 %d 条的开始时间早于上一条。") % number, number)
        if duration and cue.end > duration + ROUNDING:
            raise CaptionsRefused(_("第 %d 条超出了视频的时长。") % number, number)
        before = cue.start


def plain(text: str) -> str:
    """Text without tags and characters that cannot be printed; empty lines are left out."""
    text = html.unescape(TAG.sub("", text))
    lines = ("".join(c for c in line if c.isprintable()).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _from_ass(text: str) -> Iterable[Cue]:
    try:
        older = "[v4 styles]" in text.lower()
        found = SSAFile.from_string(text, format_="ssa" if older else "ass")
    except (Pysubs2Error, ValueError, IndexError, KeyError) as error:
        raise CaptionsRefused(_("读不懂这个字幕文件。")) from error
    # Its order is that of the layers, not of time.
    for event in sorted(found, key=lambda one: one.start):
        if not event.is_comment:
            words = plain(BREAK.sub("\n", event.text))
            yield Cue(event.start / 1000, event.end / 1000, words)


def _from_lines(text: str) -> Iterable[Cue]:
    """SRT and WebVTT differ in a comma; lenient readers of them swallow reversed times."""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        for place, line in enumerate(lines[:2]):
            if timing := TIMING.match(line):
                parts = timing.groups()
                words = plain("\n".join(lines[place + 1 :]))
                yield Cue(_seconds(parts[:4]), _seconds(parts[4:]), words)
                break


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = (part or "0" for part in parts)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return (whole * 1000 + int(rest.ljust(3, "0"))) / 1000
