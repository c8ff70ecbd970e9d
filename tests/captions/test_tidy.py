"""Captions that typing in the editor left behind go; whatever names some keeps them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from media.captions.write import track_of
from media.models import CaptionTrack, FrozenFile
from media.tidy import forget_unused
from tests.factories import make_interpretation, make_policy
from tests.player.test_blocks import film

pytestmark = pytest.mark.django_db
TEXT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n大家好\n"


def grow_old():
    CaptionTrack.objects.update(made_at=timezone.now() - timedelta(days=30))


def freeze(track):
    FrozenFile.objects.create(kind="captions", object_id=track.pk, page_id=1, release_id=1)


def page_with_captions(world):
    return make_interpretation(make_policy(world), world.drafter, body=[film()])


def test_what_typing_left_behind_is_forgotten(world, django_capture_on_commit_callbacks):
    leftover = track_of(TEXT)
    grow_old()

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unused() == 1

    assert not CaptionTrack.objects.exists()
    assert not leftover.file.storage.exists(leftover.file.name)


def test_what_was_typed_a_moment_ago_is_kept(world):
    track_of(TEXT)

    assert forget_unused() == 0


def test_what_a_draft_names_is_kept(world):
    page_with_captions(world)
    grow_old()

    assert forget_unused() == 0


def test_what_only_an_older_revision_names_is_kept(world):
    page = page_with_captions(world)
    page.body = []
    page.save()
    page.save_revision(user=world.drafter)
    grow_old()

    assert forget_unused() == 0


def test_what_only_a_draft_that_is_not_live_names_is_kept(world):
    page = make_interpretation(make_policy(world), world.drafter)
    page.body = [film()]
    page.save_revision(user=world.drafter)
    grow_old()

    assert forget_unused() == 0


@pytest.mark.violates
def test_what_a_set_under_review_or_public_relies_on_is_kept(world):
    track = track_of(TEXT)
    grow_old()
    freeze(track)

    assert forget_unused() == 0


@pytest.mark.violates
def test_what_is_frozen_at_that_moment_is_kept_with_its_file(
    world, monkeypatch, django_capture_on_commit_callbacks
):
    """Between looking and deleting a set was submitted; the others are forgotten all the same."""
    track, other = track_of(TEXT), track_of(TEXT.replace("大家", "你们"))
    grow_old()
    delete = CaptionTrack.delete

    def submitted(self, *args, **kwargs):
        if self.pk == track.pk:
            freeze(self)
        return delete(self, *args, **kwargs)

    monkeypatch.setattr(CaptionTrack, "delete", submitted)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unused() == 1

    assert CaptionTrack.objects.get() == track
    assert track.file.storage.exists(track.file.name)
    assert not other.file.storage.exists(other.file.name)
