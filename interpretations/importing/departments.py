"""For whom a file is imported, and in whose name."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from interpretations.importing.proposal import Proposal
from interpretations.models import DepartmentPage
from interpretations.models.refusals import Refusal


def writer(username: str) -> Any:
    """Who stands as the author: the person named, else the first administrator.

    A draft without an author could never be submitted (P4). Raises `Refusal`.
    """
    people = get_user_model().objects.filter(is_active=True)
    if not username:
        person = people.filter(is_superuser=True).order_by("pk").first()
        if person is None:
            raise Refusal(_("没有管理员账号。请用 --user 写明以谁的名义导入。"))
        return person
    person = people.filter(username=username).first()
    if person is None:
        raise Refusal(_("没有用户 %s。请核对 --user。") % username)
    return person


def named(slug: str) -> DepartmentPage:
    """The department with this address; raises `Refusal` that lists those there are."""
    department = DepartmentPage.objects.filter(slug=slug).first()
    if department is None:
        slugs = "、".join(DepartmentPage.objects.order_by("path").values_list("slug", flat=True))
        facts = {"slug": slug, "slugs": slugs}
        raise Refusal(_("没有部门 %(slug)s。可以写：%(slugs)s。") % facts)
    return department


def open_to(user: Any) -> list[DepartmentPage]:
    """The departments in which this person may begin a document, in the order of the tree."""
    own = DepartmentPage.objects.live().order_by("path")
    if not user.is_superuser:
        own = own & DepartmentPage.objects.of(user)
    return [one for one in own if one.permissions_for_user(user).can_add_subpage()]


class Departments:
    """Finds the department of each document; reads the list of them once."""

    def __init__(self, department: DepartmentPage | None, user: Any, is_named: bool) -> None:
        self._fixed = department
        own = DepartmentPage.objects.of(user).order_by("path") if is_named else None
        self._all = list(own or DepartmentPage.objects.order_by("path"))
        self._user = user
        self._may: dict[int, bool] = {}

    def of(self, proposal: Proposal) -> DepartmentPage:
        """The one that was named, else the issuer's, else the first one; raises `Refusal`."""
        department = self._fixed or self.issuing(proposal)
        if department is None:
            raise Refusal(_("还没有部门。请先建站（manage.py setup_site），加上部门。"))
        if not self._may_write(department):
            facts = {"user": self._user.get_username(), "department": department.title}
            raise Refusal(_("%(user)s 不能在「%(department)s」起草。") % facts)
        return department

    def issuing(self, proposal: Proposal) -> DepartmentPage | None:
        """The one whose name an issuer ends with, else the first one; None where there is none."""
        names = [*(proposal.recognized.value("issuers") or ())]
        names.append(proposal.recognized.value("responsible") or "")
        for name in filter(None, names):
            for department in self._all:
                if name.endswith((department.title, department.short_name or department.title)):
                    return department
        return self._all[0] if self._all else None

    def _may_write(self, department: DepartmentPage) -> bool:
        if department.pk not in self._may:
            tester = department.permissions_for_user(self._user)
            self._may[department.pk] = tester.can_add_subpage()
        return self._may[department.pk]
