"""A draft's clauses get their identity when it is saved, and keep it whoever saves it next."""

import pytest
from wagtail.rich_text import RichText

from interpretations.models import PolicyPage, clauses_of
from interpretations.models.digest import public_data
from tests.factories import correct, edit, fresh, make_policy, released_set

PURPOSE = "为了规范公共租赁住房管理，保障住房困难家庭，制定本办法。"
SCOPE = "本办法适用于本市行政区域内公共租赁住房的分配、使用和退出。"
OFFICE = "市住房保障主管部门负责全市公共租赁住房的管理和监督工作。"
RENT = "公共租赁住房租金按照同地段市场租金的百分之七十确定并公布。"
NUMBERS = "一二三四五六七八九十"

pytestmark = pytest.mark.django_db


def articles(*texts):
    """A body of articles in one block."""
    lines = zip(NUMBERS, texts, strict=False)
    return [("text", RichText("".join(f"<p>第{n}条　{text}</p>" for n, text in lines)))]


def draft(page):
    return fresh(page).get_latest_revision_as_object()


def by_text(page):
    """The identity of each clause of the newest draft, by its words."""
    return {clause.text: clause.identity for clause in clauses_of(draft(page))}


@pytest.fixture
def policy(world):
    return make_policy(world, body=articles(PURPOSE, SCOPE, OFFICE))


def test_each_clause_of_a_saved_draft_has_an_identity_of_its_own(policy):
    entries = draft(policy).clause_identities

    assert [entry["path"] for entry in entries] == ["第一条", "第二条", "第三条"]
    assert len({entry["id"] for entry in entries}) == 3
    assert all(len(entry["id"]) == 10 for entry in entries)


def test_a_clause_says_number_level_fragment_label_and_block(policy):
    first = clauses_of(draft(policy))[0]

    block = draft(policy).body[0].id
    said = (first.number, first.level, first.fragment, first.label, first.block, first.parent)
    assert said == ("第一条", "条", "第一条", "第一条", block, None)


def test_a_clause_put_in_before_others_takes_no_identity_of_theirs(world, policy):
    before = by_text(policy)

    edit(policy, world.drafter, body=articles(PURPOSE, RENT, SCOPE, OFFICE))

    after = by_text(policy)
    assert {text: after[text] for text in before} == before
    assert after[RENT] not in before.values()


def test_a_select_all_paste_through_an_empty_body_loses_nothing(world, policy):
    before = by_text(policy)
    newest = fresh(policy).latest_revision
    for body in ([], articles(PURPOSE, SCOPE, OFFICE.replace("全市", "本市"))):
        page = draft(policy)
        page.body = body
        page.save_revision(user=world.drafter, overwrite_revision=newest)

    after = by_text(policy)
    assert [*after.values()] == [*before.values()]


def test_a_clause_that_was_deleted_and_typed_again_is_the_same(world, policy):
    before = by_text(policy)
    edit(policy, world.drafter, body=articles(PURPOSE, OFFICE))
    edit(policy, world.drafter, body=articles(PURPOSE, OFFICE.replace("全市", "本市")))
    edit(policy, world.drafter, body=articles(PURPOSE, SCOPE, OFFICE))

    assert by_text(policy) == before


def test_a_tab_with_an_older_text_mixes_no_identities(world, policy):
    before = by_text(policy)
    stale = draft(policy)
    edit(policy, world.drafter, body=articles(RENT, OFFICE, PURPOSE))
    rent = by_text(policy)[RENT]

    stale.save_revision(user=world.drafter)

    assert by_text(policy) == before
    edit(policy, world.drafter, body=articles(PURPOSE, RENT))
    assert by_text(policy) == {PURPOSE: before[PURPOSE], RENT: rent}


def test_identities_that_somebody_brings_are_not_believed(world, policy):
    before = by_text(policy)
    other = make_policy(world, body=articles(RENT))
    foreign = draft(other).clause_identities

    edit(policy, world.drafter, clause_identities=foreign, body=articles(PURPOSE, RENT))

    assert by_text(policy)[PURPOSE] == before[PURPOSE]
    assert by_text(policy)[RENT] != foreign[0]["id"]


def test_a_draft_saved_again_unchanged_is_the_same_draft(world, policy):
    before = public_data(draft(policy))

    draft(policy).save_revision(user=world.drafter)

    assert public_data(draft(policy)) == before


def test_the_editor_is_offered_no_field_for_identities():
    names = {field.name for field in PolicyPage._meta.get_fields() if field.editable}
    form = PolicyPage.get_edit_handler().get_form_class()

    assert not {"clause_identities", "clauses_retired"} & {*form.base_fields, *names}


def test_a_copied_document_has_clauses_of_its_own(world, policy):
    copy = policy.copy(update_attrs={"title": "另一份", "slug": "copy"}, user=world.drafter)

    assert not {*by_text(policy).values()} & {*by_text(copy).values()}
    assert by_text(copy).keys() == by_text(policy).keys()


def test_a_revert_brings_back_what_was_released_before(world):
    policy = released_set(world, body=articles(PURPOSE, SCOPE, OFFICE)).policy
    before, first = by_text(policy), fresh(policy).live_revision
    correct(world, policy, body=articles(PURPOSE, OFFICE))
    page = draft(policy)
    page.body = first.as_object().body

    page.save_revision(user=world.drafter, previous_revision=first)

    assert by_text(policy) == before


def test_a_release_ends_what_is_remembered_of_deleted_clauses(world):
    policy = released_set(world, body=articles(PURPOSE, SCOPE, OFFICE)).policy
    correct(world, policy, body=articles(PURPOSE, OFFICE))

    edit(policy, world.drafter, title="新的标题")

    assert draft(policy).clauses_retired == []


def test_nobody_is_an_author_of_identities(world, policy):
    edit(policy, world.drafter2, body=articles(RENT, PURPOSE, SCOPE, OFFICE))

    changed = policy.contributions.latest("pk").changes
    assert {place.partition("/")[0] for place in changed} == {"body"}


def test_a_text_saved_before_clauses_had_identities_has_the_same_each_time(policy):
    old = draft(policy)
    old.clause_identities = []
    again = draft(policy)
    again.clause_identities = []

    assert [c.identity for c in clauses_of(old)] == [c.identity for c in clauses_of(again)]
    assert len({c.identity for c in clauses_of(old)}) == 3


def test_the_next_draft_adopts_what_was_derived(world, policy):
    revision = policy.latest_revision
    revision.content = {**revision.content, "clause_identities": [], "clauses_retired": []}
    revision.save()
    derived = by_text(policy)

    edit(policy, world.drafter, body=articles(RENT, PURPOSE, SCOPE))

    after = by_text(policy)
    assert after[PURPOSE] == derived[PURPOSE]
    assert after[SCOPE] == derived[SCOPE]
    assert draft(policy).clauses_retired[0]["id"] == derived[OFFICE]


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param(lambda line, start, end: [line + 90, start, end], id="behind the text"),
        pytest.param(lambda line, start, end: [line - 90, start, end], id="before the text"),
        pytest.param(lambda line, start, end: [(line + 1) % 3, start, end], id="in the next line"),
        pytest.param(lambda line, start, end: [line, start + 9, end + 9], id="in the same line"),
    ],
)
def test_places_that_an_older_splitter_left_give_no_clause_the_words_of_another(
    world, policy, moved
):
    before = by_text(policy)
    revision = policy.latest_revision
    entries = [
        {**entry, "spans": [moved(*span) for span in entry["spans"]]}
        for entry in revision.content["clause_identities"]
    ]
    revision.content = {**revision.content, "clause_identities": entries}
    revision.save()

    edit(policy, world.drafter, body=articles(OFFICE, PURPOSE, RENT, SCOPE))

    after = by_text(policy)
    assert {text: after[text] for text in before} == before
    assert after[RENT] not in before.values()
