"""A replaced file lives until its replacement is committed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.documents.forms import get_document_form

from media.models import SiteDocument
from tests.factories import make_document
from tests.media.hostile import valid

pytestmark = pytest.mark.django_db


def replace(document, user):
    form = get_document_form(SiteDocument)(
        {"title": document.title, "collection": document.collection_id, "tags": ""},
        {"file": SimpleUploadedFile("new.pdf", valid.pdf())},
        instance=document,
        user=user,
    )
    assert form.is_valid(), form.errors
    form.save()


def test_the_old_bytes_survive_a_request_that_is_rolled_back(world):
    document = make_document(world)
    storage, name = document.file.storage, document.file.name

    with transaction.atomic():
        replace(SiteDocument.objects.get(pk=document.pk), world.admin)
        transaction.set_rollback(True)

    assert storage.exists(name)


def test_the_old_bytes_are_gone_after_the_commit(world, django_capture_on_commit_callbacks):
    document = make_document(world)
    storage, name = document.file.storage, document.file.name

    with django_capture_on_commit_callbacks(execute=True):
        replace(SiteDocument.objects.get(pk=document.pk), world.admin)

    assert not storage.exists(name)
