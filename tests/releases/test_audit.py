"""The proof over the database tells each kind of violation, and nothing when all is well (P8)."""

import datetime
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Revision

from interpretations.models import Gate, PolicyPage, Publication, Release
from interpretations.releases.audit.live_pages import live_page_violations
from interpretations.releases.audit.public_state import Violation, violations
from interpretations.releases.execution.execute import execute
from media.models import ReleasedFile
from search.models import SearchEntry
from tests.factories import (
    approve,
    approved_set,
    make_document,
    make_interpretation,
    make_set,
    released_set,
    submit_set,
)
from tests.support.behind import behind_the_guard, doctor, drop_trigger, restrict

pytestmark = [pytest.mark.django_db, pytest.mark.violates]


@pytest.fixture(scope="module")
def built(shared_world):
    """A public set and another one under review."""
    return released_set(shared_world), submit_set(shared_world, make_set(shared_world))


@pytest.fixture
def public(world, built):
    return deepcopy(built[0])


@pytest.fixture
def submitted(world, built):
    return deepcopy(built[1])


def problems():
    """What the audit says, as (promise, problem) pairs."""
    return {(violation.promise, violation.problem) for violation in violations()}


def with_attachment(world):
    document = make_document(world)
    policy = make_set(world)
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    return execute(approve(world, submit_set(world, policy)).pk), document


def test_finds_nothing_where_all_is_well(world, public, submitted):
    with_attachment(world)
    approved_set(world)
    make_set(world)

    assert list(violations()) == []


def test_the_rows_of_pages_are_read_together(world, public):
    def reads():
        with CaptureQueriesContext(connection) as asked:
            assert list(live_page_violations()) == []
        return len(asked)

    of_one = reads()
    for _ in range(2):
        released_set(world)

    # Its keywords alone are asked of each document, as a release does.
    assert reads() == of_one + 2


def test_an_offence_names_page_and_release(public):
    with behind_the_guard():
        Page.objects.filter(pk=public.policy_id).update(title="改")

    (violation,) = violations()

    expected = Violation("P2", "content differs from the released one", public.policy_id, public.pk)
    assert violation == expected
    assert violation.as_dict()["page_id"] == public.policy_id


def test_tells_a_missing_trigger(world):
    drop_trigger("guard_release_delete")

    assert problems() == {("P2", "trigger missing or altered")}


def test_tells_a_gate_that_stands_open(public):
    Gate.objects.create(page_id=public.policy_id)

    assert problems() == {("P2", "a gate stands open")}
    Gate.objects.all().delete()


def test_tells_a_public_document_without_interpretation(public):
    with behind_the_guard():
        pages = Publication.objects.filter(policy=public.policy_id, role="interpretation")
        Page.objects.filter(pk__in=pages.values("page")).update(live=False)

    assert ("P1", "public policy without interpretation") in problems()


def test_tells_a_public_interpretation_without_its_document(public):
    with behind_the_guard():
        Page.objects.filter(pk=public.policy_id).update(live=False)

    assert ("P1", "public interpretation without policy") in problems()


@pytest.mark.parametrize("half", ["policy", "interpretation"])
def test_tells_a_page_that_is_live_without_a_release(world, half):
    policy = make_set(world)
    page = policy if half == "policy" else policy.get_children().get()
    with behind_the_guard():
        Page.objects.filter(pk=page.pk).update(live=True)

    assert problems() == {("P2", "live without a release")}


def test_tells_a_released_page_that_is_not_live(public):
    with behind_the_guard():
        Page.objects.filter(pk=public.policy_id).update(live=False)

    assert ("P2", "released but not live") in problems()


@pytest.mark.parametrize("other", ["newer", "none"])
def test_tells_a_live_revision_that_was_not_released(world, public, other):
    policy = PolicyPage.objects.get(pk=public.policy_id)
    newer = policy.save_revision(user=world.drafter) if other == "newer" else None
    with behind_the_guard():
        Page.objects.filter(pk=policy.pk).update(live_revision=newer)

    assert problems() == {("P2", "live revision is not the released one")}


def test_tells_an_address_that_was_not_released(public):
    with behind_the_guard():
        Page.objects.filter(pk=public.policy_id).update(url_path="/front/elsewhere/")

    assert ("P2", "address differs from the released one") in problems()


def test_tells_content_that_was_not_released(public):
    with behind_the_guard():
        PolicyPage.objects.filter(pk=public.policy_id).update(issuers="别的机关")

    assert problems() == {("P2", "content differs from the released one")}


def test_tells_a_public_file_without_a_row(world):
    _release, document = with_attachment(world)
    with transaction.atomic():
        doctor("DELETE FROM media_sitedocument WHERE id = %s", document.pk)
        reported = problems()
        transaction.set_rollback(True)

    assert ("P3", "pinned file has no row") in reported


def test_tells_a_public_file_that_is_missing(world):
    _release, document = with_attachment(world)
    Path(document.file.path).unlink()

    assert problems() == {("P3", "pinned file is missing")}


def test_tells_a_public_file_that_was_replaced(world):
    _release, document = with_attachment(world)
    Path(document.file.path).write_bytes(b"something else")

    assert problems() == {("P3", "pinned file was replaced")}


def test_tells_a_file_served_for_a_page_that_is_not_public(world):
    policy = make_set(world)
    with behind_the_guard():
        ReleasedFile.objects.create(name="documents/x.pdf", page_id=policy.pk)

    assert problems() == {("P7", "file served for a page that is not public")}


def test_tells_a_file_of_a_public_page_that_is_not_served(world):
    with_attachment(world)
    with behind_the_guard():
        ReleasedFile.objects.all().delete()

    assert problems() == {("P1", "file of a public page is not served")}


def test_tells_a_file_that_is_served_though_its_page_does_not_show_it(public):
    with behind_the_guard():
        ReleasedFile.objects.create(name="documents/x.pdf", page_id=public.policy_id)

    assert problems() == {("P7", "file served that its page does not show")}


def test_tells_a_draft_in_the_search_index(world):
    policy = make_set(world)
    SearchEntry.objects.create(page_id=policy.pk, set_id=policy.pk, kind="policy", title="x")

    assert problems() == {("P7", "indexed but not public")}


def test_tells_a_public_page_missing_from_the_search_index(public):
    SearchEntry.objects.filter(page_id=public.policy_id).delete()

    assert problems() == {("P1", "public but not indexed")}


@pytest.mark.parametrize("place", ["home", "department", "policy"])
def test_tells_a_privacy_rule_over_released_pages(world, public, place):
    places = {"home": world.home, "department": world.department, "policy": public.policy}
    restrict(places[place])

    assert problems() == {("P1", "a privacy rule hides released pages")}


@pytest.mark.parametrize("make", [approved_set, lambda w: submit_set(w, make_set(w))])
def test_tells_a_seal_that_does_not_fit(world, make):
    release = make(world)
    with behind_the_guard():
        Release.objects.filter(pk=release.pk).update(title="没有人审过的标题")

    assert problems() == {
        ("P3", "seal does not fit the release"),
        ("P8", "differs from the ledger"),
    }


def test_tells_a_release_that_waits_without_every_approval(submitted):
    with behind_the_guard():
        Release.objects.filter(pk=submitted.pk).update(
            state="approved", due_at=submitted.submitted_at
        )

    assert problems() == {
        ("P4", "waiting without every approval"),
        ("P5", "time is not the one in the ledger"),
        ("P8", "differs from the ledger"),
    }


def test_tells_a_member_that_is_not_frozen(submitted):
    with behind_the_guard():
        submitted.items.filter(page_id=submitted.policy_id).update(open=False)

    assert problems() == {("P3", "member is not frozen")}


def test_tells_a_newer_revision_of_a_frozen_page(submitted):
    newer = Revision.objects.get(pk=submitted.items.first().revision_id)
    newer.pk = None
    newer.save(force_insert=True)
    with behind_the_guard():
        Page.objects.filter(pk=submitted.policy_id).update(latest_revision=newer)

    assert problems() == {("P3", "frozen page has a newer revision")}


@pytest.mark.parametrize("column", ["slug", "url_path"])
def test_tells_another_address_of_a_frozen_page(submitted, column):
    with behind_the_guard():
        Page.objects.filter(pk=submitted.policy_id).update(**{column: "elsewhere"})

    assert problems() == {("P3", "frozen page has another address")}


def test_tells_other_content_of_a_frozen_page(submitted):
    revision = submitted.items.first().revision
    with behind_the_guard():
        content = {**revision.content, "title": "没有人审过的标题"}
        Revision.objects.filter(pk=revision.pk).update(content=content)

    assert problems() == {
        ("P3", "content differs from the submitted one"),
        ("P8", "differs from the ledger"),
    }


@pytest.mark.parametrize("fault", ["undecided", "returned", "other_seal", "no_steps"])
def test_tells_a_release_that_went_out_without_every_approval(public, fault):
    with behind_the_guard():
        if fault == "no_steps":
            for step in public.steps.all():
                step.groups.clear()
            public.steps.all()._raw_delete("default")
        else:
            changed = {
                "undecided": {"decision": ""},
                "returned": {"decision": "return"},
                "other_seal": {"seal": "0" * 64},
            }
            public.steps.filter(position=2).update(**changed[fault])

    told = "only in the ledger" if fault == "no_steps" else "differs from the ledger"
    assert problems() >= {("P4", "released without every approval"), ("P8", told)}


def test_tells_a_closed_release_that_still_freezes(public):
    with behind_the_guard():
        public.items.filter(page_id=public.policy_id).update(open=True)

    assert problems() == {("P3", "closed release still freezes a page")}


def test_a_draft_beside_a_public_set_is_no_offence(world, public):

    make_interpretation(public.policy, world.drafter)

    assert list(violations()) == []


def test_a_new_draft_of_a_public_page_is_no_offence(world, public):
    policy = PolicyPage.objects.get(pk=public.policy_id)
    policy.title = "更正后的标题"
    policy.save_revision(user=world.drafter)

    assert list(violations()) == []


@pytest.mark.violates
@pytest.mark.parametrize(
    "change",
    [
        {"live": False},
        {"slug": "x", "url_path": "/front/x/"},
        {"expire_at": datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_tells_a_column_that_is_not_where_readers_find_it(world, change):
    with behind_the_guard():
        Page.objects.filter(slug="interpretations").update(**change)

    assert "P1" in {promise for promise, _problem in problems()}


@pytest.mark.violates
@pytest.mark.parametrize("table", ["interpretations_interpretationcolumnpage", "home_homepage"])
def test_tells_a_channel_without_its_own_row(world, table):
    doctor(f"DELETE FROM {table}")

    assert ("P1", "a page that lists what is public is not whole") in problems()


@pytest.mark.violates
def test_tells_a_column_that_asks_for_a_password(world):
    restrict(Page.objects.get(slug="interpretations"))

    assert "P1" in {promise for promise, _problem in problems()}
