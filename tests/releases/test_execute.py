"""Executing a release: all members at one instant, or none (P1, P3, P5, P8)."""

import datetime
from copy import deepcopy
from pathlib import Path

import pytest
from django.utils import timezone

from interpretations.models import (
    Edition,
    Gate,
    InterpretationPage,
    LedgerEntry,
    OutboxMessage,
    PolicyPage,
    Publication,
    Release,
)
from interpretations.models.refusals import Changed, Refusal, Stale
from interpretations.releases.execution import publish as publishing
from interpretations.releases.execution.execute import execute, prepare
from interpretations.releases.pins.pin import as_published, member_digest
from interpretations.releases.pins.references import reached_by
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.scheduling.schedule import resume
from media import renditions
from media.models import ReleasedFile
from search import index as door
from search.models import SearchEntry
from tests.factories import (
    approve,
    approved_set,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    released_set,
    submit_set,
)
from tests.support.on_disk import bytes_kept
from tests.support.state import public_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    """An approved set with an attachment and a picture."""
    document, image = make_document(shared_world), make_image(shared_world)
    policy = make_policy(shared_world)
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=shared_world.drafter)
    picture = [("picture", {"image": image, "alt": "流程"})]
    make_interpretation(policy, shared_world.drafter, body=picture)
    return approve(shared_world, submit_set(shared_world, policy)), document, image


@pytest.fixture
def illustrated(world, built):
    _release, document, image = built
    with bytes_kept(document.file, image.file):
        yield deepcopy(built)


@pytest.fixture
def approved(illustrated):
    return illustrated[0]


@pytest.fixture
def released(approved):
    return execute(approved.pk)


def test_a_released_set_is_public_in_both_halves(world):
    release = released_set(world, interpretations=2)

    assert PolicyPage.objects.public().get().pk == release.policy_id
    assert InterpretationPage.objects.public().count() == 2


def test_every_member_carries_the_time_of_the_release(world):
    release = released_set(world, interpretations=3)

    times = {
        (item.page.first_published_at, item.page.last_published_at)
        for item in release.items.select_related("page")
    }
    assert times == {(release.released_at, release.released_at)}
    assert set(Publication.objects.values_list("released_at", flat=True)) == {release.released_at}


def test_an_approved_set_is_not_public_before_it_is_executed(approved):
    assert not PolicyPage.objects.public().exists()
    assert not InterpretationPage.objects.public().exists()


def test_each_page_shows_exactly_what_was_pinned(world, illustrated):
    release = execute(illustrated[0].pk)

    for item in release.items.select_related("page", "revision"):
        page = item.page.specific
        pinned = as_published(item.revision, item.slug, item.url_path)
        assert member_digest(page, reached_by(page)) == item.digest
        assert member_digest(pinned, reached_by(pinned)) == item.digest
        assert (page.live_revision_id, page.url_path) == (item.revision_id, item.url_path)


def test_the_edition_rises_by_exactly_one(approved):
    before = Edition.current()

    released = execute(approved.pk)

    assert (Edition.current(), released.edition) == (before + 1, before + 1)


def test_nothing_before_the_release_raises_the_edition(world):
    before = Edition.current()

    approved_set(world)

    assert Edition.current() == before


def test_no_gate_stays_open(released):
    assert not Gate.objects.exists()


def test_members_are_no_longer_frozen(world, released):

    assert not released.items.filter(open=True).exists()
    PolicyPage.objects.get(pk=released.policy_id).save_revision(user=world.drafter)


def test_files_of_the_set_and_nothing_else_may_be_fetched(world, illustrated):
    release, document, image = illustrated
    make_document(world)

    execute(release.pk)

    sizes = {rendition.file.name for rendition in renditions.existing(image).values()}
    assert set(ReleasedFile.objects.values_list("name", flat=True)) == {document.file.name, *sizes}


def test_no_file_may_be_fetched_before(illustrated):
    assert not ReleasedFile.objects.exists()


def test_the_ledger_tells_members_revisions_and_digests(released):

    entry = LedgerEntry.objects.get(release=released, event="released")
    assert entry.data["edition"] == released.edition
    assert [
        (m["page"], m["revision"], m["digest"], m["path"]) for m in entry.data["members"]
    ] == list(released.items.values_list("page_id", "revision_id", "digest", "url_path"))


def test_its_owners_are_told_through_the_outbox(released):

    message = OutboxMessage.objects.filter(payload__release=released.pk).last()
    assert (message.kind, message.payload["event"]) == ("notice", "released")
    assert message.done_at is None


def test_each_member_is_in_the_search_index_under_its_set(world):
    release = released_set(world, interpretations=2, title="关于夜间公交的通知")

    pages = set(release.items.values_list("page_id", flat=True))
    assert set(SearchEntry.objects.values_list("page_id", flat=True)) == pages
    assert [hit.set_id for hit in door.find("夜间公交")] == [release.policy_id]


def test_nothing_is_found_before(world):
    approved_set(world, title="关于夜间公交的通知")

    assert door.find("夜间公交") == []


def test_is_released_once_only(released):
    before = public_rows()

    with pytest.raises(Stale):
        execute(released.pk)

    assert public_rows() == before
    assert LedgerEntry.objects.filter(event="released").count() == 1


def test_does_not_go_out_before_its_time(world):
    later = timezone.now() + datetime.timedelta(hours=1)
    release = approved_set(world, scheduled_for=later)
    before = public_rows()

    with pytest.raises(Stale):
        execute(release.pk)

    assert public_rows() == before
    assert Release.objects.get(pk=release.pk).failed_at is None


@pytest.mark.parametrize("state", ["in_review", "half_reviewed", "returned"])
def test_does_not_go_out_before_every_step_is_approved(world, state):
    release = submit_set(world, make_set(world))
    if state != "in_review":
        decision = "return" if state == "returned" else "approve"
        step = may_decide(world.leader).get(release=release)
        decide(step.pk, world.leader, decision, "意见")
    before = public_rows()

    with pytest.raises(Stale):
        execute(release.pk)

    assert public_rows() == before


def test_checks_both_halves_over_the_state_that_results(approved, monkeypatch):
    before = public_rows()
    publish_all = publishing._write_publications

    def forget_the_interpretation(members):
        publish_all([one for one in members if one.page_id == one.item.policy_id])

    monkeypatch.setattr(publishing, "_write_publications", forget_the_interpretation)

    with pytest.raises(Refusal, match="缺一半"):
        execute(approved.pk)

    assert public_rows() == before


@pytest.mark.violates
def test_a_refused_release_says_why_to_its_owners(world, illustrated):
    release, document, _image = illustrated
    document.file.storage.delete(document.file.name)

    with pytest.raises(Changed):
        execute(release.pk)

    release.refresh_from_db()
    assert "不见了" in release.failure
    assert release.is_stopped
    entry = LedgerEntry.objects.filter(release=release).last()
    assert (entry.event, entry.why) == ("failed", release.failure)
    assert OutboxMessage.objects.last().payload == {"release": release.pk, "event": "failed"}


@pytest.mark.violates
def test_a_failure_is_told_once(world, illustrated):
    release, document, _image = illustrated
    document.file.storage.delete(document.file.name)

    for _ in range(2):
        with pytest.raises(Changed):
            execute(release.pk)

    assert LedgerEntry.objects.filter(release=release, event="failed").count() == 1


def test_a_refused_release_goes_out_once_it_is_mended_and_resumed(world, illustrated):
    release, document, _image = illustrated
    path = Path(document.file.path)
    content = path.read_bytes()
    path.write_bytes(b"something else")
    with pytest.raises(Changed):
        execute(release.pk)
    path.write_bytes(content)

    resume(release.pk, world.leader)

    assert execute(release.pk).state == "released"
    release.refresh_from_db()
    assert (release.failure, release.failed_at) == ("", None)


def test_files_read_beforehand_are_not_read_again(world, illustrated, monkeypatch):
    release = illustrated[0]
    prepared = prepare(release.pk)
    monkeypatch.setattr(
        "interpretations.releases.execution.execute.stored_bytes",
        lambda *_: pytest.fail("read again"),
    )

    assert execute(release.pk, prepared).state == "released"


@pytest.mark.violates
def test_a_file_changed_after_it_was_read_stops_the_release(world, illustrated):
    release, document, _image = illustrated
    prepared = prepare(release.pk)
    path = Path(document.file.path)
    path.write_bytes(path.read_bytes() + b"!")
    before = public_rows()

    with pytest.raises(Changed):
        execute(release.pk, prepared)

    assert public_rows() == before


def test_a_set_released_while_another_is_prepared_keeps_its_own_edition(world, approved):
    other = approved_set(world)

    assert execute(other.pk).edition + 1 == execute(approved.pk).edition
