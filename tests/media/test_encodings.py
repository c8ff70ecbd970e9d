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
# In GB 2312 some of these are letters of other scripts in UTF-8, or look like UTF-8 that was cut.
PLAIN = ["学校", "电话", "通知", "医院", "一", "元", "学校\r\n", "电话\n", "学校,电话"]
RARE = ["龑龘", "㎡", "赟祎", "龘", "喆犇", "□□□□", "囧", "禤", "㎡㎡"]


@pytest.mark.parametrize("text", [*SURE, *PLAIN])
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


@pytest.mark.parametrize("text", ["α", "δ", "25°", "café", "±5", "Ω·m"])
def test_letters_that_chinese_texts_have_are_read_in_utf_8(text):
    assert read(text.encode()) == text


@pytest.mark.parametrize("cut", [1, 2, 4, 5, 7, 8])
def test_utf_8_that_was_cut_is_not_read_as_another(cut):
    assert read("电话学校".encode()[:cut]) is None


@pytest.mark.parametrize("text", ["赟\n", "a b", "编号 龘"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_zero_byte_proves_utf_16(text, encoding):
    assert read(text.encode(encoding)) == text
