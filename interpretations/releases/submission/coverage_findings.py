"""未解读的条款: what the rule of the city says about a first release that leaves clauses open."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from interpretations.models import ClauseLink, InterpretationPage, PolicyPage, ReleaseRules
from interpretations.models.clause_links import Link
from interpretations.models.coverage import Coverage, coverage_of
from interpretations.models.kinds import ItemAction, ReleaseKind
from interpretations.models.managed import ManagedPage
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.submission.request import Submission

# Everything else is never held up by clauses that nobody explained.
ASKED = (ReleaseKind.FIRST, ReleaseKind.REPEAL)
NAMED = 5  # clauses, in a sentence


def coverage_findings(
    policy: PolicyPage,
    interpretations: Iterable[InterpretationPage],
    submission: Submission,
    rules: ReleaseRules,
) -> list[Finding]:
    """Name the open clauses of a new document where its genre is warned or stopped for them."""
    if submission.kind not in ASKED or submission.emergency_reason:
        return []
    if not (rules.warned or rules.stopped):
        return []
    left = coverage_of(policy, _links(interpretations)).open_clauses
    if not left:
        return []
    names = "、".join(clause.label for clause in left[:NAMED])
    if len(left) > NAMED:
        names = _("%s等") % names
    sentence = _(
        "《%(title)s》有 %(count)d 处条款没有解读：%(names)s。请在解读里写明，或在文件里勾选自明。"
    )
    words = {"title": policy.title, "count": len(left), "names": names}
    return [Finding("unexplained_clauses", sentence % words, policy.pk, blocks=rules.stopped)]


def coverages_of(members: Iterable[Pinned]) -> list[tuple[PolicyPage, Coverage]]:
    """Each document that these members would publish, and how its clauses would stand."""
    published = [member.shown for member in members if member.action == ItemAction.PUBLISH]
    return coverages(published)


def coverages(published: Iterable[ManagedPage]) -> list[tuple[PolicyPage, Coverage]]:
    """The same of pages that go out together; external documents have no clauses of ours."""
    pages = list(published)
    documents = [page for page in pages if isinstance(page, PolicyPage) and not page.external]
    if not documents:
        return []
    interpretations = [page for page in pages if isinstance(page, InterpretationPage)]
    links = [*_links(interpretations), *_staying(documents, interpretations)]
    return [(document, coverage_of(document, links)) for document in documents]


def _links(interpretations: Iterable[InterpretationPage]) -> list[Link]:
    return [link for page in interpretations for link in Link.read(page.clause_links)]


def _staying(
    documents: Iterable[PolicyPage], published: Iterable[InterpretationPage]
) -> Iterator[Link]:
    """What interpretations explain that readers have and keep as they are."""
    rows = ClauseLink.objects.filter(policy__in=[page.pk for page in documents])
    others = rows.exclude(interpretation__in=[page.pk for page in published])
    yield from (Link(*row) for row in others.values_list("block", "policy_id", "clause"))
