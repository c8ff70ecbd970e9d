"""免于解读: granted by the release that carries it, with a reason, until it is explained (P1)."""

from copy import deepcopy

import pytest

from interpretations.models import (
    Exemption,
    ExemptionReason,
    FurtherPolicy,
    PolicyPage,
    ReleaseItem,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.records.story import story_of
from interpretations.releases.review.decide import decide
from tests.factories import (
    approve,
    correct,
    edit,
    exempt_set,
    fresh,
    interpretations_of,
    make_interpretation,
    make_policy,
    make_set,
    release_kind,
    released_set,
    rerelease,
    submit_kind,
    supplement,
    withdraw,
)
from tests.support.behind import behind_the_guard
from tests.support.lines import lines_say_little
from tests.support.refusing import refuses

pytestmark = pytest.mark.django_db
Kind = ReleaseKind


@pytest.fixture(scope="module")
def built(shared_world):
    """A draft document, and a public one that is exempt."""
    return make_policy(shared_world), exempt_set(shared_world, note="任命两位同志")


@pytest.fixture
def policy(world, built):
    """A draft document without interpretation."""
    return deepcopy(built[0])


@pytest.fixture
def exempt(world, built):
    """A public document that is exempt, with a note."""
    return fresh(built[1])


def reason(slug="renshi"):
    return ExemptionReason.objects.get(slug=slug)


def asked(policy, slug="renshi", note=""):
    return {policy.pk: (reason(slug).pk, note)}


def test_an_exempt_document_is_public_alone_with_its_reason(world, exempt):
    granted = Exemption.objects.get()
    item = ReleaseItem.objects.get(page=exempt.pk)
    assert PolicyPage.objects.public().get() == exempt
    assert (granted.reason, granted.note, granted.item) == ("人事任免", "任命两位同志", item)
    assert granted.granted_at == item.release.released_at
    assert not fresh(exempt).needs_interpretation


def test_the_ledger_tells_the_reason(world, exempt):
    assert all("免于解读：人事任免" in line.sentence for line in list(story_of(exempt))[::3])


def test_the_main_element_of_the_page_says_so(client, world, exempt):
    text = client.get(fresh(exempt).get_url()).content.decode()

    assert "data-exempt" in text and "人事任免" in text


def test_the_reason_stays_as_it_was_granted_when_the_list_is_edited(world, exempt):
    ExemptionReason.objects.filter(slug="renshi").update(name="干部任免")

    assert Exemption.objects.get().reason == "人事任免"


def rename(slug="renshi"):
    ExemptionReason.objects.filter(slug=slug).update(name="没有人审过的理由")


def test_the_reason_goes_out_in_the_words_that_were_submitted(world, policy):
    release = submit_kind(world, policy, Kind.FIRST, exemptions=asked(policy))
    decide(release.steps.first().pk, world.leader, "approve")

    rename()
    decide(release.steps.last().pk, world.editor, "approve")
    execute(release.pk)

    assert Exemption.objects.get(page=policy.pk).reason == "人事任免"
    assert "没有人审过" not in "".join(line.sentence for line in story_of(policy))


def test_the_reviewer_reads_the_reason_that_was_submitted(world, client, policy):
    release = submit_kind(world, policy, Kind.FIRST, exemptions=asked(policy))
    rename()
    client.force_login(world.leader)

    text = client.get(f"/admin/releases/{release.pk}/").text

    assert "人事任免" in text and "没有人审过的理由" not in text


def test_a_pin_of_before_goes_out_in_the_words_of_its_submission(world, policy, monkeypatch):
    with monkeypatch.context() as patch:
        lines_say_little(patch)
        release = submit_kind(world, policy, Kind.FIRST, exemptions=asked(policy))
        with behind_the_guard():
            release.items.update(exemption_words="")
            release.seal = seal_of(release)
            release.save()

        rename()
        execute(approve(world, release).pk)

    assert Exemption.objects.get(page=policy.pk).reason == "人事任免"


def test_refuses_an_exemption_for_what_has_an_interpretation(world):
    policy = make_set(world)

    with refuses("有解读，不能免于解读"):
        submit_kind(world, policy, Kind.FIRST, exemptions=asked(policy))


def test_a_draft_interpretation_may_stay_behind_an_exempt_document(world):
    policy = make_set(world)

    release_kind(world, policy, Kind.FIRST, page_ids=[policy.pk], exemptions=asked(policy))

    assert Exemption.objects.filter(page=policy.pk).exists()
    assert not fresh(interpretations_of(policy)[0]).live


def test_refuses_to_exempt_what_is_public_and_explained(world):
    policy = released_set(world).policy
    edit(policy, world.drafter, recipients="各单位")

    with refuses("有解读，不能免于解读"):
        submit_kind(world, policy, Kind.CORRECTION, exemptions=asked(policy))


def test_refuses_to_exempt_a_document_that_goes_out_with_its_explanation_elsewhere(world):
    home, other = make_policy(world), make_policy(world)
    further = [FurtherPolicy(policy=other)]
    make_interpretation(home, world.drafter, further_policies=further)

    with refuses("有解读，不能免于解读"):
        submit_kind(world, home, Kind.FIRST, further=frozenset([other.pk]), exemptions=asked(other))


def test_an_exemption_ends_when_an_interpretation_comes(world, exempt):
    supplement(world, exempt)

    assert not Exemption.objects.exists()
    assert fresh(exempt).needs_interpretation
    assert PolicyPage.objects.public().exists()


def test_once_explained_it_stays_explained(world, exempt):
    supplement(world, exempt)

    with refuses("会没有解读"):
        submit_kind(world, exempt, Kind.REMOVAL)


def test_a_correction_keeps_the_exemption(world, exempt):
    correct(world, exempt)

    assert Exemption.objects.get().note == "任命两位同志"
    assert PolicyPage.objects.public().exists()


def test_a_correction_may_give_another_reason(world, exempt):
    edit(exempt, world.drafter, recipients="各单位")

    release_kind(world, exempt, Kind.CORRECTION, exemptions=asked(exempt, "biaozhang"))

    assert Exemption.objects.get().reason == "表彰奖励"


def test_a_withdrawn_exempt_document_comes_back_exempt_or_explained(world, exempt):
    withdraw(world, exempt)
    assert not Exemption.objects.exists()

    rerelease(world, exempt, exemptions=asked(exempt))

    assert Exemption.objects.get().page_id == exempt.pk


def test_exemptions_in_force_are_counted_by_their_rows(world, exempt):
    others = [exempt_set(world, reason=slug) for slug in ("renshi", "biaozhang")]
    withdraw(world, exempt)
    supplement(world, others[1])

    assert list(Exemption.objects.values_list("reason", flat=True)) == ["人事任免"]


def test_an_exemption_needs_no_plan(world):
    policy = exempt_set(world, plan_outline="")

    assert policy in PolicyPage.objects.public()
