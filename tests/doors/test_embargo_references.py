"""P7 in what is named: what a writer may not see, a writer may not name, whichever way."""

import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection, Page
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from interpretations.models import FurtherPolicy
from interpretations.models.refusals import Incomplete, UnseenReference
from interpretations.releases.submission.join import join
from media.models import FrozenFile, Recording, SiteImage, SlicedPicture
from media.serving import may_read
from tests.doors.forms import TYPED, page_form, policy_form
from tests.factories import edit, fresh, make_interpretation, make_policy, submit_set

pytestmark = pytest.mark.django_db
AUTOSAVE = {"accept": "application/json"}
NOWHERE = 999_999
SENTENCE = str(UnseenReference.sentence)
WORDS = {"caption": "", "credit": ""}
SPOKEN = {"title": "", "transcript": "说了什么。"}


@pytest.fixture(scope="module")
def recording(built):
    """An unreleased film of the first department."""
    return Recording.objects.create(
        kind="film", title="机密影片", state="ready", duration=65,
        original=ContentFile(b"original", "a.mp4"), file=ContentFile(b"large", "large.mp4"),
        collection=Collection.objects.get(name=built.world.department.title),
        uploaded_by_user=built.world.drafter,
    )  # fmt: skip


@pytest.fixture(scope="module")
def sound(built, recording):
    return Recording.objects.create(
        kind="sound", title="机密录音", state="ready", duration=65,
        original=ContentFile(b"original", "a.mp3"), file=ContentFile(b"sound", "a.mp3"),
        collection=recording.collection, uploaded_by_user=built.world.drafter,
    )  # fmt: skip


@pytest.fixture
def document(town):
    """A draft of the other department, whose drafter is the stranger here."""
    return make_policy(town.world, user=town.world.drafter2, department=town.world.other_department)


@pytest.fixture
def explanation(town, document):
    return make_interpretation(document, town.world.drafter2)


@pytest.fixture
def hidden(town, recording, sound):
    """Numbers of what is unreleased in the first department, by kind."""
    return {
        "image": town.images["draft"].pk,
        "document": town.documents["draft"].pk,
        "page": town.policies["draft"],
        "film": recording.pk,
        "sound": sound.pk,
    }


def _link(kind, pk):
    return rich_text(f'<p><a linktype="{kind}" id="{pk}">见此</a></p>')


def _blocks(*blocks):
    return {"body": streamfield(list(blocks))}


def _gallery(pk):
    items = [{"value": {"image": pk, "alt": "图", **WORDS}} for _ in range(2)]
    return ("gallery", {"title": "图片", "items": _list(items)})


def _list(items):
    """What a browser posts for a list block."""
    data = {"count": str(len(items))}
    for index, item in enumerate(items):
        data |= {f"{index}-deleted": "", f"{index}-order": str(index), f"{index}-type": "item"}
        data |= {f"{index}-value-{name}": value for name, value in item["value"].items()}
    return data


# What an interpretation can name -> what a browser posts of it.
IN_INTERPRETATION = {
    "picture": lambda h: _blocks(("picture", {"image": h["image"], "alt": "图", **WORDS})),
    "gallery": lambda h: _blocks(_gallery(h["image"])),
    "infographic": lambda h: _blocks(
        ("infographic", {"image": h["image"], "alt": "图", "long_description": rich_text(""),
                         **WORDS})
    ),
    "attachment": lambda h: _blocks(("attachment", {"title": "表", "document": h["document"]})),
    "film": lambda h: _blocks(
        ("film", {"recording": h["film"], "captions": "", "poster": "", **SPOKEN})
    ),
    "poster": lambda h: _blocks(
        ("film", {"recording": "", "captions": "", "poster": h["image"], **SPOKEN})
    ),
    "sound": lambda h: _blocks(("sound", {"recording": h["sound"], **SPOKEN})),
    "link in a block": lambda h: _blocks(("text", _link("page", h["page"]))),
    "document in a block": lambda h: _blocks(("text", _link("document", h["document"]))),
    "link in a field": lambda h: {"key_points": _link("page", h["page"])},
    "further document": lambda h: {
        "further_policies": inline_formset([{"policy": h["page"]}])
    },
}  # fmt: skip
BLOCKS = [*IN_INTERPRETATION][:7]
IN_POLICY = {
    "link": lambda h: _blocks(("text", _link("page", h["page"]))),
    "attachment": lambda h: {
        "attachments": inline_formset([{"title": "表", "document": h["document"]}])
    },
    "relation": lambda h: {
        "relations": inline_formset(
            [{"kind": "amends", "target": h["page"], "title": "", "doc_number": "",
              "effective_on": ""}]
        )
    },
}  # fmt: skip


def _save(client, page, headers=None, **fields):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, page_form(page, **fields), headers=headers)


def _tells(response):
    """Whether the sentence stands there, as text or in what a block's script reads."""
    return SENTENCE in response.text or json.dumps(SENTENCE)[1:-1] in response.text


def _draft_title(page):
    return fresh(page).get_latest_revision_as_object().title


@pytest.mark.parametrize("kind", IN_INTERPRETATION)
def test_the_editor_refuses_what_its_writer_may_not_see(clients, explanation, hidden, kind):
    response = _save(clients["drafter2"], explanation, **IN_INTERPRETATION[kind](hidden))

    assert response.status_code == 200
    assert _tells(response)
    assert _draft_title(explanation) != TYPED


@pytest.mark.parametrize("kind", IN_INTERPRETATION)
def test_autosave_refuses_it_too(clients, explanation, hidden, kind):
    fields = IN_INTERPRETATION[kind](hidden)

    response = _save(clients["drafter2"], explanation, AUTOSAVE, **fields)

    assert response.json()["success"] is False
    assert _draft_title(explanation) != TYPED


@pytest.mark.parametrize("kind", IN_INTERPRETATION)
def test_its_own_department_names_it(clients, town, hidden, kind):
    page = make_interpretation(town.page("draft"), town.world.drafter)

    _save(clients["drafter"], page, **IN_INTERPRETATION[kind](hidden))

    assert _draft_title(page) == TYPED


@pytest.mark.parametrize("kind", IN_POLICY)
def test_a_document_names_nothing_unseen(clients, document, hidden, kind):
    response = _save(clients["drafter2"], document, **IN_POLICY[kind](hidden))

    assert _tells(response)
    assert _draft_title(document) != TYPED


@pytest.mark.parametrize("kind", IN_POLICY)
def test_a_document_names_what_is_its_departments(clients, town, hidden, kind):
    page = make_policy(town.world)

    _save(clients["drafter"], page, **IN_POLICY[kind](hidden))

    assert _draft_title(page) == TYPED


def test_a_new_page_names_nothing_unseen(clients, town, hidden):
    parent = town.world.other_department.pk
    address = reverse("wagtailadmin_pages:add", args=["interpretations", "policypage", parent])

    response = clients["drafter2"].post(address, policy_form(**IN_POLICY["attachment"](hidden)))

    assert _tells(response)
    assert not Page.objects.filter(title=TYPED).exists()


def test_the_editor_tells_no_title_of_what_it_refuses(clients, explanation, hidden, recording):
    fields = IN_INTERPRETATION["film"](hidden)
    _save(clients["drafter2"], explanation, **fields)

    address = reverse("wagtailadmin_pages:edit", args=[explanation.pk])

    assert recording.title not in clients["drafter2"].get(address).text


def test_a_refused_infographic_orders_no_slices(clients, town, explanation, hidden):
    _save(clients["drafter2"], explanation, **IN_INTERPRETATION["infographic"](hidden))

    assert not SlicedPicture.objects.filter(image=town.images["draft"]).exists()


def _answered_alike(client, page, fields):
    return _tells(_save(client, page, **fields)) and _draft_title(page) != TYPED


@pytest.mark.parametrize("kind", IN_INTERPRETATION)
def test_what_never_was_is_answered_alike(clients, explanation, hidden, kind):
    fields = IN_INTERPRETATION[kind](dict.fromkeys(hidden, NOWHERE))

    assert _answered_alike(clients["drafter2"], explanation, fields)


@pytest.mark.parametrize("never", [10**30, "甲", "³"])
@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_is_given_what_is_no_number(clients, explanation, hidden, kind, never):
    fields = IN_INTERPRETATION[kind](dict.fromkeys(hidden, never))

    assert _answered_alike(clients["drafter2"], explanation, fields)


# --- what is no form


def _picture(image):
    return [("picture", {"image": image, "alt": "图", **WORDS})]


def _naming_by_code(page, **fields):
    """A revision that names something, written by code for nobody."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision()


@pytest.mark.parametrize(
    "fields",
    [
        lambda town: {"body": _picture(town.images["draft"])},
        lambda town: {"further_policies": [FurtherPolicy(policy=town.page("draft"))]},
        lambda town: {"goals": f'<a linktype="page" id="{town.policies["draft"]}">见</a>'},
        lambda town: {"goals": f'<a linktype="page" id="{NOWHERE}">见</a>'},
    ],
)
def test_a_draft_saved_by_a_person_names_nothing_unseen(town, explanation, fields):
    draft = fresh(explanation)
    for name, value in fields(town).items():
        setattr(draft, name, value)

    with pytest.raises(UnseenReference):
        draft.save_revision(user=town.world.drafter2)


def test_going_back_brings_nothing_unseen_back(clients, town, explanation):
    naming = _naming_by_code(explanation, body=_picture(town.images["draft"]))
    _naming_by_code(explanation, body=[])

    with pytest.raises(UnseenReference):
        naming.as_object().save_revision(user=town.world.drafter2)


def test_the_api_brings_nothing_unseen_back(clients, town, explanation):
    naming = _naming_by_code(explanation, body=_picture(town.images["draft"]))
    _naming_by_code(explanation, body=[])
    before = fresh(explanation).latest_revision_id
    action = f"/admin/api/main/pages/{explanation.pk}/action/revert_to_page_revision/"

    response = clients["drafter2"].post(
        action, {"revision_id": naming.pk}, content_type="application/json"
    )

    assert 400 <= response.status_code < 500
    assert fresh(explanation).latest_revision_id == before


def test_a_copy_names_nothing_unseen(town, explanation, document):
    _naming_by_code(explanation, body=_picture(town.images["draft"]))

    with pytest.raises(UnseenReference):
        fresh(explanation).copy(
            to=document, update_attrs={"slug": "copied"}, user=town.world.drafter2
        )


def test_a_set_whose_files_its_writers_see_no_more_is_not_submitted(town, explanation, document):
    picture, world = town.images["draft"], town.world
    home, there = (
        Collection.objects.get(name=d.title) for d in (world.department, world.other_department)
    )
    SiteImage.objects.filter(pk=picture.pk).update(collection=there)
    edit(explanation, world.drafter2, body=_picture(picture))
    SiteImage.objects.filter(pk=picture.pk).update(collection=home)

    with pytest.raises(Incomplete, match="起草人看不到"):
        submit_set(world, document, user=world.drafter2)

    assert not FrozenFile.objects.filter(page_id=explanation.pk).exists()


# --- what stays possible


def test_a_public_document_of_others_is_linked(clients, town, explanation):
    public = {"page": town.policies["live"]}

    _save(clients["drafter2"], explanation, **IN_INTERPRETATION["link in a block"](public))

    assert _draft_title(explanation) == TYPED


@pytest.fixture
def joint(town):
    """A set with a film and a picture of its own department, drafted with the other one."""
    policy = make_policy(town.world)
    join(policy.pk, town.world.drafter, [town.world.other_department.pk])
    return policy


def test_whoever_drafts_along_keeps_what_the_others_named(town, joint):
    page = make_interpretation(joint, town.world.drafter, body=_picture(town.images["draft"]))
    draft = fresh(page).get_latest_revision_as_object()
    draft.title = TYPED

    draft.save_revision(user=town.world.drafter2)

    assert _draft_title(page) == TYPED


def test_whoever_drafts_along_hears_what_the_others_named(town, joint, recording):
    film = ("film", {"recording": recording, "captions": "", "poster": None, **SPOKEN})
    make_interpretation(joint, town.world.drafter, body=[film])

    assert may_read(recording.file.name, town.world.drafter2)


def test_own_naming_lets_nobody_hear_a_film(town, explanation, recording):
    film = ("film", {"recording": recording, "captions": "", "poster": None, **SPOKEN})
    _naming_by_code(explanation, body=[film])

    assert not may_read(recording.file.name, town.world.drafter2)
    assert may_read(recording.file.name, town.world.drafter)


# --- addresses that tell


@pytest.mark.parametrize("action", ["delete", "add_tags", "add_to_collection"])
@pytest.mark.parametrize("kind", ["image", "document"])
def test_an_action_on_many_files_names_none_of_others(clients, hidden, kind, action):
    address = f"/admin/bulk/media/site{kind}/{action}/?id="

    answers = {
        clients["drafter2"].get(f"{address}{pk}").status_code for pk in (hidden[kind], NOWHERE)
    }

    assert answers == {404}


@pytest.mark.parametrize("action", ["delete", "add_tags", "add_to_collection"])
def test_an_action_on_many_files_is_for_their_department(clients, hidden, action):
    address = f"/admin/bulk/media/siteimage/{action}/?id={hidden['image']}"

    assert clients["drafter"].get(address).status_code == 200


@pytest.mark.parametrize("part", ["", "state/"])
def test_a_guessed_film_is_answered_like_one_that_never_was(clients, recording, part):
    answers = {
        clients["drafter2"].get(f"/admin/media/recordings/{pk}/{part}").status_code
        for pk in (recording.pk, NOWHERE)
    }

    assert answers == {404}
