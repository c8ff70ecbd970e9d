"""After a flip: what readers will ask for is made before they ask, page by page."""

import io
import logging
import threading
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.conf import settings

from editions import pointer
from editions.popular import most_read

logger = logging.getLogger(__name__)

PAGES = 60  # the most read; what is read less is made when it is asked for
# In every edition they are asked for first.
ALWAYS = ("/", "/policies/", "/interpretations/")


class Warmer:
    """Asks for pages of a new edition as a reader would, through the outermost layer."""

    def __init__(self, make_application: Callable[[], Callable]) -> None:
        """`make_application` gives the layer; called when there is something to warm."""
        self._make_application = make_application
        self._application: Callable | None = None
        self._lock = threading.Lock()
        self._first: list[str] = []
        self._warmed = ""

    def expect(self, paths: Iterable[str]) -> None:
        """These have just become public: they come first."""
        with self._lock:
            self._first.extend(paths)

    def warm(self, stopped: Callable[[], bool]) -> None:
        """Make the pages of the current folder, if it is another one than before."""
        folder = pointer.current()
        if folder is None or folder.name == self._warmed:
            return
        self._warmed = folder.name
        with self._lock:
            expected, self._first = self._first, []
        for path in dict.fromkeys([*expected, *ALWAYS, *most_read(PAGES)]):
            # The next edition needs other pages.
            if stopped() or pointer.current() != folder:
                return
            self._ask(path)

    def _ask(self, path: str) -> None:
        if self._application is None:
            self._application = self._make_application()
        base = urlsplit(settings.BASE_URL)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SCRIPT_NAME": "",
            "SERVER_NAME": base.hostname,
            "SERVER_PORT": str(base.port or 80),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": base.netloc,
            "wsgi.url_scheme": base.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        }
        try:
            for _chunk in self._application(environ, lambda *_: None):
                pass
        except Exception:
            # One page that cannot be made must not keep the others from it.
            logger.exception("not made ahead: %s", path)
