"""Who wrote a text: whoever's words stand in it, in the order in which they were written (P4)."""

import datetime

from wagtail.blocks import StreamValue

from interpretations.models import Contribution, PolicyAttachment
from interpretations.models.kinds import ReleaseKind
from tests.factories import (
    correct,
    edit,
    interpretations_of,
    make_document,
    make_interpretation,
    make_policy,
    make_set,
    released_set,
    submit_kind,
    submit_set,
)


def authors(world, policy):
    return set(submit_set(world, policy).authors.all())


def write(page, user, **blocks):
    """Save a body of these paragraphs; what an editor keeps is kept under its key."""
    stream = page._meta.get_field("body").stream_block
    rows = [{"type": "text", "value": f"<p>{said}</p>", "id": key} for key, said in blocks.items()]
    return edit(page, user, body=StreamValue(stream, rows, is_lazy=True))


def in_the_past(monkeypatch):
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: past)


def test_a_correction_has_its_authors_after_the_clock_was_set_back(world, monkeypatch):
    policy = released_set(world).policy
    in_the_past(monkeypatch)
    edit(policy, world.leader, recipients="各单位")

    release = submit_kind(world, policy, ReleaseKind.CORRECTION)

    assert set(release.authors.all()) == {world.leader}


def test_a_release_made_after_the_clock_was_set_back_is_the_last_one(world, monkeypatch):
    policy = released_set(world).policy
    in_the_past(monkeypatch)
    correct(world, policy, recipients="各单位")
    edit(policy, world.leader, recipients="各县")

    release = submit_kind(world, policy, ReleaseKind.CORRECTION)

    assert set(release.authors.all()) == {world.leader}


def test_one_keystroke_that_its_writer_took_back_makes_no_author(world):
    policy = make_set(world)
    title = policy.title
    edit(policy, world.leader, title=f"{title}。")
    edit(policy, world.leader, title=title)

    assert authors(world, policy) == {world.drafter}


def test_one_keystroke_that_somebody_else_took_back_makes_no_author(world):
    policy = make_set(world)
    title = policy.title
    edit(policy, world.leader, title=f"{title}。")
    edit(policy, world.drafter, title=title)

    assert authors(world, policy) == {world.drafter}


def test_one_keystroke_that_stands_makes_an_author(world):
    policy = make_set(world)
    edit(policy, world.leader, title=f"{policy.title}。")

    assert authors(world, policy) == {world.drafter, world.leader}


def test_what_was_taken_back_while_others_went_on_writing_makes_no_author(world):
    policy = make_policy(world)
    write(policy, world.drafter, a="第一条", b="第二条")
    write(policy, world.leader, a="第一条。", b="第二条", c="")
    write(policy, world.drafter, a="第一条。", b="第二条，另有", c="", d="第三条")
    write(policy, world.drafter, a="第一条", b="第二条，另有", d="第三条")
    make_interpretation(policy, world.drafter)

    assert authors(world, policy) == {world.drafter}


def test_words_that_others_wrote_on_make_an_author(world):
    policy = make_policy(world)
    write(policy, world.drafter, a="第一条")
    write(policy, world.leader, a="第一条，必须")
    write(policy, world.drafter, a="第一条，必须办理")
    make_interpretation(policy, world.drafter)

    assert world.leader in authors(world, policy)


def test_a_paragraph_that_was_taken_out_makes_an_author(world):
    policy = make_policy(world)
    write(policy, world.drafter, a="第一条", b="第二条")
    write(policy, world.leader, a="第一条")
    make_interpretation(policy, world.drafter)

    assert world.leader in authors(world, policy)


def test_a_paragraph_that_was_taken_out_and_put_back_makes_no_author(world):
    policy = make_policy(world)
    write(policy, world.drafter, a="第一条", b="第二条")
    write(policy, world.leader, a="第一条")
    write(policy, world.leader, a="第一条", b="第二条")
    make_interpretation(policy, world.drafter)

    assert authors(world, policy) == {world.drafter}


def test_whoever_brings_back_what_others_had_given_up_is_an_author(world):
    policy = make_set(world)
    edit(policy, world.drafter, recipients="补贴一百元")
    edit(policy, world.drafter, recipients="补贴二百元")
    edit(policy, world.leader, recipients="补贴一百元")

    assert world.leader in authors(world, policy)


def test_paragraphs_in_another_order_make_an_author(world):
    policy = make_policy(world)
    write(policy, world.drafter, a="第一条", b="第二条")
    write(policy, world.leader, b="第二条", a="第一条")
    make_interpretation(policy, world.drafter)

    assert world.leader in authors(world, policy)


def test_words_stay_their_writers_though_somebody_else_typed_them_again(world):
    policy = make_policy(world)
    write(policy, world.drafter, a="第一条")
    write(policy, world.leader, a="第一条", b="第二条，必须")
    write(policy, world.drafter, a="第一条")
    write(policy, world.drafter, a="第一条", c="第二条，必须")
    make_interpretation(policy, world.drafter)

    assert world.leader in authors(world, policy)


def test_keys_that_the_editor_gives_to_paragraphs_are_nobodys_words(world):
    policy = make_set(world)
    page = interpretations_of(policy)[0]
    keyed = page.key_points.replace("<p>", '<p data-block-key="a1">')
    edit(page, world.leader, key_points=keyed)

    assert authors(world, policy) == {world.drafter}


def test_an_attachment_that_was_taken_off_again_makes_no_author(world):
    policy = make_set(world)
    document = make_document(world)
    edit(policy, world.leader, attachments=[PolicyAttachment(title="表", document=document)])
    edit(policy, world.drafter, attachments=[])

    assert authors(world, policy) == {world.drafter}


def test_whoever_wrote_before_pieces_were_kept_is_an_author(world):
    policy = make_set(world)
    Contribution.objects.create(
        page=policy, revision_id=policy.latest_revision_id, user=world.leader,
        user_name="张", digest=Contribution.objects.filter(page=policy).last().digest,
    )  # fmt: skip

    assert world.leader in authors(world, policy)
