"""Submitting a set: pin it, seal it, freeze it, and hand it to the first reviewer (P3)."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import LedgerEntry, PolicyPage, Release
from interpretations.models.kinds import EmergencyState, ItemAction, ReleaseKind
from interpretations.models.refusals import Frozen, Incomplete, NotYours
from interpretations.releases.pins.address import reserve
from interpretations.releases.pins.candidates import candidates
from interpretations.releases.pins.freeze import freeze_files
from interpretations.releases.pins.pin import Pinned, read_files, store
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.pins.shown import refuse_unless_shown
from interpretations.releases.records import facts, ledger, outbox
from interpretations.releases.records.times import times_of
from interpretations.releases.records.written import written
from interpretations.releases.submission.authors import Authors
from interpretations.releases.submission.chain import copy_steps
from interpretations.releases.submission.examine import Examination, examine
from interpretations.releases.submission.members import documents_of, named_by, pin_members
from interpretations.releases.submission.request import Submission
from interpretations.releases.submission.rights import may_act_in_emergency, may_submit
from media.fingerprint import StoredBytes

__all__ = ["NotReady", "Submission", "candidates", "may_submit", "submit"]


class NotReady(Incomplete):
    """The set cannot be submitted; `findings` say why, `str()` joins the blocking ones."""

    code = "not_ready"

    def __init__(self, examination: Examination) -> None:
        self.examination = examination
        self.findings = examination.unanswered
        super().__init__("".join(finding.sentence for finding in self.findings))


def submit(policy_id: int, user: Any, submission: Submission) -> Release:
    """Create the release, whole or not at all.

    Raises `NotReady` with every finding, `NotAsShown`, `NotYours`, `Incomplete` for what cannot
    be asked, or `Frozen` if somebody was quicker.
    """
    if submission.kind not in ReleaseKind.values:
        raise Incomplete(_("没有这种发布。"))
    known = _pin_beforehand(policy_id, submission)
    files = _read_beforehand(known)
    try:
        with transaction.atomic():
            return _submit(policy_id, user, submission, known, files)
    except IntegrityError as error:
        raise Frozen(_("这组内容刚刚已由别人送审。请刷新页面看最新状态。")) from error


def _pin_beforehand(policy_id: int, submission: Submission) -> list[Pinned]:
    """Build pages and make sizes before the transaction: nobody waits for the write lock."""
    policies = documents_of(PolicyPage.objects.get(pk=policy_id), submission)
    try:
        return pin_members(named_by(policies, submission), submission)
    except Incomplete:
        return []  # said again inside, after asking who submits


def _read_beforehand(members: list[Pinned]) -> dict[str, StoredBytes]:
    try:
        return {name: stored for member in members for name, stored in read_files(member).items()}
    except OSError:
        return {}  # said with all other findings inside


def _submit(
    policy_id: int,
    user: Any,
    submission: Submission,
    known: list[Pinned],
    files: dict[str, StoredBytes],
) -> Release:
    lock_members(documents_of(PolicyPage.objects.get(pk=policy_id), submission))
    policies = documents_of(PolicyPage.objects.get(pk=policy_id), submission)
    if not _may(policies, user, submission):
        raise NotYours(_("您不能送审这个部门的内容。"))
    members = pin_members(named_by(policies, submission), submission, known)
    refuse_unless_shown(submission.shown, members, whole=submission.takes_whole_sets)
    examination = examine(policies, members, submission, timezone.now(), user)
    if examination.unanswered:
        raise NotReady(examination)
    release = _create(policies[0], user, examination, files)
    ledger.write(
        release,
        LedgerEntry.Event.SUBMITTED,
        user.get_full_name(),
        authors=release.author_names,
        submission=facts.submission(release, written(release.items.all())),
        **times_of(release),
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
        pages = Page.objects.select_for_update().filter(path__startswith=path)
        list(pages.order_by("pk").values_list("pk"))


def _create(
    policy: PolicyPage, user: Any, examination: Examination, files: dict[str, StoredBytes]
) -> Release:
    """Write the release down, pin by pin, and freeze what it holds."""
    submission, members = examination.submission, examination.members
    authors, chain = examination.authors, examination.chain
    assert authors and chain, "where one is missing a finding blocks, and NotReady was raised"
    release = _new_release(policy, user, examination, authors)
    release.authors.set(authors.users)
    for member in members:
        if member.action == ItemAction.PUBLISH:
            reserve(member.page, member.slug, member.url_path)
    freeze_files(release, members)
    for position, member in enumerate(members, start=1):
        exemption = submission.exemptions.get(member.page.pk) if member.is_document else None
        store(release, member, position, files, exemption)
    copy_steps(release, chain)
    release.seal = seal_of(release)
    release.save(update_fields=["seal"])
    return release


def _new_release(
    policy: PolicyPage, user: Any, examination: Examination, authors: Authors
) -> Release:
    submission = examination.submission
    shown = {member.page.pk: member.shown for member in examination.members}
    emergency = bool(submission.emergency_reason)
    return Release.objects.create(
        kind=examination.kind,
        policy=policy,
        department_id=policy.get_parent().pk,
        title=shown.get(policy.pk, policy).title,
        submitted_by=user,
        submitted_by_name=user.get_full_name(),
        submitted_at=examination.at,
        author_names="、".join(authors.names),
        scheduled_for=submission.scheduled_for,
        not_before=submission.not_before,
        public_note=submission.note.strip(),
        target_department_id=submission.target_department,
        feature_until=submission.feature_until,
        emergency=EmergencyState.UNREVIEWED if emergency else EmergencyState.NONE,
        emergency_reason=submission.emergency_reason,
    )
