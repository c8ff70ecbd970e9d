"""How long answers took, by kind of page: counted in each process, added up when asked.

With `PROMETHEUS_MULTIPROC_DIR`, which the unit of the web server sets, the library keeps the
counts of each process in files there, and any process answers for all of them. Without it each
web process answers for itself.
"""

import os

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

RESPONSE_TIME = Histogram(
    "policy_response_seconds",
    "Time from the first middleware to the finished answer, files' bytes left out",
    ("kind", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=None,
)


def register(registry: CollectorRegistry) -> None:
    """Put the counts of all processes, or of this one, into a registry."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(RESPONSE_TIME)
