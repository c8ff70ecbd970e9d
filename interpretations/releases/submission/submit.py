"""Submitting a set: pin it, seal it, freeze it, and hand it to the first reviewer (P3)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import DepartmentPage, LedgerEntry, PolicyPage, PolicyRelation, Release
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import EmergencyState, ItemAction, ReleaseKind
from interpretations.models.refusals import Frozen, Incomplete, NotYours
from interpretations.releases.pins.address import free_slug, propose_slug, reserve
from interpretations.releases.pins.candidates import (
    Candidate,
    candidates,
    candidates_of,
)
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.freeze import freeze_files
from interpretations.releases.pins.pin import Pinned, pin, read_files, store
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.records import ledger, outbox
from interpretations.releases.submission.authors import authors_of
from interpretations.releases.submission.chain import common_chain, copy_steps
from interpretations.releases.submission.completeness import set_findings
from interpretations.releases.submission.request import Submission
from interpretations.releases.submission.rights import may_act_in_emergency, may_submit
from media.fingerprint import StoredBytes

__all__ = [
    "NotReady",
    "Submission",
    "candidates",
    "findings",
    "kind_of",
    "may_submit",
    "pin_members",
    "submit",
]


class NotReady(Incomplete):
    """The set cannot be submitted; `findings` say why, `str()` joins the blocking ones."""

    code = "not_ready"

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("".join(f.sentence for f in findings))


def documents_of(policy: PolicyPage, submission: Submission) -> list[PolicyPage]:
    """The document that is submitted, then those that go out with it."""
    further = PolicyPage.objects.filter(pk__in=submission.further).exclude(pk=policy.pk)
    return [policy, *further.order_by("path")]


def pin_members(policies: list[PolicyPage], submission: Submission) -> list[Pinned]:
    """Pin the members that are named (all where the kind leaves no choice); writes no pins.

    Raises `Incomplete` for a page that was never saved.
    """
    pinned: list[Pinned] = []
    for policy in policies:
        chosen = candidates_of(policy, submission.kind)
        if rule(submission.kind).chooses:
            chosen = [one for one in chosen if one.page.pk in submission.page_ids]
        for one in chosen:
            pinned.append(_pin(one, policy, pinned, submission))
    return pinned


def _pin(
    one: Candidate, policy: PolicyPage, pinned: list[Pinned], submission: Submission
) -> Pinned:
    if one.page.latest_revision_id is None:
        raise Incomplete(_("「%s」还没有保存过。请打开它保存一次，再送审。") % one.page.title)
    siblings = [m for m in pinned if _place(m.page) == _place(one.page)]
    slug, path = _address_of(one, policy, pinned, {m.slug for m in siblings}, submission)
    return pin(one, slug, path)


def _place(page: Page) -> str:
    """The path of the page above."""
    return page.path[: -page.steplen]


def _address_of(
    one: Candidate,
    policy: PolicyPage,
    pinned: list[Pinned],
    taken: set[str],
    submission: Submission,
) -> tuple[str, str]:
    """Return the slug and the whole path of a member after this release."""
    document = one.page.pk == policy.pk
    if rule(submission.kind).publishes:
        slug = propose_slug(one.page, one.page.latest_revision, taken)
        above = policy.get_parent().url_path if document else _policy_path(policy, pinned)
    elif document and (target := _target_of(submission)):
        there = set(target.get_children().exclude(pk=policy.pk).values_list("slug", flat=True))
        there |= {member.slug for member in pinned if member.is_document}
        slug, above = free_slug(policy.slug, policy, target, there), target.url_path
    else:
        slug = one.page.slug
        above = policy.get_parent().url_path if document else _policy_path(policy, pinned)
    return slug, f"{above}{slug}/"


def _target_of(submission: Submission) -> DepartmentPage | None:
    if not rule(submission.kind).moves:
        return None
    return DepartmentPage.objects.filter(pk=submission.target_department).first()


def _policy_path(policy: PolicyPage, pinned: list[Pinned]) -> str:
    mine = [member.url_path for member in pinned if member.page.pk == policy.pk]
    return mine[0] if mine else policy.url_path


def kind_of(submission: Submission, members: list[Pinned]) -> str:
    """A first release whose document repeals another one is a kind of its own."""
    repeals = any(
        row.kind == PolicyRelation.Kind.REPEALS and row.target_id
        for member in members
        if member.is_document
        for row in member.shown.relations.all()
    )
    if submission.kind in (ReleaseKind.FIRST, ReleaseKind.REPEAL):
        return ReleaseKind.REPEAL if repeals else ReleaseKind.FIRST
    return submission.kind


def findings(
    policies: list[PolicyPage], members: list[Pinned], submission: Submission, now: datetime
) -> list[Finding]:
    """Return what stands in the way, unconfirmed warnings included."""
    found = set_findings(policies, members, submission, now)
    return [
        f
        for f in found
        if f.blocks or not (submission.confirm_all or f.code in submission.confirmed)
    ]


def submit(policy_id: int, user: Any, submission: Submission) -> Release:
    """Create the release, whole or not at all.

    Raises `NotReady` with every finding, `NotYours`, `Incomplete` for what cannot be asked,
    or `Frozen` if somebody was quicker.
    """
    if submission.kind not in ReleaseKind.values:
        raise Incomplete(_("没有这种发布。"))
    seen = _read_beforehand(policy_id, submission)
    try:
        with transaction.atomic():
            return _submit(policy_id, user, submission, seen)
    except IntegrityError as error:
        raise Frozen(_("这组内容刚刚已由别人送审。请刷新页面看最新状态。")) from error


def _read_beforehand(policy_id: int, submission: Submission) -> dict[str, StoredBytes]:
    """Make sizes and read files before the transaction: nobody waits for the write lock."""
    policy = PolicyPage.objects.get(pk=policy_id)
    try:
        members = pin_members(documents_of(policy, submission), submission)
        return {name: b for member in members for name, b in read_files(member).items()}
    except (Incomplete, OSError):
        return {}  # said with all other findings inside


def _submit(
    policy_id: int, user: Any, submission: Submission, seen: dict[str, StoredBytes]
) -> Release:
    policies = documents_of(PolicyPage.objects.get(pk=policy_id), submission)
    lock_members(policies)
    policies = documents_of(
        PolicyPage.objects.select_related("latest_revision").get(pk=policy_id), submission
    )
    if not _may(policies, user, submission):
        raise NotYours(_("您不能送审这个部门的内容。"))
    known = {page.pk for policy in policies for page in candidates(policy, submission.kind)}
    if rule(submission.kind).chooses and not submission.page_ids <= known:
        raise Incomplete(_("所选内容已不在这组里。请刷新页面后再选。"))
    now = timezone.now()
    members = pin_members(policies, submission)
    if open_findings := findings(policies, members, submission, now):
        raise NotReady(open_findings)
    release = _create(policies[0], user, submission, members, now, seen)
    ledger.write(
        release, LedgerEntry.Event.SUBMITTED, user.get_full_name(), authors=release.author_names
    )
    if not submission.emergency_reason:
        outbox.put("notice", release=release.pk, event="your_turn")
    return release


def _may(policies: list[PolicyPage], user: Any, submission: Submission) -> bool:
    if submission.emergency_reason:
        return may_act_in_emergency(user)
    return all(may_submit(policy, user) for policy in policies)


def lock_members(policies: list[PolicyPage]) -> None:
    """Pinning and saving a draft both lock the page row first: neither passes the other."""
    for path in sorted(policy.path for policy in policies):
        below = Page.objects.select_for_update().filter(path__startswith=path)
        list(below.order_by("pk").values_list("pk"))


def _create(
    policy: PolicyPage,
    user: Any,
    submission: Submission,
    members: list[Pinned],
    now: datetime,
    seen: dict[str, StoredBytes],
) -> Release:
    publishing = rule(submission.kind).publishes
    authors = authors_of(((m.page, m.revision) for m in members), publishing)
    documents = {m.page.pk: m.shown for m in members if m.is_document}
    lead = documents.setdefault(policy.pk, policy)
    kind, emergency = kind_of(submission, members), bool(submission.emergency_reason)
    chain = common_chain(kind, documents.values(), emergency)
    release = Release.objects.create(
        kind=kind,
        policy=policy,
        department_id=policy.get_parent().pk,
        title=lead.title,
        submitted_by=user,
        submitted_by_name=user.get_full_name(),
        submitted_at=now,
        author_names="、".join(authors.names),
        scheduled_for=submission.scheduled_for,
        public_note=submission.note.strip(),
        target_department_id=submission.target_department,
        feature_until=submission.feature_until,
        emergency=EmergencyState.UNREVIEWED if emergency else EmergencyState.NONE,
        emergency_reason=submission.emergency_reason,
    )
    release.authors.set(authors.users)
    for member in members:
        if member.action == ItemAction.PUBLISH:
            reserve(member.page, member.slug, member.url_path)
    freeze_files(release, members)
    for position, member in enumerate(members, start=1):
        asked = submission.exemptions.get(member.page.pk) if member.is_document else None
        store(release, member, position, seen, asked)
    copy_steps(release, chain)
    release.seal = seal_of(release)
    release.save(update_fields=["seal"])
    return release
