"""The forms of what was dropped: each recognized field in its control, with its place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drafting.place import Place
from drafting.recognize import Found
from interpretations.editorial.dates import DateField
from interpretations.editorial.forms import RowField
from interpretations.importing import fields
from interpretations.importing.drafts import LONGEST_TITLE, interpretation_values
from interpretations.importing.grouping import Looked, Role
from interpretations.importing.proposal import Proposal
from interpretations.models import DepartmentPage, InterpretationPage, PolicyPage, Topic

LONGEST_WORDS = 160
# What a field of a form is called among the recognized ones.
FOUND = {
    "title": "title", "doc_number": "doc_number", "index_number": "index_no",
    "issuers": "issuers", "recipients": "recipients", "date_written": "date_written",
    "date_effective": "date_effective", "date_expires": "expires", "genre": "genre",
    "topic": "topic", "keywords": "topic_words", "openness": "openness", "contact": "contacts",
}  # fmt: skip
SEPARATORS = str.maketrans(dict.fromkeys("，,;；|｜/／\n\t　 ", "、"))


def _of(model: type[Model], name: str, **options: Any) -> Any:
    """The field with which the editor asks for a column."""
    return model._meta.get_field(name).formfield(**options)  # type: ignore[union-attr]


def _original(help_text: Any) -> forms.BooleanField:
    """Whether the file itself is kept beside its text."""
    label = gettext_lazy("原文件也作为附件保留")
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class RecognizedForm(forms.Form):
    """Fields with what was recognized as their first value, and where it was found."""

    beside: frozenset[str] = frozenset()  # recognized fields that are kept in no control

    def __init__(
        self,
        data: Any,
        prefix: str,
        looked: Looked,
        proposal: Proposal,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, prefix=prefix, initial=dict(initial))
        self.proposal = proposal
        if Role.ATTACHMENT not in looked.roles:
            del self.fields["keep_original"]
        for name, field in self.fields.items():
            if name in FOUND:
                found = proposal.recognized.fields.get(FOUND[name])
                field.help_text = _told(found, prefix) if found else _("文中没有认出。")

    def found(self) -> Iterator[tuple[str, str, Found]]:
        """Each recognized field of the form: its label, the id of its control, and its place."""
        recognized = self.proposal.recognized.fields
        for name, field in self.fields.items():
            if found := recognized.get(FOUND.get(name, "")):
                yield str(field.label), self[name].id_for_label, found

    def held(self) -> frozenset[str]:
        """The recognized fields that the draft will hold: those whose control is not empty."""
        filled = (name for name in self.fields.keys() & FOUND.keys() if self[name].value())
        return self.beside | {FOUND[name] for name in filled if str(self[name].value()).strip()}


class DocumentForm(RecognizedForm):
    """The columns of a document; what else it needs is asked for in the editor."""

    beside = fields.BESIDE

    title = _of(PolicyPage, "title")
    doc_number = _of(PolicyPage, "doc_number")
    issuers = _of(PolicyPage, "issuers", widget=forms.Textarea(attrs={"rows": 2}))
    topic = _of(PolicyPage, "topic", form_class=RowField)
    genre = _of(PolicyPage, "genre", form_class=RowField)
    date_written = _of(PolicyPage, "date_written", form_class=DateField)
    date_effective = _of(PolicyPage, "date_effective", form_class=DateField)
    date_expires = _of(PolicyPage, "date_expires", form_class=DateField)
    recipients = _of(PolicyPage, "recipients", widget=forms.Textarea(attrs={"rows": 2}))
    index_number = _of(PolicyPage, "index_number")
    keywords = forms.CharField(label=gettext_lazy("主题词"), required=False, max_length=500)
    openness = _of(PolicyPage, "openness")
    openness_reason = _of(PolicyPage, "openness_reason")
    plan_outline = _of(PolicyPage, "plan_outline", widget=forms.Textarea(attrs={"rows": 3}))
    keep_original = _original(gettext_lazy("清除作者、批注等内容后，和文件一起公开。"))

    def __init__(self, data: Any, prefix: str, looked: Looked, proposal: Proposal) -> None:
        recognized = proposal.recognized
        initial = {
            "openness": PolicyPage.Openness.PUBLIC,
            **fields.policy_values(recognized),
            "title": proposal.title[:LONGEST_TITLE],
            "keywords": "、".join(recognized.value("topic_words") or []),
        }
        super().__init__(data, prefix, looked, proposal, initial)
        topic = self.fields["topic"]
        assert isinstance(topic, RowField)
        topic.queryset = Topic.objects.as_tree()

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            try:
                PolicyPage(**self.values()).clean()
            except ValidationError as error:
                self.add_error(None, error)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """The columns of the page, on a valid form only."""
        data = dict(self.cleaned_data)
        for name in ("keywords", "keep_original"):
            data.pop(name, None)
        return data

    def clean_keywords(self) -> str:
        """What was typed, each word no longer than the site can keep it."""
        typed: str = self.cleaned_data["keywords"]
        too_long = [word for word in _words(typed) if len(word) > fields.LONGEST_KEYWORD]
        if too_long:
            told = _("一个主题词最多 %(most)d 个字，请改短或者用顿号分开：%(words)s")
            names = "、".join(Truncator(word).chars(LONGEST_WORDS) for word in too_long)
            raise ValidationError(told % {"most": fields.LONGEST_KEYWORD, "words": names})
        return typed

    def keywords_typed(self) -> tuple[str, ...]:
        """The keywords, each once."""
        return _words(self.cleaned_data["keywords"])


def _words(typed: str) -> tuple[str, ...]:
    """The keywords of a line, each once."""
    words = typed.translate(SEPARATORS).split("、")
    return tuple(dict.fromkeys(word for word in words if word))


class ExplanationForm(RecognizedForm):
    """The columns of an interpretation."""

    title = _of(InterpretationPage, "title")
    form = _of(InterpretationPage, "form", form_class=RowField)
    summary = _of(InterpretationPage, "summary")
    interpreter = _of(InterpretationPage, "interpreter")
    contact = _of(InterpretationPage, "contact")
    keep_original = _original(
        gettext_lazy("清除作者、批注等内容后，附在正文最后，和解读一起公开。")
    )

    def __init__(self, data: Any, prefix: str, looked: Looked, proposal: Proposal) -> None:
        title = proposal.title[:LONGEST_TITLE]
        initial = {"title": title, **interpretation_values(proposal)}
        super().__init__(data, prefix, looked, proposal, initial)

    def values(self) -> dict[str, Any]:
        """The columns of the page, on a valid form only."""
        data = dict(self.cleaned_data)
        data.pop("keep_original", None)
        return data


class AttachedForm(forms.Form):
    """Under which name a file is attached."""

    name = forms.CharField(label=gettext_lazy("附件名称"), max_length=120)


class DepartmentForm(forms.Form):
    """In which of the person's own departments the set is drafted."""

    department = RowField(
        label=gettext_lazy("起草部门"),
        queryset=DepartmentPage.objects.none(),
        error_messages={
            "invalid_choice": gettext_lazy("您现在不能在那个部门起草。请看清起草部门，再按一次。")
        },
    )

    def __init__(
        self, data: Any, departments: Iterable[DepartmentPage], first: DepartmentPage | None
    ) -> None:
        own = [department.pk for department in departments]
        super().__init__(data, initial={"department": first})
        field = self.fields["department"]
        assert isinstance(field, RowField)
        field.queryset = DepartmentPage.objects.filter(pk__in=own).order_by("path")
        field.empty_label = None if own else "—"


def anchor_of(prefix: str, place: Place) -> str:
    """The id of a place in the text of a file, which this prefix tells from other files."""
    if place.note:
        part = f"{'e' if place.is_endnote else 'n'}{place.note}"
    elif place.table:
        part = f"t{place.table}r{place.row}"
    else:
        part = f"{'b' if place.is_box else 'p'}{place.paragraph}"
    return f"place-{prefix}-{part}"


def words_of(found: Found) -> str:
    """The words in which a field was found, in one line."""
    return Truncator(" ".join(found.words.split())).chars(LONGEST_WORDS)


def _told(found: Found, prefix: str) -> str:
    """Where a field was found, with the way there, and the sentence around it."""
    anchor, place = anchor_of(prefix, found.place), found.place.words(_)
    return format_html(_('<a href="#{}">{}</a>：“{}”'), anchor, place, words_of(found))
