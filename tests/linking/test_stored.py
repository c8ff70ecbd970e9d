"""Links live in the interpretation's revision: kept, dropped, copied, undone and seen with it."""

import json

import pytest
from wagtail.rich_text import RichText

from interpretations.models import FurtherPolicy
from interpretations.models.clause_links import Link, stored
from interpretations.models.digest import page_digest
from interpretations.models.refusals import UnseenReference
from interpretations.releases.submission.undo import undo
from tests.factories import edit, fresh, make_interpretation, make_policy
from tests.linking.sets import document, draft, explain, identity, links_of, only, relink

pytestmark = pytest.mark.django_db


def test_a_saved_link_is_in_the_revision(world):
    policy = document(world)
    page = explain(world, policy, "第二条")
    assert links_of(page) == [Link("key_points", policy.pk, identity(policy, "第二条"))]


def test_an_interpretation_without_links_keeps_the_digest_that_it_had(world):
    page = make_interpretation(document(world), world.drafter)
    digest = page_digest(page)
    page.clause_links = page.clause_links_dropped = []
    assert page_digest(page) == digest


def test_links_are_part_of_the_digest(world):
    page = explain(world, policy := document(world), "第二条")
    before = page_digest(draft(page))
    relink(world, page, Link("key_points", policy.pk, identity(policy, "第三条")))
    assert page_digest(draft(page)) != before


def test_a_link_of_a_block_that_is_gone_is_dropped(world):
    policy = document(world)
    page = make_interpretation(policy, world.drafter, body=[("text", RichText("<p>甲</p>"))])
    block = draft(page).body.raw_data[0]["id"]
    link = Link(block, policy.pk, identity(policy, "第二条"))
    relink(world, page, link)
    assert links_of(page) == [link]
    edit(page, world.drafter, body=[])
    assert links_of(page) == []


def pasted_twice(page):
    """The draft with its one block a second time, as somebody pastes what a body is stored as."""
    page = draft(page)
    (block,) = page.body.get_prep_value()
    page.body = json.dumps([block, {**block, "value": "<p>乙</p>"}])
    return page


def test_of_two_blocks_with_one_id_the_first_keeps_the_links(world):
    policy = document(world)
    page = make_interpretation(policy, world.drafter, body=[("text", RichText("<p>甲</p>"))])
    link = Link(draft(page).body[0].id, policy.pk, identity(policy, "第二条"))
    relink(world, page, link)

    pasted_twice(page).save_revision(user=world.drafter)

    first, second = draft(page).body
    assert links_of(page) == [link]
    assert (first.id, first.value.source) == (link.block, "<p>甲</p>")
    assert second.id != link.block


def test_a_form_that_sends_one_id_twice_again_means_the_same_block(world):
    policy = document(world)
    page = make_interpretation(policy, world.drafter, body=[("text", RichText("<p>甲</p>"))])
    twice = pasted_twice(page)
    sent = json.dumps(twice.body.get_prep_value())
    twice.save_revision(user=world.drafter)
    link = Link(draft(page).body[1].id, policy.pk, identity(policy, "第二条"))
    relink(world, page, link)

    edit(page, world.drafter, body=sent)

    assert links_of(page) == [link]
    assert draft(page).body[1].id == link.block


def test_a_link_to_a_clause_that_the_draft_has_no_longer_stays_to_be_seen(world):
    policy = document(world)
    page = explain(world, policy, "第四条")
    edit(policy, world.drafter, body=[("text", RichText("<p>第一条　别的话，一句也不同。</p>"))])
    edit(page, world.drafter, summary="改过。")
    assert len(links_of(page)) == 1


def test_a_link_to_a_document_that_is_not_explained_is_dropped(world):
    policy, other = document(world), document(world, title="另一份办法")
    page = explain(world, policy)
    relink(world, page, Link("key_points", other.pk, identity(other, "第二条")))
    assert links_of(page) == []


def test_a_link_to_a_further_document_stays(world):
    policy, other = document(world), document(world, title="另一份办法")
    page = explain(world, policy)
    link = Link("key_points", other.pk, identity(other, "第二条"))
    edit(page, world.drafter, further_policies=[FurtherPolicy(policy=other)],
         clause_links=stored([link]))  # fmt: skip
    assert links_of(page) == [link]


def test_a_document_that_the_writer_may_not_see_cannot_be_named(world):
    page = explain(world, document(world))
    hidden = make_policy(world, user=world.drafter2, department=world.other_department)
    link = Link("key_points", hidden.pk, "abcdefghij")
    with pytest.raises(UnseenReference):
        relink(world, page, link)


def test_links_of_a_copied_set_follow_to_the_copy(world):
    policy = document(world)
    page = explain(world, policy, "第二条", "第三条")
    copy = fresh(policy).copy(
        recursive=True, update_attrs={"title": "副本", "slug": "fuben"}, copy_revisions=True
    )
    followed = links_of(only(copy))
    assert followed == [
        Link("key_points", copy.pk, identity(copy, label)) for label in ("第二条", "第三条")
    ]
    assert {link.clause for link in followed}.isdisjoint(link.clause for link in links_of(page))


def test_taking_back_own_writing_takes_back_a_link(world):
    policy = document(world)
    page = explain(world, policy, "第二条")
    kept, new = links_of(page)[0], Link("key_points", policy.pk, identity(policy, "第三条"))
    draft_page = fresh(page).get_latest_revision_as_object()
    draft_page.clause_links = stored([kept, new])
    draft_page.save_revision(user=world.leader)
    undo(page.pk, world.leader)
    assert links_of(page) == [kept]


def test_what_explains_itself_is_kept_with_the_document(world):
    policy = document(world)
    own = identity(policy, "第四条")
    edit(policy, world.drafter, clauses_self_evident=[own, "zzzzzzzzzz"])
    assert draft(policy).clauses_self_evident == [own]


def test_what_explains_itself_does_so_again_after_an_empty_body(world):
    policy = document(world)
    text, own = draft(policy).body, identity(policy, "第四条")
    edit(policy, world.drafter, clauses_self_evident=[own])
    edit(policy, world.drafter, body=[])
    edit(policy, world.drafter, body=text)
    assert draft(policy).clauses_self_evident == [own] == [identity(policy, "第四条")]


@pytest.mark.parametrize(
    "row", [None, [], "abc", {"block": "a"}, {"block": 1, "policy": 2, "clause": "c"},
            {"block": "a", "policy": True, "clause": "c"}],
)  # fmt: skip
def test_what_is_no_link_is_read_as_none(row):
    assert Link.read([row]) == ()
