"""What the desk says of a set is so: where it stands, who sees it, in which order topics stand."""

import pytest
from django.urls import reverse

from home.models import HomePage
from interpretations.models import PolicyPage, Topic
from interpretations.models.shelf import ShelfForm
from tests.editorial.desk import as_user, public_set
from tests.factories import make_set, submit_set
from tests.reading.acts import withdraw

pytestmark = pytest.mark.django_db


def editor_of(world, policy):
    return as_user(world.drafter).get(reverse("wagtailadmin_pages:edit", args=[policy.pk])).text


def test_a_withdrawn_document_is_no_draft(world):
    policy = public_set(world)
    withdraw(world, policy)
    address = reverse("wagtailadmin_explore", args=[world.department.pk])

    row = as_user(world.drafter).get(address).text.partition(policy.title)[2].partition("</tr>")[0]

    assert "已撤下，不再公开" in row


def test_a_draft_is_not_said_to_be_visible_to_all(world):
    text = editor_of(world, make_set(world))

    assert "任何人可看" not in text
    assert "还没有公开" in text


def test_a_public_document_is_visible_to_all(world):
    assert "任何人可看" in editor_of(world, public_set(world))


def test_each_topic_stands_below_its_own(world):
    parent = Topic.objects.filter(children=None, parent=None).first()
    child = Topic.objects.create(name="最后建的", slug="zuihou", parent=parent, sort_order=999)

    names = list(Topic.objects.as_tree())

    assert names.index(child) == names.index(parent) + 1
    options = editor_of(world, make_set(world)).partition('name="topic"')[2].partition("</select>")
    assert options[0].index(f">{parent.name}<") < options[0].index(f">{child}<")


def test_the_search_box_of_a_reviewer_finds_releases(world):
    release = submit_set(world, make_set(world))
    client = as_user(world.editor)

    assert '"url": "/admin/releases/"' in client.get("/admin/").text.replace("\\u002D", "-")
    assert release.title in client.get("/admin/releases/", {"q": release.title[:6]}).text
    assert release.title not in client.get("/admin/releases/", {"q": "不会有的题名"}).text


def test_a_list_of_drafts_asks_nothing_for_each_row(world, django_assert_num_queries):
    for _ in range(3):
        make_set(world)
    # As the explorer reads its rows.
    drafts = list(PolicyPage.objects.prefetch_workflow_states().annotate_approved_schedule())

    with django_assert_num_queries(0):
        assert {draft.status_string for draft in drafts} == {"草稿"}


def test_the_front_page_says_at_the_field_that_its_address_stays(world):
    home = HomePage.objects.get()
    address = reverse("wagtailadmin_pages:edit", args=[home.pk])

    form = as_user(world.admin).get(address).context["form"]

    assert isinstance(form, ShelfForm)
