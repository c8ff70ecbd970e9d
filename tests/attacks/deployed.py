"""The site as deployed, for whoever attacks it by raw bytes: nginx before gunicorn."""

import re
import time
import uuid

import pytest
import requests
from django.test import override_settings

from interpretations.models import PolicyPage
from tests.attacks.raw import PATIENCE, Answer, answers, send
from tests.database.founded import FOUNDED
from tests.factories import World, released_set
from tests.support import site_processes

HOST = "localhost"
LOG = "asked.log"


class Deployed:
    """Where nginx and gunicorn listen, what readers read, and what gunicorn was asked for."""

    def __init__(self, nginx_address, upstream, page, folder):
        self.doors = {"nginx": nginx_address, "gunicorn": upstream}
        self.page, self.log, self.editions = page, folder / LOG, folder / "editions"
        self._seen = 0
        self.text = self.read()

    def read(self):
        """The page as its readers get it."""
        address = self.doors["nginx"] + self.page
        answer = requests.get(address, headers={"Host": HOST}, timeout=60)
        assert answer.status_code == 200
        return answer.text

    def send(self, data: bytes, door="nginx", silence=PATIENCE) -> list[Answer]:
        return answers(send(self.doors[door], data, silence))

    def ask(self, target, host=HOST, door="nginx", **headers) -> Answer:
        """The answer to a target as it stands in the request line."""
        named = {"Host": host, **headers, "Connection": "close"}
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
        (answer,) = self.send(f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode(), door)
        return answer

    def files(self):
        """What lies in folders of editions, under their days."""
        found = (self.editions / "current").resolve().glob("*/**/*")
        return {str(path.relative_to(self.editions)) for path in found if path.is_file()}

    def empty_folder(self):
        """Take away what was written, so that it is asked for anew."""
        for name in self.files():
            if "/index." in name or name.endswith(".xml"):
                (self.editions / name).unlink()

    def was_asked(self):
        """The lines of gunicorn's log since last time, as far as a request of our own.

        A line is written after its answer was sent.
        """
        own = f"/{uuid.uuid4().hex}/"
        self.ask(own, door="gunicorn")
        end = time.monotonic() + PATIENCE
        while own not in (lines := self.log.read_text("latin-1")[self._seen :]):
            assert time.monotonic() < end, "gunicorn writes no log"
            time.sleep(0.02)
        self._seen += len(lines)
        return lines


@pytest.fixture(scope="module")
def deployed(django_db_setup, django_db_blocker, tmp_path_factory):
    """The site with a released set, of this module alone: processes read the same database."""
    folder = tmp_path_factory.mktemp("deployed")
    patch = pytest.MonkeyPatch()
    patch.setenv("GUNICORN_CMD_ARGS", f"--access-logfile {folder / LOG}")
    ours = override_settings(BASE_URL=f"http://{HOST}", EDITIONS_ROOT=str(folder / "editions"))
    with django_db_blocker.unblock(), ours:
        page = PolicyPage.objects.get(pk=released_set(World()).policy_id).url
        with site_processes.site(folder, schedulers=0) as address:
            config = (folder / "nginx.conf").read_text()
            upstream = re.search(r"upstream site \{\s*server ([\d.:]+);", config)[1]
            yield Deployed(address, f"http://{upstream}", page, folder)
        django_db_setup.put_back(FOUNDED)
    patch.undo()
