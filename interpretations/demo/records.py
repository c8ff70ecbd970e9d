"""The release, its pins, approvals, public records and ledger line of each synthetic set."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.models import Revision

from interpretations.demo.people import People
from interpretations.models import (
    Contribution,
    DepartmentPage,
    Explanation,
    LedgerEntry,
    Publication,
    Release,
    ReleaseItem,
    ReviewStep,
)
from interpretations.models.digest import page_digest
from interpretations.models.kinds import Decision, ReleaseKind, ReleaseState
from interpretations.models.managed import ManagedPage
from interpretations.releases.pins.pin import member_digest
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.records import facts
from interpretations.releases.records.ledger import append_many
from interpretations.releases.records.written import Written, written
from interpretations.releases.submission.chain import chain_for

Sets = list[list[ManagedPage]]
DECIDERS = ("leader", "editor", "publisher")  # of the first step, the second, the third


def write_records(
    department: DepartmentPage,
    sets: Sets,
    revisions: dict[int, Revision],
    people: People,
    edition: int,
    now: datetime,
) -> None:
    """Write, for each set, what submitting, approving and executing would have written."""
    releases = _releases(department, sets, people["drafter"], edition, now)
    items = _items(releases, sets, revisions)
    steps = _steps(releases, sets)
    _seal(releases, steps, people, now)
    _publications(releases, items, now)
    _explanations(sets)
    _contributions(sets, revisions, people["drafter"], now)
    _ledger(releases, now)


def _ledger(releases: list[Release], now: datetime) -> None:
    """The lines of submitting, approving and releasing each set; each says that it is synthetic."""
    prefetch_related_objects(
        releases, "authors", "steps__groups", "items__revision", "items__references"
    )
    whole = written(item for release in releases for item in release.items.all())
    append_many([line for release in releases for line in _lines(release, whole, now)])


def _lines(release: Release, whole: Written, now: datetime) -> Iterator[LedgerEntry]:
    event = LedgerEntry.Event
    yield _line(
        release, event.SUBMITTED, now, release.submitted_by_name,
        authors=release.author_names, submission=facts.submission(release, whole),
    )  # fmt: skip
    for step in release.steps.all():
        yield _line(
            release, event.APPROVED, now, step.decided_by_name, step.opinion,
            step=step.label, decision=facts.decision(step),
        )  # fmt: skip
    first = {item.page_id: facts.moment(now) for item in release.items.all()}
    yield _line(release, event.RELEASED, now, edition=release.edition, first=first)


def _line(
    release: Release, event: str, now: datetime, who: str = "", why: str = "", **data: Any
) -> LedgerEntry:
    told = facts.told(release, release.items.all())
    return LedgerEntry(
        release=release, policy_id=release.policy_id, event=event, at=now, who=who, why=why,
        data={**told, **data, "synthetic": True},
    )  # fmt: skip


def _releases(
    department: DepartmentPage, sets: Sets, drafter: Any, edition: int, now: datetime
) -> list[Release]:
    releases = Release.objects.bulk_create(
        Release(
            policy_id=policy.pk, department=department, title=policy.title,
            submitted_by=drafter, submitted_by_name=drafter.get_full_name(), submitted_at=now,
            author_names=drafter.get_full_name(), approved_at=now, due_at=now, released_at=now,
            ended_at=now, edition=edition, state=ReleaseState.RELEASED,
        )
        for policy, *_rest in sets
    )  # fmt: skip
    through = Release.authors.through
    through.objects.bulk_create(through(release=release, user=drafter) for release in releases)
    return releases


def _items(
    releases: list[Release], sets: Sets, revisions: dict[int, Revision]
) -> list[ReleaseItem]:
    return ReleaseItem.objects.bulk_create(
        ReleaseItem(
            release=release, page_id=page.pk, revision=revisions[page.pk], position=position,
            policy_id=pages[0].pk, title=page.title, slug=page.slug, url_path=page.url_path,
            digest=member_digest(page, []), open=False,
        )
        for release, pages in zip(releases, sets, strict=True)
        for position, page in enumerate(pages, start=1)
    )  # fmt: skip


def _steps(releases: list[Release], sets: Sets) -> list[ReviewStep]:
    """Copies of the chain's steps, undecided."""
    chain = list(chain_for(ReleaseKind.FIRST, sets[0][0]).steps.all())
    steps = ReviewStep.objects.bulk_create(
        ReviewStep(
            release=release, position=position, label=source.label,
            own_department=source.own_department,
            group_names="、".join(group.name for group in source.groups.all()),
        )
        for release in releases
        for position, source in enumerate(chain, start=1)
    )  # fmt: skip
    through = ReviewStep.groups.through
    groups = {position: list(source.groups.all()) for position, source in enumerate(chain, start=1)}
    through.objects.bulk_create(
        through(reviewstep=step, group=group) for step in steps for group in groups[step.position]
    )
    return steps


def _seal(releases: list[Release], steps: list[ReviewStep], people: People, now: datetime) -> None:
    """Seal every release and write what was decided on its seal."""
    for release in releases:
        release.seal = seal_of(release)
    Release.objects.bulk_update(releases, ["seal"], batch_size=200)
    for step in steps:
        step.seal = step.release.seal
    ReviewStep.objects.bulk_update(steps, ["seal"], batch_size=200)
    # The same for all steps of one place: one statement each.
    for position, login in enumerate(DECIDERS, start=1):
        user = people[login]
        ReviewStep.objects.filter(release__in=releases, position=position).update(
            decision=Decision.APPROVE,
            decided_by=user,
            decided_by_name=user.get_full_name(),
            decided_at=now,
            opinion="同意。",
        )


def _publications(releases: list[Release], items: list[ReleaseItem], now: datetime) -> None:
    policy_of = {release.pk: release.policy_id for release in releases}
    Publication.objects.bulk_create(
        Publication(
            page_id=item.page_id,
            policy_id=policy_of[item.release_id],
            role=Publication.Role.POLICY
            if item.page_id == policy_of[item.release_id]
            else Publication.Role.INTERPRETATION,
            item=item,
            released_at=now,
        )
        for item in items
    )


def _explanations(sets: Sets) -> None:
    """Each interpretation explains the document of its set."""
    Explanation.objects.bulk_create(
        Explanation(page_id=page.pk, policy_id=policy.pk)
        for policy, *interpretations in sets
        for page in interpretations
    )


def _contributions(sets: Sets, revisions: dict[int, Revision], drafter: Any, now: datetime) -> None:
    Contribution.objects.bulk_create(
        Contribution(
            page_id=page.pk,
            revision_id=revisions[page.pk].pk,
            user=drafter,
            user_name=drafter.get_full_name(),
            digest=page_digest(page),
            created_at=now,
        )
        for pages in sets
        for page in pages
    )
