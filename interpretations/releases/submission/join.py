"""联合起草: which other departments may edit a document and its interpretations."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interpretations.models import DepartmentPage, JointDepartment, LedgerEntry, PolicyPage
from interpretations.models.library import DepartmentQuerySet
from interpretations.models.refusals import Frozen, Incomplete, NotAsShown, NotYours, Refusal
from interpretations.releases.records import ledger


def why_not_join(policy: PolicyPage, user: Any) -> Refusal | None:
    """Return why this person may not say who drafts a document along; None if they may.

    Only the department that looks after a document asks others to draft it with them.
    """
    if not (user.is_active and DepartmentPage.objects.of(user).ancestor_of(policy).exists()):
        return NotYours(_("只有负责这份文件的部门可以请别的部门一起起草。"))
    return Frozen() if policy.open_release_id else None


def could_join(policy: PolicyPage) -> DepartmentQuerySet:
    """Return the departments that can be asked."""
    return DepartmentPage.objects.live().not_ancestor_of(policy).order_by("title")


def shown_departments(department_ids: Iterable[int]) -> str:
    """What a form carries that shows these departments as drafting along."""
    return "joint:" + ",".join(map(str, sorted(department_ids)))


@transaction.atomic
def join(
    policy_id: int, user: Any, department_ids: Iterable[int], shown: str | None = None
) -> None:
    """Let exactly these departments, beside its own, edit a document; written in its ledger.

    `shown` is what the form showed, None for code.

    Raises `NotAsShown`, `NotYours`, `Frozen` while the set is reviewed, `Incomplete` for a
    department that cannot be asked.
    """
    policy = PolicyPage.objects.select_for_update().get(pk=policy_id)
    if refusal := why_not_join(policy, user):
        raise refusal
    wanted_ids = set(department_ids)
    departments = could_join(policy).filter(pk__in=wanted_ids)
    if len(departments) != len(wanted_ids):
        raise Incomplete(_("所选的部门现在不能参加起草。请刷新页面后再选。"))
    joint = JointDepartment.objects.filter(policy=policy)
    joint_ids = set(joint.values_list("department_id", flat=True))
    if shown is not None and shown != shown_departments(joint_ids):
        raise NotAsShown(
            _(
                "您打开页面以后，别人改了一起起草的部门，现在是：%s。没有保存，请核对您勾的再按一次。"
            )
            % ("、".join(row.department.title for row in joint.select_related()) or _("没有"))
        )
    if joint_ids == wanted_ids:
        return
    joint.exclude(department__in=wanted_ids).delete()
    JointDepartment.objects.bulk_create(
        [JointDepartment(policy=policy, department=department) for department in departments],
        ignore_conflicts=True,
    )
    ledger.write(
        None,
        LedgerEntry.Event.JOINED,
        user.get_full_name(),
        policy=policy,
        departments=[department.title for department in departments],
        department_ids=sorted(wanted_ids),
    )
