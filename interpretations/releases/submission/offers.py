"""Which kinds of release a set can have now, and why not the others."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interpretations.models import Departure, PolicyPage
from interpretations.models.kind_rules import RULES, Names, SetState, kinds_where, rule
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Frozen, Incomplete, Refusal
from interpretations.releases.pins.candidates import candidates


class WrongState(Incomplete):
    """The set does not stand where a release of this kind begins; `code` says how."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


@dataclass(frozen=True)
class Offer:
    """A kind of release; `why_not` is None where it can be submitted now."""

    kind: ReleaseKind
    why_not: Refusal | None = None


def offers(policy: PolicyPage) -> list[Offer]:
    """Return the kinds that fit the state of this set, each with what still stands in its way."""
    state = state_of(policy)
    fitting = [kind for kind in kinds_where("offered") if RULES[kind].begins in (None, state)]
    return [Offer(kind, _why_not_yet(policy, kind)) for kind in fitting]


def is_offered(policy: PolicyPage, kind: str) -> bool:
    return rule(kind).offered and why_not_begin(policy, kind) is None


def state_of(policy: PolicyPage) -> SetState:
    """Return where a set stands for its readers."""
    if policy.live:
        return SetState.PUBLIC
    is_withdrawn = Departure.objects.filter(page=policy.pk).exists()
    return SetState.WITHDRAWN if is_withdrawn else SetState.DRAFT


def first_kind(policy: PolicyPage) -> ReleaseKind:
    """What brings a set that is not public before the public: for the first time, or again."""
    is_withdrawn = state_of(policy) == SetState.WITHDRAWN
    return ReleaseKind.RERELEASE if is_withdrawn else ReleaseKind.FIRST


def emergency_kind(policy: PolicyPage) -> ReleaseKind:
    """What an emergency would do to this set: bring it before the public, or take it off."""
    state = state_of(policy)
    return next(kind for kind in kinds_where("in_emergency") if RULES[kind].begins == state)


def why_not_begin(policy: PolicyPage, kind: str) -> Refusal | None:
    """Return why the set is in no state for this kind of release; None if it is.

    Asked by the page of the set, the form and the submission alike.
    """
    row, state = rule(kind), state_of(policy)
    if row.begins in (None, state):
        return None
    if row.features:
        return WrongState("not_public", _("只有已公开的内容可以置顶。"))
    code, sentence = _wrong_state(row.begins, state)
    return WrongState(code, sentence % policy.title)


def _wrong_state(begins: SetState, state: SetState) -> tuple[str, str]:
    if begins == SetState.PUBLIC:
        return "not_public", _("《%s》没有公开，或已经撤回，现在不能这样做。")
    if state == SetState.PUBLIC:
        return "public", _("《%s》已经公开。要改，请走更正。")
    if state == SetState.WITHDRAWN:
        return "gone", _("《%s》公开过又撤回了，请走重新发布。")
    return "not_gone", _("《%s》没有撤回过，请走首次发布。")


def _why_not_yet(policy: PolicyPage, kind: ReleaseKind) -> Refusal | None:
    """What is still to be done or awaited before a fitting kind can be submitted."""
    row = RULES[kind]
    if row.interpretations == Names.CHANGED:
        changed = any(page.live for page in candidates(policy, kind))
        sentence = _("公开的内容没有改动。先打开要更正的内容改好、保存。")
        return None if changed else Incomplete(sentence)
    if row.picks_what_leaves:
        sentence = _("只有一份解读，不能单独撤下。可以整组撤回。")
        return None if _can_spare_one(policy, kind) else Incomplete(sentence)
    if row.adds:
        sentence = _("还没有新的解读。先写一份，再送审。")
        return None if candidates(policy, kind) else Incomplete(sentence)
    return Frozen(_("这份文件正在审核，等审完再做。")) if policy.open_release_id else None


def _can_spare_one(policy: PolicyPage, kind: ReleaseKind) -> bool:
    """Whether the document stays explained, or needs no interpretation."""
    explaining = policy.explained_by.filter(page__live=True).count()
    is_spare = explaining > 1 or not policy.needs_interpretation
    return is_spare and bool(candidates(policy, kind))
