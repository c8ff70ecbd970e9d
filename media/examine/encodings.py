"""Which encoding a text file is in: those that Chinese offices write, nothing guessed beyond."""

import codecs
import re
from collections import Counter
from unicodedata import category

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Two bytes are a character in both GB18030 and Big5. What people write in GB18030 is nearly all
# GB 2312, whose second byte is high; in Big5 every third one is low.
DOUBLE_BYTE = re.compile(rb"[\x81-\xfe]([\x40-\xfe])", re.DOTALL)
PAIRS = re.compile(rb"(?:[\x81-\xfe][\x40-\xfe])*")
FIRST_HIGH_BYTE = 0xA1
MOST_LOW_IN_GB18030 = 0.1
# What Chinese texts are made of: ASCII with its breaks, punctuation, characters, full width.
ORDINARY = re.compile(
    "[\t\r\n -~\u00a0-\u00ff\u2010-\u203b\u2103\u2160-\u217f\u2460-\u249b"
    "\u3000-\u303f\u3220-\u3229\u4e00-\u9fff\uff01-\uff5e]"
)
LEAST_ORDINARY = 0.9
# Letters of two bytes in UTF-8 that no Chinese text is made of: accents and Greek ones may be.
FOREIGN = re.compile("[\u0180-\u02ff\u0300-\u036f\u0400-\u07ff]")
UNMARKED_UTF_16 = ("utf-16-le", "utf-16-be")
UNSURE = "unsure"  # said of a few bytes that are a text in several encodings
FEW_BYTES = 6
LEAST_PLAIN = 3  # usual characters of GB 2312 that are no accident
DOUBLE_BYTE_ENCODINGS = frozenset({"gb18030", "big5"})
USUAL = (("gb2312", b"\xd8\xa1"), ("big5", b"\xc9\x40"))
LEAST_RARE, MOST_RARE = 2, 0.3
HAN_IN_UTF_8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
NOT_ASCII = re.compile(rb"[\x80-\xff]")


def decode_text(data: bytes) -> tuple[str, str]:
    """The text without its mark, and Python's name of its encoding or `UNSURE`.

    Raises UnicodeError where it is none that is read.
    """
    if data.startswith(UTF_16_MARKS):
        return data.decode("utf-16"), "utf-16"
    doubtful = []
    for encoding in _likely(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            if encoding == "utf-8-sig" and _is_mostly_utf_8(data) and not _is_plain(data):
                break
            continue
        if encoding == "utf-8-sig" and FOREIGN.search(text) and _is_plain(data):
            continue  # 学校 and 通知 in GB 2312 are a few letters of other scripts in UTF-8
        if not is_doubtful(text, encoding):
            return text, UNSURE if _is_unsure(data, text, encoding) else encoding
        doubtful.append((text, encoding))
    if doubtful:
        return doubtful[0]
    raise UnicodeError("not in an encoding that is read")


def _is_plain(data: bytes) -> bool:
    """Whether it is usual characters of GB 2312 and nothing else that is not ASCII.

    The first byte of a character in UTF-8 begins none of them.
    """
    try:
        signs = [sign for sign in data.decode("gb2312") if sign > "\x7f"]
    except UnicodeDecodeError:
        return False
    return any(map(_is_han, signs)) and all(_is_usual(sign, USUAL[:1]) for sign in signs)


def is_doubtful(text: str, encoding: str) -> bool:
    """Whether a text that its bytes do not prove is full of signs that hardly anybody writes.

    Bytes of other encodings nearly always are some text in GB18030. In UTF-16 a sign below U+0100
    has a zero byte, which stands in no text of the others.
    """
    if encoding == UNSURE:
        return True
    if encoding in UNMARKED_UTF_16:
        return min(text, default="") > "\xff" and _is_rare(text, 1)
    return encoding in DOUBLE_BYTE_ENCODINGS and _is_rare(text, LEAST_RARE)


def _is_unsure(data: bytes, text: str, encoding: str) -> bool:
    """Whether a few bytes, read like this, may as well be a text in another encoding.

    What people write in GB18030 is none in UTF-16, and they write more of it than of Big5.
    """
    if len(data) > FEW_BYTES:
        return False
    others: tuple[str, ...] = ()
    if encoding in UNMARKED_UTF_16:
        # Characters of two bytes each have no ASCII between them, nor a zero byte.
        is_plain = len(text) >= LEAST_PLAIN and all(_is_usual(sign, USUAL[:1]) for sign in text)
        others = () if is_plain or not PAIRS.fullmatch(data) else ("gb18030", "big5")
    elif encoding == "big5":
        others = ("gb18030",)
    elif encoding == "gb18030" and _is_rare(text, 1):
        is_nothing = any(category(sign) == "Cn" for sign in text)
        return is_nothing or any(_is_ordinary(data, other) for other in UNMARKED_UTF_16)
    return any(_decodes(data, other) for other in others)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_rare(text: str, least: int) -> bool:
    """Whether of the signs that are not ASCII many are rare, and `least` of them at least."""
    counts = {
        sign: count
        for sign, count in Counter(text).items()
        if sign > "\x7f" and (_is_han(sign) or not ORDINARY.match(sign))
    }
    rare = sum(count for sign, count in counts.items() if not _is_usual(sign))
    return rare >= least and rare > MOST_RARE * sum(counts.values())


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _is_usual(sign: str, sets: tuple[tuple[str, bytes], ...] = USUAL) -> bool:
    """Whether it is among the usual characters of GB 2312 or of Big5, which come first there."""
    for name, last in sets:
        try:
            code = sign.encode(name)
        except UnicodeEncodeError:
            continue
        if len(code) == 2 and code < last:
            return True
    return False


def _likely(data: bytes) -> tuple[str, ...]:
    """The encodings to try in their order.

    Bytes of UTF-16 without a mark hardly ever are UTF-8; in GB18030 nearly all of them would be,
    as rare characters, and bytes of GB18030 read as UTF-16 are no ordinary text. So it comes
    between the two. A zero byte stands in no text of the others.
    """
    unmarked = tuple(name for name in UNMARKED_UTF_16 if _is_ordinary(data, name))
    if b"\0" in data:
        return (*unmarked, "utf-8-sig", *_chinese(data))
    return ("utf-8-sig", *unmarked, *_chinese(data))


def _is_mostly_utf_8(data: bytes) -> bool:
    """Whether a text is UTF-8 that was cut or mixed: GB18030 would make nonsense of it."""
    return 6 * len(HAN_IN_UTF_8.findall(data)) > len(NOT_ASCII.findall(data))


def _is_ordinary(data: bytes, encoding: str) -> bool:
    """Whether nearly all of a text is what Chinese texts are made of, read like this."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return len(ORDINARY.findall(text)) >= LEAST_ORDINARY * len(text)


def _chinese(data: bytes) -> tuple[str, str]:
    """GB18030 and Big5, the likelier one first."""
    second_bytes = [match[1][0] for match in DOUBLE_BYTE.finditer(data)]
    low_bytes = sum(byte < FIRST_HIGH_BYTE for byte in second_bytes)
    if low_bytes > MOST_LOW_IN_GB18030 * len(second_bytes):
        return "big5", "gb18030"
    return "gb18030", "big5"
