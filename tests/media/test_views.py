"""How a file is sent: ranges, conditions, types and names."""

import tracemalloc
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse

from media.models import SiteDocument
from tests.factories import make_document

BODY = bytes(range(256)) * 40

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_is_released(monkeypatch):
    monkeypatch.setattr("media.views.may_read", lambda name, user: True)


@pytest.fixture
def get(world, client):
    """Ask for a released file, with headers."""
    document = make_document(world, content=BODY, name="办事指南.zip")

    def ask(method="get", **headers):
        return getattr(client, method)(document.url, headers=headers)

    return ask


def stored(world, name, content=b"x", title="申请表"):
    return make_document(world, content=content, name=name, title=title)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-199", 100, 199),
        ("bytes=10000-", 10_000, 10_239),
        ("bytes=10000-99999", 10_000, 10_239),
        ("bytes=-40", 10_200, 10_239),
        ("bytes=-99999", 0, 10_239),
    ],
)
def test_a_range_gives_exactly_its_bytes(get, asked, first, last):
    response = get(range=asked)

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/10240"
    assert response["Content-Length"] == str(last - first + 1)
    assert response.getvalue() == BODY[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-999999", "bytes=-0"])
def test_a_range_beyond_the_end_is_416(get, asked):
    response = get(range=asked)

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10240")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "lines=0-1", "bytes=", "bytes=5-3", "bytes=a-b", "bytes=--1", "x"]
)
def test_a_range_that_says_nothing_gives_the_whole_file(get, asked):
    response = get(range=asked)

    assert (response.status_code, response.getvalue()) == (200, BODY)


def test_a_whole_answer_says_that_ranges_are_served(get):
    response = get()

    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == "10240"


def test_a_part_of_an_older_state_is_never_sent(get):
    response = get(range="bytes=0-9", if_range='"another"')

    assert (response.status_code, response.getvalue()) == (200, BODY)


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_a_part_of_the_same_state_is_sent(get, header):
    response = get(range="bytes=0-9", if_range=get()[header])

    assert response.status_code == 206


@pytest.mark.parametrize(
    ("asked", "known"), [("if_none_match", "ETag"), ("if_modified_since", "Last-Modified")]
)
def test_a_reader_who_has_the_file_gets_no_bytes(get, asked, known):
    response = get(**{asked: get()[known]})

    assert (response.status_code, response.content) == (304, b"")


def test_a_304_keeps_the_etag(get):
    first = get()

    assert get(if_none_match=first["ETag"])["ETag"] == first["ETag"]


def test_a_condition_that_fails_is_412(get):
    assert get(if_match='"another"').status_code == 412


def test_an_etag_changes_with_the_bytes(get):
    before = get()["ETag"]
    name = SiteDocument.objects.get().file.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"other"))

    assert get()["ETag"] != before


def test_head_has_the_headers_of_get_and_no_body(get):
    whole, head = get(), get("head")

    assert head.status_code == 200
    assert b"".join(head.streaming_content) == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Content-Disposition"):
        assert head[name] == whole[name]


def test_head_knows_no_ranges(get):
    assert get("head", range="bytes=0-1").status_code == 200


@pytest.mark.parametrize("asked", [{}, {"range": "bytes=5-"}])
def test_the_answer_is_a_file_and_no_other_stream(get, asked):
    assert isinstance(get(**asked), FileResponse)


@pytest.mark.parametrize("asked", ["", "bytes=1-"])
def test_a_large_file_is_sent_in_small_pieces(world, client, asked):
    document = stored(world, "大文件.zip", b"x" * 30_000_000)
    response = client.get(document.url, headers={"range": asked} if asked else {})

    tracemalloc.start()
    for _piece in response.streaming_content:
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 1_000_000


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("a.pdf", "application/pdf", "inline"),
        ("a.PNG", "image/png", "inline"),
        ("a.jpeg", "image/jpeg", "inline"),
        ("a.zip", "application/zip", "attachment"),
        ("a.ofd", "application/ofd", "attachment"),
        ("a.svg", "application/octet-stream", "attachment"),
        ("a.html", "application/octet-stream", "attachment"),
        ("a.js", "application/octet-stream", "attachment"),
        ("a", "application/octet-stream", "attachment"),
    ],
)
def test_only_pictures_and_pdf_are_shown_in_the_browser(world, client, name, kind, disposition):
    response = client.get(stored(world, name).url)

    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].split(";")[0] == disposition
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "sandboxed"), [("a.pdf", False), ("a.png", True), ("a.html", True), ("a.zip", True)]
)
def test_a_file_that_is_opened_does_nothing(world, client, name, sandboxed):
    policy = client.get(stored(world, name).url)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert policy.startswith("sandbox") == sandboxed


@pytest.mark.parametrize("headers", [{}, {"range": "bytes=5-9"}, {"if_none_match": "*"}])
def test_nginx_is_told_where_the_bytes_are(world, client, settings, headers):
    settings.MEDIA_ACCEL_LOCATION = "/stored/"

    response = client.get(stored(world, "办事 指南.pdf").url, headers=headers)

    assert response.status_code == 200
    assert response["X-Accel-Redirect"].startswith("/stored/documents/")
    assert response["X-Accel-Redirect"].isascii()
    assert response.content == b""


def test_a_reader_saves_an_attachment_under_its_chinese_name(world, client):
    response = client.get(stored(world, "加装电梯申请表.docx").url)

    assert response["Content-Disposition"] == (
        f"attachment; filename*=utf-8''{quote('加装电梯申请表.docx')}"
    )


@pytest.mark.parametrize(
    ("title", "saved"),
    [("申请表", "申请表.pdf"), ("一/二\\三", "一_二_三.pdf"), ("a\r\nX-Evil: 1", "aX-Evil: 1.pdf")],
)
def test_a_file_without_a_name_of_its_own_is_saved_under_its_title(world, client, title, saved):
    document = stored(world, "x.pdf", title=title)
    type(document).objects.filter(pk=document.pk).update(original_name="")

    disposition = client.get(document.url)["Content-Disposition"]

    assert quote(saved) in disposition or saved in disposition


def test_a_file_is_closed_after_its_last_byte(world, client, monkeypatch):
    document = make_document(world)
    opened = SimpleNamespace(file=None)
    really_open = default_storage.open

    def remember(name, *args):
        opened.file = really_open(name, *args)
        return opened.file

    monkeypatch.setattr(default_storage._wrapped, "open", remember, raising=False)

    client.get(document.url, headers={"range": "bytes=0-1"}).getvalue()

    assert opened.file.closed
