"""Reading captions: SRT, ASS, SSA and WebVTT become checked cues, or one sentence why not."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, zip_longest

from django.utils.translation import gettext as _
from pysubs2 import SSAFile
from pysubs2.exceptions import Pysubs2Error

from media.captions.markup import doubtful, plain, plain_ass
from media.examine.encodings import decode_text

MOST_CUES = 5_000
# Captions that end with the film may be rounded a little past it.
ROUNDING = 0.5  # seconds
ASS_SECTION = re.compile(r"^\s*\[(script info|v4\+? styles|events)\]", re.IGNORECASE)
TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
# Behind the times stand settings alone, `align:start` or `X1:40`: a word would be swallowed.
TIMING = re.compile(rf"^\s*{TIME}\s*-->\s*{TIME}(?:\s+[A-Za-z]\w*:\S*)*\s*$")
ARROW = re.compile("(?:--|－－)[>＞]")
ASIDE = re.compile(r"^(?:NOTE|STYLE|REGION)\b")  # blocks of WebVTT that show nothing
NUMBER = re.compile(r"^\s*(\d{1,9})\s*$")
EXCERPT = 30  # characters of what was not understood


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
    """Decode UTF-8, UTF-16 with its mark, GB18030 or Big5; raises CaptionsRefused."""
    try:
        return decode_text(content)[0]
    except UnicodeError as error:
        sentence = _("读不出字幕文件里的文字，请另存为 UTF-8 编码再试。")
        raise CaptionsRefused(sentence) from error


def read_text(text: str, duration: float | None = None) -> list[Cue]:
    """Read captions in any of the forms; `duration` in seconds, None where it is unknown."""
    cues = understood(text)
    check(cues, duration)
    return cues


def understood(text: str) -> list[Cue]:
    """The cues of a text, not checked yet, and not many more than are allowed.

    Raises CaptionsRefused where there are none, or a part of it belongs to none.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    parsed: Iterable[Cue] = ()
    if ASS_SECTION.match(text):
        parsed = _from_ass(text)
    elif ARROW.search(text):
        parsed = _from_lines(text)
    cues = list(islice(parsed, MOST_CUES + 1))
    if not cues:
        raise CaptionsRefused(_("里面没有字幕。请用 SRT、ASS 或 WebVTT 文件。"))
    return cues


def check(cues: list[Cue], duration: float | None = None) -> None:
    """Refuse what a player would show wrongly, naming the cue."""
    if len(cues) > MOST_CUES:
        raise CaptionsRefused(_("字幕超过 %d 条，请检查文件。") % MOST_CUES)
    previous_start = 0.0
    for number, cue in enumerate(cues, 1):
        if not cue.text:
            raise CaptionsRefused(_("第 %d 条没有文字。") % number, number)
        if cue.end <= cue.start:
            raise CaptionsRefused(_("第 %d 条的结束时间不在开始时间之后。") % number, number)
        if cue.start < previous_start:
            raise CaptionsRefused(_("第 %d 条的开始时间早于上一条。") % number, number)
        if duration and cue.end > duration + ROUNDING:
            raise CaptionsRefused(_("第 %d 条超出了视频的时长。") % number, number)
        previous_start = cue.start


def doubts(cues: Iterable[Cue]) -> Iterator[tuple[int, str]]:
    """What is shown as it was typed and may not be meant so: the cue's number and a sentence."""
    for number, cue in enumerate(cues, 1):
        if sign := doubtful(cue.text):
            facts = {"number": number, "sign": sign[:EXCERPT]}
            yield (
                number,
                _("第 %(number)d 条里的“%(sign)s”会照原样显示。如果它是格式标记，请删掉。") % facts,
            )


def doubts_of(text: str) -> list[tuple[int, str]]:
    """The same of captions as they are kept; none where they cannot be read."""
    try:
        return list(doubts(understood(text))) if text.strip() else []
    except CaptionsRefused:
        return []


def _from_ass(text: str) -> Iterable[Cue]:
    try:
        older = "[v4 styles]" in text.lower()
        subtitles = SSAFile.from_string(text, format_="ssa" if older else "ass")
    except (Pysubs2Error, ValueError, IndexError, KeyError) as error:
        raise CaptionsRefused(_("读不懂这个字幕文件。")) from error
    # Its order is that of the layers, not of time.
    for event in sorted(subtitles, key=lambda event: event.start):
        # What draws or is empty shows no words.
        if not event.is_comment and (words := plain_ass(event.text)):
            yield Cue(event.start / 1000, event.end / 1000, words)


def _from_lines(text: str) -> Iterator[Cue]:
    """SRT and WebVTT differ in a comma; lenient readers of them swallow what they do not like.

    Nothing that somebody wrote is left out without a word.
    """
    is_webvtt = text.startswith("WEBVTT")
    number, counter = 0, 0
    for block_index, lines in enumerate(_blocks(text)):
        timed = {index: timing for index, line in enumerate(lines) if (timing := _timing(line))}
        first = next(iter(timed), None)
        name = lines[0] if first == 1 else ""
        if first not in (0, 1) or not (is_webvtt or not name or NUMBER.match(name)):
            if is_webvtt and (block_index == 0 or ASIDE.match(lines[0].strip())):
                continue
            raise _stray(number + 1, "\n".join(lines))
        for index, next_index in pairwise([*timed, len(lines)]):
            counter = (_number(name) if index == first else None) or counter + 1
            cue_lines = lines[index + 1 : next_index]
            if next_index < len(lines) and _number("".join(cue_lines[-1:])) == counter + 1:
                cue_lines.pop()  # of the next cue, where no empty line parts the two
            number += 1
            if stray_line := next(filter(_is_mistimed, cue_lines), None):
                raise _stray(number, stray_line)
            times = timed[index].groups()
            yield Cue(_seconds(times[:4]), _seconds(times[4:]), plain("\n".join(cue_lines)))


def _blocks(text: str) -> list[list[str]]:
    """The lines between empty ones; a line that is only a number belongs to the words before."""
    parts = [part.strip("\n").split("\n") for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    blocks: list[list[str]] = []
    for lines, after in zip_longest(parts, parts[1:]):
        is_number = len(lines) == 1 and NUMBER.match(lines[0])
        if not is_number or not blocks:
            blocks.append(lines)
        elif not _is_counter(lines[0], blocks[-1], after):
            blocks[-1].append(lines[0])
    return blocks


def _is_counter(line: str, before: list[str], after: list[str] | None) -> bool:
    """Whether a number counts a cue: a time follows, or it is the last one that was left."""
    if after:
        return bool(_timing(after[0]))
    return _number(line) == (_number(before[0]) or 0) + 1


def _number(line: str) -> int | None:
    match = NUMBER.match(line)
    return int(match[1]) if match else None


def _timing(line: str) -> re.Match[str] | None:
    """The times of a line, also in the full-width signs of a Chinese keyboard."""
    return TIMING.match(unicodedata.normalize("NFKC", line)) if ARROW.search(line) else None


def _is_mistimed(line: str) -> bool:
    """An arrow with figures was meant as a time; one between words is the writer's."""
    return bool(ARROW.search(line)) and any(character.isdigit() for character in line)


def _stray(number: int, text: str) -> CaptionsRefused:
    facts = {"number": number, "text": text.strip().replace("\n", " ")[:EXCERPT]}
    return CaptionsRefused(
        _("第 %(number)d 条没有时间，或者时间写得不对：%(text)s") % facts, number
    )


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole_seconds = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return (whole_seconds * 1000 + int(fraction.ljust(3, "0"))) / 1000
