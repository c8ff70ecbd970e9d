"""Submitting a set: pin it, seal it, freeze it, and hand it to the first reviewer (P3)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import DepartmentPage, LedgerEntry, PolicyPage, PolicyRelation, Release
from interpretations.models.kinds import EmergencyState, ItemAction, ReleaseKind
from interpretations.models.refusals import Frozen, Incomplete, NotYours
from interpretations.releases import ledger, outbox
from interpretations.releases.address import free_slug, propose_slug, reserve
from interpretations.releases.authors import authors_of
from interpretations.releases.candidates import (
    FIXED,
    Candidate,
    action_of,
    candidates,
    candidates_of,
)
from interpretations.releases.chain import common_chain, copy_steps
from interpretations.releases.completeness import set_findings
from interpretations.releases.finding import Finding
from interpretations.releases.freeze import freeze_files
from interpretations.releases.pin import Pinned, pin, read_files, store
from interpretations.releases.rights import may_act_in_emergency, may_submit
from interpretations.releases.seal import seal_of
from interpretations.releases.wish import Submission
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


def documents_of(policy: PolicyPage, wish: Submission) -> list[PolicyPage]:
    """The document that is submitted, then those that go out with it."""
    further = PolicyPage.objects.filter(pk__in=wish.further).exclude(pk=policy.pk)
    return [policy, *further.order_by("path")]


def pin_members(policies: list[PolicyPage], wish: Submission) -> list[Pinned]:
    """Pin the members that the wish names (all where its kind leaves no choice); writes no pins.

    Raises `Incomplete` for a page that was never saved.
    """
    pinned: list[Pinned] = []
    for policy in policies:
        chosen = candidates_of(policy, wish.kind)
        if wish.kind not in FIXED:
            chosen = [one for one in chosen if one.page.pk in wish.page_ids]
        for one in chosen:
            pinned.append(_pin(one, policy, pinned, wish))
    return pinned


def _pin(one: Candidate, policy: PolicyPage, pinned: list[Pinned], wish: Submission) -> Pinned:
    if one.page.latest_revision_id is None:
        raise Incomplete(_("「%s」还没有保存过。请打开它保存一次，再送审。") % one.page.title)
    siblings = [m for m in pinned if _place(m.page) == _place(one.page)]
    slug, path = _address_of(one, policy, pinned, {m.slug for m in siblings}, wish)
    return pin(one, slug, path)


def _place(page: Page) -> str:
    """The path of the page above."""
    return page.path[: -page.steplen]


def _address_of(
    one: Candidate, policy: PolicyPage, pinned: list[Pinned], taken: set[str], wish: Submission
) -> tuple[str, str]:
    """Return the slug and the whole path of a member after this release."""
    document = one.page.pk == policy.pk
    if action_of(wish.kind) == ItemAction.PUBLISH:
        slug = propose_slug(one.page, one.page.latest_revision, taken)
        above = policy.get_parent().url_path if document else _policy_path(policy, pinned)
    elif document and (target := _target_of(wish)):
        there = set(target.get_children().exclude(pk=policy.pk).values_list("slug", flat=True))
        there |= {member.slug for member in pinned if member.is_document}
        slug, above = free_slug(policy.slug, policy, target, there), target.url_path
    else:
        slug = one.page.slug
        above = policy.get_parent().url_path if document else _policy_path(policy, pinned)
    return slug, f"{above}{slug}/"


def _target_of(wish: Submission) -> DepartmentPage | None:
    if wish.kind != ReleaseKind.TRANSFER:
        return None
    return DepartmentPage.objects.filter(pk=wish.target_department).first()


def _policy_path(policy: PolicyPage, pinned: list[Pinned]) -> str:
    mine = [member.url_path for member in pinned if member.page.pk == policy.pk]
    return mine[0] if mine else policy.url_path


def kind_of(wish: Submission, members: list[Pinned]) -> str:
    """A first release whose document repeals another one is a kind of its own."""
    repeals = any(
        row.kind == PolicyRelation.Kind.REPEALS and row.target_id
        for member in members
        if member.is_document
        for row in member.shown.relations.all()
    )
    if wish.kind in (ReleaseKind.FIRST, ReleaseKind.REPEAL):
        return ReleaseKind.REPEAL if repeals else ReleaseKind.FIRST
    return wish.kind


def findings(
    policies: list[PolicyPage], members: list[Pinned], wish: Submission, now: datetime
) -> list[Finding]:
    """Return what stands in the way, unconfirmed warnings included."""
    found = set_findings(policies, members, wish, now)
    return [f for f in found if f.blocks or not (wish.confirm_all or f.code in wish.confirmed)]


def submit(policy_id: int, user: Any, wish: Submission) -> Release:
    """Create the release, whole or not at all.

    Raises `NotReady` with every finding, `NotYours`, `Incomplete` for what cannot be asked,
    or `Frozen` if somebody was quicker.
    """
    if wish.kind not in ReleaseKind.values:
        raise Incomplete(_("没有这种发布。"))
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
        members = pin_members(documents_of(policy, wish), wish)
        return {name: b for member in members for name, b in read_files(member).items()}
    except (Incomplete, OSError):
        return {}  # said with all other findings inside


def _submit(policy_id: int, user: Any, wish: Submission, seen: dict[str, StoredBytes]) -> Release:
    policies = documents_of(PolicyPage.objects.get(pk=policy_id), wish)
    lock_members(policies)
    policies = documents_of(
        PolicyPage.objects.select_related("latest_revision").get(pk=policy_id), wish
    )
    if not _may(policies, user, wish):
        raise NotYours(_("您不能送审这个部门的内容。"))
    known = {page.pk for policy in policies for page in candidates(policy, wish.kind)}
    if wish.kind not in FIXED and not wish.page_ids <= known:
        raise Incomplete(_("所选内容已不在这组里。请刷新页面后再选。"))
    now = timezone.now()
    members = pin_members(policies, wish)
    if open_findings := findings(policies, members, wish, now):
        raise NotReady(open_findings)
    release = _create(policies[0], user, wish, members, now, seen)
    ledger.write(
        release, LedgerEntry.Event.SUBMITTED, user.get_full_name(), authors=release.author_names
    )
    if not wish.emergency_reason:
        outbox.put("notice", release=release.pk, event="your_turn")
    return release


def _may(policies: list[PolicyPage], user: Any, wish: Submission) -> bool:
    if wish.emergency_reason:
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
    wish: Submission,
    members: list[Pinned],
    now: datetime,
    seen: dict[str, StoredBytes],
) -> Release:
    publishing = action_of(wish.kind) == ItemAction.PUBLISH
    authors = authors_of(((m.page, m.revision) for m in members), publishing)
    documents = {m.page.pk: m.shown for m in members if m.is_document}
    lead = documents.setdefault(policy.pk, policy)
    kind, emergency = kind_of(wish, members), bool(wish.emergency_reason)
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
        scheduled_for=wish.scheduled_for,
        public_note=wish.note.strip(),
        target_department_id=wish.target_department,
        pin_until=wish.pin_until,
        emergency=EmergencyState.UNREVIEWED if emergency else EmergencyState.NONE,
        emergency_reason=wish.emergency_reason,
    )
    release.authors.set(authors.users)
    for member in members:
        if member.action == ItemAction.PUBLISH:
            reserve(member.page, member.slug, member.url_path)
    freeze_files(release, members)
    for position, member in enumerate(members, start=1):
        asked = wish.exemptions.get(member.page.pk) if member.is_document else None
        store(release, member, position, seen, asked)
    copy_steps(release, chain)
    release.seal = seal_of(release)
    release.save(update_fields=["seal"])
    return release
