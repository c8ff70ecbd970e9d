"""Real texts as Word files: the same words with the same numbers come back."""

import pytest

from drafting.reading import read
from tests.drafting.numbered import MAKERS
from tests.drafting.texts import NAMES, lines, needs_texts


@needs_texts
@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_text_comes_back_with_its_numbers(name, maker, tmp_path):
    path = tmp_path / "text.docx"
    path.write_bytes(MAKERS[maker](lines(name)))

    assert [paragraph.text for paragraph in read(path, path.name).paragraphs] == lines(name)


@needs_texts
@pytest.mark.parametrize("maker", ["direct", "by-style"])
def test_the_numbers_of_these_files_are_made_by_word(maker, tmp_path):
    path = tmp_path / "text.docx"
    path.write_bytes(MAKERS[maker](lines("zhengfu_xinxi_gongkai_tiaoli")))

    numbers = [paragraph.number for paragraph in read(path, path.name).paragraphs]

    assert sum(map(bool, numbers)) == 6 + 56 + 41
    assert "第五十六条" in numbers
