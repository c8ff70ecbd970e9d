"""What the rule of a city says of open clauses at a first release, and what it never holds up."""

import pytest
from django.utils import timezone

from interpretations.models import Genre, PolicyPage, ReleaseRules
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.pins.candidates import candidates
from interpretations.releases.submission.examine import examine
from interpretations.releases.submission.members import named_by, pin_members
from interpretations.releases.submission.submit import Submission
from tests.factories import (
    correct,
    exempt_set,
    fresh,
    history,
    migrate,
    released_set,
)
from tests.linking.sets import ARTICLES, body, link_set

pytestmark = pytest.mark.django_db
CODE = "unexplained_clauses"
ALL = ("第一条", "第二条", "第三条", "第四条")


def ruled(world, *, warned=(), stopped=()):
    rules = ReleaseRules.load()
    rules.unexplained_warned.set(Genre.objects.filter(slug__in=warned))
    rules.unexplained_stopped.set(Genre.objects.filter(slug__in=stopped))


def findings(world, policy, kind=ReleaseKind.FIRST, **asked):
    policy = PolicyPage.objects.get(pk=policy.pk)
    pages = frozenset(page.pk for page in candidates(policy, kind))
    submission = Submission(pages, kind=kind, **asked)
    members = pin_members(named_by([policy], submission), submission)
    examination = examine([policy], members, submission, timezone.now(), world.drafter)
    return [finding for finding in examination.findings if finding.code == CODE]


def test_a_city_that_says_nothing_lets_open_clauses_pass(world):
    assert findings(world, link_set(world)) == []


def test_open_clauses_of_a_warned_genre_are_named_and_may_be_confirmed(world):
    ruled(world, warned=["tongzhi"])
    (finding,) = findings(world, link_set(world, "第一条", "第二条"))
    assert not finding.blocks
    assert "第三条、第四条" in finding.sentence


def test_open_clauses_of_a_stopped_genre_block(world):
    ruled(world, warned=["tongzhi"], stopped=["tongzhi"])
    (finding,) = findings(world, link_set(world))
    assert finding.blocks


def test_another_genre_is_not_asked(world):
    ruled(world, stopped=["banfa"])
    assert findings(world, link_set(world)) == []


def test_a_set_that_explains_every_clause_passes(world):
    ruled(world, stopped=["tongzhi"])
    assert findings(world, link_set(world, *ALL)) == []


def test_a_new_city_warns_of_what_lays_down_rights_and_duties(world):
    slugs = ReleaseRules.load().unexplained_warned.values_list("slug", flat=True)
    assert set(slugs) == {"banfa", "xize", "guiding", "ling"}


def test_an_external_document_has_no_coverage(world):
    ruled(world, stopped=["tongzhi"])
    policy = link_set(world, external=True, source_url="https://example.org/a")
    assert findings(world, policy) == []


def test_an_exempt_document_has_no_coverage(world):
    ruled(world, stopped=["tongzhi"])
    assert exempt_set(world, body=body(*ARTICLES)).live


def test_a_correction_is_never_held_up(world):
    policy = released_set(world, body=body(*ARTICLES)).policy
    ruled(world, stopped=["tongzhi"])
    assert correct(world, fresh(policy), body=body(*ARTICLES, "第五条　本办法自公布之日起施行。"))


def test_a_migration_is_never_held_up(world):
    ruled(world, stopped=["tongzhi"])
    assert migrate(world, [history(world, interpretations=1, body=body(*ARTICLES))])


def test_an_emergency_is_never_held_up(world):
    ruled(world, stopped=["tongzhi"])
    policy = link_set(world)
    assert act_in_emergency(policy.pk, world.duty, ReleaseKind.FIRST, "汛情紧急，马上公开。")
