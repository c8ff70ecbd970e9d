"""撤下, 撤回, 重新发布: what leaves says why at its address, and comes back to it (P1, P7)."""

from copy import deepcopy

import pytest

from interpretations.models import (
    ColumnFeature,
    Departure,
    Explanation,
    InterpretationPage,
    PolicyPage,
    Publication,
    ReleaseReference,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import OnlyByRelease
from media.models import FrozenFile, ReleasedFile
from search.models import SearchEntry
from tests.factories import (
    edit,
    exempt_set,
    feature,
    fresh,
    interpretations_of,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    release_kind,
    released_set,
    rerelease,
    submit_kind,
    take_off,
    withdraw,
)
from tests.support.on_disk import bytes_kept
from tests.support.refusing import refuses

pytestmark = pytest.mark.django_db
FIRST, REMOVAL, WITHDRAWAL = ReleaseKind.FIRST, ReleaseKind.REMOVAL, ReleaseKind.WITHDRAWAL
RERELEASE = ReleaseKind.RERELEASE


def traces(*pages):
    """How many rows still make something of these pages public."""
    ids = [page.pk for page in pages]
    models = (Publication, Explanation, ReleasedFile, FrozenFile, SearchEntry)
    return {m.__name__: m.objects.filter(page_id__in=ids).count() for m in models}


@pytest.fixture(scope="module")
def built(shared_world):
    """A public document with an attachment, and two interpretations that show one picture; and
    a set that was withdrawn.
    """
    policy, image = make_policy(shared_world), make_image(shared_world)
    policy.attachments.create(title="申请表", document=make_document(shared_world))
    policy.save_revision(user=shared_world.drafter)
    body = [("picture", {"image": image, "alt": "办事流程"})]
    pages = [make_interpretation(policy, shared_world.drafter, body=body) for _ in range(2)]
    release_kind(shared_world, policy, FIRST)
    withdrawn = released_set(shared_world, interpretations=2).policy
    withdraw(shared_world, withdrawn)
    return (fresh(policy), [fresh(page) for page in pages], image), fresh(withdrawn)


@pytest.fixture
def illustrated(world, built):
    return deepcopy(built[0])


@pytest.fixture
def policy(illustrated):
    return illustrated[0]


@pytest.fixture
def withdrawn(world, built):
    return deepcopy(built[1])


def test_a_removed_interpretation_leaves_nothing_public_and_the_other_stays(world, illustrated):
    _policy, (first, second), image = illustrated

    take_off(world, second)

    assert set(traces(second).values()) == {0}
    assert [page.pk for page in InterpretationPage.objects.public()] == [first.pk]
    assert PolicyPage.objects.public().exists()
    assert ReleasedFile.objects.filter(page_id=first.pk).exists()
    assert FrozenFile.objects.filter(kind="image", object_id=image.pk, page_id=first.pk).exists()


def test_a_removal_says_at_its_address_when_and_why(world, policy):
    page = interpretations_of(policy)[1]

    release = take_off(world, page, note="口径有变。")

    gone = Departure.objects.get(page=page.pk)
    assert (gone.page_id, gone.policy_id, gone.role) == (
        page.pk,
        release.policy_id,
        "interpretation",
    )
    assert (gone.title, gone.note, gone.at) == (page.title, "口径有变。", release.released_at)
    assert fresh(page).url_path == page.url_path


def test_refuses_to_remove_the_only_interpretation(world):
    page = interpretations_of(released_set(world).policy)[0]

    with refuses("会没有解读"):
        submit_kind(world, page.policy, REMOVAL, page_ids=[page.pk])


def test_refuses_to_remove_all_interpretations_at_once(world, policy):
    with refuses("会没有解读"):
        submit_kind(world, policy, REMOVAL)


@pytest.mark.parametrize("kind", [REMOVAL, WITHDRAWAL])
def test_refuses_to_take_anything_off_without_telling_readers_why(world, policy, kind):
    ids = [interpretations_of(policy)[0].pk]

    with refuses("请写公开说明"):
        submit_kind(world, policy, kind, page_ids=ids, note=" ")


@pytest.mark.parametrize("kind", [REMOVAL, WITHDRAWAL])
def test_refuses_to_take_off_what_is_not_public(world, kind):
    policy = make_set(world, interpretations=2)

    with refuses("没有公开，或已经撤回"):
        submit_kind(world, policy, kind)


def test_a_withdrawal_leaves_nothing_public_of_the_whole_set(world, illustrated):
    policy, pages, _image = illustrated

    release = withdraw(world, policy, note="依据有误。")

    assert set(traces(policy, *pages).values()) == {0}
    assert not PolicyPage.objects.public().exists()
    assert not InterpretationPage.objects.public().exists()
    departures = Departure.objects.filter(policy=policy.pk).values_list(
        "note", "at", "item__release"
    )
    assert list(departures) == [("依据有误。", release.released_at, release.pk)] * 3


def test_a_withdrawal_leaves_drafts_alone(world, policy):
    draft = make_interpretation(policy, world.drafter)
    edit(policy, world.drafter, title="写到一半的更正")

    withdraw(world, policy)

    assert not Departure.objects.filter(page=draft.pk).exists()
    assert fresh(policy).draft_title == "写到一半的更正"


def test_a_withdrawn_set_is_pinned_no_longer(world, policy):
    feature(world, policy, policy.date_written.replace(year=2099))

    withdraw(world, policy)

    assert not ColumnFeature.objects.exists()


def test_a_lost_file_does_not_keep_a_set_public(world, illustrated):
    policy, pages, image = illustrated
    document = policy.attachments.get().document
    with bytes_kept(document.file, image.file):
        document.file.storage.delete(document.file.name)
        image.file.storage.delete(image.file.name)

        release = withdraw(world, policy)

    assert set(traces(policy, *pages).values()) == {0}
    kept = ReleaseReference.objects.filter(item__release=release)
    assert kept.filter(object_id=str(document.pk)).exists()


def test_a_file_used_by_two_sets_stays_public_and_frozen_with_the_other(world):
    document = make_document(world)
    policies = []
    for _ in range(2):
        policy = make_policy(world)
        policy.attachments.create(title="表", document=document)
        policy.save_revision(user=world.drafter)
        make_interpretation(policy, world.drafter)
        release_kind(world, policy, FIRST)
        policies.append(policy)

    withdraw(world, policies[0])

    assert ReleasedFile.objects.get(name=document.file.name).page_id == policies[1].pk
    assert FrozenFile.objects.filter(kind="document", object_id=document.pk).exists()


def test_a_withdrawn_address_is_kept_from_other_documents(world):
    withdrawn = released_set(world, doc_number="九府发〔2026〕8号").policy
    withdraw(world, withdrawn)

    other = released_set(world, doc_number="", title="九府发 2026 8").policy
    slugs = {withdrawn.slug, fresh(other).slug}
    renumbered = make_set(world, doc_number="")
    edit(renumbered, world.drafter, doc_number="九府发〔2026〕8号")
    release = release_kind(world, renumbered, FIRST, confirm_all=True)

    assert fresh(release.policy).slug not in slugs


def test_a_withdrawn_address_is_not_changed_by_hand(withdrawn):
    withdrawn.slug = "ein-anderer"

    with refuses("这个网址公开过", OnlyByRelease):
        withdrawn.save()


def test_a_department_with_withdrawn_addresses_keeps_its_own(world, policy):
    withdraw(world, policy)  # now nothing of the department is public
    world.department.slug = "umbenannt"

    with refuses("这个网址公开过", OnlyByRelease):
        world.department.save()


def test_a_withdrawn_set_is_not_moved_by_hand(world, withdrawn):
    with refuses("这个网址公开过", OnlyByRelease):
        withdrawn.move(world.other_department, "last-child")


def test_a_withdrawn_draft_can_be_saved_and_renamed_all_the_same(world, withdrawn):
    edit(withdrawn, world.drafter, title="重新写过的标题")

    assert fresh(withdrawn).draft_title == "重新写过的标题"


def test_a_set_that_comes_back_has_its_old_address_and_a_new_date(world, policy):
    first, page = policy.publication, interpretations_of(policy)[0]
    withdraw(world, policy)
    edit(policy, world.drafter, title="改好的通知", doc_number="九府发〔2027〕1号")

    release = rerelease(world, policy)

    assert (fresh(policy).url_path, fresh(page).url_path) == (policy.url_path, page.url_path)
    assert fresh(policy).first_published_at == release.released_at > first.released_at
    assert fresh(policy).title == "改好的通知"
    assert not Departure.objects.filter(policy=policy.pk).exists()


def test_what_is_left_out_of_a_rerelease_stays_gone(world, policy):
    first, second = interpretations_of(policy)
    withdraw(world, policy)

    release_kind(world, policy, RERELEASE, page_ids=[policy.pk, first.pk])

    assert Departure.objects.get(policy=policy.pk).page_id == second.pk
    assert Explanation.objects.get().page_id == first.pk


def test_refuses_a_rerelease_of_what_was_never_withdrawn(world):
    policy = make_set(world)

    with refuses("没有撤回过，请走首次发布"):
        submit_kind(world, policy, RERELEASE)


@pytest.mark.parametrize("kind", [FIRST, ReleaseKind.MIGRATION])
def test_refuses_a_first_release_of_what_was_withdrawn(world, withdrawn, kind):
    with refuses("公开过又撤回了，请走重新发布"):
        submit_kind(world, withdrawn, kind)


def test_refuses_a_rerelease_without_interpretation(world, withdrawn):
    with refuses("的解读一份也没有选上"):
        submit_kind(world, withdrawn, RERELEASE, page_ids=[withdrawn.pk])


def test_an_exemption_ends_with_a_withdrawal_and_is_asked_for_again(world):
    policy = exempt_set(world)
    withdraw(world, policy)
    assert not hasattr(fresh(policy), "exemption")

    with refuses("还没有解读"):
        submit_kind(world, policy, RERELEASE)
