"""A digest says the same however the database keeps what a page says."""

import json
from datetime import UTC, datetime

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from interpretations.models import PolicyPage
from interpretations.models.digest import page_digest
from interpretations.models.policy_parts import Keyword, PolicyTag
from tests.factories import make_policy

pytestmark = pytest.mark.django_db


def test_keywords_have_an_order_of_their_own(world):
    policy = make_policy(world)
    for name in ("电梯", "补贴", "老旧小区"):
        policy.keywords.add(name)
    policy.save()
    before = page_digest(PolicyPage.objects.get(pk=policy.pk))
    first = PolicyTag.objects.filter(content_object=policy).order_by("pk").first()
    keyword = first.tag_id
    other = Keyword.objects.create(name="别的", slug="bie")

    # PostgreSQL writes a changed row at the end of the table.
    with connection.cursor() as cursor:
        for value in (other.pk, keyword):
            cursor.execute(
                "UPDATE interpretations_policytag SET tag_id = %s WHERE id = %s", [value, first.pk]
            )

    assert page_digest(PolicyPage.objects.get(pk=policy.pk)) == before


@pytest.mark.parametrize("microsecond", [0, 1, 999, 1000, 123456])
def test_a_moment_reads_the_same_before_and_after_it_was_stored(microsecond):
    moment = datetime(2017, 6, 11, 9, 30, 15, microsecond, tzinfo=UTC)
    page = PolicyPage(title="通知", formerly_published_at=moment)
    stored = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))

    assert page_digest(PolicyPage.from_serializable_data(stored)) == page_digest(page)
