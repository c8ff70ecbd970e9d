"""Who gets a stored file (P7)."""

from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from interpretations.releases.execution.execute import execute
from media import renditions
from media.models import ReleasedFile, Rendition
from tests.factories import UserFactory, approve, submit_set
from tests.media.shown import file_of, picture_of, set_with_files

pytestmark = pytest.mark.django_db


def release(world, policy):
    return execute(approve(world, submit_set(world, policy)).pk)


def small(image):
    return renditions.existing(image)["small"]


def status(client, name, user=None):
    if user:
        client.force_login(user)
    return client.get(f"/media/{quote(name)}").status_code


def test_everybody_gets_a_released_picture_in_its_sizes(world, client):
    image = picture_of(world)
    release(world, set_with_files(world, image))

    sizes = renditions.existing(image).values()

    assert {status(client, size.file.name) for size in sizes} == {200}


def test_everybody_gets_a_released_attachment(world, client):
    document = file_of(world)
    release(world, set_with_files(world, document=document))

    response = client.get(document.url)

    assert (response.status_code, response.getvalue()) == (200, b"%PDF-1.4 test")


def test_nobody_gets_the_original_of_a_released_picture(world, client):
    image = picture_of(world)
    release(world, set_with_files(world, image))

    assert status(client, image.file.name) == 404


def test_another_size_of_a_released_picture_stays_inside(world, client):
    image = picture_of(world)
    release(world, set_with_files(world, image))
    other = image.get_rendition("max-165x165")

    assert status(client, other.file.name) == 404


@pytest.mark.parametrize("stage", ["draft", "submitted", "approved"])
def test_nothing_of_a_set_is_served_before_its_release(world, client, stage):
    image, document = picture_of(world), file_of(world)
    policy = set_with_files(world, image, document)
    submitted = submit_set(world, policy) if stage != "draft" else None
    if stage == "approved":
        approve(world, submitted)

    names = [image.file.name, small(image).file.name, document.file.name]

    assert {status(client, name) for name in names} == {404}


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"range": "bytes=0-9"},
        {"range": "bytes=999999-"},
        {"range": "bytes=0-1", "if_range": '"x"'},
        {"if_none_match": "*"},
        {"if_match": '"x"'},
        {"if_modified_since": "Wed, 21 Oct 2099 07:28:00 GMT"},
        {"if_unmodified_since": "Wed, 21 Oct 1999 07:28:00 GMT"},
    ],
)
def test_not_yet_and_never_was_are_answered_alike(world, client, headers, method):
    document = file_of(world)
    ask = getattr(client, method)

    unreleased = ask(document.url, headers=headers)
    unknown = ask("/media/documents/nothing.pdf", headers=headers)

    assert unreleased.status_code == 404

    assert unreleased.content == unknown.content
    for answer in (unreleased, unknown):
        del answer["X-Request-ID"]  # each request has its own
    assert dict(unreleased.headers) == dict(unknown.headers)


@pytest.mark.parametrize(
    "path",
    [
        "../db.sqlite3",
        "documents/../../db.sqlite3",
        "%2e%2e/db.sqlite3",
        "documents/%2e%2e/%2e%2e/db.sqlite3",
        "..%2fdb.sqlite3",
        "..%5cdb.sqlite3",
        "%00",
        "documents/a%00.pdf",
        "%ff%fe",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "documents/",
        "documents//a.pdf",
        ".",
        "a" * 300,
        "%ed%a0%80.pdf",
        "a%0d%0ab",
    ],
)
@pytest.mark.parametrize("role", [None, "admin"])
def test_a_path_that_storage_never_gave_is_404(world, client, path, role):
    if role:
        client.force_login(world.admin)

    assert client.get(f"/media/{path}").status_code == 404


def test_a_file_that_lies_in_the_folder_unknown_to_the_database_is_404(world, client):
    name = default_storage.save("documents/stray.pdf", ContentFile(b"stray"))
    client.force_login(world.admin)

    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.violates
def test_a_released_file_that_is_gone_from_disk_is_404(world, client):
    document = file_of(world)
    release(world, set_with_files(world, document=document))
    default_storage.delete(document.file.name)

    assert status(client, document.file.name) == 404


def test_drafters_get_the_unreleased_files_of_their_department(world, client):
    image, document = picture_of(world), file_of(world)

    names = [image.file.name, small(image).file.name, document.file.name]

    assert {status(client, name, world.drafter) for name in names} == {200}


def test_drafters_get_no_unreleased_file_of_another_department(world, client):
    image, document = picture_of(world), file_of(world)

    names = [image.file.name, small(image).file.name, document.file.name]

    assert {status(client, name, world.drafter2) for name in names} == {404}


def test_the_admins_thumbnails_work_for_drafters(world, client):
    thumbnail = picture_of(world).get_rendition("max-165x165")

    assert status(client, thumbnail.file.name, world.drafter) == 200


def test_a_superuser_gets_every_file(world, client):
    image, document = picture_of(world), file_of(world)

    assert status(client, image.file.name, world.admin) == 200
    assert status(client, document.file.name, world.admin) == 200


def test_a_user_without_access_to_the_desk_gets_nothing_unreleased(world, client):
    assert status(client, file_of(world).file.name, UserFactory()) == 404


def test_a_deactivated_drafter_gets_nothing_unreleased(world, client):
    document = file_of(world)
    client.force_login(world.drafter)
    world.drafter.is_active = False
    world.drafter.save()

    assert status(client, document.file.name) == 404


def test_reviewers_see_the_files_of_a_set_that_they_review(world, client):
    image, document = picture_of(world), file_of(world)
    submit_set(world, set_with_files(world, image, document))

    names = [small(image).file.name, document.file.name]

    assert {status(client, name, world.editor) for name in names} == {200}


def test_reviewers_see_no_file_that_nobody_submitted(world, client):
    assert status(client, file_of(world).file.name, world.editor) == 404


def test_no_cache_keeps_what_an_editor_was_given(world, client):
    document = file_of(world)
    client.force_login(world.drafter)

    assert client.get(document.url)["Cache-Control"] == "private, no-store"


def test_readers_ask_again_each_time_so_that_a_withdrawal_closes(world, client):
    document = file_of(world)
    release(world, set_with_files(world, document=document))

    assert client.get(document.url)["Cache-Control"] == "private, no-cache"


def test_the_uploaded_original_has_no_address(world, client):
    image = picture_of(world)
    image.uploaded_file.save("original.jpg", ContentFile(b"x"))
    client.force_login(world.admin)

    assert status(client, image.uploaded_file.name) == 404
    with pytest.raises(ValueError, match="no address"):
        _ = image.uploaded_file.url


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_files_are_only_read(world, client, method):
    assert getattr(client, method)(file_of(world).url).status_code == 405


def test_a_release_serves_no_size_that_only_a_cache_remembers(world):
    """SQLite gives the number of a picture that was undone to the next one."""
    image = picture_of(world)
    for row in renditions.stored_of([image.pk]):
        image.get_rendition(row.filter_spec)  # stays in the cache after the rows are gone
    rows_of_it = Rendition.objects.filter(image=image)
    rows_of_it._raw_delete(rows_of_it.db)  # as a rollback takes them, with no signal
    renditions.make(image)
    names = {row.file.name for row in renditions.stored_of([image.pk])}

    release(world, set_with_files(world, image))

    assert {row.name for row in ReleasedFile.objects.all()} == names
