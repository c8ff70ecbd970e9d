"""Every table whose words readers are shown has a keeper (interpretations/models/shown.py)."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.shown import SHOWN, Keeper
from interpretations.releases.execution.execute import execute
from tests.factories import approve, correct, exempt_set, released_set, submit_set, withdraw
from tests.media.shown import file_of, picture_of, set_with_files
from tests.reading.test_queries import ADDRESSES

OWN = {"accounts", "home", "interpretations", "media", "search"}
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
# What tells nothing: who asks, which languages and kinds of row there are, in which edition.
ABOUT_NO_SET = {
    "django_content_type",
    "interpretations_edition",
    "wagtailcore_locale",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_collection",
    "wagtailcore_collectionviewrestriction",
}
SHOWN_DOCUMENT = Path(settings.BASE_DIR, "docs/shown.md")


def labels(models):
    return {model._meta.label for model in models}


def test_every_own_table_has_a_keeper():
    own = {model for model in apps.get_models() if model._meta.app_label in OWN}

    assert labels(own) - SHOWN.keys() == set()


def test_every_list_and_setting_of_the_desk_has_a_keeper():
    assert labels([*get_snippet_models(), *registry]) - SHOWN.keys() == set()


def test_no_keeper_is_named_for_a_table_that_is_gone():
    assert [label for label in SHOWN if not apps.get_model(label)] == []


@pytest.mark.django_db
def test_every_table_that_readers_are_answered_from_is_shown(world, client):
    policy = set_with_files(world, picture_of(world), file_of(world))
    policy.keywords.add("便民")
    policy.save_revision(user=world.drafter)
    execute(approve(world, submit_set(world, policy)).pk)
    correct(world, policy)
    withdrawn = released_set(world).policy
    withdraw(world, withdrawn)
    pages = [policy, InterpretationPage.objects.child_of(policy).get(), exempt_set(world)]
    addresses = [PolicyPage.objects.get(pk=withdrawn.pk).url]
    addresses += [Page.objects.get(pk=page.pk).url for page in pages]

    with CaptureQueriesContext(connection) as asked:
        for address in [*ADDRESSES, *addresses]:
            client.get(address)

    tables = {table for query in asked for table in TABLE.findall(query["sql"])}
    models = {model._meta.db_table: model._meta.label for model in apps.get_models()}
    told = {models[table] for table in tables - ABOUT_NO_SET if table in models}
    assert {label for label in told if SHOWN.get(label, Keeper.UNSHOWN) is Keeper.UNSHOWN} == set()


@pytest.mark.parametrize("keeper", [Keeper.RELEASE, Keeper.PINNED, Keeper.EDITION])
def test_the_document_names_every_table_that_readers_are_shown(keeper):
    names = {label.split(".")[1] for label, kept_by in SHOWN.items() if kept_by is keeper}

    told = set(re.findall(r"`(\w+)`", SHOWN_DOCUMENT.read_text()))

    assert names - told == set()
