"""What a person is told when the guard stops them, and that nothing is half done."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page

from interpretations.editorial.guard import middleware as guard
from interpretations.editorial.guard.answers import sentence_of
from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.refusals import FileInUse, Frozen, OnlyByRelease
from media.recordings.poster import NoPosterError
from tests.doors.forms import TYPED, interpretation_form, page_form, policy_form
from tests.doors.objects import XHR
from tests.doors.tries import AUTOSAVE

pytestmark = pytest.mark.django_db


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def messages(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def test_publishing_a_draft_saves_what_was_typed_and_publishes_nothing(town, clients):
    page = town.page("draft")

    response = clients["admin"].post(edit_url(page), page_form(page) | {"action-publish": "1"})

    assert response.status_code == 302
    assert Page.objects.get(pk=page.pk).get_latest_revision_as_object().title == TYPED
    assert not Page.objects.get(pk=page.pk).live
    assert any("没有发布" in sentence for sentence in messages(response))


@pytest.mark.parametrize("key", ["action-publish", "action-submit"])
@pytest.mark.parametrize("role", ["drafter", "admin"])
def test_a_new_document_is_a_draft_whichever_button_was_pressed(town, clients, role, key):
    url = reverse(
        "wagtailadmin_pages:add",
        args=["interpretations", "policypage", town.world.department.pk],
    )

    response = clients[role].post(url, policy_form() | {key: "1"})

    assert response.status_code == 302
    assert not PolicyPage.objects.get(title=TYPED).live


def test_an_interpretation_may_be_added_while_its_document_is_frozen(town, clients):
    url = reverse(
        "wagtailadmin_pages:add",
        args=["interpretations", "interpretationpage", town.policies["frozen"]],
    )

    clients["drafter"].post(url, interpretation_form())

    assert not InterpretationPage.objects.get(title=TYPED).live


def test_saving_a_public_page_writes_a_draft(town, clients):
    page = town.page("live")

    clients["drafter"].post(edit_url(page), page_form(page))

    stored = PolicyPage.objects.get(pk=page.pk)
    assert stored.get_latest_revision_as_object().title == TYPED
    assert stored.title == page.title


def test_the_title_of_a_draft_of_a_public_page_is_in_no_list(town, clients):
    page = town.page("live")

    clients["drafter"].post(edit_url(page), page_form(page))

    assert Page.objects.get(pk=page.pk).draft_title == page.title


def test_a_frozen_page_is_shown_again_with_what_was_typed(town, clients):
    page = town.page("frozen")

    response = clients["drafter"].post(edit_url(page), page_form(page))

    assert response.status_code == 200
    assert TYPED in response.content.decode()
    assert str(Frozen.sentence) in response.content.decode()


def test_autosave_of_a_frozen_page_is_answered_with_a_text_the_editor_shows(town, clients):
    page = town.page("frozen")

    response = clients["drafter"].post(edit_url(page), page_form(page), headers=AUTOSAVE)

    assert response.status_code == 409
    assert response.json()["error_code"] == "locked"
    assert response.json()["error_message"] == str(Frozen.sentence)


def test_autosave_of_a_draft_works(town, clients):
    page = town.page("draft")

    response = clients["drafter"].post(edit_url(page), page_form(page), headers=AUTOSAVE)

    assert response.json()["success"] is True


def test_the_api_is_answered_in_json(town, clients):
    url = reverse("wagtailadmin_api:pages:action", args=[town.policies["live"], "unpublish"])

    response = clients["admin"].post(url, {}, content_type="application/json")

    assert response.status_code == 409
    assert response.json()["error_message"] == str(OnlyByRelease.sentence)


def test_a_refused_button_leads_back_to_the_editor_with_a_sentence(town, clients):
    page = town.page("live")

    response = clients["admin"].post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert response["Location"] == edit_url(page)
    assert str(OnlyByRelease.sentence) in messages(response)


def test_all_of_a_department_with_a_frozen_set_is_refused_as_a_whole(town, clients):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    clients["admin"].post(f"{url}?id=all&childOf={town.world.department.pk}", {})

    assert Page.objects.filter(pk=town.policies["draft"]).exists()


def test_a_drafter_may_delete_a_draft_that_was_never_submitted(town, clients):
    page = town.page("draft", "interpretation")

    clients["drafter"].post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("code", ["frozen", "only_by_release", "file_in_use", "append_only"])
def test_a_triggers_message_becomes_a_sentence(code):
    sentence = sentence_of(IntegrityError(f"guard:{code}:wagtailcore_page\nCONTEXT: PL/pgSQL"))

    assert sentence and "guard" not in sentence


@pytest.mark.parametrize("refusal", [Frozen(), OnlyByRelease(), FileInUse(), NoPosterError("没有")])
def test_whatever_is_refused_is_answered_with_its_own_sentence(refusal):
    assert sentence_of(refusal) == str(refusal)


def test_another_database_error_is_no_refusal():
    assert sentence_of(IntegrityError("UNIQUE constraint failed")) is None


@pytest.mark.parametrize("status", [409, 500])
def test_what_was_written_before_a_failure_is_undone(town, status):
    page = Page.objects.get(pk=town.policies["draft"])

    def view(request):
        Page.objects.filter(pk=page.pk).update(draft_title="halb")
        response = HttpResponse(status=status)
        request.guard_refused = status == 409
        return response

    request = RequestFactory().post("/admin/anything/")
    request.user = town.world.admin
    guard.EditorialGuardMiddleware(view)(request)

    assert Page.objects.get(pk=page.pk).draft_title == page.draft_title


def test_reading_the_admin_opens_no_transaction(town, django_assert_num_queries):
    request = RequestFactory().get("/admin/anything/")
    request.user = town.world.admin

    with django_assert_num_queries(0):
        guard.EditorialGuardMiddleware(lambda request: HttpResponse())(request)


def test_people_who_have_not_signed_in_hold_no_lock(clients, town, django_assert_num_queries):
    def view(request):
        return HttpResponse()

    request = RequestFactory().post("/admin/login/")
    request.user = AnonymousUser()

    with django_assert_num_queries(0):
        guard.EditorialGuardMiddleware(view)(request)


def test_releases_hold_their_own_transactions(town, django_assert_num_queries):
    request = RequestFactory().post("/admin/releases/1/decide/")
    request.user = town.world.admin

    with django_assert_num_queries(0):
        guard.EditorialGuardMiddleware(lambda request: HttpResponse())(request)


def test_the_admin_loads_nothing_from_another_host(clients, town):
    policy = clients["admin"].get("/admin/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/images/"])
def test_a_page_of_the_admin_names_no_other_host(clients, town, path):
    html = clients["admin"].get(path, follow=True).content.decode()

    assert 'src="http' not in html
    assert "gravatar" not in html


def test_a_file_of_a_release_is_not_replaced_and_says_so(town, clients):
    url = reverse("wagtailimages:edit", args=[town.images["live"].pk])

    response = clients["drafter"].post(
        url, {"title": "neu", "collection": town.images["live"].collection_id, "credit": "x"}
    )

    assert response.status_code == 409
    assert str(FileInUse.sentence) in response.text and "neu" in response.text


@pytest.mark.parametrize("name", ["wagtailimages:delete_multiple", "wagtaildocs:delete_multiple"])
def test_a_multiple_upload_is_answered_in_json(town, clients, name):
    file = (town.images if "images" in name else town.documents)["live"]

    response = clients["admin"].post(reverse(name, args=[file.pk]), headers=XHR)

    assert response.status_code == 409
    assert "使用" in response.json()["error_message"]


def test_people_are_deactivated_never_deleted(town, clients):
    url = reverse("wagtailusers_users:delete", args=[town.world.drafter2.pk])

    response = clients["admin"].post(url)

    assert any("停用" in sentence for sentence in messages(response))


def test_a_person_can_be_deactivated(town, clients):
    person = town.world.drafter2
    data = {"username": person.username, "email": person.email, "name": person.name}
    data |= {"first_name": "二", "last_name": "张"}

    clients["admin"].post(reverse("wagtailusers_users:edit", args=[person.pk]), data)

    person.refresh_from_db()
    assert not person.is_active


def test_a_group_that_an_open_release_waits_for_is_kept(town, clients):
    response = clients["admin"].post(reverse("wagtailusers_groups:delete", args=[town.group.pk]))

    assert any("用户组" in sentence for sentence in messages(response))
    assert type(town.group).objects.filter(pk=town.group.pk).exists()


def test_a_group_that_nobody_waits_for_can_be_deleted(town, clients):
    group = type(town.group).objects.create(name="不用了")

    clients["admin"].post(reverse("wagtailusers_groups:delete", args=[group.pk]))

    assert not type(group).objects.filter(pk=group.pk).exists()
