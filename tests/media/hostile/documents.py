"""Office files as they come: what is beside the text, behind it, or said in another place."""

import struct

from PIL import Image

from tests.media.hostile.office import INSERTED, REMARK, hidden, related, who, with_part
from tests.media.hostile.older import CODE, EMPTY, project
from tests.media.hostile.valid import (
    OFFICE,
    PACKAGE,
    W,
    content_types,
    docx,
    ole,
    picture,
    pptx,
    relations,
    xlsx,
    zipped,
)


def split_field(*pieces, before=""):
    """A field whose instruction is spread over runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return docx(f"<w:p>{mark('begin')}{before}{runs}{mark('separate')}{mark('end')}</w:p>")


def formula(text):
    def fill(book):
        book.active["C1"] = text

    return xlsx(fill)


def named_otherwise(body="<w:p/>"):
    """A document whose main part stands under another name, as other programs write it."""
    kind = f"{OFFICE}.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": content_types("doc/text.xml", kind),
            "_rels/.rels": relations(("officeDocument", "/doc/text.xml")),
            "doc/text.xml": f'<w:document xmlns:w="{W}">{body}</w:document>',
        }
    )


def open_document(kind):
    mark = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mark, "content.xml": "<office/>"})


def signed_docx(extra=None):
    """A document with a signature, which covers its parts."""
    kinds = f"{PACKAGE}/relationships/digital-signature"
    lists = {
        "_rels/.rels": relations(
            ("officeDocument", "word/document.xml"), ("origin", "_xmlsignatures/origin.sigs")
        ),
        "_xmlsignatures/origin.sigs": b"",
        "_xmlsignatures/_rels/origin.sigs.rels": relations(("signature", "sig1.xml")),
        "_xmlsignatures/sig1.xml": f'<Signature xmlns="{kinds}"/>',
    }
    return docx(extra=lists | (extra or {}))


def named_chart():
    """A chart with its workbook, whose author is named."""
    chart = '<c:chart xmlns:c="c"><c:title><c:v>一季度户数</c:v></c:title></c:chart>'
    parts = {
        "word/charts/chart1.xml": chart,
        "word/charts/_rels/chart1.xml.rels": relations(("package", "../embeddings/a.xlsx")),
        "word/embeddings/a.xlsx": xlsx(hidden),
    }
    return docx(extra=parts, related=[("chart", "charts/chart1.xml")])


def placed_tiff():
    return picture("TIFF", tiffinfo={0x013B: "WANG-MOU", 0x010F: "KAMERA"})


def taken_photograph():
    exif = Image.Exif()
    exif[0x010F] = "KAMERA"
    return picture("JPEG", exif=exif)


def metafile(description):
    """The head of a metafile, which says what made it."""
    words = description.encode("utf-16-le")
    return struct.pack("<L36x4s16xLL32x", 1, b" EMF", len(description), 100) + words + bytes(8)


def noted_jp2():
    """A JPEG 2000 picture with a note in its boxes, and one before its pixels."""
    note = struct.pack(">L4s", 16, b"xml ") + b"WANG-MOU"
    code = b"\xff\x4f\xff\x64\x00\x0cWANG-MOU.." + b"\xff\x90pixels"
    return b"\x00\x00\x00\x0cjP  \r\n\x87\n" + note + struct.pack(">L4s", 0, b"jp2c") + code


def described_by_path():
    path = "C:\\Users\\WANG-MOU\\neibu\\x.png"
    return docx(f'<w:p><wp:docPr xmlns:wp="wp" id="1" name="x.png" descr="{path}"/></w:p>')


def properties_elsewhere():
    name = "package/services/metadata/core-properties/aa.psmdcp"
    lists = {
        "_rels/.rels": relations(
            ("officeDocument", "word/document.xml"), ("metadata/core-properties", name)
        )
    }
    return docx(extra=lists | {name: who("WANG-MOU")})


REFUSED = {
    "split_field.docx": (
        "external_content",
        lambda: split_field("INCLUDE", 'PICTURE "http://192.0.2.1/x.png"'),
    ),
    "field_of_letters.docx": ("external_content", lambda: split_field(*"DDEAUTO")),
    "field_named_by_a_field.docx": (
        "external_content",
        lambda: split_field(
            " c:\\windows cmd",
            before='<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            "<w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
    ),
    "field_in_words.docx": (
        "external_content",
        lambda: split_field("", before="<w:r><w:t>DDEAUTO c:\\cmd</w:t></w:r>"),
    ),
    "asks_a_program.xlsx": ("external_content", lambda: formula("=cmd|'/c calc'!A0")),
    "starts_a_program.pptx": (
        "external_content",
        lambda: pptx(
            {"ppt/slides/slide2.xml": '<a action="ppaction://program"/>'},
            related=[("slide", "slide2.xml")],
        ),
    ),
    "asks_the_network.xlsx": (
        "external_content",
        lambda: formula('=WEBSERVICE("http://192.0.2.1/")'),
    ),
    "link_by_a_field.docx": (
        "link_to_file",
        lambda: split_field("HYPER", 'LINK "C:\\\\Users\\\\wang\\\\a.docx" \\o'),
    ),
    "link_by_a_formula.xlsx": ("link_to_file", lambda: formula('=HYPERLINK("D:\\wang\\a.xls")')),
    "link_into_a_home.docx": (
        "link_to_file",
        lambda: related("hyperlink", "../../Users/wang/a.docx"),
    ),
    "link_to_a_share.docx": ("link_to_file", lambda: related("hyperlink", "file://nas/a.docx")),
    "link_to_a_desktop.docx": (
        "link_to_file",
        lambda: related("hyperlink", "file:///C:\\Users\\wang\\a.docx"),
    ),
    "document_inside.docx": (
        "embedded_refused",
        lambda: with_part("package", "embeddings/a.docx", docx(INSERTED)),
    ),
    "program_inside.docx": (
        "embedded_objects",
        lambda: with_part("package", "embeddings/a.docx", b"MZ" * 40),
    ),
    "macro_format.docx": (
        "macro_format",
        lambda: docx(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
    ),
    "binary.xlsx": (
        "binary_table",
        lambda: docx(main_type="application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
    ),
    "template.dotx": (
        "not_taken_here",
        lambda: docx(main_type=f"{OFFICE}.wordprocessingml.template.main+xml"),
    ),
    "open.odt": ("not_taken_here", lambda: open_document("text")),
    "open.ods": ("not_taken_here", lambda: open_document("spreadsheet")),
    "open.docx": ("not_taken_here", lambda: open_document("text")),
    "own_format.pages": ("other_package", lambda: zipped({"a.iwa": b"x"})),
    "page.xls": ("page_as_office", lambda: b"\xef\xbb\xbf\r\n<html><table>"),
    "words.xls": ("page_as_office", lambda: "区县\t户数\n".encode("gb18030")),
    "wide_words.xls": ("page_as_office", lambda: "区县\t户数\n".encode("utf-16")),
    "code.docx": ("macros", lambda: with_project(CODE)),
    "changes_in_another_part.docx": ("tracked_changes", lambda: named_otherwise(INSERTED)),
    "signed_and_carrying.docx": (
        "signed_and_carrying",
        lambda: signed_docx({"word/payload.exe": b"MZ" * 40}),
    ),
}
CLEANED = {
    "chart_author.docx": ("office_properties", b"WANG-MOU", named_chart),
    "other_properties.docx": (
        "office_properties",
        b"WANG-MOU",
        properties_elsewhere,
    ),
    "co_authors.pptx": (
        "office_properties",
        b"WANG-MOU",
        lambda: pptx(
            {"ppt/changesInfos/changesInfo1.xml": "<a userId='WANG-MOU'/>"},
            related=[("changesInfo", "../changesInfos/changesInfo1.xml")],
        ),
    ),
    "beside.docx": (
        "leftover_parts",
        b"MZMZ",
        lambda: docx(extra={"word/payload.exe": b"MZ" * 40}),
    ),
    "remarks_beside.docx": (
        "leftover_parts",
        "李某".encode(),
        lambda: docx(extra={"word/comments2.xml": REMARK}),
    ),
    "unknown_kind.docx": (
        "office_properties",
        b"WANG-MOU",
        lambda: with_part("ownKind", "own.xml", "<a>WANG-MOU</a>"),
    ),
    "program_as_picture.docx": (
        "leftover_parts",
        b"MZMZ",
        lambda: with_part("image", "media/image1.png", b"MZ" * 40),
    ),
    "path.docx": ("picture_paths", b"WANG-MOU", described_by_path),
    "place.docx": (
        "pictures_inside",
        b"WANG-MOU",
        lambda: with_part("image", "media/image1.tiff", placed_tiff()),
    ),
    "place_by_another_name.docx": (
        "pictures_inside",
        b"KAMERA",
        lambda: with_part("image", "media/image1.png", taken_photograph()),
    ),
    "described_metafile.docx": (
        "pictures_inside",
        "WANG-MOU".encode("utf-16-le"),
        lambda: with_part("image", "media/image1.emf", metafile("WANG-MOU")),
    ),
    "noted_picture.docx": (
        "pictures_inside",
        b"WANG-MOU",
        lambda: with_part("image", "media/image1.jp2", noted_jp2()),
    ),
    "drawing.docx": (
        "pictures_inside",
        b"WANG-MOU",
        lambda: with_part("image", "media/image1.svg", "<svg><metadata>WANG-MOU</metadata></svg>"),
    ),
}


def long_sheet(book):
    book.active.title = "一季度"
    for number in range(200):
        book.active.append([f"第{number}行", number])


def drawn_by_hand():
    return with_part("customXml", "ink/ink1.xml", "<ink/>")


def picture_in_a_cell():
    """How WPS keeps a picture in a cell of a sheet."""
    return with_part("cellImage", "cellimages.xml", "<cellImages/>")


def with_project(source):
    streams = {name.removeprefix("Macros/"): data for name, data in project(source).items()}
    return with_part("vbaProject", "vbaProject.bin", ole(streams))


KEPT = {"ink1.xml": drawn_by_hand, "cellimages.xml": picture_in_a_cell}
TAKEN = {
    "empty_project.docx": lambda: with_project(EMPTY),
    "other_name.docx": named_otherwise,
    "flat_picture.docx": lambda: with_part("image", "media/a.bmp", picture("BMP", (1500, 1200))),
    "newline_behind.docx": lambda: docx() + b"\r\n",
    "zeros_behind.docx": lambda: docx() + bytes(512),
    "newline_before.docx": lambda: b"\n" + docx(),
    "links.docx": lambda: split_field('HYPERLINK "https://www.jiujiang.gov.cn/Users/a"'),
    "with_words.zip": lambda: zipped({"说明.txt": "先看这里", "a.docx": docx()}),
    "a_bar_in_words.xlsx": lambda: formula('="是|否"&Sheet!A1'),
    "backslashes.zip": lambda: zipped({"附件\\a.docx": docx(), "附件\\": b""}),
}
