"""补充解读: an interpretation is added to a document that is public already (P1, P2)."""

from copy import deepcopy

import pytest

from interpretations.models import (
    Departure,
    Edition,
    Explanation,
    InterpretationPage,
    PolicyPage,
    Publication,
    PublicNote,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete
from interpretations.releases.submission.submit import candidates
from media.models import ReleasedFile
from search.models import SearchEntry
from tests.factories import (
    edit,
    fresh,
    interpretations_of,
    make_document,
    make_interpretation,
    make_set,
    release_kind,
    released_set,
    submit_kind,
    supplement,
    take_off,
    withdraw,
)
from tests.support.refusing import refuses

pytestmark = pytest.mark.django_db
SUPPLEMENT = ReleaseKind.SUPPLEMENT


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world)


@pytest.fixture
def first(world, built):
    """A public set: its release."""
    return deepcopy(built)


@pytest.fixture
def policy(first):
    return first.policy


def test_the_new_interpretation_is_public_beside_the_first(world, policy):
    release = supplement(world, policy)

    added = release.items.get()
    assert added.page_id != policy.pk
    assert InterpretationPage.objects.public().count() == 2
    assert Explanation.objects.filter(policy=policy).count() == 2
    assert SearchEntry.objects.filter(page_id=added.page_id, set_id=policy.pk).exists()


def test_the_document_and_the_first_interpretation_stay_as_they_were(world, first):
    before = list(Publication.objects.order_by("pk").values())

    supplement(world, first.policy)

    assert list(Publication.objects.filter(item__release=first).order_by("pk").values()) == before
    assert fresh(first.policy).last_published_at == first.released_at


def test_it_is_dated_by_its_own_release(world, policy):
    release = supplement(world, policy)

    page = InterpretationPage.objects.get(pk=release.items.get().page_id)
    times = {page.first_published_at, page.last_published_at, page.publication.released_at}
    assert times == {release.released_at}


def test_a_second_one_of_the_same_form_gets_an_address_of_its_own(world, policy):
    release = supplement(world, policy)

    assert release.items.get().url_path == f"{policy.url_path}jiedu-2/"


def test_several_are_added_at_one_instant(world, policy):
    pages = [make_interpretation(fresh(policy), world.drafter) for _ in range(3)]
    edition = Edition.current()

    release_kind(world, policy, SUPPLEMENT, page_ids=[page.pk for page in pages])

    assert InterpretationPage.objects.public().count() == 4
    assert Edition.current() == edition + 1


def test_its_files_are_served_from_that_moment_on(world, policy):
    document = make_document(world)
    body = [("attachment", {"title": "表", "document": document})]

    release = supplement(world, policy, body=body)

    served = ReleasedFile.objects.get(name=document.file.name)
    assert served.page_id == release.items.get().page_id


def test_a_newer_draft_of_the_document_stays_a_draft(world, policy):
    edit(policy, world.drafter, title="还没送审的新标题")

    supplement(world, policy)

    assert fresh(policy).title == policy.title


def test_what_is_left_out_stays_a_draft(world, policy):
    left_out = make_interpretation(policy, world.drafter)

    supplement(world, policy)

    assert not fresh(left_out).live
    fresh(left_out).save_revision(user=world.drafter)


def test_readers_are_not_told_of_a_correction(world, policy):
    supplement(world, policy)

    assert not PublicNote.objects.exists()


def test_an_interpretation_that_was_taken_off_comes_back_at_its_address(world):
    policy = released_set(world, interpretations=2).policy
    page = interpretations_of(policy)[1]
    take_off(world, page)

    release = release_kind(world, policy, SUPPLEMENT, page_ids=[page.pk])

    assert release.items.get().url_path == page.url_path
    assert fresh(page).live
    assert not Departure.objects.exists()
    assert Explanation.objects.filter(page=page.pk).exists()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_refuses_to_supplement_what_is_not_public(world, policy, state):
    if state == "draft":
        policy = make_set(world)
    if state == "withdrawn":
        withdraw(world, policy)
    page = interpretations_of(policy)[0]

    with refuses("还没有|不在这组里|没有公开", Incomplete):
        submit_kind(world, policy, SUPPLEMENT, page_ids=[page.pk])


def test_says_that_a_document_is_not_public(world):
    policy = make_set(world)

    with refuses("没有公开，或已经撤回"):
        submit_kind(world, policy, SUPPLEMENT, page_ids=[])


def test_refuses_an_empty_choice(world, policy):
    with refuses("至少选一份"):
        submit_kind(world, policy, SUPPLEMENT, page_ids=[])


def test_refuses_to_take_the_document_along(world, policy):
    edit(policy, world.drafter, recipients="各单位")
    page = make_interpretation(fresh(policy), world.drafter)

    with refuses("不在这组里", Incomplete):
        submit_kind(world, policy, SUPPLEMENT, page_ids=[policy.pk, page.pk])


def test_refuses_an_unfinished_interpretation(world, policy):
    page = make_interpretation(policy, world.drafter, key_points="")

    with refuses("还没有内容"):
        submit_kind(world, policy, SUPPLEMENT, page_ids=[page.pk])


def test_only_drafts_are_offered(world, policy):
    page = make_interpretation(policy, world.drafter)

    assert [candidate.pk for candidate in candidates(fresh(policy), SUPPLEMENT)] == [page.pk]
    assert PolicyPage.objects.public().count() == 1
