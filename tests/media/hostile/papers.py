"""PDF, OFD, text, captions and films that are not what they should be."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.media.hostile.valid import docx, ofd, pdf, picture, zipped


def script(opened):
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def named_scripts(opened):
    inside = opened.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    opened.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", inside])))


def starts_program(opened):
    action = Dictionary(S=Name.Launch, F="calc.exe")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    opened.pages[0].obj.Annots = opened.make_indirect(Array([opened.make_indirect(link)]))


def attached(opened):
    opened.attachments["密.txt"] = b"ATTACHED-SECRET" * 20


def remark(opened):
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), T="LI-MOU", Contents="x"
    )
    opened.pages[0].obj.Annots = Array([opened.make_indirect(note)])


def author(opened):
    opened.docinfo["/Author"] = "WANG-MOU"
    with opened.open_metadata() as metadata:
        metadata["dc:creator"] = ["WANG-MOU"]


def portfolio(opened):
    opened.Root.Collection = Dictionary(View=Name.D)


def sealed(opened):
    field = Dictionary(FT=Name.Sig, T="s", V=Dictionary(ByteRange=Array([0, 1, 2, 3])))
    opened.Root.AcroForm = Dictionary(Fields=Array([opened.make_indirect(field)]))


def sealed_and_acting(opened):
    sealed(opened)
    script(opened)


def circle(opened):
    """A tree of pages that contains itself."""
    opened.Root.Pages.Kids = Array([opened.Root.Pages])
    opened.Root.Pages.Count = 1_000_000


def deep(opened):
    nested = Dictionary()
    for _ in range(300):
        nested = Dictionary(A=nested)
    opened.Root.PieceOf = nested


def photograph(opened):
    exif = Image.Exif()
    exif[0x010F] = "KAMERA"
    data = picture("JPEG", exif=exif)
    shown = opened.make_stream(data)
    shown.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    opened.pages[0].obj.Resources = Dictionary(XObject=Dictionary(P=shown))


def revised():
    """A PDF with an earlier state of itself inside."""
    first = pdf(lambda opened: opened.docinfo.__setitem__("/Title", "FIRST-DRAFT"))
    at = len(first)
    with pikepdf.open(io.BytesIO(first)) as opened:
        root, size = opened.Root.objgen[0], len(opened.objects) + 1
        pages = opened.Root.Pages.objgen[0]
    body = f"{root} 0 obj\n<</Type/Catalog/Pages {pages} 0 R>>\nendobj\n".encode()
    start = first.rindex(b"startxref") + 9
    before = int(first[start:].split()[0])
    table = f"xref\n{root} 1\n{at:010d} 00000 n \n".encode()
    trailer = (
        f"trailer\n<</Size {size}/Root {root} 0 R/Prev {before}>>\n"
        f"startxref\n{at + len(body)}\n%%EOF\n"
    ).encode()
    return first + body + table + trailer


def stream_bomb():
    """A list of objects in a stream that is 400 MB when it is unpacked."""
    packed = zlib.compress(bytes(400_000_000), 9)
    head = (
        b"%PDF-1.7\n1 0 obj\n<</Type/XRef/Size 3/W[1 2 1]/Root 2 0 R/Filter/FlateDecode"
        b"/Length " + str(len(packed)).encode() + b">>\nstream\n"
    )
    return head + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def locked(user):
    return pdf(encryption=pikepdf.Encryption(owner="o", user=user))


REFUSED = {
    "nothing.pdf": ("attachment", "broken", lambda: b"%PDF-1.7\n%%EOF"),
    "noise.pdf": ("attachment", "broken", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20),
    "no_pages.pdf": ("attachment", "broken", lambda: pdf(pages=0)),
    "circle.pdf": ("attachment", "broken", lambda: pdf(circle)),
    "deep.pdf": ("attachment", "broken", lambda: pdf(deep)),
    "stream_bomb.pdf": ("attachment", "broken", stream_bomb),
    "locked.pdf": ("attachment", "encrypted", lambda: locked("geheim")),
    "pages.pdf": ("attachment", "too_many_pages", lambda: pdf(pages=2001)),
    "portfolio.pdf": ("attachment", "pdf_portfolio", lambda: pdf(portfolio)),
    "sealed_and_acting.pdf": (
        *("attachment", "pdf_signed_and_acting"),
        lambda: pdf(sealed_and_acting),
    ),
    "sealed_with_archive.pdf": (
        *("attachment", "zip_with_more"),
        lambda: pdf(sealed) + docx(),
    ),
    "junk_before.pdf": ("attachment", "begins_with_something_else", lambda: b"junk\n" + pdf()),
    "page.pdf": ("attachment", "markup", lambda: b"<html>%PDF-1.4</html>"),
    "word.pdf": ("attachment", "name_says_otherwise", docx),
    "attached.ofd": (
        *("attachment", "ofd_attachments"),
        lambda: ofd(document="<Attachments>A.xml</Attachments>"),
    ),
    "no_document.ofd": ("attachment", "broken", lambda: zipped({"OFD.xml": "<OFD/>"})),
    "points_outside.ofd": (
        *("attachment", "broken"),
        lambda: zipped({"OFD.xml": "<OFD><DocRoot>../../etc/passwd</DocRoot></OFD>"}),
    ),
    "entities.ofd": (
        *("attachment", "xml_doctype"),
        lambda: ofd(extra={"OFD.xml": '<!DOCTYPE OFD [<!ENTITY a "b">]><OFD>&a;</OFD>'}),
    ),
    "pages.ofd": ("attachment", "too_many_pages", lambda: ofd(document="<Page/>" * 2001)),
    "binary.csv": ("table", "not_text", lambda: b"a,b\n\x01\x02\x03"),
    "zeros.csv": ("table", "not_text", lambda: b"a,b\n\x00\x00"),
    "cut.csv": ("attachment", "not_text", lambda: "县区,户数\n柴桑区，".encode()[:-1]),
    "mixed.csv": ("attachment", "not_text", lambda: "姓名\n".encode() + "张\n".encode("gbk")),
    "申请表": ("attachment", "name_without_ending", pdf),
    "no_encoding.csv": ("table", "not_text", lambda: b"a,b\n\xff\xff\xff\xff"),
    "page.csv": ("table", "markup", lambda: b" \n<table><script>"),
    "one_line.csv": ("table", "not_text", lambda: b"a," * 200_000),
    "blank.csv": ("table", "empty", lambda: b"\n \n"),
    "large.csv": ("table", "too_large", lambda: b"a,b\n" * 2_000_000),
    "page.vtt": ("caption", "markup", lambda: b"\xef\xbb\xbf<b>WEBVTT</b>"),
    "escape.srt": ("caption", "not_text", lambda: b"1\n00:00 --> 00:01\n\x1b[2J"),
    "playlist.mp4": ("film", "unknown", lambda: b"#EXTM3U\nfile:///etc/passwd\n"),
    "concat.mp4": ("film", "unknown", lambda: b"ffconcat version 1.0\nfile /etc/passwd\n"),
    "page.mp4": ("film", "markup", lambda: b"<html><video src=//192.0.2.1>"),
    "program.mp4": ("film", "program", lambda: b"\x7fELF" + bytes(60)),
}
BOMBS = {"stream_bomb.pdf", "circle.pdf", "pages.pdf", "large.csv"}
CLEANED = {
    "script.pdf": ("attachment", "pdf_actions", b"alert", lambda: pdf(script)),
    "named_scripts.pdf": ("attachment", "pdf_actions", b"alert", lambda: pdf(named_scripts)),
    "starts_program.pdf": ("attachment", "pdf_actions", b"calc", lambda: pdf(starts_program)),
    "attached.pdf": ("attachment", "pdf_attachments", b"SECRET", lambda: pdf(attached)),
    "remark.pdf": ("attachment", "pdf_remarks", b"LI-MOU", lambda: pdf(remark)),
    "photograph.pdf": ("attachment", "pictures_inside", b"KAMERA", lambda: pdf(photograph)),
    "author.pdf": ("attachment", "pdf_properties", b"WANG-MOU", lambda: pdf(author)),
    "revised.pdf": ("attachment", "pdf_earlier", b"FIRST-DRAFT", revised),
    "with_archive.pdf": (
        *("attachment", None, b"PK\x03\x04"),
        lambda: pdf() + docx(),
    ),
    "author.ofd": ("attachment", "author", "王某".encode(), ofd),
    "windows.csv": ("table", "text_encoding", "户".encode("gb18030"), lambda: "户,1".encode("gbk")),
}
