"""The kinds of file that are known, told apart by their structure and never by their name."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from media.examine.findings import RefusedError

PICTURE, ATTACHMENT, FILM, CAPTION = "picture", "attachment", "film", "caption"
TABLE = "table"  # becomes a chart
HEAD_BYTES = 4096
ARCHIVED = "archived"  # within a zip: whatever is an attachment, and a text that explains it


@dataclass(frozen=True)
class Type:
    """A kind of file: the endings its name may have (the first is proposed), who takes it."""

    endings: tuple[str, ...]
    kinds: frozenset[str] = frozenset()


def _type(endings: str, *kinds: str) -> Type:
    return Type(tuple(endings.split()), frozenset(kinds))


TYPES = {
    "jpeg": _type("jpg jpeg", PICTURE, ATTACHMENT),
    "png": _type("png", PICTURE, ATTACHMENT),
    "gif": _type("gif", PICTURE),
    "webp": _type("webp", PICTURE),
    "docx": _type("docx", ATTACHMENT),
    "xlsx": _type("xlsx", ATTACHMENT, TABLE),
    "pptx": _type("pptx", ATTACHMENT),
    "doc": _type("doc wps", ATTACHMENT),
    "xls": _type("xls et", ATTACHMENT),
    "pdf": _type("pdf", ATTACHMENT),
    "ofd": _type("ofd", ATTACHMENT),
    "zip": _type("zip", ATTACHMENT),
    "csv": _type("csv", ATTACHMENT, TABLE),
    "txt": _type("txt tsv", TABLE),
    "vtt": _type("vtt", CAPTION),
    "srt": _type("srt sbv", CAPTION),
    "ass": _type("ass ssa", CAPTION),
    "mp4": _type("mp4 m4v f4v", FILM),
    "mov": _type("mov qt", FILM),
    "3gp": _type("3gp 3g2", FILM),
    "m4a": _type("m4a m4b", FILM),
    "webm": _type("webm mkv mka weba", FILM),
    "avi": _type("avi", FILM),
    "asf": _type("wmv wma asf", FILM),
    "flv": _type("flv", FILM),
    "mpeg": _type("mpg mpeg vob", FILM),
    "mpegts": _type("ts mts m2ts", FILM),
    "mp3": _type("mp3", FILM),
    "aac": _type("aac", FILM),
    "wav": _type("wav", FILM),
    "flac": _type("flac", FILM),
    "ogg": _type("ogg oga ogv opus", FILM),
    "amr": _type("amr", FILM),
    # Known, so that the refusal can say what to do; nobody takes them.
    "heic": _type("heic heif"),
    "avif": _type("avif"),
    "bmp": _type("bmp"),
    "tiff": _type("tif tiff"),
    "rtf": _type("rtf"),
    "ppt": _type("ppt dps"),
    "dotx": _type("dotx"),
    "xltx": _type("xltx"),
    "potx": _type("potx"),
    "odt": _type("odt ott"),
    "ods": _type("ods ots"),
    "odp": _type("odp otp"),
}
TEXTS = {
    "csv": "csv",
    "txt": "txt",
    "tsv": "txt",
    "srt": "srt",
    "sbv": "srt",
    "ass": "ass",
    "ssa": "ass",
}
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF")
STARTS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"%PDF-": "pdf",
    b"PK\x03\x04": "zip",  # told apart by what is in it
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "doc",  # likewise
    b"{\\rtf": "rtf",
    b"\x1a\x45\xdf\xa3": "webm",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": "asf",
    b"FLV\x01": "flv",
    b"\x00\x00\x01\xba": "mpeg",
    b"\x00\x00\x01\xb3": "mpeg",
    b"ID3": "mp3",
    b"fLaC": "flac",
    b"OggS": "ogg",
    b"#!AMR": "amr",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
    b"WEBVTT": "vtt",
    b"\xef\xbb\xbfWEBVTT": "vtt",
}
BLANK = b"\r\n\t \x00"
BLANK_FIRST = {b"%PDF-": "pdf", b"PK\x03\x04": "zip"}  # which programs read all the same
SAVED_AS_PAGE = frozenset({"doc", "docx", "wps", "xls", "xlsx", "et"})
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
RIFFS = {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}
LONG_RIFFS = (b"RF64", b"BW64")  # sounds beyond 4 GB, and recorders that are ready for them
# How a film begins that was written in fragments, or whose first box is no `ftyp`.
BOXES = {b"moov": "mov", b"mdat": "mov", b"wide": "mov", b"free": "mov", b"skip": "mov"}
BOXES |= {b"styp": "mp4", b"moof": "mp4", b"sidx": "mp4"}
BRANDS = {
    b"qt  ": "mov",
    b"M4A ": "m4a",
    b"M4B ": "m4a",
    b"avif": "avif",
    b"avis": "avif",
    b"heic": "heic",
    b"heix": "heic",
    b"mif1": "heic",
    b"msf1": "heic",
    b"hevc": "heic",
}
TRANSPORT_STEP = 188  # bytes in a packet of a transport stream


def ending_of(name: str) -> str:
    """`pdf` of `a/B.PDF`; empty where there is none."""
    stem, dot, ending = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    return ending.strip().lower() if dot and stem else ""


def endings_for(kind: str) -> list[str]:
    """All endings that a kind of upload takes, in the order of the table."""
    return [
        ending
        for file_type in TYPES.values()
        if kind in file_type.kinds
        for ending in file_type.endings
    ]


def type_by_start(path: Path, ending: str) -> str:
    """Say what a file is by its first bytes; text by its ending, for text says nothing itself.

    Raises `RefusedError` for what is dangerous, empty or unknown.
    """
    with open(path, "rb") as source:
        head = source.read(HEAD_BYTES)
    if not head:
        raise RefusedError("empty")
    _refuse_dangerous(head, ending)
    if file_type := _by_first_bytes(head):
        return file_type
    if ending in TEXTS and head.startswith(UTF16):
        return TEXTS[ending]  # its mark looks like the start of a sound
    if inner_type := _by_container(head) or _by_sound(head.lstrip(b"\x00")):
        return inner_type
    if b"%PDF-" in head:
        raise RefusedError("begins_with_something_else", found="pdf")
    return _by_text(head, ending)


def _by_text(head: bytes, ending: str) -> str:
    if ending in TEXTS:
        return TEXTS[ending]  # its zeros may be those of UTF-16 without a mark
    is_text = b"\x00" not in head
    raise RefusedError("page_as_office" if is_text and ending in SAVED_AS_PAGE else "unknown")


def _without_blank(head: bytes) -> bytes:
    """The start of a file behind a byte order mark and blank lines."""
    return head.removeprefix(codecs.BOM_UTF8).lstrip(BLANK)


def _by_first_bytes(head: bytes) -> str | None:
    shown = _without_blank(head)
    lenient = (file_type for start, file_type in BLANK_FIRST.items() if shown.startswith(start))
    return next(lenient, None) or next(
        (file_type for start, file_type in STARTS.items() if head.startswith(start)), None
    )


def _refuse_dangerous(head: bytes, ending: str) -> None:
    is_page = _without_blank(head).startswith((b"<", b"MIME-Version:")) or head.startswith(UTF16)
    if ending in SAVED_AS_PAGE and is_page:
        raise RefusedError("page_as_office")
    letters = head
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        letters = letters.removeprefix(mark)
    if letters.replace(b"\x00", b"").lstrip()[:1] == b"<":
        raise RefusedError("markup")
    if head.startswith(PROGRAMS) and not head.startswith(b"#!AMR"):
        raise RefusedError("program")
    if head.startswith(ARCHIVES):
        raise RefusedError("other_archive")
    if head.startswith(b"PK\x05\x06"):
        raise RefusedError("zip_empty")


def _by_container(head: bytes) -> str | None:
    if head[:4] == b"RIFF":
        return RIFFS.get(head[8:12])
    if head[:4] in LONG_RIFFS and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return BRANDS.get(brand) or ("3gp" if brand[:2] == b"3g" else "mp4")
    if head[4:8] in BOXES:
        return BOXES[head[4:8]]
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "bmp"
    return None


def _by_sound(head: bytes) -> str | None:
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        layer = head[1] >> 1 & 3  # 0 is AAC in ADTS
        return "mp3" if layer else "aac" if head[1] & 0xF6 == 0xF0 else None
    if head.startswith(b"ID3"):
        return "mp3"
    for prefix_length in (0, 4):  # cameras put four bytes of time before each packet
        packet_length = TRANSPORT_STEP + prefix_length
        if len(head) > 3 * packet_length and {
            head[prefix_length + n * packet_length] for n in range(4)
        } == {0x47}:
            return "mpegts"
    return None


def agree(name: str, file_type: str, kind: str) -> None:
    """Refuse a name that says something else, and a type that this place does not take.

    Recorders name the same container in many ways, and nobody receives a film under its name:
    ffprobe judges what is in it.
    """
    entry = TYPES[file_type]
    is_archived = kind == ARCHIVED and (ATTACHMENT in entry.kinds or file_type == "txt")
    if kind not in entry.kinds and not is_archived:
        raise RefusedError("not_taken_here", found=file_type, kind=kind)
    ending = ending_of(name)
    if file_type == "zip" and ending not in {e for each in TYPES.values() for e in each.endings}:
        raise RefusedError("other_package", ending=ending)  # a program's own format
    if not ending:
        raise RefusedError("name_without_ending", found=file_type, wanted=entry.endings[0])
    allowed = endings_for(FILM) if kind == FILM else entry.endings
    if ending not in allowed:
        raise RefusedError(
            "name_says_otherwise", ending=ending, found=file_type, wanted=entry.endings[0]
        )
