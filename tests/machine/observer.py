"""An observer of the desk: no answer tells a drafter what another department drafts (P7)."""

from django.utils import timezone
from wagtail.models import Page, Revision

from accounts.models import User
from interpretations.models import DepartmentPage, JointDepartment, Release
from interpretations.models.kinds import OPEN_STATES
from interpretations.models.people import Deputation
from tests.machine.driver import Driver, Wrong
from tests.machine.words import words_in


def look(driver: Driver, user: User, allowed: set[str], text: str) -> None:
    """Raise `Wrong` for a word that only another department's people may read."""
    mine = _only_department(driver, user)
    if mine is None:
        return
    for word in sorted(words_in(text) - allowed):
        origin = driver.words.origins[word]
        foreign = origin.department_id not in (None, mine.pk) and origin.writer_id != user.pk
        if foreign and not _may_know(mine, word):
            raise Wrong(f"{user.username} is told {word}: {origin}")


def _only_department(driver: Driver, user: User) -> DepartmentPage | None:
    """The department of somebody who drafts for it and does nothing else."""
    names = {group.pk for group in user.groups.all()}
    drafting = {
        driver.groups[f"{department.title}起草组"].pk: department
        for department in driver.departments
    }
    deputy = Deputation.objects.filter(deputy=user, ends__gte=timezone.localdate()).exists()
    if user.is_superuser or deputy or len(names) != 1 or not names <= set(drafting):
        return None
    return drafting[names.pop()]


def _may_know(mine: DepartmentPage, word: str) -> bool:
    """Whether a page with this word is the department's now, or shared with it."""
    ids = set(Revision.objects.filter(content__icontains=word).values_list("object_id", flat=True))
    for page in Page.objects.filter(pk__in=ids):
        above = page.get_ancestors(inclusive=True)
        shared = JointDepartment.objects.filter(policy__in=above.values("pk"), department=mine)
        coming = Release.objects.filter(
            state__in=OPEN_STATES, target_department=mine, items__page__in=above.values("pk")
        )
        if page.is_descendant_of(mine) or shared.exists() or coming.exists():
            return True
    return False
