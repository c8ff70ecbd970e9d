"""What readers are shown beside releases begins another edition when it changes (docs/shown.md)."""

import pytest
from wagtail.models import Site

from home.models import SiteIdentity
from interpretations.models import (
    DepartmentPage,
    Edition,
    ExemptionReason,
    Genre,
    InterpretationForm,
    Keyword,
    ReleaseRules,
    Topic,
)
from search.models import WordGroup
from tests.factories import make_policy

pytestmark = pytest.mark.django_db
ROWS = {
    "topic": lambda: Topic.objects.create(name="新主题", slug="xin"),
    "genre": lambda: Genre.objects.create(name="新体裁", slug="xin"),
    "form": lambda: InterpretationForm.objects.create(name="新形式", slug="xin"),
    "keyword": lambda: Keyword.objects.create(name="新词", slug="xin"),
    "words": lambda: WordGroup.objects.create(words="医保、医疗保险"),
    "identity": lambda: SiteIdentity.objects.get(),
}


def raised(write, *args, **kwargs):
    before = Edition.current()
    write(*args, **kwargs)
    return Edition.current() > before


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("write", ["save", "delete"])
def test_whatever_readers_see_begins_another_edition(world, row, write):
    shown = ROWS[row]()

    assert raised(getattr(shown, write))


@pytest.mark.parametrize("field", ["title", "short_name"])
def test_a_renamed_department_begins_another_edition(world, field):
    setattr(world.department, field, "市住建局（新）")

    assert raised(world.department.save)


def test_a_new_department_begins_another_edition(world):
    department = DepartmentPage(title="市水利局", slug="shuili")

    assert raised(world.department.get_parent().add_child, instance=department)


def test_a_renamed_site_begins_another_edition(world):
    assert raised(Site.objects.get().save)


def test_a_topic_that_is_new_on_an_empty_search_page_begins_another_edition(world):
    assert raised(ROWS["topic"])


@pytest.mark.parametrize("row", [lambda: ExemptionReason.objects.first(), ReleaseRules.load])
def test_what_no_reader_sees_leaves_the_edition_alone(world, row):
    assert not raised(row().save)


def test_a_new_keyword_of_a_draft_leaves_the_edition_alone(world):
    policy = make_policy(world)
    policy.keywords.add("新词")

    assert not raised(policy.save_revision, user=world.drafter)


def test_a_draft_of_a_department_page_leaves_the_edition_alone(world):
    world.department.short_name = "还没有公开的简称"

    assert not raised(world.department.save_revision, user=world.admin)
