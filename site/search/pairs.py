"""Cut text into search terms, alike for the index and for the query.

Chinese writes no blanks between words. Overlapping pairs of characters find every word of two
or more characters, whatever its neighbours, without a dictionary.
"""

import re
import unicodedata
from collections.abc import Iterator

from opencc import OpenCC

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
QUERY_LENGTH = 200
TEXT_LENGTH = 200_000
WORD_LENGTH = 64

_HAN_CHARACTER = re.compile(f"[{HAN}]")
_RUN = re.compile(f"(?P<han>[{HAN}]+)|[^\\W_{HAN}]+")
_BROKEN_LINE = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")
_SIMPLIFIED = OpenCC("t2s")
# Signs that nobody sees: they come along when text is pasted, and stand inside words.
_VARIATION_SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
# CJK Radicals Supplement, as old PDF files have them for whole characters; NFKC leaves them
# (Unicode, EquivalentUnifiedIdeograph.txt). Kangxi radicals are NFKC's.
_RADICALS = dict(
    zip(
        "⺀⺁⺂⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺚⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮"
        "⺯⺰⺱⺲⺵⺶⺷⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡"
        "⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "冫厂乛亻冂几刀刂卜卩小小兀尣尢尢巳幺彑彐忄心扌攵无旡日月歺母民氵水灬爫爪丬牛犭王疋目示礻竹"
        "糸纟罒罒网羊羊耂肀聿月臼艹艹艹虎衤覀西见角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣首"
        "马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)


def _visible(code: int) -> str:
    """One character in its plain form, or '' for one that is only there for machines."""
    character = chr(code)
    if unicodedata.category(character) == "Cf" or code in _VARIATION_SELECTORS:
        return ""
    return unicodedata.normalize("NFKC", _RADICALS.get(character, character)).casefold()


class _Folding(dict[int, str]):
    """A table for `str.translate` that fills itself with the characters it meets.

    Each character is folded alone: the same character gives the same term everywhere, which
    conversion by phrases would not promise.
    """

    def __missing__(self, code: int) -> str:
        folded = _visible(code)
        if _HAN_CHARACTER.search(folded):
            folded = _SIMPLIFIED.convert(folded)
        if code <= 0xFFFF:  # queries come from anybody: what they may fill is bounded
            self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Text for comparison: what is printed alike becomes alike.

    Full width to half width, capitals to small letters, traditional to simplified, radicals to
    the characters they stand for; marks that are not seen are left out.
    """
    return text.translate(_FOLDING)


def is_han(term: str) -> bool:
    """Whether a term is Chinese: a pair, or one character."""
    return _HAN_CHARACTER.match(term) is not None


def is_prefix(term: str) -> bool:
    """Whether a term stands for every term that begins with it: one Chinese character."""
    return len(term) == 1 and is_han(term)


def runs(plain: str) -> Iterator[tuple[int, str, bool]]:
    """The words and the stretches of Chinese of a folded text: place, text, whether Chinese."""
    for run in _RUN.finditer(plain):
        yield run.start(), run[0], run["han"] is not None


def index_terms(text: str) -> list[str]:
    """The terms of a text, in order.

    The last character of a run is a term by itself, so each character begins some term and a
    query of one character is a search by prefix. Blanks and line breaks between two Chinese
    characters are layout, not the end of a word.
    """
    terms: list[str] = []
    for _place, run, is_chinese in runs(_BROKEN_LINE.sub("", fold(text[:TEXT_LENGTH]))):
        if is_chinese:
            terms.extend(run[start : start + 2] for start in range(len(run)))
        else:
            terms.append(run[:WORD_LENGTH])
    return terms


def query_terms(query: str) -> list[str]:
    """The terms that a text must contain to answer a query, each once."""
    terms: list[str] = []
    for _place, run, is_chinese in runs(fold(query[:QUERY_LENGTH])):
        if is_chinese:
            terms.extend(run[start : start + 2] for start in range(max(len(run) - 1, 1)))
        else:
            terms.append(run[:WORD_LENGTH])
    return list(dict.fromkeys(terms))
