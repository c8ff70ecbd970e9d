"""Captions are pinned, released and corrected with their page (P3, P7)."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from interpretations.releases.execution.execute import execute
from interpretations.releases.submission.submit import NotReady
from media.models import CaptionTrack, Recording
from media.serving import may_read
from tests.factories import (
    approve,
    correct,
    interpretations_of,
    make_set_showing,
    submit_set,
    withdraw,
)
from tests.player.test_blocks import SRT, film, recording
from tests.support.public_files import statuses

pytestmark = pytest.mark.django_db


def with_film(world, **words):
    return make_set_showing(world, film(**words))


def name():
    return CaptionTrack.objects.get().file.name


def test_captions_become_public_with_the_page(world):
    policy = with_film(world)
    release = approve(world, submit_set(world, policy))
    assert Client().get(f"/media/{name()}").status_code == 404

    execute(release.pk)

    assert Client().get(f"/media/{name()}").status_code == 200
    html = Client().get(policy.get_children().get().url).content.decode()
    assert 'data-block="film"' in html and name() in html


def test_who_writes_the_draft_reads_its_captions_and_nobody_else(world):
    with_film(world)

    assert may_read(name(), world.drafter)
    assert not may_read(name(), AnonymousUser())


def test_a_film_without_a_transcript_is_not_submitted(world):
    policy = with_film(world, transcript="")

    with pytest.raises(NotReady) as refused:
        submit_set(world, policy)
    assert "transcript_missing" in {finding.code for finding in refused.value.findings}


def test_the_editor_offers_films_and_sounds(world, client):
    page = with_film(world).get_children().get()
    client.force_login(world.drafter)

    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert "recordings/chooser" in html


def test_the_chooser_opens_for_who_may_write(world, client):
    client.force_login(world.drafter)
    assert client.get("/admin/recordings/chooser/").status_code == 200


def test_both_sizes_and_the_captions_become_public_with_the_page(world):
    policy = with_film(world)
    release = approve(world, submit_set(world, policy))
    shown = [Recording.objects.get(), CaptionTrack.objects.get()]
    assert [statuses(row) for row in shown] == [{404}, {404}]

    execute(release.pk)

    assert [statuses(row) for row in shown] == [{200}, {200}]


def test_a_withdrawal_closes_film_and_captions(world):
    policy = with_film(world)
    execute(approve(world, submit_set(world, policy)).pk)

    withdraw(world, policy)

    assert statuses(Recording.objects.get()) == statuses(CaptionTrack.objects.get()) == {404}


def test_corrected_captions_take_the_place_of_the_old_ones(world):
    policy = with_film(world)
    execute(approve(world, submit_set(world, policy)).pk)
    old = CaptionTrack.objects.get()
    (page,) = interpretations_of(policy)
    words = {**page.body[0].value, "captions": SRT.replace("今天", "明天"), "track": None}

    correct(world, page, body=[("film", words)])

    new = CaptionTrack.objects.exclude(pk=old.pk).get()
    assert (statuses(old), statuses(new)) == ({404}, {200})


@pytest.mark.parametrize("write", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("media_captiontrack", "text"),
        ("media_recording", "title"),
        ("media_recordingfile", "file"),
    ],
)
def test_no_statement_changes_the_film_of_a_frozen_set(world, write, table, column):
    submit_set(world, with_film(world))

    with pytest.raises(DatabaseError, match="file_in_use"), transaction.atomic():
        connection.cursor().execute(write.format(table, column))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("waiting", "正在排队处理"),
        ("failed", "没有处理成功"),
    ],
)
def test_a_film_that_is_not_ready_is_not_submitted(world, state, sentence):
    policy = with_film(world)
    Recording.objects.update(state=state, problem="not_made")

    with pytest.raises(NotReady, match=f"「办法讲解」还不能用：{sentence}"):
        submit_set(world, policy)


def test_a_film_under_work_says_how_long_it_will_take(world):
    policy = with_film(world)
    began = timezone.now() - datetime.timedelta(minutes=2)
    Recording.objects.update(state="working", progress=50, started_at=began)

    with pytest.raises(NotReady, match=r"已完成 50%，大约还要 [23] 分钟"):
        submit_set(world, policy)


def test_the_chooser_tells_nobody_about_a_film_of_others(world, client):
    chosen = f"/admin/recordings/chooser/chosen/{recording().pk}/"
    client.force_login(world.drafter2)

    assert client.get(chosen).status_code == 404
    client.force_login(world.admin)
    assert "办法讲解" in client.get(chosen).json()["result"]["title"]
