"""A file of whatever kind opens with its release and closes with the last page that uses it (P7).

Every kind is asked for in every manner that a browser, a player or somebody curious knows.
"""

from copy import deepcopy
from dataclasses import dataclass
from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from interpretations.models import PolicyPage
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution.execute import execute
from media import renditions, slices
from tests.database.undone import undone
from tests.factories import (
    approve,
    correct,
    interpretations_of,
    make_interpretation,
    make_policy,
    make_set_showing,
    submit_set,
    withdraw,
)
from tests.recordings.films import needs_ffmpeg
from tests.support.public_files import MANNERS, ask, given
from tests.support.showing import changed_body, every_kind

pytestmark = [pytest.mark.django_db, needs_ffmpeg]
CLOSED, OPEN = 404, 200
# What a correction of numbers and captions leaves as it was.
STAYING = {
    "picture, small", "picture, large", "slice", "slice, narrow", "slice, second", "tall picture",
    "film", "film, small", "poster", "sound", "attachment",
}  # fmt: skip
REPLACED = {"picture of a set, small", "chart, data", "chart, picture", "captions"}


@pytest.fixture(scope="module")
def built(shared_world):
    policy = make_set_showing(shared_world, *every_kind(shared_world))
    for file in (_body(policy)["picture"]["image"], _body(policy)["attachment"]["document"]):
        file.uploaded_file.save("yuanjian.bin", ContentFile(b"as it was uploaded"))
    return policy


@pytest.fixture
def policy(world, built):
    """A draft set whose interpretation shows a file of every kind, as if it came by upload."""
    return deepcopy(built)


def _body(policy: PolicyPage) -> dict:
    (page,) = interpretations_of(policy)
    draft = page.get_latest_revision_as_object()
    return {block.block_type: block.value for block in draft.body}


def files(policy):
    """What readers receive: kind -> name in storage; pictures of charts after the submission."""
    body = _body(policy)
    sizes = renditions.existing(body["picture"]["image"])
    other = renditions.existing(body["gallery"]["items"][1]["image"])
    tall = slices.shown(body["infographic"]["image"])
    (first, narrow), (second, _narrow) = tall.pairs
    recording, drawing = body["film"]["recording"], body["chart"]["drawing"]
    made = recording.files_by_role()
    rows = {
        "picture, small": sizes["small"],
        "picture, large": sizes["large"],
        "picture of a set, small": other["small"],
        "slice": first,
        "slice, narrow": narrow,
        "slice, second": second,
        "tall picture": tall.whole,
        "film": recording,
        "film, small": made["small"],
        "poster": made["poster"],
        "captions": body["film"]["track"],
        "sound": body["sound"]["recording"],
        "chart, data": drawing,
        "chart, picture": drawing.picture,
        "attachment": body["attachment"]["document"],
    }
    return {kind: row.file.name for kind, row in rows.items()}


def originals(policy):
    """What nobody is ever given: kind -> name in its storage."""
    body = _body(policy)
    image, document = body["picture"]["image"], body["attachment"]["document"]
    return {
        "picture": image.file.name,
        "picture as it was uploaded": image.uploaded_file.name,
        "attachment as it was uploaded": document.uploaded_file.name,
        "tall picture": body["infographic"]["image"].file.name,
        "film": body["film"]["recording"].original.name,
        "sound": body["sound"]["recording"].original.name,
        "a size for the desk": image.get_rendition("max-165x165").file.name,
    }


def answers(names, manner="whole"):
    """Kind -> 200 where the file is given in this manner, else the status."""
    return {kind: given(Client(), name, manner)[0] for kind, name in names.items()}


def all_are(status, names):
    return dict.fromkeys(names, status)


def in_every_manner(names):
    """Manner -> kind -> answer."""
    return {manner: answers(names, manner) for manner in MANNERS}


@dataclass(frozen=True)
class Life:
    """What is answered, manner -> kind -> status, while a set is approved, public, withdrawn."""

    names: dict
    approved: dict
    public: dict
    withdrawn: dict


@pytest.fixture(scope="module")
def lives(shared_world, built):
    """The files and the originals of one set, asked for in every manner before it goes out,
    while it is public and after it went."""
    with undone():
        policy = deepcopy(built)
        release = approve(shared_world, submit_set(shared_world, policy))
        names = [files(policy), originals(policy)]
        stages = [[in_every_manner(kinds) for kinds in names]]
        execute(release.pk)
        stages.append([in_every_manner(kinds) for kinds in names])
        withdraw(shared_world, policy)
        stages.append([in_every_manner(kinds) for kinds in names])
        assert list(violations()) == []
    return [Life(*parts) for parts in zip(names, *stages, strict=True)]


@pytest.mark.parametrize("manner", MANNERS)
def test_a_file_opens_with_its_release_and_closes_with_its_withdrawal(lives, manner):
    life, _originals = lives

    assert life.approved[manner] == all_are(CLOSED, life.names)
    assert life.public[manner] == all_are(OPEN, life.names)
    assert life.withdrawn[manner] == all_are(CLOSED, life.names)


@pytest.mark.parametrize("manner", MANNERS)
def test_no_original_is_ever_given(lives, manner):
    _files, life = lives

    assert life.approved[manner] == all_are(CLOSED, life.names)
    assert life.public[manner] == all_are(CLOSED, life.names)
    assert life.withdrawn[manner] == all_are(CLOSED, life.names)


def test_not_yet_is_answered_like_a_name_that_never_was(world, policy):
    approve(world, submit_set(world, policy))

    for (kind, name), manner in product(files(policy).items(), MANNERS):
        folder, _bar, stored = name.rpartition("/")
        early, never = ask(Client(), name, manner), ask(Client(), f"{folder}/x{stored}", manner)
        assert early.status_code == 404, (kind, manner)
        assert _whole(early) == _whole(never), (kind, manner)


def _whole(response):
    """All that a reader can compare; each request has a number of its own."""
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    return headers, response.content


def _guesses(name):
    """Names that somebody tries who knows one."""
    folder, _bar, stored = name.rpartition("/")
    stem, _dot, ending = stored.rpartition(".")
    yield from (stored, f"/{name}", f"{name}/", f"{folder}//{stored}", f"{folder}/./{stored}")
    yield from (f"{name}.bak", f"{name}~", f"{folder}/{stem}", f"{folder}/{stem}.{ending.upper()}")
    yield from (f"{folder}/{stem}_1.{ending}", f"{folder}/{stem}.original.{ending}")
    for ours, other in (("-large", "-original"), ("-small", "-original"), ("wide-0", "wide-9")):
        if ours in name:
            yield name.replace(ours, other)


def test_who_knows_one_address_guesses_no_other(world, policy):
    execute(approve(world, submit_set(world, policy)).pk)

    statuses = {
        (kind, guess): given(Client(), guess)[0]
        for kind, name in files(policy).items()
        for guess in _guesses(name)
    }

    assert statuses == all_are(CLOSED, statuses)


def test_what_a_correction_replaced_is_closed_and_the_rest_stays_open(world, policy):
    execute(approve(world, submit_set(world, policy)).pk)
    old = files(policy)
    (page,) = interpretations_of(policy)
    correct(world, page, body=changed_body(world, page.body))
    new = files(policy)

    assert {kind for kind in old if old[kind] != new[kind]} == REPLACED
    assert answers(new) == all_are(OPEN, new)
    assert answers(old) == all_are(OPEN, STAYING) | all_are(CLOSED, REPLACED)


def test_a_file_of_two_sets_stays_open_while_one_of_them_is_public(world, policy):
    other = make_policy(world)
    make_interpretation(other, world.drafter, body=list(_body(policy).items()))
    for document in (policy, other):
        execute(approve(world, submit_set(world, document)).pk)
    names = files(policy)

    withdraw(world, policy)
    assert answers(names) == all_are(OPEN, names)

    withdraw(world, other)
    assert answers(names) == all_are(CLOSED, names)
