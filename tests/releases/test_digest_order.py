"""A digest says the same however the rows of a page lie in the database."""

import pytest
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
