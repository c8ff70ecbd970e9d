"""No text that somebody wrote is ever run: not by readers, not at the desk, not by templates."""

import json
import re
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import Resolver404, resolve
from draftjs_exporter.constants import ENTITY_TYPES
from lxml.html import fromstring
from wagtail.rich_text import expand_db_html

from interpretations.editorial.rich_text import DeskRichTextArea
from interpretations.models import ExemptionReason, InterpretationPage, ReviewStep
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from interpretations.releases.records.outbox import deliver_waiting
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.review.sample import note_reading, sample_left
from tests.attacks.judged import RAW, holes
from tests.attacks.written import (
    APPS,
    make_attacking_set,
    payload,
    rename_lists,
    written_fields,
)
from tests.doors.discovery import walk
from tests.factories import edit, fresh, make_policy, submit_kind, submit_set, withdraw
from tests.recordings.films import needs_ffmpeg

pytestmark = [pytest.mark.django_db, needs_ffmpeg]
SHELVES = (
    "/", "/policies/", "/policies/zhujian/", "/interpretations/", "/search/?q=x1", "/sitemap/",
    "/sitemap.xml", "/policies/feed/", "/interpretations/feed/", "/nothing/", "/robots.txt",
)  # fmt: skip
API = ("pages/?fields=*&limit=50", "images/?fields=*", "documents/?fields=*")
ODD = re.compile(r"[<(^*\\]|logout|failwhale|test404")
AGAIN = 1  # pages of the desk that one view makes


@pytest.fixture(scope="module")
def built(shared_world):
    """A public set of attacks, corrected; one that left; one returned; an exempt one; a draft."""
    world = shared_world
    make_policy(world, openness="closed", openness_reason=payload(200))
    policy, gone, refused = (make_attacking_set(world) for _ in range(3))
    exempt = make_policy(world, title=payload(255))
    rename_lists(world)
    for document in (policy, gone):
        execute(_agreed(world, submit_set(world, document)).pk)
    withdraw(world, fresh(gone), note=payload())
    (page,) = InterpretationPage.objects.child_of(policy)
    edit(page, world.drafter, summary=payload(120))
    note = {"page_ids": [page.pk], "note": payload()}
    execute(_agreed(world, submit_kind(world, fresh(policy), ReleaseKind.CORRECTION, **note)).pk)
    asked = {exempt.pk: (ExemptionReason.objects.get(slug="renshi").pk, payload(200))}
    execute(_agreed(world, submit_kind(world, exempt, ReleaseKind.FIRST, exemptions=asked)).pk)
    step = ReviewStep.objects.current().get(release=submit_set(world, refused))
    decide(step.pk, _decider(world, step), "return", payload())
    return policy, gone


def _decider(world, step):
    people = (
        person for person in world.reviewers if may_decide(person).filter(pk=step.pk).exists()
    )
    return next(people)


def _agreed(world, release):
    """Agreed to by everybody, in words that are attacks."""
    while step := ReviewStep.objects.current().filter(release=release).first():
        user = _decider(world, step)
        for item in sample_left(release, user):
            note_reading(item, user)
        decide(step.pk, user, "approve", payload())
    release.refresh_from_db()
    return release


def test_nothing_that_readers_get_is_run(built):
    policy, gone = (fresh(document) for document in built)
    (page,) = InterpretationPage.objects.child_of(policy)
    addresses = [*SHELVES, policy.url, f"{policy.url}both/", page.url, gone.url]
    addresses += [f"/api/v2/{part}" for part in API]
    addresses += [f"/api/v2/pages/{number}/" for number in (policy.pk, page.pk)]

    found = {}
    for address in addresses:
        response = Client().get(address)
        assert response.status_code == {gone.url: 410, "/nothing/": 404}.get(address, 200), address
        found[address] = holes(response)

    assert {address: hole for address, hole in found.items() if hole} == {}


def test_files_of_readers_hold_words_and_no_tags(built):
    (page,) = InterpretationPage.objects.child_of(built[0])
    body = {block.block_type: block.value for block in page.body}
    captions = Client().get(body["film"]["track"].file.url)
    numbers = Client().get(body["chart"]["drawing"].file.url)

    assert not RAW.search(captions.getvalue().decode())
    assert "attachment" in numbers["Content-Disposition"]
    for answer in (captions, numbers):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox;")


def test_a_name_of_a_file_stays_in_its_header(built):
    document = built[0].attachments.get().document
    response = Client().get(document.file.url)

    disposition = response["Content-Disposition"]
    assert re.fullmatch(r'inline; filename="(?:[^"\\\n]|\\.)*"', disposition)


def test_nothing_at_the_desk_is_run(built, shared_world):
    client = Client(raise_request_exception=False)
    client.force_login(shared_world.admin)
    plain = ["/" + pattern for pattern, _name, _view in walk() if pattern.startswith("admin/")]
    waiting = [*(address for address in plain if not ODD.search(address)), *_pages_of(built)]
    seen, views, found = set(), Counter(), {}
    while waiting:
        address = waiting.pop()
        view = _view(address)
        if view is None or address in seen or views[view] >= AGAIN:
            continue
        seen.add(address)
        views[view] += 1
        response = client.get(address)
        if hole := holes(response):
            found[address] = hole
        if "html" in response["Content-Type"]:
            waiting += sorted(_links(response.text), reverse=True)

    assert len(views) > 60
    assert found == {}


def _pages_of(built):
    for document in built:
        yield f"/admin/releases/sets/{document.pk}/"
        yield f"/admin/releases/sets/{document.pk}/ledger/"
        for page in (document, *InterpretationPage.objects.child_of(document)):
            yield f"/admin/pages/{page.pk}/edit/"
            yield f"/admin/pages/{page.pk}/history/"


def _links(html):
    """Addresses of the desk that a page leads to, without their queries."""
    links = map(unescape, re.findall(r'(?:href|data-[\w-]*url[\w-]*)="(/admin/[^"#]*)"', html))
    return {urlsplit(link).path for link in links if "logout" not in link}


def _view(address):
    try:
        return resolve(address).view_name
    except Resolver404:
        return None


def test_mails_are_plain_and_their_subjects_one_line(built):
    for _event_then_mails in range(2):
        deliver_waiting(limit=500)

    assert len(mail.outbox) > 3
    for message in mail.outbox:
        assert message.content_subtype == "plain"
        assert not message.attachments
        assert "\n" not in message.subject


def test_an_exported_ledger_is_a_file_and_no_page(built, shared_world, client):
    client.force_login(shared_world.admin)

    response = client.get(f"/admin/releases/sets/{built[0].pk}/ledger/export/")

    assert response["Content-Type"].startswith("application/jsonl")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


# Fields that no attack stands in. Made by the site of what it knows, never of what is typed:
MADE = {
    "interpretations.Clause.identity", "interpretations.Clause.parent",
    "interpretations.ClauseLink.block", "interpretations.ClauseLink.clause",
    "interpretations.Contribution.digest", "interpretations.Edition.program",
    "interpretations.DroppedFile.refusal", "interpretations.ImportedText.digest",
    "interpretations.FormerAddress.url_path",
    "interpretations.LedgerEntry.hash", "interpretations.LedgerEntry.previous",
    "interpretations.LedgerHead.hash", "interpretations.OutboxMessage.kind",
    "interpretations.OutboxMessage.last_error", "interpretations.Release.failure",
    "interpretations.Release.seal", "interpretations.ReleaseItem.digest",
    "interpretations.ReleaseItem.slug", "interpretations.ReleaseItem.url_path",
    "interpretations.ReleaseReference.fingerprint", "interpretations.ReleaseReference.object_id",
    "interpretations.ReleaseReference.sha256", "interpretations.ReviewStep.seal",
    "interpretations.RowContribution.after", "interpretations.RowContribution.before",
    "interpretations.RowContribution.object_id", "interpretations.SchedulerHeartbeat.name",
    "media.CaptionTrack.key", "media.ChartDrawing.key", "media.ReleasedFile.name",
    "media.Rendition.filter_spec", "media.WorkerHeartbeat.lacks", "media.WorkerHeartbeat.name",
    "search.SearchEntry.number_key",
    # Markup of ours round words that are escaped in it: `test_nothing_that_readers_get_is_run`.
    "media.ChartDrawing.narrow_svg", "media.ChartDrawing.wide_svg",
}  # fmt: skip
# Written by people, and shown in the same places as another field that holds one:
ELSEWHERE = {
    # Numbers as printed: what a number may be is the splitter's, and no tag.
    **{
        f"interpretations.Clause.{name}": "a printed number"
        for name in (
            "fragment",
            "label",
            "level",
            "number",
            "path",
        )
    },
    "interpretations.DroppedFile.name": "shown to its owner: `tests/editorial/test_drop.py`",
    "interpretations.Release.emergency_reason": "as public_note",
    "interpretations.ReviewChain.name": "as ChainStep.label",
    "interpretations.ReviewStep.group_names": "as label; names of groups",
    "interpretations.ReviewStep.on_behalf_of_name": "as decided_by_name",
    "interpretations.RowContribution.user_name": "as Contribution.user_name",
    "media.Upload.name": "becomes Recording.original_name",
}


def test_every_field_that_people_write_holds_an_attack(built):
    """A field that somebody adds is filled, or told here why it need not be."""
    models = [model for model in apps.get_models() if model._meta.app_label in APPS]
    unfilled = {
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in written_fields(model)
        if not model._base_manager.filter(**{f"{field.name}__contains": "<x"})
        .union(model._base_manager.filter(**{f"{field.name}__contains": "&lt;x"}))
        .exists()
    }

    assert unfilled == MADE | set(ELSEWHERE)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,<x1>",
     "vbscript:x", "JAVASCRIPT:alert(1)", "//evil.example\" onx=\"1"],
)  # fmt: skip
def test_a_link_in_a_text_leads_to_an_address_and_runs_nothing(address):
    link = {"type": ENTITY_TYPES.LINK, "mutability": "MUTABLE", "data": {"url": address}}
    content = {
        "entityMap": {"0": link},
        "blocks": [
            {"key": "a", "text": payload(), "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [{"offset": 0, "length": 5, "key": 0}]}
        ],
    }  # fmt: skip
    widget = DeskRichTextArea(features=["link", "bold"])

    stored = widget.value_from_datadict({"t": json.dumps(content)}, {}, "t")
    shown = expand_db_html(stored)

    assert not RAW.search(shown)
    assert not re.search(r'href="\s*(?:java\s*script|data|vbscript):', shown, re.IGNORECASE)
    assert all(set(link.attrib) <= {"href", "data-block-key"} for link in fromstring(shown).iter())


def test_a_number_of_a_document_in_the_address_is_shown_as_text(world):
    query = "\"'><x1 onx=1>{{191*7919}}"

    for address in ("/search/", "/policies/", "/interpretations/", "/nothing/"):
        response = Client().get(address, {"q": query, "topic": query, "page": query, "view": query})
        assert holes(response) == []
