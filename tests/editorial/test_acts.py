"""Every kind of release by its form: submitted, refused with a sentence, closed to strangers."""

from copy import deepcopy

import pytest
from django.test import Client

from interpretations.editorial.desk.kind_words import WORDS
from interpretations.models import (
    ColumnFeature,
    Departure,
    Exemption,
    ExemptionReason,
    Genre,
    Release,
    ReviewChain,
)
from interpretations.models.kinds import ReleaseKind, ReleaseState
from tests.database.undone import undone
from tests.editorial.desk import (
    ACTS,
    NOW,
    as_user,
    children,
    newest,
    page_of,
    public_set,
    ready_for,
    sign,
    text_of,
    withdrawn_set,
)
from tests.factories import make_interpretation, make_policy, make_set, submit_set

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=ACTS)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def built(shared_world, kind):
    """What `ready_for` one kind returns, undone before the next kind is made ready."""
    with undone():
        yield ready_for(shared_world, kind)


@pytest.fixture
def ready(world, built):
    return deepcopy(built)


def rows():
    return list(Release.objects.values_list("pk", "state"))


def test_the_form_says_what_the_kind_does_and_its_button_too(world, kind, ready):
    _policy, url, _data = ready

    text = text_of(as_user(world.drafter).get(url))

    assert str(WORDS[kind].lead) in text
    assert str(WORDS[kind].button) in text


def test_looking_at_the_form_changes_nothing(world, ready):
    policy, url, _data = ready
    before = rows()

    as_user(world.drafter).get(url)

    assert rows() == before
    assert policy.open_release_id is None


def test_a_filled_form_submits_that_kind_and_signing_it_takes_effect(world, kind, ready):
    policy, url, data = ready

    response = as_user(world.drafter).post(url, data)
    release = newest()

    assert response.status_code == 302 and response.url == page_of("detail", release.pk)
    assert (release.kind, release.policy_id) == (kind, policy.pk)
    assert sign(world, release).state == ReleaseState.RELEASED


def test_a_second_post_is_led_to_the_release_and_submits_nothing(world, ready):
    _policy, url, data = ready
    client = as_user(world.drafter)
    client.post(url, data)
    before = rows()

    again = client.post(url, data)

    assert rows() == before
    assert again.status_code in (302, 422)


def test_another_departments_drafter_finds_no_form(world, ready):
    _policy, url, data = ready
    before, client = rows(), as_user(world.drafter2)

    answers = [client.get(url), client.post(url, data)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert rows() == before


def test_a_reviewer_without_rights_on_the_page_finds_no_form(world, ready):
    _policy, url, data = ready

    assert as_user(world.editor).post(url, data).status_code == 404


def test_a_visitor_is_asked_to_sign_in(ready):
    _policy, url, data = ready

    response = Client().post(url, data)

    assert response.status_code == 401 and "在新窗口登录" in response.text
    assert not Release.objects.open().exists()


REFUSED = {
    ReleaseKind.FIRST: ({"members": []}, "请至少选一份内容"),
    ReleaseKind.SUPPLEMENT: ({"members": []}, "请至少选一份内容"),
    ReleaseKind.CORRECTION: ({"note": ""}, "请写公开说明"),
    ReleaseKind.REMOVAL: ({"note": " "}, "请写公开说明"),
    ReleaseKind.WITHDRAWAL: ({"note": ""}, "请写公开说明"),
    ReleaseKind.RERELEASE: ({"members": []}, "请至少选一份内容"),
    ReleaseKind.TRANSFER: ({"target_department": ""}, "请选择接收的部门"),
    ReleaseKind.FEATURE: ({"feature_until": "2020-01-01"}, "这一天已经过去"),
}


def test_a_form_that_lacks_something_says_so_and_keeps_what_was_typed(world, kind, ready):
    _policy, url, data = ready
    change, sentence = REFUSED[kind]
    before = rows()

    response = as_user(world.drafter).post(url, {**data, **change, "scheduled_for": "2031-05-06"})

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "2031-05-06" in text_of(response)
    assert rows() == before


@pytest.mark.parametrize("key", ["members", "target_department"])
def test_an_id_that_is_none_submits_nothing(world, key):
    kind = ReleaseKind.TRANSFER if key == "target_department" else ReleaseKind.FIRST
    _policy, url, data = ready_for(world, kind)
    client = as_user(world.drafter)

    for value in ("abc", "999999", "9" * 30, "-1"):
        with undone():
            assert client.post(url, {**data, key: value}).status_code == 422, value
            assert not Release.objects.open().exists(), value


def test_a_set_is_not_passed_to_the_department_that_has_it(world):
    _policy, url, _data = ready_for(world, ReleaseKind.TRANSFER)

    form = as_user(world.drafter).get(url).context["form"]

    assert world.department not in form.fields["target_department"].queryset


@pytest.mark.parametrize("kind", ["withdrawal", "feature", "supplement", "repeal", "migration"])
def test_a_kind_that_does_not_fit_leads_to_the_page_of_the_set(world, kind):
    policy = make_set(world)

    response = as_user(world.drafter).get(page_of("act", policy.pk, kind))

    assert response.status_code == 302 and response.url == page_of("set", policy.pk)


def test_a_word_that_is_no_kind_is_not_found(world):
    policy = make_set(world)

    assert as_user(world.drafter).get(page_of("act", policy.pk, "nuke")).status_code == 404


def test_a_removal_begins_with_nothing_ticked(world):
    _policy, url, _data = ready_for(world, ReleaseKind.REMOVAL)

    response = as_user(world.drafter).get(url)

    assert not any(row["ticked"] for row in response.context["rows"])
    assert "还不能送审" not in text_of(response)


def test_removing_every_interpretation_is_refused(world):
    policy, url, data = ready_for(world, ReleaseKind.REMOVAL)

    response = as_user(world.drafter).post(
        url, {**data, "members": [page.pk for page in children(policy)]}
    )

    assert response.status_code == 422
    assert "会没有解读" in text_of(response)


@pytest.mark.parametrize(
    "kind", [ReleaseKind.WITHDRAWAL, ReleaseKind.TRANSFER, ReleaseKind.FEATURE]
)
def test_where_nobody_chooses_there_is_nothing_to_tick(world, kind):
    policy, url, _data = ready_for(world, kind)

    text = text_of(as_user(world.drafter).get(url))

    assert 'name="members"' not in text
    assert policy.title in text


def test_no_day_takes_the_feature_away(world):
    policy, url, data = ready_for(world, ReleaseKind.FEATURE)
    client = as_user(world.drafter)
    client.post(url, data)
    sign(world, newest())
    assert ColumnFeature.objects.filter(page=policy.pk).exists()

    client.post(url, {**data, "feature_until": ""})
    sign(world, newest())

    assert not ColumnFeature.objects.filter(page=policy.pk).exists()


def test_an_exemption_with_its_reason_goes_with_the_document(world):
    policy = make_policy(world)
    reason = ExemptionReason.objects.get(slug="renshi")
    key = f"exempt-{policy.pk}"
    data = {**NOW, "members": [policy.pk], key: reason.pk, f"exempt-note-{policy.pk}": "任命"}

    as_user(world.drafter).post(page_of("act", policy.pk, "first"), data)
    sign(world, newest())

    granted = Exemption.objects.get(page=policy.pk)
    assert (granted.reason, granted.note) == ("人事任免", "任命")


def test_two_documents_go_out_in_one_release(world):
    policy, other = make_set(world), make_set(world)
    url = f"{page_of('submit', policy.pk)}?with={other.pk}"
    pages = [policy, *children(policy), other, *children(other)]
    client = as_user(world.drafter)

    listed = client.get(url).context["together"]
    client.post(url, {**NOW, "members": [page.pk for page in pages]})

    assert [page.pk for page, _url in listed] == [other.pk]
    assert newest().items.count() == 4


def test_the_form_says_beforehand_what_would_be_refused_of_a_further_document(world):
    chain = ReviewChain.objects.create(name="规章流程", kind=ReleaseKind.FIRST)
    chain.genres.set([Genre.objects.get(slug="banfa")])
    chain.save()
    policy, other = make_set(world), make_set(world, genre=Genre.objects.get(slug="banfa"))

    response = as_user(world.drafter).get(f"{page_of('submit', policy.pk)}?with={other.pk}")

    assert "审核流程「规章流程」没有步骤" in text_of(response)


@pytest.mark.parametrize("value", ["abc", "0"])
def test_a_further_document_that_is_none_is_left_out(world, value):
    policy = make_set(world)

    response = as_user(world.drafter).get(f"{page_of('submit', policy.pk)}?with={value}")

    assert response.context["together"] == []


def test_a_document_of_another_department_is_not_named_beside_ones_own(world):
    foreign = make_set(world, department=world.other_department, user=world.drafter2)
    policy = make_set(world)

    response = as_user(world.drafter).get(f"{page_of('submit', policy.pk)}?with={foreign.pk}")

    assert foreign.title not in text_of(response)


def test_what_was_withdrawn_does_not_go_along_with_a_first_release(world):
    gone, policy = withdrawn_set(world), make_set(world)

    response = as_user(world.drafter).get(f"{page_of('submit', policy.pk)}?with={gone.pk}")

    assert gone.pk not in [page.pk for page, _url in response.context["further"]]
    assert response.context["together"] == []


def test_warnings_name_what_to_look_at_and_stay_ticked_beside_another_mistake(world):
    make_policy(world, doc_number="九府发〔2026〕7号")
    policy = make_set(world, doc_number="九府发[2026]07号")
    data = {"members": [policy.pk, children(policy)[0].pk], "when": "later", "scheduled_for": ""}

    response = as_user(world.drafter).post(
        page_of("submit", policy.pk), {**data, "confirmed": ["duplicate_number"]}
    )

    (code, sentence, ticked), *_rest = response.context["warnings"]
    assert (code, ticked) == ("duplicate_number", True)
    assert "已用于" in sentence and sentence in text_of(response)


def test_a_form_sent_after_somebody_else_submitted_is_led_to_that_release(world):
    policy, url, data = ready_for(world, ReleaseKind.FIRST)
    release = submit_set(world, policy)

    response = as_user(world.leader).post(url, data)

    assert response.status_code == 302 and response.url == page_of("detail", release.pk)


def test_a_correction_beside_an_open_supplement_is_offered(world):
    policy = public_set(world)
    added = make_interpretation(policy, world.drafter)
    client = as_user(world.drafter)
    client.post(page_of("act", policy.pk, "supplement"), {**NOW, "members": [added.pk]})
    draft = policy.get_latest_revision_as_object()
    draft.recipients = "各单位"
    draft.save_revision(user=world.drafter)

    response = client.get(page_of("act", policy.pk, "correction"))

    assert response.status_code == 200


def test_a_signed_withdrawal_leaves_its_note_at_the_address(world):
    policy, url, data = ready_for(world, ReleaseKind.WITHDRAWAL)
    as_user(world.drafter).post(url, data)

    sign(world, newest())

    assert Departure.objects.get(page=policy.pk).note == data["note"]
