"""Whatever an owner of the database writes into a row, the audit lists it and never raises (P8)."""

import datetime
from zlib import crc32

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from wagtail.models import Page

from interpretations.guard import triggers
from interpretations.models import Release, ReleaseItem
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.audit import damage
from interpretations.releases.audit.public_state import CHECKS, violations, violations_of_site
from interpretations.releases.audit.tree import host_violations
from interpretations.releases.audit.unseen import UNSEEN, UNSEEN_OTHER
from interpretations.releases.execution.execute import execute
from tests.database.undone import undone
from tests.factories import (
    approve,
    edit,
    exempt_set,
    feature,
    fresh,
    hand_over,
    release_kind,
    released_set,
    submit_set,
    withdraw,
)
from tests.support.behind import run, settle
from tests.support.illustrated import drawn

pytestmark = [pytest.mark.django_db, pytest.mark.violates]
SQLITE = connection.vendor == "sqlite"
# The checks of the site, in the order in which they are asked here.
asked = [*CHECKS, host_violations]
# What the database itself does not take is no damage.
REFUSED = (IntegrityError, DataError, OperationalError)
TABLES = [
    "wagtailcore.Page", "wagtailcore.Site", "wagtailcore.Revision",
    "interpretations.PolicyPage", "interpretations.InterpretationPage",
    "interpretations.Release", "interpretations.ReleaseItem", "interpretations.ReleaseReference",
    "interpretations.ReviewStep", "interpretations.Release_authors",
    "interpretations.ReviewStep_groups", "interpretations.LedgerEntry",
    "interpretations.LedgerHead", "interpretations.Publication", "interpretations.Explanation",
    "interpretations.Exemption", "interpretations.Departure", "interpretations.PublicNote",
    "interpretations.ColumnFeature", "interpretations.FormerAddress", "interpretations.Edition",
    "interpretations.PolicyAttachment", "search.SearchEntry", "media.ReleasedFile",
    "media.FrozenFile", "media.SiteImage", "media.SiteDocument", "media.Rendition",
    "interpretations.Contribution", "interpretations.Clause",
]  # fmt: skip


@pytest.fixture(scope="module")
def built(shared_world):
    """Public sets with everything that releases leave behind; the triggers are away."""
    world = shared_world
    first = execute(approve(world, submit_set(world, drawn(world))).pk)
    members = [item.page_id for item in first.items.all()]
    for page in Page.objects.filter(pk__in=members).specific():
        edit(page, world.drafter, title=f"{page.title}（更正）")
    correction = release_kind(
        world, fresh(first.policy), ReleaseKind.CORRECTION, page_ids=members, note="改正附件。"
    )
    feature(world, fresh(first.policy), timezone.localdate() + datetime.timedelta(days=9))
    withdraw(world, released_set(world).policy)
    hand_over(world, released_set(world).policy)
    exempt_set(world, note="只对内部人员。")
    assert list(violations()) == []
    settle()
    triggers.remove()
    yield correction
    triggers.install()


@pytest.fixture
def release(world, built):
    return Release.objects.get(pk=built.pk)


def row_of(model, release):
    """A row of this table on which the public or the audit depends."""
    policy = ReleaseItem.objects.get(release=release, page=release.policy_id)
    text = ReleaseItem.objects.filter(release=release).exclude(pk=policy.pk).first()
    rows = {
        "page": policy.page_id, "policypage": policy.page_id, "interpretationpage": text.page_id,
        "release": release.pk, "releaseitem": policy.pk, "revision": policy.revision_id,
    }  # fmt: skip
    return rows.get(model._meta.model_name) or model._default_manager.order_by("pk").last().pk


def another(field, value):
    """A value of the same type that says something else."""
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return not value
    if kind == "DateTimeField":
        return (value or timezone.now()) - datetime.timedelta(days=900)
    if kind == "DateField":
        return (value or timezone.localdate()) - datetime.timedelta(days=900)
    if kind == "JSONField":
        return '{"title": "改过"}'
    if isinstance(value, int) or field.is_relation or "Integer" in kind or kind == "FloatField":
        return (value or 0) + 1_000_000
    return f"{value or ''}x"[-(field.max_length or 100) :]


def wild(field):
    """Something that is no value of this column, another one for each column."""
    kinds = [None, "", "改", -1, 2**62, "2026-99-99", b"\xff\xfe", "[1, 2", "x" * 10_000]
    return kinds[crc32(str(field).encode()) % len(kinds)]


def wrote(model, field, key, value):
    """Whether the database takes this value in this column; then it stands there."""
    table, pk = model._meta.db_table, model._meta.pk.column
    try:
        with transaction.atomic():
            run(f'UPDATE {table} SET "{field.column}" = %s WHERE {pk} = %s', value, key)
    except REFUSED:
        return False
    return True


def finds(check):
    """Whether a check of the audit lists anything but the triggers that are away."""
    return any("trigger" not in found.problem for found in damage.listed(check))


def is_silent():
    """Whether the audit lists nothing. What found something last is asked first."""
    if found := next(filter(finds, asked), None):
        asked.remove(found)
        asked.insert(0, found)
    return not found


def are_unlisted(model, key, *written):
    """Whether the audit lists nothing when each of these fields has the value beside it."""
    with undone():
        return all([wrote(model, field, key, value) for field, value in written]) and is_silent()


@pytest.mark.parametrize("label", TABLES)
def test_every_column_is_compared_or_explained(release, label, scale):
    """Each alone; those that are explained, which the whole audit has to look for, together by day.

    The key last: no other column is found by it any more.
    """
    model = apps.get_model(label)
    key = row_of(model, release)
    stored = model._default_manager.get(pk=key)
    explained = UNSEEN.get(model._meta.db_table, {}).keys()
    fields = sorted(model._meta.local_concrete_fields, key=lambda field: field.primary_key)
    written = [(field, another(field, field.value_from_object(stored))) for field in fields]
    alone = [one for one in written if scale > 1 or one[0].column not in explained]

    unlisted = {one[0].column for one in alone if are_unlisted(model, key, one)}
    together = [one for one in written if one not in alone]
    if together and are_unlisted(model, key, *together):
        unlisted |= {field.column for field, _value in together}

    assert unlisted == explained


def others(field, value):
    """Keys of other rows of the kind that this key points to: those around it, first and last."""
    key = field.target_field.attname
    keys = sorted(
        set(field.related_model._default_manager.values_list(key, flat=True)) - {value},
        key=lambda other: (type(other) is not type(value), other),
    )
    near = sorted(keys, key=lambda other: abs(other - value))[:2] if value else []
    return list(dict.fromkeys([*near, *keys[:1], *keys[-1:]]))


@pytest.mark.parametrize("label", TABLES)
def test_every_key_of_another_row_is_compared_or_explained(release, label):
    model = apps.get_model(label)
    key = row_of(model, release)
    stored = model._default_manager.get(pk=key)

    unlisted = {
        field.column
        for field in model._meta.local_concrete_fields
        if field.is_relation
        if any(
            are_unlisted(model, key, (field, other))
            for other in others(field, field.value_from_object(stored))
        )
    }

    table = model._meta.db_table
    assert unlisted - UNSEEN.get(table, {}).keys() == UNSEEN_OTHER.get(table, {}).keys()


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL takes no value of another type")
@pytest.mark.parametrize("label", TABLES)
def test_no_value_makes_the_audit_fail(release, label, scale):
    model = apps.get_model(label)
    key = row_of(model, release)
    fields = model._meta.local_concrete_fields
    # The key last: no other column is found by it any more. A night takes each column alone.
    together = sorted(fields, key=lambda field: field.primary_key)

    for damaged in [together] if scale <= 1 else [[field] for field in fields]:
        with undone():
            assert any([wrote(model, field, key, wild(field)) for field in damaged]) or scale > 1
            list(violations_of_site())
