"""The smallest valid file of each type; hostile ones are made from them."""

import io
import struct
import zipfile

import openpyxl
import pikepdf
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument"


def zipped(parts, **kwargs):
    """A zip of `{name: text or bytes}`."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, **kwargs) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return data.getvalue()


def relations(*entries):
    """A list of relations: `(type, target)` or `(type, target, "External")`."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode[0]}"' if mode else "")
        + "/>"
        for n, (kind, target, *mode) in enumerate(entries, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def content_types(main_part, main_type, *more):
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in ((main_part, main_type), *more)
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def docx_parts(body="<w:p><w:r><w:t>申请表</w:t></w:r></w:p>", main_type=None, more=()):
    kind = main_type or f"{OFFICE}.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": content_types("word/document.xml", kind, *more),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": (
            f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
        ),
    }


DOCX_RELATIONS = "word/_rels/document.xml.rels"


def docx(body="<w:p><w:r><w:t>申请表</w:t></w:r></w:p>", extra=None, related=(), **kwargs):
    """A Word document with these paragraphs, further parts, and relations of its text."""
    lists = {DOCX_RELATIONS: relations(*related)} if related else {}
    return zipped(docx_parts(body, **kwargs) | lists | (extra or {}))


def xlsx(change=None):
    """A table; `change(workbook)` may do something to it."""
    book = openpyxl.Workbook()
    book.active.append(["区县", "户数"])
    book.active.append(["浔阳区", 120])
    if change:
        change(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def pptx(extra=None, show="1", related=()):
    slide = f'<p:sld xmlns:p="{P}" xmlns:a="{A}" show="{show}"><p:cSld/></p:sld>'
    parts = {
        "[Content_Types].xml": content_types(
            "ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml"
        ),
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{P}"/>',
        "ppt/_rels/presentation.xml.rels": relations(("slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": slide,
        "ppt/slides/_rels/slide1.xml.rels": relations(*related),
    }
    return zipped(parts | (extra or {}))


def ofd(body="", document="", extra=None):
    parts = {
        "OFD.xml": (
            '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1" DocType="OFD">'
            "<ofd:DocBody><ofd:DocInfo><ofd:Author>王某</ofd:Author></ofd:DocInfo>"
            f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016">'
            f'<ofd:Pages><ofd:Page ID="1" BaseLoc="P0/Content.xml"/></ofd:Pages>{document}'
            "</ofd:Document>"
        ),
        "Doc_0/P0/Content.xml": '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"/>',
    }
    return zipped(parts | (extra or {}))


def pdf(change=None, pages=1, **saving):
    """A PDF of blank pages; `change(pdf)` may do something to it."""
    with pikepdf.new() as opened:
        for _ in range(pages):
            opened.add_blank_page(page_size=(200, 200))
        if change:
            change(opened)
        data = io.BytesIO()
        opened.save(data, **saving)
    return data.getvalue()


def picture(kind="PNG", size=(40, 30), color="#0d5b6e", **saving):
    data = io.BytesIO()
    Image.new("RGB", size, color).save(data, kind, **saving)
    return data.getvalue()


def frames(kind, count, size=(8, 8)):
    """An animation whose frames differ."""
    pictures = [Image.new("RGB", size, (n % 256, n // 256, 7)) for n in range(count)]
    data = io.BytesIO()
    pictures[0].save(data, kind, save_all=True, append_images=pictures[1:], duration=20)
    return data.getvalue()


# An old office file: sectors of 512 bytes; every stream is at least 4,096 long, so that no
# stream of short pieces is needed.
SECTOR, FREE, END_OF_CHAIN, FAT_SECTOR = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STREAM, STORAGE, ROOT = 2, 1, 5


def ole(streams, storages=()):
    """A compound file with these streams (`{path: bytes}`) and empty storages."""
    padded = {path: data.ljust(4096, b"\x00") for path, data in streams.items()}
    paths = ["", *dict.fromkeys(each for path in (*padded, *storages) for each in _within(path))]
    folder_sectors = -(-len(paths) // 4)
    at, chains, body, starts = 1 + folder_sectors, [FAT_SECTOR], b"", {}
    chains += [*range(2, 1 + folder_sectors), END_OF_CHAIN]
    for path, data in padded.items():
        count = -(-len(data) // SECTOR)
        starts[path] = at
        chains += [*range(at + 1, at + count), END_OF_CHAIN]
        body += data.ljust(count * SECTOR, b"\x00")
        at += count
    folder = b"".join(
        _entry(path, paths, starts.get(path, 0), len(padded.get(path, b""))) for path in paths
    )
    chains += [FREE] * (SECTOR // 4 - len(chains))
    header = struct.pack(
        "<8s16sHHHHHHLLLLLLLLLL",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0,
        4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0,
    )  # fmt: skip
    header += struct.pack("<L", 0) + struct.pack("<L", FREE) * 108
    fat = struct.pack(f"<{SECTOR // 4}L", *chains)
    return header + fat + folder.ljust(folder_sectors * SECTOR, b"\x00") + body


def _within(path):
    """A path and the storages that it stands in, from the top."""
    parts = path.split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def _entry(path, paths, start, size):
    """A directory entry; what one storage holds stands in a chain to the right."""
    written = ((path.rpartition("/")[2] or "Root Entry") + "\x00").encode("utf-16-le")
    beside = [each for each in paths if each and _storage(each) == _storage(path)] if path else []
    below = [each for each in paths if each and _storage(each) == path]
    right = beside[beside.index(path) + 1 :] if path else []
    kind = STREAM if size else STORAGE if path else ROOT
    return struct.pack(
        "<64sHBBLLL16sLQQLQ",
        written, len(written), kind, 1, FREE, paths.index(right[0]) if right else FREE,
        paths.index(below[0]) if below else FREE, b"", 0, 0, 0,
        start if path else END_OF_CHAIN, size,
    )  # fmt: skip


def _storage(path):
    return path.rpartition("/")[0]


def doc(streams=None, storages=(), flags=0, lists=None, pages=b""):
    """An old Word file; `lists` by their number in its head, `pages` of runs from byte 1024."""
    places, table = bytearray(8 * 93), b""
    for number, data in (lists or {}).items():
        struct.pack_into("<LL", places, 8 * number, len(table), len(data))
        table += data
    head = struct.pack("<HHHHHH20xH28xH88xH", 0xA5EC, 0xC1, 0, 0x804, 0, flags, 14, 22, 93)
    text = (head + places).ljust(1024, b"\x00") + pages
    return ole({"WordDocument": text, "0Table": table, **(streams or {})}, storages)


def xls(records=b""):
    start = struct.pack("<HHHH", 0x0809, 4, 0x0600, 0x0005)
    return ole({"Workbook": start + records + struct.pack("<HH", 0x000A, 0)})


MP4 = struct.pack(">L4s4sL", 16, b"ftyp", b"isom", 0) + struct.pack(">L4s", 8, b"mdat")
VALID = {
    "a.jpg": ("picture", lambda: picture("JPEG")),
    "a.jpeg": ("picture", lambda: picture("JPEG", progressive=True)),
    "a.png": ("picture", picture),
    "a.gif": ("picture", lambda: picture("GIF")),
    "animated.gif": ("picture", lambda: frames("GIF", 5)),
    "animated.png": ("picture", lambda: frames("PNG", 5)),
    "a.webp": ("picture", lambda: picture("WEBP")),
    "animated.webp": ("picture", lambda: frames("WEBP", 5)),
    "申请表.docx": ("attachment", docx),
    "表.xlsx": ("attachment", xlsx),
    "讲解.pptx": ("attachment", pptx),
    "旧.doc": ("attachment", doc),
    "旧.wps": ("attachment", doc),
    "旧.xls": ("attachment", xls),
    "旧.et": ("attachment", xls),
    "通知.pdf": ("attachment", pdf),
    "通知.ofd": ("attachment", ofd),
    "全部.zip": ("attachment", lambda: zipped({"表/申请表.docx": docx(), "通知.pdf": pdf()})),
    "数据.csv": ("attachment", lambda: "区县,户数\n浔阳区,120\n".encode("gb18030")),
    "图.png": ("attachment", picture),
    "表 .xlsx": ("table", xlsx),
    "b.csv": ("table", lambda: "区县,户数\n浔阳区,-1.5\n".encode("utf-16")),
    "c.txt": ("table", lambda: "区县\t户数\n".encode()),
    "a.vtt": ("caption", lambda: "WEBVTT\n\n00:00.000 --> 00:02.000\n大家好\n".encode()),
    "a.srt": ("caption", lambda: "1\n00:00:00,000 --> 00:00:02,000\n大家好\n".encode("gb18030")),
    "a.ass": ("caption", lambda: "[Script Info]\nTitle: 无\n".encode()),
    "a.mp4": ("film", lambda: MP4),
    "a.mov": ("film", lambda: MP4.replace(b"isom", b"qt  ")),
    "a.mp3": ("film", lambda: b"ID3\x04\x00" + bytes(100)),
    "a.wav": ("film", lambda: b"RIFF\x24\x00\x00\x00WAVEfmt "),
    "a.webm": ("film", lambda: b"\x1a\x45\xdf\xa3" + bytes(60)),
}
