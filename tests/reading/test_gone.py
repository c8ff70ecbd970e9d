"""What left answers 410 and says why; what moved leads on; what never was is 404 (P1, P7)."""

from copy import deepcopy

import pytest
from django.test import Client
from django.utils import timezone

from interpretations.models import Departure, FormerAddress, InterpretationPage, PolicyPage
from interpretations.models.guard.gate import gate
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from tests.factories import (
    approve,
    make_interpretation,
    make_set,
    released_set,
    submit_set,
)
from tests.media.shown import file_of, picture_of, set_with_files
from tests.reading.acts import NOTE, done, fresh, pass_on, remove, submitted, withdraw

CHANNELS = [
    "/",
    "/policies/",
    "/policies/zhujian/",
    "/interpretations/",
    "/search/?q=便民措施",
    "/policies/feed/",
    "/interpretations/feed/",
    "/sitemap.xml",
    "/api/v2/pages/?limit=50",
    "/api/v2/pages/?limit=50&type=interpretations.PolicyPage",
]

pytestmark = pytest.mark.django_db


def released(world, **kwargs):
    """A public document and its interpretations."""
    policy = PolicyPage.objects.get(pk=released_set(world, **kwargs).policy_id)
    return policy, list(InterpretationPage.objects.child_of(policy))


@pytest.fixture(scope="module")
def built(shared_world):
    """A public set with one interpretation, and one with two."""
    return {count: released(shared_world, interpretations=count) for count in (1, 2)}


@pytest.fixture
def public(world, built):
    """Give a public document with so many interpretations, and these."""
    return lambda count=1: deepcopy(built[count])


@pytest.fixture(scope="module")
def left(shared_world, built):
    """A set that was withdrawn, and what each list had answered before."""
    policy, (page,) = released(shared_world, title="关于撤回便民措施的通知")
    before = {address: Client().get(address).text for address in CHANNELS}
    withdraw(shared_world, policy)
    return policy, page, before


@pytest.fixture(scope="module")
def passed_on(shared_world, built):
    """The document of a set that another department took over, as it was before."""
    policy, _pages = released(shared_world)
    pass_on(shared_world, policy)
    return policy


def test_a_withdrawn_document_and_its_interpretations_are_gone(world, public, client):
    policy, pages = public(2)

    withdraw(world, policy)

    for page in (policy, *pages):
        assert client.get(page.url).status_code == 410


def test_the_page_of_what_left_says_what_when_and_why(world, public, client):
    policy, _pages = public()
    withdraw(world, policy)

    text = client.get(policy.url).text

    day = timezone.localtime(Departure.objects.get(page=policy.pk).at)
    assert "这份内容已经撤回" in text
    assert NOTE in text
    assert policy.title in text.replace("<wbr>", "")
    assert f"{day:%Y}年{day.month}月{day.day}日" in text


def test_the_page_of_what_left_stands_in_the_sites_own_dress_and_no_index(world, public, client):
    policy, _pages = public()
    withdraw(world, policy)

    response = client.get(policy.url)

    assert 'class="site-header' in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert f'<meta name="edition" content="{response["X-Edition"]}">' in response.text
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("query", ["", "both/", "?view=both", "?page=2"])
def test_what_left_is_gone_whatever_is_asked_of_it(world, public, client, query):
    policy, _pages = public()
    withdraw(world, policy)

    for method in (client.get, client.head):
        assert method(f"{policy.url}{query}").status_code == 410


def test_a_removed_interpretation_leads_to_its_document(world, public, client):
    policy, (page, other) = public(2)
    remove(world, page)

    response = client.get(page.url)

    assert response.status_code == 410
    assert "这份解读已经撤下" in response.text
    assert f'href="{policy.url}"' in response.text
    assert client.get(other.url).status_code == 200


def test_what_left_alone_is_not_linked_to_a_document_that_left_later(world, public, client):
    policy, (page, _other) = public(2)
    remove(world, page)
    withdraw(world, policy)

    response = client.get(page.url)

    assert response.status_code == 410
    assert policy.url not in response.text.replace(page.url, "")
    assert policy.title not in response.text


def test_a_draft_below_a_withdrawn_document_is_404_like_nonsense(world, public, client):
    policy, _pages = public()
    draft = make_interpretation(policy, world.drafter)
    withdraw(world, policy)

    nonsense = client.get(f"{policy.url}nothing/")
    answer = client.get(draft.url)

    assert (answer.status_code, answer.content) == (404, nonsense.content)


@pytest.mark.parametrize("stage", ["draft", "in review"])
def test_a_new_text_of_what_left_stays_secret_until_its_release(world, public, client, stage):
    policy, _pages = public()
    withdraw(world, policy)
    draft = fresh(policy).get_latest_revision_as_object()
    draft.title = "还没有公开的新标题"
    draft.save_revision(user=world.drafter)
    if stage == "in review":
        submitted(world, fresh(policy), ReleaseKind.RERELEASE)

    response = client.get(policy.url)

    assert response.status_code == 410
    assert "还没有公开的新标题" not in response.text


def test_what_comes_back_is_read_again_at_its_address(world, public, client):
    policy, (page,) = public()
    withdraw(world, policy)

    done(world, fresh(policy), ReleaseKind.RERELEASE)

    assert [client.get(member.url).status_code for member in (policy, page)] == [200, 200]


@pytest.mark.parametrize("address", CHANNELS)
def test_what_left_is_in_no_list(world, left, client, address):
    policy, page, before = left

    after = client.get(address)

    assert policy.url in before[address] or f'"id":{policy.pk},' in before[address]
    assert after.status_code == 200
    for trace in (policy.title, policy.url, page.title, f'"id":{policy.pk},'):
        assert trace not in after.text


def test_a_removed_interpretation_is_in_no_list_while_its_document_is(world, public, client):
    policy, (page, _other) = public(2)
    remove(world, page)

    for address in (*CHANNELS, policy.url, f"{policy.url}both/"):
        text = client.get(address).text
        assert page.title not in text
        assert f'"{page.url}"' not in text


def test_the_api_knows_nothing_of_what_left(world, public, client):
    policy, (page,) = public()
    nonsense = client.get("/api/v2/pages/987654321/").content
    withdraw(world, policy)

    for member in (policy, page):
        answer = client.get(f"/api/v2/pages/{member.pk}/")
        assert (answer.status_code, answer.content) == (404, nonsense)
        response = client.get("/api/v2/pages/find/", {"html_path": member.url})
        assert response.status_code == 404


def test_the_files_of_what_left_are_gone(world, client):
    image, document = picture_of(world), file_of(world)
    policy = set_with_files(world, image, document)
    execute(approve(world, submit_set(world, policy)).pk)
    size = image.renditions.first()
    files = [f"/media/{size.file.name}", f"/media/{document.file.name}"]
    assert {client.get(file).status_code for file in files} == {200}

    withdraw(world, fresh(policy))

    unknown = client.get("/media/nothing.pdf")
    for file in files:
        answer = client.get(file)
        assert (answer.status_code, answer.content) == (404, unknown.content)
    assert client.get("/api/v2/images/").json()["items"] == []
    assert client.get("/api/v2/documents/").json()["items"] == []


def test_a_set_that_was_passed_on_is_found_at_its_old_addresses(world, public, client):
    policy, (page,) = public()

    pass_on(world, policy)

    now = {page.url: fresh(page).url, f"{page.url}?view=both": fresh(page).url}
    for old in ("", "?from=wechat"):
        now[policy.url + old] = fresh(policy).url
    for old in ("both/", "?view=both&from=wechat", "both/?from=wechat"):
        now[policy.url + old] = f"{fresh(policy).url}both/"
    for old, address in now.items():
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, address)
        assert client.get(response["Location"]).status_code == 200


def test_an_old_address_is_gone_with_its_page(world, public, client):
    policy, (page,) = public()
    pass_on(world, policy)
    withdraw(world, fresh(policy))

    assert [client.get(old.url).status_code for old in (policy, page)] == [410, 410]
    assert NOTE in client.get(policy.url).text


@pytest.mark.violates
def test_an_old_address_of_what_is_not_public_is_404_like_nonsense(world, client):
    nonsense = client.get("/policies/zhujian/nothing/")
    policy = make_set(world)
    with gate([policy.pk]):
        FormerAddress.objects.create(
            page=policy.page_ptr, url_path="/front/policies/renshe/former/", since=timezone.now()
        )

    answer = client.get("/policies/renshe/former/")

    assert (answer.status_code, answer.content) == (404, nonsense.content)


@pytest.mark.parametrize("address", CHANNELS)
def test_old_addresses_are_named_nowhere(world, passed_on, client, address):
    assert passed_on.url not in client.get(address).text
