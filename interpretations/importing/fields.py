"""Recognized fields as the columns of a draft, as a drafter would have typed them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import CharField
from django.utils.translation import gettext as _

from chinese.numbers import number_key
from drafting.recognize import Recognized
from interpretations.models import Genre, PolicyPage, PolicyRelation, Topic

TEXTS = {"doc_number": "doc_number", "index_no": "index_number", "recipients": "recipients"}
DAYS = {
    "date_written": "date_written",
    "date_effective": "date_effective",
    "expires": "date_expires",
}
COLUMNS = TEXTS | DAYS | {"issuers": "issuers", "genre": "genre", "topic": "topic"}
# What is kept of a document elsewhere than in a column of its own.
BESIDE = frozenset({"title", "openness", "signatures", "attachments", "repeals", "amends"})
LONGEST_NUMBER, LONGEST_REASON, LONGEST_KEYWORD = 60, 200, 100
KEYWORDS = "keywords"
RELATIONS = {"repeals": PolicyRelation.Kind.REPEALS, "amends": PolicyRelation.Kind.AMENDS}


def policy_values(recognized: Recognized) -> dict[str, Any]:
    """The columns of a document that its text tells; what does not fit is left for the editor."""
    value = recognized.value
    values: dict[str, Any] = {
        column: value(name) for name, column in (TEXTS | DAYS).items() if value(name)
    }
    if issuers := value("issuers"):
        values["issuers"] = "\n".join(issuers)
    if genre := Genre.objects.filter(name=value("genre")).first():
        values["genre"] = genre
    if topic := Topic.objects.filter(name=value("topic")).order_by("parent_id").first():
        values["topic"] = topic
    begins, ends = values.get("date_effective"), values.get("date_expires")
    if begins and ends and ends < begins:
        del values["date_expires"]
    return {name: one for name, one in (values | _openness(recognized)).items() if fits(name, one)}


def fits(column: str, value: Any) -> bool:
    """Whether a text is no longer than its column holds."""
    field = PolicyPage._meta.get_field(column)
    longest = field.max_length if isinstance(field, CharField) else None
    return longest is None or len(value) <= longest


def keywords(recognized: Recognized) -> list[str]:
    """The keywords of a document that the site can keep."""
    return [word for word in recognized.value("topic_words") or [] if len(word) <= LONGEST_KEYWORD]


def write(draft: PolicyPage, values: Mapping[str, Any]) -> None:
    """Give a draft these columns; keywords, which are no column, take the place of its own."""
    for name, value in values.items():
        if name == KEYWORDS:
            draft.keywords.set(value)
        else:
            setattr(draft, name, value)


def held(recognized: Recognized, values: Mapping[str, Any]) -> frozenset[str]:
    """The recognized fields that a document with these columns holds."""
    columns = {name for name, column in COLUMNS.items() if column in values}
    is_whole = keywords(recognized) == recognized.value("topic_words")
    return BESIDE | columns | ({"topic_words"} if is_whole else set())


def left_out(recognized: Recognized, values: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each recognized field that the draft cannot hold."""
    for name, column in TEXTS.items():
        if recognized.value(name) and column not in values:
            label = PolicyPage._meta.get_field(column).verbose_name
            yield _("「%(field)s」太长，没有填：%(words)s") % {
                "field": label,
                "words": recognized.value(name),
            }
    if recognized.value("expires") and "date_expires" not in values:
        yield _("失效日期早于施行日期，没有填，请核对。")
    genre = recognized.value("genre")
    if genre and "genre" not in values:
        yield _("体裁“%s”不在本站的清单里，没有填。") % genre
    topic = recognized.value("topic")
    if topic and "topic" not in values:
        yield _("主题分类“%s”不在本站的清单里，没有填。") % topic
    for word in recognized.value("topic_words") or []:
        if len(word) > LONGEST_KEYWORD:
            yield _("主题词超过 %(most)d 个字，没有填：%(word)s") % {
                "most": LONGEST_KEYWORD,
                "word": word,
            }


def relations(recognized: Recognized) -> list[PolicyRelation]:
    """What the text repeals and amends; a document of this site only where it is public."""
    return [
        PolicyRelation(
            kind=kind,
            target=_public(one["number"]),
            title=one["title"][: PolicyRelation._meta.get_field("title").max_length],
            doc_number=one["number"] if len(one["number"]) <= LONGEST_NUMBER else "",
        )
        for name, kind in RELATIONS.items()
        for one in recognized.value(name) or []
    ]


def _public(number: str) -> PolicyPage | None:
    key = number_key(number)
    return PolicyPage.objects.public().filter(doc_number_key=key).first() if key else None


def _openness(recognized: Recognized) -> dict[str, Any]:
    """A note that keeps a document from the public is taken with its own words as the reason."""
    found = recognized.fields.get("openness")
    if found is None or found.value == PolicyPage.Openness.PUBLIC:
        return {}
    reason = _("文件注明%s，法律依据请补上。") % found.words
    return {"openness": found.value, "openness_reason": reason[:LONGEST_REASON]}
