"""Keys of file numbers that an earlier version wrote are read again with every migrate."""

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate

from interpretations.guard import triggers
from interpretations.models import PolicyPage
from interpretations.models.number_keys import read_again
from tests.factories import edit, fresh, make_policy, released_set

pytestmark = pytest.mark.django_db
NUMBER, KEY = "九建规[2026]17号", "九建规|2026|17"


def keys():
    return set(PolicyPage.objects.values_list("doc_number_key", flat=True))


def test_a_public_document_gets_the_key_that_its_number_has_now(world):
    released_set(world, doc_number=NUMBER)
    triggers.remove()
    PolicyPage.objects.update(doc_number_key="九建规[2026]17号")

    post_migrate.send(
        apps.get_app_config("interpretations"),
        app_config=apps.get_app_config("interpretations"), verbosity=0, interactive=False,
        using="default", apps=apps, plan=[],
    )  # fmt: skip

    assert keys() == {KEY}
    assert triggers.missing() == []


def test_a_draft_gets_that_of_its_latest_revision(world):
    policy = make_policy(world, doc_number="九府发〔2026〕1号")
    edit(policy, world.drafter, doc_number=NUMBER)
    PolicyPage.objects.update(doc_number_key="")

    assert read_again() == 1
    assert fresh(policy).doc_number_key == KEY


def test_keys_that_are_right_are_left_alone(world):
    released_set(world, doc_number=NUMBER)

    assert read_again() == 0
