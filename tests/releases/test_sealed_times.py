"""Releases from when the wished time itself was sealed stay valid."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from interpretations.models import Release
from interpretations.releases.audit.public_state import violations
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.review import decide as review
from interpretations.releases.submission import submit as submission
from tests.factories import approve, make_set, submit_set
from tests.support.behind import behind_the_guard
from tests.support.lines import lines_say_little

pytestmark = pytest.mark.django_db
migration = import_module("interpretations.migrations.0004_signers_set_the_time")


@pytest.mark.parametrize("make", [lambda world, release: release, approve])
def test_what_was_submitted_before_signers_set_the_time_keeps_its_seal(world, monkeypatch, make):
    """Then the wished time itself was sealed, and no line told it."""
    for verb in (submission, review):
        monkeypatch.setattr(verb, "times_of", lambda release: {})
    lines_say_little(monkeypatch)
    release = make(
        world, submit_set(world, make_set(world), scheduled_for=timezone.now() + timedelta(days=1))
    )
    release.not_before = release.scheduled_for
    sealed_then = seal_of(release)
    with behind_the_guard():
        release.steps.exclude(seal="").update(seal=sealed_then)
        Release.objects.filter(pk=release.pk).update(seal=sealed_then)
        migration.keep_sealed_times(apps, SimpleNamespace(connection=connection))

    assert list(violations()) == []
