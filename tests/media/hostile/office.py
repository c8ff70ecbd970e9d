"""Office files that act, fetch, hide or name people."""

from openpyxl.comments import Comment

from tests.media.hostile.valid import (
    OFFICE,
    W,
    content_types,
    doc,
    docx,
    docx_parts,
    ole,
    pptx,
    relations,
    xls,
    xlsx,
    zipped,
)

INSERTED = '<w:p><w:ins w:author="王某" w:id="1"><w:r><w:t>增</w:t></w:r></w:ins></w:p>'
REMARK = f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="李某"/></w:comments>'
LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">'
    '<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;">]>'
)
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_doctype(declared, entity):
    document = f'{declared}<w:document xmlns:w="{W}"><w:body>{entity}</w:body></w:document>'
    return zipped(docx_parts() | {"word/document.xml": document})


def related(kind, target, mode="External"):
    return docx(related=[(kind, target, mode) if mode else (kind, target)])


def with_part(kind, name, content):
    """A document whose text leads to one more part."""
    return docx(extra={f"word/{name}": content}, related=[(kind, name)])


def deep():
    return docx("<w:p>" * 20_000 + "</w:p>" * 20_000)


def many_elements():
    """30 MB of short elements: ten times as much once it is a tree, and no bomb as a zip."""
    return docx("".join(f'<w:p w:a="{n * 7919 % 1_000_003}"/>' for n in range(1_700_000)))


def remark_in_table(book):
    book.active["A1"].comment = Comment("请核对", "李某")


REFUSED = {
    "macros.docx": ("attachment", "macros", lambda: docx(extra={"word/vbaProject.bin": "x"})),
    "macros.xlsm": ("attachment", "macros", lambda: docx(extra={"xl/vbaProject.bin": "x"})),
    "activex.docx": ("attachment", "macros", lambda: docx(extra={"word/activeX/a.bin": "x"})),
    "object.docx": (
        *("attachment", "embedded_objects"),
        lambda: with_part("oleObject", "embeddings/oleObject1.bin", "x"),
    ),
    "object_elsewhere.docx": (
        *("attachment", "embedded_objects"),
        lambda: related("oleObject", "media/a.emf", mode=None),
    ),
    "page_inside.docx": (
        *("attachment", "embedded_objects"),
        lambda: related("aFChunk", "a.htm", mode=None),
    ),
    "remote_picture.docx": (
        *("attachment", "external_content"),
        lambda: related("image", "http://192.0.2.1/count.png"),
    ),
    "remote_frame.docx": (
        *("attachment", "external_content"),
        lambda: related("frame", "http://192.0.2.1/"),
    ),
    "network_share.docx": (
        *("attachment", "external_content"),
        lambda: related("hyperlink", "\\\\192.0.2.1\\share"),
    ),
    "script_link.docx": (
        *("attachment", "external_content"),
        lambda: related("hyperlink", "javascript:alert(1)"),
    ),
    "dde.docx": (
        *("attachment", "external_content"),
        lambda: docx("<w:p><w:r><w:instrText> DDEAUTO c:\\\\windows cmd</w:instrText></w:r></w:p>"),
    ),
    "changes.docx": ("attachment", "tracked_changes", lambda: docx(INSERTED)),
    "remarks.docx": (
        *("attachment", "remarks"),
        lambda: with_part("comments", "comments.xml", REMARK),
    ),
    "both.docx": (
        *("attachment", "changes_and_remarks"),
        lambda: docx(
            INSERTED, {"word/comments.xml": REMARK}, related=[("comments", "comments.xml")]
        ),
    ),
    "entities.docx": ("attachment", "xml_doctype", lambda: with_doctype(LAUGHS, "&f;")),
    "outside_entity.docx": ("attachment", "xml_doctype", lambda: with_doctype(OUTSIDE, "&a;")),
    "deep.docx": ("attachment", "broken", deep),
    "no_text.docx": (
        *("attachment", "name_says_otherwise"),
        lambda: zipped({"[Content_Types].xml": content_types("a.xml", "x"), "a.xml": "<a/>"}),
    ),
    "unknown_type.docx": ("attachment", "unknown", lambda: docx(main_type="application/x-own")),
    "not_xml.docx": (
        *("attachment", "broken"),
        lambda: zipped(docx_parts() | {"word/document.xml": "<w:document"}),
    ),
    "password.docx": ("attachment", "encrypted", lambda: ole({"EncryptedPackage": b"x"})),
    "remarks.xlsx": ("attachment", "remarks", lambda: xlsx(remark_in_table)),
    "connections.xlsx": (
        *("attachment", "data_connections"),
        lambda: zipped(
            {
                "[Content_Types].xml": content_types(
                    "xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"
                ),
                "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
                "xl/workbook.xml": "<workbook/>",
                "xl/_rels/workbook.xml.rels": relations(("connections", "connections.xml")),
                "xl/connections.xml": "<connections/>",
            }
        ),
    ),
    "remarks.pptx": (
        *("attachment", "remarks"),
        lambda: pptx(
            {"ppt/comments/comment1.xml": "<cmLst><cm authorId='0'/></cmLst>"},
            related=[("comments", "../comments/comment1.xml")],
        ),
    ),
    "macros.doc": ("attachment", "macros", lambda: doc(storages=("Macros",))),
    "macros.xls": (
        *("attachment", "macros"),
        lambda: ole({"Workbook": b"\x09\x08"}, storages=("_VBA_PROJECT_CUR",)),
    ),
    "object.doc": (
        *("attachment", "embedded_objects"),
        lambda: doc({"\x01Ole10Native": b"calc.exe"}),
    ),
    "password.doc": ("attachment", "encrypted", lambda: doc(flags=0x0100)),
    "password.xls": ("attachment", "encrypted", lambda: xls(b"\x2f\x00\x04\x00abcd")),
    "half.doc": ("attachment", "broken", lambda: doc()[:700]),
    "installer.doc": ("attachment", "unknown", lambda: ole({"Installer": b"x"})),
    "old_slides.ppt": (
        *("attachment", "not_taken_here"),
        lambda: ole({"PowerPoint Document": b"x"}),
    ),
    "rich.doc": ("attachment", "not_taken_here", lambda: b"{\\rtf1\\object\\objocx}"),
}
BOMBS = {"entities.docx", "deep.docx"}


def who(name):
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    last = f"<cp:lastModifiedBy>{name}</cp:lastModifiedBy>"
    return f'<cp:coreProperties xmlns:cp="{core}">{last}</cp:coreProperties>'


def hidden(book):
    book.properties.creator = "WANG-MOU"
    book.create_sheet("内部").sheet_state = "veryHidden"
    book.active.row_dimensions[2].hidden = True


def named_docx():
    body = '<w:p w:rsidR="00A1B2C3"><w:r><w:t>申请表</w:t></w:r></w:p>'
    return docx(
        body,
        {
            "_rels/.rels": relations(
                ("officeDocument", "word/document.xml"),
                ("custom-properties", "docProps/custom.xml"),
            ),
            "docProps/core.xml": who("WANG-MOU"),
            "docProps/custom.xml": "<Properties>WANG-MOU</Properties>",
            "docProps/thumbnail.jpeg": b"WANG-MOU",
            "customXml/item1.xml": "<a>WANG-MOU</a>",
        },
    )


CLEANED = {
    "author.docx": ("attachment", "office_properties", b"docProps", named_docx),
    "template.docx": (
        *("attachment", "template", b"Normal.dotm"),
        lambda: related("attachedTemplate", "http://192.0.2.1/Normal.dotm"),
    ),
    "author.xlsx": ("attachment", "office_properties", b"docProps", lambda: xlsx(hidden)),
    "author.doc": (
        *("attachment", "author", b"WANG-MOU"),
        lambda: doc({"\x05SummaryInformation": b"\xfe\xff" + b"WANG-MOU" * 9}),
    ),
}
