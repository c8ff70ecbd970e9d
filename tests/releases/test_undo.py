"""Whoever may review can take back what they wrote, and nothing of what others did (P4)."""

import pytest
from django.utils import timezone
from wagtail.models import Collection

from interpretations.models import PolicyAttachment, PolicyPage
from interpretations.models.kinds import ReleaseKind
from interpretations.models.pieces import pieces_of
from interpretations.models.refusals import Frozen, Incomplete, NotYours, UnseenReference
from interpretations.releases.submission.join import join
from interpretations.releases.submission.undo import pages_with_words_of, undo
from media.models import SiteDocument
from tests.factories import (
    edit,
    fresh,
    make_document,
    make_interpretation,
    make_policy,
    make_set,
    released_set,
    submit_kind,
    submit_set,
)
from tests.releases.test_authors import authors, write


def draft(page):
    return fresh(page).get_latest_revision_as_object()


def paragraphs(page):
    return [block.value.source for block in draft(page).body]


def test_one_keystroke_is_taken_back(world):
    policy = make_set(world)
    title = policy.title
    edit(policy, world.leader, title=f"{title}。")

    undo(policy.pk, world.leader)

    assert (draft(policy).title, fresh(policy).title) == (title, title)
    assert authors(world, policy) == {world.drafter}


def test_what_others_wrote_meanwhile_stays(world):
    policy = make_set(world)
    title = policy.title
    edit(policy, world.leader, title=f"{title}。")
    edit(policy, world.drafter, recipients="各单位")

    undo(policy.pk, world.leader)

    assert (draft(policy).title, draft(policy).recipients) == (title, "各单位")
    assert authors(world, policy) == {world.drafter}


def test_paragraphs_changed_added_and_taken_out_are_put_back(world):
    policy = make_policy(world)
    write(policy, world.drafter, a="一", b="二", c="三")
    write(policy, world.leader, a="一。", x="多", c="三")
    write(policy, world.drafter, a="一。", x="多", c="三", d="四")

    undo(policy.pk, world.leader)

    assert paragraphs(policy) == ["<p>一</p>", "<p>二</p>", "<p>三</p>", "<p>四</p>"]
    assert pages_with_words_of(world.leader, policy) == []


def test_paragraphs_that_were_moved_go_back(world):
    policy = make_policy(world)
    write(policy, world.drafter, a="一", b="二", c="三")
    write(policy, world.leader, c="三", a="一", b="二")

    undo(policy.pk, world.leader)

    assert paragraphs(policy) == ["<p>一</p>", "<p>二</p>", "<p>三</p>"]


def test_rows_of_lists_are_put_back(world):
    policy = make_set(world)
    edit(policy, world.drafter, attachments=[attachment(world, "旧表")])
    edit(policy, world.leader, attachments=[attachment(world, "新表")])

    undo(policy.pk, world.leader)

    assert [row.title for row in draft(policy).attachments.all()] == ["旧表"]
    assert authors(world, policy) == {world.drafter}


def attachment(world, title):
    return PolicyAttachment(title=title, document=make_document(world))


def test_the_draft_of_a_public_page_is_put_back_to_what_is_public(world):
    policy = released_set(world).policy
    edit(policy, world.drafter, recipients="各单位")
    edit(policy, world.leader, title="另一个标题")

    undo(policy.pk, world.leader)
    release = submit_kind(world, policy, ReleaseKind.CORRECTION)

    assert set(release.authors.all()) == {world.drafter}


def test_what_others_wrote_on_is_not_taken_back(world):
    policy = make_set(world)
    edit(policy, world.leader, recipients="各单位")
    edit(policy, world.drafter, recipients="各单位、各县")

    with pytest.raises(Incomplete, match=r"主送机关.*别人接着改过"):
        undo(policy.pk, world.leader)


def test_what_others_typed_again_is_not_taken_back(world):
    policy = make_set(world)
    edit(policy, world.leader, recipients="各单位")
    edit(policy, world.drafter, recipients="")
    edit(policy, world.drafter, recipients="各单位")

    with pytest.raises(Incomplete, match="照用了"):
        undo(policy.pk, world.leader)
    assert draft(policy).recipients == "各单位"


def test_a_page_that_one_drafted_oneself_is_not_emptied(world):
    policy = make_policy(world)
    page = make_interpretation(policy, world.leader)

    with pytest.raises(Incomplete, match="是您起草的"):
        undo(page.pk, world.leader)


def test_under_review_nothing_is_taken_back(world):
    policy = make_set(world)
    edit(policy, world.leader, recipients="各单位")
    submit_set(world, policy)

    with pytest.raises(Frozen):
        undo(policy.pk, world.leader)


def test_nothing_written_is_nothing_taken_back(world):
    policy = make_set(world)
    before = pieces_of(fresh(policy).latest_revision.content, type(policy))

    undo(policy.pk, world.leader)

    assert pieces_of(fresh(policy).latest_revision.content, type(policy)) == before


def test_a_file_of_the_department_that_writes_along_is_put_back(world):
    policy = make_set(world)
    join(policy.pk, world.drafter, [world.other_department.pk])
    theirs = make_document(world, title="人社局的表", user=world.drafter2)
    collection = Collection.objects.get(name=world.other_department.title)
    SiteDocument.objects.filter(pk=theirs.pk).update(collection=collection)
    edit(policy, world.drafter2, attachments=[PolicyAttachment(title="表", document=theirs)])
    edit(policy, world.leader, attachments=[])

    undo(policy.pk, world.leader)

    assert [row.document_id for row in draft(policy).attachments.all()] == [theirs.pk]
    assert pages_with_words_of(world.leader, policy) == []


def test_undoing_names_nothing_that_no_draft_named(world):
    policy = make_set(world)
    theirs = make_document(world)
    collection = Collection.objects.get(name=world.other_department.title)
    SiteDocument.objects.filter(pk=theirs.pk).update(collection=collection)

    with pytest.raises(UnseenReference):
        edit(policy, world.leader, attachments=[PolicyAttachment(title="表", document=theirs)])


def test_a_page_that_a_colleague_locked_is_left_alone(world):
    policy = make_set(world)
    edit(policy, world.leader, title="改过的标题")
    lock = {"locked": True, "locked_by": world.drafter, "locked_at": timezone.now()}
    PolicyPage.objects.filter(pk=policy.pk).update(**lock)

    with pytest.raises(NotYours, match=f"{world.drafter.name}锁定了"):
        undo(policy.pk, world.leader)
    assert draft(policy).title == "改过的标题"


def test_ones_own_lock_does_not_stand_in_the_way(world):
    policy = make_set(world)
    title = policy.title
    edit(policy, world.leader, title="改过的标题")
    PolicyPage.objects.filter(pk=policy.pk).update(locked=True, locked_by=world.leader)

    undo(policy.pk, world.leader)

    assert draft(policy).title == title
