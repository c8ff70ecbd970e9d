"""Rows of the record are not moved, replaced or emptied by statements no row trigger sees."""

import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import pre_migrate
from wagtail.models import Page

from interpretations.guard import triggers
from interpretations.models import (
    LedgerEntry,
    LedgerHead,
    PolicyAttachment,
    PolicyPage,
    PolicyRelation,
    Release,
    ReviewStep,
)
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution.execute import execute
from media import renditions
from media.models import FrozenFile, Rendition, SiteDocument
from tests.doors.town import rows
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
from tests.support.behind import run, settle

pytestmark = pytest.mark.django_db
sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")


def refused(write, *args, **kwargs):
    """The sentence's code of a write that must fail."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write(*args, **kwargs)
    assert "guard:" in str(caught.value)
    return str(caught.value).split(":")[1]


@pytest.mark.parametrize("reached", [released_set, approved_set])
@pytest.mark.parametrize("part", ["attachment", "relation"])
def test_no_child_row_is_moved_into_a_public_or_frozen_page(world, reached, part):
    release = reached(world)
    draft, file = make_policy(world), make_document(world)
    if part == "attachment":
        row = PolicyAttachment.objects.create(page=draft, title="附件", document=file)
    else:
        row = PolicyRelation.objects.create(page=draft, kind="repeals", title="关系")

    write = type(row).objects.filter(pk=row.pk).update
    assert refused(write, page=release.policy) == "only_by_release"


@sqlite_only
def test_an_approval_is_not_pushed_out_by_a_step_nobody_decided(world):
    approval = released_set(world).steps.first()
    undecided = submit_set(world, make_set(world)).steps.first()

    statement = "UPDATE OR REPLACE interpretations_reviewstep SET id = %s WHERE id = %s"
    assert refused(run, statement, approval.pk, undecided.pk) == "append_only"


@sqlite_only
def test_a_public_attachment_is_not_pushed_out_by_another_document(world):
    public, other = make_document(world), make_document(world)
    policy = make_set(world)
    policy.attachments.create(title="申请表", document=public)
    policy.save_revision(user=world.drafter)
    execute(approve(world, submit_set(world, policy)).pk)

    statement = "UPDATE OR REPLACE media_sitedocument SET id = %s WHERE id = %s"
    assert refused(run, statement, public.pk, other.pk) == "file_in_use"


@sqlite_only
def test_a_connection_that_replaces_rows_unseen_is_told(world):
    run("PRAGMA recursive_triggers = OFF")

    try:
        assert triggers.missing() == ["recursive_triggers"]
    finally:
        run("PRAGMA recursive_triggers = ON")


@sqlite_only
@pytest.mark.violates
def test_what_another_connection_replaced_unseen_is_told(world):
    release = released_set(world)
    names = [f'"{f.column}"' for f in PolicyPage._meta.local_concrete_fields]
    values = ["'改过的单位'" if name == '"issuers"' else name for name in names]
    run("PRAGMA recursive_triggers = OFF")

    run(
        f"INSERT OR REPLACE INTO interpretations_policypage ({', '.join(names)})"
        f" SELECT {', '.join(values)} FROM interpretations_policypage WHERE page_ptr_id = %s",
        release.policy_id,
    )

    run("PRAGMA recursive_triggers = ON")
    (problem,) = violations()
    assert problem.problem == "content differs from the released one"


@sqlite_only
def test_no_trigger_sets_off_another(world):
    query = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    installed = rows(query)
    bodies = " ".join(row["sql"].split("BEGIN", 1)[1] for row in installed)

    written = set(re.findall(r'(?:INTO|UPDATE|DELETE FROM) "?(\w+)', bodies))

    assert written and not written & {row["tbl_name"] for row in installed}


@sqlite_only
def test_a_draft_nobody_submitted_may_be_replaced(world):
    draft = make_set(world)
    names = ", ".join(f'"{f.column}"' for f in PolicyPage._meta.local_concrete_fields)
    table = "interpretations_policypage"

    run(
        f"INSERT OR REPLACE INTO {table} ({names})"
        f" SELECT {names} FROM {table} WHERE page_ptr_id = %s", draft.pk,
    )  # fmt: skip

    assert PolicyPage.objects.filter(pk=draft.pk).exists()


@pytest.mark.postgres
@pytest.mark.parametrize(
    "table", ["interpretations_ledgerentry", "interpretations_publication", "wagtailcore_page"]
)
def test_no_table_of_the_record_is_truncated(world, table):
    released_set(world)
    run("SET CONSTRAINTS ALL IMMEDIATE")

    assert refused(run, f"TRUNCATE {table} CASCADE") == "append_only"


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused_once_there_are_releases(world):
    released_set(world)

    with pytest.raises(CommandError) as caught:
        call_command("flush", interactive=False, verbosity=0)

    assert "guard:" in str(caught.value.__cause__)
    assert LedgerEntry.objects.exists() and triggers.missing() == []


@pytest.mark.parametrize(("plan", "stand"), [([], True), (["a migration"], False)])
def test_no_trigger_stands_in_the_way_of_a_migration(world, plan, stand):
    settle()

    pre_migrate.send(apps.get_app_config("interpretations"), plan=plan)
    stood = not triggers.missing()
    triggers.install()

    assert stood == stand


def test_the_slug_of_a_department_stays_while_a_set_below_is_frozen(world):
    submit_set(world, make_set(world))

    write = Page.objects.filter(pk=world.department.pk).update
    assert refused(write, slug="xin") in ("only_by_release", "fixed_shelf")


def test_the_name_of_a_public_attachment_stays(world):
    document = make_document(world)
    policy = make_set(world)
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    submit_set(world, policy)

    write = SiteDocument.objects.filter(pk=document.pk).update
    assert refused(write, original_name="改过的名字.pdf") == "file_in_use"


@pytest.mark.parametrize("write", ["update", "delete"])
def test_the_sizes_of_a_frozen_picture_stay(world, write):
    image = make_image(world)
    renditions.make(image)
    policy = make_policy(world)
    picture = {"image": image, "alt": "说明", "caption": "", "credit": ""}
    make_interpretation(policy, world.drafter, body=[("picture", picture)])
    submit_set(world, policy)
    assert FrozenFile.objects.filter(object_id=image.pk).exists()

    sizes = Rendition.objects.filter(image=image)
    if write == "update":
        assert refused(sizes.update, file="andere.webp") == "file_in_use"
    else:
        assert refused(sizes._raw_delete, sizes.db) == "file_in_use"


@pytest.mark.parametrize("lacking", ["person", "time", "seal"])
def test_no_step_is_decided_without_person_time_and_seal(world, lacking):
    release = submit_set(world, make_set(world))
    whole = {"decided_by": world.leader, "decided_at": release.submitted_at, "seal": release.seal}
    key = {"person": "decided_by", "time": "decided_at", "seal": "seal"}[lacking]
    whole |= {key: "0" * 64 if key == "seal" else None}

    write = release.steps.filter(position=1).update
    assert refused(write, decision="approve", **whole) == "append_only"


def test_no_step_is_born_decided(world):
    release = submit_set(world, make_set(world))

    born = ReviewStep(release=release, position=9, label="多的", decision="approve")
    assert refused(born.save) == "append_only"


@pytest.mark.parametrize("column", ["submitted_by_name", "author_names", "end_reason"])
def test_no_name_or_reason_of_an_ended_release_is_written_anew(world, column):
    release = released_set(world)

    write = Release.objects.filter(pk=release.pk).update
    assert refused(write, **{column: "别人"}) == "append_only"


def test_the_head_of_the_ledger_is_its_newest_line(world):
    first = released_set(world).ledger.first()

    assert refused(LedgerHead.objects.update, hash=first.hash) == "append_only"
