"""What of a pasted table is no data: the column that counts rows, lines that sum up the others."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from media.charts.grid import Cell
from media.charts.numbers import NotANumberError, narrow, read_number

# 序号, and numbers by which a list calls its lines: 项目编号, 企业代码, 邮编.
SERIAL = re.compile(r"序号?|项次|行[号次]?|no\.?|№|#", re.IGNORECASE)
RANK = re.compile(r"排[名位序行]|名次|位次")
CODE = re.compile(r"[\u4e00-\u9fff]{0,4}(?:编号|编码|代码|邮编|电话|手机号?码?)|id", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20|21)[0-9]{2}年?")
WHOSE = r"(?:(?:全[市县区省国镇乡部]|城乡|以上|所有|本[年季月期]|各.{1,4}|grand)的?)?"
# What sums up all others, and what sums up others at least: 三县合计, 年度合计. 总量 beside 增速
# sums up nothing: whether it does is seen by its numbers, in `wholes`.
TOTAL = re.compile(
    rf"{WHOSE}(?:合|总|小|共|累)计数?|总[数和]?|[总一]共|汇总|[∑Σ]|{WHOSE}(?:sub)?totals?",
    re.IGNORECASE,
)
ANY_TOTAL = re.compile(r".*(?:(?:合|总|小|共)计数?|totals?)", re.IGNORECASE)
# What stands around a name: 一、合计, 1.合计, *合计; 合计①, 合计（全口径）, 合计：
LIST_NUMBER = re.compile(
    r"^(?:\(?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[IVX]{1,4})[)、.,:]|[Ⅰ-Ⅻ①-⑳*※#])\.?"
)
FOOTNOTES = re.compile(
    r"(?<=.)(?:[:*※†‡§#①-⑳¹²³⁰⁴-⁹]|\([^()]*+\)|\[[^\[\]]*+\]|【[^【】]*+】|〔[^〔〕]*+〕){1,9}+$"
)
WRAPPED = re.compile(r"[(\[【〔](?P<name>.*)[)\]】〕]")
LAST_BRACKET = re.compile(r"\((?P<name>[^()]*)\)$")
# 1—6月累计: what has come together since the year began.
SINCE = re.compile(r"(?:[0-9—–~至、-]+[年季月])?累计(?:[数值额]|完成|新增|发放|投资)?|.{1,6}累计")


def without_serial(rows: list[list[Cell]], remarks: list[str]) -> list[list[Cell]]:
    """Leave out the column that counts the rows, and say so; the rows are of equal length.

    It stays where nothing else could be the names.
    """
    while (serial := next((n for n in range(len(rows[0])) if _counts(rows, n)), None)) is not None:
        heading = rows[0][serial].text or rows[1][serial].text
        remarks.append(_("“%s”这一列只是给各行编号，没有画。") % heading)
        rows = _without(rows, serial)
    return rows


def _without(rows: list[list[Cell]], serial: int) -> list[list[Cell]]:
    kept = [[*row[:serial], *row[serial + 1 :]] for row in rows]
    for row, line in zip(rows[1:], kept[1:], strict=True):
        # 「合计」 often spans the number and the name.
        if serial == 0 and not line[0].text and not _is_number(row[0]):
            line[0] = row[0]
    return kept


def names_stand_second(rows: list[list[Cell]]) -> bool:
    """Whether the first column is numbers and the second all words: those are the names."""
    columns = [[row[place] for row in rows[1:] if row[place].text] for place in (0, 1)]
    are_years = all(YEAR.fullmatch(narrow(cell.text)) for cell in columns[0])
    return (
        len(rows[0]) > 2
        and all(columns)
        and not are_years
        and all(map(_is_number, columns[0]))
        and not any(map(_is_number, columns[1]))
    )


def totals_told(labels: Sequence[str], headings: Sequence[str]) -> list[str]:
    """Say which rows and columns sum up others: drawn beside them they dwarf them.

    One that stands alone dwarfs nothing.
    """
    said = []
    for label in filter(is_total, labels if len(labels) > 1 else ()):
        said.append(
            _("“%s”这一行也画成了一项，会比其他项高得多。不想画它，请在数据里删去这一行。") % label
        )
    for heading in filter(is_total, headings if len(headings) > 1 else ()):
        said.append(
            _("“%s”这一列也画出来了，会比其他列高得多。不想画它，请在数据里删去这一列。") % heading
        )
    return said


def _counts(rows: list[list[Cell]], column: int) -> bool:
    if len(rows[0]) < 3:
        return False
    heading = narrow(rows[0][column].text)
    texts = [text for row in rows[1:] if (text := narrow(row[column].text))]
    count = [str(number) for number in range(1, len(texts) + 1)]
    is_named = any(kind.fullmatch(heading) for kind in (SERIAL, RANK, CODE))
    if column == 0:
        is_counted = is_named or (not heading and texts == count)
        return is_counted and _are_names([row[1] for row in rows[1:]])
    if RANK.fullmatch(heading):
        return sorted(texts) == sorted(count)
    return bool(CODE.fullmatch(heading)) or (is_named and texts == count)


def _are_names(cells: list[Cell]) -> bool:
    """Words, or years, which are names as well."""
    filled = [cell for cell in cells if cell.text]
    are_years = all(YEAR.fullmatch(narrow(cell.text)) for cell in filled)
    return bool(filled) and (are_years or not all(map(_is_number, filled)))


def is_total(text: str) -> bool:
    """Whether a name says that its row or column sums up others, all of them or some."""
    bracket = LAST_BRACKET.search(narrow(text))  # 九江市（合计）
    return (
        sums_all(text)
        or sums_months(text)
        or bool(ANY_TOTAL.fullmatch(_bare(text)))
        or (bracket is not None and bool(TOTAL.fullmatch(bracket["name"])))
    )


def sums_all(text: str) -> bool:
    """Whether a name says that its row or column sums up all the others."""
    return bool(TOTAL.fullmatch(_bare(text)))


def sums_months(text: str) -> bool:
    """Whether a name says what has come together since the year began."""
    return bool(SINCE.fullmatch(_bare(text)))


def _bare(text: str) -> str:
    """A name without its number in a list, its brackets and the marks of footnotes."""
    plain = FOOTNOTES.sub("", LIST_NUMBER.sub("", narrow(text).replace(" ", ""), count=1))
    wrapped = WRAPPED.fullmatch(plain)
    return wrapped["name"] if wrapped else plain


def _is_number(cell: Cell) -> bool:
    try:
        read_number(cell.text)
    except NotANumberError:
        return False
    return True
