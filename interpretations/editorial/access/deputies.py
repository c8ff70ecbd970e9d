"""代理: appointing somebody to decide one's steps for a while, and ending it (P4)."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from interpretations.models import Deputation
from interpretations.models.refusals import Incomplete, NotYours, Stale


def manages_deputies(user: Any) -> bool:
    """Whoever keeps the list of people may appoint a deputy for anybody."""
    return user.is_active and user.has_perm("accounts.change_user")


def deputations_of(user: Any) -> QuerySet[Deputation]:
    """Those in force or to come that concern this person; all of them for who manages them."""
    deputations = Deputation.objects.filter(ends__gte=timezone.localdate())
    if not manages_deputies(user):
        deputations = deputations.filter(Q(principal=user) | Q(deputy=user))
    return deputations.select_related("principal", "deputy").order_by("starts", "pk")


def may_end(row: Deputation, user: Any) -> bool:
    return manages_deputies(user) or user.pk in (row.principal_id, row.deputy_id)


@transaction.atomic
def appoint(by: Any, principal: Any, deputy: Any, starts: date, ends: date) -> Deputation:
    """Let `deputy` stand in for `principal` on these days, the last one included.

    Raises `NotYours` for somebody else's deputy, `Incomplete` with what is wrong otherwise.
    """
    if by.pk != principal.pk and not manages_deputies(by):
        raise NotYours(_("只能给自己请人代理。别人的由管理员办理。"))
    # One after the other: two forms sent at once would both find the days free.
    people = get_user_model().objects.select_for_update()
    list(people.filter(pk__in=[principal.pk, deputy.pk]).order_by("pk"))
    row = Deputation(principal=principal, deputy=deputy, starts=starts, ends=ends)
    _refuse_nonsense(row)
    _refuse_people(principal, deputy)
    _refuse_overlap(principal, deputy, starts, ends)
    row.save()
    log(row, "wagtail.create", user=by, title=str(row))
    return row


@transaction.atomic
def end(deputation_id: int, by: Any) -> None:
    """End a deputation at once; raises `NotYours`, or `Stale` where it is over already.

    What was decided meanwhile keeps the names of both in its step and in the ledger.
    """
    today = timezone.localdate()
    rows = Deputation.objects.select_for_update().filter(pk=deputation_id, ends__gte=today)
    row = rows.first()
    if row is None:
        raise Stale(_("这项代理已经结束。"))
    if not may_end(row, by):
        raise NotYours(_("只有本人、代理人或管理员可以结束代理。"))
    log(row, "wagtail.delete", user=by, title=str(row), deleted=row.starts >= today)
    if row.starts >= today:
        row.delete()
        return
    row.ends = today - timedelta(days=1)
    row.save(update_fields=["ends"])


def _refuse_nonsense(row: Deputation) -> None:
    """What no deputation can be, and one that begins now, in a sentence."""
    try:
        row.clean()
    except ValidationError as error:
        raise Incomplete("".join(error.messages)) from error
    if row.starts < timezone.localdate():
        raise Incomplete(_("开始的日子已经过去，请改为今天或以后。"))


def _refuse_people(principal: Any, deputy: Any) -> None:
    for person in (principal, deputy):
        if not person.is_active:
            raise Incomplete(_("%s的账号已停用，请换一个人。") % person.get_full_name())
    if not deputy.has_perm("wagtailadmin.access_admin"):
        raise Incomplete(_("%s不能进入发布台，请换一个人。") % deputy.get_full_name())


def _refuse_overlap(principal: Any, deputy: Any, starts: date, ends: date) -> None:
    """One deputy at a time, who is not away and whose principal is not somebody's deputy."""
    same_days = Deputation.objects.filter(starts__lte=ends, ends__gte=starts)
    same_days = same_days.select_related("principal", "deputy")
    sentences = (
        (
            same_days.filter(principal=principal),
            _("%(principal)s在%(days)s已由%(deputy)s代理。要换人，请先结束那一项。"),
        ),
        (
            same_days.filter(principal=deputy),
            _("%(principal)s在%(days)s自己也请了%(deputy)s代理，请换一个人。"),
        ),
        (
            same_days.filter(deputy=principal),
            _("%(deputy)s在%(days)s正代理%(principal)s，请先结束那一项。"),
        ),
    )
    for rows, sentence in sentences:
        if row := rows.first():
            raise Incomplete(
                sentence
                % {
                    "principal": row.principal.get_full_name(),
                    "deputy": row.deputy.get_full_name(),
                    "days": _("%(starts)s至%(ends)s")
                    % {"starts": _day(row.starts), "ends": _day(row.ends)},
                }
            )


def _day(day: date) -> str:
    return date_format(day, _("n月j日"))
