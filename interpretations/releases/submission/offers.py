"""Which kinds of release a set can have now, and why not the others."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interpretations.models import Departure, PolicyPage
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.pins.candidates import candidates

PUBLIC = (
    ReleaseKind.SUPPLEMENT,
    ReleaseKind.CORRECTION,
    ReleaseKind.REMOVAL,
    ReleaseKind.WITHDRAWAL,
    ReleaseKind.FEATURE,
)


@dataclass(frozen=True)
class Offer:
    """A kind of release; `why_not` is empty where it can be submitted now."""

    kind: str
    why_not: str = ""


def offers(policy: PolicyPage) -> list[Offer]:
    """Return the kinds that fit the state of this set, each with what still stands in its way."""
    if not policy.live:
        kind = first_kind(policy)
        return [Offer(kind, _under_way(policy)), _transfer(policy)]
    return [*(Offer(kind, _why_not(policy, kind)) for kind in PUBLIC), _transfer(policy)]


def first_kind(policy: PolicyPage) -> str:
    """What brings a set that is not public before the public: for the first time, or again."""
    gone = Departure.objects.filter(page=policy.pk).exists()
    return ReleaseKind.RERELEASE if gone else ReleaseKind.FIRST


def is_offered(policy: PolicyPage, kind: str) -> bool:
    return any(offer.kind == kind for offer in offers(policy))


def _transfer(policy: PolicyPage) -> Offer:
    return Offer(ReleaseKind.TRANSFER, _under_way(policy))


def _under_way(policy: PolicyPage) -> str:
    return _("这份文件正在审核，等审完再做。") if policy.open_release_id else ""


def _why_not(policy: PolicyPage, kind: str) -> str:
    pages = candidates(policy, kind)
    if kind == ReleaseKind.SUPPLEMENT:
        return "" if pages else _("还没有新的解读。先写一份，再送审。")
    if kind == ReleaseKind.CORRECTION:
        changed = any(page.live for page in pages)
        return "" if changed else _("公开的内容没有改动。先打开要更正的内容改好、保存。")
    if kind == ReleaseKind.REMOVAL:
        others = policy.explained_by.filter(page__live=True).count()
        spare = others > 1 or not policy.needs_interpretation
        return "" if pages and spare else _("只有一份解读，不能单独撤下。可以整组撤回。")
    return _under_way(policy)


def emergency_kind(policy: PolicyPage) -> str:
    """What an emergency would do to this set: bring it before the public, or take it off."""
    return ReleaseKind.WITHDRAWAL if policy.live else first_kind(policy)
