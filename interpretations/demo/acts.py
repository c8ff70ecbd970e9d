"""What happened to a set after its first release: one release an act, by the verbs people use.

An act has its `kind`, who `signed` it, and what its kind needs: the public `note`,
the `changes` to the words, the `interpretation` that is new or leaves, `days` or `to`.
"""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

from django.utils import timezone

from interpretations.demo.build import (
    build_interpretation,
    interpretation_fields,
    interpretation_of,
    policy_fields,
)
from interpretations.demo.links import confirm_links
from interpretations.demo.people import People
from interpretations.demo.reviews import finish
from interpretations.models import DepartmentPage, InterpretationPage, PolicyPage, Release
from interpretations.models.kinds import OPEN_STATES, ReleaseKind, ReleaseState
from interpretations.models.managed import ManagedPage
from interpretations.releases.pins.candidates import candidates
from interpretations.releases.submission.submit import Submission, submit

Words = dict[str, Any]


def carry_on(words: Words, policy: PolicyPage, people: People) -> None:
    """Do every later act of a set that is not done yet.

    An act is done when the set has as many releases of its kind as the story has by then.
    """
    acts_by_kind: Counter[str] = Counter()
    for act in words.get("later", ()):
        words = _changed(words, act.get("changes", {}))
        acts_by_kind[act["kind"]] += 1
        releases = Release.objects.filter(items__policy=policy, kind=act["kind"]).distinct()
        if releases.filter(state=ReleaseState.RELEASED).count() >= acts_by_kind[act["kind"]]:
            continue
        release = releases.filter(state__in=OPEN_STATES).first()
        if release is None:
            release = _submit(act, words, PolicyPage.objects.get(pk=policy.pk), people)
        finish(release, people, act["signed"])


def _changed(words: Words, changes: dict[str, list[list[str]]]) -> Words:
    """Return the words after a mending: member -> pairs of what stood there and what stands now.

    Raises `ValueError` for words that did not stand there.
    """
    corrected = {**words, "interpretations": list(words["interpretations"])}
    for slug, pairs in changes.items():
        if slug == "policy":
            corrected["policy"] = _replaced(words["policy"], pairs)
        else:
            index = [item["slug"] for item in corrected["interpretations"]].index(slug)
            corrected["interpretations"][index] = _replaced(
                corrected["interpretations"][index], pairs
            )
    return corrected


def _replaced(words: Words, pairs: list[list[str]]) -> Words:
    text = json.dumps(words, ensure_ascii=False)
    for old, new in pairs:
        if old not in text:
            raise ValueError(old)
        text = text.replace(old, new)
    return json.loads(text)


def _submit(act: Words, words: Words, policy: PolicyPage, people: People) -> Release:
    """Write what the act needs, then submit it as its drafter would."""
    department = policy.get_parent().specific
    drafter = people.drafter_of(department)
    pages = _pages(act, words, policy, department, drafter)
    submission = Submission(
        frozenset(page.pk for page in pages),
        kind=act["kind"],
        note=act.get("note", ""),
        feature_until=timezone.localdate() + timedelta(days=act["days"]) if "days" in act else None,
        target_department=_target(act),
        confirm_all=True,
    )
    return submit(policy.pk, drafter, submission)


def _pages(
    act: Words, words: Words, policy: PolicyPage, department: DepartmentPage, drafter: Any
) -> list[ManagedPage]:
    """Return the members that the drafter ticks; kinds without a choice take what they need."""
    kind = act["kind"]
    if kind == ReleaseKind.SUPPLEMENT:
        return [build_interpretation(act["interpretation"], policy, department, drafter)]
    if kind == ReleaseKind.REMOVAL:
        return [_written(_named(words, act["interpretation"]), policy)]
    pages = []
    for slug in act.get("changes", {}):
        if slug == "policy":
            pages.append(_mend(policy, policy_fields(words), drafter))
        else:
            interpretation_words = _named(words, slug)
            page = _written(interpretation_words, policy)
            pages.append(
                _mend(
                    page, interpretation_fields(interpretation_words, department, drafter), drafter
                )
            )
    return candidates(policy, kind) if kind == ReleaseKind.RERELEASE else pages


def _named(words: Words, slug: str) -> Words:
    return next(item for item in words["interpretations"] if item["slug"] == slug)


def _written(words: Words, policy: PolicyPage) -> InterpretationPage:
    """Return an interpretation that an earlier release made public."""
    page = interpretation_of(words, policy)
    assert page, words["title"]
    return page


def _mend(page: ManagedPage, fields: Words, drafter: Any) -> ManagedPage:
    """Save a newer draft of a page that is or was public."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=drafter)
    if isinstance(page, InterpretationPage):
        confirm_links(page, drafter)
    return page


def _target(act: Words) -> int | None:
    return DepartmentPage.objects.get(slug=act["to"]).pk if "to" in act else None
