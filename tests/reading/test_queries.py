"""Four times as many sets cost a page no query more, and no page reads what it does not show."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interpretations.models import (
    FurtherPolicy,
    InterpretationPage,
    PolicyPage,
    PolicyRelation,
)
from interpretations.releases.execution.execute import execute
from tests.factories import (
    approve,
    make_interpretation,
    make_policy,
    released_set,
    submit_set,
)
from tests.media.shown import file_of, picture_of, set_with_files
from tests.reading.acts import correct, exempt_set

FEW, MANY = 2, 8
ADDRESSES = [
    "/",
    "/policies/",
    "/policies/?q=便民措施",
    "/policies/zhujian/",
    "/interpretations/",
    "/search/?q=便民措施",
    "/policies/feed/",
    "/interpretations/feed/",
    "/sitemap/",
    "/sitemap.xml",
    "/api/v2/pages/?limit=50",
    "/api/v2/pages/?limit=50&type=interpretations.PolicyPage&fields=*",
    "/api/v2/pages/?limit=50&type=interpretations.InterpretationPage&fields=*",
    "/api/v2/images/?limit=50&fields=*",
    "/api/v2/documents/?limit=50&fields=*",
]

LISTS = [address for address in ADDRESSES if "type=" not in address]
# Reads of a page, of the kinds of file that the sets of `release_sets` show, and of a list once.
ALLOWED, SHOWN, NEW_EDITION = 12, 3, 10

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def few_sets(shared_world):
    """Public sets that show a file of each kind, for the tests that only read."""
    release_sets(shared_world, FEW)


def release_sets(world, count):
    for _ in range(count):
        policy = set_with_files(world, picture_of(world), file_of(world))
        execute(approve(world, submit_set(world, policy)).pk)


def queries(client, address):
    """How many queries an answer takes once the caches of its edition are warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_lists_and_pages_take_as_many_queries_among_many_sets_as_among_few(world, few_sets, client):
    policy = PolicyPage.objects.first()
    page = InterpretationPage.objects.child_of(policy).get()
    addresses = [*ADDRESSES, policy.url, f"{policy.url}both/", page.url]
    few = {address: queries(client, address) for address in addresses}

    release_sets(world, MANY - FEW)

    assert {address: queries(client, address) for address in addresses} == few


def release_kinds(world, policy, page, count):
    """Public documents that amend one, are explained by its interpretation, or are exempt."""
    for _ in range(count):
        amending = make_policy(world, date_effective=None)
        amending.relations = [PolicyRelation(kind="amends", target=policy)]
        amending.save_revision(user=world.drafter)
        own = make_interpretation(amending, world.drafter)
        own.further_policies = [FurtherPolicy(policy=policy)]
        own.save_revision(user=world.drafter)
        execute(approve(world, submit_set(world, amending)).pk)
        draft = page.get_latest_revision_as_object()
        draft.further_policies = [
            *draft.further_policies.all(),
            FurtherPolicy(policy=exempt_set(world)),
        ]
        draft.save_revision(user=world.drafter)
        exempt_set(world)
        correct(world, page, summary=f"{page.summary}{page.further_ids}")
        page.refresh_from_db()


def test_other_kinds_of_sets_take_as_many_queries_for_many_as_for_few(world, client):
    policy = PolicyPage.objects.get(pk=released_set(world, date_effective=None).policy_id)
    page = InterpretationPage.objects.child_of(policy).get()
    release_kinds(world, policy, page, 1)
    addresses = [*ADDRESSES, policy.url, f"{policy.url}both/", page.url]
    few = {address: queries(client, address) for address in addresses}

    release_kinds(world, policy, page, 2)

    assert len(client.get(page.url).context["documents"]) == 4
    assert {address: queries(client, address) for address in addresses} == few


def selects(client, address):
    """How many times an answer reads from the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return sum(query["sql"].startswith(("SELECT", "WITH")) for query in asked)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_reads_twelve_times_at_most_once_its_edition_was_read(few_sets, client, address):
    client.get(address)

    assert selects(client, address) <= ALLOWED + (SHOWN if "api" in address else 0)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_does_not_read_which_clauses_are_explained(few_sets, client, address):
    cache.clear()

    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert not [query["sql"] for query in asked if '"clause_links"' in query["sql"]]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_in_a_new_edition_reads_ten_times_more_at_most(few_sets, client, address):
    cache.clear()

    assert selects(client, address) <= ALLOWED + SHOWN + NEW_EDITION


@pytest.mark.parametrize("view", ["", "both/"])
def test_a_document_reads_twelve_times_and_once_for_each_kind_of_file(few_sets, client, view):
    policy = PolicyPage.objects.first()
    client.get("/policies/")

    assert selects(client, f"{policy.url}{view}") <= ALLOWED + SHOWN


def test_an_interpretation_reads_twelve_times_and_once_for_each_kind_of_file(few_sets, client):
    page = InterpretationPage.objects.first()
    client.get("/policies/")

    assert selects(client, page.url) <= ALLOWED + SHOWN


@pytest.mark.parametrize("view", ["", "both/"])
def test_a_document_without_files_reads_twelve_times_at_most(world, client, view):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)
    client.get("/policies/")

    assert selects(client, f"{policy.url}{view}") <= ALLOWED


def test_signing_in_costs_a_page_two_reads_more(world, client):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)
    client.get(policy.url)
    nobody = selects(client, policy.url)
    client.force_login(world.drafter)
    client.get(policy.url)

    assert selects(client, policy.url) <= nobody + 2
