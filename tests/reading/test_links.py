"""Links inside rich text lead only to what is public (P7)."""

import pytest
from wagtail.rich_text import RichText, expand_db_html

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.reading.snapshot import public_read
from interpretations.releases.execution.execute import execute
from tests.factories import (
    approve,
    approved_set,
    make_document,
    make_interpretation,
    make_policy,
    make_set,
    released_set,
    submit_set,
)

pytestmark = pytest.mark.django_db


def to_page(pk):
    return f'<p>见<a linktype="page" id="{pk}">这份文件</a>。</p>'


def to_document(pk):
    return f'<p>见<a linktype="document" id="{pk}">申请表</a>。</p>'


def read(html):
    with public_read():
        return expand_db_html(html)


def test_a_link_to_a_public_document_leads_there(world):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)

    assert f'<a href="{policy.url}">' in read(to_page(policy.pk))


def test_a_link_to_a_public_interpretation_leads_there(world):
    released_set(world)
    page = InterpretationPage.objects.get()

    assert f'<a href="{page.url}">' in read(to_page(page.pk))


def test_a_link_to_a_department_leads_there(world):
    assert f'<a href="{world.department.url}">' in read(to_page(world.department.pk))


@pytest.mark.parametrize("unreleased", [make_set, lambda world: approved_set(world).policy])
def test_a_link_to_what_is_not_released_is_plain_text(world, unreleased):
    policy = unreleased(world)

    assert read(to_page(policy.pk)) == "<p>见<a>这份文件</a>。</p>"


def test_not_yet_and_never_was_look_alike(world):
    policy = make_set(world)

    assert read(to_page(policy.pk)) == read(to_page(999_999_999))


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "１"])
def test_an_odd_number_is_no_link(world, number):
    assert read(to_page(number)) == read(to_page(999_999_999))
    assert read(to_document(number)) == "<p>见<a>申请表</a>。</p>"


def test_a_link_to_an_unreleased_file_is_plain_text(world):
    assert read(to_document(make_document(world).pk)) == "<p>见<a>申请表</a>。</p>"


def test_a_released_page_shows_its_links_to_files(world, client):
    document = make_document(world)
    policy = make_policy(world)
    page = make_interpretation(policy, world.drafter, goals=to_document(document.pk))
    execute(approve(world, submit_set(world, policy)).pk)
    page.refresh_from_db()

    assert f'<a href="{document.url}">申请表</a>' in client.get(page.url).text


def test_a_public_page_never_shows_the_address_of_a_secret_one(world, client):
    secret = make_set(world)
    body = [("text", RichText(to_page(secret.pk)))]
    policy = PolicyPage.objects.get(pk=released_set(world, body=body).policy_id)

    text = client.get(policy.url).text

    assert "<a>这份文件</a>" in text
    assert secret.slug not in text


def test_the_link_appears_with_the_release_of_its_target(world, client):
    target = make_set(world)
    body = [("text", RichText(to_page(target.pk)))]
    policy = PolicyPage.objects.get(pk=released_set(world, body=body).policy_id)

    execute(approve(world, submit_set(world, target)).pk)

    target.refresh_from_db()
    assert f'<a href="{target.url}">这份文件</a>' in client.get(policy.url).text


def test_editors_see_the_links_of_a_draft(world):
    policy = make_set(world)

    assert f'<a href="{policy.url}">' in expand_db_html(to_page(policy.pk))


def test_many_links_cost_as_much_as_one(world, django_assert_max_num_queries):
    pages = [PolicyPage.objects.get(pk=released_set(world).policy_id) for _ in range(3)]
    html = "".join(to_page(page.pk) for page in pages)
    read(html)

    with public_read(), django_assert_max_num_queries(1):
        expand_db_html(html)


def halves_that_link(world):
    """A public document and its interpretation, each with the other's link in its text."""
    policy = make_policy(world)
    page = make_interpretation(policy, world.drafter, goals=to_page(policy.pk))
    policy.body = [("text", RichText(to_page(page.pk)))]
    policy.save_revision(user=world.drafter)
    execute(approve(world, submit_set(world, policy)).pk)
    return PolicyPage.objects.get(pk=policy.pk), InterpretationPage.objects.get(pk=page.pk)


def test_a_link_in_the_text_to_the_other_half_says_so(world, client):
    policy, page = halves_that_link(world)

    to_interpretation = f'<a href="{page.url}" data-pair="interpretation">这份文件</a>'
    to_policy = f'<a href="{policy.url}" data-pair="policy">这份文件</a>'

    assert to_interpretation in client.get(policy.url).text
    assert to_policy in client.get(page.url).text
    assert to_interpretation in client.get(f"{policy.url}both/").text


def test_a_link_in_the_text_to_another_set_is_no_pair(world, client):
    other = PolicyPage.objects.get(pk=released_set(world).policy_id)
    body = [("text", RichText(to_page(other.pk)))]
    policy = PolicyPage.objects.get(pk=released_set(world, body=body).policy_id)

    assert f'<a href="{other.url}">这份文件</a>' in client.get(policy.url).text


def test_what_one_answer_pairs_is_forgotten_in_the_next(world, client):
    policy, page = halves_that_link(world)
    client.get(policy.url)

    assert "data-pair" not in read(to_page(page.pk))
