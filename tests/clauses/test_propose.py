"""Proposed links: measured on labelled interpretations, and each sign by itself."""

import pytest

from clauses.citing.document import Document
from clauses.proposing.figures import figures
from clauses.proposing.propose import Why, propose
from tests.clauses.written import HERE, real_text, tree_of

LEAST_PRECISION, LEAST_RECALL = 0.95, 0.85
LABELLED = sorted((HERE / "interpretations").glob("*.txt"))

NOTICE = Document(
    tree_of(
        "关于人才住房的意见\n"
        "一、总体要求\n"
        "（一）工作目标。到2025年，新增人才住房12000套，改造老旧小区35个。\n"
        "（二）基本原则。坚持政府主导、市场运作，坚持职住平衡、方便生活。\n"
        "二、保障措施\n"
        "（三）租金补贴。博士研究生每月补贴3000元，硕士研究生每月补贴1500元，期限不超过36个月。\n"
        "（四）购房优惠。首次购房的博士研究生一次性补助200000元，由所在县级财政部门拨付到个人账户。\n"
        "（五）其他事项。本意见由市住房保障部门负责解释。"
    )
)


def proposed(*paragraphs):
    return [
        (p.paragraph, p.clause, [r.why for r in p.reasons]) for p in propose(paragraphs, NOTICE)
    ]


def labelled(path):
    """The paragraphs of an interpretation, each with the ids that a person gave it."""
    rows = []
    for line in path.read_text(encoding="utf-8").strip().split("\n"):
        if line.startswith("→"):
            rows[-1][1].update(line[1:].split())
        else:
            rows.append((line, set()))
    return rows


def counted():
    """How many proposals are right, wrong and missed, over all labelled interpretations."""
    right = wrong = missed = 0
    for path in LABELLED:
        text = real_text(path.stem)
        if text is None:
            pytest.skip("the collection of real documents is not beside the repository")
        rows = labelled(path)
        document = Document(tree_of(text))
        found = {(p.paragraph, p.clause) for p in propose([row for row, _ in rows], document)}
        meant = {(at, clause) for at, (_, clauses) in enumerate(rows) for clause in clauses}
        assert {clause for _, clause in meant} <= {*document.clauses}
        right, wrong = right + len(found & meant), wrong + len(found - meant)
        missed += len(meant - found)
    return right, wrong, missed


def test_proposals_for_real_documents_are_right():
    right, wrong, missed = counted()

    assert right / (right + wrong) >= LEAST_PRECISION
    assert right / (right + missed) >= LEAST_RECALL


def test_a_citation_is_the_surest_sign():
    (proposal,) = propose(["根据一、（一）的规定"], NOTICE)

    assert (proposal.clause, proposal.strength) == ("一、/（一）", 1.0)


def test_an_equal_heading_is_proposed_whatever_its_number():
    assert proposed("3.租金补贴") == [(0, "二、/（三）", [Why.HEADING])]


def test_a_heading_with_about_is_the_heading():
    assert proposed("关于购房优惠的说明") == [(0, "二、/（四）", [Why.HEADING])]


def test_a_long_shared_phrase_is_proposed():
    assert proposed("钱怎么到手？由所在县级财政部门拨付到个人账户即可。") == [
        (0, "二、/（四）", [Why.PHRASE])
    ]


def test_a_short_shared_phrase_is_none():
    assert proposed("要坚持政府主导、市场化。") == []


def test_an_amount_that_one_clause_has_is_proposed():
    assert proposed("硕士研究生每月能领到补贴1,500元。") == [(0, "二、/（三）", [Why.FIGURE])]


def test_an_amount_is_the_same_in_other_words():
    assert proposed("首次购房的博士研究生能得补助20万元。") == [(0, "二、/（四）", [Why.FIGURE])]


def test_an_amount_of_something_else_is_not_proposed():
    assert proposed("去年全市旅游收入增长，门票1500元。") == []


def test_a_quotation_is_proposed_once_with_its_words():
    assert proposed("通知说“本意见由市住房保障部门负责解释”，请放心。") == [
        (0, "二、/（五）", [Why.QUOTATION, Why.PHRASE])
    ]


def test_several_reasons_are_stronger_than_one():
    one = propose(["租金补贴"], NOTICE)[0]
    both = propose(["租金补贴：硕士研究生每月补贴1500元"], NOTICE)[0]

    assert both.strength > one.strength


def test_a_text_about_nothing_of_it_has_no_proposals():
    assert proposed("我市将认真组织实施，欢迎广大市民来电咨询。", "") == []


FIGURES = {
    "1,500元": ["1500元"],
    "一千五百元": ["1500元"],
    "1.2万元": ["12000元"],
    "百分之七十": ["70%"],
    "70％": ["70%"],
    "20个工作日": ["20工作日"],
    "2019年5月15日": ["5月15日"],
    "2025年": [],
    "第三条": [],
    "1" * 5000 + "元": [],
}


@pytest.mark.parametrize(("text", "expected"), FIGURES.items(), ids=range(len(FIGURES)))
def test_a_figure_has_one_form(text, expected):
    assert [figure.value for figure in figures(text)] == expected
