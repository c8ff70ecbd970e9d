"""What a person reads about an uploaded file: one sentence for each refusal and each finding.

Every refusal says what to do. The codes come from `media.examine`.
"""

from collections.abc import Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media.examine.types import endings_for

TYPE_NAMES = {
    "jpeg": _("JPEG 图片"),
    "png": _("PNG 图片"),
    "gif": _("GIF 图片"),
    "webp": _("WebP 图片"),
    "docx": _("Word 文档"),
    "xlsx": _("Excel 表格"),
    "pptx": _("PowerPoint 演示文稿"),
    "doc": _("旧版 Word 或 WPS 文字文档"),
    "xls": _("旧版 Excel 或 WPS 表格"),
    "pdf": _("PDF 文件"),
    "ofd": _("OFD 文件"),
    "zip": _("ZIP 压缩包"),
    "csv": _("CSV 表格"),
    "txt": _("文本文件"),
    "vtt": _("WebVTT 字幕"),
    "srt": _("SRT 字幕"),
    "ass": _("ASS 字幕"),
    "heic": _("HEIC 图片"),
    "avif": _("AVIF 图片"),
    "bmp": _("BMP 图片"),
    "tiff": _("TIFF 图片"),
    "rtf": _("RTF 文档"),
    "ppt": _("旧版 PowerPoint 演示文稿"),
    "dotx": _("Word 模板"),
    "xltx": _("Excel 模板"),
    "potx": _("PowerPoint 模板"),
    "odt": _("ODF 文字文档"),
    "ods": _("ODF 表格"),
    "odp": _("ODF 演示文稿"),
}
INSTEAD = {
    "heic": _("请在手机或看图软件里另存为 JPEG，再上传。"),
    "avif": _("请另存为 JPEG 或 PNG，再上传。"),
    "bmp": _("请另存为 PNG，再上传。"),
    "tiff": _("请另存为 JPEG 或 PNG，再上传。"),
    "rtf": _("请用 Word 或 WPS 另存为 docx，再上传。"),
    "ppt": _("请另存为 pptx 或 PDF，再上传。"),
    "dotx": _("请用 Word 或 WPS 另存为 docx，再上传。"),
    "xltx": _("请用 Excel 或 WPS 另存为 xlsx，再上传。"),
    "potx": _("请另存为 pptx 或 PDF，再上传。"),
    "odt": _("请用 Word 或 WPS 另存为 docx，再上传。"),
    "ods": _("请用 Excel 或 WPS 另存为 xlsx，再上传。"),
    "odp": _("请另存为 pptx 或 PDF，再上传。"),
}
REFUSALS = {
    "empty": _("文件是空的。请检查原文件，再上传一次。"),
    "broken": _("文件已损坏或不完整。请打开原文件检查，另存一份再上传。"),
    "unknown": _("看不出这是什么文件。可以上传：%(endings)s。"),
    "markup": _("不接受网页、SVG 和其他以「<」开头的文件，其中可能有脚本。请改成图片或 PDF 上传。"),
    "program": _("这是程序，不能上传。请上传文档、表格、图片或 PDF。"),
    "other_archive": _("只接受 ZIP 压缩包。请解压后逐个上传，或改用 ZIP 压缩。"),
    "begins_with_something_else": _(
        "文件开头夹有别的内容，不是一份干净的 %(found)s。请用原软件重新导出，再上传。"
    ),
    "not_taken_here": _("这里不能上传%(found)s。%(instead)s"),
    "name_says_otherwise": _(
        "文件名以「%(ending)s」结尾，内容却是%(found)s。请把扩展名改为 .%(wanted)s，或换一个文件。"
    ),
    "name_without_ending": _(
        "文件名没有扩展名，内容是%(found)s。请在文件名末尾加上 .%(wanted)s，再上传。"
    ),
    "too_large": _("文件超过 %(most)s。请压缩或拆分后再上传。"),
    "no_room": _(
        "服务器磁盘已满，文件没有存下，不是文件的问题。请联系管理员腾出空间，再上传一次。"
    ),
    "too_heavy": _("检查这个文件要用的时间或内存太多。请另存为更简单的一份，再上传。"),
    "other_package": _(
        "「.%(ending)s」是别的软件自己的格式，这里不能上传。"
        "请用那个软件另存为 docx、xlsx 或 PDF，再上传。"
    ),
    "page_as_office": _(
        "这其实是网页、XML 或纯文本，只是用了文档或表格的扩展名。"
        "请用 Word、Excel 或 WPS 打开，另存为 docx 或 xlsx，再上传。"
    ),
    "not_cleaned": _(
        "文件里的作者、批注等内容没有清除干净，因此没有收下。请用原软件另存一份，再上传。"
    ),
    "encrypted": _("文件设了密码，读者打不开，也无法检查。请去掉密码后再上传。"),
    "text_unclear": _("认不准文件的编码，读出来的字不通。请另存为 UTF-8 编码再试。"),
    "not_text": _("这不是纯文本，或者编码无法识别。请另存为 UTF-8 编码，再上传。"),
    "xml_doctype": _("文件里有不该有的文档类型声明，可能有害。请用 Word 或 WPS 另存一份，再上传。"),
    "too_many_pixels": _(
        "图片为 %(width)d × %(height)d 像素，超过了上限。请缩小或裁成几张，再上传。"
    ),
    "too_many_frames": _("动图有 %(frames)d 帧，太多了。请减少帧数，或作为视频上传。"),
    "too_many_pages": _("文件有 %(pages)d 页，最多 %(most)d 页。请拆分后再上传。"),
    "macros": _("文件里有宏（程序），不能上传。请另存为不含宏的 docx、xlsx 或 PDF。"),
    "macro_format": _(
        "这是启用宏的格式，里面却没有宏。请另存为普通的 docx、xlsx 或 pptx，再上传。"
    ),
    "binary_table": _("这是二进制工作簿（xlsb），许多读者打不开。请另存为 xlsx，再上传。"),
    "embedded_refused": _("文中嵌入的表格或文档不能发布：%(within)s"),
    "picture_inside_broken": _(
        "文中有一张图片已损坏，里面的拍摄信息清除不了。请在文中换掉这张图片，再上传。"
    ),
    "link_to_file": _(
        "文中有链接指向某台电脑里的文件「%(target)s」，读者打不开。请删除这个链接，再上传。"
    ),
    "worksheet_large": _(
        "工作表「%(sheet)s」太大，无法检查。请删除多余的行列和空白格式，或拆成几个文件，再上传。"
    ),
    "slide_large": _("第 %(slide)d 张幻灯片太大，无法检查。请简化后再上传。"),
    "text_large": _("文件的内容太大，无法检查。请拆分后再上传。"),
    "signed_and_carrying": _(
        "这份带签章的文件里夹带了正文用不到的内容，清除会破坏签章。请向出具单位要一份没有夹带的。"
    ),
    "old_office_unclear": _(
        "这份旧格式文件里的作者、修订、拍摄信息等无法可靠清除。请另存为 docx 或 xlsx，再上传。"
    ),
    "embedded_objects": _("文件里嵌有别的文件或控件，不能上传。请删除嵌入的对象，或另存为 PDF。"),
    "external_content": _(
        "文件打开时会去取外面的内容（%(target)s）。请断开链接或把内容存进文件，再上传。"
    ),
    "data_connections": _("表格里有外部数据连接。请在「数据」中断开连接、保留数值，再上传。"),
    "tracked_changes": _(
        "文件里还有 %(changes)d 处修订%(people)s。请在「审阅」中接受或拒绝全部修订，再上传。"
    ),
    "remarks": _("文件里还有 %(remarks)d 条批注%(people)s。请删除全部批注，再上传。"),
    "changes_and_remarks": _(
        "文件里还有 %(changes)d 处修订和 %(remarks)d 条批注%(people)s。"
        "请接受或拒绝修订、删除批注，再上传。"
    ),
    "rights_managed": _("文件设了权限保护，只有指定的人能打开。请取消权限保护，再上传。"),
    "hidden_layers": _(
        "PDF 里有隐藏的图层（%(layers)s），读者可以显示出来。"
        "请在原软件里删除隐藏的图层，重新导出再上传。"
    ),
    "pdf_redactions": _(
        "PDF 里有标出来、却还没有执行的涂黑，下面的文字仍在。请执行涂黑或删除标记，再上传。"
    ),
    "pdf_portfolio": _("这是 PDF 文件包，许多读者打不开。请把各文件分别上传。"),
    "pdf_signed_and_acting": _(
        "这份带签章的 PDF 里有脚本或附件，清除会破坏签章。请向出具单位要一份没有脚本和附件的。"
    ),
    "ofd_attachments": _("OFD 里带有附件或动作，不能上传。请去掉后重新导出，附件单独上传。"),
    "sheet_large": _("工作表太大，图表放不下。请只留要画的行和列，全表可作为附件。"),
    "sheet_uncounted": _("%(cell)s 格是公式，还没有算出结果。请在表格软件里打开、保存一次再试。"),
    "zip_empty": _("压缩包是空的。请检查后重新压缩，再上传。"),
    "zip_many": _("压缩包里的文件超过 %(most)d 个。请分成几个压缩包上传。"),
    "zip_large": _("「%(entry)s」太大，无法检查。请拆分后再上传。"),
    "zip_bomb": _("文件展开后大得不正常，可能有害。请用原软件另存一份，再上传。"),
    "zip_name": _("压缩包里有不安全的文件名「%(entry)s」。请改名后重新压缩，再上传。"),
    "zip_twice": _("压缩包里有两个「%(entry)s」。请删去一个，重新压缩，再上传。"),
    "zip_method": _("压缩方式不通用，部分读者打不开。请用系统自带的 ZIP 压缩，再上传。"),
    "zip_too_new": _("压缩包的格式（ZIP64）不通用。请用系统自带的 ZIP 压缩，再上传。"),
    "zip_link": _("压缩包里的「%(entry)s」是链接，不是文件。请换成文件，重新压缩，再上传。"),
    "zip_with_more": _("文件前后夹有别的内容。请用原软件另存一份，再上传。"),
    "zip_nested": _("压缩包里还有压缩包「%(entry)s」。请把其中的文件直接放进来，再上传。"),
    "zip_entry": _("压缩包里的「%(entry)s」不能发布：%(within)s"),
}
CLEANED = {
    "author": _("作者和单位"),
    "office_properties": _("作者、单位、自定义属性和编辑痕迹"),
    "leftover_parts": _("夹带在文件里、正文用不到的内容"),
    "picture_paths": _("图片说明里的本机路径"),
    "template": _("指向本机模板的路径"),
    "pictures_inside": _("文中图片的拍摄信息"),
    "picture_position": _("拍摄地点（GPS）"),
    "picture_details": _("拍摄信息（EXIF 等）"),
    "picture_comment": _("图片里的文字注释"),
    "picture_rest": _("图片末尾多余的数据"),
    "picture_profile": _("异常的颜色配置"),
    "pdf_actions": _("脚本和自动动作"),
    "pdf_attachments": _("内嵌的附件和媒体"),
    "pdf_properties": _("作者、软件等属性"),
    "pdf_remarks": _("批注和标记"),
    "pdf_outside": _("取自别处文件的内容"),
    "pdf_earlier": _("以前的版本"),
    "ole_rest": _("已删除但还留在文件里的内容"),
    "text_encoding": _("编码已转为 UTF-8"),
    "zip_litter": _("系统留下的临时文件"),
}
TOLD = {
    "animated": _(
        "这是动图，有 %(frames)d 帧，页面上只显示第一帧，不会动。要让它动，请做成视频上传。"
    ),
    "hidden_text": _(
        "文中有 %(count)d 处隐藏或看不见（白色、极小）的文字%(where)s，读者可以显示出来。"
    ),
    "hidden_values": _(
        "表格里有 %(count)d 处数值被单元格格式隐藏%(where)s，读者点开单元格就能看到。"
    ),
    "hidden_rows": _("表格里有 %(count)d 处隐藏的行或列，读者可以显示出来。"),
    "hidden_sheets": _("有隐藏的工作表：%(sheets)s，读者可以显示出来。"),
    "hidden_shapes": _("有 %(count)d 个隐藏的图形或文本框，读者可以显示出来。"),
    "hidden_slides": _("有 %(count)d 张隐藏的幻灯片，读者可以看到。"),
    "notes": _("幻灯片带有演讲者备注，读者可以看到。"),
    "pivot_cache": _("数据透视表带着全部源数据，读者可以展开。"),
    "external_books": _("公式引用了别的工作簿，文件里留有路径和取来的数值。"),
    "embedded_books": _("图表里嵌有完整的数据表「%(part)s」，读者可以打开。"),
    "old_office": _(
        "旧格式里可能还有检查不到的内容，如文本框里的隐藏文字。"
        "请自行确认，或另存为 docx、xlsx 后上传。"
    ),
    "signed": _("文件带有签章，因此原样保留，没有清除其中的作者等信息。"),
    "pdf_marks": _("页面上有 %(count)d 处图章或键入的文字，原样保留。请确认可以公开。"),
    "pdf_restricted": _("原文件限制了打印、复制等操作，清除后的文件没有这些限制。"),
    "csv_formula": _("第 %(line)d 行有会被表格软件当作公式的内容。"),
    "ofd_twin": _("请同时上传内容相同的 PDF，没有 OFD 阅读器的读者才能看。"),
}
# Said of a workbook that was read for a chart, and is not kept.
READ = {
    "sheet_of_several": _("文件里有%(count)d张表，读的是“%(title)s”。"),
    "sheet_rows_left": _("隐藏的第%(names)s行没有读入。"),
    "sheet_columns_left": _("隐藏的%(names)s列没有读入。"),
    "sheet_values_left": _("单元格 %(cells)s 的值被格式隐藏，没有读入。"),
    "sheet_struck_left": _("单元格 %(cells)s 的值带删除线，没有读入。"),
    "sheet_changed": _(
        "有的数按单元格显示的样子读入，例如 %(cell)s 格的 %(value)s 读作 %(text)s。"
    ),
    "sheet_format_unclear": _(
        "单元格 %(cells)s 的数字格式没有看懂，读的是格子里的数，和显示的可能不同，请核对。"
    ),
    "sheet_rules": _("%(cells)s 的条件格式会隐藏一些值，请核对读入的数。"),
    "sheet_merged": _("合并的单元格 %(names)s 只有左上角一格有内容，请核对。"),
    "sheet_scaled": _(
        "有的数按单元格的显示格式读入，例如 %(cell)s 格的 %(value)s 读作 %(text)s。请核对单位。"
    ),
    "sheet_words_left": _("单元格格式里的“%(words)s”没有读入。它如果是单位，请写在表头的括号里。"),
}


def type_name(file_type: str) -> str:
    """A type as people call it."""
    return str(TYPE_NAMES.get(file_type, _("音视频文件")))


def refusal(code: str, facts: Mapping[str, Any], kind: str) -> str:
    """The one sentence that is shown for a refused file."""
    values = {**facts, "endings": "、".join(endings_for(kind))}
    if file_type := facts.get("found"):
        advice = gettext("可以上传：%(endings)s。") % values
        values |= {"found": type_name(file_type), "instead": INSTEAD.get(file_type, advice)}
    if "most" in facts and code == "too_large":
        values["most"] = filesizeformat(facts["most"])
    if "people" in facts:
        values["people"] = f"（{facts['people']}）" if facts["people"] else ""
    if "within" in facts:
        values["within"] = refusal(facts["within"], facts["within_facts"], kind)
    return str(REFUSALS[code]) % values


def cleaned(codes: list[str]) -> list[str]:
    """What was taken out, in words."""
    return [str(CLEANED[code]) for code in codes if code in CLEANED]


def told(findings: list[list[Any]]) -> list[str]:
    """What a drafter should look at, in sentences."""
    known = TOLD | READ
    return [str(known[code]) % _said(facts) for code, facts in findings if code in known]


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a finding as a sentence says them; not every format tells the places."""
    places = facts.get("places")
    return {**facts, "where": gettext("（%s）") % places if places else ""}
