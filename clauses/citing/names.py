"""The names of documents: full titles, short names that a text gives them, 本办法."""

import re
from collections.abc import Iterable, Mapping

from clauses.characters import HAN, plain

_GENRE = (
    "法|条例|办法|规定|细则|规则|章程|意见|通知|方案|预案|规划|决定|公告|标准|规程|措施|制度|函"
)
_ABBREVIATED = re.compile(
    r"《(?P<title>[^《》]{2,80}(?:〈[^《》〈〉]{0,80}〉[^《》]{0,80})?)》[^《》。；]{0,30}?"
    r"(?:以下简称|以下称|以下统称|下称)[：:]?[《“「\"]?(?P<short>[^》”」\"）)]{2,30})[》”」\"]?[）)]"
)
_QUOTED = re.compile(r"《(?P<title>[^《》]+)》(?:[（(][^（）()]{0,60}[）)])*(?:的|中的|中|之)?\s*$")
_BARE = re.compile(rf"(?P<name>[{HAN}]{{1,24}}(?:{_GENRE}))(?:[（(][^（）()]{{0,40}}[）)])?的?\s*$")
_OWN = re.compile(rf"本(?P<genre>{_GENRE})$")
_LEADING = re.compile(
    rf"\A.*(?:依照|根据|按照|违反|依据|符合|适用|参照|执行|落实|以及|以|和|与|及|对|将|由|在|是|除|按|"
    f"依|，|、|即|如|见|明确|删除|修改|之)(?=[{HAN}]{{2}})"
)
_POINTING = ("该", "此", "其", "上述", "前述")


def short_names(text: str) -> dict[str, str]:
    """The short names that a text gives to documents: 个人所得税法 → its full title."""
    return {plain(m["short"]): plain(m["title"]) for m in _ABBREVIATED.finditer(text)}


def named_before(text: str, at: int, names: Mapping[str, str]) -> str | None:
    """The name of the document that stands right before `at`, or None.

    It is a title in 《》, a short name of `names`, a law's name without 《》, or 本办法; 该办法 is
    the title that was named last.
    """
    before = text[max(at - 160, 0) : at]
    if match := _QUOTED.search(before):
        return plain(match["title"])
    match = _BARE.search(before)
    if not match:
        return None
    bare = plain(match["name"])
    if known := _known(bare, names):
        return known
    if own := _OWN.search(bare):
        return f"本{own['genre']}"
    name = _LEADING.sub("", bare)
    if name.startswith(_POINTING):
        titles = re.findall(r"《([^《》]+)》", text[:at])
        return plain(titles[-1]) if titles else None
    return name


def _known(bare: str, names: Iterable[str]) -> str | None:
    ending = [name for name in names if bare.endswith(name)]
    return max(ending, key=len) if ending else None
