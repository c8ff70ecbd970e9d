"""The proof over revisions: drafts and pins are texts of their page, by who wrote them (P3, P4).

Who wrote a member is compared with the line of its submission; here, with the revision itself.
"""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page

from interpretations.models import Contribution, ReleaseItem
from interpretations.releases.audit.questions import Question, ask
from interpretations.releases.promises.violation import Violation


def draft_violations() -> Iterator[Violation]:
    """Yield each page whose draft or pin is the text of another, or older, or of others."""
    for promise, problem, question in QUESTIONS:
        for page_id, *release_id in ask(question):
            yield Violation(promise, problem, page_id, *release_id)


def _own(revision: str, page: str) -> Q:
    """Whether a revision is one of this page, and of its kind."""
    base = ContentType.objects.filter(app_label="wagtailcore", model="page").values("pk")
    return Q(
        **{
            f"{revision}__object_id": Cast(f"{page}pk", CharField()),
            f"{revision}__content_type": F(f"{page}content_type"),
            f"{revision}__base_content_type__in": base,
        }
    )


def _drafts_of_others() -> QuerySet:
    drafted = Page.objects.filter(latest_revision__isnull=False)
    return drafted.exclude(_own("latest_revision", "")).values_list("pk")


def _pins_of_others() -> QuerySet:
    return ReleaseItem.objects.exclude(_own("revision", "page__")).values_list("page", "release")


def _drafts_before_the_public_text() -> QuerySet:
    return Page.objects.filter(latest_revision__lt=F("live_revision")).values_list("pk")


def _written_by_others() -> QuerySet:
    of_revision = Contribution.objects.filter(
        page=OuterRef("page"), revision_id=OuterRef("revision")
    )
    by_its_person = of_revision.filter(user=OuterRef("revision__user"))
    known = ReleaseItem.objects.filter(Exists(of_revision), revision__user__isnull=False)
    return known.exclude(Exists(by_its_person)).values_list("page", "release")


QUESTIONS: tuple[tuple[str, str, Question], ...] = (
    ("P3", "the draft is the text of another page", _drafts_of_others),
    ("P3", "the pinned text is of another page", _pins_of_others),
    ("P3", "the draft is older than the public text", _drafts_before_the_public_text),
    ("P4", "the pinned text was written by another person", _written_by_others),
)
