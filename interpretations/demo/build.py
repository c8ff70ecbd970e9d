"""Turning the demonstration's words into draft pages with pictures and attachments."""

import io
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.html import escape
from PIL import Image
from wagtail.models import Collection

from interpretations.demo.content.drawings import draw, sheet
from interpretations.models import (
    DepartmentPage,
    Genre,
    InterpretationForm,
    InterpretationPage,
    PlanLine,
    PolicyAttachment,
    PolicyPage,
    PolicyRelation,
    Topic,
)
from media import renditions
from media.models import SiteDocument, SiteImage

RELATION_KINDS = {label: kind for kind, label in PolicyRelation.Kind.choices}


def build_policy(words: dict[str, Any], department: DepartmentPage, user: Any) -> PolicyPage:
    """Make the draft document of one set; returns the existing one on a second run."""
    known = words["doc_number"]
    existing = PolicyPage.objects.child_of(department).filter(doc_number=known).first()
    if existing:
        return existing
    page = PolicyPage(
        title=words["title"],
        doc_number=known,
        index_number=words["index_number"],
        issuers="\n".join(words["issuers"]),
        topic=Topic.objects.filter(name=words["topic"]).order_by("parent_id").first(),
        genre=Genre.objects.get(name=words["genre"]),
        recipients=words["recipients"],
        responsible_editor=words["responsible_editor"],
        information_source=words["information_source"],
        body=[("text", paragraphs(words["body"]))],
        plan_outline=f"背景依据、主要内容和群众最可能问的问题；{words['title']}",
        plan_responsible=words["responsible_editor"],
        owner=user,
        **{name: _day(words[name]) for name in ("date_written", "date_effective", "date_expires")},
    )
    page.attachments = [
        PolicyAttachment(title=row["title"], document=_document(row, department, user))
        for row in words.get("attachments", ())
    ]
    page.relations = [
        PolicyRelation(
            kind=RELATION_KINDS.get(row["kind"], PolicyRelation.Kind.IMPLEMENTS),
            title=row["title"].strip("《》"),
            doc_number=row.get("doc_number") or "",
        )
        for row in words.get("relations", ())
    ]
    page.plan_lines = [
        PlanLine(form=InterpretationForm.objects.get(name=form), **plan)
        for form, plan in _planned(words)
    ]
    department.add_child(instance=page)
    page.keywords.add(*words["keywords"])
    page.save_revision(user=user)
    return page


def _planned(words: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """The plan of a set: each form that it has, by the department that drafts it."""
    plan = {
        "channels": "市政府网站、市政务公众号",
        "speaker": words["responsible_editor"],
        "responsible": words["information_source"],
    }
    return [(form, plan) for form in dict.fromkeys(words["forms"])]


def build_interpretation(
    words: dict[str, Any], policy: PolicyPage, department: DepartmentPage, user: Any
) -> InterpretationPage:
    """Make one draft interpretation; returns the existing one on a second run."""
    existing = InterpretationPage.objects.child_of(policy).filter(title=words["title"]).first()
    if existing:
        return existing
    points = "".join(f"<li>{escape(point)}</li>" for point in words["key_points"])
    page = InterpretationPage(
        title=words["title"],
        form=InterpretationForm.objects.get(name=words["form"]),
        summary=words["summary"],
        interpreter=words["interpreter"],
        background=paragraphs(words["background"]),
        goals=paragraphs(words["goals"]),
        key_points=f"<ul>{points}</ul>",
        contact=words["contact"],
        body=[_block(block, department, user) for block in words["body"]],
        owner=user,
    )
    policy.add_child(instance=page)
    page.save_revision(user=user)
    return page


def paragraphs(lines: list[str]) -> str:
    """Return rich text: one paragraph a line, `## ` before a small heading."""
    return "".join(
        f"<h3>{escape(line[3:])}</h3>" if line.startswith("## ") else f"<p>{escape(line)}</p>"
        for line in lines
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _block(block: dict[str, Any], department: DepartmentPage, user: Any) -> tuple[str, Any]:
    makers = {
        "text": lambda b: ("text", paragraphs(b["paragraphs"])),
        "figures": lambda b: ("figures", b["items"]),
        "quotation": lambda b: ("quotation", {"text": b["text"], "source": b["source"]}),
        "table": lambda b: (
            "table",
            {"caption": b["caption"], "cells": "\n".join("\t".join(row) for row in b["rows"])},
        ),
        "qa": lambda b: (
            "question",
            {"question": b["question"], "answer": paragraphs([b["answer"]])},
        ),
        "picture": lambda b: ("picture", _picture(b, department, user)),
        "attachment": lambda b: (
            "attachment",
            {"title": b["title"], "document": _document(b, department, user)},
        ),
    }
    return makers[block["type"]](block)


def _collection(department: DepartmentPage) -> Collection:
    return Collection.objects.get(name=department.title)


def _picture(block: dict[str, Any], department: DepartmentPage, user: Any) -> dict[str, Any]:
    data = draw(block["drawing"])
    width, height = Image.open(io.BytesIO(data)).size
    image = SiteImage.objects.create(
        title=block["drawing"]["title"],
        description=block["alt"][:255],
        file=ImageFile(io.BytesIO(data), name="tujie.png"),
        width=width,
        height=height,
        collection=_collection(department),
        uploaded_by_user=user,
    )
    renditions.make(image)
    return {"image": image, "alt": block["alt"], "caption": block["caption"], "credit": ""}


def _document(row: dict[str, Any], department: DepartmentPage, user: Any) -> SiteDocument:
    return SiteDocument.objects.create(
        title=row["title"],
        file=ContentFile(sheet(row["rows"]), name=f"{row['title']}.xlsx"),
        collection=_collection(department),
        uploaded_by_user=user,
    )
