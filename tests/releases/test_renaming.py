"""A name that readers see raises the edition when it changes."""

import pytest

from interpretations.models import Edition, Genre, Topic

pytestmark = pytest.mark.django_db


def test_a_renamed_department_raises_the_edition(world):
    before = Edition.current()

    world.department.short_name = "市住建局（新）"
    world.department.save()

    assert Edition.current() > before


@pytest.mark.parametrize("model", [Topic, Genre])
def test_a_renamed_label_raises_the_edition(world, model):
    before = Edition.current()
    label = model.objects.first()

    label.name = "改了名"
    label.save()

    assert Edition.current() > before


def test_a_draft_leaves_the_edition_alone(world):
    before = Edition.current()

    Topic.objects.create(name="新主题", slug="xin-zhuti")

    assert Edition.current() == before
