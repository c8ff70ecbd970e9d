"""Zip files that lie, hide or explode."""

import io
import stat
import struct
import zipfile

from tests.media.hostile.valid import docx, pdf, zipped

DIRECTORY, END = b"PK\x01\x02", b"PK\x05\x06"


def plain(*names, content=None):
    return zipped({name: content or docx() for name in names})


def bomb():
    """300 MB of nothing in 300 KB."""
    data = io.BytesIO()
    with (
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as opened,
        opened.open("a.pdf", "w") as target,
    ):
        for _ in range(300):
            target.write(bytes(1_000_000))
    return data.getvalue()


def many_small():
    """Within the ratio, each; together too much."""
    line = b"".join(bytes((n * n % 251,)) * 60 for n in range(20_000))
    return zipped({f"{n}.csv": line for n in range(250)})


def office_bomb():
    """A document whose text is one blank, a hundred million times."""
    text = "<w:p><w:r><w:t>" + " " * 100_000_000 + "</w:t></w:r></w:p>"
    return docx(text)


def twice():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        opened.writestr("a.pdf", pdf())
        opened.writestr("A.PDF", pdf())
    return data.getvalue()


def link():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        info = zipfile.ZipInfo("a.pdf")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(info, "/etc/passwd")
    return data.getvalue()


def locked():
    data = bytearray(plain("a.docx"))
    data[6] |= 1
    data[data.index(DIRECTORY) + 8] |= 1
    return bytes(data)


def lying(size):
    """The directory claims another size than there is."""
    data = bytearray(plain("a.docx"))
    struct.pack_into("<L", data, data.index(DIRECTORY) + 24, size)
    return bytes(data)


def overlapping():
    """Two entries of the directory share the bytes of one file."""
    data = plain("a.docx")
    at, end = data.index(DIRECTORY), data.index(END)
    second = bytearray(data[at:end])
    second[46 : 46 + 6] = b"b.docx"
    both = data[at:end] + bytes(second)
    return data[:at] + both + struct.pack("<4s4H2LH", END, 0, 0, 2, 2, len(both), at, 0)


def end_says(entries=None, start=None, comment=0):
    data = bytearray(plain("a.docx"))
    at = data.rindex(END)
    if entries is not None:
        struct.pack_into("<HH", data, at + 8, entries, entries)
    if start is not None:
        struct.pack_into("<L", data, at + 16, start)
    struct.pack_into("<H", data, at + 20, comment)
    return bytes(data)


def method(number):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", number) as opened:
        opened.writestr("a.docx", docx())
    return data.getvalue()


REFUSED = {
    "bomb.zip": ("attachment", "zip_bomb", bomb),
    "many_small.zip": ("attachment", "zip_bomb", many_small),
    "bomb.docx": ("attachment", "zip_bomb", office_bomb),
    "three_thousand.zip": (
        *("attachment", "zip_many"),
        lambda: zipped({f"{n}.csv": "a" for n in range(3000)}),
    ),
    "climbs.zip": ("attachment", "zip_name", lambda: plain("../../etc/cron.d/a.docx")),
    "from_the_root.zip": ("attachment", "zip_name", lambda: plain("/etc/a.docx")),
    "drive.zip": ("attachment", "zip_name", lambda: plain("C:a.docx")),
    "backslash.zip": ("attachment", "zip_name", lambda: plain("..\\a.docx")),
    "two_lines.zip": ("attachment", "zip_name", lambda: plain("a\n.docx")),
    "twice.zip": ("attachment", "zip_twice", twice),
    "link.zip": ("attachment", "zip_link", link),
    "locked.zip": ("attachment", "encrypted", locked),
    "nested.zip": ("attachment", "zip_nested", lambda: zipped({"b.zip": plain("a.docx")})),
    "nested_by_another_name.zip": (
        *("attachment", "zip_entry"),
        lambda: zipped({"b.docx": plain("a.docx")}),
    ),
    "with_program.zip": ("attachment", "zip_entry", lambda: zipped({"a.exe": b"MZ" * 40})),
    "with_page.zip": ("attachment", "zip_entry", lambda: zipped({"a.html": "<script>"})),
    "with_macros.zip": (
        *("attachment", "zip_entry"),
        lambda: zipped({"表.docx": docx(extra={"word/vbaProject.bin": "x"})}),
    ),
    "claims_less.zip": ("attachment", "broken", lambda: lying(3)),
    "claims_more.zip": ("attachment", "broken", lambda: lying(900_000)),
    "overlapping.zip": ("attachment", "zip_bomb", overlapping),
    "zip64.zip": ("attachment", "zip_too_new", lambda: end_says(entries=0xFFFF)),
    "no_entries.zip": ("attachment", "zip_empty", lambda: end_says(entries=0)),
    "empty.zip": ("attachment", "zip_empty", lambda: zipped({})),
    "moved_directory.zip": ("attachment", "zip_with_more", lambda: end_says(start=1)),
    "followed.zip": ("attachment", "zip_with_more", lambda: plain("a.docx") + b"<script>"),
    "half.zip": ("attachment", "broken", lambda: plain("a.docx")[:300]),
    "lzma.zip": ("attachment", "zip_method", lambda: method(zipfile.ZIP_LZMA)),
    "winrar.zip": ("attachment", "other_archive", lambda: b"Rar!\x1a\x07\x00" + bytes(40)),
    "seven.zip": ("attachment", "other_archive", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(40)),
    "gzip.zip": ("attachment", "other_archive", lambda: b"\x1f\x8b\x08" + bytes(40)),
    "self_unpacking.zip": ("attachment", "program", lambda: b"MZ" + bytes(60) + plain("a.docx")),
}
BOMBS = {"bomb.zip", "many_small.zip", "bomb.docx", "three_thousand.zip", "overlapping.zip"}


CLEANED = {
    "mac.zip": (
        *("attachment", "zip_litter", b"MACOSX"),
        lambda: zipped({"a.docx": docx(), "__MACOSX/._a.docx": "x", "b/.DS_Store": "x"}),
    ),
}
