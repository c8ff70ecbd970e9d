"""What each kind promises to readers, seen from outside once it is done (P1, P2, P4, P7, P8)."""

import pytest
from django.db import IntegrityError, transaction

from interpretations.models import Exemption, Explanation, PolicyPage, Release
from interpretations.models.kinds import EmergencyState, ReleaseKind
from interpretations.releases.decide import decide
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.execute import execute
from media.models import ReleasedFile
from search.models import SearchEntry
from tests.factories import (
    approve,
    correct,
    exempt_set,
    fresh,
    hand_over,
    interpretations_of,
    release_kind,
    withdraw,
)
from tests.support.behind import behind_the_guard
from tests.support.illustrated import NOTE, duty_officer, public, supplement_for_exempt

pytestmark = pytest.mark.django_db


def files_of(policy):
    pages = [policy.pk, *(page.pk for page in interpretations_of(policy))]
    return list(ReleasedFile.objects.filter(page_id__in=pages).values_list("name", flat=True))


def test_a_withdrawn_set_is_gone_from_every_address_and_says_why(world, client):
    policy = public(world)
    addresses = [policy.url, interpretations_of(policy)[0].url]

    withdraw(world, policy, NOTE)

    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 410
        assert NOTE in answer.content.decode()


def test_no_file_and_no_word_of_a_withdrawn_set_can_be_had(world, client):
    policy = public(world)
    files = files_of(policy)
    assert files
    assert {client.get(f"/media/{name}").status_code for name in files} == {200}

    withdraw(world, policy)

    assert files_of(policy) == []
    assert {client.get(f"/media/{name}").status_code for name in files} == {404}
    assert not SearchEntry.objects.exists()


@pytest.mark.offends
def test_a_document_whose_interpretation_went_by_another_way_is_not_public(world):
    policy = public(world)
    (page,) = interpretations_of(policy)

    with behind_the_guard():
        type(page).objects.filter(pk=page.pk).update(live=False)

    assert not PolicyPage.objects.public().exists()


def test_an_emergency_is_flagged_until_somebody_else_agrees(world):
    policy = public(world)

    release = act_in_emergency(policy.pk, duty_officer(), "withdrawal", "山洪预警", NOTE)

    assert list(Release.objects.flagged()) == [release]
    decide(release.steps.get().pk, world.editor, "approve")
    assert not Release.objects.flagged().exists()


def test_what_puts_a_set_right_settles_the_objection(world):
    policy = public(world)
    release = act_in_emergency(policy.pk, duty_officer(), "withdrawal", "山洪预警", NOTE)
    decide(release.steps.get().pk, world.editor, "return", "不该撤回。")

    release_kind(world, fresh(policy), ReleaseKind.RERELEASE)

    release.refresh_from_db()
    assert release.emergency == EmergencyState.SETTLED


def test_nobody_says_by_hand_what_an_interpretation_explains(world):
    policy, other = public(world), exempt_set(world)
    (page,) = interpretations_of(policy)

    with pytest.raises(IntegrityError, match="guard:"), transaction.atomic():
        Explanation.objects.create(page_id=page.pk, policy=other)


def test_an_exemption_ends_with_the_first_interpretation(world):
    release = supplement_for_exempt(world)
    assert Exemption.objects.exists()

    execute(approve(world, release).pk)

    assert not Exemption.objects.exists()


def test_the_old_address_of_a_transferred_set_leads_to_the_new_one(world, client):
    policy = public(world)
    old = [policy.url, interpretations_of(policy)[0].url]

    hand_over(world, policy)

    new = [fresh(policy).url, interpretations_of(fresh(policy))[0].url]
    answers = [client.get(address) for address in old]
    assert [answer.status_code for answer in answers] == [301, 301]
    assert [answer["Location"] for answer in answers] == new
    assert old != new


def test_a_correction_tells_the_reader_what_was_changed(world, client):
    policy = public(world)

    correct(world, policy, NOTE, recipients="各县（市、区）人民政府")

    assert NOTE in client.get(policy.url).content.decode()
