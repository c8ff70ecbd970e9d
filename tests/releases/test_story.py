"""The ledger of a set reads as a story: each line is one plain sentence (P8)."""

import pytest
from django.utils import translation

from interpretations.models import LedgerEntry
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.records.ledger import write
from interpretations.releases.records.story import ACTS, SENTENCES, story_of
from interpretations.releases.review.end import take_back
from tests.factories import make_policy, make_set, released_set, submit_set

pytestmark = pytest.mark.django_db


def sentences_of(policy):
    return [line.sentence for line in story_of(policy)]


def tell(policy, event="released", who="", **data):
    """The one sentence of a set of which only this is written."""
    write(None, event, who, policy=policy, **data)
    (sentence,) = sentences_of(policy)
    return sentence


def member(policy, page=0, **more):
    return {"page": page or policy.pk, "policy": policy.pk, "title": policy.title, **more}


def test_a_release_is_told_from_submission_to_publication(world):
    release = released_set(world, interpretations=2)
    title = release.title
    first, second = release.steps.order_by("position")

    assert sentences_of(release.policy) == [
        f"{world.drafter.name}把《{title}》送审：首次发布，文件和2份解读。",
        f"{world.leader.name}在「{first.label}」同意首次发布《{title}》。",
        f"{world.editor.name}在「{second.label}」同意首次发布《{title}》。",
        f"已首次发布《{title}》：文件和2份解读。",
    ]


def test_a_line_names_time_person_reason_and_release(world):
    release = submit_set(world, make_set(world))
    take_back(release.pk, world.drafter, "还要改。")

    line = list(story_of(release.policy))[-1]

    entry = LedgerEntry.objects.last()
    assert (line.at, line.hash, line.release_id) == (entry.at, entry.hash, release.pk)
    assert (line.who, line.why) == (world.drafter.name, "还要改。")
    assert line.sentence == f"{world.drafter.name}取回送审：首次发布《{release.title}》。"


def test_the_story_keeps_the_title_of_that_time(world):
    policy = make_set(world, title="原来的标题")
    release = submit_set(world, policy)
    take_back(release.pk, world.drafter, "改标题。")
    policy.title = "后来的标题"
    policy.save()

    assert all("《原来的标题》" in sentence for sentence in sentences_of(policy))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "repeal"}, "已发布《甲》并废止旧文件。"),
        ({"kind": "supplement"}, "已给《甲》补充解读。"),
        ({"kind": "correction"}, "已更正《甲》。"),
        ({"kind": "removal"}, "已撤下《甲》的解读。"),
        ({"kind": "withdrawal"}, "已撤回《甲》。"),
        ({"kind": "rerelease"}, "已重新发布《甲》。"),
        ({"kind": "migration"}, "已迁移历史文件《甲》。"),
        ({"kind": "transfer", "target_department": "市人社局"}, "已把《甲》移交给市人社局。"),
        ({"kind": "feature", "feature_until": "2026-12-31"}, "已把《甲》置顶到2026年12月31日。"),
        ({"kind": "feature"}, "已取消《甲》的置顶。"),
    ],
)
def test_each_kind_has_its_verb(world, data, sentence):
    assert tell(make_policy(world, title="甲"), **data) == sentence


@pytest.mark.parametrize(
    ("event", "who", "sentence"),
    [
        ("returned", "陈建国", "陈建国退回送审，没有同意更正《甲》。"),
        ("failed", "", "未能更正《甲》。"),
        ("held", "", "逾期未发，等人确认：更正《甲》。"),
        ("resumed", "陈建国", "陈建国确认继续：更正《甲》。"),
        ("emergency", "陈建国", "陈建国紧急处置，不等审核就更正《甲》。"),
        ("objected", "陈建国", "陈建国事后审核，不同意更正《甲》。"),
        ("settled", "", "系统了结事后审核：更正《甲》。"),
    ],
)
def test_each_event_has_its_sentence(world, event, who, sentence):
    policy = make_policy(world, title="甲")

    assert tell(policy, event, who, kind="correction") == sentence


@pytest.mark.parametrize(
    ("data", "time"),
    [
        ({"scheduled_for": "2026-12-01T01:30:00+00:00"}, "2026年12月1日 09:30"),
        ({"due_at": "2026-11-28T01:30:00+00:00"}, "立即"),
        ({}, "审完就发"),
    ],
)
def test_a_time_that_was_set_is_the_only_one_of_its_line(world, data, time):
    policy = make_policy(world, title="甲")
    more = {"kind": "feature", "feature_until": "2026-12-31", **data}

    sentence = tell(policy, "rescheduled", "陈建国", **more)

    assert sentence == f"陈建国定了《甲》（置顶）的生效时间：{time}。"


def test_joining_departments_are_named(world):
    policy = make_policy(world, title="甲")

    sentence = tell(policy, "joined", "周敏", departments=["市人社局", "市教育局"])

    assert sentence == "周敏请市人社局、市教育局一起起草《甲》。"


def test_a_list_of_sets_is_told_to_each_set_as_its_own(world):
    mine, other = make_policy(world, title="甲"), make_policy(world, title="乙")
    members = [member(other), member(other, page=1), member(mine, exemption="历史文件")]

    sentence = tell(mine, title="乙", kind="migration", members=members)

    assert sentence == "已迁移历史文件《甲》：文件（免于解读：历史文件），同批另有1组。"


def test_an_interpretation_that_leaves_alone_is_named(world):
    policy = make_policy(world, title="甲")
    members = [{**member(policy, page=1), "title": "问答"}]

    sentence = tell(policy, title="甲", kind="removal", members=members)

    assert sentence == "已撤下《甲》的解读：《问答》。"


def test_a_pin_tells_no_contents(world):
    policy = make_policy(world, title="甲")

    sentence = tell(policy, kind="feature", feature_until="2026-12-31", members=[member(policy)])

    assert sentence == "已把《甲》置顶到2026年12月31日。"


def test_what_readers_were_told_stands_where_no_reason_was_given(world):
    policy = make_policy(world)
    write(None, "released", policy=policy, kind="correction", public_note="改正一处日期。")
    write(None, "failed", why="文件不见了。", policy=policy, public_note="改正一处日期。")

    assert [line.why for line in story_of(policy)] == ["公开说明：改正一处日期。", "文件不见了。"]


def test_a_set_does_not_tell_of_another(world):
    release = submit_set(world, make_set(world))

    assert sentences_of(make_policy(world)) == []
    assert len(sentences_of(release.policy)) == 1


def test_no_event_and_no_kind_is_without_words():
    assert set(SENTENCES) == set(LedgerEntry.Event)
    assert set(ACTS) == set(ReleaseKind)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_story_is_told_in_both_languages(world, language):
    release = released_set(world)

    with translation.override(language):
        assert len(sentences_of(release.policy)) == 4
