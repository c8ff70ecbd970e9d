"""The demonstration users, one for each role (docs/contract.md); only `demo` makes them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from interpretations.models import DepartmentPage, Deputation
from interpretations.setup.lists import DUTY, LEADERS, NEWS, SECRECY
from interpretations.setup.site import setup_department

# login, name, position, groups; {0} stands for the drafters' group of each department named
PEOPLE: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("drafter", "周敏", "起草人", ("市住房和城乡建设局", "市医疗保障局", "市教育局"), ()),
    ("drafter2", "吴涛", "起草人", ("市人力资源和社会保障局", "市市场监督管理局"), ()),
    ("leader", "陈建国", "部门负责人", ("*",), (LEADERS,)),
    # Also in charge of education: whoever passes a set on needs somebody else to receive it.
    ("secrecy", "刘芳", "保密审查员", ("市教育局",), (SECRECY, LEADERS)),
    ("editor", "黄蕾", "新闻办编辑", (), (NEWS,)),
    ("publisher", "徐志远", "新闻办签发人", (), (NEWS, DUTY)),
)
# While the leader is away, the secrecy reviewer stands in.
PRINCIPAL, DEPUTY, AWAY_FOR = "leader", "secrecy", timedelta(days=14)


@dataclass(frozen=True)
class People:
    """The demonstration users by login."""

    by_login: dict[str, Any]

    def __getitem__(self, login: str) -> Any:
        return self.by_login[login]

    def drafter_of(self, department: DepartmentPage) -> Any:
        """Return whoever of the two drafters works for this department."""
        own_departments = DepartmentPage.objects.of(self["drafter"]).filter(pk=department.pk)
        return self["drafter"] if own_departments.exists() else self["drafter2"]


def make_people(departments: list[dict[str, str]], password: str) -> People:
    """Make the departments and every user; a password that exists is left as it is."""
    for row in departments:
        setup_department(row["slug"], row["name"], row["short_name"])
    names = [row["name"] for row in departments]
    people = {row[0]: _person(*row, names, password) for row in PEOPLE}
    people["admin"] = _admin(password)
    _deputize(people[PRINCIPAL], people[DEPUTY])
    return People(people)


def _deputize(principal: Any, deputy: Any) -> None:
    """Let one stand in for the other from today on; what people arranged since is left alone."""
    if not Deputation.objects.filter(principal=principal, deputy=deputy).exists():
        today = timezone.localdate()
        Deputation.objects.create(
            principal=principal, deputy=deputy, starts=today, ends=today + AWAY_FOR
        )


def _person(
    login: str,
    name: str,
    position: str,
    departments: tuple[str, ...],
    groups: tuple[str, ...],
    all_departments: list[str],
    password: str,
) -> Any:
    user, created = get_user_model().objects.get_or_create(
        username=login,
        defaults={"name": name, "position": position, "email": f"{login}@example.org"},
    )
    if created:
        _set_password(user, password)
        department_names = all_departments if departments == ("*",) else departments
        group_names = [
            *groups,
            *(f"{department_name}起草组" for department_name in department_names),
        ]
        user.groups.set(Group.objects.filter(name__in=group_names))
    return user


def _admin(password: str) -> Any:
    user, created = get_user_model().objects.get_or_create(
        username="admin",
        defaults={
            "name": "系统管理员",
            "email": "admin@example.org",
            "is_staff": True,
            "is_superuser": True,
        },
    )
    if created:
        _set_password(user, password)
    return user


def _set_password(user: Any, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
