"""Refusals: one clear sentence, and nothing half done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from interpretations.models import LedgerEntry, OutboxMessage, Release
from interpretations.models.refusals import Incomplete, Refusal
from interpretations.releases.execution.execute import execute
from interpretations.releases.submission.submit import NotReady
from tests.support.state import public_rows, traces_of_submission


@contextmanager
def refuses(sentence: str, kind: type[Refusal] = NotReady) -> Iterator[Any]:
    """A submission, or another submission, is refused and leaves every row as it was."""
    before = {**traces_of_submission(), **public_rows()}
    with pytest.raises(kind, match=sentence) as caught, transaction.atomic():
        yield caught
    assert {**traces_of_submission(), **public_rows()} == before


def refuses_to_release(
    release: Release, sentence: str, kind: type[Refusal] = Incomplete
) -> Release:
    """An approved release does not go out: nothing is changed, its owners are told why."""
    before = public_rows()
    with pytest.raises(kind, match=sentence):
        execute(release.pk)
    assert public_rows() == before
    release.refresh_from_db()
    assert (release.state, bool(release.failed_at)) == ("approved", True)
    last = LedgerEntry.objects.filter(release=release).last()
    assert (last.event, last.why) == ("failed", release.failure)
    message = OutboxMessage.objects.filter(payload__release=release.pk).last()
    assert message.payload["event"] == "failed"
    return release
