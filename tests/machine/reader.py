"""A reader: what an anonymous visitor is answered, held against what must be public."""

import hashlib
import random
import re
from dataclasses import dataclass, field

from django.utils import timezone
from wagtail.models import Page

from interpretations.models import Edition, InterpretationPage, PolicyPage
from media.models import Rendition, SiteDocument, SiteImage
from media.renditions import SPECS
from tests.machine.driver import Driver, Wrong
from tests.machine.expected import Expected, Pin
from tests.machine.words import words_in
from tests.support.channels import LISTED, PAIR

POLICIES_API = "/api/v2/pages/?type=interpretations.PolicyPage&limit=50"
INTERPRETATIONS_API = "/api/v2/pages/?type=interpretations.InterpretationPage&limit=50"
LISTS = (
    "/",
    "/policies/",
    "/policies/zhujian/",
    "/policies/?validity=valid",
    "/interpretations/",
    "/search/?q=便民",
    "/search/?q=要点",
    "/policies/feed/",
    "/interpretations/feed/",
    "/sitemap.xml",
    POLICIES_API,
    INTERPRETATIONS_API,
    "/api/v2/images/",
    "/api/v2/documents/",
)
LOC = re.compile(r"<loc>https?://[^/<]+(/policies/[\w-]+/[\w-]+/(?:[\w-]+/)?)</loc>")
PICTURE = re.compile(r'\\?"image\\?": (\d+)')
SHOWN_OF_POLICY, SHOWN_OF_INTERPRETATION = ("title", "body"), ("title", "summary", "key_points")
PER_PAGE = 20


def address_of(url_path: str) -> str:
    """/front/policies/… -> /policies/…"""
    return "/" + url_path.split("/", 2)[2]


@dataclass
class Reader:
    """Looks at addresses; remembers what each said in each edition on each day."""

    driver: Driver
    expected: Expected
    seen: dict = field(default_factory=dict)
    served: set[str] = field(default_factory=set)
    allowed: set[str] = field(default_factory=set)
    edition: int = 0

    def open(self) -> None:
        """Once a step: which files are served now, and which words a reader may meet."""
        before, self.edition = self.edition, Edition.current()
        if self.edition < before:
            raise Wrong(f"the edition fell from {before} to {self.edition}")
        papers, pictures = set(), set()
        for pin in self.expected.public.values():
            papers |= {row["document"] for row in pin.content.get("attachments", [])}
            pictures |= {int(pk) for pk in PICTURE.findall(pin.text)}
        documents = SiteDocument.objects.filter(pk__in=papers)
        shown = list(documents.values_list("file", "title", "original_name"))
        images = SiteImage.objects.filter(pk__in=pictures)
        sizes = Rendition.objects.filter(image__in=pictures, filter_spec__in=SPECS.values())
        self.served = {file for file, *_words in shown} | set(sizes.values_list("file", flat=True))
        titles = images.values_list("title", flat=True)
        self.allowed = self.expected.allowed_words() | words_in(repr([shown, *titles, self.served]))

    def look_around(self, dice: random.Random) -> None:
        """A few addresses of each sort."""
        self.look_at_lists([dice.choice(LISTS)])
        self.look_at_pages([dice.choice(sorted(self.addresses()))])
        self.look_at_files([dice.choice(sorted(stored_names()))])

    def look_at_everything(self) -> None:
        self.look_at_lists(LISTS)
        self.look_at_pages(sorted(self.addresses()))
        self.look_at_files(sorted(stored_names()))

    def look_at_sets(self, policy_ids: set[int]) -> None:
        """Every page of these sets, wherever it stands, and where it stood."""
        path = {page.path: page for page in Page.objects.filter(pk__in=policy_ids)}
        mine = {p.url_path for top in path for p in Page.objects.filter(path__startswith=top)}
        gone = self.expected.gone
        mine |= {gone[pk].url_path for pk in gone if pk in policy_ids}
        self.look_at_pages(sorted(mine))

    def addresses(self) -> set[str]:
        """Where pages stand; what SQL wrote into a draft need not be an address."""
        models = (PolicyPage, InterpretationPage)
        known = {path for m in models for path in m.objects.values_list("url_path", flat=True)}
        return {path for path in known if path.startswith("/")} | set(self.expected.former)

    # One look

    def get(self, address: str, query: str = ""):
        """Fetch; no word of an unpublished text, and the same bytes as before in one edition."""
        client = self.driver.client(None)
        self.driver.ask(None, lambda _client: client.get(address), f"a reader of {address}")
        response = client_response = self.driver.last
        body = b"".join(response) if response.streaming else response.content
        text = body.decode(errors="replace") + repr(client_response.headers)
        secret = words_in(text) - self.allowed - words_in(address)
        if secret:
            origins = {word: self.driver.words.origins.get(word) for word in secret}
            raise Wrong(f"{address} ({response.status_code}) tells {origins}")
        edition = int(response["X-Edition"]) if response.has_header("X-Edition") else None
        if edition is not None and edition != Edition.current():
            raise Wrong(f"{address} was rendered in edition {edition}")
        key = (edition, timezone.localdate(), address)
        now = (response.status_code, hashlib.sha256(body).hexdigest())
        if self.seen.setdefault(key, now) != now:
            raise Wrong(f"{address} says something else in the same edition {edition}")
        return response, text

    def look_at_pages(self, paths: list[str]) -> None:
        holders = {path: page_id for page_id, path in self.expected.paths.items()}
        for path in paths:
            response, text = self.get(address_of(path))
            wanted = self._status_of(path, holders)
            if response.status_code != wanted:
                raise Wrong(f"{path} answers {response.status_code}, not {wanted}")
            if wanted == 200:
                self._look_at_page(self.expected.public[holders[path]], text)
            elif wanted == 410:
                self._look_at_gone(path, text)

    def _status_of(self, path: str, holders: dict[str, int]) -> int:
        if path in holders:
            return 200
        if any(gone.url_path == path for gone in self.expected.gone.values()):
            return 410
        page_id = self.expected.former.get(path)
        if page_id in self.expected.public:
            return 301
        return 410 if page_id in self.expected.gone else 404

    def _look_at_page(self, pin: Pin, text: str) -> None:
        document = pin.page_id == pin.policy_id
        fields = SHOWN_OF_POLICY if document else SHOWN_OF_INTERPRETATION
        shown = {word for name in fields for word in words_in(str(pin.content.get(name, "")))}
        shown |= self.expected.notes.get(pin.page_id, set())
        if missing := shown - words_in(text):
            raise Wrong(f"{pin.url_path} does not show {missing}")
        pairs = {kind: set() for kind in ("policy", "interpretation")}
        for href, kind in PAIR.findall(text):
            pairs[kind].add(href)
        paths = self.expected.paths
        if document:
            explaining = self.expected.explained().get(pin.page_id, set())
            wanted = {address_of(paths[page_id]) for page_id in explaining}
            if pairs["interpretation"] != wanted:
                raise Wrong(f"{pin.url_path} leads to {pairs}, not to {wanted}")
            if ("data-exempt" in text) != (pin.page_id in self.expected.exempt):
                raise Wrong(f"{pin.url_path} is wrong about its exemption")
        else:
            wanted = {address_of(paths[pk]) for pk in pin.explains if pk in paths}
            if pairs["policy"] != wanted:
                raise Wrong(f"{pin.url_path} leads back to {pairs}, not to {wanted}")

    def _look_at_gone(self, path: str, text: str) -> None:
        gone = [g for g in self.expected.gone.values() if g.url_path == path]
        for departure in gone:
            if missing := words_in(departure.note) - words_in(text):
                raise Wrong(f"{path} does not say why it is gone: {missing}")

    def look_at_lists(self, addresses) -> None:
        for address in addresses:
            response, text = self.get(address)
            if response.status_code != 200:
                raise Wrong(f"{address} answers {response.status_code}")
            self._look_at_list(address, response, text)

    def _look_at_list(self, address: str, response, text: str) -> None:
        public, paths = self.expected.public, self.expected.paths
        documents = {pk for pk, pin in public.items() if pk == pin.policy_id}
        if address == "/sitemap.xml":
            _same(address, set(map(address_of, paths.values())), set(LOC.findall(text)))
        elif address == POLICIES_API and len(documents) <= 50:
            _same(address, documents, {item["id"] for item in response.json()["items"]})
        elif address == INTERPRETATIONS_API and len(public) <= 50:
            ids = {item["id"] for item in response.json()["items"]}
            _same(address, set(public) - documents, ids)
        elif address == "/policies/" and len(documents) <= PER_PAGE:
            _same(address, documents, {int(pk) for pk in LISTED.findall(text)})

    def look_at_files(self, names: list[str]) -> None:
        for name in names:
            response, _text = self.get(f"/media/{name}")
            wanted = 200 if name in self.served else 404
            if response.status_code != wanted:
                raise Wrong(f"the file {name} answers {response.status_code}, not {wanted}")


def stored_names() -> set[str]:
    models = (SiteDocument, SiteImage, Rendition)
    return {name for model in models for name in model.objects.values_list("file", flat=True)}


def _same(what: str, expected, shown) -> None:
    if expected != shown:
        raise Wrong(f"{what} shows {sorted(shown)}, not {sorted(expected)}")
