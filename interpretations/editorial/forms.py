"""The forms of the desk: submission and decision."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page

from interpretations.releases.submit import Submission


def is_id(text: str) -> bool:
    """Tell a number that a database key can be from everything else that looks like one."""
    return text.isascii() and text.isdecimal() and len(text) < 19


class SubmissionForm(forms.Form):
    """Which members go along, and when; what does not is left out and stays a draft."""

    NOW, LATER = "now", "later"

    members = forms.TypedMultipleChoiceField(
        label=_("这次一起发布的内容"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    when = forms.ChoiceField(
        label=_("什么时候公开"),
        choices=[(NOW, _("审完就发：最后一步签发后立即公开")), (LATER, _("定时发布"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    scheduled_for = forms.DateTimeField(
        label=_("公开时间"), required=False, widget=AdminDateTimeInput
    )
    confirmed = forms.MultipleChoiceField(
        label=_("请核对后勾选"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, pages: Iterable[Page], warnings: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        pages = list(pages)
        self.fields["members"].choices = [(page.pk, page.title) for page in pages]
        self.fields["members"].initial = [page.pk for page in pages]
        codes = {warning.code: warning.sentence for warning in warnings}
        self.fields["confirmed"].choices = list(codes.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        empty = "scheduled_for" not in self.errors and not cleaned.get("scheduled_for")
        if cleaned.get("when") == self.LATER and empty:
            self.add_error("scheduled_for", _("请填写公开时间。"))
        return cleaned

    def wish(self) -> Submission:
        """Return what was asked for; call on a valid form only."""
        later = self.cleaned_data["when"] == self.LATER
        return Submission(
            page_ids=frozenset(self.cleaned_data["members"]),
            scheduled_for=self.cleaned_data["scheduled_for"] if later else None,
            confirmed=frozenset(self.cleaned_data["confirmed"]),
        )


class OpinionForm(forms.Form):
    """An opinion with a decision, or the reason of a return."""

    opinion = forms.CharField(
        label=_("意见"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时必须写明理由，起草人会看到。"),
    )
