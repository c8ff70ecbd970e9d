"""Everything that a set lacks is told at once, in its row, and leads to where it is mended."""

import re

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText

from tests.editorial.desk import as_user
from tests.factories import edit, make_interpretation, make_policy, make_set

pytestmark = pytest.mark.django_db


def shown(world, policy):
    return as_user(world.drafter).get(reverse("releases:submit", args=[policy.pk])).text


def places(text):
    """What the links of a page lead to: page and place in it."""
    return set(re.findall(r"/pages/(\d+)/edit/#:w:contentpath=([\w.-]+)", text))


def test_each_missing_field_leads_to_its_place(world):
    policy = make_set(world, issuers="", topic=None)

    assert {(str(policy.pk), "issuers"), (str(policy.pk), "topic")} <= places(shown(world, policy))


def test_a_block_that_is_not_filled_in_is_named_by_its_number_and_what_is_wrong(world):
    policy = make_policy(world)
    body = [("text", RichText("<p>一</p>")), ("question", {"question": "", "answer": RichText("")})]
    page = edit(make_interpretation(policy, world.drafter), world.drafter, body=body)

    text = shown(world, policy)

    assert "第 2 块" in text
    assert (str(page.pk), f"body.{page.body[1].id}.question") in places(text)


def test_a_document_that_is_blocked_is_not_called_ready(world):
    policy = make_set(world, plan_outline="")

    row = shown(world, policy).partition('id="member-')[2].partition("</tr>")[0]

    assert "还没有解读方案" in row
    assert "✓" not in row


def test_an_interpretation_that_lacks_something_is_not_called_missing(world):
    policy = make_policy(world)
    page = make_interpretation(policy, world.drafter, summary="")

    text = shown(world, policy)

    assert "还没有解读。" not in text
    assert (str(page.pk), "summary") in places(text)


def test_a_form_that_is_not_filled_in_tells_what_the_set_lacks_as_well(world):
    policy = make_set(world, issuers="")
    ids = [policy.pk, *policy.get_children().values_list("pk", flat=True)]
    address = reverse("releases:submit", args=[policy.pk])

    answer = as_user(world.drafter).post(address, {"members": ids, "when": "later"})

    assert answer.status_code == 422
    assert (str(policy.pk), "issuers") in places(answer.text)
