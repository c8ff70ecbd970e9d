"""`/healthz` and `/readyz`: for the machine that watches this one, and whoever else asks."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import Error
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from interpretations.reading import readiness
from interpretations.reading.parameters import reads

logger = logging.getLogger(__name__)
OK, DEGRADED, FAILING = "ok", "degraded", "failing"
CHECKS: dict[str, Callable[[], str]] = {
    "database": readiness.database,
    "migrations": readiness.migrations,
    "scheduler": readiness.scheduler,
    "editions": readiness.editions,
    "disk": readiness.disk_space,
    "disk_reserve": readiness.disk_reserve,
    "mail": readiness.mail,
    "recordings": readiness.recordings,
    "fonts": readiness.fonts,
    "clock": readiness.clock,
}
ESSENTIAL = ("database", "migrations", "scheduler", "editions", "disk")
KEPT = 1.0  # seconds for which all are told what was found
OLDEST = 10.0  # seconds; what is older is told to nobody, however long looking takes
PATIENCE = 2.0  # seconds after its beginning for which others wait for a look


@reads("health")
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nothing else."""
    return JsonResponse({"status": "ok"})


@reads("health")
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether this machine can do its work; names what it cannot, in a sentence of ours each.

    503 only for what keeps readers or releases from their right: for the rest nobody takes a
    site out of service that serves its readers. Looked at once a second, however many ask.
    """
    reasons = found.reasons()
    states = {name: _state(name, reasons) for name in CHECKS}
    failing = [name for name, state in states.items() if state == FAILING]
    degraded = [name for name, state in states.items() if state == DEGRADED]
    body = {
        "status": FAILING if failing else DEGRADED if degraded else OK,
        "failing": failing,
        "degraded": degraded,
        "checks": states,
        "reasons": reasons,
    }
    options = {"ensure_ascii": False}
    return JsonResponse(body, status=503 if failing else 200, json_dumps_params=options)


def _state(name: str, reasons: dict[str, str]) -> str:
    if name not in reasons:
        return OK
    return FAILING if name in ESSENTIAL else DEGRADED


@dataclass(frozen=True)
class _Found:
    """What is wrong (check -> sentence), and when that was seen, in seconds of `monotonic`."""

    reasons: dict[str, str]
    at: float

    def is_younger_than(self, seconds: float) -> bool:
        return time.monotonic() - self.at < seconds


@dataclass(frozen=True)
class _Look:
    """A look: when it began, and check -> what it found, for those that it has done."""

    began: float
    found: dict[str, str] = field(default_factory=dict)

    def reasons(self) -> dict[str, str]:
        """Return what is wrong; a check that it has not done may be."""
        unknown = _("还没有查完，可能是数据库、磁盘或邮件服务器不回答。")
        found = {name: self.found.get(name, unknown) for name in CHECKS}
        return {name: reason for name, reason in found.items() if reason}


class Findings:
    """What this process found last: one thread looks, the others are told what was found."""

    def __init__(self) -> None:
        self._looking = threading.Lock()
        self._look: _Look | None = None  # the one that runs
        self._last: _Found | None = None
        self._logged: list[str] = []

    def forget(self) -> None:
        """Look anew, whoever asks next."""
        self._last = None

    def reasons(self) -> dict[str, str]:
        """Return what is wrong, as of a second ago at most unless looking takes longer.

        A look that hangs holds the one thread that looks: what it did not come to is told as
        wrong by all others, without waiting.
        """
        last = self._last
        if last and last.is_younger_than(KEPT):
            return last.reasons
        if not self._may_look(last):
            return self._told_meanwhile()
        try:
            return self._found_now()
        finally:
            self._look = None
            self._looking.release()

    def _may_look(self, last: _Found | None) -> bool:
        """Nobody waits beside something to tell, or beside a look that takes too long."""
        if self._looking.acquire(blocking=False):
            return True
        if last and last.is_younger_than(OLDEST):
            return False
        now = time.monotonic()
        remaining = (self._look or _Look(now)).began + PATIENCE - now
        return remaining > 0 and self._looking.acquire(timeout=remaining)

    def _told_meanwhile(self) -> dict[str, str]:
        last = self._last
        if last and last.is_younger_than(OLDEST):
            return last.reasons
        reasons = (self._look or _Look(time.monotonic())).reasons()
        self._log([*reasons])
        return reasons

    def _found_now(self) -> dict[str, str]:
        if self._last and self._last.is_younger_than(KEPT):
            return self._last.reasons  # somebody looked while this one waited
        self._look = look = _Look(time.monotonic())
        for name, check in CHECKS.items():
            look.found[name] = reason_of(check)
        reasons = look.reasons()
        self._last = _Found(reasons, time.monotonic())
        self._log([*reasons])
        return reasons

    def _log(self, names: list[str]) -> None:
        """One line when the state changes: a stranger who asks on and on fills no log."""
        if names == self._logged:
            return
        self._logged = names
        fails = any(name in ESSENTIAL for name in names)
        level = logging.ERROR if fails else logging.WARNING if names else logging.INFO
        logger.log(level, "readyz: %s", ", ".join(names) or OK)


found = Findings()
_unseen: set[Callable[[], str]] = set()  # checks that could not be done when last tried


def reason_of(check: Callable[[], str]) -> str:
    """Return what one check finds wrong, in a sentence of ours; nothing where all is well."""
    try:
        reason = check()
    except (Error, MigrationSchemaMissing):
        return _("数据库没有回答。")
    except OSError:
        if check not in _unseen:
            logger.exception("readyz")
        _unseen.add(check)
        return _("没有查成。请看网站进程的日志。")
    _unseen.discard(check)
    return reason
