"""Readers on every channel, and what an answer of each edition must have shown (P1)."""

import random
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import connections
from django.test import Client

from interpretations.models import Release
from tests.support.public_files import MANNERS, given, names_in
from tests.support.showing import files_of

ADDRESS = re.compile(r"/policies/[\w-]+/[\w-]+/(?:[\w-]+/)?")
LISTED = re.compile(r'<li class="(?:pair|card)" data-page-id="(\d+)"')
PAIR = re.compile(r'<a\b[^>]*href="([^"]+)"[^>]*data-pair="(\w+)"')
EDITION = re.compile(r'<meta name="edition" content="(\d+)">')
LISTS = {
    "front": "/",
    "library": "/policies/",
    "department": "/policies/zhujian/",
    "column": "/interpretations/",
    "search": "/search/?q=便民措施",
    "policy feed": "/policies/feed/",
    "interpretation feed": "/interpretations/feed/",
    "sitemap": "/sitemap.xml",
    "api": "/api/v2/pages/?type=interpretations.PolicyPage&limit=50&order=-first_published_at",
    "api pictures": "/api/v2/images/",
    "api attachments": "/api/v2/documents/",
}
COUNT = re.compile(r'"total_count": *(\d+)')
PAGES = ("policy", "both", "interpretation", "lead")


@dataclass
class Expected:
    """One set: the addresses of its members, its document first, and its edition once known.

    `files` are the names that readers fetch, `shown` those whose address is on a member's page:
    member -> names; `kept` are the originals, which nobody is given.
    """

    policy_id: int
    lead_id: int
    addresses: list[str]
    files: list[str]
    kept: list[str]
    shown: dict[str, set[str]]
    pictures: int
    attachments: int
    edition: float = float("inf")

    @property
    def policy(self) -> str:
        return self.addresses[0]


@dataclass
class Answer:
    """What a reader was given; `files` are those whose address it told.

    The status of a file is 200 where it was given in the manner that it was asked for.
    """

    channel: str
    address: str
    edition: int
    status: int
    listed: list[str]
    files: set[str] = field(default_factory=set)


@dataclass
class Readers:
    """Threads that read without pause until the work of the test is done."""

    sets: list[Expected]
    channels: Iterable[str] = (*LISTS, *PAGES, *["file"] * 4)
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

    def _read(self, done: threading.Event, number: int) -> None:
        chance, client = random.Random(number), Client()
        channels = list(self.channels)
        try:
            while not done.is_set():
                expected, channel = chance.choice(self.sets), chance.choice(channels)
                if channel == "file":
                    name = chance.choice([*expected.files, *expected.kept])
                    self.answers.append(ask_file(client, name, chance.choice([*MANNERS])))
                else:
                    self.answers.append(ask(client, channel, expected))
        except Exception as error:
            self.errors.append(error)
        finally:
            connections.close_all()


def ask_every_file(sets: Iterable[Expected]) -> list[Answer]:
    """Ask once for each file, so that none is left to chance."""
    client = Client()
    return [ask_file(client, name) for item in sets for name in (*item.files, *item.kept)]


def ask_file(client: Client, name: str, manner: str = "whole") -> Answer:
    """Ask for a stored file; return whether it was given."""
    status, edition = given(client, name, manner)
    return Answer("file", name, edition, status, [])


def ask(client: Client, channel: str, expected: Expected) -> Answer:
    """Send one request; return what it showed."""
    address = {
        **LISTS,
        "policy": expected.policy,
        "both": f"{expected.policy}both/",
        "interpretation": expected.addresses[-1],
        "lead": expected.addresses[1],
    }[channel]
    response = client.get(address)
    body = response.getvalue().decode(errors="replace")
    edition = int(response["X-Edition"])
    if written := EDITION.search(body):
        assert int(written[1]) == edition, "the page names another edition than its header"
    listed = _listed(channel, body)
    return Answer(channel, address, edition, response.status_code, listed, names_in(body))


def _listed(channel: str, body: str) -> list[str]:
    if channel in ("front", "library", "department", "column", "search"):
        return LISTED.findall(body)
    if channel in PAGES:
        wanted = "policy" if channel in ("interpretation", "lead") else "interpretation"
        return [href for href, kind in PAIR.findall(body) if kind == wanted]
    if channel in ("api pictures", "api attachments"):
        return COUNT.findall(body)
    return ADDRESS.findall(body)


def expected_sets(releases: Iterable[Release]) -> list[Expected]:
    """Return what each release will show, read before it does."""
    sets = []
    for release in releases:
        items = list(release.items.order_by("position"))
        addresses = ["/" + item.url_path.split("/", 2)[2] for item in items]
        used = [files_of(item.revision.as_object()) for item in items]
        files = sorted(set().union(*(page_files.public for page_files in used)))
        kept = sorted(set().union(*(page_files.kept for page_files in used)))
        shown = dict(zip(addresses, (page_files.shown for page_files in used), strict=True))
        pictures, attachments = (
            len(set().union(*keys))
            for keys in zip(
                *((page_files.pictures, page_files.attachments) for page_files in used), strict=True
            )
        )
        sets.append(
            Expected(
                release.policy_id, items[1].page_id, addresses, files, kept, shown,
                pictures, attachments,
            )
        )  # fmt: skip
    return sets


def learn_editions(sets: list[Expected]) -> None:
    """Read afterwards which edition brought which set."""
    editions = dict(Release.objects.filter(state="released").values_list("policy_id", "edition"))
    for expected in sets:
        expected.edition = editions.get(expected.policy_id, float("inf"))


def mistakes(answers: list[Answer], sets: list[Expected]) -> list[Answer]:
    """Return the answers that showed anything but exactly the sets of their edition."""
    newest_first = sorted(sets, key=lambda item: item.edition, reverse=True)
    by_address = {address: item for item in sets for address in item.addresses}
    by_address |= {file: item for item in sets for file in item.files}
    return [answer for answer in answers if not _is_right(answer, newest_first, by_address)]


def _is_right(answer: Answer, newest_first: list[Expected], by_address: dict) -> bool:
    public = [item for item in newest_first if item.edition <= answer.edition]
    if not answer.files <= {file for item in public for file in item.files}:
        return False
    if answer.channel in LISTS:
        return answer.status == 200 and _list_is_right(answer, public)
    address = answer.address.removesuffix("both/") if answer.channel == "both" else answer.address
    expected = by_address.get(address)
    # None: an original, which nobody is given
    if expected is None or expected.edition > answer.edition:
        return answer.status == 404 and not answer.listed
    if answer.channel == "file":
        return answer.status == 200
    wanted = (
        set(expected.addresses[1:]) if answer.channel in ("policy", "both") else {expected.policy}
    )
    if not expected.shown.get(answer.address, set()) <= answer.files:
        return False
    return answer.status == 200 and set(answer.listed) == wanted


def _list_is_right(answer: Answer, public: list[Expected]) -> bool:
    policies = [str(item.policy_id) for item in public]
    listed = answer.listed
    match answer.channel:
        case "front":
            return listed[: len(policies[:6])] == policies[:6] and set(listed) <= set(policies)
        case "library" | "department":
            return listed == policies[:20]
        case "column":
            return listed == [str(item.lead_id) for item in public[:20]]
        case "search":
            return len(listed) == len(policies[:20]) and set(listed) <= set(policies)
        case "interpretation feed":
            interpretations = [a for item in public for a in item.addresses[1:]][:50]
            owners = [item.policy for item in public if set(item.addresses) & set(interpretations)]
            return set(listed) == {*interpretations, *owners}
        case "api pictures":
            return listed == [str(sum(item.pictures for item in public))]
        case "api attachments":
            return listed == [str(sum(item.attachments for item in public))]
        case "sitemap":
            return set(listed) == {address for item in public for address in item.addresses}
        case _:
            return set(listed) == {address for item in public[:50] for address in item.addresses}


def halves(answers: list[Answer], sets: list[Expected]) -> list[Answer]:
    """Return the answers in which some set was neither whole nor absent."""
    return [answer for answer in answers if any(_is_half(answer, item) for item in sets)]


def _is_half(answer: Answer, expected: Expected) -> bool:
    if answer.channel == "policy":
        mine = answer.address == expected.policy and answer.status == 200
        return mine and set(answer.listed) != set(expected.addresses[1:])
    if answer.channel not in ("sitemap", "policy feed"):
        return False
    return 0 < len(set(answer.listed) & set(expected.addresses)) < len(expected.addresses)
