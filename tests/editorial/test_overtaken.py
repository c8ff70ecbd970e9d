"""Saving a page over a colleague's newer draft is told, and nothing that was typed is lost."""

import re
from copy import deepcopy

import pytest
from django.urls import reverse

from tests.doors.forms import page_form
from tests.editorial.desk import as_user, text_of
from tests.factories import UserFactory, edit, make_set, submit_set

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'name="(loaded_revision_\w+)" value="([^"]*)"')
AUTOSAVE = {"accept": "application/json"}
TYPED = "我写的标题"


@pytest.fixture(scope="module")
def built(shared_world):
    """A draft set, and a colleague of the drafter."""
    group = f"{shared_world.department.title}起草组"
    return make_set(shared_world), UserFactory(name="钱同事", groups=[group])


@pytest.fixture
def policy(world, built):
    return deepcopy(built[0])


@pytest.fixture
def colleague(world, built):
    return deepcopy(built[1])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def opened(client, page):
    """What the editor carries that somebody has opened now."""
    return dict(HIDDEN.findall(text_of(client.get(edit_url(page)))))


def save(client, page, carried, **more):
    data = page_form(page) | {"title": TYPED} | carried
    return client.post(edit_url(page), data, **more)


def newest_title(page):
    return page.revisions.order_by("-created_at", "-pk").first().content["title"]


def test_a_stale_save_is_told_who_wrote_and_keeps_what_was_typed(world, policy, colleague):
    client = as_user(world.drafter)
    carried = opened(client, policy)
    edit(policy, colleague, title="同事写的标题")

    response = save(client, policy, carried)

    assert response.status_code == 409
    assert "钱同事" in text_of(response) and TYPED in text_of(response)
    assert newest_title(policy) == "同事写的标题"


def test_pressed_again_after_being_told_it_is_saved_beside_the_other(world, policy, colleague):
    client = as_user(world.drafter)
    carried = opened(client, policy)
    edit(policy, colleague, title="同事写的标题")
    again = dict(HIDDEN.findall(text_of(save(client, policy, carried))))

    save(client, policy, again)

    assert newest_title(policy) == TYPED
    assert "同事写的标题" in [revision.content["title"] for revision in policy.revisions.all()]


def test_a_draft_that_a_colleague_saves_over_itself_is_newer_too(world, policy, colleague):
    client = as_user(world.drafter)
    own = policy.save_revision(user=colleague)
    carried = opened(client, policy)
    policy.title = "同事写的标题"
    policy.save_revision(user=colleague, overwrite_revision=own)

    assert save(client, policy, carried).status_code == 409


def test_an_editor_that_saved_by_itself_is_told_of_a_later_draft(world, policy, colleague):
    client = as_user(world.drafter)
    own = save(client, policy, opened(client, policy), headers=AUTOSAVE).json()["revision_id"]
    edit(policy, colleague, title="同事写的标题")

    response = save(client, policy, {"overwrite_revision_id": str(own)})

    assert response.status_code == 409
    assert newest_title(policy) == "同事写的标题"


def test_nobody_is_told_of_what_their_own_editor_saved_by_itself(world, policy):
    client = as_user(world.drafter)
    carried = opened(client, policy)
    for _ in range(2):  # the second one goes over the first
        own = save(client, policy, carried, headers=AUTOSAVE).json()
        carried |= {name: text for name, text in own["field_updates"].items() if name in carried}

    assert save(client, policy, carried).status_code == 302


def test_a_colleague_who_saved_after_the_editor_did_is_told_of(world, policy, colleague):
    client = as_user(world.drafter)
    carried = opened(client, policy)
    carried |= save(client, policy, carried, headers=AUTOSAVE).json()["field_updates"]
    edit(policy, colleague, title="同事写的标题")

    assert save(client, policy, carried).status_code == 409


def test_nobody_is_told_of_what_they_saw(world, policy, colleague):
    edit(policy, colleague, title="同事写的标题")
    client = as_user(world.drafter)

    assert save(client, policy, opened(client, policy)).status_code == 302
    assert newest_title(policy) == TYPED


def test_a_stale_editor_can_still_be_previewed(world, policy, colleague):
    client = as_user(world.drafter)
    carried = opened(client, policy)
    edit(policy, colleague, title="同事写的标题")
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[policy.pk])

    answer = client.post(url, page_form(policy) | {"title": TYPED} | carried)

    assert answer.json()["is_valid"]


def test_a_page_that_was_submitted_meanwhile_says_that_it_is_under_review(world, policy):
    client = as_user(world.drafter)
    carried = opened(client, policy)
    submit_set(world, policy)

    response = save(client, policy, carried)

    assert "正在审核" in text_of(response) and TYPED in text_of(response)


def test_a_shelf_is_not_published_over_a_newer_draft_either(world):
    shelf = world.department
    shelf.save_revision(user=world.admin)
    client = as_user(world.admin)
    carried = opened(client, shelf)
    shelf.title = "别人改的名称"
    shelf.save_revision(user=world.admin)

    data = {"title": TYPED, "slug": shelf.slug, "action-publish": "1", "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0", "introduction": ""} | carried  # fmt: skip
    response = client.post(edit_url(shelf), data)

    shelf.refresh_from_db()
    assert response.status_code == 409
    assert shelf.title != TYPED
