"""Several people at the same moment: each in a thread of its own, on its own connection."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

PATIENCE = 120


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run all calls at once; return for each its result, or the exception it raised."""
    start = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(place, call), daemon=True)
        for place, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return results


def errors_in(results: list[Any]) -> list[Exception]:
    """What went wrong among the results of `together`."""
    return [result for result in results if isinstance(result, Exception)]
