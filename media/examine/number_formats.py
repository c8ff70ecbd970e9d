"""What a number format of a spreadsheet shows: a number made smaller, and words behind it.

As Excel reads its own formats (ECMA-376, 18.8.31), with `!` for the sign before a literal, as
Chinese offices write it: `0!.0,"万"` shows 123456 as 12.3万.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

LONGEST = 255  # characters, as in Excel
MOST_PLACES = 12
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracketed>[^\]]*)(?:\]|\Z)|(?P<code>.)',
    re.DOTALL,
)
CONDITION = re.compile(r"\[(?P<sign><=|>=|<>|<|>|=)(?P<bound>-?[0-9]{1,30}(?:\.[0-9]{1,30})?)\]")
NOT_PLAIN = re.compile(r"General|[Ee][-+]|/|@", re.IGNORECASE)
# What stands for a number, a day or a text: without any of it words or nothing are shown.
SHOWING = re.compile(r"General|通用格式|[0#?@ymdhsgbae]", re.IGNORECASE)
ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
WHITE_NAMES = frozenset({"white", "白色", "color2", "颜色2"})
# The number as it is, and words behind it: `G/通用格式"万"` in the files.
GENERAL = re.compile(r"(?:\[[^\]]*\])*General", re.IGNORECASE)
PLACE, POINT, WRITTEN_POINT, THOUSAND, WORD = "0", ".", "·", ",", "x"


@dataclass(frozen=True)
class Format:
    """How a number is shown: divided by ten to the `power`, with `decimals`, then `words`."""

    power: int = 0
    decimals: int = 0
    words: str = ""

    def written(self, value: Decimal) -> str:
        """The number alone, rounded as people round."""
        scaled = value.scaleb(-self.power)
        return f"{scaled.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP):f}"


def format_for(code: str, value: Decimal) -> Format:
    """The format of this value; one that cannot be told shows the number as it is."""
    section = _section_for(code[:LONGEST], value)
    return Format() if section is None else _format_of(section)


@cache
def _format_of(section: str) -> Format:
    if general := GENERAL.match(section):
        return Format(words=_shape(section[general.end() :])[1].strip())
    if NOT_PLAIN.search(_bare(section)):
        return Format()
    shape, words, percents = _shape(section)
    number = shape.rstrip(WORD).lstrip(WORD + THOUSAND)
    if PLACE not in number or WORD in number:
        return Format()
    scaling_commas = sum(map(len, re.findall(r"(?<=[0·]),+(?=\.|$)", number)))
    places = number.partition(POINT if POINT in number else WRITTEN_POINT)[2].count(PLACE)
    written_places = 0 if POINT in number else places
    power = 3 * scaling_commas + written_places - 2 * percents
    return Format(power, min(places, MOST_PLACES), words.strip())


def hides(code: str, value: Decimal | None) -> bool:
    """Whether a format shows nothing of a value, or a word that stands for any; None: a text.

    A zero that is shown as a dash or left away is not hidden, where other numbers are seen.
    """
    section = _text_section(code) if value is None else _section_for(code[:LONGEST], value)
    if not code or section is None or _shows(section):
        return False
    return bool(value) or value is None or hides(code, Decimal(1))


def colour_of(code: str, value: Decimal | None) -> str | None:
    """White where a format makes words white; None where it says no such thing."""
    section = _text_section(code) if value is None else _section_for(code[:LONGEST], value)
    tokens = TOKEN.finditer(section or "")
    names = {(token["bracketed"] or "").replace(" ", "").casefold() for token in tokens}
    return "FFFFFF" if names & WHITE_NAMES else None


def _text_section(code: str) -> str | None:
    """The fourth section, or one that says so; None where texts are shown as they are."""
    sections = _sections(code[:LONGEST])
    if len(sections) > 3:
        return sections[3]
    return sections[-1] if "@" in _bare(sections[-1]) else None


def _shows(section: str) -> bool:
    elapsed = (ELAPSED.fullmatch(token["bracketed"] or "") for token in TOKEN.finditer(section))
    return bool(SHOWING.search(_bare(section))) or any(elapsed)


def _sections(code: str) -> list[str]:
    """The parts between semicolons that are no literals, empty ones as well."""
    sections = [""]
    for token in TOKEN.finditer(code):
        if token["code"] == ";":
            sections.append("")
        else:
            sections[-1] += token[0]
    return sections


def _section_for(code: str, value: Decimal) -> str | None:
    """Conditions choose a section where there are some, the sign of the value otherwise."""
    sections = _sections(code)[:3]
    conditions = [CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(condition, value):
                return section
        return None
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def _holds(condition: re.Match[str], value: Decimal) -> bool:
    bound = Decimal(condition["bound"])
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[condition["sign"]]


def _bare(section: str) -> str:
    """What is neither quoted nor escaped nor in brackets."""
    return "".join(token["code"] or "" for token in TOKEN.finditer(section))


def _shape(section: str) -> tuple[str, str, int]:
    """The signs that make the number, the words behind it, and how often it is a percentage."""
    shape, words, percents = "", "", 0
    for token in TOKEN.finditer(section):
        code = token["code"]
        literal = token["quoted"] or token["escaped"] or ""
        if code in ("0", "#", "?"):
            shape, words = shape + PLACE, ""
        elif code in (POINT, THOUSAND):
            shape += code
        elif literal == POINT and shape.endswith(PLACE):
            shape += WRITTEN_POINT
        elif text := code or literal:
            percents += code == "%"
            shape, words = shape + WORD, words + text
    return shape, words, percents
