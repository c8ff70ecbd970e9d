"""Whatever a text says: nothing breaks, nothing is lost, nothing is counted twice."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from clauses import Kind, Paragraph
from clauses.citing.cite import Context, cite
from clauses.citing.document import Document
from clauses.identity.align import Known, align
from clauses.identity.fragments import assign, readable
from clauses.proposing.propose import propose
from clauses.proposing.quotations import quotations
from clauses.splitting.split import split

PIECES = (
    "第", "一", "二", "三", "十", "〇", "条", "款", "项", "章", "节", "编", "目录", "附件",
    "1", "2", "12", ".", "、", "（", "）", "(", ")", "①", "\u3000", " ", "\n", "。", "；",
    "：", "《", "》", "“", "”", "本", "前", "至", "和", "之", "关于印发", "的通知", "办法",
    "各单位", "某局", "2019年1月2日", "（此件公开发布）", "以下简称", "现印发给你们",
    "1.1", "第一章 总则", "第六条 ", "百分之五", "1000元", "总则", "\u200b",
    "甲乙丙丁戊己庚辛", "……", "规定",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
FLOWS = st.lists(st.builds(Paragraph, TEXTS, st.sampled_from(list(Kind))), max_size=8)


def places(flow, tree):
    spans = [s for part in (*tree.clauses, *tree.matter) for s in part.spans]
    spans += [s for f in tree.findings if f.trouble == "page_counter" for s in f.spans]
    return [(s.paragraph, at) for s in spans for at in range(s.start, s.end)]


@settings(max_examples=60, deadline=None)
@given(FLOWS)
@example([Paragraph("一" * 9 + "、甲")])
@example([Paragraph("一" * 5000 + "、甲")])
@example([Paragraph("1、甲"), Paragraph("999、乙")])
@example([Paragraph("第一条 甲"), Paragraph("第九千九百九十九条 乙")])
@example([Paragraph("目录"), Paragraph("." * 5000 + "x")])
def test_every_word_of_any_text_has_its_place_once(flow):
    tree = split(flow)

    found = places(flow, tree)

    assert len(found) == len({*found})
    words = {
        (at, place)
        for at, paragraph in enumerate(flow)
        for place, sign in enumerate(paragraph.text)
        if sign.strip(" \n\u3000\u200b")
    }
    assert words <= {*found}


@settings(max_examples=30, deadline=None)
@given(FLOWS, TEXTS)
def test_any_text_is_addressed_aligned_cited_and_proposed(flow, text):
    tree = split(flow)
    ids = [clause.id for clause in tree.clauses]
    document = Document(tree)
    here = ids[-1] if ids else None

    fragments = assign({}, list(zip(ids, readable(tree.clauses), strict=True)))
    same = align([[Known(c.id, c.number, c.path, c.text) for c in tree.clauses]], tree.clauses)
    cited = [one for c in cite(text, Context(document, here)) for one in c.clauses]
    proposed = [p.clause for p in propose([text], document)]
    quoted = [q.clause for q in quotations(text, document)]

    assert len({*ids}) == len(ids) == len({*fragments.of.values()})
    assert len([one for one in same if one is not None]) == len({*same} - {None})
    assert {*cited, *proposed, *quoted} <= {*ids}
