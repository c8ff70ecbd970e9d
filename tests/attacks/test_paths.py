"""No way of writing a path leads out of the folders that may be read."""

import pytest
from django.conf import settings
from django.test import Client

from media.serving import is_plausible

pytestmark = pytest.mark.django_db
# As they stand in a request line.
UP = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "%252e%252e/", "..\\", "..%5c", "%2e%2e%5c",
    "....//", "..;/", "..%00/", "%c0%ae%c0%ae/", "..%c0%af", "..%ef%bc%8f", "．．/", "./../",
    "..//",
)  # fmt: skip
TARGETS = ("manage.py", "etc/passwd", "var/secret_key", "db.sqlite3")
OUTRIGHT = (
    "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "C:%5cboot.ini",
    "documents/../../originals/a.pdf", "documents/%2e%2e/%2e%2e/originals/a.pdf", "%00", ".", "..",
)  # fmt: skip
SECRETS = ("root:x:", "DJANGO_SETTINGS_MODULE", "SQLite format")


def answer(raw):
    """What the site answers to a path as it stands in the request line."""
    # As a server of WSGI gives it: decoded once, its bytes as Latin-1.
    response = Client(raise_request_exception=False).request(PATH_INFO=_decoded(raw))
    return response.status_code, response.getvalue().decode("utf-8", "replace")


def _decoded(raw):
    data, position, text = raw.encode("utf-8"), 0, bytearray()
    while position < len(data):
        if data[position : position + 1] == b"%" and len(data) > position + 2:
            text.append(int(data[position + 1 : position + 3], 16))
            position += 3
        else:
            text.append(data[position])
            position += 1
    return bytes(text).decode("latin-1")


@pytest.mark.parametrize("root", ["/media/", "/static/", "/"])
@pytest.mark.parametrize("up", UP)
def test_no_spelling_of_up_leads_out(world, root, up):
    for target in TARGETS:
        for depth in (1, 5):
            status, body = answer(f"{root}{up * depth}{target}")
            assert status in (301, 400, 404), (up, target, depth)
            assert not any(secret in body for secret in SECRETS)


@pytest.mark.parametrize("root", ["/media/", "/static/"])
@pytest.mark.parametrize("name", OUTRIGHT)
def test_no_outright_path_is_read(world, root, name):
    status, body = answer(root + name)

    assert status in (301, 400, 404)
    assert not any(secret in body for secret in SECRETS)


@pytest.mark.parametrize(
    "name", ["../a", "a/../b", "/a", "a//b", "a\\b", "a\x00b", ".", "a/./b", ""]
)
def test_a_name_that_storage_never_gives_is_not_looked_for(name):
    assert not is_plausible(name)


def test_what_is_worked_on_and_originals_lie_beside_what_is_served():
    served = settings.MEDIA_ROOT
    for folder in (settings.MEDIA_WORK_ROOT, settings.MEDIA_ORIGINALS_ROOT):
        assert served not in folder.parents and folder not in served.parents and folder != served
