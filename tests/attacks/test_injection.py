"""Whatever stands behind a parameter is a word: no statement, no template, no error.

By day each parameter is sent some of the words, other ones than the one before it; all of them in
a night's proof (`attacks`).
"""

import re

import pytest
from django.test import Client

from tests.attacks.judged import RUN, TOLD
from tests.database.undone import undone
from tests.factories import released_set

pytestmark = pytest.mark.django_db
WORDS = (
    "'", '"', "')--", "1 OR 1=1", "1' OR '1'='1", "1; DROP TABLE wagtailcore_page--", "%' OR 1=1--",
    "title) FROM accounts_user--", "-title", "password", "owner__password", "pk__in", "a__b__c",
    "{{191*7919}}", "{% debug %}", "${191*7919}", "#{191*7919}", "%s %(a)s %n %d", "\x00", "\ud800",
    "9" * 400, "-1", "1e999", "NaN", "[]", "{}", "null", "../../x", "\u202e", "*" * 300, "\"\"\"",
    "NEAR(a b)",
    "a OR NOT b", "a AND (", "title:x", "^a", "?fields=*", "_,*(*)", "body(*)",
)  # fmt: skip
ALWAYS = (
    "'",
    "1 OR 1=1",
    "owner__password",
    "{{191*7919}}",
    "%s %(a)s %n %d",
    "\x00",
    "9" * 400,
    "-1",
)
NIGHT = 10
FEW = 3  # of the words that break little, behind one parameter by day
PUBLIC = {
    "/search/": ("q", "page"),
    "/policies/": ("q", "department", "topic", "form", "year", "validity", "page", "view"),
    "/interpretations/": ("q", "department", "topic", "form", "year", "validity", "page"),
    "/policies/zhujian/": ("q", "topic", "page"),
    "/policies/feed/": ("page",),
    "/sitemap.xml": ("p",),
    "/api/v2/pages/": (
        "order", "type", "fields", "limit", "offset", "child_of", "descendant_of", "ancestor_of",
        "search", "title", "slug", "doc_number", "topic", "tags", "id", "locale", "site",
    ),
    "/api/v2/images/": ("order", "fields", "limit", "offset", "tags", "title", "id"),
    "/api/v2/documents/": ("order", "fields", "limit", "offset", "tags", "title", "id"),
}  # fmt: skip
DESK = {
    "/admin/releases/": ("q", "p", "ordering", "state", "kind", "department"),
    "/admin/pages/search/": ("q", "p", "ordering", "content_type"),
    "/admin/images/": ("q", "p", "ordering", "collection_id", "tag"),
    "/admin/documents/": ("q", "p", "ordering", "collection_id"),
    "/admin/media/recordings/": ("q", "p", "ordering", "kind", "state"),
    "/admin/users/": ("q", "p", "ordering", "group"),
    "/admin/reports/site-history/": ("ordering", "p", "user", "action", "object_type"),
    "/admin/api/main/pages/": ("order", "fields", "limit", "offset", "child_of", "search", "type"),
    "/admin/choose-page/search/": ("q", "p", "page_type", "user_perms"),
    "/admin/snippets/interpretations/topic/": ("q", "p", "ordering"),
    "/admin/tag-autocomplete/interpretations/keyword/": ("term",),
}  # fmt: skip


def words_for(turn, scale):
    """All words; by day half of those that break most, and some of the others, by turns."""
    if scale >= NIGHT:
        return WORDS
    others = [word for word in WORDS if word not in ALWAYS]
    start = turn * FEW % len(others)
    return [*ALWAYS[turn % 2 :: 2], *(others * 2)[start : start + FEW]]


def asked(client, address, parameters, scale):
    """What went wrong: address, parameter, word, status."""
    # An address of one parameter is sent the other half behind the same one.
    turns = parameters if len(parameters) > 1 else parameters * 2
    for turn, parameter in enumerate(turns):
        for word in words_for(turn + len(address), scale):
            with undone():
                response = client.get(address, {parameter: word.encode("utf-8", "surrogatepass")})
            text = response.getvalue().decode(errors="replace")
            if response.status_code >= 500 or RUN in text or TOLD.search(text):
                yield address, parameter, word, response.status_code


def test_every_day_two_parameters_are_sent_all_that_breaks_most():
    assert {*words_for(0, 1), *words_for(1, 1)} >= {*ALWAYS}
    assert {word for turn in range(len(WORDS)) for word in words_for(turn, 1)} == {*WORDS}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_readers_parameter_is_a_word(world, address, scale):
    released_set(world)
    client = Client(raise_request_exception=False)

    assert list(asked(client, address, PUBLIC[address], scale)) == []


@pytest.mark.parametrize("address", DESK)
def test_a_parameter_at_the_desk_is_a_word(world, address, scale):
    client = Client(raise_request_exception=False)
    client.force_login(world.admin)
    assert client.get(address).status_code == 200

    assert list(asked(client, address, DESK[address], scale)) == []


def test_a_condition_that_is_always_true_finds_no_more_than_nonsense(world):
    released_set(world)
    total = re.compile(r'data-page-id="\d+"')

    for word in ("' OR '1'='1", "zzz' OR 1=1--", '" OR ""="', "zzz OR zzz*"):
        text = Client().get("/search/", {"q": word}).text
        assert total.findall(text) == total.findall(Client().get("/search/", {"q": "zzqqzz"}).text)


@pytest.mark.parametrize(
    "order", ["owner__password", "owner", "live_revision__content", "?", "random"]
)
def test_the_api_orders_by_nothing_that_it_does_not_show(world, order):
    status = Client().get("/api/v2/pages/", {"order": order}).status_code

    assert status == (200 if order == "random" else 400)
