"""Whoever hears the desk instead of seeing it is told which field it is."""

import pytest

from tests.factories import make_policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_field_of_a_document_has_a_name(person, world):
    person.enter(world.drafter)
    person.open(f"/admin/pages/{make_policy(world).pk}/edit/")

    words = person.find(".tagit-new input[aria-label]")
    texts = person.driver.find_elements("css selector", ".Draftail-Editor [role=textbox]")

    assert words.get_attribute("aria-label") == "主题词"
    assert texts and all(text.get_attribute("aria-label") for text in texts)


def test_a_link_within_words_is_told_by_more_than_its_colour(person, world):
    person.enter(world.drafter)
    person.open(f"/admin/releases/submit/{make_policy(world).pk}/")

    link = person.find(".desk-meta a")

    assert "underline" in link.value_of_css_property("text-decoration")
