"""Nobody hides a request in another: nginx and gunicorn as deployed, asked by raw bytes.

Whatever is sent, no answer comes that was not asked for, what is hidden is never asked of the
site, and the next reader on the same connections gets the own page.
"""

import pytest

from tests.attacks.deployed import HOST
from tests.media import nginx

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx"),
]
HIDDEN = "/hidden/"
INNER = f"GET {HIDDEN} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
CHUNKS = f"0\r\n\r\n{INNER}"
WHOLE = f"{len(INNER):x}\r\n{INNER}\r\n0\r\n\r\n"
LENGTHS = f"Content-Length: {len(CHUNKS)}\r\n"
CHUNKED = "Transfer-Encoding: chunked"


def post(headers, body, version="1.1"):
    """A request with a body, as it was not meant to be written."""
    lines = f"POST /search/ HTTP/{version}\r\nHost: {HOST}\r\n{headers}Connection: close\r\n"
    return f"{lines}\r\n{body}".encode("latin-1")


def lengths(*values, body=INNER):
    return post("".join(f"Content-Length: {value}\r\n" for value in values), body)


def encoded(*names, before=LENGTHS, body=CHUNKS, version="1.1"):
    """Both a length and a coding, by each of which the body ends elsewhere."""
    return post(before + "".join(f"{name}\r\n" for name in names), body, version)


# What each says twice: where its body ends.
ATTACKS = {
    "a length and a coding": encoded(CHUNKED),
    "a coding and a length": post(f"{CHUNKED}\r\n{LENGTHS}", CHUNKS),
    "no length in time": encoded(CHUNKED, before="Content-Length: 0\r\n"),
    "a coding in HTTP/1.0": encoded(CHUNKED, before="", version="1.0"),
    "a coding beside another": encoded("Transfer-Encoding: identity, chunked"),
    "a coding that nobody knows": encoded("Transfer-Encoding: xchunked"),
    "two codings": encoded(CHUNKED, "Transfer-Encoding: identity"),
    "chunked twice": encoded("Transfer-Encoding: chunked, chunked", before=""),
    "a coding before a comma": encoded("Transfer-Encoding: chunked,"),
    "a coding in quotes": encoded('Transfer-Encoding: "chunked"'),
    "a coding with a parameter": encoded("Transfer-Encoding: chunked;q=1"),
    "a space before the colon": encoded("Transfer-Encoding : chunked"),
    "a tab before the colon": encoded("Transfer-Encoding\t: chunked"),
    "a tab after the colon": encoded("Transfer-Encoding:\tchunked"),
    "a vertical tab": encoded("Transfer-Encoding:\x0bchunked"),
    "a NUL in the coding": encoded("Transfer-Encoding: chunked\x00"),
    "a return in the coding": encoded("Transfer-Encoding: \rchunked"),
    "a coding on the next line": encoded("Transfer-Encoding:\r\n chunked"),
    "a folded header": encoded("X: a\r\n Transfer-Encoding: chunked"),
    "a header after a lone line feed": encoded(f"X: a\n{CHUNKED}"),
    "a header after a lone return": encoded(f"X: a\r{CHUNKED}"),
    "an underscore": encoded("Transfer_Encoding: chunked"),
    "a length with an underscore": post("Content_Length: 4\r\n", INNER),
    "two lengths": lengths(0, len(INNER)),
    "two lengths, the longer first": lengths(len(INNER), 0),
    "the same length twice": lengths(4, 4, body="q=1x" + INNER),
    "lengths in a list": lengths("0, 4"),
    "a length with a sign": lengths("+0"),
    "a length below nothing": lengths("-1"),
    "a length in hexadecimal": lengths("0x10"),
    "a length with a space in it": lengths("1 0"),
    "a length with a line": lengths("1_0"),
    "a length beyond numbers": lengths("18446744073709551616"),
    "a length without a number": lengths(""),
    "a body without a length": post("", INNER),
    "a chunk with an extension": post(f"{CHUNKED}\r\n", f"0;a=b\r\n\r\n{INNER}"),
    "an extension with a line feed": post(f"{CHUNKED}\r\n", f"2;\nxx\r\n0\r\n\r\n{INNER}"),
    "a chunk after a lone line feed": post(f"{CHUNKED}\r\n", f"0\n\n{INNER}"),
    "a chunk with a sign": post(f"{CHUNKED}\r\n", f"+0\r\n\r\n{INNER}"),
    "a chunk in hexadecimal words": post(f"{CHUNKED}\r\n", f"0x0\r\n\r\n{INNER}"),
    "a chunk beyond numbers": post(f"{CHUNKED}\r\n", f"{'f' * 17}\r\n{INNER}"),
    "a chunk longer than it says": post(f"{CHUNKED}\r\n", f"1\r\nxxxx\r\n{CHUNKS}"),
    "a trailer": post(f"{CHUNKED}\r\n", f"0\r\nContent-Length: 4\r\n\r\n{INNER}"),
    "a whole request in a chunk": post(f"{CHUNKED}\r\n", WHOLE),
    "a whole request as a body": lengths(len(INNER)),
    "a body of a read": lengths(len(INNER)).replace(b"POST", b"GET"),
    "a body that asks to go on": post(f"Expect: 100-continue\r\n{LENGTHS}", CHUNKS),
    "an upgrade": post("Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                       f"Content-Length: {len(INNER)}\r\n", INNER),
    "a length for the connection alone": post(
        f"Connection: close, Content-Length\r\nContent-Length: {len(INNER)}\r\n", INNER),
    "a line feed in the path": f"GET /%0d%0aHost:x%0d%0a%0d%0aGET%20{HIDDEN} HTTP/1.1\r\n"
                               f"Host: {HOST}\r\nConnection: close\r\n\r\n".encode(),
    "HTTP/0.9": f"GET /search/\r\n{INNER}".encode(),
    "HTTP/9": f"GET /search/ HTTP/9.1\r\nHost: {HOST}\r\n\r\n{INNER}".encode(),
    "no version": f"GET /search/ \r\nHost: {HOST}\r\n\r\n{INNER}".encode(),
    "a header of 64 KB": post(f"X: {'a' * 65536}\r\nContent-Length: 0\r\n", INNER),
    "a thousand headers": post("".join(f"X-{n}: {'a' * 40}\r\n" for n in range(1000)), INNER),
    "a path of 64 KB": f"GET /{'a' * 65536} HTTP/1.1\r\nHost: {HOST}\r\n\r\n{INNER}".encode(),
}  # fmt: skip


@pytest.mark.parametrize("door", ["nginx", "gunicorn"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_one_request_has_one_answer_and_hides_no_other(deployed, attack, door):
    deployed.was_asked()

    given = deployed.send(ATTACKS[attack], door, silence=1)

    given = [answer for answer in given if answer.status != 100]
    assert len(given) <= 1
    assert all(answer.status < 500 or answer.status in (501, 505) for answer in given)
    assert [deployed.read() for _ in range(3)] == [deployed.text] * 3
    assert f" {HIDDEN} " not in deployed.was_asked()


@pytest.mark.parametrize("door", ["nginx", "gunicorn"])
def test_requests_in_a_row_are_answered_in_order(deployed, door):
    """The control: what stands behind a whole request is a request, and is seen as one."""
    deployed.was_asked()
    own = INNER.replace(HIDDEN, deployed.page)
    last = INNER.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")

    page, nothing = deployed.send(f"{own}{last}".encode(), door)

    assert (page.status, nothing.status) == (200, 404)
    assert page.body.decode() == deployed.text
    assert f" {HIDDEN} " in deployed.was_asked()


def test_a_header_with_an_underscore_is_not_one_with_a_dash(deployed):
    """WSGI gives both the same name: nginx passes the first on to nobody."""
    forged = "X_Forwarded_Proto: https\r\nX_Forwarded_For: 192.0.2.9\r\nContent_Type: a/b\r\n"
    lines = f"GET /search/?q=a HTTP/1.1\r\nHost: {HOST}\r\n{forged}Connection: close\r\n\r\n"

    for door in deployed.doors:
        (answer,) = deployed.send(lines.encode(), door)
        assert answer.status in (200, 400)
        assert b"Strict-Transport-Security" not in answer.head
