"""The ledger of a set on the desk: read and exported by those who have a part in it (P7, P8)."""

from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from interpretations.models import ReleaseItem
from interpretations.releases.records.story import story_of
from tests.factories import make_set, released_set, submit_set
from tests.support.behind import behind_the_guard

pytestmark = pytest.mark.django_db


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(policy):
    return reverse("releases:ledger", args=[policy.pk])


def export_of(policy):
    return reverse("releases:ledger_export", args=[policy.pk])


@pytest.mark.parametrize("who", ["drafter", "leader", "editor", "admin"])
@pytest.mark.parametrize("address", [page_of, export_of])
def test_everybody_with_a_part_in_the_set_reads_its_ledger(world, who, address):
    policy = submit_set(world, make_set(world)).policy

    assert as_user(getattr(world, who)).get(address(policy)).status_code == 200


@pytest.mark.parametrize("address", [page_of, export_of])
def test_another_department_does_not_learn_that_the_set_exists(world, address):
    policy = submit_set(world, make_set(world)).policy

    assert as_user(world.drafter2).get(address(policy)).status_code == 404
    assert as_user(world.admin).get(reverse("releases:ledger", args=[999999])).status_code == 404


@pytest.mark.parametrize("address", [page_of, export_of])
def test_a_reviewer_does_not_see_the_ledger_of_a_draft(world, address):
    assert as_user(world.editor).get(address(make_set(world))).status_code == 404


@pytest.mark.parametrize("address", [page_of, export_of])
def test_a_visitor_is_asked_to_sign_in(world, address):
    policy = released_set(world).policy

    assert Client().get(address(policy)).status_code == 302


def test_the_page_of_a_release_tells_the_same_sentences_as_the_ledger(world):
    release = released_set(world)
    client = as_user(world.drafter)

    page = client.get(reverse("releases:detail", args=[release.pk])).content.decode()

    lines = list(story_of(release.policy))
    assert len(lines) == 4 and all(line.sentence in page for line in lines)


def test_the_page_tells_the_story_and_leads_to_the_releases(world):
    release = released_set(world)

    text = as_user(world.drafter).get(page_of(release.policy)).content.decode()

    assert f"已首次发布《{release.title}》：文件和1份解读。" in text
    assert reverse("releases:detail", args=[release.pk]) in text
    assert release.ledger.last().hash in text
    assert export_of(release.policy) in text


def test_a_set_without_history_says_so(world):
    policy = make_set(world)

    text = as_user(world.drafter).get(page_of(policy)).content.decode()

    assert "还没有送审过" in text
    assert export_of(policy) not in text


def test_the_export_is_a_file_with_a_chinese_name(world):
    policy = released_set(world, title='关于"电梯/加装"的通知').policy

    response = as_user(world.drafter).get(export_of(policy))

    name = quote("台账-关于电梯加装的通知.jsonl")
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert response["Content-Type"].startswith("application/jsonl")


def test_the_export_stands_the_check(world, tmp_path, capsys):
    release = released_set(world)
    file = tmp_path / "台账.jsonl"

    file.write_bytes(as_user(world.editor).get(export_of(release.policy)).content)

    assert len(file.read_text("utf-8").splitlines()) == release.ledger.count()
    call_command("check_ledger", str(file))
    assert capsys.readouterr().out == "台账相符\n"


@pytest.mark.violates
def test_a_line_that_names_a_hidden_set_is_not_exported(world):
    """As after a transfer: the set came in a list, and the rest of the list is not one's own."""
    release = submit_set(world, make_set(world))
    mine = make_set(world, user=world.drafter2, department=world.other_department)
    with behind_the_guard():
        ReleaseItem.objects.filter(release=release, position=2).update(policy=mine)
    client = as_user(world.drafter2)

    text = client.get(page_of(mine)).content.decode()

    assert release.title not in text and export_of(mine) not in text
    assert client.get(export_of(mine)).status_code == 404
