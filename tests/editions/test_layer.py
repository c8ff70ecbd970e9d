"""What is written, who gets it, and what never is."""

import errno
import gzip
import threading

import brotli
import pytest
from django.utils import timezone

from editions import layer, pointer
from editions.answer import Memory
from editions.folder import Folder, Moment
from editions.marks import READ_IN
from editions.places import Form
from interpretations.models import Edition
from tests.factories import released_set

ADDRESSES = ("/", "/policies/", "/interpretations/", "/sitemap/", "/sitemap.xml",
             "/policies/feed/", "/interpretations/feed/", "/api/v2/pages/")  # fmt: skip
NEVER = ("/search/", "/search/?q=a", "/policies/?page=1", "/policies/?topic=a", "/robots.txt",
         "/healthz", "/admin/login/", "/api/v2/pages/?limit=1",
         "/api/v2/pages/find/?id=1")  # fmt: skip


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world)


def files(root):
    """The written answers there are."""
    return sorted(
        str(path.relative_to(root).relative_to(*path.relative_to(root).parts[:2]))
        for path in root.glob("*.*/*-*/**/*")
        if path.is_file() and path.suffix not in (".gz", ".br")
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_read_asks_nobody(built, readers, address):
    first = readers.get(address)
    second = readers.get(address)

    assert readers.asked == 1
    assert (first.status, first.body) == (200, second.body)
    assert first.headers == second.headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_what_the_application_says(built, readers, client, address):
    readers.get(address)
    got = readers.get(address)

    alone = client.get(address)
    assert got.body == alone.content
    assert got.headers["X-Edition"] == str(Edition.current())
    for name in ("Content-Type", "Cache-Control", "Content-Security-Policy", "X-Frame-Options"):
        # The directives of a policy come in any order.
        assert sorted(got.headers[name].split("; ")) == sorted(alone.headers[name].split("; "))


def test_documents_and_interpretations_are_written(built, readers, root):
    paths = [item.page.url for item in built.items.select_related("page")]

    for path in paths:
        assert readers.get(path).body == readers.get(path).body

    assert (len(paths), readers.asked) == (2, 2)
    assert files(root) == sorted(f"{path[1:]}index.html" for path in paths)


@pytest.mark.parametrize("address", NEVER)
def test_an_address_without_a_mark_or_with_a_query_of_its_own_is_never_written(
    built, readers, root, address
):
    readers.get(address)
    readers.get(address)

    assert readers.asked == 2
    assert files(root) == []


@pytest.mark.parametrize("address", ["/policies/", "/"])
def test_a_query_that_no_page_reads_is_the_page_without_it(built, readers, address):
    page = readers.get(address)

    shared = readers.get(f"{address}?from=singlemessage&isappinstalled=0")

    assert (readers.asked, shared.body) == (1, page.body)


@pytest.mark.parametrize(
    "headers", [{"cookie": "a=1; sessionid=x"}, {"authorization": "Basic eDp5"}, {"host": "evil"}]
)
def test_somebody_in_particular_is_answered_by_the_application(built, readers, root, headers):
    readers.get("/policies/")

    readers.get("/policies/", **headers)

    assert readers.asked == 2


def test_what_a_reader_sends_along_is_in_no_file(built, readers, root, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "other.example"]
    poison = {
        "x_forwarded_host": "evil.example",
        "x_forwarded_proto": "https",
        "x_original_url": "/admin/",
        "accept_language": "en",
        "referer": "https://evil.example/",
        "user_agent": "evil.example",
        "cookie": "a=evil.example",
    }

    got = readers.get("/policies/", host="other.example", **poison)
    alone = readers.get("/policies/")

    assert readers.asked == 1
    assert b"evil.example" not in got.body and b"other.example" not in got.body
    assert got.body == alone.body


@pytest.fixture
def another_edition(django_capture_on_commit_callbacks):
    """Begins one, as committing does."""

    def begin():
        with django_capture_on_commit_callbacks(execute=True):
            Edition.raise_number()

    return begin


def test_another_edition_is_another_folder(built, readers, another_edition):
    before = readers.get("/policies/")
    another_edition()

    after = readers.get("/policies/")

    assert int(after.headers["X-Edition"]) == int(before.headers["X-Edition"]) + 1
    assert after.headers["ETag"] != before.headers["ETag"]
    assert readers.asked == 2


def test_a_reader_who_is_answered_by_the_application_brings_all_others_along(built, readers):
    readers.get("/policies/")
    Edition.raise_number()

    readers.get("/search/")

    assert pointer.current().moment.edition == Edition.current()


def test_a_program_that_did_not_begin_the_edition_writes_nothing(built, readers, root):
    Edition.objects.update(program="another")

    assert readers.get("/policies/").status == 200
    assert files(root) == []


def test_packed_answers_are_the_same_bytes(built, readers):
    plain = readers.get("/policies/")

    packed = readers.get("/policies/", accept_encoding="gzip")
    smallest = readers.get("/policies/", accept_encoding="gzip, deflate, br")
    refused = readers.get("/policies/", accept_encoding="br;q=0, gzip;q=0")

    assert gzip.decompress(packed.body) == plain.body
    assert brotli.decompress(smallest.body) == plain.body
    assert (refused.body, "Content-Encoding" in refused.headers) == (plain.body, False)
    assert len(smallest.body) < len(packed.body) < len(plain.body)
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_who_has_it_already_is_told_so(built, readers):
    etag = readers.get("/policies/").headers["ETag"]

    same = readers.get("/policies/", if_none_match=f'W/"x", {etag}')
    other = readers.get("/policies/", if_none_match='"x"')

    assert (same.status, same.body, same.headers["ETag"]) == (304, b"", etag)
    assert other.status == 200


@pytest.mark.parametrize("times", [1, 2])
def test_head_has_the_headers_alone(built, readers, times):
    whole = readers.get("/policies/")
    for _ in range(times):
        head = readers.get("/policies/", method="HEAD")

    assert (head.body, head.headers) == (b"", whole.headers)


def test_f5_before_the_time_is_answered_from_memory_until_it_is_out(
    built, readers, root, another_edition
):
    for _ in range(3):
        assert readers.get("/policies/zhujian/not-yet/").status == 404
    assert readers.asked == 1
    another_edition()

    assert readers.get("/policies/zhujian/not-yet/").status == 404
    assert (readers.asked, files(root)) == (2, [])


@pytest.mark.parametrize("path", ["/Policies/", f"/{'a' * 300}/", "/policies/%2e%2e/", "/政策/"])
def test_odd_paths_make_no_file(built, readers, root, path):
    assert readers.get(path).status == 404
    assert files(root) == []


def test_a_full_disk_is_slower_and_never_wrong(built, readers, root, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Folder, "_put", full)

    assert [readers.get("/policies/").status for _ in range(2)] == [200, 200]
    assert files(root) == []


def test_over_its_budget_nothing_more_is_written(built, readers, root):
    readers.get("/policies/")
    (root / "over-budget").touch()

    assert readers.get("/").status == 200
    assert files(root) == ["policies/index.html"]


def forget_files(readers):
    """Take the written answers away, behind a process that has read none of them."""
    for path in pointer.current().answers.glob("policies/index.html*"):
        path.unlink()
    readers.layer.memory = Memory()


def test_a_file_that_goes_while_it_is_opened_is_asked_for_again(built, readers):
    readers.get("/policies/")
    forget_files(readers)

    assert readers.get("/policies/").status == 200
    assert readers.asked == 2


@pytest.mark.parametrize("packing", ["", "gzip", "br"])
def test_a_written_answer_is_read_from_its_file_once(built, readers, monkeypatch, packing):
    first = readers.get("/policies/", accept_encoding=packing)
    monkeypatch.setattr(layer, "read_written", None)

    again = readers.get("/policies/", accept_encoding=packing)

    assert (again.status, again.headers, again.body) == (200, first.headers, first.body)


def test_nothing_that_was_kept_is_sent_while_the_pointer_is_away(built, readers):
    readers.get("/policies/")

    with pointer.taken_away():
        readers.get("/policies/")

    assert readers.asked == 2


def answering(headers=(), code="200 OK", body=b"x"):
    """An application of one answer, in the edition that readers are in."""

    def application(environ, start_response):
        environ[READ_IN] = pointer.current().moment
        start_response(code, [("Content-Type", Form.HTML.content_type), *headers])
        return [body]

    return application


@pytest.fixture
def entered(root, monkeypatch, readers):
    """An edition that readers are in, whatever the application is."""
    pointer.keep_up(Moment(Edition.current(), timezone.localdate()))
    return readers


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "a=1"),
        ("Cache-Control", "private"),
        ("Cache-Control", "no-store"),
        ("Vary", "Accept-Language"),
        ("Content-Type", "text/plain"),
    ],
)
def test_an_answer_that_is_not_for_all_is_not_kept(entered, root, header):
    entered.inside = answering([header])

    entered.get("/policies/")

    assert files(root) == []


def test_an_answer_with_headers_of_its_own_is_not_kept(entered, root):
    entered.inside = answering([("Link", "</a>")])
    entered.get("/policies/")
    entered.inside = answering([("Link", "</b>")])
    entered.get("/")

    assert files(root) == ["policies/index.html"]


@pytest.mark.parametrize("code", ["500 Oops", "302 Found", "503 Busy", "403 No", "206 Part"])
def test_what_is_no_lasting_answer_is_kept_nowhere(entered, root, code):
    entered.inside = answering(code=code)

    for _ in range(2):
        assert entered.get("/policies/").status == int(code[:3])
    assert (entered.asked, files(root)) == (2, [])


def test_an_answer_of_an_older_state_is_not_written(entered, root):
    def late(environ, start_response):
        environ[READ_IN] = Moment(Edition.current() - 1, timezone.localdate())
        start_response("200 OK", [("Content-Type", Form.HTML.content_type)])
        return [b"x"]

    entered.inside = late

    assert entered.get("/policies/").body == b"x"
    assert files(root) == []


def test_however_many_ask_one_makes_it(entered):
    together = threading.Barrier(8)
    entered.inside = answering()

    def read():
        together.wait()
        entered.get("/policies/")

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert entered.asked == 1


@pytest.mark.parametrize(
    "header", [("Set-Cookie", "a=1"), ("Cache-Control", "private"), ("Vary", "Accept-Language")]
)
@pytest.mark.parametrize("code", ["404 Not Found", "410 Gone", "301 Moved Permanently"])
def test_what_is_not_for_all_is_not_remembered_either(entered, header, code):
    entered.inside = answering([header], code)

    for _ in range(2):
        entered.get("/policies/")

    assert entered.asked == 2


def test_memory_is_bounded(entered, monkeypatch):
    monkeypatch.setattr(Memory, "BYTES", 10 * (Memory.ANSWER + 1))
    entered.inside = answering(code="404 Not Found")

    for number in range(30):
        entered.get(f"/policies/{number}/")

    assert [entered.get(f"/policies/{number}/").status for number in (20, 29)] == [404, 404]
    assert entered.asked == 30
    entered.get("/policies/19/")
    assert entered.asked == 31


def test_what_is_long_is_not_kept(entered, monkeypatch):
    monkeypatch.setattr(Memory, "BODY", 10)
    entered.inside = answering(code="404 Not Found", body=b"x" * 11)

    for _ in range(2):
        entered.get("/policies/1/")

    assert entered.asked == 2


def test_without_folders_everything_is_the_applications(readers, settings):
    settings.EDITIONS_ROOT = ""

    for _ in range(2):
        assert readers.get("/policies/").status == 200
    assert readers.asked == 2
