"""What the API says of each kind of page, and how."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.reading.address import page_url

RICH_FIELDS = ("background", "goals", "key_points")
LINK = "linktype="
# Blocks that tell a program the addresses of what was made for them; the others are as stored.
TELLING = ("chart", "infographic", "gallery", "film", "sound")
# Stands in no text: the editor and the database refuse it.
BETWEEN = "\x00"


class ShownTexts:
    """The rich text of all pages of one answer, with links that the public may follow.

    All of it is expanded at once: the links of fifty pages cost as much as those of one.
    """

    def __init__(self, pages: Iterable[Page]) -> None:
        raw = dict.fromkeys(text for page in pages for text in _texts(page) if LINK in text)
        shown = expand_db_html(BETWEEN.join(raw)).split(BETWEEN) if raw else []
        self._shown = dict(zip(raw, shown, strict=True))

    def show(self, value: Any) -> Any:
        """Return a value of a stream, its rich text as readers get it."""
        if isinstance(value, str):
            return self._shown.get(value, value)
        if isinstance(value, list):
            return [self.show(item) for item in value]
        if isinstance(value, dict):
            return {key: self.show(item) for key, item in value.items()}
        return value


def _texts(page: Page) -> Iterator[str]:
    for name in RICH_FIELDS:
        yield getattr(page, name, "")
    if hasattr(page, "body"):
        yield from _strings(list(page.body.raw_data))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


class WholeField(Field):
    """A field made from the object itself, not from an attribute of it."""

    def get_attribute(self, instance: Any) -> Any:
        return instance


class HtmlUrlField(WholeField):
    """The page's address, under the site's own."""

    def to_representation(self, page: Page) -> str:
        return page_url(page, self.context["request"])


class NameField(Field):
    """A topic, genre or form by the name that readers see."""

    def to_representation(self, value: Any) -> str:
        return value.name


class IssuersField(WholeField):
    """发文机关, one an entry."""

    def to_representation(self, page: PolicyPage) -> list[str]:
        return page.issuer_list


class RichTextField(Field):
    """Rich text as readers get it."""

    def to_representation(self, value: str) -> str:
        return self.context["view"].shown_texts.show(value)


class BodyField(Field):
    """The blocks of a body. Pictures and files by number: see the other endpoints."""

    def to_representation(self, value: Any) -> list[Any]:
        blocks = [
            {**raw, "value": self._represented(value[place])} if raw["type"] in TELLING else raw
            for place, raw in enumerate(value.raw_data)
        ]
        return self.context["view"].shown_texts.show(blocks)

    def _represented(self, child: StreamValue.StreamChild) -> Any:
        return child.block.get_api_representation(child.value, self.context)


class PagesField(WholeField):
    """Other pages, in brief."""

    def brief(self, page: Page) -> dict[str, Any]:
        kind = f"{page._meta.app_label}.{type(page).__name__}"
        meta = {"type": kind, "html_url": page_url(page, self.context["request"])}
        return {"id": page.pk, "meta": meta, "title": page.title}


class InterpretationsField(PagesField):
    """The public interpretations of a document."""

    def to_representation(self, page: PolicyPage) -> list[dict[str, Any]]:
        return [
            {**self.brief(interpretation), "form": interpretation.form.name}
            for interpretation in self.context["view"].set_of(page).interpretations
        ]


class NeedsInterpretationField(WholeField):
    """Whether P1 asks for an interpretation of a document: unless it is exempt."""

    def to_representation(self, page: PolicyPage) -> bool:
        return self.context["view"].set_of(page).exemption is None


class ExemptionField(WholeField):
    """免于解读 in force: why, and since when; null for what needs an interpretation."""

    def to_representation(self, page: PolicyPage) -> dict[str, Any] | None:
        exemption = self.context["view"].set_of(page).exemption
        if exemption is None:
            return None
        granted_at = timezone.localtime(exemption.granted_at).isoformat()
        return {"reason": exemption.reason, "note": exemption.note, "granted_at": granted_at}


class ValidityField(WholeField):
    """有效性 today, by the code that lists are filtered by."""

    def to_representation(self, page: PolicyPage) -> str:
        return self.context["view"].set_of(page).validity.code


class NotesField(WholeField):
    """更正说明 of a page, the newest first."""

    def to_representation(self, page: Page) -> list[dict[str, str]]:
        return [
            {"at": timezone.localtime(note.at).isoformat(), "text": note.text}
            for note in self.context["view"].notes_of(page)
        ]


class ClausesField(WholeField):
    """The clauses of a document in the order of its text; `parent` is the `id` around one."""

    def to_representation(self, page: PolicyPage) -> list[dict[str, Any]]:
        return [
            {
                "id": clause.identity,
                "path": clause.path,
                "number": clause.number,
                "level": clause.level,
                "heading": clause.heading,
                "fragment": clause.fragment,
                "parent": clause.parent or None,
            }
            for clause in self.context["view"].clauses_of(page)
        ]


class PolicyField(PagesField):
    """The document that an interpretation was released with."""

    def to_representation(self, page: InterpretationPage) -> dict[str, Any] | None:
        policies = self.context["view"].policies_of(page)
        return self.brief(policies[0]) if policies else None


class PoliciesField(PagesField):
    """All documents that an interpretation explains, its own first."""

    def to_representation(self, page: InterpretationPage) -> list[dict[str, Any]]:
        return [self.brief(policy) for policy in self.context["view"].policies_of(page)]


FIELDS: dict[type[Page], list[APIField]] = {
    PolicyPage: [
        APIField("needs_interpretation", NeedsInterpretationField(read_only=True)),
        APIField("exemption", ExemptionField(read_only=True)),
        APIField("interpretations", InterpretationsField(read_only=True)),
        APIField("doc_number"),
        APIField("index_number"),
        APIField("topic", NameField(read_only=True)),
        APIField("genre", NameField(read_only=True)),
        APIField("issuers", IssuersField(read_only=True)),
        APIField("recipients"),
        APIField("date_written"),
        APIField("date_effective"),
        APIField("date_expires"),
        APIField("validity", ValidityField(read_only=True)),
        APIField("external"),
        APIField("source_url"),
        APIField("notes", NotesField(read_only=True)),
        APIField("body", BodyField(read_only=True)),
        APIField("clauses", ClausesField(read_only=True)),
    ],
    InterpretationPage: [
        APIField("policy", PolicyField(read_only=True)),
        APIField("policies", PoliciesField(read_only=True)),
        APIField("form", NameField(read_only=True)),
        APIField("summary"),
        APIField("interpreter"),
        APIField("source_name"),
        APIField("source_url"),
        APIField("notes", NotesField(read_only=True)),
        APIField("background", RichTextField(read_only=True)),
        APIField("goals", RichTextField(read_only=True)),
        APIField("key_points", RichTextField(read_only=True)),
        APIField("body", BodyField(read_only=True)),
    ],
}
# Which half the other one is: said in lists as well, where the rest has to be asked for.
IN_LISTS = {PolicyPage: ["needs_interpretation", "interpretations"], InterpretationPage: ["policy"]}
# What may be filtered and ordered by, beside the fields that every page has.
COLUMNS: dict[type[Page], list[str]] = {
    PolicyPage: [
        *("doc_number", "index_number", "topic", "genre"),
        *("date_written", "date_effective", "date_expires"),
    ],
    InterpretationPage: ["form"],
}
