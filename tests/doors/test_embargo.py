"""P7 on the desk: what is not public is known to its own department alone."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Collection, Page

from interpretations.editorial.access.pages import files_visible_to, pages_visible_to
from media.models import SiteDocument, SiteImage
from tests.database.undone import undone
from tests.doors.forms import page_form
from tests.doors.sweep import filled
from tests.factories import make_image

pytestmark = pytest.mark.django_db

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
HIDDEN = ("frozen", "draft")
STRANGERS = ("drafter2", "editor")


def secrets(town):
    """Words that only the department may read: titles and addresses of what is not public."""
    pages = [page for state in HIDDEN for page in town.pages(state)]
    files = [town.images[s].title for s in HIDDEN] + [town.documents[s].title for s in HIDDEN]
    return [page.title for page in pages] + [page.url_path for page in pages] + files


def leaks(client, addresses, town):
    words = secrets(town)
    for name, address in addresses.items():
        with undone():
            response = client.get(address)
        leaked = [word for word in words if word in _text(response)]
        if leaked or response.status_code >= 500:
            yield name, response.status_code, leaked


def _text(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode(errors="replace")
    return ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text) + text


@pytest.mark.parametrize("role", ["anonymous", *STRANGERS])
def test_no_address_of_the_admin_tells_a_stranger(town, clients, role):
    addresses = filled(town, "frozen")
    if role == "editor":  # who reviews this set, and sees it on its release alone
        addresses = {name: url for name, url in addresses.items() if "releases:" not in name}

    assert list(leaks(clients[role], addresses, town)) == []


ASKING = {
    "chooser of a parent": "/admin/choose-page/{department}/",
    "chooser of the set": "/admin/choose-page/{policy}/",
    "chooser by type": "/admin/choose-page/?page_type=interpretations.PolicyPage",
    "chooser search": "/admin/choose-page/search/?q=关于",
    "chosen": "/admin/choose-page/chosen-multiple/?id={policy}&id={interpretation}",
    "explorer": "/admin/pages/{department}/",
    "explorer search": "/admin/pages/{department}/?q=关于&search_all=1",
    "search": "/admin/pages/search/?q=关于",
    "api list": "/admin/api/main/pages/?limit=50",
    "api children": "/admin/api/main/pages/?child_of={department}&for_explorer=1",
    "api descendants": "/admin/api/main/pages/?descendant_of={department}",
    "api search": "/admin/api/main/pages/?search=关于",
    "api of one": "/admin/api/main/pages/{policy}/",
    "api find": "/admin/api/main/pages/find/?id={policy}",
    "api pictures": "/admin/api/main/images/?limit=50",
    "api papers": "/admin/api/main/documents/?limit=50",
    "picture chosen": "/admin/images/chooser/chosen-multiple/?id={image}",
    "paper chosen": "/admin/documents/chooser/chosen/{document}/",
    "picture search": "/admin/images/?q=图片",
    "picture chooser": "/admin/images/chooser/results/?q=图片",
    "history export": "/admin/reports/site-history/?export=csv",
    "types export": "/admin/reports/page-types-usage/?export=csv",
    "type use": "/admin/pages/usage/interpretations/policypage/",
    "image usage": "/admin/images/usage/{image}/",
    "choose parent": "/admin/pages/create/interpretations/policypage",
    "home": "/admin/",
}


@pytest.mark.parametrize("name", ASKING)
@pytest.mark.parametrize("role", STRANGERS)
def test_asking_cleverly_tells_a_stranger_nothing(town, clients, role, name):
    state = "draft"
    address = ASKING[name].format(
        department=town.world.department.pk,
        policy=town.policies[state],
        interpretation=town.interpretations[state],
        image=town.images[state].pk,
        document=town.documents[state].pk,
    )

    assert list(leaks(clients[role], {name: address}, town)) == []


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("state", HIDDEN)
def test_a_guessed_page_is_answered_like_one_that_never_was(town, clients, role, state):
    answers = {
        clients[role].get(reverse("wagtailadmin_pages:edit", args=[pk])).status_code
        for pk in (town.policies[state], 999999)
    }

    assert answers == {404}


def test_a_stranger_chooses_what_is_public(town, clients):
    visible = pages_visible_to(town.world.drafter2)

    assert visible.filter(pk=town.policies["live"]).exists()
    assert not visible.filter(pk__in=[town.policies[state] for state in HIDDEN]).exists()


def test_a_department_sees_its_own(town):
    visible = pages_visible_to(town.world.drafter)

    ids = [page.pk for state in HIDDEN for page in town.pages(state)]
    assert visible.filter(pk__in=ids).count() == 4


def test_a_reviewer_without_page_permission_sees_public_pages_alone(town):
    assert not pages_visible_to(town.world.editor).filter(pk=town.policies["frozen"]).exists()


def test_a_superuser_sees_every_page(town):
    assert pages_visible_to(town.world.admin).count() == Page.objects.count()


@pytest.mark.parametrize("model", [SiteImage, SiteDocument])
def test_files_are_seen_by_the_departments_of_their_collection(town, model):
    assert files_visible_to(town.world.drafter, model).count() == 3
    assert not files_visible_to(town.world.drafter2, model).exists()


def test_the_new_title_of_a_public_page_is_no_news_to_a_stranger(town, clients):
    page = town.page("live")
    clients["drafter"].post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form(page, title="机密更正")
    )

    addresses = (
        "/admin/choose-page/search/?q=机密",
        f"/admin/choose-page/{town.world.department.pk}/",
        f"/admin/choose-page/{page.pk}/",
        "/admin/api/main/pages/?limit=50",
        "/admin/reports/page-types-usage/",
    )

    assert not any("机密更正" in _text(clients["drafter2"].get(a)) for a in addresses)


def test_a_picture_of_another_department_is_named_in_no_report(town, clients):
    root = Collection.objects.get(name=town.world.other_department.title)
    mine = make_image(town.world, title="机密图", user=town.world.drafter2)
    mine.collection = root
    mine.save()
    clients["drafter2"].post(
        reverse("wagtailimages:edit", args=[mine.pk]),
        {"title": "机密图二", "collection": root.pk, "credit": "x"},
    )

    assert "机密图二" not in _text(clients["drafter"].get("/admin/reports/site-history/"))
    assert "机密图二" in _text(clients["drafter2"].get("/admin/reports/site-history/"))
