"""Old .doc and .xls files that name people, act, or hold what cannot be taken out."""

import struct

from tests.media.hostile.valid import doc, ole, xls

SAVED_BY, REMARKS, CHANGE_PEOPLE, RUNS, FIELDS, ASSOCIATED = 71, 4, 51, 12, 16, 32
PIECES, SECTIONS, DRAWINGS = 33, 6, 50
STYLES, PARAGRAPHS = 1, 13
NO_BASE = 0xFFF
NAME = "WANG-MOU"
PROJECT = "Macros/VBA"


def texts(*words):
    """A list of texts as Word keeps them."""
    each = (struct.pack("<H", len(word)) + word.encode("utf-16-le") for word in words)
    return struct.pack("<HHH", 0xFFFF, len(words), 0) + b"".join(each)


def with_runs(properties, **more):
    """A text of one run with these properties."""
    page = bytearray(512)
    struct.pack_into("<LLB", page, 0, 1024, 1100, 100)
    page[200] = len(properties)
    page[201 : 201 + len(properties)] = properties
    page[511] = 1
    lists = {RUNS: struct.pack("<LLL", 1024, 1100, 2), **more}
    return doc(lists=lists, pages=bytes(page))


def listed_style(kind, base, characters):
    """A style as the list of styles has it; `kind` 1 of paragraphs, 2 of characters."""
    fixed = struct.pack("<HHHHH", 0, kind | base << 4, 0, 0, 0)
    name = struct.pack("<H", 1) + "a".encode("utf-16-le") + bytes(2)
    own = struct.pack("<H", len(characters)) + characters
    paragraphs = struct.pack("<HH", 2, 0) if kind == 1 else b""
    style = fixed + name + paragraphs + own
    return struct.pack("<H", len(style)) + style + bytes(len(style) % 2)


def with_styles(*styles, paragraph=0, run=b""):
    """A text of one run with these properties, in a paragraph of the style of this number."""
    stsh = struct.pack("<HHH", 4, len(styles), 10) + b"".join(styles)
    characters, paragraphs = bytearray(512), bytearray(512)
    struct.pack_into("<LLB", characters, 0, 1024, 1100, 100)
    characters[200] = len(run)
    characters[201 : 201 + len(run)] = run
    struct.pack_into("<LLB", paragraphs, 0, 1024, 1100, 100)
    struct.pack_into("<BH", paragraphs, 200, 2, paragraph)
    characters[511] = paragraphs[511] = 1
    places = {
        STYLES: stsh,
        RUNS: struct.pack("<LLL", 1024, 1100, 2),
        PARAGRAPHS: struct.pack("<LLL", 1024, 1100, 3),
    }
    return doc(lists=places, pages=bytes(characters + paragraphs))


def record(number, body):
    return struct.pack("<HH", number, len(body)) + body


def sheet(state=0, kind=0, name=b"neibu"):
    return record(0x0085, struct.pack("<LBBBB", 0, state, kind, len(name), 0) + name)


def cell(code, colour=8, points=11, fill=(0, 64)):
    """Format, font and style of a cell: the first style of the workbook."""
    pattern, behind = fill
    text = struct.pack("<HHB", 164, len(code), 1) + code.encode("utf-16-le")
    font = struct.pack("<HHHH", points * 20, 0, colour, 400).ljust(16, b"\x00")
    style = struct.pack("<HH", 0, 164).ljust(16, b"\x00") + struct.pack(
        "<HH", pattern << 10, behind
    )
    return record(0x0031, font) + record(0x041E, text) + record(0x00E0, style)


def stored_number(value):
    return record(0x0203, struct.pack("<HHHd", 1, 1, 0, value))


def stored_short(value):
    return record(0x00BD, struct.pack("<HHHLH", 1, 1, 0, value << 2 | 2, 1))


def stored_text():
    return record(0x00FD, struct.pack("<HHHL", 1, 1, 0, 0))


def written_by(name):
    return record(0x005C, (struct.pack("<HB", len(name), 0) + name).ljust(112))


def packed(source):
    """A source as VBA packs it, without any copy of what stood before."""
    data = b"".join(b"\x00" + source[at : at + 8].ljust(8) for at in range(0, len(source), 8))
    return b"\x01" + struct.pack("<H", 0xB000 | (len(data) - 1)) + data


def project(source, compiled=b"COMPILED"):
    """The streams of a VBA project with one module."""
    directory = struct.pack("<HL6s", 0x0009, 4, bytes(6))
    directory += struct.pack("<HL", 0x001A, 12) + b"ThisDocument"
    directory += struct.pack("<HLL", 0x0031, 4, len(compiled))
    return {
        f"{PROJECT}/_VBA_PROJECT": b"\xcc\x61\x88\x00\x00\x00\x00" + compiled,
        f"{PROJECT}/dir": packed(directory),
        f"{PROJECT}/ThisDocument": compiled + packed(source),
    }


EMPTY = b'Attribute VB_Name = "ThisDocument"\r\nOption Explicit\r\n'
CODE = EMPTY + b"Sub AutoOpen()\r\nShell 1\r\nEnd Sub\r\n"
WORDS = "申请表".encode("utf-16-le") + b"City hall"
SECTION = struct.pack("<H", 4) + b"SEPX"
BLIP = struct.pack("<HHL", 0, 0xF01E, 6) + b"\x89PNG!!"


def doc_lists(at=1024):
    """Everything that may lie in a text: two pieces, a section, a picture of a drawing."""
    split, section, blip = at + 6, at + len(WORDS), at + len(WORDS) + len(SECTION)
    places = struct.pack("<LLL", 0, 3, 12)
    places += struct.pack("<HLHHLH", 0, at, 0, 0, 2 * split | 0x40000000, 0)
    entry = bytes(20) + struct.pack("<LLL", len(BLIP), 1, blip) + bytes(4)
    store = struct.pack("<HHL", 0, 0xF007, len(entry)) + entry
    store = struct.pack("<HHL", 15, 0xF001, len(store)) + store
    return {
        PIECES: struct.pack("<BH3sBL", 1, 3, b"prc", 2, len(places)) + places,
        SECTIONS: struct.pack("<LLHLHL", 0, 12, 0, section, 0, 0),
        DRAWINGS: struct.pack("<HHL", 15, 0xF000, len(store)) + store,
    }


def with_pieces(lists, deleted=b""):
    return doc(lists=lists, pages=WORDS + SECTION + BLIP + deleted)


INSERTED, HIDDEN = struct.pack("<HB", 0x0801, 1), struct.pack("<HB", 0x083C, 1)
SHOWN, AS_STYLE, OTHERWISE = (struct.pack("<HB", 0x083C, each) for each in (0, 0x80, 0x81))
IN_STYLE_1 = struct.pack("<HH", 0x4A30, 1)
PLAIN, HIDING = listed_style(1, NO_BASE, b""), listed_style(1, NO_BASE, HIDDEN)
DDE_FIELD = struct.pack("<LLBB", 0, 9, 0x13, 46)


def file_link():
    path = b"C:\\Users\\wang\\a.xls\x00"
    moniker = bytes.fromhex("0303000000000000c000000000000046")
    return bytes(32) + moniker + struct.pack("<HL", 0, len(path)) + path


def calculated_link(is_wide=False, target="C:\\Users\\wang\\a.xls"):
    """What a cell is calculated from: a text, and the call of HYPERLINK."""
    text = target.encode("utf-16-le" if is_wide else "latin-1")
    signs = struct.pack("<BBB", 0x17, len(target), is_wide) + text
    return bytes(20) + signs + struct.pack("<BBH", 0x42, 1, 0x0167)


REFUSED = {
    "code.doc": ("macros", lambda: doc(project(CODE))),
    "code.xls": ("macros", lambda: ole({"Workbook": b"\x09\x08", **project(CODE)})),
    "macro_sheet.xls": ("macros", lambda: xls(sheet(kind=1))),
    "module.xls": ("macros", lambda: xls(sheet(kind=6))),
    "part_of_macros.xls": (
        "macros",
        lambda: xls(record(0x0809, struct.pack("<HH", 0x0600, 0x0040))),
    ),
    "changes.doc": ("tracked_changes", lambda: with_runs(INSERTED)),
    "remarks.doc": ("remarks", lambda: doc(lists={REMARKS: bytes(4 + 34)})),
    "remarks.xls": ("remarks", lambda: xls(record(0x001C, bytes(11)))),
    "shared.xls": (
        "tracked_changes",
        lambda: ole({"Workbook": xls_stream(), "Revision Log": b"x"}),
    ),
    "dde.doc": ("external_content", lambda: doc(lists={FIELDS: DDE_FIELD})),
    "dde.xls": (
        "external_content",
        lambda: xls(record(0x01AE, struct.pack("<HHB", 0, 5, 0) + b"cmd\x03c")),
    ),
    "connection.xls": ("data_connections", lambda: xls(record(0x00DC, bytes(8)))),
    "link_to_a_desktop.doc": (
        "link_to_file",
        lambda: doc(pages='\x13HYPERLINK "C:\\Users\\a.doc"\x14'.encode("utf-16-le")),
    ),
    "database.doc": (
        "external_content",
        lambda: doc(lists={FIELDS: struct.pack("<LLBB", 0, 9, 0x13, 78)}),
    ),
    "older_include.doc": (
        "external_content",
        lambda: doc(lists={FIELDS: struct.pack("<LLBB", 0, 9, 0x13, 36)}),
    ),
    "calculated_link.xls": ("link_to_file", lambda: xls(record(0x0006, calculated_link()))),
    "calculated_link_in_a_name.xls": (
        "link_to_file",
        lambda: xls(record(0x0018, calculated_link(True))),
    ),
    "link_to_a_desktop.xls": ("link_to_file", lambda: xls(record(0x01B8, file_link()))),
    "protected.doc": ("rights_managed", lambda: doc({"\tDRMContent": b"x"})),
    "fast_saved.doc": ("old_office_unclear", lambda: doc(flags=0x0004)),
    "older.doc": ("old_office_unclear", lambda: ole({"WordDocument": b"\xdc\xa5\x65\x00"})),
    "older.xls": ("old_office_unclear", lambda: ole({"Book": record(0x0409, bytes(6))})),
    "photograph.doc": (
        "old_office_unclear",
        lambda: doc({"Data": b"Exif\x00\x00KAMERA"}),
    ),
}


def xls_stream():
    return record(0x0809, struct.pack("<HH", 0x0600, 0x0005)) + record(0x000A, b"")


def beside_a_book():
    return ole({"Workbook": xls_stream(), "MsoDataStore/A/Item": b"MZ" * 40})


WIDE = NAME.encode("utf-16-le")
CLEANED = {
    "saved_by.doc": (
        "author",
        WIDE,
        lambda: doc(lists={SAVED_BY: texts(NAME, "C:\\" + NAME + "\\a.doc")}),
    ),
    "associated.doc": ("author", WIDE, lambda: doc(lists={ASSOCIATED: texts(*[NAME] * 18)})),
    "changed_once.doc": (
        "author",
        WIDE,
        lambda: doc(lists={CHANGE_PEOPLE: texts("Unknown", NAME)}),
    ),
    "written_by.xls": ("author", b"WANG-MOU", lambda: xls(written_by(b"WANG-MOU"))),
    "reserved_by.xls": ("author", b"WANG-MOU", lambda: xls(record(0x005B, b"WANG-MOU"))),
    "printed_on.xls": ("author", WIDE, lambda: xls(record(0x004D, bytes(2) + WIDE))),
    "beside.doc": ("leftover_parts", b"MZMZ", lambda: doc({"Payload": b"MZ" * 40, "Data": b"x"})),
    "beside.xls": ("leftover_parts", b"MZMZ", beside_a_book),
    "deleted_text.doc": ("ole_rest", WIDE, lambda: with_pieces(doc_lists(), deleted=WIDE)),
    "deleted_text_of_one_byte.doc": (
        "ole_rest",
        b"WANG-MOU",
        lambda: with_pieces(doc_lists(), deleted=b"WANG-MOU"),
    ),
    "behind_the_end.doc": (
        "ole_rest",
        b"DELETED-TEXT",
        lambda: behind_the_end(doc({"Data": b"x" * 4100})),
    ),
}


def behind_the_end(data):
    """What an earlier text left in the last sector of a stream."""
    at = data.index(b"x" * 4100) + 4100
    return data[:at] + b"DELETED-TEXT" + data[at + 12 :]


TAKEN = {
    "empty_project.doc": lambda: doc(project(EMPTY)),
    "empty_project.xls": lambda: ole({"Workbook": xls_stream(), **project(EMPTY)}),
    "plain.doc": doc,
    "calculated_address.xls": lambda: xls(
        record(0x0006, calculated_link(target="https://www.jiujiang.gov.cn/Users/"))
    ),
    "own_book.xls": lambda: xls(record(0x01AE, struct.pack("<HH", 1, 0x0401))),
}
TOLD = {
    "hidden.doc": ("hidden_text", lambda: with_runs(HIDDEN)),
    "hidden_value.xls": ("hidden_values", lambda: xls(cell(";;;") + stored_number(88))),
    "hidden_by_words.xls": ("hidden_values", lambda: xls(cell('"保密"') + stored_short(88))),
    "hidden_text.xls": ("hidden_values", lambda: xls(cell(";;;") + stored_text())),
    "white.xls": ("hidden_text", lambda: xls(cell("0", colour=9) + stored_number(88))),
    "tiny.xls": ("hidden_text", lambda: xls(cell("0", points=1) + stored_number(88))),
    "hidden_by_style.doc": ("hidden_text", lambda: with_styles(PLAIN, HIDING, paragraph=1)),
    "hidden_by_style_below.doc": (
        "hidden_text",
        lambda: with_styles(PLAIN, HIDING, listed_style(1, 1, b""), paragraph=2),
    ),
    "hidden_by_style_of_characters.doc": (
        "hidden_text",
        lambda: with_styles(PLAIN, listed_style(2, NO_BASE, HIDDEN), run=IN_STYLE_1),
    ),
    "hidden_otherwise_than_style.doc": ("hidden_text", lambda: with_styles(PLAIN, run=OTHERWISE)),
    "hidden_sheet.xls": ("hidden_sheets", lambda: xls(sheet(state=1))),
    "values_from_elsewhere.xls": (
        "external_books",
        lambda: xls(record(0x01AE, struct.pack("<HHB", 1, 5, 0) + b"a.xls")),
    ),
    "signed.doc": ("signed", lambda: doc({"_signatures": b"x"})),
}
SEEN = {
    "plain_style.doc": lambda: with_styles(PLAIN, HIDING),
    "shown_by_the_run.doc": lambda: with_styles(PLAIN, HIDING, paragraph=1, run=SHOWN),
    "as_its_style.doc": lambda: with_styles(PLAIN, run=AS_STYLE),
    "hidden_twice.doc": lambda: with_styles(
        PLAIN, listed_style(2, NO_BASE, HIDDEN), HIDING, paragraph=2, run=IN_STYLE_1
    ),
    "cut_styles.doc": lambda: doc(lists={STYLES: struct.pack("<HHH", 4, 900, 10) + b"\x09"}),
    "seen_value.xls": lambda: xls(cell("0.00") + stored_number(88)),
    "white_on_black.xls": lambda: xls(cell("0", colour=9, fill=(1, 8)) + stored_number(88)),
}
