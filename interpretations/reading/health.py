"""`/healthz` and `/readyz`: for the machine that watches this one."""

import logging
from collections.abc import Callable

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
}
ESSENTIAL = ("database", "migrations", "scheduler", "editions", "disk")


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
    site out of service that serves its readers.
    """
    reasons = {name: reason for name, check in CHECKS.items() if (reason := reason_of(check))}
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


def reason_of(check: Callable[[], str]) -> str:
    """Return what one check finds wrong, in a sentence of ours; nothing where all is well."""
    try:
        return check()
    except (Error, MigrationSchemaMissing):
        return _("数据库没有回答。")
    except OSError:
        logger.exception("readyz")
        return _("没有查成。请看网站进程的日志。")
