"""有效性 follows dates and other public documents; nobody publishes on the day."""

import pytest
from django.urls import reverse

from interpretations.models import InterpretationPage, PolicyRelation
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from tests.factories import (
    approve,
    make_set,
    submit_set,
)
from tests.reading.acts import at, correct, done, fresh, withdraw
from tests.reading.validity import acting, acting_draft, day, public

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring(monkeypatch):
    """It is the first of March 2026, at noon."""
    at(monkeypatch, 2026, 3, 1)


@pytest.fixture(scope="module")
def built(shared_world):
    with pytest.MonkeyPatch.context() as clock:
        at(clock, 2026, 3, 1)
        return public(shared_world, date_effective=day(1, 1))


@pytest.fixture
def old(world, built):
    """A public document that is in force."""
    return fresh(built)


def code(client, policy):
    return client.get(policy.url).context["set"].validity.code


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"date_effective": None}, "valid"),
        ({"date_effective": day(3, 1)}, "valid"),
        ({"date_effective": day(3, 2)}, "upcoming"),
        ({"date_effective": day(1, 1), "date_expires": day(3, 1)}, "valid"),
        ({"date_effective": day(1, 1), "date_expires": day(2, 28)}, "expired"),
    ],
)
def test_dates_decide(world, client, dates, expected):
    assert code(client, public(world, **dates)) == expected


@pytest.mark.parametrize(("kind", "expected"), [("repeals", "repealed"), ("amends", "amended")])
def test_another_public_document_decides(world, client, old, kind, expected):
    acting(world, kind, old, date_effective=day(3, 1))

    assert code(client, old) == expected


@pytest.mark.parametrize("kind", ["forwards", "implements"])
def test_other_relations_change_nothing(world, client, old, kind):
    acting(world, kind, old, date_effective=day(3, 1))

    assert code(client, old) == "valid"


@pytest.mark.parametrize(
    ("effective_on", "date_effective", "expected"),
    [
        (day(3, 1), day(5, 1), "repealed"),
        (day(3, 2), day(2, 1), "valid"),
        (None, day(3, 1), "repealed"),
        (None, day(3, 2), "valid"),
        (None, None, "repealed"),
    ],
)
def test_the_day_of_the_act_is_its_own_or_its_documents_or_the_release(
    world, client, old, effective_on, date_effective, expected
):
    acting(world, "repeals", old, effective_on, date_effective=date_effective)

    assert code(client, old) == expected


def test_an_act_without_any_day_dates_from_its_release(world, client, old):
    acting(world, "repeals", old, date_effective=None)

    assert "本文件已于2026年3月1日废止。" in client.get(old.url).text


def test_the_strongest_word_wins(world, client):
    old = public(world, date_effective=day(1, 1), date_expires=day(2, 1))
    acting(world, "amends", old, date_effective=day(3, 1))
    assert code(client, old) == "expired"

    acting(world, "repeals", old, date_effective=day(3, 1))

    assert code(client, old) == "repealed"


@pytest.mark.parametrize("stage", ["draft", "approved"])
def test_an_act_that_is_not_public_says_nothing(world, client, old, stage):
    secret = acting_draft(world, "repeals", old, day(1, 1), title="还没公开的废止决定")
    if stage == "approved":
        approve(world, submit_set(world, secret))

    text = client.get(old.url).text

    assert code(client, old) == "valid"
    assert secret.title not in text
    assert secret.slug not in text


def test_a_target_that_is_not_public_is_not_named(world, client):
    secret = make_set(world, title="还没公开的旧办法", date_effective=day(1, 1))

    new = acting(world, "amends", secret, day(1, 1))

    text = client.get(new.url).text
    assert secret.title not in text
    assert secret.slug not in text
    assert client.get(secret.url).status_code == 404


def test_the_withdrawal_of_the_act_ends_the_mark(world, client, old):
    new = acting(world, "repeals", old, day(1, 1))
    assert code(client, old) == "repealed"

    withdraw(world, new)

    assert code(client, old) == "valid"
    assert new.title not in client.get(old.url).text


def test_a_document_does_not_repeal_itself(world, client):
    policy = make_set(world, date_effective=day(1, 1))
    draft = policy.get_latest_revision_as_object()
    draft.relations = [PolicyRelation(kind="repeals", target=policy)]
    draft.save_revision(user=world.drafter)
    execute(approve(world, submit_set(world, policy)).pk)

    assert code(client, fresh(policy)) == "valid"


def test_a_restored_revision_brings_no_old_state_back(world, client, old):
    before = old.latest_revision
    acting(world, "repeals", old, day(1, 1))

    before.as_object().save_revision(user=world.drafter)
    correct(world, fresh(old), title="改回去的标题")

    assert "改回去的标题" in client.get(old.url).text.replace("<wbr>", "")
    assert code(client, old) == "repealed"


def test_the_page_names_day_and_document_of_the_repeal(world, client, old):
    new = acting(world, "repeals", old, day(2, 9))

    text = client.get(old.url).text

    assert "本文件已于2026年2月9日废止。" in text
    assert f'废止它的文件：<a href="{new.url}">{new.title}</a>' in text


def test_an_interpretation_says_what_became_of_its_document(world, client, old):
    page = InterpretationPage.objects.get()
    acting(world, "repeals", old, day(2, 9))

    assert "所解读的文件已于2026年2月9日废止。" in client.get(page.url).text


def test_what_is_not_in_force_any_more_takes_no_effect_this_month(world, client):
    kept = public(world, date_effective=day(3, 20))
    gone = public(world, date_effective=day(3, 10))
    acting(world, "repeals", gone, day(3, 1), date_effective=day(1, 1))

    shown = client.get("/").context["taking_effect"]

    assert [item.policy for item in shown] == [kept]


@pytest.mark.parametrize("address", ["", "/policies/", "/policies/?validity=upcoming"])
def test_the_local_midnight_changes_every_answer(world, client, monkeypatch, address):
    policy = public(world, date_effective=day(3, 2))
    page = InterpretationPage.objects.child_of(policy).get()
    addresses = [address or policy.url, page.url]
    at(monkeypatch, 2026, 3, 1, 23, 59)
    assert all("尚未生效" in client.get(path).text for path in addresses)

    at(monkeypatch, 2026, 3, 2, 0, 0)

    assert not any("文件尚未生效" in client.get(path).text for path in addresses)
    assert not any("现在尚未生效" in client.get(path).text for path in addresses)


def test_counts_do_not_outlive_their_day(world, client, monkeypatch):
    public(world, date_effective=day(3, 2))
    public(world, date_effective=day(3, 1))

    def upcoming():
        return client.get("/policies/?validity=upcoming").context["listing"].total

    assert upcoming() == 1
    at(monkeypatch, 2026, 3, 2, 0, 0)
    assert upcoming() == 0


@pytest.mark.parametrize(
    ("effective", "said"), [(day(3, 1), False), (day(12, 1), True), (None, False)]
)
def test_a_reviewer_sees_the_dates_that_were_pinned(world, client, effective, said):
    policy = make_set(world, date_effective=day(6, 1))
    draft = policy.get_latest_revision_as_object()
    draft.date_effective = effective
    draft.save_revision(user=world.drafter)
    item = submit_set(world, policy).items.get(page=policy.pk)
    client.force_login(world.leader)

    response = client.get(reverse("releases:member", args=[item.release_id, item.pk]))

    assert ("现在尚未生效" in response.text) is said


def test_a_repeal_by_release_marks_document_and_interpretation_at_once(world, client, old):
    page = InterpretationPage.objects.get()
    draft = acting_draft(world, "repeals", old, date_effective=day(3, 1))

    release = done(world, draft, ReleaseKind.FIRST)

    assert release.kind == ReleaseKind.REPEAL
    for address in (old.url, page.url):
        assert "已于2026年3月1日废止" in client.get(address).text
