"""Captions are pinned, released and corrected with their page (P3, P7)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from interpretations.releases.execute import execute
from interpretations.releases.submit import NotReady
from media.models import CaptionTrack
from media.serving import may_read
from tests.factories import approve, make_set_showing, submit_set
from tests.player.test_blocks import film

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
    assert "transcript_missing" in {one.code for one in refused.value.findings}


def test_the_editor_offers_films_and_sounds(world, client):
    page = with_film(world).get_children().get()
    client.force_login(world.drafter)

    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert "recordings/chooser" in html


def test_the_chooser_opens_for_who_may_write(world, client):
    client.force_login(world.drafter)
    assert client.get("/admin/recordings/chooser/").status_code == 200
