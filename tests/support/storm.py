"""Readers on every channel, and what an answer must tell in its edition (P1).

An answer is right when everything it tells is the state of exactly its edition: nothing that
is not public then, no older or newer text, no member without the others.
"""

import hashlib
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.db import connection, connections
from django.test import Client, override_settings

from tests.support.annals import DOCUMENT, Annals, Tale
from tests.support.public_files import MANNERS, given, names_in

SNAPSHOT = "interpretations.reading.snapshot.PublicReadMiddleware"
TOKEN = re.compile(r"令(\d\d[甲乙丙]\d)")
ADDRESS = re.compile(r"<loc>[^<]*?(/policies/[\w-]+/[\w-]+/(?:[\w-]+/)?)</loc>")
BOTH = "both/"  # below a document's address: its interpretation beside it
API = "/api/v2/pages/?limit=50&type=interpretations."
LISTS = {
    "front": "/",
    "library": "/policies/",
    "department": "/policies/zhujian/",
    "other department": "/policies/renshe/",
    "column": "/interpretations/",
    "search": "/search/?q=便民措施",
    "policy feed": "/policies/feed/",
    "interpretation feed": "/interpretations/feed/",
    "sitemap": "/sitemap.xml",
    "api policies": f"{API}PolicyPage",
    "api interpretations": f"{API}InterpretationPage",
    "api pictures": "/api/v2/images/?limit=50",
    "api attachments": "/api/v2/documents/?limit=50",
}
COUNT = re.compile(r'"total_count": *(\d+)')
TOLD_BY_API = ("charts/", "captions/", "recordings/", "slices/")
CARDS = ("library", "department", "other department", "column", "search")
REPEALED, REPEALED_ON_ITS_PAGE = "文件已废止", "只供查阅，不再作为办事依据"


@dataclass
class Answer:
    """What a reader was given.

    The status of a file is 200 where it was given in the manner that it was asked for.
    """

    channel: str
    address: str
    status: int
    edition: int | None
    body: str
    location: str = ""

    @property
    def told(self) -> tuple[str, str, int, str, bytes]:
        """All that is judged of it, without the edition that it names."""
        digest = hashlib.sha256(self.body.encode()).digest()
        return self.channel, self.address, self.status, self.location, digest

    @property
    def tokens(self) -> set[str]:
        return set(TOKEN.findall(self.body))

    @cached_property
    def files(self) -> set[str]:
        """The files whose address it told."""
        return names_in(self.body)


@dataclass
class Storm:
    """Threads that read without pause until the work of the test is done.

    Without the `snapshot` the site lacks one middleware; `only` names the one channel to read;
    readers `rest` so many seconds after an answer, and `dawdle` before each statement of one.
    """

    annals: Annals
    snapshot: bool = True
    only: str = ""
    rest: float = 0
    dawdle: float = 0
    answers: list[Answer] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def during(self, work: Callable[[], None], count: int = 3) -> None:
        done = threading.Event()
        threads = [threading.Thread(target=self._read, args=(done, n)) for n in range(count)]
        for thread in threads:
            thread.start()
        try:
            work()
        finally:
            done.set()
            for thread in threads:
                thread.join(60)

    def wait_for(self, count: int) -> None:
        """Return when so many more answers have come, or a reader has failed."""
        wanted = len(self.answers) + count
        while len(self.answers) < wanted and not self.errors:
            time.sleep(0.01)

    def client(self) -> Client:
        """A reader; without the snapshot the same site, the same pages, one thing less."""
        client = Client()
        kept = [name for name in settings.MIDDLEWARE if self.snapshot or name != SNAPSHOT]
        with override_settings(MIDDLEWARE=kept):
            client.handler.load_middleware()
        return client

    def _read(self, done: threading.Event, number: int) -> None:
        chance, client = random.Random(number), self.client()
        try:
            with connection.execute_wrapper(self._dawdling):
                while not done.is_set():
                    self.answers.append(self._asked(chance, client))
                    time.sleep(self.rest)
        except Exception as error:
            self.errors.append(error)
        finally:
            connections.close_all()

    def _asked(self, chance: random.Random, client: Client) -> Answer:
        channel, address = self._choose(chance)
        if channel == "file":
            return ask_file(client, address, chance.choice([*MANNERS]))
        return ask(client, channel, address)

    def _dawdling(self, execute, sql, params, many, context):
        time.sleep(self.dawdle)
        return execute(sql, params, many, context)

    def _choose(self, chance: random.Random) -> tuple[str, str]:
        """A list, or an address or file of some set, as likely a new one as an old one."""
        tales = [tale for tale in list(self.annals.tales) if tale.members[DOCUMENT].address]
        if not tales or chance.random() < (0 if self.only else 0.4):
            return chance.choice(list(LISTS.items()))
        tale = chance.choice(tales[-6:])
        places = [member.address for member in list(tale.members.values()) if member.address]
        places += [*tale.former]
        member = chance.choice([member for member in list(tale.members.values()) if member.address])
        file = "file", chance.choice(sorted(tale.names))
        channels = [
            ("page", chance.choice(places)),
            ("both", tale.members[DOCUMENT].address + BOTH),
            ("api page", f"/api/v2/pages/{member.page_id}/"),
            *(file, file),
        ]
        return chance.choice([channel for channel in channels if self.only in ("", channel[0])])


def ask(client: Client, channel: str, address: str) -> Answer:
    """Send one request; return what it told."""
    response = client.get(address)
    body = response.getvalue().decode(errors="replace")
    edition = response.headers.get("X-Edition")
    return Answer(
        channel, address, response.status_code, edition and int(edition), body,
        response.headers.get("Location", ""),
    )  # fmt: skip


def ask_file(client: Client, name: str, manner: str = "whole") -> Answer:
    """Ask for a stored file; return whether it was given."""
    status, edition = given(client, name, manner)
    return Answer("file", name, status, edition, "")


class Oracle:
    """Judges answers; of those that told the same it looks at one.

    The states that it is asked about stay as they are: those of the annals do.
    """

    def __init__(self) -> None:
        self._judged: dict[tuple[object, ...], str] = {}

    def mistake(self, answer: Answer, state: list[Tale]) -> str:
        """Say what this answer tells that is not this state; empty when all is right."""
        told = id(state), *answer.told
        if told not in self._judged:
            self._judged[told] = mistake(answer, state)
        return self._judged[told]


def mistakes(answers: list[Answer], annals: Annals) -> list[str]:
    """Say what every answer told that was not the state of its edition."""
    oracle = Oracle()
    return [
        f"{answer.channel} {answer.address} in edition {answer.edition}: {wrong}"
        for answer in answers
        if (wrong := oracle.mistake(answer, annals.at(answer.edition)))
    ]


def halves(answers: list[Answer], annals: Annals) -> list[Answer]:
    """Return the answers that tell the state of no edition at all."""
    # Most tell the newest.
    oracle, states = Oracle(), [*annals.states.values()][::-1]
    return [answer for answer in answers if all(oracle.mistake(answer, state) for state in states)]


def mistake(answer: Answer, state: list[Tale]) -> str:
    """Say what this answer tells that is not this state; empty when all is right."""
    public = set().union(*(tale.tokens() for tale in state))
    files = set().union(*(tale.files() for tale in state))
    if answer.channel == "file":
        right = 200 if answer.address in files else 404
        return "" if answer.status == right else f"status {answer.status}, not {right}"
    if answer.files - files:
        return f"tells of files {sorted(answer.files - files)}"
    if answer.channel in LISTS:
        return _of_list(answer, [tale for tale in state if tale.is_public], public)
    if answer.channel == "api page":
        return _of_api(answer, state, public)
    return _of_page(answer, state, public)


def _differing(tokens: set[str], least: set[str], most: set[str]) -> str:
    if tokens - most:
        return f"tells {sorted(tokens - most)}"
    return f"lacks {sorted(least - tokens)}" if least - tokens else ""


def _of_list(answer: Answer, shown: list[Tale], public: set[str]) -> str:
    documents = {tale.token(DOCUMENT) for tale in shown}
    if answer.channel in ("api pictures", "api attachments"):
        return _of_count(answer, shown)
    if answer.channel == "sitemap":
        wanted = {member.address for tale in shown for member in tale.public().values()}
        return _differing(set(ADDRESS.findall(answer.body)), wanted, wanted)
    least = {
        "library": documents,
        "policy feed": documents,
        "api policies": public,
        "api interpretations": public - {tale.token(DOCUMENT) for tale in shown if tale.exempt},
        "interpretation feed": public - documents,
        "search": documents,
        "column": {tale.token(DOCUMENT) for tale in shown if not tale.exempt},
    }.get(answer.channel, set())
    most = public
    if "department" in answer.channel:
        slug = answer.address.split("/")[2]
        here = [tale for tale in shown if tale.department == slug]
        least = {tale.token(DOCUMENT) for tale in here}
        most = set().union(*(tale.tokens() for tale in here))
    return _differing(answer.tokens, least, most) or _of_cards(answer, shown)


def _of_count(answer: Answer, shown: list[Tale]) -> str:
    """A picture that several sets use is counted once."""
    used = [member.files for tale in shown for member in tale.public().values()]
    pictures = answer.channel == "api pictures"
    wanted = set().union(*(files.pictures if pictures else files.attachments for files in used))
    count = int(COUNT.search(answer.body)[1])
    return "" if count == len(wanted) else f"counts {count}, not {len(wanted)}"


def _of_cards(answer: Answer, shown: list[Tale]) -> str:
    """Every set on a card is there with document and interpretation, or exempt."""
    if answer.channel not in CARDS:
        return ""
    sets: dict[int, set[str]] = {}
    for token in answer.tokens:
        sets.setdefault(int(token[:2]), set()).add(token[2])
    exempt = {tale.number for tale in shown if tale.exempt}
    lone = {number for number, letters in sets.items() if letters == {DOCUMENT}} - exempt
    if lone or any(DOCUMENT not in letters for letters in sets.values()):
        return f"shows half of {sets}"
    if answer.channel == "library":
        marked = sum(tale.repealed for tale in shown)
        if answer.body.count(REPEALED) != marked:
            return f"marks as repealed not exactly {marked}"
    featured = any(tale.featured for tale in shown)
    if answer.channel == "column" and ('<span class="featured">' in answer.body) != featured:
        return "a feature too many or too few"
    return ""


def _of_api(answer: Answer, state: list[Tale], public: set[str]) -> str:
    page_id = int(answer.address.split("/")[-2])
    tale, letter = next(
        (
            (t, key)
            for t in state
            for key, member in t.public().items()
            if member.page_id == page_id
        ),
        (None, ""),
    )
    if tale is None:
        return "" if (answer.status, answer.tokens) == (404, set()) else f"status {answer.status}"
    if answer.status != 200:
        return f"status {answer.status}"
    shown = {name for name in tale.members[letter].files.shown if name.startswith(TOLD_BY_API)}
    if shown - answer.files:
        return f"lacks files {sorted(shown - answer.files)}"
    partners = tale.tokens() if letter == DOCUMENT else {tale.token(letter), tale.token(DOCUMENT)}
    return _differing(answer.tokens, partners, public)


def _of_page(answer: Answer, state: list[Tale], public: set[str]) -> str:
    address = answer.address.split("?")[0]
    if answer.channel == "both":
        address = address.removesuffix(BOTH)
    for tale in state:
        if letter := tale.former.get(address):
            return _of_former(answer, tale, letter)
        for letter, member in tale.members.items():
            if member.address == address:
                return _of_member(answer, tale, letter, public)
    return "" if (answer.status, answer.tokens) == (404, set()) else f"status {answer.status}"


def _of_former(answer: Answer, tale: Tale, letter: str) -> str:
    member = tale.members[letter]
    if member.status != 200:
        return "" if answer.status == member.status else f"status {answer.status}"
    way = BOTH if answer.channel == "both" else ""
    right = (301, member.address + way) == (answer.status, answer.location.split("?")[0])
    return "" if right else f"{answer.status} to {answer.location!r}"


def _of_member(answer: Answer, tale: Tale, letter: str, public: set[str]) -> str:
    member = tale.members[letter]
    if answer.channel == "both" and set(tale.public()) == {DOCUMENT}:
        # Nothing stands beside it for now.
        right = (302, member.address) == (answer.status, answer.location)
        return "" if right else f"{answer.status} to {answer.location!r}"
    if answer.status != member.status:
        return f"status {answer.status}, not {member.status}"
    if member.status != 200:
        own = {tale.token(letter)} if member.status == 410 else set()
        return _differing(answer.tokens, own, public | own)
    partners = tale.tokens() if letter == DOCUMENT else {tale.token(letter), tale.token(DOCUMENT)}
    if answer.channel == "both":
        partners = {tale.token(DOCUMENT)}
    marks = {
        REPEALED_ON_ITS_PAGE: tale.repealed,
        "更正说明": bool(tale.note) and member.version > 0,
        " data-exempt": tale.exempt and letter == DOCUMENT,
    }
    wrong = [mark for mark, wanted in marks.items() if (mark in answer.body) != wanted]
    if wrong:
        return f"marks {wrong}"
    if answer.channel == "page" and member.files.shown - answer.files:
        return f"lacks files {sorted(member.files.shown - answer.files)}"
    if tale.note and member.version > 0 and tale.note not in answer.body:
        return f"does not say {tale.note}"
    return _differing(answer.tokens, partners, public)
