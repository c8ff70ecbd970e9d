"""The reader storm of every kind: whatever an answer tells is the state of its edition (P1, P2)."""

import datetime
import time

import pytest
from django.utils import timezone

from interpretations.models import Edition
from interpretations.releases.audit.public_state import violations
from tests.support.annals import DOCUMENT, FIRST, Annals
from tests.support.late_files import LateFiles
from tests.support.storm import (
    CARDS,
    LISTS,
    Storm,
    ask,
    ask_file,
    halves,
    mistake,
    mistakes,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]
PAUSE = 0.02  # SQLite's waiting is unfair
# Readers take the processor from the writer: two a day, who rest; three in a night's proof do not.
REST = 0.04


def tell_everything(annals):
    """A release of every kind, one as soon as the other is done; all are gone at the end."""
    until = timezone.localdate() + datetime.timedelta(days=7)
    first, second, old = annals.draft(), annals.draft(), annals.draft()
    exempt, urgent = annals.draft(0), annals.draft()
    history = [annals.old_draft() for _ in range(2)]
    new = []
    acts = [
        lambda: annals.publish(first),
        lambda: annals.publish(second),
        lambda: annals.publish(old),
        lambda: annals.publish_exempt(exempt),
        lambda: annals.publish_in_emergency(urgent),
        lambda: annals.supplement(first),
        lambda: annals.correct(first),
        lambda: annals.correct(second),
        lambda: annals.feature(second, until),
        lambda: annals.supplement(exempt),
        lambda: annals.remove(first),
        lambda: new.append(annals.repeal(old)),
        lambda: annals.transfer(second),
        lambda: annals.migrate(history),
        lambda: annals.correct(second),
        lambda: annals.withdraw_in_emergency(urgent),
        lambda: annals.withdraw(second),
        lambda: annals.publish(urgent, "rerelease"),
        *(lambda tale=tale: annals.withdraw(tale) for tale in (first, exempt, urgent, *history)),
        lambda: annals.withdraw(new[0]),
        lambda: annals.withdraw(old),
    ]
    for act in acts:
        act()
        time.sleep(PAUSE)


def test_every_answer_tells_exactly_the_state_of_its_edition(world, scale, record_property):
    annals = Annals(world)
    storm = Storm(annals, rest=REST if scale <= 1 else 0)

    def work():
        for _ in range(max(1, round(scale))):
            tell_everything(annals)

    storm.during(work, count=2 if scale <= 1 else 3)
    record_property("n", len(storm.answers))

    wrong = mistakes(storm.answers, annals)
    assert storm.errors == []
    assert wrong[:20] == []
    assert {answer.channel for answer in storm.answers} >= {
        *LISTS,
        "page",
        "both",
        "file",
        "api page",
    }
    assert {answer.status for answer in storm.answers} >= {200, 404, 410}
    assert len({answer.edition for answer in storm.answers}) > annals.acts / 3
    assert list(violations()) == []


def test_the_same_readers_without_a_snapshot_do_see_halves(world):
    """The control: the same releases, the same pages, without the one middleware.

    Readers dawdle, so that releases come between the statements of one answer.
    """
    annals = Annals(world)
    tales = [annals.draft() for _ in range(3)]
    for tale in tales:
        annals.publish(tale)
    storm = Storm(annals, snapshot=False, dawdle=0.02)
    seen, judged = [], 0

    def correct_back_and_forth():
        nonlocal judged
        for number in range(60):
            annals.correct(tales[number % 3])
            told = storm.answers[judged:]
            judged += len(told)
            seen.extend(halves(told, annals))
            if seen:
                return
            if number % 27 == 26:  # versions have one digit
                tales[:] = [annals.draft() for _ in range(3)]
                for tale in tales:
                    annals.publish(tale)

    storm.during(correct_back_and_forth)

    assert storm.errors == []
    assert seen


def test_the_same_readers_do_see_files_that_follow_their_pages(world, monkeypatch):
    """The control of the files: a correction opens and closes them one commit later."""
    annals = Annals(world)
    tale, storm = annals.draft(), Storm(annals, only="file")
    annals.publish(tale)
    late = LateFiles(monkeypatch)

    def correct_pages_then_files():
        annals.correct(tale)
        storm.wait_for(60)
        late.follow()

    storm.during(correct_pages_then_files)
    wrong = {mistake(answer, annals.at(answer.edition)) for answer in storm.answers}

    assert storm.errors == []
    assert wrong == {"", "status 404, not 200", "status 200, not 404"}


def test_the_oracle_finds_a_file_of_another_edition(world):
    annals = Annals(world)
    tale, client = annals.draft(), Storm(annals).client()

    def asked():
        return [ask_file(client, name) for name in sorted(tale.names)]

    annals.publish(tale)
    released = asked()
    annals.correct(tale)
    corrected = asked()
    annals.withdraw(tale)
    gone = asked()

    assert mistakes([*released, *corrected, *gone], annals) == []
    first = annals.at(released[0].edition)
    assert {mistake(answer, first) for answer in corrected} == {
        "", "status 404, not 200", "status 200, not 404",
    }  # fmt: skip
    assert {answer.status for answer in gone} == {404}


def test_the_oracle_finds_an_answer_of_another_edition(world):
    """The check itself is worth something: most states are not those of any other edition."""
    annals = Annals(world)
    tale, storm = annals.draft(), Storm(annals)
    client = storm.client()
    annals.publish(tale)
    addresses = [("page", member.address) for member in tale.members.values()]
    channels = [*LISTS.items(), *addresses]
    before = [ask(client, *channel) for channel in channels]
    annals.correct(tale)
    corrected = [ask(client, *channel) for channel in channels]
    annals.withdraw(tale)
    gone = [ask(client, *channel) for channel in channels]

    assert mistakes([*before, *corrected, *gone], annals) == []

    last = annals.at(Edition.current())
    for answer in corrected:
        empty = answer.channel in ("other department",)
        assert empty or mistake(answer, last), answer.channel
    first = annals.states[sorted(annals.states)[1]]
    for answer in corrected:
        same = answer.channel in ("other department", "sitemap", "api attachments")
        assert same or mistake(answer, first), answer.channel


def test_the_oracle_finds_half_a_set(world):
    annals = Annals(world)
    tale = annals.draft()
    annals.publish(tale)
    client = Storm(annals).client()
    state = annals.at(Edition.current())

    for channel in CARDS:
        answer = ask(client, channel, LISTS[channel])
        if not answer.tokens:
            continue
        assert mistake(answer, state) == ""
        answer.body = answer.body.replace(f"令{tale.token(FIRST)}", "")
        assert "half" in mistake(answer, state)
        answer.body = answer.body.replace(f"令{tale.token(DOCUMENT)}", f"令{tale.token(FIRST)}")
        assert mistake(answer, state)
