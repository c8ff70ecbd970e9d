"""The API's pictures and attachments: released ones, renditions and never originals."""

import pytest

from interpretations.releases.execution.execute import execute
from media import renditions
from tests.factories import approve, submit_set
from tests.media.shown import file_of, picture_of, set_with_files

IMAGES, DOCUMENTS = "/api/v2/images/", "/api/v2/documents/"

pytestmark = pytest.mark.django_db


def release(world, **files):
    return execute(approve(world, submit_set(world, set_with_files(world, **files))).pk)


def test_a_released_picture_is_listed_with_its_sizes(world, client, settings):
    settings.BASE_URL = "https://zc.example.gov.cn"
    image = picture_of(world)
    release(world, image=image)

    [item] = client.get(IMAGES).json()["items"]

    assert item["id"] == image.pk
    assert {rendition["name"]: rendition["url"] for rendition in item["renditions"]} == {
        name: f"https://zc.example.gov.cn{size.url}"
        for name, size in renditions.existing(image).items()
    }


def test_a_size_that_the_api_names_can_be_fetched(world, client):
    release(world, image=picture_of(world))

    [item] = client.get(IMAGES).json()["items"]

    address = item["renditions"][0]["url"].split("/media/")[1]
    assert client.get(f"/media/{address}").status_code == 200


def test_the_original_of_a_picture_is_named_nowhere(world, client):
    image = picture_of(world)
    image._set_file_hash()
    image.save()
    release(world, image=image)

    for address in (f"{IMAGES}?fields=*", f"{IMAGES}{image.pk}/"):
        text = client.get(address).text
        assert image.file.url not in text
        assert image.file_hash not in text
        assert "download_url" not in text


def test_a_size_that_no_release_made_public_is_not_named(world, client):
    image = picture_of(world)
    release(world, image=image)
    other = image.get_rendition("max-165x165")

    assert other.url not in client.get(f"{IMAGES}{image.pk}/").text


def test_a_released_attachment_is_listed_with_its_address(world, client, settings):
    settings.BASE_URL = "https://zc.example.gov.cn"
    document = file_of(world, name="申请表.pdf")
    release(world, document=document)

    [item] = client.get(f"{DOCUMENTS}?fields=*").json()["items"]

    assert item["meta"]["download_url"] == f"https://zc.example.gov.cn{document.url}"
    assert item["original_name"] == "申请表.pdf"


@pytest.mark.parametrize("field", ["file_hash", "collection", "uploaded_by_user", "file", "tags"])
@pytest.mark.parametrize("endpoint", [IMAGES, DOCUMENTS])
def test_what_is_the_desks_own_cannot_be_asked_for(world, client, endpoint, field):
    assert client.get(f"{endpoint}?fields={field}").status_code == 400
    assert client.get(f"{endpoint}?{field}=1").status_code == 400
