"""Whatever a public page shows beside releases makes another folder current at its commit."""

import os

import pytest
from django.db import transaction
from wagtail.models import Page, Site

from editions import pointer
from home.models import HomePage, SiteIdentity
from interpretations.models import (
    DepartmentPage,
    Genre,
    InterpretationColumnPage,
    InterpretationForm,
    Keyword,
    PolicyLibraryPage,
    Topic,
)
from interpretations.models.shown import Keeper, models_kept_by
from interpretations.models.turning import present
from search.models import WordGroup

pytestmark = pytest.mark.django_db(transaction=True)
# One row of each table; what the site has but once is the row that it has.
ROWS = {
    Genre: lambda: Genre.objects.create(name="新体裁", slug="xin"),
    InterpretationForm: lambda: InterpretationForm.objects.create(name="新形式", slug="xin"),
    Keyword: lambda: Keyword.objects.create(name="新词", slug="xin"),
    Topic: lambda: Topic.objects.create(name="新主题", slug="xin"),
    WordGroup: lambda: WordGroup.objects.create(words="医保、医疗保险"),
    SiteIdentity: SiteIdentity.objects.get,
    Site: Site.objects.get,
    Page: Page.get_first_root_node,
    HomePage: HomePage.objects.first,
    DepartmentPage: DepartmentPage.objects.first,
    InterpretationColumnPage: InterpretationColumnPage.objects.first,
    PolicyLibraryPage: PolicyLibraryPage.objects.first,
}
MAY_BE_DELETED = (Genre, InterpretationForm, Keyword, Topic, WordGroup, SiteIdentity)


def is_led_on_by(write):
    """Whether readers stay until the commit of this, and are in a new folder after it."""
    before = pointer.keep_up(present())
    with transaction.atomic():
        write()
        assert pointer.current() == before, "before its commit nothing has happened"
    after = pointer.current()
    return bool(after) and after != before and after.moment == present()


def test_each_table_that_is_public_by_itself_has_a_row_here():
    assert set(ROWS) == set(models_kept_by(Keeper.EDITION))


@pytest.mark.parametrize("model", ROWS)
def test_a_save_leads_readers_into_another_folder(root, world, model):
    assert is_led_on_by(ROWS[model]().save)


@pytest.mark.parametrize("model", MAY_BE_DELETED)
def test_a_delete_leads_readers_into_another_folder(root, world, model):
    assert is_led_on_by(ROWS[model]().delete)


@pytest.mark.parametrize("model", MAY_BE_DELETED)
def test_a_delete_of_many_leads_readers_into_another_folder(root, world, model):
    row = ROWS[model]()

    assert is_led_on_by(model.objects.filter(pk=row.pk).delete)


def test_what_was_undone_leads_nobody_on(root, world):
    before = pointer.keep_up(present())
    with transaction.atomic():
        ROWS[Topic]()
        transaction.set_rollback(True)

    assert pointer.current() == before


def test_a_save_that_cannot_make_another_folder_is_done_and_readers_are_in_none(
    root, world, monkeypatch
):
    """The application answers; an editor's save does not fail for it."""
    pointer.keep_up(present())

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "symlink", full)
    ROWS[Topic]()

    assert Topic.objects.filter(slug="xin").exists()
    assert pointer.current() is None
