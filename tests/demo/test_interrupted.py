"""A run of the demonstration that is cut short goes on where it was, after any of its verbs."""

import re
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from home.models import HomePage
from interpretations.demo import acts, content, people, reviews, sets
from interpretations.models import Release
from interpretations.models.kinds import OPEN_STATES
from interpretations.releases import emergency
from interpretations.releases.audit.public_state import violations
from interpretations.setup.site import setup_site
from media.charts import render_client

VERBS = (
    (sets, "submit"),
    (sets, "submit_migration"),
    (acts, "submit"),
    (reviews, "decide"),
    (reviews, "execute"),
    (emergency, "submit"),
    (emergency, "execute"),
)
# Short ones that go through most kinds.
SHORT = (
    "jiufubanfa-2019-27",
    "jiuyibaofa-2026-39",
    "jiujiaodian-2026-6",
    "jiushijiangui-2026-5",
    "jiufubanzi-2026-53",
)


pytestmark = pytest.mark.usefixtures("unfounded")


class Cut(BaseException):
    """Somebody stopped the command."""


class Power:
    """Lets one verb of a run be done; the next is cut."""

    def __init__(self, monkeypatch) -> None:
        self.left = 1
        for module, name in VERBS:
            verb = getattr(module, name)
            monkeypatch.setattr(module, name, self.limited(verb))

    def limited(self, verb):
        def run(*args, **kwargs):
            if not self.left:
                raise Cut
            self.left -= 1
            return verb(*args, **kwargs)

        return run

    def runs_until_done(self, work) -> int:
        for number in range(60):
            self.left = 1
            try:
                work()
            except Cut:
                continue
            return number
        raise AssertionError("never done")


@pytest.fixture
def town(db):
    setup_site(HomePage, "演示", "localhost", 80)
    return people.make_people(content.load_departments(), "mima-for-tests")


def kinds() -> list[str]:
    return sorted(Release.objects.values_list("kind", flat=True))


def test_a_run_cut_after_every_verb_ends_like_one_that_was_not(town, monkeypatch):
    chosen = [words for words in content.load_sets() if words["slug"] in SHORT]
    monkeypatch.setattr(sets, "load_sets", lambda: chosen)
    messages = []

    runs = Power(monkeypatch).runs_until_done(lambda: sets.make_sets(town, messages.append))

    assert runs > len(chosen)
    assert messages == []
    assert list(violations()) == []
    assert not Release.objects.filter(state__in=OPEN_STATES).exists()
    assert kinds() == sorted(
        ["first"] * 4 + ["migration", "withdrawal", "rerelease", "feature", "transfer"]
    )


def test_a_run_that_no_chart_can_be_drawn_in_says_so_and_has_told_the_password(db, monkeypatch):
    monkeypatch.setattr(render_client, "SECONDS", 0)
    render_client.drawn.cache_clear()
    out = StringIO()

    with pytest.raises(CommandError, match="再运行一次"):
        call_command("demo", stdout=out)

    password = re.search("演示用户的密码：(.*)", out.getvalue())
    assert get_user_model().objects.get(username="drafter").check_password(password[1])
