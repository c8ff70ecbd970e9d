"""Choosing the review chain of a release and copying its steps into it."""

from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from interpretations.models import PolicyPage, Release, ReviewChain, ReviewStep
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete


def chain_for(kind: str, policy: PolicyPage, emergency: bool = False) -> ReviewChain:
    """Return the first active chain for this kind and genre; one that names genres wins.

    A kind for which the office keeps no chain of its own passes that of a first release; an
    emergency without one of its own is reviewed afterwards by the ordinary chain.
    """
    chain = (emergency and _fitting(kind, policy, True)) or _fitting(kind, policy, False)
    if chain is None:
        raise Incomplete(_("没有适用的审核流程。请管理员在「审核流程」里设置。"))
    if not chain.steps.exists():
        raise Incomplete(_("审核流程「%s」没有步骤。请管理员补上。") % chain.name)
    return chain


def common_chain(
    kind: str, documents: Iterable[PolicyPage], emergency: bool = False
) -> ReviewChain:
    """Return the chain of a release with several documents; no document hides behind another."""
    of_genre = {document.genre_id: document for document in documents}
    chains = {chain_for(kind, document, emergency) for document in of_genre.values()}
    if len(chains) > 1:
        raise Incomplete(_("这几份文件要走不同的审核流程，请分开送审。"))
    return chains.pop()


def _fitting(kind: str, policy: PolicyPage, emergency: bool) -> ReviewChain | None:
    chains = ReviewChain.objects.filter(
        active=True, emergency=emergency, kind__in=(kind, ReleaseKind.FIRST)
    ).prefetch_related("genres", "steps")
    fitting: dict[tuple[bool, bool, int, int], ReviewChain] = {}
    for chain in chains:
        genres = {genre.pk for genre in chain.genres.all()}
        if not genres or policy.genre_id in genres:
            fitting[chain.kind != kind, not genres, chain.sort_order, chain.pk] = chain
    return fitting[min(fitting)] if fitting else None


def copy_steps(release: Release, chain: ReviewChain) -> None:
    """Write the steps down: an edited chain changes no open release (docs/doors.md, point 3)."""
    for position, source in enumerate(chain.steps.all(), start=1):
        groups = list(source.groups.all())
        if not groups:
            raise Incomplete(_("审核步骤「%s」没有指定由谁审核。请管理员补上。") % source.label)
        step = ReviewStep.objects.create(
            release=release,
            position=position,
            label=source.label,
            own_department=source.own_department,
            receiving_department=source.receiving_department,
            group_names=Truncator("、".join(group.name for group in groups)).chars(255),
        )
        step.groups.set(groups)
