"""The site that a version leaves behind for later ones: every kind in every state, with files.

Run by `scripts/upgrade_fixture.py` in a migrated, empty site.
"""

from datetime import timedelta

from django.utils import timezone

from interpretations.models import Release
from interpretations.models.kinds import ReleaseKind, ReleaseState
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide
from tests.factories import World, approve, make_interpretation, make_policy, make_set, submit_kind
from tests.support.illustrated import SUBMITTED, drawn
from tests.support.showing import every_kind

LATER = timedelta(days=300)


def fill():
    """Leave each kind in review, approved and released; then what is none of these."""
    world = World()
    for make in SUBMITTED.values():
        release = make(world)
        if release.emergency:
            execute(release.pk)
            continue
        approve(world, make(world))
        execute(approve(world, make(world)).pk)
    when = timezone.now() + LATER
    approve(world, submit_kind(world, drawn(world), ReleaseKind.FIRST, scheduled_for=when))
    returned = submit_kind(world, drawn(world), ReleaseKind.FIRST)
    decide(returned.steps.undecided().first().pk, world.leader, "return", "请补充依据。")
    shown = make_policy(world)
    make_interpretation(shown, world.drafter, body=every_kind(world))
    execute(approve(world, submit_kind(world, shown, ReleaseKind.FIRST)).pk)
    make_set(world)


def approve_what_waits():
    """Let reviewers agree to all that is in review, on the site that a later version restored."""
    world = World()
    for release in Release.objects.filter(state=ReleaseState.IN_REVIEW):
        approve(world, release)
