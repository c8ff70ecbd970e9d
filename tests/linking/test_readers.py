"""What readers get of links: both directions, and 对照看 laid out by clauses."""

import json
import re

import pytest
from wagtail.rich_text import RichText

from interpretations.models import (
    ClauseLink,
    FurtherPolicy,
    InterpretationPage,
    OutboxMessage,
    PolicyPage,
)
from interpretations.models.clause_links import Link, stored
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from interpretations.releases.submission.submit import NotReady
from tests.factories import (
    approve,
    correct,
    edit,
    fresh,
    make_interpretation,
    make_policy,
    release_kind,
    submit_set,
)
from tests.linking.sets import ARTICLES, body, document, draft, explain, identity, relink

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    """A public set: a section explains 第三条, a block 第二条, another one nothing."""
    policy = document(shared_world)
    said = [("text", RichText(f"<p>{line}。</p>")) for line in ("博士买房补二十万", "再说一句")]
    page = make_interpretation(policy, shared_world.drafter, title="买房补贴怎么拿", body=said)
    block = draft(page).body.raw_data[0]["id"]
    relink(
        shared_world, page,
        Link("key_points", policy.pk, identity(policy, "第三条")),
        Link(block, policy.pk, identity(policy, "第二条")),
    )  # fmt: skip
    execute(approve(shared_world, submit_set(shared_world, policy)).pk)
    return policy.pk, page.pk, block


@pytest.fixture
def policy(world, built):
    return PolicyPage.objects.get(pk=built[0])


@pytest.fixture
def page(world, built):
    return InterpretationPage.objects.get(pk=built[1])


def test_a_release_writes_the_links_for_readers(policy, page):
    rows = ClauseLink.objects.filter(interpretation=page.pk).order_by("position")
    assert [Link(*row) for row in rows.values_list("block", "policy_id", "clause")] == list(
        Link.read(page.clause_links)
    )


def test_a_block_names_the_clause_that_it_explains_and_leads_there(policy, page, client):
    text = client.get(page.url).text
    assert f'解读：<a href="{policy.url}#第二条" data-pair="policy">第二条</a>' in text
    assert f'<a href="{policy.url}#第三条" data-pair="policy">第三条</a>' in text
    assert 'id="第二条"' in client.get(policy.url).text


def test_the_document_leads_from_a_clause_to_its_explanation(policy, page, built, client):
    text = client.get(policy.url).text
    line = re.search(r'<p id="第二条".*?</p>', text)[0]
    assert f'href="{page.url}#explains-{built[2]}"' in line
    assert f'id="explains-{built[2]}"' in client.get(page.url).text
    assert "explained-by" not in re.search(r'<p id="第四条".*?</p>', text)[0]


def test_side_by_side_each_explanation_stands_level_with_its_clause(policy, client):
    text = client.get(f"{policy.url}both/").text
    rows = text.split('<div class="abreast__row">')[1:]
    assert [("第一条　" in row, "第二条　" in row, "第三条　" in row) for row in rows] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    assert "博士买房补二十万" in rows[1]
    assert "再说一句" in rows[1]
    assert "材料减半" in rows[2]
    assert 'href="#第二条"' in rows[1]


def test_on_a_phone_an_explanation_comes_right_behind_its_clause(policy, client):
    text = client.get(f"{policy.url}both/").text
    last = text.split('<div class="abreast__row">')[-1]
    assert last.index("第三条　") < last.index("材料减半") < last.index("第四条　")


def test_side_by_side_nothing_of_either_text_is_lost(policy, page, client):
    text = client.get(f"{policy.url}both/").text
    for line in (*ARTICLES, "博士买房补二十万", "再说一句", page.title, "0792-8123456"):
        assert text.count(line) >= 1, line


def test_side_by_side_blocks_of_one_id_show_each_clause_once(world, client):
    blocks = [{"type": "text", "id": "same", "value": f"<p>{line}</p>"} for line in ARTICLES]
    policy = make_policy(world, body=json.dumps(blocks))
    explain(world, policy, "第三条")
    execute(approve(world, submit_set(world, policy)).pk)

    text = client.get(f"{fresh(policy).url}both/").text

    assert "abreast__row" in text
    for line in ARTICLES:
        assert text.count(f'<p id="{line[:3]}">{line}') == 1


def test_without_links_both_stand_side_by_side_as_they_are(world, client):
    other = document(world)
    make_interpretation(other, world.drafter)
    execute(approve(world, submit_set(world, other)).pk)
    text = client.get(f"{fresh(other).url}both/").text
    assert '<div class="both">' in text
    assert "abreast__row" not in text


def test_the_draft_shows_its_links_before_it_is_public(world, policy, page, client):
    client.force_login(world.drafter)
    edit(page, world.drafter, clause_links=stored(
        [Link("key_points", policy.pk, identity(policy, "第四条"))]))  # fmt: skip
    text = client.get(f"/admin/pages/{page.pk}/view_draft/").text
    assert "#第四条" in text


def test_a_correction_that_takes_out_an_explained_clause_names_what_is_in_the_way(world, policy):
    with pytest.raises(NotReady) as refusal:
        correct(world, policy, body=body(*ARTICLES[:2], ARTICLES[3]))
    assert "lost_clause" in [finding.code for finding in refusal.value.findings]
    assert "第三条" in str(refusal.value)


def test_a_correction_of_both_goes_out(world, policy, page):
    edit(page, world.drafter, clause_links=[row for row in page.clause_links
                                            if row["block"] != "key_points"])  # fmt: skip
    edit(policy, world.drafter, body=body(*ARTICLES[:2], ARTICLES[3]))
    release_kind(world, policy, ReleaseKind.CORRECTION, page_ids=[policy.pk, page.pk])
    assert ClauseLink.objects.filter(interpretation=page.pk).count() == 1


def test_what_another_set_explains_never_holds_up_and_leads_to_what_became_of_it(
    world, policy, client
):
    home = document(world, "第一条　另一份文件，说的是别的事情。", title="另一份文件")
    other = make_interpretation(
        home, world.drafter, further_policies=[FurtherPolicy(policy=policy)],
        clause_links=stored([Link("key_points", policy.pk, identity(policy, "第四条"))]),
    )  # fmt: skip
    execute(approve(world, submit_set(world, home)).pk)
    correct(world, policy, body=body(*ARTICLES[:3]))
    text = client.get(fresh(other).url).text
    assert re.search(r'#第四条" data-pair="policy">《[^》]*》第四条</a>（已于.*删去）', text)
    message = OutboxMessage.objects.get(kind="clauses_gone")
    assert message.payload == {
        "interpretation": other.pk,
        "documents": {str(policy.pk): ["第四条"]},
    }


def test_a_search_names_the_clause_that_matched_and_leads_there(policy, client):
    text = client.get("/search/?q=由所在县级财政部门拨付").text
    assert f'<a href="{policy.url}#第二条"><b class="excerpt__clause">第二条</b>' in text


def test_a_search_names_no_clause_where_none_alone_says_it(policy, client):
    assert "excerpt__clause" not in client.get("/search/?q=本办法").text
