"""Chinese typography of the public pages: titles, file numbers, figures, the red head."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django import template
from django.utils.html import conditional_escape, escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from interpretations.blocks.explained import explains

register = template.Library()

# As printed, in any bracket that real pages use: 九府办发〔2026〕31号, 国办发[2018]15号.
FILE_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,6}\s?[〔\[（(【﹝［]\s?(?:19|20)\d{2}\s?[〕\])）】﹞］]\s?第?\s?\d{1,5}\s?号"
)
# Words before a file number that are no part of it.
BEFORE_NUMBER = re.compile(
    r"^(?:[详参]见|根据|按照|依据|依照|执行|印发|转发|按|据|见|和|与|及|或|由|在|对|将|把|以)+"
)
TAG = re.compile(r"(<[^>]+(?:>|\Z))")
NUMERIC_CELL = re.compile(r"^[-+−]?[¥￥]?\d[\d,，.]*\s?(?:%|％|‰|[\u4e00-\u9fff]{1,2})?$")

# Words that a title may break before or after; what stands between two of them stays together.
VOCABULARY = """
进一步 认真 做好 加强 推进 推动 促进 落实 贯彻 全面 加快 深化 规范 完善 优化
支持 开展 建立 健全 调整 公布 废止 修改 人民政府 办公室 办公厅 委员会 管理局
九江市 江西省 国务院 既有 住宅 加装 电梯 城乡 居民 基本 医疗保险 养老保险
失业保险 失业保障 农民工 就业 创业 工作 管理 实施 服务 建设 发展 改革 保护
制度 体系 机制 政务公开 信息公开 个人所得税 专项附加扣除 实施办法 实施方案
实施细则 实施意见 管理办法 管理规定 工作方案 暂行办法 暂行规定 若干意见 若干措施
若干 有关 问题 意见 方案 办法 规定 细则 措施 计划 规划 决定 通告 公告 条例
指南 目录 标准 暂行 试行
"""
WORD = re.compile("|".join(sorted(map(re.escape, VOCABULARY.split()), key=len, reverse=True)))
SEAM = re.compile(r"(关于印发|关于转发|关于批转|关于|印发|转发|[，、：；！？》）\s]+)")
SHORT = 5  # neighbours no longer than this together are one piece
LONG = 14  # a piece longer than this may be broken anywhere: it would not fit a narrow screen
HEAD_BUCKETS = (6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32)
HEAD_SUFFIXES = {"令": "令", "命令": "令", "函": "", "公告": "", "通告": "", "公示": ""}


class RedHead(NamedTuple):
    """What the red head prints: a line an issuer, what stands beside them, the longest line."""

    names: list[str]
    suffix: str
    length: int


def _words(text: str) -> Iterator[str]:
    """Yield the known words of `text` and what stands between them."""
    start = 0
    for match in WORD.finditer(text):
        if match.start() > start:
            yield text[start : match.start()]
        yield match.group()
        start = match.end()
    if start < len(text):
        yield text[start:]


def _pieces(text: str) -> list[str]:
    """Join words to pieces of a comfortable length; 的通知 and the like never begin a line."""
    pieces: list[str] = []
    for word in _words(text):
        last = pieces[-1] if pieces else ""
        short = len(last) + len(word) <= SHORT and last[-1:] != "的"
        if last and (short or word[0] in "的和与及之等" or last[-1] in "《（“"):
            pieces[-1] += word
        else:
            pieces.append(word)
    if len(pieces) > 1 and len(pieces[-1]) < 3:
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    return pieces


def _title_pieces(title: str) -> Iterator[str]:
    """Cut a title where it may break: round 关于 and 印发, at punctuation, between words."""
    head, about, _ = title.partition("关于")
    for part in filter(None, SEAM.split(title)):
        if SEAM.fullmatch(part) or (about and part in head and len(part) <= 14):
            yield part  # an issuer's name is never broken
        else:
            yield from _pieces(part)


@register.simple_tag
def explains_line(explained: Mapping[str, Iterable[tuple[str, str, str]]] | str, key: str) -> str:
    """The line that names the clauses which a part of an interpretation explains."""
    return explains(key, explained.get(key, ())) if isinstance(explained, Mapping) else ""


@register.filter
def document_title(title: str) -> SafeString:
    """Mark the places where a document title may break; the style sheet keeps the rest together."""
    html = ""
    for piece in _title_pieces(str(title)):
        text: str = escape(piece)
        if len(piece) > LONG:
            text = f'<span class="loose">{text}</span>'
        opens_line = piece[0] not in "的，、：；！？》） " and html
        html += f"<wbr>{text}" if opens_line else text
    return mark_safe(html)


@register.filter
def file_number(number: str) -> SafeString:
    """A file number, as printed, on one line."""
    return format_html_join("", '<span class="keep">{}</span>', [(number,)] if number else [])


def _keep(match: re.Match[str]) -> str:
    """Wrap a file number, leaving outside what only leads to it."""
    lead = BEFORE_NUMBER.match(match.group())
    start = lead.end() if lead else 0
    return f'{match.group()[:start]}<span class="keep">{match.group()[start:]}</span>'


@register.filter
def keep_file_numbers(text: str) -> SafeString:
    """Keep each file number in a text or in HTML on one line; tags stay as they are."""
    parts = TAG.split(str(conditional_escape(text)))
    parts[::2] = [FILE_NUMBER.sub(_keep, part) for part in parts[::2]]
    return mark_safe("".join(parts))


def _is_figure(cell: str) -> bool:
    return bool(NUMERIC_CELL.match(cell))


@register.filter
def numeric_columns(rows: list[list[object]]) -> set[int]:
    """The columns that hold figures only, which stand at the right; the first names its row."""
    columns = list(zip(*rows, strict=False))
    filled = [[text for cell in column if (text := str(cell).strip())] for column in columns]
    return {
        i for i, cells in enumerate(filled) if i and cells and all(map(NUMERIC_CELL.match, cells))
    }


@register.simple_tag
def red_head(policy: object) -> RedHead:
    """The red head of a policy document, as GB/T 9704-2012 sets it."""
    names = [str(name) for name in getattr(policy, "issuer_list", None) or []]
    genre = str(getattr(policy, "genre", None) or "")
    suffix = HEAD_SUFFIXES.get(genre, "文件")
    longest = max(map(len, names), default=0) + len(suffix)
    return RedHead(names, suffix, next((size for size in HEAD_BUCKETS if size >= longest), 40))


@register.filter
def host(address: str) -> str:
    """Where an outside address leads, as a reader recognizes it."""
    return urlsplit(address).hostname or ""


@register.filter
def at(mapping: dict[int, object] | None, key: int) -> object:
    """What a mapping holds for a key, None where it holds nothing."""
    return mapping.get(key) if mapping else None


@register.filter
def block_kinds(body: StreamValue) -> set[str]:
    """The kinds of block that a body holds; what it reads of them is shown afterwards anyway."""
    return {block.block_type for block in body}
