"""What hangs on a document, as its page shows it: keywords, attachments, other documents."""

from dataclasses import dataclass

from interpretations.models import PolicyPage
from interpretations.models.policy_parts import Keyword, PolicyAttachment, PolicyRelation
from interpretations.reading.sets import public_titles


@dataclass(frozen=True)
class Related:
    """A document that this one repeals, amends or carries out; with an address if it is ours.

    Of ours only public ones are named (P7).
    """

    relation: PolicyRelation
    title: str
    url: str | None = None


def keywords_of(policy: PolicyPage) -> list[Keyword]:
    """主题词 of a document, in the order in which they were given."""
    return list(policy.keywords.all())


def attachments_of(policy: PolicyPage) -> list[PolicyAttachment]:
    """附件 of a document with their files, in their order."""
    return list(policy.attachments.all().select_related("document"))


def relations_of(policy: PolicyPage) -> list[Related]:
    """The other documents of a document that may be named, in their order."""
    relations = list(policy.relations.all())
    targets = {relation.target_id for relation in relations if relation.target_id}
    public = public_titles(targets)
    related = []
    for relation in relations:
        if target := public.get(relation.target_id):
            related.append(Related(relation, relation.title or target.title, target.url))
        elif relation.title:
            related.append(Related(relation, relation.title))
    return related
