"""P7: whoever drafts jointly sees the files of that draft, and of no other."""

import pytest
from django.test import Client
from wagtail.models import Collection
from wagtail.rich_text import RichText

from interpretations.models import PolicyAttachment
from interpretations.releases.submission.join import join
from media import renditions
from media.models import Recording
from media.serving import may_read
from tests.factories import (
    edit,
    fresh,
    interpretations_of,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
)

pytestmark = pytest.mark.django_db
WORDS = {"alt": "图", "caption": "", "credit": ""}


def _film(world, number=None):
    folder = Collection.objects.get(name=world.department.title)
    film = Recording.objects.create(pk=number, kind="film", title="影片", collection=folder)
    film.file.name = f"recordings/{film.pk}.mp4"
    film.save()
    return film


def _in_body(world, policy, *blocks):
    make_interpretation(policy, world.drafter, body=list(blocks))


def _picture(world, policy):
    image = make_image(world)
    _in_body(world, policy, ("picture", {"image": image, **WORDS}))
    return image.file.name


def _smaller_picture(world, policy):
    image = make_image(world)
    renditions.make(image)
    _in_body(world, policy, ("picture", {"image": image, **WORDS}))
    return renditions.existing(image)["small"].file.name


def _picture_of_the_document(world, policy):
    image = make_image(world)
    edit(policy, world.drafter, body=[("picture", {"image": image, **WORDS})])
    return image.file.name


def _attachment(world, policy):
    document = make_document(world)
    edit(policy, world.drafter, attachments=[PolicyAttachment(title="表", document=document)])
    return document.file.name


def _attachment_in_a_text(world, policy):
    document = make_document(world)
    link = f'<p><a linktype="document" id="{document.pk}">表</a></p>'
    _in_body(world, policy, ("text", RichText(link)))
    return document.file.name


def _attachment_in_a_field(world, policy):
    document = make_document(world)
    link = f'<p><a linktype="document" id="{document.pk}">表</a></p>'
    make_interpretation(policy, world.drafter, key_points=link)
    return document.file.name


def _recording(world, policy):
    film = _film(world)
    _in_body(world, policy, ("film", {"recording": film, "captions": "", "transcript": "好。"}))
    return film.file.name


NAMED = {
    "picture": _picture,
    "smaller picture": _smaller_picture,
    "picture of the document": _picture_of_the_document,
    "attachment": _attachment,
    "attachment in a text": _attachment_in_a_text,
    "attachment in a field": _attachment_in_a_field,
    "film": _recording,
}


@pytest.fixture
def joint(world):
    policy = make_policy(world)
    join(policy.pk, world.drafter, [world.other_department.pk])
    return policy


@pytest.mark.parametrize("kind", NAMED)
def test_a_file_of_a_joint_draft_is_there_for_the_other_department(world, joint, kind):
    name = NAMED[kind](world, joint)

    assert may_read(name, world.drafter2)


@pytest.mark.parametrize("kind", NAMED)
def test_a_file_of_another_draft_of_that_department_is_not(world, joint, kind):
    name = NAMED[kind](world, make_policy(world))

    assert not may_read(name, world.drafter2)


@pytest.mark.parametrize("kind", NAMED)
def test_a_file_is_not_there_any_more_when_joint_drafting_ends(world, joint, kind):
    name = NAMED[kind](world, joint)
    join(joint.pk, world.drafter, [])

    assert not may_read(name, world.drafter2)


def test_a_browser_of_the_other_department_shows_the_picture(world, joint):
    browser = Client()
    browser.force_login(world.drafter2)
    shown, hidden = _picture(world, joint), _picture(world, make_policy(world))

    answers = [browser.get(f"/media/{name}").status_code for name in (shown, hidden)]

    assert answers == [200, 404]


def test_a_picture_that_was_taken_out_of_the_draft_is_not_there_any_more(world, joint):
    name = _picture(world, joint)
    (page,) = interpretations_of(joint)
    edit(page, world.drafter, body=[("text", RichText("<p>没有图了。</p>"))])

    assert not may_read(name, world.drafter2)


def test_a_film_with_the_number_of_a_picture_of_the_joint_draft_is_not_there(world, joint):
    picture = make_image(world)
    _in_body(world, joint, ("picture", {"image": picture, **WORDS}))

    assert not may_read(_film(world, picture.pk).file.name, world.drafter2)


def test_naming_a_file_in_a_joint_draft_oneself_shows_nothing(world, joint):
    """A door that forgot to ask (P7) still lets nobody see by own naming."""
    page = make_interpretation(joint, world.drafter2)
    image = make_image(world)
    draft = fresh(page).get_latest_revision_as_object()
    draft.body = [("picture", {"image": image, **WORDS})]
    revision = page.latest_revision
    revision.content = draft.serializable_data()
    revision.save()

    assert not may_read(image.file.name, world.drafter2)
