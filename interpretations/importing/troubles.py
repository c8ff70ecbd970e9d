"""What is wrong with the numbers of a text, in words: told, never mended."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from clauses import ClauseTree, Finding, Trouble
from drafting.flow import Flow

SENTENCES = {
    Trouble.GAP: _("%(place)s：“%(number)s”前面缺了第 %(missing)s 个编号，请核对。"),
    Trouble.REPEATED: _("%(place)s：编号“%(number)s”重复，请核对。"),
    Trouble.OUT_OF_ORDER: _("%(place)s：编号“%(number)s”的顺序不对，请核对。"),
    Trouble.PAGE_COUNTER: _("%(place)s：“%(number)s”这样的页码共 %(count)d 处，不是条款，请删去。"),
    Trouble.RUN_TOGETHER: _("%(place)s：文字没有分段，是按编号分开的，请核对。"),
    Trouble.UNMARKED: _("%(place)s：“%(number)s”后面没有空格，当作了一条，请核对。"),
}
NO_NUMBERS = _("文中没有编号，一段算一款。")
MOST_MISSING = 5
AND_MORE = "…"


def sentences_of(tree: ClauseTree, flow: Flow) -> Iterator[str]:
    """One sentence for each finding of the clause engine, in the order of the text."""
    if tree.clauses and not any(clause.number for clause in tree.clauses):
        yield gettext(NO_NUMBERS)
    counters = [one for one in tree.findings if one.trouble is Trouble.PAGE_COUNTER]
    for finding in tree.findings:
        if finding in counters[1:]:  # they are said once, with their number
            continue
        yield gettext(SENTENCES[finding.trouble]) % {
            "place": _place(finding, flow),
            "number": finding.number,
            "count": len(counters),
            "missing": _missing(finding.missing),
        }


def _place(finding: Finding, flow: Flow) -> str:
    key = finding.spans[0].key if finding.spans else 0
    return flow.items[key if isinstance(key, int) else 0].place.words(gettext)


def _missing(figures: tuple[int, ...]) -> str:
    listed = "、".join(map(str, figures[:MOST_MISSING]))
    return listed + AND_MORE if len(figures) > MOST_MISSING else listed
