"""Reads one file of any kind that is known: what it is, then what its own module says.

The kind is told by the structure; the name only tells texts apart.
"""

from pathlib import Path

import olefile

from drafting import plain, web, word
from drafting.flow import Flow
from drafting.refusal import UnreadableError
from media.examine.limits import Limits

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
RTF = b"{\\rtf"
MARKDOWN_ENDINGS = (".md", ".markdown")
PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".mht")
MARKS = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<meta")
HEAD_BYTES = 1024
# Ten times a file of 300 pages; recognizing more would hold up whoever asked for it.
MOST_LINES, MOST_SIGNS = 20_000, 3_000_000


def read(path: Path, name: str, limits: Limits | None = None) -> Flow:
    """Read a file that is called `name`; raises `UnreadableError`, and nothing else.

    `old` is the refusal of a .doc or .wps: `drafting.old` makes a .docx of it first.
    """
    try:
        flow = _read(path, name, limits or Limits())
    except (UnreadableError, MemoryError):
        raise
    # Whatever a parser raises about a damaged file is the same answer.
    except Exception as error:
        raise UnreadableError("damaged") from error
    if not flow.items:
        is_hidden = any(finding.code == "hidden" for finding in flow.findings)
        raise UnreadableError("hidden_all" if is_hidden else "empty")
    if _is_too_heavy(flow):
        raise UnreadableError("too_heavy")
    return flow


def _is_too_heavy(flow: Flow) -> bool:
    """Whether a small file has a text that takes long; a break of the line counts as well."""
    lines = signs = 0
    for paragraph in flow.every_paragraph():
        text = paragraph.text
        lines += 1 + text.count("\n")
        signs += len(text)
    return lines > MOST_LINES or signs > MOST_SIGNS


def _read(path: Path, name: str, limits: Limits) -> Flow:
    with open(path, "rb") as source:
        head = source.read(HEAD_BYTES)
    if head.startswith(OLE):
        raise UnreadableError("encrypted" if _has_password(path) else "old")
    if head.startswith(ZIP):
        if name.casefold().endswith(".ofd"):
            raise UnreadableError("ofd")
        return word.read(path, limits)
    if head.startswith((PDF, RTF)):
        raise UnreadableError("pdf" if head.startswith(PDF) else "rtf")
    if not head.strip():
        raise UnreadableError("empty")
    if path.stat().st_size > limits.text_bytes:
        raise UnreadableError("too_large", megabytes=limits.text_bytes // 1024**2)
    if name.casefold().endswith((".docx", ".doc", ".wps")):
        raise UnreadableError("damaged")
    return _text(path.read_bytes(), name.casefold())


def _has_password(path: Path) -> bool:
    """A .docx with a password is one stream in a container of the old kind."""
    try:
        with olefile.OleFileIO(path) as container:
            return bool(container.exists("EncryptedPackage"))
    except Exception:  # olefile raises what it likes; a damaged one is for LibreOffice to judge
        return False


def _text(data: bytes, name: str) -> Flow:
    if name.endswith(PAGE_ENDINGS) or data.lstrip().lower().startswith(MARKS):
        return web.read(data)
    return plain.read_markdown(data) if name.endswith(MARKDOWN_ENDINGS) else plain.read(data)
