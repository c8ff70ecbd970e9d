"""The town's checks are worth something: each sees the break that it is there for."""

import random

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from interpretations.models import InterpretationPage, PolicyPage
from tests.database.undone import undone
from tests.machine.driver import Wrong
from tests.machine.machine import Town
from tests.machine.reader import stored_names
from tests.machine.words import words_in
from tests.support.behind import doctor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, put_back_founded):
    """A town in committed rows, as the machine needs them; the site is founded anew after it."""
    with django_db_blocker.unblock():
        town = Town()
        try:
            town.set_up(1)
            yield town
        finally:
            town.teardown()
            put_back_founded()
            cache.clear()


@pytest.fixture
def town(db, built):
    """The town as it was built: what a test breaks is undone, and what was seen of it forgotten."""
    reader, expected = built.reader, built.expected
    seen, public, paths = dict(reader.seen), dict(expected.public), dict(expected.paths)
    with undone():
        yield built
    reader.seen, expected.public, expected.paths = seen, public, paths
    built.driver.clients.clear()
    built.driver.errors.clear()


def public_policy():
    return PolicyPage.objects.get(live=True)


def draft():
    return InterpretationPage.objects.filter(live=False).first()


def test_sees_a_page_that_is_live_without_a_release(town):
    doctor("UPDATE wagtailcore_page SET live = true WHERE id = %s", draft().pk)

    with pytest.raises(Wrong, match="live: expected"):
        town.look(random.Random(1))


def test_sees_a_publication_that_no_submission_named(town):
    page = public_policy()
    doctor(
        "UPDATE interpretations_publication SET item_id = item_id + 1 WHERE page_id = %s", page.pk
    )

    with pytest.raises(Wrong, match="publications: expected"):
        town.look(random.Random(1))


def test_sees_a_live_row_that_says_something_else(town):
    page = public_policy()
    doctor("UPDATE interpretations_policypage SET issuers = 'x' WHERE page_ptr_id = %s", page.pk)

    with pytest.raises(Wrong, match="text of"):
        town.expected.compare_text(page.pk)


def test_sees_an_embargoed_word_in_a_public_answer(town):
    word = next(iter(words_in(draft().title)))
    doctor("UPDATE wagtailcore_page SET title = %s WHERE id = %s", word, public_policy().pk)

    with pytest.raises(Wrong, match=f"tells .*{word}"):
        town.reader.look_at_lists(["/policies/"])


def test_sees_other_bytes_in_the_same_edition(town):
    town.reader.look_at_lists(["/policies/"])
    doctor("UPDATE wagtailcore_page SET title = '改名' WHERE id = %s", public_policy().pk)
    cache.clear()  # a card is kept for its edition

    with pytest.raises(Wrong, match="something else in the same edition"):
        town.reader.look_at_lists(["/policies/"])


def test_sees_a_public_page_that_is_not_served(town):
    page = public_policy()
    doctor("DELETE FROM interpretations_explanation WHERE policy_id = %s", page.pk)
    town.reader.seen.clear()

    with pytest.raises(Wrong, match="answers 404, not 200"):
        town.reader.look_at_pages([page.url_path])


def test_sees_a_list_without_a_public_set(town):
    town.expected.public[draft().pk] = town.expected.public[public_policy().pk]
    town.expected.paths[draft().pk] = draft().url_path

    with pytest.raises(Wrong, match="sitemap"):
        town.reader.look_at_lists(["/sitemap.xml"])


def test_sees_a_file_that_is_served_too_early(town):
    name = sorted(stored_names())[0]
    doctor("INSERT INTO media_releasedfile (name, page_id) VALUES (%s, %s)", name, draft().pk)
    town.reader.seen.clear()

    with pytest.raises(Wrong, match="answers 200, not 404"):
        town.reader.look_at_files([name])


def test_sees_a_step_decided_by_the_writer(town):
    release = public_policy().releases.get()
    doctor(
        "UPDATE interpretations_reviewstep SET decided_by_id = %s"
        " WHERE release_id = %s AND position = 1",
        release.submitted_by_id,
        release.pk,
    )

    with pytest.raises(Wrong, match="its own writers"):
        town.expected.observe()


def test_sees_what_another_department_is_told_of_a_draft(town):
    stranger, word = town.driver.named("drafter2"), next(iter(words_in(draft().title)))

    with pytest.raises(Wrong, match=f"drafter2 is told {word}"):
        town.driver.look(stranger, word)


def test_lets_a_department_read_its_own_drafts(town):
    town.driver.look(town.driver.named("drafter"), draft().title)


def test_sees_an_error_page(town, monkeypatch):
    def breaks(self, *args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(Page, "serve", breaks)

    with pytest.raises(Wrong, match="500"):
        town.driver.ask(None, lambda client: client.get("/policies/"), "a reader")


def test_the_clock_of_the_town_is_the_only_one(town):
    before = public_policy().releases.get()

    assert before.submitted_at.date() == town.driver.clock.moment.date()
    assert Client().get("/").status_code == 200
