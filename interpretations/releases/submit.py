"""Submitting a set: pin it, seal it, freeze it, and hand it to the first reviewer (P3)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import InterpretationPage, LedgerEntry, PolicyPage, Release
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Frozen, Incomplete, NotYours
from interpretations.releases import ledger, outbox
from interpretations.releases.address import propose_slug, reserve
from interpretations.releases.authors import authors_of
from interpretations.releases.chain import chain_for, copy_steps
from interpretations.releases.completeness import Finding, set_findings, time_findings
from interpretations.releases.freeze import freeze_files
from interpretations.releases.pin import Pinned, pin, read_files, store
from interpretations.releases.seal import seal_of
from media.fingerprint import StoredBytes


@dataclass(frozen=True)
class Submission:
    """What a drafter asks for: which pages of the set, and when; None means once approved.

    `confirmed` holds the codes of warnings that the drafter has looked at.
    """

    page_ids: frozenset[int]
    scheduled_for: datetime | None = None
    confirmed: frozenset[str] = field(default_factory=frozenset)


class NotReady(Incomplete):
    """The set cannot be submitted; `findings` say why, `str()` joins the blocking ones."""

    code = "not_ready"

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("".join(f.sentence for f in findings))


def candidates(policy: PolicyPage) -> list[Page]:
    """Return the pages that a first release of this document could name, document first."""
    children = InterpretationPage.objects.child_of(policy).order_by("path")
    return [policy, *children]


def may_submit(policy: PolicyPage, user: Any) -> bool:
    """Whoever may edit the document may submit its set."""
    return user.is_active and policy.permissions_for_user(user).can_edit()


def pin_set(policy: PolicyPage, page_ids: frozenset[int] | None = None) -> list[Pinned]:
    """Pin the latest revisions of the named members (all where None); writes no pins yet."""
    pages = [p for p in candidates(policy) if page_ids is None or p.pk in page_ids]
    unsaved = [page for page in pages if page.latest_revision_id is None]
    if unsaved:
        raise Incomplete(_("「%s」还没有保存过。请打开它保存一次，再送审。") % unsaved[0].title)
    pinned: list[Pinned] = []
    parent_path = policy.get_parent().url_path
    for page in pages:
        taken = {member.slug for member in pinned if member.page.depth == page.depth}
        slug = propose_slug(page, page.latest_revision, taken)
        own_parent = parent_path if page.pk == policy.pk else _policy_path(policy, pinned)
        pinned.append(pin(page, slug, own_parent))
    return pinned


def _policy_path(policy: PolicyPage, pinned: list[Pinned]) -> str:
    mine = [member.url_path for member in pinned if member.page.pk == policy.pk]
    return mine[0] if mine else policy.url_path


def findings(
    policy: PolicyPage, members: list[Pinned], wish: Submission, now: datetime
) -> list[Finding]:
    """Return what stands in the way, unconfirmed warnings included."""
    found = [*time_findings(wish.scheduled_for, now), *set_findings(policy, members)]
    return [f for f in found if f.blocks or f.code not in wish.confirmed]


def submit(policy_id: int, user: Any, wish: Submission) -> Release:
    """Create the release, whole or not at all.

    Raises `NotReady` with every finding, `NotYours`, or `Frozen` if somebody was quicker.
    """
    seen = _read_beforehand(policy_id, wish)
    try:
        with transaction.atomic():
            return _submit(policy_id, user, wish, seen)
    except IntegrityError as error:
        raise Frozen(_("这组内容刚刚已由别人送审。请刷新页面看最新状态。")) from error


def _read_beforehand(policy_id: int, wish: Submission) -> dict[str, StoredBytes]:
    """Make sizes and read files before the transaction: nobody waits for the write lock."""
    policy = PolicyPage.objects.get(pk=policy_id)
    try:
        members = pin_set(policy, wish.page_ids)
        return {name: b for member in members for name, b in read_files(member).items()}
    except (Incomplete, OSError):
        return {}  # said with all other findings inside


def _submit(policy_id: int, user: Any, wish: Submission, seen: dict[str, StoredBytes]) -> Release:
    _lock_members(policy_id)
    policy = PolicyPage.objects.select_related("latest_revision").get(pk=policy_id)
    if not may_submit(policy, user):
        raise NotYours(_("您不能送审这个部门的内容。"))
    if not wish.page_ids <= {page.pk for page in candidates(policy)}:
        raise Incomplete(_("所选内容已不在这组里。请刷新页面后再选。"))
    now = timezone.now()
    members = pin_set(policy, wish.page_ids)
    if open_findings := findings(policy, members, wish, now):
        raise NotReady(open_findings)
    release = _create(policy, user, wish, members, now, seen)
    ledger.write(
        release, LedgerEntry.Event.SUBMITTED, user.get_full_name(), authors=release.author_names
    )
    outbox.put("notice", release=release.pk, event="your_turn")
    return release


def _lock_members(policy_id: int) -> None:
    """Pinning and saving a draft both lock the page row first: neither passes the other."""
    path = Page.objects.values_list("path", flat=True).get(pk=policy_id)
    list(
        Page.objects.select_for_update()
        .filter(path__startswith=path)
        .order_by("pk")
        .values_list("pk")
    )


def _create(
    policy: PolicyPage,
    user: Any,
    wish: Submission,
    members: list[Pinned],
    now: datetime,
    seen: dict[str, StoredBytes],
) -> Release:
    authors = authors_of((member.page, member.revision) for member in members)
    shown = next(m.shown for m in members if m.page.pk == policy.pk)
    chain = chain_for(ReleaseKind.FIRST, shown)
    release = Release.objects.create(
        policy=policy,
        department_id=policy.get_parent().pk,
        title=shown.title,
        submitted_by=user,
        submitted_by_name=user.get_full_name(),
        submitted_at=now,
        author_names="、".join(authors.names),
        scheduled_for=wish.scheduled_for,
    )
    release.authors.set(authors.users)
    for member in members:
        reserve(member.page, member.slug, member.url_path)
    for position, member in enumerate(members, start=1):
        store(release, member, position, seen)
    freeze_files(release, members)
    copy_steps(release, chain)
    release.seal = seal_of(release)
    release.save(update_fields=["seal"])
    return release
