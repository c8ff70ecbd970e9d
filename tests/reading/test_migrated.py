"""历史文件: what was public before this site keeps its former date."""

import datetime
from copy import deepcopy

import pytest

from interpretations.models import ExemptionReason, PolicyPage
from interpretations.models.kinds import ReleaseKind
from tests.factories import make_interpretation, make_policy, released_set
from tests.reading.acts import done, fresh

FORMER = datetime.datetime(2019, 5, 6, 1, 30, tzinfo=datetime.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    policy = make_policy(shared_world, formerly_published_at=FORMER)
    make_interpretation(policy, shared_world.drafter, formerly_published_at=FORMER)
    done(shared_world, policy, ReleaseKind.MIGRATION)
    return fresh(policy)


@pytest.fixture
def migrated(world, built):
    """A document of 2019, with its interpretation of that time."""
    return deepcopy(built)


def shown(client, address):
    return [item.policy for item in client.get(address).context["listing"].items]


@pytest.mark.parametrize("address", ["/policies/", "/interpretations/"])
def test_lists_put_it_at_its_former_date(world, migrated, client, address):
    newer = PolicyPage.objects.get(pk=released_set(world).policy_id)
    done_later = make_policy(world, formerly_published_at=FORMER - datetime.timedelta(days=1))
    make_interpretation(done_later, world.drafter, formerly_published_at=FORMER)
    done(world, done_later, ReleaseKind.MIGRATION)

    assert shown(client, address) == [newer, migrated, fresh(done_later)]


def test_the_year_filter_finds_it_under_its_former_year(migrated, client):
    facets = {
        facet.parameter: facet for facet in client.get("/policies/").context["listing"].facets
    }

    assert [option.value for option in facets["year"].options] == ["", "2019"]
    assert shown(client, "/policies/?year=2019") == [migrated]


def test_its_pages_carry_the_former_date(migrated, client):
    for page in (migrated, migrated.get_children().get()):
        text = client.get(page.url).text
        assert '<meta name="PubDate" content="2019-05-06 09:30">' in text
        assert "2019年5月6日 09:30" in text


def test_a_feed_names_the_former_date_and_the_day_it_came_here(migrated, client):
    text = client.get("/policies/feed/").text

    assert "<published>2019-05-06T" in text
    assert "<updated>2019" not in text.split("<entry>")[1]


def test_one_without_interpretation_is_public_as_a_historical_document(world, client):
    policy = make_policy(world, formerly_published_at=FORMER)
    reason = ExemptionReason.objects.get(slug="history")
    done(world, policy, ReleaseKind.MIGRATION, exemptions={policy.pk: (reason.pk, "")})

    assert "免于解读：</strong>历史文件" in client.get(fresh(policy).url).text
