"""Who could take each step of a submission, said before it is made; the verb asks `may_decide`."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from interpretations.models import ChainStep, DepartmentPage, PolicyPage, ReviewChain
from interpretations.models.kind_rules import RULES
from interpretations.models.people import principals_of
from interpretations.models.refusals import Incomplete
from interpretations.releases.review.people import free_among, in_hands_of
from interpretations.releases.submission.authors import Authors
from interpretations.releases.submission.chain import chain_for
from interpretations.releases.submission.offers import state_of


@dataclass(frozen=True)
class StepOutlook:
    """A step of the chain: its groups, who may decide it, and why others of them may not.

    `open` says that a step waits for something that is not known yet: who receives the set.
    """

    label: str
    groups: str
    people: list[Any]
    barred: list[str]
    open: bool = False

    @property
    def names(self) -> str:
        return "、".join(person.get_full_name() for person in self.people)

    @property
    def why_not(self) -> str:
        return "；".join(self.barred)

    @property
    def is_stuck(self) -> bool:
        return not (self.people or self.open)


def outlook(
    chain: ReviewChain,
    department: DepartmentPage,
    target: DepartmentPage | None,
    submitter: Any,
    authors: Authors | None,
) -> list[StepOutlook]:
    """Return each step of the chain as it would stand if this person submitted now."""
    wrote = authors.wrote if authors else {}
    steps = []
    for step in chain.steps.all():
        hands = in_hands_of(step, department, target)
        steps.append(
            StepOutlook(
                step.label,
                "、".join(group.name for group in step.groups.all()),
                free_among(hands, {submitter.pk, *wrote}),
                list(_why_not(hands, submitter, wrote)),
                step.receiving_department and target is None,
            )
        )
    return steps


def is_reviewer(user: Any) -> bool:
    """Whether this person, or one for whom they stand in, decides a step of any chain."""
    steps = ChainStep.objects.filter(receiving_department=False, chain__active=True)
    return steps.filter(groups__user__in=[user, *principals_of(user)]).exists()


def could_review(user: Any, policy: PolicyPage) -> bool:
    """Whether a step of a coming release of this set would be in this person's hands.

    Of whatever kind it is, and after an emergency; as a deputy too, and whatever they wrote. What
    other departments receive is not theirs yet.
    """
    if not is_reviewer(user):
        return False
    people = [user, *principals_of(user)]
    department = DepartmentPage.objects.ancestor_of(policy).get()
    return any(
        person in in_hands_of(step, department, None)
        for chain in _chains_ahead(policy)
        for step in chain.steps.all()
        if not step.receiving_department
        for person in people
    )


def _chains_ahead(policy: PolicyPage) -> set[ReviewChain]:
    """The chains of all kinds of release that may come next; none where no chain fits."""
    state, chains = state_of(policy), set()
    for kind, row in RULES.items():
        if row.begins not in (None, state) or (row.historic and not policy.formerly_published_at):
            continue
        for emergency in {False, row.in_emergency}:
            with suppress(Incomplete):  # said at the submission
                chains.add(chain_for(kind, policy, emergency))
    return chains


def too_few(steps: list[StepOutlook]) -> dict[str, str]:
    """Return `labels` of steps that wait for the same `people`, who are too few; empty if none.

    Nobody decides two steps.
    """
    named = [step for step in steps if step.people]
    taken: dict[int, StepOutlook] = {}
    for step in named:
        if not _find_somebody(step, taken, set()):
            rivals = {person.pk: person.get_full_name() for person in step.people}
            same = [other for other in named if rivals.keys() & {one.pk for one in other.people}]
            labels = "、".join(other.label for other in same)
            return {"labels": labels, "people": "、".join(rivals.values())}
    return {}


def _why_not(hands: Iterable[Any], submitter: Any, wrote: dict[int, list[str]]) -> Iterable[str]:
    for person in hands:
        who = person.get_full_name()
        if person.pk in wrote:
            what = "、".join(f"「{title}」" for title in wrote[person.pk])
            yield _("%(who)s写过%(what)s") % {"who": who, "what": what}
        elif person.pk == submitter.pk:
            yield _("%s是送审人") % who


def _find_somebody(step: StepOutlook, taken: dict[int, StepOutlook], asked: set[int]) -> bool:
    """Give a step somebody of its own; whoever has another step already may pass it on."""
    for person in step.people:
        if person.pk in asked:
            continue
        asked.add(person.pk)
        if person.pk not in taken or _find_somebody(taken[person.pk], taken, asked):
            taken[person.pk] = step
            return True
    return False
