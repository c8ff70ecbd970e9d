"""A site in which every text is an attack: each field, each block, each name of a file.

A mark `<x…` that reaches a page as it was written is a hole; `{{191*7919}}` that comes out as
1512529 was run.
"""

from itertools import count
from typing import Any

from django.db.models import CharField, Field, Model, SlugField, TextField, URLField
from django.utils.html import escape
from wagtail import blocks
from wagtail.fields import RichTextField
from wagtail.models import Site
from wagtail.rich_text import RichText

from home.models import HomePage, SiteIdentity
from interpretations.blocks import InterpretationBody, PolicyBody
from interpretations.models import (
    DepartmentPage,
    ExemptionReason,
    Genre,
    InterpretationColumnPage,
    InterpretationForm,
    PlanLine,
    PolicyAttachment,
    PolicyLibraryPage,
    PolicyPage,
    PolicyRelation,
    Topic,
)
from interpretations.models.clause_links import Link, stored
from interpretations.models.review import ChainStep
from media.models import Recording, SiteDocument, SiteImage
from search.models import WordGroup
from tests.factories import make_document, make_interpretation, make_policy
from tests.linking.sets import identity
from tests.support import showing

APPS = ("accounts", "home", "interpretations", "media", "search")
_numbers = count(1)
# Read as tables, cues and kinds: written by hand below.
NOT_WORDS = {"password", "username", "email", "first_name", "last_name"}  # Django's own
OTHER_FORMS = {"data", "captions", "cells", "kind", "scale", "decimals", "highlight", "unit"}


def payload(length: int | None = None) -> str:
    """An attack of at most so many characters, with a number of its own."""
    mark = f"<x{next(_numbers)}"
    whole = f"\"'></script>{mark} onx=1>{{{{191*7919}}}}"
    short = f'">{mark}>'
    text = whole if length is None or len(whole) <= length else short
    return text[:length]


def is_written_by_people(field: Field) -> bool:
    """Tell a field that people fill in from keys, choices and digests."""
    is_text = isinstance(field, CharField | TextField) and not isinstance(
        field, SlugField | URLField
    )
    return is_text and field.editable and not field.choices and field.name not in NOT_WORDS


def written_fields(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.local_concrete_fields if is_written_by_people(field)]


def attack(field: Field) -> str:
    if isinstance(field, RichTextField):
        return rich()
    return payload(field.max_length)


def fill(instance: Model) -> Model:
    """Put an attack into every such field of a row, inherited ones too."""
    for field in instance._meta.concrete_fields:
        if is_written_by_people(field) and field.model._meta.app_label in APPS:
            setattr(instance, field.attname, attack(field))
    return instance


def fields_of(model: type[Model]) -> dict[str, str]:
    """The same for a row that is yet to be made."""
    return {field.attname: attack(field) for field in written_fields(model)}


def rich() -> str:
    """What the editor stores when somebody types an attack."""
    return f"<p>{escape(payload())}</p>"


def block_value(block: blocks.Block) -> Any:
    """A value of a block with an attack in every text."""
    if isinstance(block, blocks.StructBlock):
        return {
            name: block_value(child)
            for name, child in block.child_blocks.items()
            if name not in OTHER_FORMS and _is_text(child)
        }
    if isinstance(block, blocks.ListBlock):
        return [block_value(block.child_block)]
    if isinstance(block, blocks.RichTextBlock):
        return RichText(rich())
    return payload(getattr(block.field, "max_length", None))


def _is_text(block: blocks.Block) -> bool:
    kinds = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.ListBlock)
    return isinstance(block, kinds) and not isinstance(block, blocks.URLBlock)


def blocks_with_files(world: Any) -> list[tuple[str, Any]]:
    """A block of every kind that shows a file, with attacks for words."""
    kinds = InterpretationBody().child_blocks
    return [(name, _reworded(kinds[name], value)) for name, value in showing.every_kind(world)]


def _reworded(block: blocks.Block, value: dict[str, Any]) -> dict[str, Any]:
    texts = block_value(block)
    if "items" in value:
        item = block.child_blocks["items"].child_block
        texts["items"] = [{**entry, **_reworded(item, entry)} for entry in value["items"]]
    if "data" in value:
        texts |= {"data": f"{payload(30)}\t{payload(30)}\n{payload(30)}\t1\n{payload(30)}\t2"}
        texts |= {"unit": payload(20)}
    if "captions" in value:
        words = f"<v {payload(12)}>{payload()}"
        texts["captions"] = f"1\n00:00:00,000 --> 00:00:01,000\n{words}\n"
    return {**value, **texts}


def plain_blocks(body: blocks.StreamBlock) -> list[tuple[str, Any]]:
    """A block of every kind without a file."""
    made = []
    for name, block in body.child_blocks.items():
        if name == "table":
            cells = "\n".join("\t".join(payload() for _ in range(2)) for _ in range(2))
            made.append((name, {"caption": payload(120), "cells": cells}))
        elif name in ("text", "figures", "quotation", "question"):
            value = block_value(block)
            made.append((name, _figures(value) if name == "figures" else value))
    return made


def _article() -> tuple[str, RichText]:
    """A clause with a heading of its own, which lists and links show."""
    return "text", RichText(f"<p>第一条　【{escape(payload())}】{escape(payload())}</p>")


def _figures(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**item, "unit": payload(10)} for item in value]


def rename_lists(world: Any) -> None:
    """Every list, shelf and person has an attack for a name."""
    for model in (Topic, Genre, InterpretationForm, ExemptionReason, ChainStep):
        for row in model.objects.all():
            fill(row).save()
    for person in world.people:
        fill(person).save()
    for model in (HomePage, PolicyLibraryPage, InterpretationColumnPage, DepartmentPage):
        for page in model.objects.all():
            fill(page).save_revision().publish()
    identity, _made = SiteIdentity.objects.get_or_create(site=Site.objects.get())
    fill(identity).save()
    WordGroup.objects.create(words=f"便民、{payload()}")


def make_attacking_set(world: Any) -> Any:
    """A draft set in which every text is an attack."""
    document = make_document(world, title=payload(200))
    document.original_name = f"{payload(60)}.pdf"
    document.save()
    policy = make_policy(
        world,
        title=payload(255),
        # What says why a document is not for the public is for a draft alone.
        **{**fields_of(PolicyPage), "openness_reason": ""},
        body=[*plain_blocks(PolicyBody()), _article()],
        attachments=[PolicyAttachment(document=document, **fields_of(PolicyAttachment))],
        relations=[PolicyRelation(kind="implements", **fields_of(PolicyRelation))],
        plan_lines=[
            PlanLine(form=InterpretationForm.objects.get(slug="jiedu"), **fields_of(PlanLine))
        ],
    )
    policy.keywords.add(payload(40))
    policy.save_revision(user=world.drafter)
    body = [*plain_blocks(InterpretationBody()), *blocks_with_files(world)]
    links = stored([Link("key_points", policy.pk, identity(policy, "第一条"))])
    page = make_interpretation(
        policy, world.drafter, title=payload(255), body=body, clause_links=links
    )
    fill(page)
    page.source_url = "https://example.org/a/"
    page.save_revision(user=world.drafter)
    for model in (SiteImage, SiteDocument, Recording):
        for row in model.objects.all():
            fill(row).save()
    return policy
