"""Real documents go through the real admin with the real roles, from draft to the public."""

import datetime
from unittest import mock

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from interpretations.models import (
    InterpretationForm,
    InterpretationPage,
    PolicyPage,
    Release,
    Topic,
)
from tests.end_to_end.desk import Desk, interpretation_fields, policy_fields, quotation
from tests.end_to_end.shared import DATA, real_documents

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not DATA.exists(), reason="the folder with real documents is not there"),
]

DOCUMENTS = real_documents() or [None]


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_real_document_is_drafted_returned_approved_and_released_on_time(world, document):
    policy, explained = draft(world, document)
    returned = submitted(world, policy, explained)
    Desk(world.leader).decide(returned, "return", "一句话说明不够直白。")
    mend(world, explained)

    moment = timezone.localtime() + datetime.timedelta(hours=2)
    release = submitted(world, policy, explained, moment)
    Desk(world.leader).decide(release, "approve", "同意。")
    Desk(world.editor).decide(release, "approve", "按时发布。")
    assert not is_public(policy)
    with clock_at(moment):
        call_command("run_releases", once=True)

    release.refresh_from_db()
    assert release.state == "released"
    assert_public(document, policy, explained)


def draft(world, document):
    """Write document and interpretation through the create forms."""
    desk = Desk(world.drafter)
    topic = Topic.objects.get(name="综合政务")
    desk.create(
        "policypage",
        world.department,
        policy_fields(
            title=document.title,
            doc_number=document.number,
            index_number=document.index_number,
            issuers=document.issuer,
            topic=topic.pk,
            keywords="政务公开",
            date_written=document.written,
            paragraphs=[escape(line) for line in document.paragraphs],
        ),
    )
    policy = PolicyPage.objects.get(draft_title=document.title)
    desk.create("interpretationpage", policy, explanation(document))
    return policy, InterpretationPage.objects.child_of(policy).get()


def explanation(document, **fields):
    """An interpretation of our own, with the document's first words quoted."""
    first = next(line for line in document.paragraphs if len(line) > 20)
    return interpretation_fields(
        title=f"一看就懂：{document.title[-12:]}",
        form=InterpretationForm.objects.get(slug="jiedu").pk,
        interpreter="市政府办公室",
        contact="市政府办公室　0792-8000000",
        background="<p>为什么要发这份文件。</p>",
        goals="<p>办事更方便，信息更公开。</p>",
        key_points="<ul><li>谁来办。</li><li>什么时候办完。</li></ul>",
        blocks=[quotation(first[:60], "正文")],
        **{"summary": "这份文件跟您有什么关系。", **fields},
    )


def submitted(world, policy, explained, moment=None):
    """Press 送审; return the new release."""
    when = {"when": "later", "scheduled_for": moment.strftime("%Y-%m-%d %H:%M")} if moment else {}
    response = Desk(world.drafter).submit(policy, [policy, explained], **when)
    assert response.status_code == 302, response.context["problems"]
    return Release.objects.filter(policy=policy).order_by("-pk").first()


def mend(world, explained):
    document_words = explained.policy.specific
    first = str(document_words.body[0].value.source)
    fields = interpretation_fields(
        title=explained.title,
        form=explained.form_id,
        interpreter="市政府办公室",
        summary="办什么、找谁、几天办完，一次说清。",
        key_points="<ul><li>谁来办。</li></ul>",
        blocks=[quotation(first[3:40], "正文")],
    )
    Desk(world.drafter).edit(explained, fields)


def clock_at(moment):
    """Let the scheduler's clock stand one second after this time."""
    later = moment + datetime.timedelta(seconds=1)
    return mock.patch("django.utils.timezone.now", return_value=later)


def is_public(policy):
    policy.refresh_from_db()
    return Client().get(policy.url).status_code == 200


def assert_public(document, policy, explained):
    """Both halves answer, name each other, and are found by the words of the title."""
    policy.refresh_from_db()
    explained.refresh_from_db()
    reader = Client()
    text = reader.get(policy.url).content.decode()
    assert 'data-pair="interpretation"' in text
    assert escape(document.paragraphs[len(document.paragraphs) // 2])[:20] in text
    half = reader.get(explained.url).content.decode()
    assert 'data-pair="policy"' in half
    assert "办什么、找谁、几天办完，一次说清。" in half
    results = reader.get("/search/", {"q": document.title[:12]}).content.decode()
    assert f'data-page-id="{policy.pk}"' in results
