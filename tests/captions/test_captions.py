from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.captions.follow import starts
from media.captions.read import CaptionsRefused, Cue, plain, read, read_text
from media.captions.spread import LONGEST, spread
from media.captions.write import track_of, webvtt

SRT = "1\n00:00:01,000 --> 00:00:02,500\n你好\n\n2\n00:00:03,000 --> 00:00:04,000\n<b>再</b>见\n"
UNKNOWN_FORM = "认不出这种字幕。请用 SRT、ASS、WebVTT 或 SBV；别的格式请先在字幕软件里另存为 SRT。"
CUES = [Cue(1.0, 2.5, "你好"), Cue(3.0, 4.0, "再见")]
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,再见\n"
    "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\an8}你\\N好\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_srt_is_read_in_every_usual_encoding(encoding):
    assert read(SRT.encode(encoding)) == CUES


def test_utf_8_that_was_cut_in_a_character_is_not_taken_for_nonsense():
    with pytest.raises(CaptionsRefused, match="另存为 UTF-8"):
        read(SRT.encode().removesuffix("见\n".encode()) + "见".encode()[:-1])


def test_windows_line_ends_are_read():
    assert read(SRT.replace("\n", "\r\n").encode()) == CUES


def test_ass_is_read_in_the_order_of_time_without_its_commands():
    assert read(ASS.encode()) == [Cue(1.0, 2.5, "你\n好"), Cue(3.0, 4.0, "再见")]


def test_webvtt_with_header_notes_names_and_settings_is_read():
    text = (
        "WEBVTT 标题\n\nNOTE 说明\n\nname\n00:01.000 --> 00:02.500 line:0\n<v 甲>你好\n\n"
        "00:00:03.000 --> 00:00:04.000\n再见\n"
    )
    assert read_text(text) == [Cue(1.0, 2.5, "甲：你好"), *CUES[1:]]


def test_times_in_the_signs_of_a_chinese_keyboard_are_read():
    times = "００：００：０１，０００　－－＞　００：００：０２，５００"
    assert read_text(f"1\n{times}\n你好") == CUES[:1]


def test_sbv_is_read():
    text = "0:00:01.000,0:00:02.500\n你[br]好\n\n0:00:03.000,0:00:04.000\n再见\n"

    assert read_text(text) == [Cue(1.0, 2.5, "你\n好"), CUES[1]]


@pytest.mark.parametrize("encoding", ["shift_jis", "cp1251"])
def test_text_that_was_read_as_nonsense_is_refused(encoding):
    words = "Здравствуйте, уважаемые граждане" if encoding == "cp1251" else "こんにちは世界の皆様へ"

    with pytest.raises(CaptionsRefused, match="另存为 UTF-8"):
        read(f"1\n00:00:01,000 --> 00:00:02,500\n{words}\n".encode(encoding))


@pytest.mark.parametrize("words", ["醫療補貼繁體字", "喆先生介绍■政策①", "镕基路与鄱阳湖"])
@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_rare_characters_among_others_are_no_nonsense(words, encoding):
    words = words.encode(encoding, "ignore").decode(encoding)
    assert read(f"1\n00:00:01,000 --> 00:00:02,500\n{words}\n".encode(encoding))[0].text == words


def test_cues_that_no_empty_line_parts_are_told_apart():
    assert read_text(SRT.replace("\n\n", "\n")) == CUES


def test_notes_styles_and_numbers_that_were_left_show_nothing():
    text = f"WEBVTT\nKind: captions\n\nSTYLE\n::cue {{color: red}}\n\nNOTE 甲\n乙\n\n{SRT}\n3\n"
    assert read_text(text) == CUES


@pytest.mark.parametrize("digits", [4, 400, 5_000])
def test_hours_of_many_digits_are_no_time(digits):
    with pytest.raises(CaptionsRefused):
        read_text(f"{'9' * digits}:00:01.000 --> {'9' * digits}:00:02.000\n甲")


def test_signs_that_open_without_end_are_read_in_one_pass():
    # Quadratic would be a second and more for every thousand signs.
    signs = "{\\" * 200_000
    assert plain(signs) == signs


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("00:02.000 --> 00:02.000\n甲", "第 1 条的结束时间不在开始时间之后。"),
        ("00:05.000 --> 00:04.000\n甲", "第 1 条的结束时间不在开始时间之后。"),
        (
            "00:03.000 --> 00:04.000\n甲\n\n00:01.000 --> 00:02.000\n乙",
            "第 2 条的开始时间早于上一条。",
        ),
        ("00:01.000 --> 00:02.000\n<b></b>", "第 1 条没有文字。"),
        ("00:01.000 --> 00:12.000\n甲", "第 1 条超出了视频的时长。"),
        ("没有时间的文字", UNKNOWN_FORM),
        ("[00:01.00]你好\n[00:03.00]再见", UNKNOWN_FORM),
        ("{25}{50}你好", UNKNOWN_FORM),
        ("", "里面没有字幕。请用 SRT、ASS 或 WebVTT 文件。"),
        (
            f"{SRT}\n3\n00:00:04,000 -> 00:00:05,000\n第三句",
            "第 3 条没有时间，或者时间写得不对：3 00:00:04,000 -> 00:00:05,000",
        ),
        (
            "00:01.000 --> 00:02.000 同行\n下",
            "第 1 条没有时间，或者时间写得不对：00:01.000 --> 00:02.000 同行 下",
        ),
        (f"{SRT}\n多出来的一段", "第 3 条没有时间，或者时间写得不对：多出来的一段"),
        (
            "00:01.000 --> 00:02.000\n甲\n00:0x.000 --> 00:03.000\n乙",
            "第 1 条没有时间，或者时间写得不对：00:0x.000 --> 00:03.000",
        ),
    ],
)
def test_what_a_player_would_show_wrongly_is_refused_naming_the_cue(text, sentence):
    with pytest.raises(CaptionsRefused) as refused:
        read_text(text, duration=10)
    assert str(refused.value) == sentence


def test_more_than_five_thousand_cues_are_refused():
    with pytest.raises(CaptionsRefused, match="5000"):
        read_text("\n\n".join(["00:01.000 --> 00:02.000\n甲"] * 5001))


def test_bytes_of_no_encoding_are_refused():
    with pytest.raises(CaptionsRefused, match="UTF-8"):
        read(b"\xff\xff\xff")


def test_signs_of_markup_are_escaped():
    assert "甲 &lt; 乙 &amp; 丙" in webvtt([Cue(0, 1, "甲 < 乙 & 丙")])


TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**6), TEXTS), min_size=1))
def test_what_is_written_is_read_again_unchanged(rows):
    lines = [(start, length, plain(text)) for start, length, text in sorted(rows)]
    cues = [Cue(a / 1000, (a + b) / 1000, plain(t)) for a, b, t in lines if t and plain(t) == t]
    if cues:
        assert read_text(webvtt(cues)) == cues


@given(st.lists(TEXTS, max_size=12), st.integers(1, 3600))
def test_a_draft_fits_the_film_and_can_be_read_again(paragraphs, duration):
    cues = spread(paragraphs, duration)
    if cues:
        assert cues[-1].end == duration
        assert all(len(cue.text) <= LONGEST for cue in cues)
        assert all(a.end == b.start for a, b in pairwise(cues))


def test_a_draft_is_cut_at_sentences_in_proportion_to_their_length():
    assert spread(["甲甲甲。", "乙乙乙。"], 10) == [Cue(0, 5, "甲甲甲。"), Cue(5, 10, "乙乙乙。")]


def test_paragraphs_begin_where_the_captions_say_them():
    cues = [Cue(0, 1, "各位市民："), Cue(1, 2, "大家好。"), Cue(4, 5, "办法今天施行。")]
    assert starts(["各位市民，大家好", "没有说", "办法今天施行"], cues) == [0, None, 4]


@pytest.mark.django_db
def test_who_says_the_same_shares_one_track():
    track = track_of(webvtt(CUES))
    assert track_of(webvtt(CUES)) == track
    with track.file.open() as stored:
        assert stored.read().decode() == track.text
