"""Every address, parameter, field, header and body that there is, attacked: found, not listed.

Every day each is sent some of the attacks, another one each; in `make prove` all of them, and each
field alone with the others as they were.
"""

import csv
import io
import json
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from media.examine.characters import harmless
from tests.attacks import crawl
from tests.attacks.judged import EVIL, lines_logged, wrongs
from tests.database.undone import undone
from tests.doors.discovery import accepts_unsafe, walk
from tests.doors.sweep import CONVERTER, filled

pytestmark = pytest.mark.django_db
MARKUP = f"\"'></script><x191 onx=1>{{{{191*7919}}}}{{% debug %}}${{191*7919}}{EVIL}"
WORDS = (
    f"' OR 1=1)--{EVIL}", f"1;SELECT pg_sleep(9)--{EVIL}", f"a\r\n{EVIL}: 1\r\n\r\n<x191>",
    f"a\nSet-Cookie: {EVIL}=1", f"=HYPERLINK(\"//{EVIL}\")", f"//{EVIL}/", f"\\\\{EVIL}/",
    f"https:{EVIL}", f"/\t/{EVIL}", "../../../../../../etc/passwd", "..\\..\\etc\\passwd\x00.png",
    f"\x00{EVIL}", f"\ud800{EVIL}", f"{EVIL}{'a' * 10_000}", "甲" * 10_000, f"\u202e{EVIL}\u2066",
    "．．／．．／", "\ufeff", "9" * 400, "-1", "0", "²", "1e999", "NaN", "on", "{}", "[]", "null",
    f"%s%n%(a)s{{0.__class__}}{EVIL}", "__class__", "owner__password", "2026-13-45",
    "0001-01-01", "9999-12-31 23:59", "0001-01-01T00:00", "9999-12-31T23:59", "T25:61", "Infinity",
    "9223372036854775808", "2147483648", "99999999999999", "１２", "٣", "1_000", "+1", "0x1", "é́́́",
)  # fmt: skip
HEADERS = (
    "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For", "Forwarded", "Range", "If-Range",
    "If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since", "Accept", "Cookie",
    "Accept-Language", "Accept-Encoding", "Accept-Charset", "Referer", "Origin", "User-Agent",
    "X-Request-ID", "X-Requested-With", "Authorization", "Content-Encoding", "Upload-Offset",
    "Upload-Length", "Upload-Metadata", "Tus-Resumable", "X-CSRFToken", "Content-Type",
    "X-HTTP-Method-Override", "Sec-Fetch-Site", "Expect", "Via", "TE",
)  # fmt: skip
BODIES = (
    "[]", "null", '"a"', "1e999", '{"a": "\\ud800"}', "{", "\x00", "[" * 900 + "]" * 900,
    '{"a":' * 900 + "1" + "}" * 900, json.dumps({f"k{n}": n for n in range(20_000)}),
    json.dumps({name: [{}] for name in ("id", "value", "values", "cells", "html", "text", "name")}),
)  # fmt: skip
NIGHT = 10  # TEST_SCALE at which nothing is left out
FEW = 4  # words for each name that is asked alone, which are thousands


class Attack:
    """Sends, undoes what was written, and keeps what was wrong with an answer."""

    def __init__(self, client, scale):
        self.client, self.scale, self.n, self.wrong = client, scale, 0, {}
        self._turn = 0

    def some(self, things):
        """So many of them as this scale bears: other ones each time, all of them at night."""
        if not things:
            return []
        few = max(1, min(len(things), round(len(things) * (self.scale / NIGHT) ** 2)))
        self._turn += few
        return [things[(self._turn + number) % len(things)] for number in range(few)]

    def get(self, address, query=(), **more):
        return self._sent("get", f"{address}?{encoded(query)}" if query else address, **more)

    def post(self, address, data, kind="application/x-www-form-urlencoded"):
        body = data if isinstance(data, str) else encoded(data)
        return self._sent("post", address, data=body, content_type=kind)

    def _sent(self, method, address, **more):
        with undone():
            response = getattr(self.client, method)(address, **more)
            if found := wrongs(response):
                self.wrong[method, address[:160], str(more)[:160]] = found
        self.n += 1
        return response

    def told(self):
        return "\n".join(f"{sent}: {found}" for sent, found in self.wrong.items())


def encoded(data):
    pairs = data.items() if isinstance(data, dict) else data
    return urlencode([(name, _bytes(value)) for name, value in pairs])


def _bytes(text):
    return text.encode("utf-8", "surrogatepass")


@pytest.fixture
def attack(town, clients, scale, record_property):
    """By whoever may do everything: that goes deepest."""
    made = Attack(clients["admin"], scale)
    with lines_logged() as lines:
        yield made
    record_property("n", made.n)
    assert made.wrong == {}, made.told()
    assert [line for line in lines if EVIL in line or not _is_object(line)] == []


def _is_object(line):
    return isinstance(json.loads(line), dict)


def everywhere(town, desk=True):
    """Every address that there is, of the desk and of readers."""
    found = {*crawl.public_addresses(town), *(filled(town, "draft").values() if desk else ())}
    return sorted(address for address in found if not crawl.NOT_CRAWLED.search(address))


def test_what_is_attacked_is_found(town):
    assert len(everywhere(town)) > 220
    assert {"q", "p", "order", "term", "next", "view", "_w_filter_fragment", "kind"} <= {
        *crawl.query_names()
    }


def test_no_parameter_of_any_query_is_more_than_a_word(town, attack):
    names = crawl.query_names()
    together = [name for name in names if name not in crawl.ALONE]
    for address in everywhere(town):
        for word in {MARKUP, *attack.some((MARKUP, *WORDS))}:
            attack.get(address, [(name, word) for name in together])
        for name in attack.some(crawl.ALONE) if attack.scale < NIGHT else names:
            for word in attack.some(WORDS)[:FEW]:
                attack.get(address, [(name, word)])


def test_no_field_of_any_form_is_more_than_a_word(town, attack):
    seen = set()
    for address in everywhere(town):
        with undone():
            shown = list(crawl.forms_of(attack.client.get(address), address))
        for form in shown:
            key = form.address, form.method, tuple(sorted(form.fields))
            if form.method != "post" or key in seen:
                continue
            seen.add(key)
            _attack_form(attack, form)
    assert len(seen) > 40


def _attack_form(attack, form):
    typed = [name for name, value in form.fields.items() if crawl.may_be_typed(name, value)]
    for word in (MARKUP, *attack.some(WORDS)):
        attack.post(form.address, {**form.fields, **dict.fromkeys(typed, word)})
    for name in typed if attack.scale >= NIGHT else attack.some(typed)[:1]:
        for word in attack.some(WORDS):
            attack.post(form.address, {**form.fields, name: word})


def test_no_part_of_any_path_is_more_than_a_word(town, attack):
    for pattern, _name, _view in walk():
        if crawl.NOT_CRAWLED.search(pattern) or not CONVERTER.search(pattern):
            continue
        # The path itself stands in the log, as it was asked for: escaped, in one line.
        for word in (word.replace(EVIL, "evil") for word in attack.some(WORDS)):
            digits = word if word.isdecimal() and word.isascii() else "9" * 400
            attack.get("/" + CONVERTER.sub(lambda found, w=word, d=digits: _part(found, w, d),
                                           pattern).replace("^", "").replace("$", ""))  # fmt: skip


def _part(found, word, digits):
    return digits if found[1] == "int" else quote(_bytes(word), safe="")


def test_no_body_of_json_is_an_error_of_the_site(town, attack):
    unsafe = {name or pattern for pattern, name, view in walk() if accepts_unsafe(view)}
    for name, address in filled(town, "draft").items():
        if name not in unsafe or crawl.NOT_CRAWLED.search(address):
            continue
        for body in attack.some(BODIES):
            attack.post(address, body, "application/json")


def test_no_header_is_more_than_a_word(town, attack):
    for address in everywhere(town):
        for word in (*attack.some([word for word in WORDS if _fits_a_header(word)]),):
            attack.get(address, headers=dict.fromkeys(HEADERS, word))


def _fits_a_header(word):
    """As a server lets it through: one line of Latin letters."""
    return word.isascii() and word.isprintable()


def test_too_many_names_are_refused_at_every_address(town, attack):
    """Also such as a table of names would put into one place."""
    for address in attack.some(everywhere(town)):
        response = attack.get(address, [(f"k{number}", "1") for number in range(2_000)])
        assert response.status_code < 500
        posted = attack.post(address, [(f"k{number}", "1") for number in range(12_000)])
        assert 300 <= posted.status_code < 500


def test_readers_are_attacked_too(town, scale, record_property):
    """Without the rights, and so without the refusals, of the desk."""
    reader = Attack(Client(raise_request_exception=False), scale)
    names = [name for name in crawl.query_names() if name not in crawl.ALONE]
    for address in everywhere(town, desk=False):
        for word in (MARKUP, *reader.some(WORDS), *reader.some(WORDS)):
            reader.get(address, [(name, word) for name in names])
    record_property("n", reader.n)

    assert reader.wrong == {}, reader.told()


def test_no_cell_of_any_export_is_calculated(town, clients):
    """Found like everything else: whatever answers with a table when it is asked to."""
    Page.objects.filter(pk=town.policies["draft"]).update(
        title="=1+1", draft_title="=1+1", locked=True, locked_at=timezone.now()
    )
    town.world.drafter.name = "@SUM(A1)"
    town.world.drafter.save()
    exports = {
        address: answer
        for address in filled(town, "draft").values()
        if "csv" in (answer := clients["admin"].get(address, {"export": "csv"}))["Content-Type"]
    }

    assert len(exports) > 4
    for address, answer in exports.items():
        table = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
        cells = {cell for row in table for cell in row}
        assert {cell for cell in cells if harmless(cell) != cell} == set(), address
