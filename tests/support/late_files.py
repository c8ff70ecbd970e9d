"""For the controls of the storms: releases whose files follow their pages one commit later."""

from typing import Any

import pytest
from django.db import transaction

from interpretations.models.guard.gate import gate
from interpretations.releases.execution import publish


class LateFiles:
    """Holds back what releases open and close, until `follow`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._release_files = publish._release_files
        self._waiting: list[tuple[Any, ...]] = []
        monkeypatch.setattr(publish, "_release_files", lambda *args: self._waiting.append(args))

    def follow(self) -> None:
        """Open and close what was held back, in a transaction of its own."""
        waiting, self._waiting = self._waiting, []
        with transaction.atomic(), gate({page_id for page_id, _reached in waiting}):
            for args in waiting:
                self._release_files(*args)
