"""Reading captions: SRT, ASS, SSA and WebVTT become checked cues, or one sentence why not."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise, zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pysubs2 import SSAFile
from pysubs2.exceptions import Pysubs2Error

from media.captions.markup import doubtful, plain, shown_ass
from media.examine.encodings import decode_text, is_doubtful

MOST_CUES = 5_000
# Captions that end with the film may be rounded a little past it.
ROUNDING = 0.5  # seconds
ASS_SECTION = re.compile(r"^\s*\[(script info|v4\+? styles|events)\]", re.IGNORECASE)
TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
# Behind the times stand settings alone, `align:start` or `X1:40`: a word would be swallowed.
SBV_TIME = r"\d{1,2}:\d{2}:\d{2}\.\d{3}"
SBV_TIMING = re.compile(rf"^[ \t]*({SBV_TIME}),({SBV_TIME})[ \t]*$", re.MULTILINE)
TIMING = re.compile(rf"^\s*{TIME}\s*-->\s*{TIME}(?:\s+[A-Za-z]\w*:\S*)*\s*$")
ARROW = re.compile("(?:--|－－)[>＞]")
ASIDE = re.compile(r"^(?:NOTE|STYLE|REGION)\b")  # blocks of WebVTT that show nothing
NUMBER = re.compile(r"^\s*(\d{1,9})\s*$")
EXCERPT = 30  # characters of what was not understood
LONGEST_LEFT_OUT = 200  # characters of what was left out, and is seen nowhere else


DOUBTS = {
    "tag": gettext_noop("第 %(number)d 条里的“%(sign)s”会照原样显示。如果它是格式标记，请删掉。"),
    "hollow": gettext_noop(
        "第 %(number)d 条里的“%(sign)s”在原来的字幕里是透明的。如果不该显示，请删掉。"
    ),
    "unseen": gettext_noop(
        "“%(sign)s”在原来的字幕里看不见，没有取，位置在第 %(number)d 条。如果该显示，请补上。"
    ),
    "counter": gettext_noop(
        "第 %(number)d 条后面单独一行的“%(sign)s”当作编号，没有取。如果是说的话，请补上。"
    ),
}


class CaptionsRefused(Exception):
    """Captions that cannot be delivered; `str()` is the sentence to show.

    `number` is the cue that is meant, counted from 1; None where it is all of them.
    """

    def __init__(self, sentence: str, number: int | None = None) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True)
class Doubt:
    """Words of a file that may be meant otherwise: `hollow`, `unseen` or `counter`."""

    kind: str
    words: str


@dataclass(frozen=True)
class Cue:
    """What is said between two moments, in seconds; the text is plain, its lines kept."""

    start: float
    end: float
    text: str
    doubts: tuple[Doubt, ...] = field(default=(), compare=False)


@dataclass
class _Block:
    """Lines between empty ones, and a number behind them that was taken for a counter."""

    lines: list[str]
    left: str = ""


def read(content: bytes, duration: float | None = None) -> list[Cue]:
    """Read the bytes of a caption file; raises CaptionsRefused."""
    return read_text(decode(content), duration)


def decode(content: bytes) -> str:
    """Decode UTF-8, UTF-16, GB18030 or Big5; raises CaptionsRefused."""
    try:
        text, encoding = decode_text(content)
    except UnicodeError as error:
        sentence = _("读不出字幕文件里的文字，请另存为 UTF-8 编码再试。")
        raise CaptionsRefused(sentence) from error
    if is_doubtful(text, encoding):
        raise CaptionsRefused(_("认不准文件的编码，读出来的字不通。请另存为 UTF-8 编码再试。"))
    return text


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
    parsed: Iterable[Cue] | None = None
    if SBV_TIMING.match(text.lstrip()):
        text = SBV_TIMING.sub(r"\1 --> \2", text).replace("[br]", "\n")
    if ASS_SECTION.match(text):
        parsed = _from_ass(text)
    elif ARROW.search(text):
        parsed = _from_lines(text)
    elif text.strip():
        raise CaptionsRefused(
            _("认不出这种字幕。请用 SRT、ASS、WebVTT 或 SBV；别的格式请先在字幕软件里另存为 SRT。")
        )
    cues = list(islice(parsed or (), MOST_CUES + 1))
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
        found = [Doubt("tag", sign)] if (sign := doubtful(cue.text)) else []
        for doubt in (*found, *cue.doubts):
            facts = {"number": number, "sign": _excerpt(doubt)}
            yield number, _(DOUBTS[doubt.kind]) % facts


def _excerpt(doubt: Doubt) -> str:
    words, longest = doubt.words.replace("\n", " "), EXCERPT
    if doubt.kind == "unseen":
        longest = LONGEST_LEFT_OUT
    return words if len(words) <= longest else f"{words[:longest]}…"


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
    cues: list[Cue] = []
    unseen: dict[str, None] = {}  # in its order, and what is repeated once
    # Its order is that of the layers, not of time.
    for event in sorted(subtitles, key=lambda event: event.start):
        if event.is_comment:
            continue
        words = shown_ass(event.text, event.style, subtitles.styles)
        if words.unseen:
            unseen[words.unseen] = None
        if words.shown:  # what draws or is empty shows no words
            told = _doubts(unseen, words.hollow)
            cues.append(Cue(event.start / 1000, event.end / 1000, words.shown, told))
            unseen = {}
    if unseen and not cues:
        raise CaptionsRefused(
            _(
                "里面的字幕在播放时都看不见（透明，或字号为零）。请在字幕软件里改成看得见的，再选它。"
            )
        )
    if unseen:
        cues[-1] = replace(cues[-1], doubts=(*cues[-1].doubts, *_doubts(unseen, "")))
    return cues


def _doubts(unseen: Iterable[str], hollow: str) -> tuple[Doubt, ...]:
    """What was left out before a caption is told at it, and what of its own words is clear."""
    told = (Doubt("unseen", "；".join(unseen)), Doubt("hollow", hollow))
    return tuple(doubt for doubt in told if doubt.words)


def _from_lines(text: str) -> Iterator[Cue]:
    """SRT and WebVTT differ in a comma; lenient readers of them swallow what they do not like.

    Nothing that somebody wrote is left out without a word.
    """
    is_webvtt = text.startswith("WEBVTT")
    number, counter = 0, 0
    for block_index, block in enumerate(_blocks(text)):
        lines = block.lines
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
            is_last = next_index == len(lines)
            told = (Doubt("counter", block.left),) if block.left and is_last else ()
            words = plain("\n".join(cue_lines))
            yield Cue(_seconds(times[:4]), _seconds(times[4:]), words, told)


def _blocks(text: str) -> list[_Block]:
    """The lines between empty ones; a line that is only a number belongs to the words before."""
    parts = [part.strip("\n").split("\n") for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    blocks: list[_Block] = []
    for lines, after in zip_longest(parts, parts[1:]):
        is_number = len(lines) == 1 and NUMBER.match(lines[0])
        if not is_number or not blocks:
            blocks.append(_Block(lines))
            continue
        before = blocks[-1].lines
        is_next = _number(lines[0]) == (_number(before[0]) or 0) + 1
        if after and _timing(after[0]):
            blocks[-1].left = "" if is_next else lines[0].strip()
        elif not after and is_next:  # the counter of a last cue that was left, or words
            blocks[-1].left = lines[0].strip()
        else:
            before.append(lines[0])
    return blocks


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
