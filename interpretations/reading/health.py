"""`/healthz` and `/readyz`: for the machine that watches this one."""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from interpretations.models.record import SchedulerHeartbeat

HEARTBEAT_SECONDS = 60


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nothing else."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether this machine can do its work; names what fails, never why."""
    failing = [name for name, holds in CHECKS.items() if not _holds(holds)]
    checks = {name: "failing" if name in failing else "ok" for name in CHECKS}
    body = {"status": "failing" if failing else "ok", "failing": failing, "checks": checks}
    return JsonResponse(body, status=503 if failing else 200)


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def scheduler_beats() -> bool:
    since = timezone.now() - timedelta(seconds=HEARTBEAT_SECONDS)
    return SchedulerHeartbeat.objects.filter(beat_at__gt=since).exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_applied,
    "scheduler": scheduler_beats,
}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, MigrationSchemaMissing):
        return False
