"""Readers over HTTP through nginx, and what each of them must have been told, in order (P1).

What nginx sends names its edition only on pages. An answer without one must be the state of an
edition that is not before any that the same reader has met, nor before what had been taken back
when it was asked for.
"""

import random
import re
import time
from dataclasses import dataclass, field

import requests
from django.db import connections

from tests.support.annals import Annals, Tale
from tests.support.public_files import MANNERS
from tests.support.storm import LISTS, Answer, Oracle, Storm, ask, ask_file

EDITION = re.compile(r'<meta name="edition" content="(\d+)">')
# nginx compares dates exactly, as Django does not.
FILE_MANNERS = sorted(MANNERS.keys() - {"modified"})
# What an oracle says of an answer whose body it need not read.
STATUS = re.compile(r"status|\d{3} to")
UNKNOWN = "from=singlemessage&isappinstalled=0"


@dataclass
class Told:
    """One answer: whose, when it was asked for, whether without a body."""

    reader: int
    asked_at: float
    answer: Answer
    head: bool = False


class Response:
    """What storms read of an answer of Django's client, from what `requests` got."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status_code, self.headers, self.body = status, headers, body

    def getvalue(self) -> bytes:
        return self.body


class Reader:
    """A browser with a memory: keeps its connection, asks whether what it has still holds."""

    def __init__(self, base: str, number: int) -> None:
        self.base, self.chance = base, random.Random(number)
        self.session = requests.Session()
        self.kept: dict[tuple[str, str], Response] = {}

    def get(self, address: str, headers: dict[str, str] | None = None) -> Response:
        if headers is not None:  # a file, in a manner of its own
            return self._ask("get", address, headers)
        encoding = self.chance.choice(["gzip", "identity"])
        asked = {"Accept-Encoding": encoding}
        kept = self.kept.get((address, encoding))
        if kept and self.chance.random() < 0.5:
            asked["If-None-Match"] = kept.headers["ETag"]
        shared = "?" not in address and not address.startswith("/api/")
        query = f"?{UNKNOWN}" if shared and self.chance.random() < 0.2 else ""
        response = self._ask("get", address + query, asked)
        if response.status_code == 304:
            return kept
        if response.status_code == 200 and "ETag" in response.headers:
            self.kept[address, encoding] = response
        return response

    def head(self, address: str, headers: dict[str, str] | None = None) -> Response:
        return self._ask("head", address, headers or {})

    def _ask(self, method: str, address: str, headers: dict[str, str]) -> Response:
        plain = {name.replace("_", "-"): value for name, value in headers.items()}
        got = self.session.request(
            method,
            self.base + address,
            headers={"Host": "localhost", **plain},
            timeout=60,
            allow_redirects=False,
        )
        assert got.status_code < 500, f"{method} {address}: {got.status_code}"
        said = dict(got.headers)
        if written := EDITION.search(got.content.decode(errors="replace")):
            named = said.setdefault("X-Edition", written[1])
            assert named == written[1], f"{address} names another edition than its header"
        return Response(got.status_code, said, got.content)


@dataclass
class StormThroughNginx(Storm):
    """Threads that read over HTTP until the work of the test is done."""

    base: str = ""
    told: list[Told] = field(default_factory=list)

    def _read(self, done, number: int) -> None:
        chance, reader = random.Random(number), Reader(self.base, number)
        try:
            while not done.is_set():
                channel, address = self._choose(chance)
                told = Told(number, time.monotonic(), None, head=chance.random() < 0.1)
                told.answer = self._answer(reader, channel, address, told, chance)
                self.told.append(told)
                self.answers.append(told.answer)
                time.sleep(self.rest)
        except Exception as error:
            self.errors.append(error)
        finally:
            connections.close_all()

    @staticmethod
    def _answer(reader, channel, address, told, chance) -> Answer:
        if channel == "file":
            told.head = False
            return ask_file(reader, address, chance.choice(FILE_MANNERS))
        if not told.head:
            return ask(reader, channel, address)
        response = reader.head(address)
        edition = response.headers.get("X-Edition")
        location = response.headers.get("Location", "")
        return Answer(
            channel, address, response.status_code, edition and int(edition), "", location
        )


@dataclass
class Judge:
    """Follows each reader from answer to answer; `taken_back` are moments and editions."""

    annals: Annals
    taken_back: list[tuple[float, int]]
    oracle: Oracle = field(default_factory=Oracle)

    def wrong(self, told: list[Told]) -> list[str]:
        """Say of each answer why it could not be: empty where all could."""
        reached: dict[int, int] = {}
        return [problem for each in told if (problem := self._problem(each, reached))]

    def _problem(self, told: Told, reached: dict[int, int]) -> str:
        answer = told.answer
        over = [edition for at, edition in self.taken_back if at < told.asked_at]
        least = max([0, reached.get(told.reader, 0), *over])
        edition = answer.edition
        if edition is not None and edition < least:
            return f"{answer.channel} {answer.address}: edition {edition} after {least}"
        for possible in [edition] if edition is not None else self._from(least):
            if not (reason := self._mistake(told, self.annals.at(possible))):
                reached[told.reader] = possible
                return ""
        return f"{answer.channel} {answer.address} from edition {least} on: {reason}"

    def _from(self, least: int) -> list[int]:
        return [least, *sorted(number for number in self.annals.states if number > least)]

    def _mistake(self, told: Told, state: list[Tale]) -> str:
        answer = told.answer
        if not told.head:
            return self.oracle.mistake(answer, state)
        if answer.channel in LISTS:
            return "" if answer.status == 200 else f"status {answer.status}"
        said = self.oracle.mistake(answer, state)
        return said if STATUS.match(said) else ""
