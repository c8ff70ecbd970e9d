"""For the controls of the storms: releases whose files follow their pages one commit later."""

from collections.abc import Sequence

import pytest
from django.db import transaction

from interpretations.models.guard.gate import gate
from interpretations.releases.execution import publish
from interpretations.releases.execution.ready import Member


class LateFiles:
    """Holds back what releases open and close, until `follow`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._release_files = publish._release_files
        self._waiting: list[Sequence[Member]] = []
        monkeypatch.setattr(publish, "_release_files", self._waiting.append)

    def follow(self) -> None:
        """Open and close what was held back, in a transaction of its own."""
        held = [*self._waiting]
        with transaction.atomic(), gate({one.page_id for members in held for one in members}):
            for members in held:
                self._release_files(members)
        self._waiting.clear()
