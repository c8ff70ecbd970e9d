"""What a number format of a spreadsheet shows: a number made smaller, and words around it.

As Excel reads its own formats (ECMA-376, 18.8.31), with `!` for the sign before a literal, as
Chinese offices write it: `0!.0,"万"` shows 123456 as 12.3万.
"""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

LONGEST = 255  # characters, as in Excel
MOST_PLACES = 12
WIDE = Context(prec=400)  # digits of the largest number of a sheet, and its decimals
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracketed>[^\]]*)(?:\]|\Z)|(?P<code>.)',
    re.DOTALL,
)
CONDITION = re.compile(r"\[(?P<sign><=|>=|<>|<|>|=)(?P<bound>-?[0-9]{1,30}(?:\.[0-9]{1,30})?)\]")
NOT_PLAIN = re.compile(r"[Ee][-+]|/|@", re.IGNORECASE)
CHINESE_DIGITS = re.compile(r"\[DBNum", re.IGNORECASE)
# What shows a zero; # and ? leave it away.
SHOWING_ZERO = re.compile(r"General|通用格式|[0/@]", re.IGNORECASE)
NOT_SHOWING_ZERO = "#?., "
# What stands for a number, a day or a text: without any of it words or nothing are shown.
SHOWING = re.compile(r"General|通用格式|[0#?@ymdhsgbae]", re.IGNORECASE)
ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
WHITE_NAMES = frozenset({"white", "白色", "color2", "颜色2"})
# The number as it is, and words behind it: `G/通用格式"万"` in the files.
GENERAL = re.compile(r"(?:G/)?(?:General|通用格式)", re.IGNORECASE)
CURRENCY = re.compile(r"\$([^-]{1,4})(?:-|\Z)")  # [$¥-804]
SIGNS = "+-()%"
# Places of digits that are always shown, and those that are only where they are needed.
PLACE, FREE_PLACE, PLACES = "0", "#", re.compile("[0#]")
POINT, WRITTEN_POINT, THOUSAND, WORD = ".", "·", ",", "x"


@dataclass(frozen=True)
class Format:
    """How a number is shown: `before`, then divided by ten to the `power`, then `words`.

    `decimals` are the places that are shown, None where the number is shown as it is; of these
    `least_decimals` and as many `digits` before the point are shown even if they are zeros. One
    that is `unsigned` has its minus from `before`, or none. Not everything is `understood`.
    """

    power: int = 0
    decimals: int | None = None
    least_decimals: int = 0
    digits: int = 1
    words: str = ""
    before: str = ""
    unsigned: bool = False
    understood: bool = True

    def written(self, value: Decimal) -> str:
        """The number alone, rounded as people round."""
        scaled = (abs(value) if self.unsigned else value).scaleb(-self.power)
        if self.decimals is None:
            return f"{scaled if scaled else abs(scaled):f}"
        scaled = scaled.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP, WIDE)
        whole, point, part = f"{scaled.copy_abs():f}".partition(".")
        part = part[: self.least_decimals] + part[self.least_decimals :].rstrip("0")
        sign = "-" if scaled < 0 else ""
        return f"{sign}{whole.zfill(self.digits)}{point if part else ''}{part}"


def format_for(code: str, value: Decimal) -> Format:
    """The format of this value; one that cannot be told shows the number as it is."""
    sections = sections_of(code[:LONGEST])
    section = _section_for(sections, value)
    if section is None or _is_of_texts(section):
        return Format()
    # The second of several is for numbers below zero: its minus is written in it, if at all.
    is_second = value < 0 and len(sections) > 1 and not any(map(CONDITION.search, sections))
    made = _format_of(section)
    return replace(made, unsigned=is_second and made.understood)


def _is_of_texts(section: str) -> bool:
    """Whether it is for texts and puts no words around them: it shows a number as it is."""
    return bare(section) == "@" and not _literals(section)


@cache
def _format_of(section: str) -> Format:
    if CHINESE_DIGITS.search(section):
        return Format(understood=False)
    if general := GENERAL.search(section):
        before, after = section[: general.start()], section[general.end() :]
        return Format(words=_literals(after), before=_literals(before))
    if NOT_PLAIN.search(bare(section)):
        return Format(understood=False)
    shape, before, words, percents = _shape(section)
    number = shape.rstrip(WORD).lstrip(WORD + THOUSAND)
    if not PLACES.search(number) or WORD in number:
        return Format(understood=False)
    scaling_commas = sum(map(len, re.findall(r"(?<=[0#·]),+(?=\.|$)", number)))
    whole, _point, part = number.partition(POINT if POINT in number else WRITTEN_POINT)
    part = part.replace(THOUSAND, "")
    places = len(PLACES.findall(part))
    written_places = 0 if POINT in number else places
    power = 3 * scaling_commas + written_places - 2 * percents
    return Format(
        power,
        min(places, MOST_PLACES),
        min(part.rfind(PLACE) + 1, MOST_PLACES),
        len(PLACES.findall(whole[whole.find(PLACE) :])) if PLACE in whole else 1,
        words.strip(),
        before.strip(),
    )


def zero_shown(code: str) -> str | None:
    """What stands in the place of a zero whose format shows no digit of it; None for others."""
    section = _section_for(sections_of(code[:LONGEST]), Decimal(0))
    if not code or section is None or SHOWING_ZERO.search(bare(section)):
        return None
    return "".join(
        token["code"] or token["quoted"] or token["escaped"] or _currency(token)
        for token in TOKEN.finditer(section)
        if (token["code"] or WORD) not in NOT_SHOWING_ZERO
    ).strip()


def text_shown(code: str, text: str) -> str:
    """A text with the words that its format puts around it."""
    section = _text_section(code) or ""
    if "@" not in bare(section):
        return text
    tokens = TOKEN.finditer(section)
    return "".join(
        text if token["code"] == "@" else token["quoted"] or token["escaped"] or ""
        for token in tokens
    )


def hides(code: str, value: Decimal | None) -> bool:
    """Whether a format shows nothing of a value, or a word that stands for any; None: a text.

    A zero that is shown as a dash or left away is not hidden, where other numbers are seen.
    """
    section = (
        _text_section(code) if value is None else _section_for(sections_of(code[:LONGEST]), value)
    )
    if not code or section is None or _shows(section):
        return False
    return bool(value) or value is None or hides(code, Decimal(1))


def colour_of(code: str, value: Decimal | None) -> str | None:
    """White where a format makes words white; None where it says no such thing."""
    section = (
        _text_section(code) if value is None else _section_for(sections_of(code[:LONGEST]), value)
    )
    tokens = TOKEN.finditer(section or "")
    names = {(token["bracketed"] or "").replace(" ", "").casefold() for token in tokens}
    return "FFFFFF" if names & WHITE_NAMES else None


def _text_section(code: str) -> str | None:
    """The fourth section, or one that says so; None where texts are shown as they are."""
    sections = sections_of(code[:LONGEST])
    if len(sections) > 3:
        return sections[3]
    return sections[-1] if "@" in bare(sections[-1]) else None


def _shows(section: str) -> bool:
    elapsed = (ELAPSED.fullmatch(token["bracketed"] or "") for token in TOKEN.finditer(section))
    return bool(SHOWING.search(bare(section))) or any(elapsed)


def sections_of(code: str) -> list[str]:
    """The parts between semicolons that are no literals, empty ones as well."""
    sections = [""]
    for token in TOKEN.finditer(code):
        if token["code"] == ";":
            sections.append("")
        else:
            sections[-1] += token[0]
    return sections


def _section_for(sections: list[str], value: Decimal) -> str | None:
    """Conditions choose a section where there are some, the sign of the value otherwise."""
    sections = sections[:3]
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


def bare(section: str) -> str:
    """What is neither quoted nor escaped nor in brackets."""
    return "".join(token["code"] or "" for token in TOKEN.finditer(section))


def _literals(section: str) -> str:
    """The words of a part of a section that shows a number by other means."""
    return "".join(
        token["code"]
        if (token["code"] or "x") in SIGNS
        else token["quoted"] or token["escaped"] or _currency(token)
        for token in TOKEN.finditer(section)
    )


def _currency(token: re.Match[str]) -> str:
    match = CURRENCY.match(token["bracketed"] or "")
    return match[1] if match else ""


def _shape(section: str) -> tuple[str, str, str, int]:
    """The signs that make the number, the words before and behind it, and its percent signs."""
    shape, before, words, percents = "", "", "", 0
    for token in TOKEN.finditer(section):
        code = token["code"]
        literal = token["quoted"] or token["escaped"] or _currency(token)
        if code in ("0", "#", "?"):
            before = before if PLACES.search(shape) else words
            shape, words = shape + (PLACE if code == "0" else FREE_PLACE), ""
        elif code in (POINT, THOUSAND):
            shape += code
        elif literal == POINT and shape.endswith((PLACE, FREE_PLACE)):
            shape += WRITTEN_POINT
        elif text := code or literal:
            percents += code == "%"
            shape, words = shape + WORD, words + text
    return shape, before, words, percents
