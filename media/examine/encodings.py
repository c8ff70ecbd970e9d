"""Which encoding a text file is in: those that Chinese offices write, nothing guessed beyond."""

import codecs
import re

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Two bytes are a character in both GB18030 and Big5. What people write in GB18030 is nearly all
# GB 2312, whose second byte is high; in Big5 every third one is low.
DOUBLE_BYTE = re.compile(rb"[\x81-\xfe]([\x40-\xfe])", re.DOTALL)
FIRST_HIGH_BYTE = 0xA1
MOST_LOW_IN_GB18030 = 0.1


def decode_text(data: bytes) -> tuple[str, str]:
    """The text without its mark, and Python's name of its encoding; raises UnicodeError."""
    if data.startswith(UTF_16_MARKS):
        return data.decode("utf-16"), "utf-16"
    for encoding in ("utf-8-sig", *_chinese(data)):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise UnicodeError("not in an encoding that is read")


def _chinese(data: bytes) -> tuple[str, str]:
    """GB18030 and Big5, the likelier one first."""
    second_bytes = [match[1][0] for match in DOUBLE_BYTE.finditer(data)]
    low_bytes = sum(byte < FIRST_HIGH_BYTE for byte in second_bytes)
    if low_bytes > MOST_LOW_IN_GB18030 * len(second_bytes):
        return "big5", "gb18030"
    return "gb18030", "big5"
