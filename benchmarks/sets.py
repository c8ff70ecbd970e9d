"""Sets to measure with: the same words, files and keywords on both sides of a comparison."""

from functools import partial
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from benchmarks import copies
from home.models import HomePage
from interpretations.demo.bulk import make_pairs
from interpretations.demo.content import load_departments
from interpretations.demo.drafts import make_draft
from interpretations.demo.people import People, make_people
from interpretations.demo.reviews import approve
from interpretations.models import PolicyPage, Release
from interpretations.releases.submission.submit import Submission, submit
from interpretations.setup.site import setup_site

# Sets that are written one by one, as the verbs do; what is more than these are copies of them.
REAL = 2_000
_serials = count(1_000_000)


class Silence:
    """Where `make_pairs` may write its progress."""

    def isatty(self) -> bool:
        return False


def set_up() -> People:
    """A site without sets; returns its people."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    setup_site(HomePage, "量一量", "localhost", 80)
    return make_people(load_departments(), "mima-for-benchmarks")


def fill(sets: int, people: People) -> None:
    """Add released sets until there are so many; of many most are copies (`copies.py`)."""
    missing = sets - PolicyPage.objects.filter(live=True).count()
    if missing <= REAL:
        make_pairs(missing, people, Silence())
        return
    blocks = -(-missing // REAL)
    make_pairs(missing % blocks, people, Silence())
    copies.copy(blocks - 1, partial(make_pairs, missing // blocks, people, Silence()))


@transaction.atomic
def draft(members: int, people: People, serial: int | None = None, **fields: Any) -> list[Page]:
    """A draft document with an attachment and two keywords, and interpretations beside it.

    `serial` decides the words, so that both sides of a comparison can have the same; `fields`
    override what the document holds.
    """
    serial = next(_serials) if serial is None else serial
    return make_draft(
        f"第{serial}号", serial, people, interpretations=members - 1,
        attachment=b"%PDF-1.4\n%%EOF\n" * 2000, keywords=("便民", f"关键词{serial % 50}"), **fields,
    )  # fmt: skip


def approved(members: int, people: People, **fields: Any) -> Release:
    """A release that only waits for its execution."""
    pages = draft(members, people, **fields)
    ids = frozenset(page.pk for page in pages)
    release = submit(pages[0].pk, people["drafter"], Submission(ids))
    approve(release, people)
    return release
