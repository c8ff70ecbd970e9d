"""更正: new texts of public pages, with a dated note that readers see (P2, P3)."""

from copy import deepcopy

import pytest

from interpretations.models import InterpretationPage, Publication, PublicNote
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete
from interpretations.releases.submission.submit import candidates
from media.models import FrozenFile, ReleasedFile
from media.refusals import FileInUse
from search.models import SearchEntry
from tests.factories import (
    correct,
    edit,
    fresh,
    interpretations_of,
    make_document,
    make_interpretation,
    make_policy,
    make_set,
    release_kind,
    released_set,
    submit_kind,
)
from tests.support.refusing import refuses

pytestmark = pytest.mark.django_db
CORRECTION = ReleaseKind.CORRECTION


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world, interpretations=2).policy


@pytest.fixture
def policy(world, built):
    return deepcopy(built)


def with_attachment(world):
    """A public document with an attachment; both."""
    policy, document = make_policy(world), make_document(world)
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    make_interpretation(policy, world.drafter)
    release_kind(world, policy, ReleaseKind.FIRST)
    return policy, document


def swap_attachment(world, policy, document):
    draft = fresh(policy).get_latest_revision_as_object()
    draft.attachments.get().document = document
    draft.attachments.set([type(draft.attachments.get())(title="申请表", document=document)])
    draft.save_revision(user=world.drafter)


def test_readers_see_the_new_text_and_the_note_with_its_time(world, policy):
    release = correct(world, policy, note="第三条的日期有误。", title="关于更正后的通知")

    note = PublicNote.objects.get()
    assert fresh(policy).title == "关于更正后的通知"
    assert (note.page_id, note.text, note.at) == (
        policy.pk,
        "第三条的日期有误。",
        release.released_at,
    )


def test_the_first_time_and_the_address_stay_and_the_last_time_is_new(world, policy):
    first = fresh(policy).first_published_at

    release = correct(world, policy, title="改了标题", doc_number="九府发〔2026〕999号")

    page = fresh(policy)
    assert (page.first_published_at, page.last_published_at) == (first, release.released_at)
    assert Publication.objects.get(page=policy.pk).released_at == first
    assert (page.slug, page.url_path) == (policy.slug, policy.url_path)


def test_several_members_are_corrected_at_one_instant(world, policy):
    pages = [policy, *interpretations_of(policy)]
    for page in pages:
        edit(page, world.drafter, title=f"{page.title}（更正）")

    release = release_kind(world, policy, CORRECTION, note="统一改标题。")

    assert all(fresh(page).title.endswith("（更正）") for page in pages)
    assert {fresh(page).last_published_at for page in pages} == {release.released_at}
    assert PublicNote.objects.filter(text="统一改标题。").count() == 3


def test_new_interpretations_may_go_along_and_carry_no_note(world, policy):
    edit(policy, world.drafter, recipients="各单位")
    page = make_interpretation(fresh(policy), world.drafter)

    release_kind(world, policy, CORRECTION, page_ids=[policy.pk, page.pk])

    assert fresh(page).live
    assert list(PublicNote.objects.values_list("page_id", flat=True)) == [policy.pk]


def test_a_member_that_is_not_named_keeps_its_public_text(world, policy):
    other = interpretations_of(policy)[0]
    edit(other, world.drafter, summary="还没送审的改动。")

    correct(world, policy)

    assert fresh(other).summary == other.summary


def test_every_correction_leaves_its_note_newest_first(world, policy):
    correct(world, policy, note="第一次。", title="一")
    correct(world, policy, note="第二次。", title="二")

    assert [note.text for note in PublicNote.objects.all()] == ["第二次。", "第一次。"]


def test_search_finds_the_new_text_only(world, policy):
    correct(world, policy, title="关于电梯加装补贴的通知")

    assert SearchEntry.objects.get(page_id=policy.pk).title == "关于电梯加装补贴的通知"


def test_a_changed_file_of_a_public_page_is_a_correction(world):
    policy, old = with_attachment(world)
    new = make_document(world)
    swap_attachment(world, policy, new)

    release = release_kind(world, policy, CORRECTION, page_ids=[policy.pk])

    assert set(ReleasedFile.objects.values_list("name", flat=True)) == {new.file.name}
    assert not FrozenFile.objects.filter(object_id=old.pk, kind="document").exists()
    assert FrozenFile.objects.get(object_id=new.pk).release_id == release.pk


def test_the_file_of_a_public_page_is_not_replaced_outside_a_release(world):
    _policy, document = with_attachment(world)
    document.title = "另一个名字"

    with refuses("正被审核中或已公开的内容使用", FileInUse):
        document.save()
    with refuses("正被审核中或已公开的内容使用", FileInUse):
        document.delete()


def test_a_title_under_embargo_stays_out_of_the_lists_of_others(world, policy):
    edit(policy, world.drafter, title="还不能说的标题")

    assert fresh(policy).draft_title == policy.title


def test_lists_of_the_desk_show_the_corrected_title_once_it_is_public(world, policy):
    correct(world, policy, title="更正以后的标题")

    assert fresh(policy).draft_title == "更正以后的标题"
    assert fresh(policy).get_admin_display_title() == "更正以后的标题"


@pytest.mark.parametrize("note", ["", "  \n"])
def test_refuses_without_a_note_for_the_public(world, policy, note):
    edit(policy, world.drafter, recipients="各单位")

    with refuses("请写公开说明"):
        submit_kind(world, policy, CORRECTION, note=note)


def test_refuses_a_page_that_has_not_changed(world, policy):
    with refuses("不在这组里", Incomplete):
        submit_kind(world, policy, CORRECTION, page_ids=[policy.pk])


def test_refuses_new_interpretations_alone(world, policy):
    page = make_interpretation(policy, world.drafter)

    with refuses("更正要包含至少一份已公开、又有修改的内容"):
        submit_kind(world, policy, CORRECTION, page_ids=[page.pk])


def test_refuses_to_correct_what_is_not_public(world):
    policy = make_set(world)

    with refuses("没有公开，或已经撤回"):
        submit_kind(world, policy, CORRECTION, page_ids=[])


def test_only_changed_public_pages_and_drafts_are_offered(world, policy):
    changed, draft = interpretations_of(policy)[1], make_interpretation(policy, world.drafter)
    edit(changed, world.drafter, summary="改了一句。")

    offered = {page.pk for page in candidates(fresh(policy), CORRECTION)}

    assert offered == {changed.pk, draft.pk}


def test_a_corrected_page_can_be_corrected_back(world, policy):
    page = interpretations_of(policy)[0]
    correct(world, page, summary="改成别的。")

    correct(world, page, summary=page.summary)

    assert InterpretationPage.objects.get(pk=page.pk).summary == page.summary
    assert PublicNote.objects.filter(page=page.pk).count() == 2
