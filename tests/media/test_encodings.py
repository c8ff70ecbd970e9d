"""Which encoding a text is in: the right one, or the writer is asked for another."""

import pytest

from media.examine.encodings import decode_text, is_doubtful


def read(data):
    """The text, or None where it is not sure."""
    try:
        text, encoding = decode_text(data)
    except UnicodeError:
        return None
    return None if is_doubtful(text, encoding) else text


SURE = ["电梯", "〔2026〕31号",
        "张三\n李四", "九江市人民政府公告", "、，。", "濂溪区㎡单价", "姓名：赟\n"]  # fmt: skip
RARE = ["龑龘", "㎡", "赟祎", "龘", "喆犇", "□□□□", "囧", "禤", "㎡㎡"]


@pytest.mark.parametrize("text", SURE)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "gb2312"])
def test_a_usual_text_is_read(text, encoding):
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("not in this encoding")

    assert read(data) == text


@pytest.mark.parametrize("text", [*RARE, *SURE])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_a_short_text_is_never_read_as_another(text, encoding):
    assert read(text.encode(encoding)) in (text, None)


@pytest.mark.parametrize("text", ["赟\n", "a b", "编号 龘"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_zero_byte_proves_utf_16(text, encoding):
    assert read(text.encode(encoding)) == text
