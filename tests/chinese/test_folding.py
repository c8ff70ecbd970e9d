"""What is printed alike becomes alike."""

import pytest

from chinese.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ＡＩ２０１８", "ai2018"), ("農民工工資", "农民工工资"), ("國發﹝4﹞40號", "国发〔4〕40号")],
)
def test_folds_width_case_and_traditional_characters(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("printed", "plain"), [("⻓江", "长江"), ("农⺠工", "农民工"), ("⽤地", "用地")]
)
def test_reads_radicals_as_the_characters_they_stand_for(printed, plain):
    assert fold(printed) == plain
