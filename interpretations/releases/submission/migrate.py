"""历史文件迁移: what was public before this site comes before the public again, list by list."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interpretations.models import (
    DepartmentPage,
    ExemptionReason,
    InterpretationPage,
    PolicyPage,
    Release,
    ReleaseRules,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete
from interpretations.releases.pins.shown import Shown
from interpretations.releases.submission.submit import Submission, submit

HISTORY = "history"


def migration_drafts(department: DepartmentPage) -> QuerySet[PolicyPage]:
    """Drafts of a department that say when they were public before, oldest first."""
    drafts = PolicyPage.objects.child_of(department).filter(
        live=False, formerly_published_at__isnull=False, departure__isnull=True
    )
    under_way = drafts.filter(release_items__open=True).values("pk")
    return drafts.exclude(pk__in=under_way).order_by("formerly_published_at", "pk")


def submit_migration(
    policy_ids: list[int],
    user: Any,
    shown: Shown | None = None,
    confirmed: Collection[str] = (),
) -> Release:
    """Submit these sets as one list; what has no interpretation is exempt as 历史文件.

    `shown` is what the form showed, None for code; `confirmed` are the codes of warnings that
    the drafter has looked at: archives do hold the same number twice. Raises what `submit`
    raises, and `Incomplete` for none or too many.
    """
    limit = ReleaseRules.load().migration_limit
    ids = list(dict.fromkeys(policy_ids))
    if not ids:
        raise Incomplete(_("请至少选一份历史文件。"))
    if len(ids) > limit:
        raise Incomplete(_("一次最多迁移%d组，请分几次送审。") % limit)
    policies = list(PolicyPage.objects.filter(pk__in=ids).order_by("path"))
    if len(policies) != len(ids):
        raise Incomplete(_("所选内容已不在了。请刷新页面后再选。"))
    pages = {
        policy.pk: list(InterpretationPage.objects.child_of(policy).filter(live=False))
        for policy in policies
    }
    submission = Submission(
        frozenset([*ids, *(page.pk for drafts in pages.values() for page in drafts)]),
        kind=ReleaseKind.MIGRATION,
        further=frozenset(policy.pk for policy in policies[1:]),
        shown=shown,
        confirmed=frozenset(confirmed),
        exemptions=_exempt_as_history([pk for pk, drafts in pages.items() if not drafts]),
    )
    return submit(policies[0].pk, user, submission)


def _exempt_as_history(policy_ids: list[int]) -> dict[int, tuple[int, str]]:
    """Return the exemption that is asked for each of these documents."""
    if not policy_ids:
        return {}
    reason = ExemptionReason.objects.filter(slug=HISTORY).first()
    if reason is None:
        raise Incomplete(_("「免于解读的理由」里没有历史文件（history）。请管理员补上。"))
    return dict.fromkeys(policy_ids, (reason.pk, ""))
