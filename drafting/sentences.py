"""What a person reads about a file: one sentence for each refusal and each finding.

The texts are Chinese and marked for the catalogues; `translate` is the gettext of who shows them.
"""

from collections.abc import Callable
from typing import Any

from drafting.flow import Finding
from drafting.place import Place, gettext_noop

Translate = Callable[[str], str]

REFUSALS = {
    "damaged": gettext_noop(
        "文件已损坏，读不出来。请用 Word 或 WPS 打开检查，另存为 docx，再选它。"
    ),
    "strict": gettext_noop(
        "这是“Strict Open XML”格式。请在 Word 里另存为普通的“Word 文档（*.docx）”，再选它。"
    ),
    "not_word": gettext_noop("这不是 Word 文档。请选 docx、doc、wps、txt、md 或 html 文件。"),
    "encrypted": gettext_noop("文件有密码。请去掉密码后保存，再选它。"),
    "zip_bomb": gettext_noop(
        "文件展开后大得不正常，没有读。请用 Word 或 WPS 另存为新的 docx，再选它。"
    ),
    "zip_large": gettext_noop("文件里有一个部分太大，没有读。请分成几个文件，再选它们。"),
    "zip_many": gettext_noop(
        "文件里的部分太多，没有读。请用 Word 或 WPS 另存为新的 docx，再选它。"
    ),
    "too_heavy": gettext_noop("文件太大或太复杂，读不下来。请分成几个文件，再选它们。"),
    "too_large": gettext_noop("文件超过 %(megabytes)d MB，没有读。请分成几个文件，再选它们。"),
    "macros": gettext_noop("文件里有宏。请另存为不带宏的 docx，再选它。"),
    "macro_format": gettext_noop("文件是带宏的格式。请另存为 docx，再选它。"),
    "encoding": gettext_noop("认不出文件的编码。请用记事本另存为 UTF-8，再选它。"),
    "not_text": gettext_noop("这不是文本文件。请选 docx、doc、wps、txt、md 或 html 文件。"),
    "empty": gettext_noop("文件里没有文字。请检查是不是选错了文件。"),
    "hidden_all": gettext_noop("文件里的文字都标成了隐藏，读者看不见。请取消隐藏，再选它。"),
    "pdf": gettext_noop("还不能从 PDF 取文字。请选它的 Word 文件。"),
    "ofd": gettext_noop("还不能从 OFD 取文字。请选它的 Word 文件。"),
    "rtf": gettext_noop("还不能读 RTF。请用 Word 或 WPS 另存为 docx，再选它。"),
    "old": gettext_noop(
        "这是旧版 Word 或 WPS 文件，这台服务器没有安装 LibreOffice。请另存为 docx，再选它。"
    ),
    "changes": gettext_noop(
        "文件里有 %(changes)d 处没有接受或拒绝的修订：%(list)s。请处理完，再选它。"
    ),
    "remarks": gettext_noop("文件里有 %(remarks)d 条批注：%(list)s。请删除，再选它。"),
    "changes_remarks": gettext_noop(
        "文件里有 %(changes)d 处修订和 %(remarks)d 条批注：%(list)s。请处理完，再选它。"
    ),
}
FINDINGS = {
    "text_box": gettext_noop("文本框里的文字放在了它旁边的段落后面，请核对位置。"),
    "nested_table": gettext_noop("表格里的表格变成了文字，一行一段，请核对。"),
    "frame_table": gettext_noop("只有一格的表格变成了普通段落。"),
    "hidden": gettext_noop("隐藏的文字“%(words)s”没有取。"),
    "unseen": gettext_noop("“%(words)s”在原文件里几乎看不见，已照样放进正文，请看是不是要留。"),
    "hidden_picture": gettext_noop("隐藏的图片没有取。"),
    "style_sheets": gettext_noop(
        "网页的样式没有全部读懂，原来隐藏的文字可能取了进来，请对照原网页核对。"
    ),
    "struck": gettext_noop("带删除线的文字“%(words)s”没有取。"),
    "signs": gettext_noop("上标或下标“%(words)s”变成了普通文字，请核对。"),
    "unknown_sign": gettext_noop(
        "有一个符号（字体 %(font)s，代码 %(sign)s）认不出，用〓代替，请改正。"
    ),
    "formula": gettext_noop("公式“%(words)s”只取了文字，请核对。"),
    "placeholder": gettext_noop("没有填写的内容控件没有取。"),
    "link_dropped": gettext_noop("链接“%(target)s”不是网址或邮箱，只留下了文字。"),
    "picture_missing": gettext_noop("有一张图片不在文件里，请另外上传。"),
    "linked_picture": gettext_noop("有一张图片是链接，不在文件里，请另外上传。"),
    "chart": gettext_noop("图表没有取，请另外加一个图表。"),
    "diagram": gettext_noop("SmartArt 图形没有取，请存成图片另外上传。"),
    "embedded": gettext_noop("嵌入的对象只取了它的图，请核对。"),
    "number_format": gettext_noop("编号格式 %(name)s 不认识，写成了阿拉伯数字，请核对。"),
    "number_field": gettext_noop("编号域 %(name)s 的数字不在文件里，请补上。"),
    "field_missing": gettext_noop("域 %(name)s 显示的内容不在文件里，请补上。"),
    "form_field": gettext_noop("网页表单里的“%(words)s”没有取，请核对。"),
    "drawn_words": gettext_noop("图形里的文字“%(words)s”没有取，请核对。"),
    "media": gettext_noop("视频、音频或嵌入的内容没有取，请另外添加。"),
    "broken_part": gettext_noop("文件的一个部分（%(kind)s）已损坏，没有取，请核对。"),
    "note_missing": gettext_noop("正文有这个注的标记，文件里没有它的内容，请补上。"),
    "part_elsewhere": gettext_noop(
        "这里插入了另一个文件的内容，没有取，请用 Word 或 WPS 把它粘贴成普通文字。"
    ),
    "unwrapped": gettext_noop("文本里一行一行断开的句子接成了段落，请核对。"),
    "old_numbers": gettext_noop("旧版文件的自动编号经过转换，可能和原来不同，请核对。"),
    "remark_dropped": gettext_noop("批注“%(words)s”没有取。"),
}
CHANGES = {
    "inserted": gettext_noop("%(place)s插入“%(words)s”"),
    "deleted": gettext_noop("%(place)s删除“%(words)s”"),
    "moved": gettext_noop("%(place)s移动“%(words)s”"),
    "formatted": gettext_noop("%(place)s改了格式“%(words)s”"),
    "remark": gettext_noop("%(place)s批注“%(words)s”"),
}
AT = gettext_noop("%(place)s：%(sentence)s")
MOST_LISTED = 5
AND_MORE = gettext_noop("等")


def refusal(code: str, facts: dict[str, Any], translate: Translate = str) -> str:
    """The sentence of an `UnreadableError`."""
    listed = {"list": _list(facts["places"], translate)} if "places" in facts else {}
    return translate(REFUSALS[code]) % {**facts, **listed}


def finding(found: Finding, translate: Translate = str) -> str:
    """The sentence of a finding, with its place before it."""
    sentence = translate(FINDINGS[found.code]) % found.facts
    if found.place is None:
        return sentence
    return translate(AT) % {"place": found.place.words(translate), "sentence": sentence}


def _list(places: list[dict[str, Any]], translate: Translate) -> str:
    """The first changes with their places and words."""
    said = [
        translate(CHANGES[change["kind"]])
        % {"place": Place(**change["place"]).words(translate), "words": change["words"]}
        for change in places[:MOST_LISTED]
    ]
    return "；".join(said) + (translate(AND_MORE) if len(places) > MOST_LISTED else "")
