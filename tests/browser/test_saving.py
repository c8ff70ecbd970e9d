"""A draft that the editor saved by itself is saved once more by its button, as one's own."""

import pytest

from tests.factories import make_policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = "改过的标题"


def test_the_button_goes_on_from_what_the_editor_saved_by_itself(person, world):
    policy = make_policy(world)
    person.enter(world.drafter)
    person.open(f"/admin/pages/{policy.pk}/edit/")
    person.type("[name=title]", TYPED)
    person.wait_for(lambda: policy.revisions.filter(content__title=TYPED).exists())

    person.press_words("保存草稿")

    person.sees("已被更新")
    assert policy.revisions.count() == 3
