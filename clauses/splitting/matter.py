"""What the lines around the clauses are: title, 主送机关, signature, date, 附件, 目录."""

import re
from collections.abc import Sequence

from clauses.model import Kind, Level
from clauses.numerals import CHINESE
from clauses.splitting.pieces import Piece

LONGEST_TITLE = 100
LONGEST_SIGNATURE = 40
MOST_SIGNERS = 8
_GENRES = (
    "办法|规定|细则|条例|方案|预案|规划|计划|意见|通知|规则|章程|指南|目录|清单|标准|规程|要点|纲要|"
    "措施|决定|公告|通告|函|批复|制度|导则|规范|名单|说明|样图|公约|守则|令"
)
_ENDS_AS_TITLE = re.compile(rf"(?:{_GENRES})(?:\([^)]{{1,20}}\))?$")
_SENTENCE = re.compile("[。;!?]|[:,]$")
_NUMBER = re.compile(
    r"(?:[^。,]{0,40}[〔\[(【『《<]?(?:19|20)[0-9]{2}年?[〕\])】』》>]第?[0-9]{1,6}号"
    r"|(?:(?:19|20)[0-9]{2}年)?第[0-9]{1,5}号)"
    r"(?: *\(?(?:签 {0,4}发|会 {0,4}签) {0,4}人? {0,4}[: ].{1,60})?$"
)
_YEAR = f"(?:(?:19|20)[0-9]{{2}}|[{CHINESE}OＯoΟ0]{{4}})"
_DATE = rf"{_YEAR}年(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})月(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})日"
_ONLY_DATE = re.compile(_DATE)
_SIGNED_AND_DATED = re.compile(rf"(?P<who>[^。,:;0-9]{{2,40}}?)(?= ) *(?={_DATE} *$)")
_NOTE = re.compile(r"\(.+\)$")
_PUBLICITY = re.compile(r"\((?:此件|此文|本文有删减|联系人|联系电话|联系方式|咨询电话)")
_FIELD = re.compile(
    "(?:索引号|发文机关|发文字号|文号|成文日期|发文日期|发布日期|发布时间|主题分类|公开属性|公开方式|"
    "有效性|施行日期|信息来源|来源|责任编辑|体裁分类|体裁|生成日期|发布机构|标题|签发人|主题词|关键词):"
)
_COPIES = re.compile("(?:抄送|抄报|主题词|分送)[:]?")
_PRINTED = re.compile(rf"[^。;:]{{2,60}}{_DATE}印(?:发|制)")
_LABEL = re.compile(rf"附(?:件|表|录)?(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})?:?$")
_ATTACHED = re.compile(rf"附件?(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})?(?:[:.、]).+")
_OFFICES = "政府|委|局|部|厅|办|单位|机构|公司|院|会|处|中心|区|县|市|企业|校|同志"
_RECIPIENTS = re.compile(rf"(?:各|.*(?:{_OFFICES}))")
_TRANSMITS = re.compile("印发|转发|现予公布|予以公布|现公布|发给你们|现予发布|予以发布")
_RUN_TOGETHER_HEAD = re.compile(
    rf"(?P<title>.{{4,60}}?的(?:{_GENRES})) *(?P<to>各[^。]{{2,200}}?:)"
)
_NAMED_TITLE = re.compile(r"《([^》]{2,60})》")
_STRUCTURE = {Level.BIAN, Level.ZHANG, Level.TIAO, Level.L1, Level.DEC}


def looks_like_title(piece: Piece) -> bool:
    """Whether a line without a number could be one of the one to three lines of a title."""
    words = piece.words
    short = 2 <= len(words) <= LONGEST_TITLE and piece.kind is not Kind.TABLE
    return short and not _SENTENCE.search(words) and piece.label is None


def names_a_genre(piece: Piece) -> bool:
    """Whether a title-like line ends with the name of a kind of document."""
    return looks_like_title(piece) and bool(_ENDS_AS_TITLE.search(piece.words))


def is_organs_head(piece: Piece) -> bool:
    """Whether a title-like line is the head that an organ's orders and notices have: …局公告."""
    words = piece.words
    return words.endswith(("令", "公告", "通告")) and "关于" not in words


def is_number(piece: Piece) -> bool:
    """Whether the line is a file number (发文字号) and nothing else."""
    return bool(_NUMBER.fullmatch(piece.words))


def is_date(piece: Piece) -> bool:
    return bool(_ONLY_DATE.fullmatch(piece.words))


def is_note(piece: Piece) -> bool:
    """Whether the whole line stands in brackets and is no numbered one."""
    return bool(_NOTE.match(piece.words)) and piece.label is None


def is_field(piece: Piece) -> bool:
    """Whether the line is a field of the page that the text was copied from: 索引号：…."""
    return bool(_FIELD.match(piece.words))


def is_back_note(piece: Piece) -> bool:
    """Whether the line closes a document: who gets copies, who printed it when, who may read it."""
    words = piece.words
    return any((_PUBLICITY.match(words), _COPIES.match(words), _PRINTED.fullmatch(words)))


def is_recipients(piece: Piece) -> bool:
    """Whether the line is the 主送机关: names, then a colon, and no sentence."""
    words = piece.words
    sentence = re.search("[。;]|如下|以下", words)
    return words.endswith(":") and not sentence and bool(_RECIPIENTS.match(words))


def is_attachment_label(piece: Piece) -> bool:
    """Whether the line says no more than 附件 or 附件2."""
    return bool(_LABEL.fullmatch(piece.words))


def is_attachment_list(piece: Piece) -> bool:
    """Whether the line begins a list of attachments: 附件：1.…."""
    return bool(_ATTACHED.fullmatch(piece.words)) and not piece.words.endswith("。")


def continues_attachments(piece: Piece, last: int) -> bool:
    label = piece.label
    if label is None or label.form not in (Level.L3, Level.DEC):
        return False
    return label.values == (last + 1,) and not piece.words.endswith(("。", ";"))


def is_of_a_list_of_attachments(piece: Piece) -> bool:
    """Whether a line after the text could only be one of a list of attachments, or a note."""
    numbered = piece.label is not None and piece.label.form is Level.L3
    listed = numbered and not piece.words.endswith(("。", ";"))
    return listed or is_attachment_list(piece) or is_back_note(piece)


def is_signer(piece: Piece) -> bool:
    """Whether the line could name who signs: short, no number, no punctuation."""
    words = piece.words
    short = 2 <= len(words) <= LONGEST_SIGNATURE and piece.kind is not Kind.TABLE
    return short and piece.label is None and not re.search(r"[。;:,!?、\"《》0-9]", words)


def signed_and_dated(piece: Piece) -> int | None:
    """Where the date begins in a line that holds signature and date, or None."""
    match = _SIGNED_AND_DATED.match(piece.folded.strip())
    if not match or piece.label:
        return None
    return len(piece.folded) - len(piece.folded.lstrip()) + match.end()


def transmits(piece: Piece) -> bool:
    """Whether a paragraph only sends an attached text on its way: 现将《…》印发给你们."""
    return bool(_TRANSMITS.search(piece.words))


def head_of_a_run_together_text(piece: Piece) -> tuple[int, int] | None:
    """Where title and 主送机关 end in a paragraph that holds them and the text, or None."""
    match = _RUN_TOGETHER_HEAD.match(piece.folded)
    return (match.end("title"), match.end("to")) if match else None


def named_titles(piece: Piece) -> set[str]:
    return set(_NAMED_TITLE.findall(piece.words))


def contents_end(pieces: Sequence[Piece], start: int) -> int:
    """Where a 目录 that begins at `start` ends: its first entry comes again and is a clause.

    A 目录 whose entries never come again is only its own line.
    """
    if start + 1 >= len(pieces):
        return start + 1
    first = _entry(pieces[start + 1])
    for place in range(start + 2, len(pieces)):
        if _entry(pieces[place]) == first:
            return place
    return start + 1


def is_contents(piece: Piece) -> bool:
    return piece.words == "目录"


def _entry(piece: Piece) -> str:
    return piece.words.rstrip("0123456789").rstrip(".…·-—")


def begins_structure(piece: Piece) -> bool:
    """Whether the line has a number with which a whole text begins: 第一章, 第一条, 一、, 1."""
    label = piece.label
    return label is not None and label.form in _STRUCTURE and label.values == (1,)


def is_clause_start(piece: Piece) -> bool:
    """Whether a line after the title begins the clauses; a cited article does not."""
    label = piece.label
    if label is None:
        return False
    return label.form is not Level.TIAO or label.marked or label.values == (1,)


def is_larger(form: Level, than: Level) -> bool:
    """Whether a text of one form cannot stand inside clauses of another: 第一条 after 一、."""
    return form in (Level.BIAN, Level.ZHANG, Level.TIAO) and than not in (
        Level.BIAN,
        Level.ZHANG,
        Level.TIAO,
    )
