"""Turning the demonstration's words into draft pages with pictures and attachments."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Collection

from interpretations.demo.content.drawings import sheet
from interpretations.demo.links import confirm_links
from interpretations.demo.pictures import chart_value, pasted, picture_value
from interpretations.demo.recordings import recording_value
from interpretations.models import (
    DepartmentPage,
    FurtherPolicy,
    Genre,
    InterpretationForm,
    InterpretationPage,
    PlanLine,
    PolicyAttachment,
    PolicyPage,
    PolicyRelation,
    Topic,
)
from media.models import SiteDocument

Relation = PolicyRelation.Kind
RELATION_KINDS = {
    "废止": Relation.REPEALS,
    "修改": Relation.AMENDS,
    "转发": Relation.FORWARDS,
    "贯彻落实": Relation.IMPLEMENTS,
}


def build_policy(words: dict[str, Any], department: DepartmentPage, user: Any) -> PolicyPage:
    """Make the draft document of one set; returns the existing one on a second run."""
    if existing := policy_of(words):
        return existing
    page = PolicyPage(**policy_fields(words), **_plan_fields(words), owner=user)
    page.attachments = [
        PolicyAttachment(title=row["title"], document=_document(row, department, user))
        for row in words["policy"].get("attachments", ())
    ]
    page.relations = [_relation(row) for row in words.get("relations", ())]
    page.plan_lines = [_plan_line(row) for row in words.get("plan", {}).get("lines", ())]
    department.add_child(instance=page)
    page.keywords.add(*words["policy"]["keywords"])
    page.save_revision(user=user)
    return page


def policy_of(words: dict[str, Any]) -> PolicyPage | None:
    """Return the document of a set, wherever it is looked after today."""
    return _numbered(words["policy"]["doc_number"])


def _numbered(number: str) -> PolicyPage | None:
    policies = PolicyPage.objects.filter(doc_number=number).order_by("pk")
    return policies.first() if number else None


def policy_fields(words: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a document that a correction may change."""
    policy_words = words["policy"]
    return {
        "title": policy_words["title"],
        "doc_number": policy_words["doc_number"],
        "index_number": policy_words["index_number"],
        "issuers": "\n".join(policy_words["issuers"]),
        "topic": Topic.objects.filter(name=policy_words["topic"]).order_by("parent_id").first(),
        "genre": Genre.objects.get(name=policy_words["genre"]),
        "recipients": policy_words["recipients"],
        "responsible_editor": policy_words["responsible_editor"],
        "information_source": policy_words["information_source"],
        "external": bool(policy_words.get("source_url")),
        "source_url": policy_words.get("source_url", ""),
        "body": [("text", paragraphs(policy_words["body"]))] if policy_words["body"] else [],
        "formerly_published_at": _moment(policy_words.get("formerly_published_at")),
        **{
            name: _day(policy_words[name])
            for name in ("date_written", "date_effective", "date_expires")
        },
    }


def _plan_fields(words: dict[str, Any]) -> dict[str, Any]:
    """The 解读方案 but for its lines; empty for what needs none."""
    plan = words.get("plan", {})
    return {
        "plan_outline": plan.get("outline", ""),
        "plan_responsible": plan.get("responsible", ""),
        "plan_reason": plan.get("reason", ""),
        **dict.fromkeys(plan.get("marks", ()), True),
    }


def _plan_line(row: dict[str, Any]) -> PlanLine:
    form = InterpretationForm.objects.get(name=row["form"])
    return PlanLine(**{**row, "form": form, "planned_for": _day(row.get("planned_for"))})


def _relation(row: dict[str, Any]) -> PolicyRelation:
    """A relation to another document: to the page itself where we have it."""
    number = row.get("doc_number") or ""
    return PolicyRelation(
        kind=RELATION_KINDS[row["kind"]],
        target=_numbered(number),
        title=row["title"].strip("《》"),
        doc_number=number,
        effective_on=_day(row.get("effective_on")),
    )


def build_interpretation(
    words: dict[str, Any], policy: PolicyPage, department: DepartmentPage, user: Any
) -> InterpretationPage:
    """Make one draft interpretation; returns the existing one on a second run."""
    if existing := interpretation_of(words, policy):
        return existing
    page = InterpretationPage(**interpretation_fields(words, department, user), owner=user)
    page.further_policies = [
        FurtherPolicy(policy=_numbered(number)) for number in words.get("further", ())
    ]
    policy.add_child(instance=page)
    page.save_revision(user=user)
    confirm_links(page, user)
    return page


def interpretation_of(words: dict[str, Any], policy: PolicyPage) -> InterpretationPage | None:
    """Return the interpretation of a document that bears this title."""
    return InterpretationPage.objects.child_of(policy).filter(title=words["title"]).first()


def interpretation_fields(
    words: dict[str, Any], department: DepartmentPage, user: Any
) -> dict[str, Any]:
    """Return the fields of an interpretation, its pictures and files made anew."""
    points = "".join(f"<li>{escape(point)}</li>" for point in words["key_points"])
    return {
        "title": words["title"],
        "form": InterpretationForm.objects.get(name=words["form"]),
        "summary": words["summary"],
        "interpreter": words["interpreter"],
        "background": paragraphs(words["background"]),
        "goals": paragraphs(words["goals"]),
        "key_points": f"<ul>{points}</ul>",
        "contact": words["contact"],
        "source_name": words.get("source_name", ""),
        "source_url": words.get("source_url", ""),
        "formerly_published_at": _moment(words.get("formerly_published_at")),
        "body": [_block(block, department, user) for block in words["body"]],
    }


def paragraphs(lines: list[str]) -> str:
    """Return rich text: one paragraph a line, `## ` before a small heading."""
    return "".join(
        f"<h3>{escape(line[3:])}</h3>" if line.startswith("## ") else f"<p>{escape(line)}</p>"
        for line in lines
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return timezone.make_aware(datetime.fromisoformat(value)) if value else None


def _block(block: dict[str, Any], department: DepartmentPage, user: Any) -> tuple[str, Any]:
    makers = {
        "text": lambda: ("text", paragraphs(block["paragraphs"])),
        "figures": lambda: ("figures", block["items"]),
        "quotation": lambda: (
            "quotation",
            {"text": block["text"], "source": block["source"]},
        ),
        "table": lambda: (
            "table",
            {"caption": block["caption"], "cells": pasted(block["rows"])},
        ),
        "chart": lambda: ("chart", chart_value(block)),
        "qa": lambda: (
            "question",
            {"question": block["question"], "answer": paragraphs([block["answer"]])},
        ),
        "picture": lambda: ("picture", picture_value(block, department, user)),
        "infographic": lambda: ("infographic", _infographic(block, department, user)),
        "gallery": lambda: (
            "gallery",
            {
                "title": block["title"],
                "items": [picture_value(item, department, user) for item in block["items"]],
            },
        ),
        "film": lambda: ("film", recording_value(block, department, user)),
        "sound": lambda: ("sound", recording_value(block, department, user)),
        "attachment": lambda: (
            "attachment",
            {"title": block["title"], "document": _document(block, department, user)},
        ),
    }
    return makers[block["type"]]()


def _collection(department: DepartmentPage) -> Collection:
    return Collection.objects.get(name=department.title)


def _infographic(block: dict[str, Any], department: DepartmentPage, user: Any) -> dict[str, Any]:
    """The value of a tall picture's block; it is cut when its draft is saved."""
    description = paragraphs(block["long_description"])
    return {**picture_value(block, department, user), "long_description": description}


def _document(row: dict[str, Any], department: DepartmentPage, user: Any) -> SiteDocument:
    content = sheet(row["rows"])
    return SiteDocument.objects.create(
        title=row["title"],
        file=ContentFile(content, name=f"{row['title']}.xlsx"),
        file_size=len(content),
        collection=_collection(department),
        uploaded_by_user=user,
    )
