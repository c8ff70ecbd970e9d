"""Two versions of a document side by side: every label says its field in the person's words."""

import datetime
import re

import pytest
from django.urls import reverse

from interpretations.blocks import InterpretationBody, PolicyBody
from interpretations.models import (
    FurtherPolicy,
    InterpretationForm,
    PlanLine,
    PolicyAttachment,
    PolicyRelation,
)
from tests.editorial.desk import as_user
from tests.factories import edit, make_document, make_interpretation, make_policy

pytestmark = pytest.mark.django_db
LABEL = re.compile(r'<div class="title-wrapper">(.*?):?</div>|<dt>(.*?)</dt>', re.S)
WHEN = datetime.date(2026, 12, 1)


def labels(client, page):
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    found = LABEL.findall(client.get(address).text)
    return {(first or second).strip() for first, second in found}


def is_english(label):
    return re.search("[A-Za-z]{2,}", label)


def blocks_of(block, place=""):
    """Every block that stands in another, by its place."""
    for name, child in getattr(block, "child_blocks", {}).items():
        yield f"{place}.{name}", child
        yield from blocks_of(child, f"{place}.{name}")
    if child := getattr(block, "child_block", None):
        yield from blocks_of(child, place)


@pytest.mark.parametrize("body", [InterpretationBody(), PolicyBody()])
def test_every_part_of_a_body(body):
    assert [place for place, block in blocks_of(body) if is_english(str(block.label))] == []


def test_a_document(world):
    page = make_policy(world)
    document = make_document(world)
    edit(
        page,
        world.drafter,
        title="改过的标题", doc_number="九府发〔2026〕2号", index_number="a1", recipients="各县",
        responsible_editor="王", information_source="甲", date_expires=WHEN, source_url="https://a.cn",
        openness_reason="乙", plan_outline="丙", plan_responsible="丁", plan_reason="戊",
        body=[("table", {"caption": "表", "cells": "甲\t乙\n1\t2"})],
        attachments=[PolicyAttachment(title="表", document=document)],
        relations=[PolicyRelation(kind="amends", title="旧", effective_on=WHEN)],
        plan_lines=[PlanLine(form=InterpretationForm.objects.first(), speaker="王")],
    )  # fmt: skip

    found = labels(as_user(world.drafter), page)
    assert len(found) > 5
    assert [label for label in found if is_english(label)] == []


def test_an_interpretation(world):
    policy = make_policy(world)
    page = make_interpretation(policy, world.drafter)
    edit(
        page,
        world.drafter,
        title="改过的标题", interpreter="王", summary="甲", background="<p>乙</p>",
        goals="<p>丙</p>",
        key_points="<p>丁</p>", contact="戊", source_name="己", source_url="https://a.cn",
        body=[("quotation", {"text": "引", "source": "第一条"}), ("text", "<p>新</p>")],
        further_policies=[FurtherPolicy(policy=make_policy(world))],
    )  # fmt: skip

    found = labels(as_user(world.drafter), page)
    assert len(found) > 5
    assert [label for label in found if is_english(label)] == []
