"""Every form of the desk that takes a file has the door: added, replaced, chosen, many at once."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL.ImageFile import ImageFile
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, UploadedFile

from media.examine.limits import Limits
from media.intake import acceptance as door
from media.models import Rendition, SiteDocument, SiteImage
from tests.factories import make_document, make_image
from tests.media.hostile import office, pictures, valid

pytestmark = pytest.mark.django_db

XHR = {"X-Requested-With": "XMLHttpRequest"}
WAYS = {
    "wagtailimages:add": "",
    "wagtailimages_chooser:create": "image-chooser-upload-",
    "wagtailimages:add_multiple": None,
    "wagtaildocs:add": "",
    "wagtaildocs_chooser:create": "document-chooser-upload-",
    "wagtaildocs:add_multiple": None,
}
PICTURE_WAYS = [way for way in WAYS if "images" in way]
DOCUMENT_WAYS = [way for way in WAYS if "docs" in way]


@pytest.fixture
def bring(bring_to_a_child, examined_here):
    """Upload a file by one of the desk's forms; returns the answer."""
    return bring_to_a_child


@pytest.fixture
def bring_to_a_child(world, client):
    """The same, examined in a process of its own."""
    client.force_login(world.drafter)
    collection = Collection.objects.get(name=world.department.title).pk

    def post(way, name, content, title="示意图", args=()):
        file = SimpleUploadedFile(name, content)
        prefix = WAYS.get(way, "")
        if prefix is None:
            data = {"files[]": file, "title": title, "collection": collection}
        else:
            fields = {"title": title, "file": file, "collection": collection, "tags": ""}
            data = {f"{prefix}{key}": value for key, value in fields.items()}
        return client.post(reverse(way, args=args), data, headers=XHR if prefix is None else {})

    return post


def stored():
    roots = (settings.MEDIA_ROOT, settings.MEDIA_WORK_ROOT, settings.MEDIA_ORIGINALS_ROOT)
    return {path for root in roots for path in Path(root).rglob("*") if path.is_file()}


def saved(way):
    return (SiteImage if way in PICTURE_WAYS else SiteDocument).objects.last()


def photograph():
    return pictures.with_position()


@pytest.mark.parametrize("way", PICTURE_WAYS)
def test_a_picture_is_stored_clean_and_its_original_inside(bring_to_a_child, way):
    bring_to_a_child(way, "照片.jpg", photograph())

    image = saved(way)
    assert b"Kamera" not in image.file.read()
    assert image.uploaded_file.read() == photograph()
    assert "picture_position" in image.examination["cleaned"]
    assert (image.width, image.height) == (30, 40)  # turned upright


@pytest.mark.parametrize("way", DOCUMENT_WAYS)
def test_an_attachment_is_stored_clean_under_its_own_name(bring_to_a_child, way):
    content = office.named_docx()

    bring_to_a_child(way, "申请表.docx", content)

    document = saved(way)
    assert b"docProps" not in document.file.read()
    assert document.uploaded_file.read() == content
    assert document.original_name == "申请表.docx"


@pytest.mark.parametrize("way", WAYS)
def test_a_refused_file_is_named_in_the_form_and_leaves_nothing(bring, way):
    before = stored()

    response = bring(way, "坏.docx" if way in DOCUMENT_WAYS else "坏.png", pictures.SVG)

    text = response.content.decode()
    text = json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else text
    assert response.status_code == 200
    assert ("这其实是网页" if way in DOCUMENT_WAYS else "不接受网页、SVG") in text
    assert saved(way) is None
    assert not UploadedFile.objects.exists()
    assert stored() == before


@pytest.mark.parametrize("way", ["wagtailimages:add_multiple", "wagtaildocs:add_multiple"])
def test_a_file_that_waits_for_a_better_title_waits_clean(bring, way):
    picture = way in PICTURE_WAYS
    name, content = ("a.jpg", photograph()) if picture else ("a.docx", office.named_docx())

    bring(way, name, content, title="长" * 300)

    waiting = UploadedFile.objects.get().file.read()
    assert b"Kamera" not in waiting and b"docProps" not in waiting


def test_a_file_that_waited_gets_its_checksum_when_it_is_taken(bring, client, world):
    bring("wagtaildocs:add_multiple", "a.docx", valid.docx(), title="长" * 300)
    waiting = UploadedFile.objects.get()
    collection = Collection.objects.get(name=world.department.title).pk
    fields = {"title": "申请表", "collection": collection, "tags": ""}

    client.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting.pk]),
        {f"uploaded-document-{waiting.pk}-{key}": value for key, value in fields.items()},
        headers=XHR,
    )

    assert len(SiteDocument.objects.get().sha256) == 64


def test_a_replaced_picture_is_cleaned_and_its_sizes_are_new(
    bring, world, django_capture_on_commit_callbacks
):
    image = make_image(world)
    image.uploaded_file.save("old.png", SimpleUploadedFile("old.png", b"x"))
    old = [Path(image.file.path), Path(image.uploaded_file.path)]

    with django_capture_on_commit_callbacks(execute=True):
        bring("wagtailimages:edit", "neu.jpg", photograph(), args=[image.pk])

    image = SiteImage.objects.get()
    assert b"Kamera" not in image.file.read()
    assert {r.width for r in image.renditions.all()} == {30}
    assert [path for path in old if path.exists()] == []


def test_a_deleted_attachment_takes_its_original_with_it(
    world, client, bring, django_capture_on_commit_callbacks
):
    bring("wagtaildocs:add", "a.pdf", valid.pdf())
    document = SiteDocument.objects.get()
    original = Path(document.uploaded_file.path)

    with django_capture_on_commit_callbacks(execute=True):
        document.delete()

    assert not original.exists()


def test_what_was_cleaned_is_told_after_the_upload(bring, client):
    response = bring("wagtaildocs:add", "表.xlsx", valid.xlsx(office.hidden), title="清单")

    shown = client.get(response["Location"]).content.decode()
    assert "「清单」已清除" in shown
    assert "隐藏的工作表：内部" in shown


def test_what_was_found_stands_beside_the_file(bring, client):
    bring("wagtaildocs:add", "表.xlsx", valid.xlsx(office.hidden), title="清单")

    address = reverse("wagtaildocs:edit", args=[SiteDocument.objects.get().pk])

    assert "隐藏的工作表：内部" in client.get(address).content.decode()


@pytest.mark.parametrize("way", DOCUMENT_WAYS)
def test_the_same_bytes_again_are_offered_from_what_is_there(bring, client, way):
    bring("wagtaildocs:add", "a.pdf", valid.pdf(), title="已有的一份")
    first = SiteDocument.objects.get()

    answer = bring(way, "b.pdf", valid.pdf())

    later = client.get(reverse("wagtaildocs:index")).content.decode()
    text = later + answer.content.decode()
    assert reverse("wagtaildocs:edit", args=[first.pk]) in text
    assert reverse("wagtaildocs:delete", args=[SiteDocument.objects.last().pk]) in text
    assert "已有内容完全相同的文件" in later


def test_a_duplicate_in_another_department_is_not_told(bring, client, world):
    other = make_document(world, content=valid.pdf(), title="他局的秘密")
    other.collection = Collection.objects.get(name=world.other_department.title)
    other.save()

    bring("wagtaildocs:add", "a.pdf", valid.pdf())

    assert "完全相同" not in client.get(reverse("wagtaildocs:index")).content.decode()


@pytest.mark.parametrize("way", PICTURE_WAYS)
def test_the_site_itself_never_decodes_an_uploaded_picture(bring_to_a_child, way, monkeypatch):
    monkeypatch.setattr(ImageFile, "load", lambda self: pytest.fail("decoded"))

    for _ in range(2):
        bring_to_a_child(way, "a.jpg", photograph())

    assert saved(way).width == 30


@pytest.mark.parametrize("way", WAYS)
def test_nothing_slow_happens_while_the_write_lock_is_held(bring, way, monkeypatch):
    outer = len(connection.savepoint_ids)
    depths = []

    def note(really):
        def noted(*args, **kwargs):
            depths.append(len(connection.savepoint_ids))
            return really(*args, **kwargs)

        return noted

    monkeypatch.setattr(door, "_examined", note(door._examined))
    monkeypatch.setattr(
        SiteImage, "generate_rendition_file", note(SiteImage.generate_rendition_file)
    )
    name, content = ("a.jpg", photograph()) if way in PICTURE_WAYS else ("a.pdf", valid.pdf())

    for _ in range(2):  # the second one is shown beside the first
        bring(way, name, content)

    assert depths == [outer] * 2  # examined before the desk's transaction; no size made after


def test_the_sizes_that_the_desk_shows_exist_after_the_upload(bring):
    bring("wagtailimages:add", "a.png", valid.picture(size=(2000, 1000)))

    assert dict(Rendition.objects.values_list("filter_spec", "width")) == {
        "max-150x150": 150,
        "max-165x165": 165,
        "max-800x600": 800,
        "max-480x16000|format-webp": 480,
        "max-1080x16000|format-webp": 1080,
    }


def test_a_request_that_is_rolled_back_leaves_nothing_in_storage(bring, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError

    before = stored()
    monkeypatch.setattr("wagtail.documents.views.documents.CreateView.save_action", break_down)
    monkeypatch.setattr("wagtail.admin.views.generic.CreateView.get_success_url", break_down)

    with pytest.raises(RuntimeError):
        bring("wagtaildocs:add", "a.pdf", valid.pdf())

    assert stored() == before


def test_a_form_that_is_not_ours_gets_no_file_that_was_refused(world, client):
    client.force_login(world.admin)
    upload = SimpleUploadedFile("我.png", pictures.SVG)
    before = stored()

    answer = client.post(reverse("wagtailadmin_account"), {"avatar-avatar": upload})

    shown = answer.content.decode() + client.get(reverse("wagtailadmin_home")).content.decode()
    assert "不接受网页、SVG" in shown
    assert stored() == before


def test_a_stranger_has_no_file_examined(world, client, monkeypatch):
    monkeypatch.setattr(door, "_examined", lambda *args: pytest.fail("examined"))

    response = client.post(
        reverse("wagtaildocs:add"), {"file": SimpleUploadedFile("a.pdf", valid.pdf())}
    )

    assert response.status_code == 302


def test_the_limits_that_the_forms_tell_are_those_of_the_door(world):
    form = get_image_form(SiteImage)(user=world.drafter)

    assert form.fields["file"].max_upload_size == Limits().picture_bytes
    assert Limits().attachment_bytes == settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
