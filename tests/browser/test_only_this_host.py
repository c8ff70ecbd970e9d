"""Every kind of page, read in a browser: nothing is asked of another host, nothing is blocked."""

import pytest

from interpretations.models import PolicyPage
from interpretations.releases.execution.execute import execute
from tests.factories import approve, interpretations_of, make_policy, make_set_showing, submit_set
from tests.recordings.films import needs_ffmpeg
from tests.support.showing import every_kind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs_ffmpeg]
PLACES = (
    "/", "/policies/", "/interpretations/", "/policies/zhujian/", "/search/?q=便民", "/sitemap/",
)  # fmt: skip
DESK = (
    "/admin/", "/admin/releases/", "/admin/images/", "/admin/documents/",
    "/admin/media/recordings/",
    "/admin/account/", "/admin/reports/site-history/", "/admin/snippets/",
)  # fmt: skip


@pytest.fixture
def policy(world):
    """A public set that shows a file of every kind."""
    policy = make_set_showing(world, *every_kind(world))
    execute(approve(world, submit_set(world, policy)).pk)
    return PolicyPage.objects.get(pk=policy.pk)


def blocked(person):
    """What the browser said about our policies since it was last asked."""
    log = person.driver.get_log("browser")
    return [entry["message"] for entry in log if "Content Security Policy" in entry["message"]]


def test_a_readers_browser_blocks_nothing_of_any_page(person, policy):
    (page,) = interpretations_of(policy)

    for address in (*PLACES, policy.url, page.url, f"{policy.url}both/", "/nothing/"):
        person.open(address)
        person.find("main")
        assert blocked(person) == [], address


def test_a_drafters_browser_blocks_nothing_of_the_desk(person, policy, world):
    draft = make_policy(world)
    (page,) = interpretations_of(policy)
    person.enter(world.admin)
    edited = [f"/admin/pages/{number}/edit/" for number in (draft.pk, page.pk, policy.pk)]

    for address in (*DESK, *edited, f"/admin/releases/sets/{policy.pk}/"):
        person.open(address)
        person.find("main")
        assert blocked(person) == [], address


def test_the_browser_does_say_when_something_is_blocked(person, policy):
    person.open("/")

    person.driver.execute_script("document.body.setAttribute('onclick', '1')")
    person.driver.execute_script("document.body.click()")

    assert blocked(person) != []
