"""What is small to send and much to read is refused, and is never an error of the site."""

import gzip
import json

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
DEPTHS = (200, 450, 900, 100_000)
SENTENCE = "<title>"
BOMB = gzip.compress(b"title=" + b"a" * 50_000_000)


def nested(depth):
    return "[" * depth + '"\\u000b"' + "]" * depth


@pytest.fixture
def desk(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.drafter)
    return client


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-16"])
@pytest.mark.parametrize("address", [
    "/admin/pages/1/edit/", "/admin/media/charts/preview/", "/admin/media/captions/draft/",
    "/admin/api/main/pages/1/action/publish/", "/admin/media/recordings/uploads/",
])  # fmt: skip
def test_deep_json_is_no_error_of_the_site(desk, address, kind, depth):
    for body in (nested(depth), '{"a": ' * depth + "1" + "}" * depth):
        assert desk.post(address, body, content_type=kind).status_code < 500


@pytest.mark.parametrize("depth", DEPTHS)
def test_deep_rich_text_is_no_error_of_the_site(desk, depth):
    """Nor does it bring in what the door of written text takes out."""
    deep = f'{{"blocks": [], "entityMap": {{}}, "more": {nested(depth)}}}'

    response = desk.post("/admin/account/", {"summary": deep})

    assert response.status_code < 500


def test_a_packed_body_is_not_unpacked(desk):
    for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data"):
        for address in ("/admin/login/", "/admin/media/charts/preview/"):
            response = desk.post(
                address, BOMB, content_type=kind, headers={"Content-Encoding": "gzip"}
            )
            assert response.status_code < 500


@pytest.mark.parametrize("names", [
    [f"f{number}" for number in range(10_001)],
    ["a" * 300] * 10_001,
    [f"body-{number}-value" for number in range(10_001)],
])  # fmt: skip
def test_too_many_fields_are_refused(desk, names):
    body = "&".join(f"{name}=" for name in names)

    response = desk.post("/admin/account/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in (400, 413)
    assert SENTENCE in response.text


@pytest.mark.parametrize("part", [
    'name="f{}"', 'name="f"; filename="{}.txt"', 'name="f"; filename*=utf-8\'\'{}',
    'name="' + "a" * 2000 + '{}"',
])  # fmt: skip
def test_too_many_parts_are_refused(desk, part):
    parts = "".join(
        f"--x\r\nContent-Disposition: form-data; {part.format(number)}\r\n\r\n\r\n"
        for number in range(10_002 if "filename" not in part else 102)
    )

    response = desk.post(
        "/admin/account/", f"{parts}--x--\r\n", content_type="multipart/form-data; boundary=x"
    )

    assert response.status_code in (400, 413)
    assert SENTENCE in response.text


def test_a_number_with_many_digits_is_not_computed(desk):
    """Python takes squared time for them, and refuses them itself from 4,300 on."""
    for text in ("9" * 100_000, json.dumps({"id": "9" * 100_000})):
        assert desk.get("/search/", {"page": text}).status_code < 500
        answer = desk.post("/admin/api/main/pages/1/action/copy/", text, "application/json")
        assert 400 <= answer.status_code < 500
