"""What is worked out before a release is used only while it is true; its writing is whole (P3)."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from modelcluster.models import get_all_child_m2m_relations
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from interpretations.models import (
    Clause,
    InterpretationPage,
    Keyword,
    PolicyPage,
    PolicyRelation,
    PolicyTag,
)
from interpretations.models.refusals import Changed
from interpretations.releases.execution import ready as working_out
from interpretations.releases.execution.execute import execute, prepare
from interpretations.releases.submission.migrate import submit_migration
from media.models import SiteDocument
from search.models import SearchEntry
from tests.factories import (
    approve,
    approved_set,
    edit,
    fresh,
    interpretations_of,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    submit_kind,
    submit_set,
)
from tests.support.behind import behind_the_guard
from tests.support.faults import watching
from tests.support.state import public_rows

pytestmark = pytest.mark.django_db


def with_parts(world, **fields):
    """A draft document with a keyword and an attachment, and its interpretation with a picture."""
    policy = make_policy(world, **fields)
    policy.attachments.create(title="申请表", document=make_document(world))
    policy.keywords.add("便民")
    policy.save_revision(user=world.drafter)
    picture = ("picture", {"image": make_image(world, size=(60, 40)), "alt": "办事流程"})
    make_interpretation(policy, world.drafter, body=[picture])
    return policy


def migration(world, sets):
    """An approved migration of so many sets."""
    long_ago = datetime(2017, 6, 11, 9, tzinfo=UTC)
    policies = [with_parts(world, formerly_published_at=long_ago) for _ in range(sets)]
    return approve(world, submit_migration([one.pk for one in policies], world.drafter))


def statements(release):
    prepared = prepare(release.pk)
    with watching() as sent:
        execute(release.pk, prepared)
    return len(sent.sent)


@contextmanager
def refused(sentence=None):
    """What happens here is refused because something changed, and readers see what they saw."""
    before = public_rows()
    with pytest.raises(Changed, match=sentence):
        yield
    assert public_rows() == before


def test_nothing_is_worked_out_while_the_release_holds_the_lock(world, monkeypatch):
    release = approve(world, submit_set(world, with_parts(world)))
    prepared = prepare(release.pk)
    monkeypatch.setattr(working_out, "make_ready", lambda item: pytest.fail("worked out again"))

    assert execute(release.pk, prepared).state == "released"


def test_a_release_of_more_sets_sends_no_more_statements(world):
    few, many = migration(world, 2), migration(world, 5)

    assert statements(many) == statements(few)


def test_a_keyword_renamed_in_between_is_found_by_its_new_name(world):
    policy = with_parts(world)
    release = approve(world, submit_set(world, policy))
    prepared = prepare(release.pk)
    Keyword.objects.filter(name="便民").update(name="惠民")

    execute(release.pk, prepared)

    assert "惠民" in SearchEntry.objects.get(page_id=policy.pk).body


@pytest.mark.violates
def test_a_revision_rewritten_in_between_is_not_released(world):
    policy = with_parts(world)
    release = approve(world, submit_set(world, policy))
    prepared = prepare(release.pk)
    revision = Revision.objects.get(pk=fresh(policy).latest_revision_id)
    with behind_the_guard():
        content = {**revision.content, "title": "别的标题"}
        Revision.objects.filter(pk=revision.pk).update(content=content)

    with refused():
        execute(release.pk, prepared)


@pytest.mark.violates
def test_a_file_renamed_in_between_is_not_released(world):
    policy = with_parts(world)
    release = approve(world, submit_set(world, policy))
    prepared = prepare(release.pk)
    with behind_the_guard():
        SiteDocument.objects.update(title="别的名字")

    with refused():
        execute(release.pk, prepared)


@pytest.mark.violates
def test_a_document_that_is_named_and_deleted_in_between_stops_the_release(world):
    named, policy = make_policy(world), with_parts(world)
    policy.relations.create(kind=PolicyRelation.Kind.AMENDS, target=named)
    policy.save_revision(user=world.drafter)
    release = approve(world, submit_set(world, policy))
    prepared = prepare(release.pk)
    named.delete()

    with refused("请退回后重新送审"):
        execute(release.pk, prepared)


def test_an_address_taken_in_between_is_not_released(world):
    policy = make_set(world)
    other = make_policy(world)
    release = approve(world, submit_set(world, policy))
    slug = release.items.get(page=policy.pk).slug
    with behind_the_guard():
        Page.objects.filter(pk=other.pk).update(slug=slug)

    with refused("已被别的页面占用"):
        execute(release.pk)


@pytest.mark.violates
def test_the_address_of_an_interpretation_taken_in_between_is_not_released(world):
    policy = make_set(world)
    (interpretation,) = interpretations_of(policy)
    left_out = make_interpretation(policy, world.drafter)
    members = {policy.pk, interpretation.pk}
    release = approve(world, submit_set(world, policy, page_ids=members))
    slug = release.items.get(page=interpretation.pk).slug
    with behind_the_guard():
        Page.objects.filter(pk=left_out.pk).update(slug=slug)

    with refused("已被别的页面占用"):
        execute(release.pk)


def test_an_address_is_free_where_only_another_department_has_it(world):
    release = approved_set(world)
    elsewhere = make_policy(world, department=world.other_department)
    Page.objects.filter(pk=elsewhere.pk).update(slug=release.items.first().slug)

    assert execute(release.pk).state == "released"


@pytest.mark.violates
def test_what_stands_below_a_document_follows_its_pinned_address(world):
    policy = make_set(world)
    left_out = make_interpretation(policy, world.drafter)
    (first, _second) = interpretations_of(policy)
    release = approve(world, submit_set(world, policy, page_ids={policy.pk, first.pk}))
    pinned = release.items.get(page=policy.pk).url_path
    with behind_the_guard():
        Page.objects.filter(pk=policy.pk).update(slug="jiu", url_path=f"{pinned}jiu/")
        for page in (first, left_out):
            Page.objects.filter(pk=page.pk).update(url_path=f"{pinned}jiu/{page.slug}/")

    execute(release.pk)

    assert fresh(policy).url_path == pinned
    for page in (first, left_out):
        page = fresh(page)
        assert page.url_path == f"{pinned}{page.slug}/"


def test_child_rows_and_references_are_those_of_the_text(world):
    policy = with_parts(world)
    execute(approve(world, submit_set(world, policy)).pk)
    draft = fresh(policy).latest_revision.as_object()
    draft.keywords.set(["减税"])
    draft.attachments.set([])
    draft.save_revision(user=world.drafter)

    execute(approve(world, submit_kind(world, policy, "correction")).pk)

    page = fresh(policy)
    assert [keyword.name for keyword in page.keywords.all()] == ["减税"]
    assert not page.attachments.exists()
    assert {tag.content_object_id for tag in PolicyTag.objects.filter(tag__name="便民")} == set()
    before = references_of(page)
    ReferenceIndex.create_or_update_for_object(page)
    assert references_of(page) == before


def references_of(page):
    rows = ReferenceIndex.objects.filter(object_id=str(page.pk))
    return set(rows.values_list("content_type", "to_object_id", "model_path", "content_path"))


def test_no_page_has_parts_that_a_release_would_not_write():
    for model in (PolicyPage, InterpretationPage):
        assert get_all_child_m2m_relations(model) == []


def test_the_history_of_a_page_says_that_it_went_out_and_how_it_was_called(world):
    policy = make_set(world, title="旧题")
    execute(approve(world, submit_set(world, policy)).pk)
    edit(fresh(policy), world.drafter, title="新题")

    execute(approve(world, submit_kind(world, policy, "correction")).pk)

    lines = PageLogEntry.objects.filter(
        page=policy.pk, action__in=["wagtail.publish", "wagtail.rename"]
    )
    told = list(lines.order_by("pk").values_list("action", "content_changed", "data"))
    renamed = {"title": {"old": "旧题", "new": "新题"}}
    assert told == [
        ("wagtail.publish", True, {}),
        ("wagtail.rename", False, renamed),
        ("wagtail.publish", True, renamed),
    ]


def test_a_page_that_went_out_with_its_newest_draft_has_nothing_unpublished(world):
    policy = make_set(world)
    execute(approve(world, submit_set(world, policy)).pk)

    page = fresh(policy)
    assert not page.has_unpublished_changes
    assert page.live_revision_id == page.latest_revision_id
    assert Clause.objects.filter(policy=policy.pk, removed_on=None).exists()
