"""The forms of the desk: submission and decision."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from interpretations.editorial.dates import DateField, DateTimeField
from interpretations.models import DepartmentPage, ExemptionReason, PolicyPage, Release
from interpretations.models.kind_rules import Asks, rule
from interpretations.models.kinds import ReleaseKind, ReleaseState
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.shown import Shown
from interpretations.releases.submission.request import Submission

# Which field answers what a kind asks.
ANSWERS = {Asks.NOTE: "note", Asks.DEPARTMENT: "target_department", Asks.DAY: "feature_until"}


def warnings_of(
    findings: Iterable[Finding], confirmed: Collection[str]
) -> list[tuple[str, str, bool]]:
    """What a drafter has to confirm, each with its tick: it stays beside another mistake."""
    sentences: dict[str, str] = {}
    for finding in findings:
        if not finding.blocks:
            sentences[finding.code] = sentences.get(finding.code, "") + finding.sentence
    return [(code, text, code in confirmed) for code, text in sentences.items()]


def is_id(text: str) -> bool:
    """Tell a number that a database key can be from everything else that looks like one."""
    return text.isascii() and text.isdecimal() and len(text) < 19


class RowField(forms.ModelChoiceField):
    """A choice of one row; a number that no database takes is no choice, and no error either."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not is_id(str(value)):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


def _offer(form: forms.Form, name: str, rows: QuerySet) -> None:
    """Let the field of this name choose among these rows."""
    field = form.fields[name]
    assert isinstance(field, RowField)
    field.queryset = rows


class PublicNoteField(forms.CharField):
    """What the public is told of a correction, removal or withdrawal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("公开说明"),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("请写公开说明：公众会看到改了什么、为什么。")},
            **kwargs,
        )


_NOT_LATER = _(
    "上面没有选「定时」，这里却写了时间。要到这个时间才公开，请选「定时」；不用定时，请把这里清空。"
)


class WhenForm(forms.Form):
    """Once approved, or at a time."""

    NOW, LATER = "now", "later"

    when = forms.ChoiceField(
        label=_("什么时候公开"),
        choices=[(NOW, _("审完就发：最后一步签发后立即生效")), (LATER, _("定时"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    scheduled_for = DateTimeField(label=_("日期和时间"), required=False, asks_hour=True)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("when") == self.NOW and self._typed_a_time():
            self.errors.pop("scheduled_for", None)  # one sentence, also of what is no time
            self.add_error("scheduled_for", _NOT_LATER)
        empty = "scheduled_for" not in self.errors and not cleaned.get("scheduled_for")
        if cleaned.get("when") == self.LATER and empty:
            self.add_error("scheduled_for", _("请填写公开时间。"))
        return cleaned

    def _typed_a_time(self) -> bool:
        """Whether the field holds something else than the form itself put there."""
        bound = self["scheduled_for"]
        offered = bound.field.widget.format_value(bound.field.prepare_value(bound.initial))
        return str(bound.data or "").strip() not in ("", offered)

    @property
    def moment(self) -> datetime | None:
        """The time that was asked for, None for once approved; on a valid form only."""
        later = self.cleaned_data["when"] == self.LATER
        return self.cleaned_data["scheduled_for"] if later else None


class TimeForm(WhenForm):
    """When a signer lets a release go out."""

    why = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=200,
        help_text=_("可以不写。写了的，送审人和审过的人会看到，也写进台账。"),
    )

    def __init__(self, data: Any = None, *, release: Release) -> None:
        moment = release.scheduled_for
        initial = {"when": self.LATER if moment else self.NOW, "scheduled_for": moment}
        super().__init__(data, initial=initial)
        if release.state == ReleaseState.APPROVED:
            when = self.fields["when"]
            assert isinstance(when, forms.ChoiceField)
            at_once = _("恢复以后立即生效") if release.failed_at else _("立即生效")
            when.choices = [(self.NOW, at_once), (self.LATER, _("定时"))]


class CodesField(forms.MultipleChoiceField):
    """Codes of the findings that were ticked: which there are shows only the examination.

    A code that no finding has confirms nothing (`Examination.unanswered`).
    """

    def valid_value(self, value: str) -> bool:
        return True


class SubmissionForm(WhenForm):
    """Which members go along, and when; what does not is left out and stays a draft."""

    members = forms.TypedMultipleChoiceField(
        label=_("这次一起发布的内容"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选一份内容。"),
            "invalid_choice": _("所选内容已不在这组里。请刷新页面后再选。"),
        },
    )
    note = PublicNoteField(help_text=_("公众会看到：做了什么、为什么。带着日期显示。"))
    target_department = RowField(
        label=_("接收的部门"),
        queryset=DepartmentPage.objects.none(),
        error_messages={"required": _("请选择接收的部门。")},
    )
    feature_until = DateField(
        label=_("置顶到哪天"), required=False, help_text=_("包括这一天。不填就是取消置顶。")
    )
    not_before = DateTimeField(
        label=_("不早于"),
        required=False,
        asks_hour=True,
        help_text=_("公开时间由签发人最后定。写在这里的，谁都不能定得更早；没有要求就留空。"),
    )
    confirmed = CodesField(label=_("请核对后勾选"), required=False)

    def __init__(
        self,
        *args: Any,
        kind: str = ReleaseKind.FIRST,
        policies: Iterable[PolicyPage] = (),
        pages: Iterable[Page] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.policies = kind, list(policies)
        pages = list(pages)
        members = self.fields["members"]
        assert isinstance(members, forms.MultipleChoiceField)
        members.choices = [(page.pk, page.title) for page in pages]
        members.initial = [page.pk for page in pages]
        row = rule(kind)
        if not row.chooses:
            del self.fields["members"]
        for question, name in ANSWERS.items():
            if row.asks != question:
                del self.fields[name]
        if row.moves:
            current = [policy.get_parent().pk for policy in self.policies]
            others = DepartmentPage.objects.live().exclude(pk__in=current).order_by("title")
            _offer(self, "target_department", others)
        if row.whole_set:
            self._ask_for_exemptions()

    def _ask_for_exemptions(self) -> None:
        """One reason and one note for every document of the release."""
        reasons = ExemptionReason.objects.all()
        for policy in self.policies:
            self.fields[f"exempt-{policy.pk}"] = RowField(
                label=_("理由"), queryset=reasons, required=False, empty_label=_("需要解读")
            )
            self.fields[f"exempt-note-{policy.pk}"] = forms.CharField(
                label=_("说明"), max_length=200, required=False
            )

    def exemption_fields(self) -> list[tuple[PolicyPage, Any, Any]]:
        """Each document with its two fields, for the template."""
        return [
            (policy, self[f"exempt-{policy.pk}"], self[f"exempt-note-{policy.pk}"])
            for policy in self.policies
            if f"exempt-{policy.pk}" in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        until = cleaned.get("feature_until")
        if until and until < timezone.localdate():
            self.add_error("feature_until", _("这一天已经过去，请改为今天或以后。"))
        for _policy, reason, note in self.exemption_fields():
            if cleaned.get(note.name) and not reason.data:
                self.add_error(reason.name, _("写了说明，没有选理由。请选理由，或者清空说明。"))
        return cleaned

    def submission(self, shown: Shown) -> Submission:
        """Return what was asked for of what was shown; call on a valid form only."""
        data = self.cleaned_data
        target = data.get("target_department")
        return Submission(
            page_ids=frozenset(data.get("members", ())),
            scheduled_for=self.moment,
            not_before=data["not_before"],
            confirmed=frozenset(data["confirmed"]),
            shown=shown,
            kind=self.kind,
            note=data.get("note", ""),
            further=frozenset(policy.pk for policy in self.policies[1:]),
            exemptions=self._exemptions(),
            target_department=target.pk if target else None,
            feature_until=data.get("feature_until"),
        )

    def _exemptions(self) -> dict[int, tuple[int, str]]:
        data = self.cleaned_data
        return {
            policy.pk: (reason.pk, data.get(f"exempt-note-{policy.pk}", ""))
            for policy in self.policies
            if (reason := data.get(f"exempt-{policy.pk}"))
        }


class EmergencyForm(forms.Form):
    """Why it cannot wait, and what the public is told of a withdrawal."""

    reason = forms.CharField(
        label=_("为什么不能等审核"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只给事后审核的人看，写进台账。"),
        error_messages={"required": _("请写明紧急的理由，事后审核的人会看到。")},
    )
    note = PublicNoteField(help_text=_("公众会在原来的网址上看到。"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rule(kind).asks != Asks.NOTE:
            del self.fields["note"]


class DeputationForm(forms.Form):
    """Who stands in, from which day to which; `principal` only for who appoints for others."""

    principal = RowField(label=_("替谁"), queryset=None)
    deputy = RowField(label=_("由谁代理"), queryset=None)
    starts = DateField(label=_("从哪天起"), initial=timezone.localdate)
    ends = DateField(label=_("到哪天止"), help_text=_("包括这一天。"))

    def __init__(self, *args: Any, user: Any, anybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.filter(is_active=True).order_by("name", "username")
        _offer(self, "principal", people)
        self.fields["principal"].initial = user
        _offer(self, "deputy", people)
        if not anybody:
            del self.fields["principal"]
            _offer(self, "deputy", people.exclude(pk=user.pk))


class ReasonForm(forms.Form):
    """Why a set is taken back; the verb asks for it."""

    opinion = forms.CharField(
        label=_("理由"), required=False, widget=forms.Textarea(attrs={"rows": 2, "required": True})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="take-back-%s")  # an opinion stands on the same page


class OpinionForm(forms.Form):
    """An opinion with a decision, or the reason of a return."""

    opinion = forms.CharField(
        label=_("意见"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时必须写明理由，起草人会看到。"),
    )
