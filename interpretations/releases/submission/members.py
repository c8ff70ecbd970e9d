"""The members that a submission names, each pinned once under the address it will have."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import DepartmentPage, PolicyPage
from interpretations.models.kind_rules import rule
from interpretations.models.refusals import Incomplete
from interpretations.releases.pins.address import free_slug, propose_slug
from interpretations.releases.pins.candidates import Candidate, candidates_of_sets
from interpretations.releases.pins.pin import Pinned, pin, renewed
from interpretations.releases.submission.request import Submission


def documents_of(policy: PolicyPage, submission: Submission) -> list[PolicyPage]:
    """The document that is submitted, then those that go out with it."""
    further = PolicyPage.objects.filter(pk__in=submission.further).exclude(pk=policy.pk)
    return [policy, *further.order_by("path")]


def named_by(policies: list[PolicyPage], submission: Submission) -> list[Candidate]:
    """Return what the submission names: all that there is where its kind leaves no choice.

    Raises `Incomplete` if it names a page that is no part of these sets any more.
    """
    offered = candidates_of_sets(policies, submission.kind)
    if not rule(submission.kind).chooses:
        return offered
    if not submission.page_ids <= {candidate.page.pk for candidate in offered}:
        raise Incomplete(_("所选内容已不在这组里。请刷新页面后再选。"))
    return [candidate for candidate in offered if candidate.page.pk in submission.page_ids]


def pin_members(
    named: list[Candidate], submission: Submission, known: Iterable[Pinned] = ()
) -> list[Pinned]:
    """Pin what the submission names, in this order; writes no pins.

    Pins of `known` that would come out the same are taken as they are: a pin builds a page
    and looks at every file. Raises `Incomplete` for a page that was never saved.
    """
    known_by_page = {member.page.pk: member for member in known}
    pinned: list[Pinned] = []
    for candidate in named:
        _refuse_unsaved(candidate.page)
        slug, url_path = _address_of(candidate, pinned, submission)
        earlier = known_by_page.get(candidate.page.pk)
        unchanged = earlier and renewed(earlier, candidate, slug, url_path)
        pinned.append(unchanged or pin(candidate, slug, url_path))
    return pinned


def _refuse_unsaved(page: Page) -> None:
    if page.latest_revision_id is None:
        raise Incomplete(_("「%s」还没有保存过。请打开它保存一次，再送审。") % page.title)


def _address_of(
    candidate: Candidate, pinned: list[Pinned], submission: Submission
) -> tuple[str, str]:
    """Return the slug and the whole path of a member after this release."""
    page, policy = candidate.page, candidate.policy
    is_document = page.pk == policy.pk
    parent_path = policy.get_parent().url_path if is_document else _policy_path(policy, pinned)
    if rule(submission.kind).publishes:
        siblings = [member for member in pinned if _place(member.page) == _place(page)]
        slug = propose_slug(page, page.latest_revision, {member.slug for member in siblings})
    elif is_document and (target := _target_of(submission)):
        taken = set(target.get_children().exclude(pk=policy.pk).values_list("slug", flat=True))
        taken |= {member.slug for member in pinned if member.is_document}
        slug, parent_path = free_slug(policy.slug, policy, target, taken), target.url_path
    else:
        slug = page.slug
    return slug, f"{parent_path}{slug}/"


def _place(page: Page) -> str:
    """The path of the page above."""
    return page.path[: -page.steplen]


def _target_of(submission: Submission) -> DepartmentPage | None:
    if not rule(submission.kind).moves:
        return None
    return DepartmentPage.objects.filter(pk=submission.target_department).first()


def _policy_path(policy: PolicyPage, pinned: list[Pinned]) -> str:
    document_paths = [member.url_path for member in pinned if member.page.pk == policy.pk]
    return document_paths[0] if document_paths else policy.url_path
