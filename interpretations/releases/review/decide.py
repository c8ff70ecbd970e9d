"""Deciding one step of a release: two people, one truth, no second click (P4)."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from interpretations.models import LedgerEntry, Release, ReviewStep
from interpretations.models.kinds import Decision, ReleaseState
from interpretations.models.people import principals_of
from interpretations.models.refusals import Changed, Incomplete, NotYours, Refusal, Stale
from interpretations.releases.execution.objections import agree, object_to
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.pins.shown_release import refuse_other_state
from interpretations.releases.records import facts, ledger, outbox
from interpretations.releases.records.times import times_of
from interpretations.releases.review.deciders import may_decide, principal_for, who_can
from interpretations.releases.review.end import close, locked
from interpretations.releases.review.sample import sample_left

# What a database names when somebody would decide two steps: the constraint, or its column.
TWICE = ("nobody_decides_twice", "nobody_is_stood_in", "decided_by", "on_behalf_of")


def decide(
    step_id: int, user: Any, decision: str, opinion: str = "", shown: str | None = None
) -> Release:
    """Write one decision. `step_id` comes with the form: a stale tab decides nothing.

    `shown` is what the form showed of the release, None for code.

    Raises `NotAsShown`, `Stale`, `NotYours`, `Incomplete` or `Changed`; then nothing is written.
    """
    try:
        with transaction.atomic():
            return _decide(step_id, user, decision, opinion.strip(), shown)
    except IntegrityError as error:
        if any(name in str(error) for name in TWICE):
            raise NotYours(_("同一张发布单，一个人只能审一步。")) from error
        raise


def _decide(step_id: int, user: Any, decision: str, opinion: str, shown: str | None) -> Release:
    release_id = ReviewStep.objects.values_list("release_id", flat=True).get(pk=step_id)
    release = locked(release_id)
    step = ReviewStep.objects.select_for_update().get(pk=step_id)
    if refusal := why_not_decide(release, step, user):
        raise refusal
    refuse_other_state(release, shown)
    if decision not in Decision.values:
        raise Incomplete(_("请选择同意或退回。"))
    if decision == Decision.RETURN and not opinion:
        raise Incomplete(_("退回要写明理由，起草人才知道改什么。"))
    if decision == Decision.APPROVE:
        _refuse_blind(release, user)
    _write(step, user, decision, opinion, release.seal)
    if decision == Decision.APPROVE:
        _approved(release, step, opinion)
    elif release.is_open:
        returned = LedgerEntry.Event.RETURNED
        close(release, returned, decider_of(step), opinion, decision=facts.decision(step))
        outbox.put("notice", release=release.pk, event="returned")
    else:
        object_to(release, decider_of(step), opinion, decision=facts.decision(step))
    return release


def _refuse_blind(release: Release, user: Any) -> None:
    """Nobody agrees to what has changed, or to a long list without having opened its sample."""
    if seal_of(release) != release.seal:
        raise Changed
    if unopened := sample_left(release, user):
        titles = "、".join(f"《{item.title}》" for item in unopened[:3])
        raise Incomplete(
            _("还有%(count)d份抽中的没有打开看过：%(titles)s。看过再同意。")
            % {"count": len(unopened), "titles": titles}
        )


def why_not_decide(release: Release, step: ReviewStep, user: Any) -> Refusal | None:
    """Return why this person may not decide this step now, and who can; None if they may (P4)."""
    if stale := _why_stale(release, step):
        return stale
    if may_decide(user).filter(pk=step.pk).exists():
        return None
    return NotYours(_who_instead(release, step, user))


def _why_stale(release: Release, step: ReviewStep) -> Stale | None:
    if step.decision:
        return Stale(
            _("「%(step)s」已由%(who)s处理：%(what)s。")
            % {
                "step": step.label,
                "who": step.decided_by_name,
                "what": step.get_decision_display(),
            }
        )
    if not ReviewStep.objects.current().filter(release=release).exists():
        return Stale(_("这张发布单已不在审核中：%s。") % release.get_state_display())
    return None


def _who_instead(release: Release, step: ReviewStep, user: Any) -> str:
    """Say what keeps this person from the step, and who can take it."""
    who = who_can(release, step)
    if release.submitted_by_id == user.pk:
        return _("您是送审人，不能审核自己送审的内容。可以由%s处理。") % who
    if release.authors.filter(pk=user.pk).exists():
        return _("您参与了起草，不能审核这组内容。可以由%s处理。") % who
    if release.steps.filter(Q(decided_by=user) | Q(on_behalf_of=user)).exists():
        return _("您已审过这张发布单的一步，不能再审另一步。可以由%s处理。") % who
    current = ReviewStep.objects.current().filter(release=release).first()
    if current and current.pk != step.pk:
        return _("还没有轮到这一步，现在是「%s」。") % current.label
    if principals := principals_of(user):
        names = "、".join(principal.get_full_name() for principal in principals)
        return _("您代理的%(names)s不能审这一步。可以由%(who)s处理。") % {
            "names": names,
            "who": who,
        }
    return _("这一步由%s处理。") % who


def _write(step: ReviewStep, user: Any, decision: str, opinion: str, seal: str) -> None:
    step.decision = decision
    step.decided_by = user
    step.decided_by_name = user.get_full_name()
    if principal := principal_for(user, step):
        step.on_behalf_of = principal
        step.on_behalf_of_name = principal.get_full_name()
    step.decided_at = timezone.now()
    step.opinion = opinion
    step.seal = seal
    step.save()


def decider_of(step: ReviewStep) -> str:
    """Name who decided, and for whom they stood in."""
    if not step.on_behalf_of_name:
        return step.decided_by_name
    return _("%(who)s（代%(principal)s）") % {
        "who": step.decided_by_name,
        "principal": step.on_behalf_of_name,
    }


def _approved(release: Release, step: ReviewStep, opinion: str) -> None:
    is_last = not release.steps.undecided().exists()
    more: dict[str, Any] = {"step": step.label, "decision": facts.decision(step)}
    if is_last and not release.is_flagged:
        _await_time(release)
        more |= times_of(release)
    ledger.write(release, LedgerEntry.Event.APPROVED, decider_of(step), opinion, **more)
    if not is_last:
        outbox.put("notice", release=release.pk, event="your_turn")
    elif release.is_flagged:
        agree(release, decider_of(step))


def _await_time(release: Release) -> None:
    """Every step is taken: it goes out at its time, or at once."""
    now = timezone.now()
    release.state = ReleaseState.APPROVED
    release.approved_at = now
    release.due_at = release.due_if_set_at(now)
    release.save(update_fields=["state", "approved_at", "due_at"])
