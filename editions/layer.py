"""The outermost layer of the application: answers from the folder, or has one answer written.

Stands around Django's handler (config/wsgi.py), before any middleware. With nginx in front it
meets only what nginx did not find.
"""

import io
import logging
from collections.abc import Callable, Collection, Iterable
from typing import Any

from editions import pointer
from editions.answer import Answer, Memory, StartResponse, packing_for, read_written
from editions.flight import one_flight
from editions.folder import Folder, Headers, Moment
from editions.marks import READ_IN, form_at
from editions.places import Form, Place, place
from editions.popular import Counted
from editions.reader import Environ, asks_nothing, clean, is_anonymous_read
from editions.sweep import is_over_budget

logger = logging.getLogger(__name__)

Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class EditionLayer:
    """A WSGI application around another one; `known` are the query names that pages read.

    Only readers' requests are counted in `reads`.
    """

    def __init__(
        self, application: Application, known: Collection[str], reads: Counted | None = None
    ) -> None:
        self.application = application
        self.known = frozenset(known)
        self.memory = Memory()
        self.reads = reads
        self._headers: dict[tuple[str, Form], Headers] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        form = self._form(environ) if pointer.root() and is_anonymous_read(environ) else None
        if form is None:
            return self.application(environ, start_response)
        path = environ["PATH_INFO"]
        where = place(path, form)
        if self.reads:
            self.reads.count(path)
        found = self._find(path, where, environ, start_response)
        if found is not None:
            return found
        with one_flight(path):
            found = self._find(path, where, environ, start_response)
            if found is not None:
                return found
            answer, moment = self._ask(environ)
            if (folder := pointer.current()) and folder.moment == moment:
                self._keep(folder, path, where, answer)
        found = self._find(path, where, environ, start_response)
        return answer.send(environ, start_response) if found is None else found

    def _form(self, environ: Environ) -> Form | None:
        """The form of a marked address that is asked without a query of its own."""
        form = form_at(environ["PATH_INFO"])
        query = environ.get("QUERY_STRING", "")
        # The API refuses names that it does not know: no query is without meaning there.
        asks_for_itself = bool(query) if form is Form.JSON else not asks_nothing(query, self.known)
        return None if asks_for_itself else form

    def _find(
        self, path: str, where: Place | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes] | None:
        folder = pointer.current()
        if folder is None:
            self._drop_other_day()
            return None
        packing = packing_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if remembered := self.memory.get(folder.name, path, packing):
            return remembered.send(environ, start_response)
        headers = self._headers_of(folder, where.form) if where else None
        if where is None or headers is None:
            return None
        answer = read_written(folder.file_of(where), packing, headers)
        if answer is None:
            return None
        self.memory.put(folder.name, path, packing, answer)
        return answer.send(environ, start_response)

    @staticmethod
    def _drop_other_day() -> None:
        try:
            pointer.drop_other_day()
        except OSError as error:
            # It leads nowhere by its day: readers are answered all the same.
            logger.error("the pointer of another day stays: %s", error.strerror)

    def _ask(self, environ: Environ) -> tuple[Answer, Moment | None]:
        """Ask the application as nobody in particular; say of which moment its answer is."""
        asked = clean(environ)
        asked["wsgi.input"] = io.BytesIO()
        said: list[Any] = []
        chunks = self.application(asked, lambda status, headers, *_: said.extend((status, headers)))
        try:
            body = b"".join(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()
        return Answer(said[0], said[1], body), asked.get(READ_IN)

    def _keep(self, folder: Folder, path: str, where: Place | None, answer: Answer) -> None:
        if answer.code != 200:
            if answer.tells_nobody_apart():
                self.memory.refuse(folder.name, path, answer)
        elif where and self._agrees(folder, where.form, answer) and not is_over_budget():
            folder.write(where, answer.body)

    def _agrees(self, folder: Folder, form: Form, answer: Answer) -> bool:
        """One list of headers for all answers of a form: the file itself has none."""
        if not answer.is_for_all(form):
            logger.error("an answer of form %s is not for all readers, and is not kept", form.name)
            return False
        headers = answer.common_headers()
        if (folder.headers_of(form) or folder.agree_on(form, headers)) != headers:
            logger.error("an answer has headers of its own, and is not kept: %s", headers)
            return False
        return True

    def _headers_of(self, folder: Folder, form: Form) -> Headers | None:
        """What readers of this folder get with every answer of a form."""
        known = self._headers
        if (folder.name, form) in known:
            return known[folder.name, form]
        said = folder.headers_of(form)
        if said is None:
            return None
        headers = [*said, ("X-Edition", str(folder.moment.edition))]
        # Another dictionary each time: readers of two editions meet here at every flip.
        of_this_folder = {key: kept for key, kept in known.items() if key[0] == folder.name}
        self._headers = {**of_this_folder, (folder.name, form): headers}
        return headers
