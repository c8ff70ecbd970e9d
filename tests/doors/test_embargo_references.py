"""P7 in what is named: what a writer may not see, a writer may not name, whichever way.

What the editor answers to such a form is asked in `test_embargo_refused_forms`.
"""

import pytest
from django.urls import reverse
from wagtail.models import Collection, Page

from interpretations.models import FurtherPolicy
from interpretations.models.refusals import Incomplete, UnseenReference
from interpretations.releases.submission.join import join
from media.models import FrozenFile, SiteImage, SlicedPicture
from media.serving import may_read
from tests.database.undone import undone
from tests.doors.forms import TYPED, policy_form
from tests.doors.naming import (
    IN_INTERPRETATION,
    IN_POLICY,
    SPOKEN,
    WORDS,
    draft_title,
    save,
    tells,
)
from tests.factories import edit, fresh, make_interpretation, make_policy, submit_set

pytestmark = pytest.mark.django_db
AUTOSAVE = {"accept": "application/json"}
NOWHERE = 999_999
NO_NUMBERS = (10**30, "甲", "-1", "³")
NIGHT = 10


@pytest.mark.parametrize("kind", IN_INTERPRETATION)
def test_autosave_refuses_it_too(clients, explanation, hidden, kind):
    fields = IN_INTERPRETATION[kind](hidden)

    response = save(clients["drafter2"], explanation, AUTOSAVE, **fields)

    assert response.json()["success"] is False
    assert draft_title(explanation) != TYPED


@pytest.mark.parametrize("kind", IN_INTERPRETATION)
def test_its_own_department_names_it(clients, town, hidden, kind):
    page = make_interpretation(town.page("draft"), town.world.drafter)

    save(clients["drafter"], page, **IN_INTERPRETATION[kind](hidden))

    assert draft_title(page) == TYPED


@pytest.mark.parametrize("kind", IN_POLICY)
def test_a_document_names_what_is_its_departments(clients, town, hidden, kind):
    page = make_policy(town.world)

    save(clients["drafter"], page, **IN_POLICY[kind](hidden))

    assert draft_title(page) == TYPED


def test_a_new_page_names_nothing_unseen(clients, town, hidden):
    parent = town.world.other_department.pk
    address = reverse("wagtailadmin_pages:add", args=["interpretations", "policypage", parent])

    response = clients["drafter2"].post(address, policy_form(**IN_POLICY["attachment"](hidden)))

    assert tells(response)
    assert not Page.objects.filter(title=TYPED).exists()


def test_the_editor_tells_no_title_of_what_it_refuses(clients, explanation, hidden, recording):
    fields = IN_INTERPRETATION["film"](hidden)
    save(clients["drafter2"], explanation, **fields)

    address = reverse("wagtailadmin_pages:edit", args=[explanation.pk])

    assert recording.title not in clients["drafter2"].get(address).text


def test_a_refused_infographic_orders_no_slices(clients, town, explanation, hidden):
    save(clients["drafter2"], explanation, **IN_INTERPRETATION["infographic"](hidden))

    assert not SlicedPicture.objects.filter(image=town.images["draft"]).exists()


def _answered_alike(client, page, fields):
    return tells(save(client, page, **fields)) and draft_title(page) != TYPED


@pytest.mark.parametrize("kind", IN_INTERPRETATION)
def test_what_never_was_is_answered_alike(clients, explanation, hidden, kind):
    fields = IN_INTERPRETATION[kind](dict.fromkeys(hidden, NOWHERE))

    assert _answered_alike(clients["drafter2"], explanation, fields)


def no_numbers_for(kind, kinds, scale):
    """What no row can be called; by day one for each kind, by turns."""
    if scale >= NIGHT:
        return NO_NUMBERS
    return NO_NUMBERS[[*kinds].index(kind) % len(NO_NUMBERS) :][:1]


@pytest.mark.parametrize("kind", IN_INTERPRETATION)
def test_what_is_no_number_is_answered_alike(clients, explanation, hidden, kind, scale):
    for never in no_numbers_for(kind, IN_INTERPRETATION, scale):
        fields = IN_INTERPRETATION[kind](dict.fromkeys(hidden, never))
        with undone():
            assert _answered_alike(clients["drafter2"], explanation, fields), never


@pytest.mark.parametrize("kind", IN_POLICY)
def test_a_document_is_given_what_is_no_number(clients, document, hidden, kind, scale):
    for never in no_numbers_for(kind, IN_POLICY, scale):
        fields = IN_POLICY[kind](dict.fromkeys(hidden, never))
        with undone():
            assert _answered_alike(clients["drafter2"], document, fields), never


@pytest.mark.parametrize(
    "garbage",
    [
        {"body-count": "x"},
        {"body-count": "1", "body-0-type": "text", "body-0-order": "x", "body-0-value": ""},
        {"further_policies-INITIAL_FORMS": "1", "further_policies-TOTAL_FORMS": "1",
         "further_policies-0-id": "x"},
    ],
)  # fmt: skip
def test_a_form_that_no_editor_sends_is_a_sentence(clients, explanation, garbage):
    answer = save(clients["drafter2"], explanation, AUTOSAVE, **garbage)

    assert answer.status_code == 409
    assert answer.json()["error_message"].startswith("表单没有传完整")
    assert draft_title(explanation) != TYPED


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


def test_a_set_that_links_a_page_its_writers_may_not_see_is_not_submitted(
    town, explanation, document
):
    link = f'<p><a linktype="page" id="{town.policies["draft"]}">见此处</a></p>'
    _naming_by_code(explanation, key_points=link)

    with pytest.raises(Incomplete, match="看不到、或者已经删除的页面"):
        submit_set(town.world, document, user=town.world.drafter2)


def test_a_set_that_links_a_page_that_was_deleted_meanwhile_is_not_submitted(
    town, explanation, document
):
    world = town.world
    target = make_policy(world, user=world.drafter2, department=world.other_department)
    link = f'<p><a linktype="page" id="{target.pk}">见此处</a></p>'
    edit(explanation, world.drafter2, key_points=link)
    fresh(target).delete()

    with pytest.raises(Incomplete, match="看不到、或者已经删除的页面"):
        submit_set(world, document, user=world.drafter2)


# --- what stays possible


def test_a_public_document_of_others_is_linked(clients, town, explanation):
    public = {"page": town.policies["live"]}

    save(clients["drafter2"], explanation, **IN_INTERPRETATION["link in a block"](public))

    assert draft_title(explanation) == TYPED


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

    assert draft_title(page) == TYPED


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
