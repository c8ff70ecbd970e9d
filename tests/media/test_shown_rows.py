"""The words of a picture, an attachment or a film are not written over a colleague's untold."""

import re

import pytest
from django.urls import reverse

from tests.editorial.desk import as_user, text_of
from tests.factories import make_document, make_image
from tests.recordings.test_desk import ready

pytestmark = pytest.mark.django_db
SHOWN = re.compile(r'name="shown" value="(\w{64})"')
MAKERS = {
    "wagtailimages:edit": make_image,
    "wagtaildocs:edit": make_document,
    "media_desk:recording": ready,
}


@pytest.fixture(params=MAKERS)
def place(world, request):
    """A stored file that readers do not rely on yet, and the address of its form."""
    row = MAKERS[request.param](world)
    return row, reverse(request.param, args=[row.pk])


def form_of(row, **typed):
    words = {"title": row.title, "collection": row.collection_id, "tags": "", "rights": ""}
    return {**words, "credit": "", "description": "", **typed}


def carried(client, url):
    return SHOWN.search(text_of(client.get(url)))[1]


def title_of(row):
    return type(row)._base_manager.values_list("title", flat=True).get(pk=row.pk)


def test_a_stale_form_is_told_what_stands_there_now_and_keeps_what_was_typed(world, place):
    row, url = place
    client = as_user(world.drafter)
    shown = carried(client, url)
    type(row)._base_manager.filter(pk=row.pk).update(title="同事写的标题")

    response = client.post(url, form_of(row, title="我写的标题", shown=shown))

    assert response.status_code == 409
    assert "同事写的标题" in text_of(response) and "我写的标题" in text_of(response)
    assert title_of(row) == "同事写的标题"


def test_sent_again_after_being_told_it_is_meant(world, place):
    row, url = place
    client = as_user(world.drafter)
    shown = carried(client, url)
    type(row)._base_manager.filter(pk=row.pk).update(title="同事写的标题")
    told = client.post(url, form_of(row, title="我写的标题", shown=shown))

    client.post(url, form_of(row, title="我写的标题", shown=SHOWN.search(text_of(told))[1]))

    assert title_of(row) == "我写的标题"


def test_what_was_shown_is_saved(world, place):
    row, url = place
    client = as_user(world.drafter)

    response = client.post(url, form_of(row, title="我写的标题", shown=carried(client, url)))

    assert response.status_code == 302
    assert title_of(row) == "我写的标题"
