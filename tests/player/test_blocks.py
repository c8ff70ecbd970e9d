"""Films and sounds: what readers and programs get, and what an editor is told."""

import pytest
from django.core.files.base import ContentFile
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Collection

from interpretations.blocks import FilmBlock, InterpretationBody, SoundBlock
from interpretations.releases.submission.recording_findings import recording_findings
from media.models import CaptionTrack, Recording, RecordingFile
from tests.factories import MINE

pytestmark = pytest.mark.django_db
BODY = InterpretationBody()
SRT = "1\n00:00:01,000 --> 00:00:02,000\n大家好\n\n2\n00:00:02,000 --> 00:00:04,000\n今天施行\n"


def recording(kind="film", **fields):
    row = Recording(
        kind=kind, title="办法讲解", duration=65.0, width=1280, height=720, state="ready",
        collection=Collection.objects.get(name=MINE), **fields,
    )  # fmt: skip
    row.file.save("large.mp4" if kind == "film" else "one.m4a", ContentFile(b"large"), save=False)
    row.save()
    if kind == "film":
        small = RecordingFile(recording=row, role="small", width=640, height=360)
        small.file.save("small.mp4", ContentFile(b"small"))
    return row


def film(**words):
    fields = {"title": "", "transcript": "大家好。\n今天施行。", "captions": SRT, "poster": None}
    return ("film", {"recording": recording(), **fields, "track": None, **words})


def sound(**words):
    fields = {"title": "", "transcript": "大家好。"}
    return ("sound", {"recording": recording("sound"), **fields, **words})


def value(*blocks):
    return BODY.to_python(BODY.get_prep_value(BODY.normalize(list(blocks))))


def shown(*blocks):
    return BODY.render(value(*blocks))


def cleaned(block, fields):
    return block.clean(block.normalize(fields))


def test_a_phone_is_offered_the_small_film_first():
    html = shown(film())

    assert html.index("small") < html.index("large")
    assert 'media="(max-width: 40em)"' in html and 'preload="none"' in html


def test_a_film_has_captions_and_its_words_with_their_times():
    html = shown(film())

    assert 'data-block="film"' in html and 'kind="captions"' in html
    assert CaptionTrack.objects.get().file.url in html
    assert '<p data-start="1.0">大家好。</p>' in html
    assert '<p data-start="2.0">今天施行。</p>' in html


def test_a_sound_can_be_heard_read_and_taken_along():
    html = shown(sound())

    assert 'data-block="sound"' in html and "<audio" in html and "controls" in html
    assert "<p>大家好。</p>" in html
    assert "1:05" in html


def test_that_a_machine_made_it_is_said():
    assert "AI 生成" in shown(sound(recording=recording("sound", made_by_ai=True)))


def test_a_film_that_is_not_ready_shows_nothing():
    unready = Recording.objects.create(
        kind="film", title="未完成", collection=Collection.get_first_root_node()
    )
    assert "<figure" not in shown(film(recording=unready))


def test_a_strict_policy_refuses_nothing():
    html = shown(film(), sound())
    assert "style=" not in html and "<script" not in html


def test_captions_are_kept_in_one_form():
    fields = cleaned(FilmBlock(), film()[1])

    assert fields["captions"].startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n大家好")
    assert fields["track"].text == fields["captions"]


def test_wrong_captions_are_refused_naming_the_cue():
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(FilmBlock(), film(captions="00:02.000 --> 00:01.000\n甲")[1])
    assert "第 1 条" in refused.value.block_errors["captions"].message


@pytest.mark.parametrize(("block", "kind"), [(FilmBlock(), "sound"), (SoundBlock(), "film")])
def test_a_recording_of_the_other_kind_is_refused(block, kind):
    fields = (film if isinstance(block, FilmBlock) else sound)(recording=recording(kind))[1]
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(block, fields)
    assert "recording" in refused.value.block_errors


def test_the_captions_of_a_film_are_named_so_that_a_release_delivers_them():
    body = value(film())
    named = {(model, pk) for model, pk, *_rest in BODY.extract_references(body)}

    assert (CaptionTrack, str(CaptionTrack.objects.get().pk)) in named
    assert (Recording, str(Recording.objects.get().pk)) in named


def test_programs_get_the_addresses_and_the_words():
    data = BODY.get_api_representation(value(film()))[0]["value"]

    assert data["url"].endswith(".mp4") and data["small"].endswith(".mp4")
    assert data["captions"].endswith(".vtt") and data["duration"] == 65.0
    assert data["transcript"] == "大家好。\n今天施行。"


def test_a_film_without_words_and_captions_blocks_the_submission():
    findings = list(recording_findings(7, value(film(transcript="", captions=""))))

    assert [finding.code for finding in findings] == ["transcript_missing", "captions_missing"]
    assert all(finding.blocks and "办法讲解" in finding.sentence for finding in findings)


def test_a_film_and_a_sound_with_all_their_words_lack_nothing():
    assert not list(recording_findings(7, value(film(), sound())))


def test_signs_in_captions_that_may_be_markup_are_asked_about_once():
    captions = SRT.replace("大家好", "<i>大家好").replace("今天", "</b>今天")

    (finding,) = recording_findings(7, value(film(captions=captions)))

    assert not finding.blocks
    assert "有 2 条要核对。第 1 条里的“<i>”会照原样显示" in finding.sentence
