"""Sets to measure with: the same words, files and keywords on both sides of a comparison."""

from itertools import count
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection, Page

from home.models import HomePage
from interpretations.demo.bulk import make_pairs
from interpretations.demo.content import load_departments
from interpretations.demo.people import People, make_people
from interpretations.demo.reviews import approve
from interpretations.demo.synthetic import interpretation_values, policy_values
from interpretations.models import (
    DepartmentPage,
    InterpretationPage,
    PolicyAttachment,
    PolicyPage,
    Release,
)
from interpretations.releases.submission.submit import Submission, submit
from interpretations.setup.site import setup_site
from media.models import SiteDocument

YEAR = 2026
_serials = count(1_000_000)


class Silence:
    """Where `make_pairs` may write its progress."""

    def isatty(self) -> bool:
        return False


def found() -> People:
    """A site without sets; returns its people."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    setup_site(HomePage, "量一量", "localhost", 80)
    return make_people(load_departments(), "mima-for-benchmarks")


def fill(sets: int, people: People) -> None:
    """Add released sets until there are so many."""
    make_pairs(sets - PolicyPage.objects.filter(live=True).count(), people, Silence())


@transaction.atomic
def draft(members: int, people: People, **fields: Any) -> list[Page]:
    """A draft document with an attachment and two keywords, and interpretations beside it.

    `fields` override what the document holds.
    """
    serial, drafter = next(_serials), people["drafter"]
    department = DepartmentPage.objects.get(slug="zhujian")
    policy = PolicyPage(**{**policy_values(f"第{serial}号", YEAR, serial), **fields})
    document = SiteDocument.objects.create(
        title=f"附件{serial}",
        file=ContentFile(b"%PDF-1.4\n%%EOF\n" * 2000, name=f"fujian-{serial}.pdf"),
        collection=Collection.objects.get(name=department.title),
        uploaded_by_user=drafter,
    )
    policy.attachments = [PolicyAttachment(title=document.title, document=document)]
    department.add_child(instance=policy)
    policy.keywords.add("便民", f"关键词{serial % 50}")
    pages: list[Page] = [policy]
    for number in range(1, members):
        page = InterpretationPage(**interpretation_values(f"第{serial}号之{number}", serial))
        policy.add_child(instance=page)
        pages.append(page)
    for page in pages:
        page.save_revision(user=drafter)
    return pages


def approved(members: int, people: People, **fields: Any) -> Release:
    """A release that only waits for its execution."""
    pages = draft(members, people, **fields)
    ids = frozenset(page.pk for page in pages)
    release = submit(pages[0].pk, people["drafter"], Submission(ids))
    approve(release, people)
    return release
