"""Characters in their plain form: what is printed alike becomes alike."""

import re
import unicodedata

from opencc import OpenCC

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

HAN_CHARACTER = re.compile(f"[{HAN}]")
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
        if HAN_CHARACTER.search(folded):
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
