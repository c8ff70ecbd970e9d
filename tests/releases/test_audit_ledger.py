"""The audit believes no row: all that releases say is compared with the ledger (P4, P8)."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from interpretations.models import (
    ColumnFeature,
    Departure,
    Exemption,
    FormerAddress,
    LedgerEntry,
    LedgerHead,
    OutboxMessage,
    Publication,
    PublicNote,
    Release,
)
from interpretations.releases.audit.damage import listed
from interpretations.releases.audit.ledger_chain import OF_THE_LEDGER
from interpretations.releases.audit.public_state import CHECKS, violations
from interpretations.releases.records.ledger import content_of, hash_of
from tests.factories import (
    approved_set,
    correct,
    exempt_set,
    feature,
    fresh,
    hand_over,
    make_set,
    released_set,
    submit_set,
    withdraw,
)
from tests.support.behind import behind_the_guard, doctor

pytestmark = [pytest.mark.django_db, pytest.mark.violates]
LONG_AGO = timezone.now() - timedelta(days=900)


@pytest.fixture(scope="module")
def built(shared_world):
    """One release in each state, and everything that releases leave beside the pages."""
    public = released_set(shared_world)
    correct(shared_world, fresh(public.policy), issuers="九江市人民政府")
    feature(shared_world, fresh(public.policy), timezone.localdate() + timedelta(days=9))
    withdraw(shared_world, released_set(shared_world).policy)
    hand_over(shared_world, released_set(shared_world).policy)
    exempt_set(shared_world, note="只对内部人员。")
    releases = {
        "released": public,
        "approved": approved_set(shared_world),
        "in_review": submit_set(shared_world, make_set(shared_world)),
    }
    assert list(violations()) == []
    return releases


@pytest.fixture
def releases(world, built):
    return deepcopy(built)


def found(checks=OF_THE_LEDGER):
    """What the checks of the ledger say; `violations()` asks them among all others."""
    violations = (violation for check in checks for violation in listed(check))
    return {(violation.problem, violation.release_id) for violation in violations}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "没有人审过的标题"),
        ("public_note", "没有人审过的说明"),
        ("submitted_by_name", "别人"),
        ("author_names", "别人"),
        ("submitted_at", LONG_AGO),
        ("approved_at", LONG_AGO),
        ("due_at", LONG_AGO),
        ("released_at", LONG_AGO),
        ("ended_at", LONG_AGO),
        ("end_reason", "没有人写过的理由"),
        ("kind", "correction"),
        ("edition", 1),
        ("feature_until", LONG_AGO.date()),
        ("emergency_reason", "没有人写过的理由"),
        ("failure", "没有人写过的"),
        ("held_at", LONG_AGO),
    ],
)
@pytest.mark.parametrize("state", ["released", "approved", "in_review"])
def test_tells_a_release_that_is_not_as_the_ledger_has_it(releases, state, column, value):
    with behind_the_guard():
        Release.objects.filter(pk=releases[state].pk).update(**{column: value})

    assert ("differs from the ledger", releases[state].pk) in found()


@pytest.mark.parametrize("person", ["submitted_by", "department"])
def test_tells_another_submitter_or_department(world, releases, person):
    other = {"submitted_by": world.admin, "department": world.other_department}[person]
    with behind_the_guard():
        Release.objects.filter(pk=releases["released"].pk).update(**{person: other})

    assert ("differs from the ledger", releases["released"].pk) in found()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("opinion", "没有人写过的意见"),
        ("decided_by_name", "别人"),
        ("on_behalf_of_name", "别人"),
        ("decided_at", LONG_AGO),
        ("label", "别的步骤"),
        ("group_names", "别的组"),
        ("own_department", None),
    ],
)
def test_tells_a_step_that_is_not_as_the_ledger_has_it(releases, column, value):
    step = releases["released"].steps.first()
    with behind_the_guard():
        changed = not step.own_department if value is None else value
        releases["released"].steps.filter(pk=step.pk).update(**{column: changed})

    assert ("differs from the ledger", releases["released"].pk) in found()


def test_tells_a_step_that_was_deleted(releases):
    step = releases["released"].steps.first()
    with behind_the_guard():
        step.groups.clear()
        releases["released"].steps.filter(pk=step.pk)._raw_delete("default")

    assert ("only in the ledger", releases["released"].pk) in found()


@pytest.mark.parametrize("how", ["clear", "add"])
def test_tells_other_groups_of_a_step(world, releases, how):
    groups = releases["released"].steps.first().groups
    with behind_the_guard():
        groups.clear() if how == "clear" else groups.add(*world.drafter2.groups.all())

    assert ("differs from the ledger", releases["released"].pk) in found()


def test_tells_other_authors(world, releases):
    with behind_the_guard():
        releases["released"].authors.add(world.admin)

    assert ("differs from the ledger", releases["released"].pk) in found()


@pytest.mark.parametrize("column", ["title", "slug", "digest", "position"])
def test_tells_a_member_that_is_not_as_the_ledger_has_it(releases, column):
    with behind_the_guard():
        value = 77 if column == "position" else "anders"
        releases["released"].items.filter(position=1).update(**{column: value})

    assert ("differs from the ledger", releases["released"].pk) in found()


def test_tells_another_text_in_a_pinned_revision(releases):
    revision = releases["released"].items.first().revision
    with behind_the_guard():
        type(revision).objects.filter(pk=revision.pk).update(content={"title": "别的"})

    assert ("differs from the ledger", releases["released"].pk) in found()


@pytest.mark.parametrize(
    ("model", "column", "value", "problem"),
    [
        (PublicNote, "text", "改过", "a public note says what its release does not"),
        (PublicNote, "at", LONG_AGO, "a public note says what its release does not"),
        (Departure, "note", "改过", "a gone page says what its release does not"),
        (Departure, "title", "改过", "a gone page says what its release does not"),
        (Departure, "at", LONG_AGO, "a gone page says what its release does not"),
        (Exemption, "note", "改过", "an exemption says what its release does not"),
        (Exemption, "granted_at", LONG_AGO, "an exemption says what its release does not"),
        (Exemption, "reason", "改过", "differs from the ledger"),
        (ColumnFeature, "until", LONG_AGO.date(), "featured until another day than released"),
        (FormerAddress, "since", LONG_AGO, "a former address is not as released"),
        (FormerAddress, "url_path", "/front/x/", "a former address is not as released"),
        (Publication, "released_at", LONG_AGO, "differs from the ledger"),
    ],
)
def test_tells_what_the_public_reads_and_no_release_says(releases, model, column, value, problem):
    row = model.objects.first()
    with behind_the_guard():
        model.objects.filter(pk=row.pk).update(**{column: value})

    assert problem in {violation.problem for violation in violations()}


@pytest.mark.parametrize("model", [PublicNote, ColumnFeature, FormerAddress, Departure])
def test_tells_that_such_a_row_is_gone(releases, model):
    with behind_the_guard():
        model.objects.filter(pk=model.objects.first().pk).delete()

    assert list(violations())


def cut(lines):
    """Delete these lines and set the head back to the last that is left."""
    with behind_the_guard():
        lines.delete()
        last = LedgerEntry.objects.order_by("pk").last()
        LedgerHead.objects.update(hash=last.hash if last else "")


@pytest.mark.parametrize("state", ["released", "approved", "in_review"])
def test_tells_that_the_end_of_the_ledger_was_cut(releases, state):
    last = releases[state].ledger.last()

    cut(LedgerEntry.objects.filter(pk__gte=last.pk))

    assert releases[state].pk in {release_id for _problem, release_id in found()}


def test_tells_that_all_lines_were_cut(releases):
    cut(LedgerEntry.objects.all())

    assert {("not in the ledger", pk) for pk in Release.objects.values_list("pk", flat=True)} <= (
        found()
    )


def rewrite(line, **changed):
    """Change a line and compute every hash from there on anew."""
    with behind_the_guard():
        LedgerEntry.objects.filter(pk=line.pk).update(**changed)
        previous = LedgerEntry.objects.get(pk=line.pk).previous
        for entry in LedgerEntry.objects.filter(pk__gte=line.pk).order_by("pk"):
            entry.previous = previous
            entry.hash = previous = hash_of(content_of(entry))
            entry.save()
        LedgerHead.objects.update(hash=previous)


def test_tells_a_line_that_was_written_anew_with_the_whole_chain(releases):
    rewrite(releases["released"].ledger.first(), who="别人")

    assert found(CHECKS) == {("differs from the ledger", releases["released"].pk)}


def test_tells_a_chain_written_anew_by_what_a_mail_tells(releases):
    line = releases["released"].ledger.first()
    OutboxMessage.objects.create(kind="mail", payload={"head": line.hash})

    rewrite(line, at=LONG_AGO)

    assert found(CHECKS) == {("a noted line is not in the ledger", None)}


def test_a_line_of_an_earlier_version_is_compared_as_far_as_it_tells(releases):
    for line in LedgerEntry.objects.order_by("pk"):
        told = ("standing", "submission", "decision", "first")
        rewrite(line, data={key: line.data[key] for key in line.data if key not in told})

    assert list(violations()) == []


def test_tells_a_joint_department_that_no_line_names(world, releases):
    doctor(
        "INSERT INTO interpretations_jointdepartment (policy_id, department_id) VALUES (%s, %s)",
        releases["released"].policy_id,
        world.other_department.pk,
    )

    assert ("not in the ledger", None) in found()
