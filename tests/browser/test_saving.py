"""A draft that the editor saved by itself is saved once more by its button, as one's own."""

import pytest

from tests.factories import fresh, make_policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_button_goes_on_from_what_the_editor_saved_by_itself(person, world):
    policy = make_policy(world)
    person.enter(world.drafter)
    person.open(f"/admin/pages/{policy.pk}/edit/")
    title = person.find("[name=title]")

    def typed_on_and_saved():
        title.send_keys("改")
        return policy.revisions.count() == 2

    person.wait_for(typed_on_and_saved)
    typed = title.get_attribute("value")
    person.press_words("保存草稿")

    person.sees("已被更新")
    assert fresh(policy).get_latest_revision_as_object().title == typed
