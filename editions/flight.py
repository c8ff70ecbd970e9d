"""One flight for a missing page: however many ask, in however many processes, one makes it."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from editions import pointer

logger = logging.getLogger(__name__)

FLIGHTS = "flights"
LANES = 3  # hexadecimal digits: 4,096 lock files, so two pages seldom wait for each other


@contextmanager
def one_flight(path: str) -> Iterator[None]:
    """Wait until nobody else makes this page. Without room for the lock, everybody makes it."""
    base = pointer.root()
    lane = hashlib.sha256(path.encode()).hexdigest()[:LANES]
    with ExitStack() as stack:
        if base:
            try:
                stack.enter_context(pointer.locked(base / FLIGHTS / lane))
            except OSError as error:
                logger.warning("no lock for a page: %s", error.strerror)
        yield
