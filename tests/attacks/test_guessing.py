"""Of what is not theirs people learn as much as of what never was: whatever number they guess.

Every address of the desk with a number in it, and every one of a thing that belongs to somebody.
By day a part of the ways to ask, other ones for each; in a night's proof (`guessing`) all of them.
"""

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection, UploadedFile

from interpretations.models import Deputation, Drop
from media.models import Upload
from media.recordings.uploads import part_of
from tests.database.undone import undone
from tests.doors.sweep import filled
from tests.factories import make_document

pytestmark = pytest.mark.django_db
NEVER, NO_ONE = 999_999, uuid.UUID(int=7)
ROLES = ("anonymous", "drafter2", "editor", "leader", "drafter")
STRANGERS = ("anonymous", "drafter2", "editor")
DAILY = (("drafter2", "get"), ("drafter2", "post"), ("editor", "get"))
NIGHT = 10
# Reviewers know every release; some of its addresses only take a POST.
OWN = dict.fromkeys(("editor", "leader", "drafter"), (405, 409, 422))
RARE = ("head", "patch", "delete", "put")
METHODS = ("get", "post", *RARE)
# What changes with every answer, and tells nothing.
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"CSRF_TOKEN": "\w+"')
NUMBER = re.compile(r"(?<=/)\d+(?=/)")


def by_turns(things, turn, few, scale):
    """So many of the things, beginning elsewhere each turn; all of them at night."""
    if scale >= NIGHT:
        return [*things]
    return [things[(turn + number) % len(things)] for number in range(few)]


def told(response, address):
    """All that somebody learns from an answer; its own address, which they sent, is nothing."""
    body = CHANGING.sub("", response.getvalue().decode(errors="replace")).replace(address, "")
    where = response.get("Location", "").replace(address, "")
    return response.status_code, where, body


def asked(client, method, address):
    with undone():
        return told(getattr(client, method)(address), address)


@pytest.fixture
def belongings(town, recording):
    """Name of an address -> what it is given, of the first drafter; and what never was."""
    drafter = town.world.drafter
    upload = Upload.objects.create(
        user=drafter, name="a.mp4", size=9,
        collection=Collection.objects.get(name=town.world.department.title),
    )  # fmt: skip
    part_of(upload).parent.mkdir(parents=True, exist_ok=True)
    part_of(upload).write_bytes(b"abc")
    drop = Drop.objects.create(user=drafter)
    deputation = Deputation.objects.create(
        principal=town.world.leader, deputy=drafter, ends="2026-12-31"
    )
    waiting = UploadedFile.objects.create(uploaded_by_user=drafter, file=ContentFile(b"x", "a.png"))
    document = make_document(town.world)
    draft = town.policies["draft"]
    yield {
        **dict.fromkeys(
            ("media_desk:recording", "media_desk:recording_state", "media_desk:retry_recording",
             "media_desk:delete_recording", "media_desk:film", "recording_chooser:chosen"),
            ([recording.pk], [NEVER]),
        ),
        "media_desk:upload": ([upload.pk], [NO_ONE]),
        "releases:drop": ([drop.pk], [NO_ONE]),
        "releases:forget_drop": ([drop.pk], [NO_ONE]),
        "releases:replacement": ([draft, drop.pk], [draft, NO_ONE]),
        "releases:end_deputation": ([deputation.pk], [NEVER]),
        "wagtailimages:create_multiple_from_uploaded_image": ([waiting.pk], [NEVER]),
        "wagtailimages:delete_upload_multiple": ([waiting.pk], [NEVER]),
        "wagtaildocs:create_multiple_from_uploaded_document": ([waiting.pk], [NEVER]),
        "wagtaildocs:delete_upload_multiple": ([waiting.pk], [NEVER]),
        "wagtaildocs_chooser:chosen": ([document.pk], [NEVER]),
    }  # fmt: skip
    part_of(upload).unlink(missing_ok=True)


def test_what_belongs_to_others_is_answered_like_what_never_was(clients, belongings, scale):
    different = {}
    for turn, (name, (theirs, never)) in enumerate(belongings.items()):
        for role in STRANGERS:
            for method in ("get", "post", *by_turns(RARE, turn, 1, scale)):
                answers = [
                    asked(clients[role], method, reverse(name, args=numbers))
                    for numbers in (theirs, never)
                ]
                if answers[0] != answers[1]:
                    different[name, role, method] = [answer[:2] for answer in answers]

    assert different == {}, "\n".join(map(str, different.items()))


def test_their_owner_is_answered_otherwise(clients, belongings):
    """Or the test above would compare nothing with nothing."""
    same = set()
    for name, (own, never) in belongings.items():
        statuses = {
            (asked(clients["drafter"], method, reverse(name, args=numbers)), numbers is own)
            for method in METHODS
            for numbers in (own, never)
        }
        if len({answer for answer, is_own in statuses if is_own}) == len(statuses):
            same.add(name)

    assert same == set()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_a_number_that_somebody_may_not_ask_for_is_answered_like_none(
    town, clients, role, method, scale
):
    """Each number of each address, replaced by one that nobody has."""
    if scale < NIGHT and (role, method) not in DAILY:
        pytest.skip("only in a night's proof")
    told_apart = {}
    for turn, (name, address) in enumerate(filled(town, "draft").items()):
        if scale < NIGHT and (role, method) not in by_turns(DAILY, turn, 2, scale):
            continue
        for found in NUMBER.finditer(address):
            never = address[: found.start()] + str(NEVER) + address[found.end() :]
            answer = asked(clients[role], method, address)
            if answer[0] < 300 or answer[0] in OWN.get(role, (409, 422)):
                continue  # theirs to ask for
            if answer != (none := asked(clients[role], method, never)):
                told_apart[name, found.start()] = answer[:2], none[:2]

    assert told_apart == {}, "\n".join(map(str, told_apart.items()))


@pytest.mark.parametrize("model", [Drop, Upload])
def test_what_is_known_by_a_number_alone_has_one_that_nobody_guesses(model):
    """122 bits by the system's own chance."""
    assert model._meta.pk.default is uuid.uuid4
