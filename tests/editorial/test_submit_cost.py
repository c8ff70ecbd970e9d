"""What a submission costs: each pin made once, each page built once, few questions asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from interpretations.models import Release
from interpretations.releases.pins import pin
from tests.editorial.desk import NOW, as_user, children, page_of
from tests.factories import make_interpretation, make_policy, make_set
from tests.support.forms import carried_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(monkeypatch):
    """Counts pages that are built of a revision, and pins: each has a digest of its own."""
    counts = {"pages": 0, "pins": 0}

    def counting(what, original):
        def wrapper(*args):
            counts[what] += 1
            return original(*args)

        return wrapper

    monkeypatch.setattr(Revision, "as_object", counting("pages", Revision.as_object))
    monkeypatch.setattr(pin, "member_digest", counting("pins", pin.member_digest))
    return counts


def filled_form(policy):
    members = [policy.pk, *(page.pk for page in children(policy))]
    return {**NOW, "members": members, **carried_by(page_of("submit", policy.pk))}


def test_submitting_makes_each_pin_and_builds_each_page_once(world, made):
    policy = make_set(world)
    form = filled_form(policy)
    made.update(pages=0, pins=0)

    as_user(world.drafter).post(page_of("submit", policy.pk), form)

    assert Release.objects.get().items.count() == 2
    assert made == {"pages": 2, "pins": 2}


def test_looking_at_the_form_builds_each_page_once(world, made):
    policy = make_set(world)
    made.update(pages=0, pins=0)

    as_user(world.drafter).get(page_of("submit", policy.pk))

    assert made == {"pages": 2, "pins": 2}


def test_a_refused_form_builds_each_page_once(world, made):
    make_policy(world, doc_number="九府发〔2026〕7号")
    policy = make_set(world, doc_number="九府发[2026]07号")
    form = filled_form(policy)
    made.update(pages=0, pins=0)

    response = as_user(world.drafter).post(page_of("submit", policy.pk), form)

    assert response.status_code == 422
    assert made == {"pages": 2, "pins": 2}


def queries_of(request, *args):
    with CaptureQueriesContext(connection) as asked:
        request(*args)
    return len(asked)


def test_the_form_asks_little_for_the_set_and_for_each_interpretation(world):
    policy, client = make_set(world), as_user(world.drafter)
    url = page_of("submit", policy.pk)
    client.get(url)  # what a process asks once

    small = queries_of(client.get, url)
    make_interpretation(policy, world.drafter)
    more = queries_of(client.get, url) - small

    assert (small, more) <= (106, 26)


def test_submitting_asks_little_for_the_set_and_for_each_interpretation(world):
    client = as_user(world.drafter)
    sets = [make_set(world, interpretations=number) for number in (1, 1, 2)]

    costs = [
        queries_of(client.post, page_of("submit", policy.pk), filled_form(policy))
        for policy in sets
    ]

    _first, small, large = costs
    assert (small, large - small) <= (158, 38)
