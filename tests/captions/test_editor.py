"""What the captions' editor is answered: cues, what is wrong with them, a draft, the film."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Collection

from interpretations.releases.submission.join import join
from media.models import Recording
from media.serving import may_read
from tests.factories import make_interpretation, make_policy
from tests.player.test_blocks import SRT, recording

pytestmark = pytest.mark.django_db
CAPTIONS = "/admin/media/captions/"
DRAFT = "/admin/media/captions/draft/"


@pytest.fixture
def drafter(world):
    client = Client()
    client.force_login(world.drafter)
    return client


@pytest.fixture
def film(world):
    """A film of the department's folder, 65 seconds long."""
    row = recording()
    row.collection = Collection.objects.get(name=world.department.title)
    row.save()
    return row


def asked(client, address, **values):
    return client.post(address, values).json()


def test_captions_of_every_form_become_cues_in_seconds(drafter):
    answer = asked(drafter, CAPTIONS, text=SRT)

    assert answer["problem"] is None
    assert answer["cues"][1] == {"start": 2, "end": 4, "text": "今天施行"}


def test_what_is_wrong_is_said_with_the_number_of_its_cue_and_all_cues(drafter, film):
    answer = asked(drafter, CAPTIONS, text=SRT.replace("00:00:04", "00:01:30"), recording=film.pk)

    assert (answer["problem"], answer["number"]) == ("第 2 条超出了视频的时长。", 2)
    assert len(answer["cues"]) == 2


def test_signs_that_may_be_markup_are_told_and_kept(drafter):
    answer = asked(drafter, CAPTIONS, text=SRT.replace("今天施行", "<i>今天施行"))

    assert (answer["number"], answer["cues"][1]["text"]) == (2, "<i>今天施行")
    assert answer["problem"].startswith("第 2 条里的“<i>”会照原样显示")


def test_all_doubts_are_told_at_once_and_many_are_counted(drafter):
    def told(count):
        lines = (f"00:00:0{n}.000 --> 00:00:0{n}.500\n<i>第{n}句" for n in range(count))
        return asked(drafter, CAPTIONS, text="\n\n".join(lines))["problem"]

    assert [f"第 {n} 条" in told(2) for n in (1, 2)] == [True, True]
    assert "第 6 条" not in told(7) and told(7).endswith("还有 2 处要核对。")


def test_a_file_comes_in_through_the_door(drafter):
    good = SimpleUploadedFile("字幕.srt", SRT.encode("gb18030"))
    bad = SimpleUploadedFile("字幕.srt", b"PK\x03\x04 nothing to read")

    assert asked(drafter, CAPTIONS, file=good)["cues"][0]["text"] == "大家好"
    refused = asked(drafter, CAPTIONS, file=bad)
    assert refused["cues"] == [] and refused["problem"].endswith("。")


def test_a_draft_spreads_the_transcript_over_the_film(drafter, film):
    answer = asked(drafter, DRAFT, transcript="大家好。\n今天施行。", recording=film.pk)

    assert [cue["text"] for cue in answer["cues"]] == ["大家好。", "今天施行。"]
    assert answer["cues"][-1]["end"] == 65


@pytest.mark.parametrize("transcript", ["", " \n "])
def test_without_a_transcript_one_is_told_to_write_it_first(drafter, film, transcript):
    answer = asked(drafter, DRAFT, transcript=transcript, recording=film.pk)

    assert answer["problem"] == "文字稿还是空的。先写文字稿，再由它起草字幕。"


@pytest.mark.parametrize("number", ["", "x", "9" * 30])
def test_without_a_film_there_is_no_draft(drafter, number):
    answer = asked(drafter, DRAFT, transcript="大家好。", recording=number)

    assert answer["problem"] == "视频处理完以后才能起草字幕。"


def test_the_editor_is_told_where_the_film_is(drafter, film):
    answer = drafter.get(f"/admin/media/recordings/{film.pk}/film/").json()

    assert (answer["state"], answer["duration"]) == ("ready", 65)
    assert "small" in answer["url"]


def test_a_film_of_another_department_is_not_there(world, drafter, film):
    film.collection = Collection.objects.get(name=world.other_department.title)
    film.save()

    assert drafter.get(f"/admin/media/recordings/{film.pk}/film/").status_code == 404
    answer = asked(drafter, DRAFT, transcript="好。", recording=film.pk)
    assert answer == asked(drafter, DRAFT, transcript="好。", recording=film.pk + 1)


def test_a_film_that_the_other_department_brought_into_a_joint_draft_is_there(world, drafter):
    theirs = Collection.objects.get(name=world.other_department.title)
    # The number of the one begins with that of the other.
    mine, other = (
        Recording.objects.create(
            pk=pk, kind="film", title="别的", file=f"{pk}.mp4", collection=theirs
        )
        for pk in (4321, 432)
    )
    policy = make_policy(world)
    join(policy.pk, world.drafter, [world.other_department.pk])
    body = [("film", {"recording": mine, "captions": "", "transcript": "好。"})]
    make_interpretation(policy, world.drafter2, body=body)

    shown, hidden = (
        drafter.get(f"/admin/media/recordings/{recording.pk}/film/").status_code
        for recording in (mine, other)
    )
    assert (shown, hidden) == (200, 404)
    assert may_read(mine.file.name, world.drafter)
    assert not may_read(other.file.name, world.drafter)


def test_captions_are_read_also_where_the_film_is_not_ones_own(world, drafter, film):
    film.collection = Collection.objects.get(name=world.other_department.title)
    film.save()

    assert len(asked(drafter, CAPTIONS, text=SRT, recording=film.pk)["cues"]) == 2


def test_more_captions_than_anybody_writes_are_refused_and_not_answered(drafter, film):
    text = "\n\n".join(
        f"00:{n // 60 % 60:02}:{n % 60:02}.000 --> 00:59:59.000\n甲" for n in range(5_002)
    )

    answer = asked(drafter, CAPTIONS, text=text)

    assert (answer["cues"], answer["problem"]) == ([], "字幕超过 5000 条，请检查文件。")


@pytest.mark.parametrize("sentences", [5_001, 100_000])
def test_a_transcript_of_absurd_length_is_not_spread(drafter, film, sentences):
    answer = asked(drafter, DRAFT, transcript="好。" * sentences, recording=film.pk)

    assert answer["cues"] == []
    assert answer["problem"] == "文字稿太长，不像是这个视频说的话。请检查。"


def test_people_who_write_no_pages_may_not_ask(world):
    client = Client()
    client.force_login(world.editor)

    assert client.post(CAPTIONS, {"text": SRT}).status_code in (302, 403)
