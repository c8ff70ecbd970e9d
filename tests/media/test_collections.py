"""A collection is deleted when it is empty, and never with what somebody uploaded."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models import ProtectedError
from wagtail.models import Collection

from media.models import Recording, Upload
from tests.factories import make_document, make_image
from tests.recordings.test_desk import ready

pytestmark = pytest.mark.django_db
SAID_TO_BE_DELETED = "已删除"


@pytest.fixture
def collection(world):
    return Collection.objects.get(name=world.department.title)


@pytest.fixture
def page(world, client, collection):
    client.force_login(world.admin)
    return f"/admin/collections/{collection.pk}/delete/"


def upload_into(collection, world):
    return Upload.objects.create(user=world.drafter, collection=collection, name="a.mp4", size=9)


def test_nothing_of_ours_goes_with_its_collection():
    fields = [
        field
        for model in apps.get_models()
        if model._meta.app_label in ("interpretations", "media", "home", "accounts", "search")
        for field in model._meta.fields
        if field.related_model is Collection
    ]
    assert len(fields) == 4
    assert {field.remote_field.on_delete for field in fields} == {models.PROTECT}


@pytest.mark.parametrize("make", [ready, make_document, make_image])
def test_code_cannot_delete_a_collection_that_holds_something(world, make):
    instance = make(world)

    with pytest.raises(ProtectedError):
        instance.collection.delete()


def test_the_page_names_recordings_and_running_uploads(world, collection, client, page):
    ready(world)
    upload_into(collection, world)

    text = client.get(page).text

    assert "1 个视频或音频" in text
    assert "1 个还没有传完的视频或音频" in text


def test_recordings_and_uploads_outlive_the_button(world, collection, client, page):
    ready(world)
    upload_into(collection, world)

    client.post(page)

    assert Recording.objects.count() == Upload.objects.count() == 1
    assert SAID_TO_BE_DELETED not in client.get("/admin/").text


def test_what_came_meanwhile_is_told_and_nothing_is_said_to_be_deleted(
    collection, client, page, world, monkeypatch
):
    ready(world)
    monkeypatch.setattr("wagtail.admin.views.collections.Delete.get_collection_contents", list)

    answer = client.post(page, follow=True)

    assert "别的内容还在使用它，不能删除" in answer.text
    assert SAID_TO_BE_DELETED not in answer.text


def test_an_empty_collection_is_deleted_and_said_to_be(client, page, collection):
    answer = client.post(page, follow=True)

    assert SAID_TO_BE_DELETED in answer.text
    assert not Collection.objects.filter(pk=collection.pk).exists()
