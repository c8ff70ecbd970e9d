"""Plain text: tables and captions, in the encodings that Chinese offices write."""

import codecs
from pathlib import Path

from media.examine.encodings import decode_text, is_doubtful
from media.examine.findings import RefusedError, Report
from media.examine.limits import Limits

LINE_ENDS = "\n\r\t"
FORMULA_STARTS = ("=", "@", "+", "-")
LONGEST_LINE = 100_000


def examine(path: Path, file_type: str, into: Path, limits: Limits, sizes: list[str]) -> Report:
    """Write the text anew in UTF-8; raises `RefusedError` for what is no text."""
    report = Report(type=file_type)
    data = path.read_bytes()
    if len(data) > limits.text_bytes:
        raise RefusedError("too_large", most=limits.text_bytes)
    text = decoded(data, report)
    if any(ord(c) < 32 and c not in LINE_ENDS for c in text) or "\x7f" in text:
        raise RefusedError("not_text")
    if text.lstrip()[:1] == "<":
        raise RefusedError("markup")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        raise RefusedError("not_text")
    if not text.strip():
        raise RefusedError("empty")
    if file_type == "csv" and (line_number := _formula(lines)):
        report.tell("csv_formula", line=line_number)
    # Excel takes a table without the mark for GBK and shows nonsense.
    byte_order_mark = codecs.BOM_UTF8 if file_type == "csv" else b""
    into.write_bytes(byte_order_mark + "\n".join(lines).encode())
    return report


def decoded(data: bytes, report: Report) -> str:
    """Decode a text and tell of a change of its encoding; raises `RefusedError`."""
    try:
        text, encoding = decode_text(data)
    except UnicodeError as error:
        raise RefusedError("not_text") from error
    if is_doubtful(text, encoding):
        raise RefusedError("text_unclear")
    if encoding != "utf-8-sig":
        report.clean("text_encoding")
    return text


def _formula(lines: list[str]) -> int | None:
    """The first line with a cell that a spreadsheet would calculate."""
    for number, line in enumerate(lines, 1):
        for cell in line.split(","):
            word = cell.strip().strip('"')
            if word.startswith(FORMULA_STARTS) and not _is_number(word):
                return number
    return None


def _is_number(word: str) -> bool:
    return word[1:].replace(".", "").replace("%", "").replace(
        ",", ""
    ).strip().isdigit() or word in (
        "-",
        "--",
        "+",
    )
