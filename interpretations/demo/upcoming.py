"""`demo --upcoming`: approved sets that become public one after the other, for rehearsals."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from interpretations.demo.drafts import make_draft
from interpretations.demo.people import People
from interpretations.demo.reviews import approve
from interpretations.demo.synthetic import read_lists_anew
from interpretations.models import InterpretationPage, PolicyPage, Release
from interpretations.releases.scheduling.times import write_time
from interpretations.releases.submission.submit import Submission, submit


def make_upcoming(
    count: int, start: float, every: float, people: People
) -> Iterator[dict[str, str]]:
    """Make `count` approved sets; the first is due `start` seconds after the last is ready.

    Yields one dictionary a set. The sets are approved "to go out once approved", then their
    signer sets the times, when all of them are ready.
    """
    read_lists_anew()
    drafts = [_draft(number, people) for number in range(count)]
    with transaction.atomic():
        releases = [_approved(policy, pages, people) for policy, pages in drafts]
        first_due = timezone.now() + timedelta(seconds=start)
        signer = people["editor"].get_full_name()
        for number, release in enumerate(releases):
            write_time(release, first_due + timedelta(seconds=every * number), signer)
    for release, (_policy, pages) in zip(releases, drafts, strict=True):
        yield _line(release, pages)


def _draft(number: int, people: People) -> tuple[PolicyPage, list[InterpretationPage]]:
    serial = 9000 + PolicyPage.objects.count() + 1
    content = f"%PDF-1.4\n% {serial}\n%%EOF\n".encode()
    policy, *pages = make_draft(f"预演{number + 1}", serial, people, attachment=content)
    return policy, pages


def _approved(policy: PolicyPage, pages: list[InterpretationPage], people: People) -> Release:
    ids = frozenset([policy.pk, *(page.pk for page in pages)])
    release = submit(policy.pk, people["drafter"], Submission(ids))
    approve(release, people)
    release.refresh_from_db()
    return release


def _line(release: Release, pages: list[InterpretationPage]) -> dict[str, str]:
    assert release.due_at, "it was given its time above"
    policy = PolicyPage.objects.get(pk=release.policy_id)
    page = InterpretationPage.objects.get(pk=pages[0].pk)
    return {
        "policy_url": policy.url,
        "interpretation_url": page.url,
        "title": policy.title,
        "media_url": policy.attachments.first().document.url,
        "due": release.due_at.isoformat(),
    }
