"""Rows of the record are not moved, replaced or emptied by statements no row trigger sees."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from wagtail.models import Page, Revision

from interpretations.guard import triggers
from interpretations.models import (
    Contribution,
    LedgerEntry,
    PolicyAttachment,
    PolicyPage,
    PolicyRelation,
    Publication,
    Release,
    ReleaseItem,
    ReviewStep,
)
from media import renditions
from media.models import FrozenFile, Rendition, SiteDocument
from tests.factories import (
    approved_set,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    released_set,
    submit_set,
)
from tests.support.behind import run

pytestmark = pytest.mark.django_db


def refused(write, *args, **kwargs):
    """The sentence's code of a write that must fail."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write(*args, **kwargs)
    assert "guard:" in str(caught.value)
    return str(caught.value).split(":")[1]


def replace(model, pk):
    """SQLite's own way to rewrite a row: put an equal one in its place."""
    table = model._meta.db_table
    names = ", ".join(f'"{f.column}"' for f in model._meta.local_concrete_fields)
    key = model._meta.pk.column
    run(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} WHERE {key} = {pk}")


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


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
@pytest.mark.parametrize(
    "model", [LedgerEntry, ReviewStep, ReleaseItem, Release, Contribution, Publication,
              Revision, Page, PolicyPage]
)  # fmt: skip
def test_no_row_of_the_record_is_replaced(world, model):
    release = released_set(world)
    pages = {Publication, Page, PolicyPage}
    pk = release.policy_id if model in pages else model.objects.latest("pk").pk
    if model is Revision:
        pk = release.items.first().revision_id

    refused(replace, model, pk)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
def test_a_step_is_not_replaced_under_another_number(world):
    step = released_set(world).steps.first()
    columns = "release_id, position, label, group_names, own_department, decision,"
    columns += " decided_by_name, opinion, seal"
    statement = (
        f"INSERT OR REPLACE INTO interpretations_reviewstep ({columns})"
        f" SELECT release_id, position, label, group_names, own_department, '', '', '', seal"
        f" FROM interpretations_reviewstep WHERE id = {step.pk}"
    )

    assert refused(run, statement) == "append_only"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
def test_a_draft_nobody_submitted_may_be_replaced(world):
    draft = make_set(world)

    replace(PolicyPage, draft.pk)

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


def test_the_slug_of_a_department_stays_while_a_set_below_is_frozen(world):
    submit_set(world, make_set(world))

    write = Page.objects.filter(pk=world.department.pk).update
    assert refused(write, slug="xin") == "only_by_release"


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
