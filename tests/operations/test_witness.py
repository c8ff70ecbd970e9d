"""The end of the ledger is noted where the database cannot reach: a cut tail is found (P8)."""

import io
import logging
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone

from interpretations.models import LedgerEntry
from interpretations.releases.records.ledger import write
from tests.factories import make_policy, make_set, released_set, submit_set
from tests.support.behind import doctor

pytestmark = pytest.mark.django_db
PEOPLE = ["archive@example.org", "audit@example.org"]


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world)


@pytest.fixture
def noted(built, db, tmp_path):
    """The file in which yesterday's end stands, and one more line since."""
    file = tmp_path / "noted/ends"
    call_command("witness_ledger", note=str(file), stdout=io.StringIO())
    return file


def cut_the_tail(lines):
    """Take the newest lines away and mend what would show it."""
    kept = LedgerEntry.objects.order_by("-pk")[lines]
    doctor(f"DELETE FROM interpretations_ledgerentry WHERE id > {kept.pk}")
    doctor(f"UPDATE interpretations_ledgerhead SET hash = '{kept.hash}'")


@pytest.fixture
def cut(built, world, tmp_path):
    """The file in which the end was noted before the newest line went, with all that tells it."""
    file = tmp_path / "ends"
    write(None, LedgerEntry.Event.JOINED, policy=make_policy(world))
    call_command("witness_ledger", note=str(file), stdout=io.StringIO())
    cut_the_tail(1)
    return file


@pytest.mark.violates
def test_a_cut_tail_is_found_by_what_was_noted_and_by_nothing_else(cut):
    out = io.StringIO()
    call_command("check_ledger", stdout=out)

    with pytest.raises(CommandError, match="1 处不符"):
        call_command("check_ledger", noted=str(cut), stdout=out)

    assert cut.read_text().split()[-1] in out.getvalue()


@pytest.mark.violates
def test_nothing_new_is_noted_over_a_cut_tail(cut):
    before = cut.read_text()

    with pytest.raises(CommandError, match="少了以前记下的 1 行"):
        call_command("witness_ledger", note=str(cut))

    assert (cut.read_text(), len(mail.outbox)) == (before, 0)


def test_a_ledger_that_grew_fits_what_was_noted(noted, world):
    submit_set(world, make_set(world))
    out = io.StringIO()

    call_command("check_ledger", noted=str(noted), stdout=out)
    call_command("witness_ledger", note=str(noted), stdout=out)

    assert "台账相符" in out.getvalue()
    assert len(noted.read_text().splitlines()) == 2


def test_every_witness_has_a_mail_of_their_own_and_the_log_a_line(built, settings, caplog):
    settings.LEDGER_WITNESSES = PEOPLE
    head = LedgerEntry.objects.last().hash
    with caplog.at_level(logging.INFO, logger="operations"):
        call_command("witness_ledger", stdout=io.StringIO())

    assert [message.to for message in mail.outbox] == [[name] for name in PEOPLE]
    assert all(head in message.body for message in mail.outbox)
    assert head in caplog.text


def test_a_mail_that_could_not_be_sent_is_no_success_but_the_end_is_noted_and_others_are_told(
    built, settings, tmp_path, monkeypatch
):
    def refuse_the_second(self):
        if self.to == [PEOPLE[1]]:
            raise smtplib.SMTPRecipientsRefused({})
        send(self)

    send = EmailMessage.send
    settings.LEDGER_WITNESSES = [*PEOPLE, "law@example.org"]
    monkeypatch.setattr(EmailMessage, "send", refuse_the_second)

    told = rf"邮件没有送出：{PEOPLE[1]}（SMTPRecipientsRefused）"
    with pytest.raises(CommandError, match=told):
        call_command("witness_ledger", note=str(tmp_path / "ends"), stdout=io.StringIO())

    assert [message.to for message in mail.outbox] == [[PEOPLE[0]], ["law@example.org"]]
    assert (tmp_path / "ends").read_text().endswith(f"{LedgerEntry.objects.last().hash}\n")


def test_what_is_no_address_keeps_nobody_from_knowing_and_where_all_fail_no_other_is_told_of(
    built, settings
):
    settings.LEDGER_WITNESSES = ["档案@", *PEOPLE]
    with pytest.raises(CommandError, match=r"档案@（ValueError）.*其余的都送了"):
        call_command("witness_ledger", stdout=io.StringIO())
    assert [message.to for message in mail.outbox] == [[name] for name in PEOPLE]

    settings.LEDGER_WITNESSES = ["档案@"]
    with pytest.raises(CommandError, match="没有送出") as told:
        call_command("witness_ledger", stdout=io.StringIO())
    assert "其余" not in str(told.value)


@pytest.fixture
def next_day(monkeypatch):
    """A day after the ledger began."""
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("interpretations.releases.audit.ledger_chain.timezone.now", lambda: later)


@pytest.mark.parametrize("content", [None, "", " \n"])
@pytest.mark.parametrize("option", ["note", "noted"])
def test_a_file_that_is_away_or_empty_is_no_first_day(built, tmp_path, next_day, option, content):
    file = tmp_path / "ends"
    if content is not None:
        file.write_text(content)
    command = {"note": "witness_ledger", "noted": "check_ledger"}[option]

    with pytest.raises(CommandError, match="--begin"):
        call_command(command, **{option: str(file)}, stdout=io.StringIO())

    assert (file.read_text() if file.exists() else None) == content


def test_it_is_begun_again_on_purpose(built, tmp_path, next_day):
    file = str(tmp_path / "ends")
    call_command("witness_ledger", "--begin", note=file, stdout=io.StringIO())

    call_command("check_ledger", noted=file, stdout=io.StringIO())
    call_command("witness_ledger", note=file, stdout=io.StringIO())


@pytest.mark.violates
def test_beginning_again_passes_over_no_line_that_was_noted(cut):
    with pytest.raises(CommandError, match="少了以前记下的 1 行"):
        call_command("witness_ledger", "--begin", note=str(cut))


@pytest.mark.parametrize("content", ["nonsense\n", "2026-11-28 3 abc\n", "\x00" * 70])
def test_a_file_that_notes_nothing_proves_nothing(built, db, tmp_path, content):
    (tmp_path / "ends").write_text(content)

    for command, option in (("check_ledger", "noted"), ("witness_ledger", "note")):
        with pytest.raises(CommandError, match="读不了"):
            call_command(command, **{option: str(tmp_path / "ends")})


@pytest.mark.violates
def test_the_end_of_an_empty_ledger_can_be_noted(world, tmp_path):
    doctor("DELETE FROM interpretations_ledgerentry")
    for _ in range(2):
        call_command("witness_ledger", note=str(tmp_path / "ends"), stdout=io.StringIO())

    assert [line.split()[1:] for line in (tmp_path / "ends").read_text().splitlines()] == [
        ["0"],
        ["0"],
    ]


@pytest.mark.parametrize("place", [".", "file/head"])
def test_a_place_where_nothing_can_be_noted_is_told_in_one_line(world, tmp_path, place):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match=r"读不了|写不了"):
        call_command("witness_ledger", "--note", str(tmp_path / place))
