"""A small file may have a text that takes long to recognize: it is refused where it is read."""

import pytest

from drafting.reading import MOST_LINES, MOST_SIGNS, read
from drafting.refusal import UnreadableError
from tests.drafting.docx import Docx, paragraph


def refused(path, content):
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as caught:
        read(path, path.name)
    return caught.value.code


def test_a_text_of_too_many_paragraphs_is_too_heavy(tmp_path):
    content = Docx([paragraph(str(n)) for n in range(MOST_LINES + 1)]).data()

    assert refused(tmp_path / "多.docx", content) == "too_heavy"


def test_a_text_of_too_many_signs_is_too_heavy(tmp_path):
    assert refused(tmp_path / "长.txt", b"a" * (MOST_SIGNS + 1)) == "too_heavy"


def test_a_text_at_the_limit_is_read(tmp_path):
    path = tmp_path / "多.docx"
    path.write_bytes(Docx([paragraph(str(n)) for n in range(MOST_LINES)]).data())

    assert len(read(path, path.name).items) == MOST_LINES
