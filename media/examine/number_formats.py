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
SECTION = re.compile(
    r'(?:"[^"]*"?|[\\!_*].|\[[^\]]*(?:\]|\Z)|[^;])+|(?<=;)(?=;)|(?<=;)$', re.DOTALL
)
CONDITION = re.compile(r"\[(?P<sign><=|>=|<>|<|>|=)(?P<bound>-?[0-9]{1,30}(?:\.[0-9]{1,30})?)\]")
NOT_PLAIN = re.compile(r"General|[Ee][-+]|/|@", re.IGNORECASE)
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


def _section_for(code: str, value: Decimal) -> str | None:
    """Conditions choose a section where there are some, the sign of the value otherwise."""
    sections = SECTION.findall(code)[:3]
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
    return sections[0] if sections else None


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
