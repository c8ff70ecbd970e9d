"""Drafters reach unreleased pages of their own and joint departments, and no others (P7).

Over every address of the admin that names a page, a set or a release: found by itself.
"""

from functools import partial

import pytest
from django.urls import reverse

from interpretations.models import Contribution, InterpretationPage, JointDepartment, Release
from interpretations.releases.review.decide import decide
from interpretations.releases.submission.join import join
from tests.database.undone import undone
from tests.database.writes import wrote
from tests.doors.town import rows
from tests.editorial.addresses import listing_addresses, named_addresses
from tests.editorial.desk import as_user, page_of
from tests.factories import fresh, make_set, submit_set

pytestmark = pytest.mark.django_db

SECRET, SUMMARY = "绝密房改方案", "绝密一句话"
STATES = ("draft", "frozen", "returned")


def hidden_set(world, state):
    """A set of one department that another one must not know of; and its release, if any."""
    policy = make_set(world, title=f"关于{SECRET}的通知之{STATES.index(state)}")
    page = InterpretationPage.objects.child_of(policy).get()
    page.title, page.summary = f"{SECRET}解读", SUMMARY
    page.save_revision(user=world.drafter)
    InterpretationPage.objects.filter(pk=page.pk).update(title=page.title, draft_title=page.title)
    if state == "draft":
        return policy, None
    release = submit_set(world, policy)
    if state == "returned":
        decide(release.steps.first().pk, world.leader, "return", f"{SECRET}里有错")
    return policy, release


@pytest.fixture(scope="module")
def built(shared_world):
    """State -> a hidden set in it, and its release."""
    return {state: hidden_set(shared_world, state) for state in STATES}


@pytest.fixture(scope="module")
def stranger(shared_world, built):
    """Somebody of another department, who drafts one other document jointly with this one."""
    other = make_set(shared_world)
    join(other.pk, shared_world.drafter, [shared_world.other_department.pk])
    return as_user(shared_world.drafter2)


@pytest.fixture
def hidden(world, built, state):
    policy, release = built[state]
    return fresh(policy), release and fresh(release)


@pytest.fixture
def draft(world, built):
    return fresh(built["draft"][0])


def child_of(policy):
    return InterpretationPage.objects.child_of(policy).get()


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def leaks(response):
    text = text_of(response)
    # Searches echo what was typed; a title is longer than that.
    return [w for w in (f"关于{SECRET}", f"{SECRET}解读", SUMMARY) if w in text]


@pytest.mark.parametrize("state", STATES)
def test_no_address_that_names_it_tells_or_shows_it_to_another_department(stranger, hidden):
    policy, release = hidden
    # Those that name the set or its release are the same for both pages.
    addresses = {
        address: name
        for page in (policy, child_of(policy))
        for name, address in named_addresses(page, release)
    }

    wrong = []
    for address, name in addresses.items():
        with undone():
            response = stranger.get(address)
        if leaks(response) or response.status_code >= 500 or response.status_code == 200:
            wrong.append((name, address, response.status_code, leaks(response)))

    assert len(addresses) > 80
    assert [row for row in wrong if row[0] not in HARMLESS] == []


# Answer everybody with 200 and say nothing of the page: what the address names is a type.
HARMLESS = {"wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results"}


def test_no_list_names_it_to_another_department(world, stranger, built):
    pages = [page for policy, _release in built.values() for page in (policy, child_of(policy))]
    addresses = {
        address: name for page in pages for name, address in listing_addresses(page, SECRET)
    }

    wrong = []
    for address, name in addresses.items():
        response = stranger.get(address)
        if leaks(response) or response.status_code >= 500:
            wrong.append((name, address))

    assert wrong == []


# What another department could leave behind: pages, revisions, releases, decisions, who writes.
TABLES = (
    "wagtailcore_page",
    "wagtailcore_revision",
    "interpretations_policypage",
    "interpretations_interpretationpage",
    "interpretations_release",
    "interpretations_releaseitem",
    "interpretations_reviewstep",
    "interpretations_ledgerentry",
    "interpretations_jointdepartment",
    "interpretations_itemreading",
)


def everything():
    return {table: rows(f"SELECT * FROM {table}") for table in TABLES}


@pytest.mark.parametrize("state", STATES)
def test_no_address_that_names_it_can_be_posted_to_by_another_department(world, stranger, hidden):
    policy, release = hidden
    before = everything()
    step = release.steps.first().pk if release else 0
    data = {"step": step, "decision": "return", "opinion": "不行", "reason": "急", "when": "now",
            "kind": "first", "members": [policy.pk], "title": "改", "policies": [policy.pk],
            "departments": [world.other_department.pk]}  # fmt: skip

    wrong = []
    for name, address in named_addresses(policy, release):
        with undone():
            response, has_written = wrote(partial(stranger.post, address, data))
            after = everything() if has_written else before
        changed = [table for table, was in before.items() if after[table] != was]
        if changed or leaks(response) or response.status_code >= 500:
            wrong.append((name, response.status_code, changed, leaks(response)))

    assert wrong == []


@pytest.mark.parametrize("state", STATES)
def test_a_guessed_address_is_answered_like_one_that_never_was(stranger, hidden):
    policy, release = hidden
    pairs = [
        (reverse("wagtailadmin_pages:edit", args=[pk]) for pk in (policy.pk, 999999)),
        (reverse("wagtailadmin_pages:view_draft", args=[pk]) for pk in (policy.pk, 999999)),
        (reverse("wagtailadmin_pages:history", args=[pk]) for pk in (policy.pk, 999999)),
        (page_of("set", pk) for pk in (policy.pk, 999999)),
        (page_of("ledger", pk) for pk in (policy.pk, 999999)),
        (page_of("submit", pk) for pk in (policy.pk, 999999)),
    ]
    if release:
        pairs.append(page_of("detail", pk) for pk in (release.pk, 999999))

    answers = {stranger.get(url).status_code for pair in pairs for url in pair}

    assert answers == {404}


OWN = (
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:history",
    "releases:set",
    "releases:ledger",
)


@pytest.mark.parametrize("name", OWN)
def test_the_department_itself_reaches_its_draft(world, draft, name):
    assert as_user(world.drafter).get(reverse(name, args=[draft.pk])).status_code == 200


@pytest.mark.parametrize("name", OWN)
def test_a_joint_department_reaches_the_draft_until_it_is_let_go(world, draft, name):
    client = as_user(world.drafter2)
    join(draft.pk, world.drafter, [world.other_department.pk])
    page = child_of(draft) if name.startswith("wagtail") else draft

    together = client.get(reverse(name, args=[page.pk])).status_code
    join(draft.pk, world.drafter, [])
    afterwards = client.get(reverse(name, args=[page.pk])).status_code

    # The ledger of a set one was asked to draft belongs to those who still keep it.
    assert (together, afterwards) == (200, 404)


def test_a_joint_department_changes_the_draft_and_counts_as_its_author(world, draft):
    join(draft.pk, world.drafter, [world.other_department.pk])

    changed = draft.get_latest_revision_as_object()
    changed.recipients = "各单位"
    changed.save_revision(user=world.drafter2)

    assert Contribution.objects.filter(page=draft, user=world.drafter2).exists()
    assert JointDepartment.objects.filter(policy=draft).count() == 1


def test_a_joint_department_submits_the_set(world, draft):
    join(draft.pk, world.drafter, [world.other_department.pk])

    as_user(world.drafter2).post(
        page_of("submit", draft.pk), {"members": [draft.pk, child_of(draft).pk], "when": "now"}
    )

    assert Release.objects.get(policy=draft).submitted_by == world.drafter2
