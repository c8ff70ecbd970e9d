"""Who wrote the files and the entries of lists that readers of a set meet (P4)."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from wagtail.log_actions import LogContext

from interpretations.guard.writers import MADE_OF_TEXT, words_of
from interpretations.models import Genre, RowContribution, Topic
from interpretations.models.guard.rules import PINNED_MODELS
from interpretations.models.kinds import ReleaseKind
from tests.factories import (
    UserFactory,
    edit,
    interpretations_of,
    make_document,
    make_image,
    make_set,
    make_set_showing,
    released_set,
    submit_kind,
    submit_set,
    withdraw,
)
from tests.support.showing import picture, recording, sound


def post(client, user, address, **data):
    client.force_login(user)
    return client.post(address, data)


def authors(world, policy, **kwargs):
    return set(submit_set(world, policy, **kwargs).authors.all())


def rename(user, row, title):
    field = "name" if hasattr(row, "name") else "title"
    setattr(row, field, title)
    with LogContext(user=user):
        row.save()


@pytest.mark.parametrize("field", ["title", "credit", "rights", "made_by_ai"])
def test_whoever_writes_the_words_of_a_film_is_an_author(world, client, field):
    block = sound(world)
    policy, spoken = make_set_showing(world, block), block[1]["recording"]
    data = {"title": spoken.title, field: "on" if field == "made_by_ai" else "市融媒体中心"}
    post(client, world.leader, f"/admin/media/recordings/{spoken.pk}/", **data)

    assert world.leader in authors(world, policy)


def test_whoever_chose_the_poster_of_a_film_is_an_author(world):
    block = sound(world)
    policy, spoken = make_set_showing(world, block), block[1]["recording"]
    spoken.poster_at = 3.5
    with LogContext(user=world.leader):
        spoken.save()

    assert world.leader in authors(world, policy)


def test_whoever_uploaded_a_picture_before_a_draft_named_it_is_an_author(world):
    block = picture(world)
    rename(world.leader, block[1]["image"], "实景图")
    policy = make_set_showing(world, block)

    assert world.leader in authors(world, policy)


def test_whoever_names_an_attachment_is_an_author(world, client):
    document = make_document(world)
    policy = make_set_showing(world, ("attachment", {"title": "表", "document": document}))
    data = {"title": "申请表（新）", "collection": document.collection_id, "tags": ""}
    post(client, world.leader, f"/admin/documents/edit/{document.pk}/", **data)

    assert world.leader in authors(world, policy)


def test_words_of_a_file_in_the_correction_of_a_public_page_count(world):
    page = interpretations_of(released_set(world).policy)[0]
    block = picture(world)
    edit(page, world.drafter, body=[block])
    rename(world.leader, block[1]["image"], "实景图")

    release = submit_kind(world, page.policy, ReleaseKind.CORRECTION)

    assert world.leader in release.authors.all()


def test_whoever_renames_a_topic_is_an_author_of_the_next_set_with_it(world):
    policy = make_set(world)
    rename(world.leader, Topic.objects.get(pk=policy.topic_id), "城乡建设")

    assert world.leader in authors(world, policy)


def test_a_name_that_was_given_back_makes_no_author(world):
    block = picture(world)
    policy, image = make_set_showing(world, block), block[1]["image"]
    title = image.title
    rename(world.leader, image, f"{title}。")
    rename(world.leader, image, title)

    assert authors(world, policy) == {world.drafter}


def test_a_move_to_another_folder_makes_no_author(world):
    block = picture(world)
    policy, image = make_set_showing(world, block), block[1]["image"]
    image.collection = image.collection.add_child(name="会议")
    with LogContext(user=world.leader):
        image.save()

    assert authors(world, policy) == {world.drafter}


def test_words_that_went_out_once_were_agreed_to(world):
    rename(UserFactory(), Genre.objects.get(slug="tongzhi"), "通知公告")
    released_set(world)

    assert authors(world, make_set(world)) == {world.drafter}


def test_words_written_since_a_withdrawal_count(world):
    topic = Topic.objects.get(name="城乡建设、环境保护")
    policy = released_set(world, topic=topic).policy
    withdraw(world, policy)
    rename(world.leader, topic, "城乡建设")

    assert world.leader in submit_kind(world, policy, ReleaseKind.RERELEASE).authors.all()


def test_nobody_rewrites_who_wrote(world):
    rename(world.leader, make_image(world), "实景图")

    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        RowContribution.objects.update(user=world.drafter)


def test_code_that_works_by_itself_is_nobody(world):
    make_image(world)

    assert not RowContribution.objects.exists()


WITH_WORDS = sorted(label for label in PINNED_MODELS if apps.get_model(label) not in MADE_OF_TEXT)
FILES = {
    "media.Recording": lambda world: recording(world, "film"),
    "media.SiteDocument": make_document,
    "media.SiteImage": make_image,
}


@pytest.mark.parametrize("label", WITH_WORDS)
def test_every_row_with_words_that_a_release_pins_has_its_writers(world, label):
    model = apps.get_model(label)
    row = FILES[label](world) if label in FILES else model.objects.first() or model(slug="ci")
    rename(world.leader, row, "改过的名字")

    written = RowContribution.objects.get()

    assert (written.user, written.after) == (world.leader, words_of(row))
