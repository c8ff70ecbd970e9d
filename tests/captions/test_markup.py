"""What of a caption file is words: nothing that is seen is lost, nothing hidden is shown."""

import time

import pytest

from media.captions.markup import doubtful, plain, shown_ass
from media.captions.read import CaptionsRefused, doubts, read, read_text
from media.captions.spread import spread

TIME = "00:00:01,000 --> 00:00:02,000"
LATER = "00:00:03,000 --> 00:00:04,000"
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:00.00,0:00:00.50,Default,,0,0,0,,\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,大家好\n"
)


def texts(content):
    return [cue.text for cue in read_text(content)]


@pytest.mark.parametrize(
    "words",
    ["a<b且b>c", "若a<b>c", "登录<Jiangxi政务网>办理", "收入<3000>元", "见<附件1>", "a<b and c>d"],
)
def test_signs_that_are_no_tags_of_captions_are_kept(words):
    assert plain(words) == words


@pytest.mark.parametrize(
    "marked",
    [
        "<b>大家</b>好",
        '<font color="#ffff00">大家</font>好',
        "<c.yellow.loud>大家</c>好",
        "大家<00:00:01.500>好",
        "{\\an8}大家好",
        "<ruby>大家<rt></rt></ruby>好",
        "<lang zh>大家好</lang>",
    ],
)
def test_tags_of_captions_are_left_out(marked):
    assert plain(marked) == "大家好"


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<b><i>大</b>家</i>好", "大家好"),
        ("<b>大<b>家</b></b>好", "大家好"),
        ("<font color=red>大家好", "大家好"),
        ("<font>大家</font>好", "大家好"),
        ("<ruby>漢<rt>hàn</rt>字<rt>zì</rt></ruby>", "漢（hàn）字（zì）"),
        ("你说<v 记者>请问</v>", "你说\n记者：请问"),
        ("<v 甲>你好\n<v 乙>再见", "甲：你好\n乙：再见"),
        ("<v 甲>你好<v 乙>再见</v>", "甲：你好\n乙：再见"),
        ("你说<v>请问</v>", "你说请问"),
        ("<i> <v 甲>你好</i>", "甲：你好"),
        ("<v 甲>你好</v> 再见", "甲：你好\n再见"),
        ("<i><v 甲>你好</v></i>", "甲：你好"),
    ],
)
def test_tags_in_tags_and_voices_within_a_line_are_understood(marked, words):
    assert plain(marked) == words
    assert doubtful(words) == ""


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("<i>大家好", "<i>"),
        ("大家</i>好", "</i>"),
        ("若<v>为速度", "<v>"),
        ("大家好</v>", "</v>"),
        ("当<V 100km/h>时", "<V 100km/h>"),
        ("<lang 登录>政务网</lang>", "<lang 登录>"),
        ("<font 宋体>字</font>", "<font 宋体>"),
        ("面积<u 平方米>约</u>", "<u 平方米>"),
        ("</b>大家<b>", "</b>"),
        ("选择<font 宋体>再打印", "<font 宋体>"),
        ("<lang 语言>切换", "<lang 语言>"),
        ("<v 记者 请问", "<v 记者 请问"),
        ("<c.yellow>大家好", "<c.yellow>"),
        ("（）登录<b>", "<b>"),
        ("若a<b则", ""),
        ("收入<3000>元", ""),
    ],
)
def test_what_may_be_a_tag_is_kept_as_typed_and_found(words, sign):
    assert plain(words) == words
    assert doubtful(words) == sign


def test_a_tag_without_its_own_partner_is_kept_beside_a_pair():
    assert plain("若a<b>c，则<b>办理</b>") == "若a<b>c，则办理"


def test_what_may_be_a_tag_is_told_with_its_number():
    cues = read_text(f"{TIME}\n大家好\n\n{LATER}\n<i>再见")

    assert [number for number, _sentence in doubts(cues)] == [2]


def test_many_voices_in_one_line_are_read_in_one_pass():
    assert plain("<v 甲>好</v>" * 50_000).count("\n") == 49_999  # quadratic would be minutes
    assert plain("<v 甲>好" * 50_000).count("\n") == 0


@pytest.mark.parametrize("voice", ["<v 记者>请问</v>", "<v.loud 记者>请问", "<V 记者 >请问"])
def test_who_speaks_stands_before_the_words(voice):
    assert plain(voice) == "记者：请问"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("https://www.gov.cn/?id=1&copy=2&sect=4", "https://www.gov.cn/?id=1&copy=2&sect=4"),
        ("甲&amp;乙&lt;丙&#20803;", "甲&乙<丙元"),
        ("事项\t材料", "事项 材料"),
        ("甲\x0b乙\u2028丙", "甲\n乙\n丙"),
        ("一家人👨\u200d👩", "一家人👨\u200d👩"),
    ],
)
def test_signs_of_addresses_breaks_and_blanks_stay(line, words):
    assert plain(line) == words


def test_a_wide_space_is_kept():
    assert plain("第一条\u3000大家好") == "第一条\u3000大家好"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("满足：\\h年满十八周岁\\N\\h本市户籍", "满足： 年满十八周岁\n本市户籍"),
        ("{\\k20}大{\\kf30}家好", "大家好"),
        ("{此处待核}大家好", "大家好"),
        ("{\\p1}m 0 0 l 9 9{\\p0}大家好", "大家好"),
        ("{\\an7\\pos(9,9)\\p2}m 0 0 l 9 9{\\r\\b1}l 1 1", ""),
        ("{\\pos(9,9)\\pbo5}大家好{\\p1}m 0 0", "大家好"),
        ("收入<b>3000</b>", "收入<b>3000</b>"),
        ("a{b", "a{b"),
        ("\\{花括号\\}", "{花括号}"),
        ("{\\alpha&HFF&}隐藏{\\alpha&H00&}大家好", "大家好"),
        ("{\\alpha&HFF&}隐藏{\\r}大家好", "大家好"),
        ("{\\1a&HFF&\\3a&HFF&\\4a&HFF&}隐藏", ""),
        ("{\\fs0}小字{\\fs20}大家好", "大家好"),
        ("{\\fscx0}窄字{\\fscx100}大家好", "大家好"),
        ("{\\fs20\\fsp0\\1a&H80&}大家好", "大家好"),
        ("{\\alpha&HFF&\\t(0,500,\\alpha&H00&)}渐现", "渐现"),
    ],
)
def test_commands_drawings_and_notes_of_ass_show_nothing(line, words):
    assert shown_ass(line).shown == words


def test_words_of_which_only_an_outline_is_seen_are_told():
    cues = read_text(ASS.replace("大家好", "{\\1a&HFF&}大家{\\r}好"))

    assert [cue.text for cue in cues] == ["大家好"]
    assert "“大家”在原来的字幕里是透明的" in next(doubts(cues))[1]


SEEN = "&H00FFFFFF,&H000000FF,&H00000000,&H00000000"
CLEAR = "&HFFFFFFFF,&HFF0000FF,&HFF000000,&HFF000000"
HOLLOW = "&HFFFFFFFF,&H000000FF,&H00000000,&H00000000"


def styled(*lines, **styles):
    """Captions of (style, words), in these styles beside the usual one: (colours, size, scale)."""
    styles = {"Default": (SEEN, 20, 100), **styles}
    look = "0,0,0,0,{scale},100,0,0,1,1,0,2,10,10,10,1"
    return "\n".join(
        [
            "[Script Info]",
            "[V4+ Styles]",
            *(
                f"Style: {name},Arial,{size},{colours},{look.format(scale=scale)}"
                for name, (colours, size, scale) in styles.items()
            ),
            "[Events]",
            *(
                f"Dialogue: 0,0:00:0{place}.00,0:00:0{place}.50,{style},,0,0,0,,{words}"
                for place, (style, words) in enumerate(lines)
            ),
        ]
    )


@pytest.mark.parametrize("look", [(CLEAR, 20, 100), (SEEN, 0, 100), (SEEN, 20, 0)])
def test_lines_of_a_style_that_nobody_sees_are_left_out_and_told(look):
    cues = read_text(styled(("Inner", "内部备注"), ("Default", "大家好"), Inner=look))

    assert [cue.text for cue in cues] == ["大家好"]
    assert next(doubts(cues))[0] == 1
    assert "“内部备注”在原来的字幕里看不见，没有取" in next(doubts(cues))[1]


def test_what_is_left_out_at_the_end_is_told_at_the_last_caption():
    cues = read_text(styled(("Default", "大家好"), ("Inner", "备注"), Inner=(CLEAR, 20, 100)))

    assert [number for number, _sentence in doubts(cues)] == [1]


@pytest.mark.parametrize(
    ("style", "line", "words"),
    [
        ("Default", "{\\rInner}备注{\\r}大家好", "大家好"),
        ("Inner", "备注{\\rDefault}大家好{\\r}备注", "大家好"),
        ("Inner", "{\\alpha&H00&}大家好{\\alpha}备注", "大家好"),
        ("Inner", "{\\alpha&H00&}大家好{\\r}备注", "大家好"),
        ("*Inner", "备注{\\1a&H00&}大家好", "大家好"),
        ("Nowhere", "大家好{\\rNowhere}！", "大家好！"),
        ("Default", "{\\alpha&HFE&}备注{\\alpha&H80&}大家好", "大家好"),
    ],
)
def test_a_line_begins_in_its_style_and_takes_on_those_that_it_names(style, line, words):
    cues = read_text(styled((style, line), Inner=(CLEAR, 20, 100)))

    assert [cue.text for cue in cues] == [words]


def test_lines_of_a_style_of_outlines_are_told():
    cues = read_text(styled(("Rim", "大家好"), Rim=(HOLLOW, 20, 100)))

    assert "“大家好”在原来的字幕里是透明的" in next(doubts(cues))[1]


def test_every_line_that_is_left_out_before_a_caption_is_told_at_it():
    left = [("Inner", words) for words in ("备注一", "备注二", "备注一", "备注三")]
    cues = read_text(styled(*left, ("Default", "大家好"), Inner=(CLEAR, 20, 100)))

    [(number, sentence)] = doubts(cues)
    assert number == 1 and "“备注一；备注二；备注三”在原来的字幕里看不见" in sentence


def test_a_long_text_that_is_left_out_is_told_as_cut():
    cues = read_text(styled(("Inner", "密" * 500), ("Default", "大家好"), Inner=(CLEAR, 20, 100)))

    assert f"“{'密' * 200}…”" in next(doubts(cues))[1]


def test_what_was_left_out_hides_no_hollow_words_of_the_same_caption():
    cues = read_text(
        styled(("Inner", "备注"), ("Rim", "大家好"), ("Inner", "备注二"),
               Inner=(CLEAR, 20, 100), Rim=(HOLLOW, 20, 100))
    )  # fmt: skip

    told = [sentence for _number, sentence in doubts(cues)]
    assert ["看不见" in told[0], "是透明的" in told[1], "备注二" in told[2]] == [True] * 3


def test_captions_of_which_nothing_is_seen_are_refused_with_a_sentence_of_their_own():
    with pytest.raises(CaptionsRefused, match="字幕在播放时都看不见"):
        read_text(styled(("Inner", "内部备注"), Inner=(CLEAR, 20, 100)))


def test_a_line_of_many_commands_costs_little():
    line = "{\\b1}" * 300_000 + "大家好"
    began = time.process_time()

    assert shown_ass(line).shown == "大家好"
    assert time.process_time() - began < 2


def test_braces_that_open_without_end_are_read_in_one_pass():
    signs = "{\\" * 200_000  # quadratic would be minutes
    assert shown_ass(signs).shown == signs


def test_lines_of_ass_without_words_are_no_captions():
    assert texts(ASS) == ["大家好"]


@pytest.mark.parametrize("between", ["\n12345\n2\n", "\n12345\n\n2\n", "\n\n12345\n\n2\n"])
def test_a_line_that_is_only_a_number_is_text(between):
    assert texts(f"1\n{TIME}\n咨询电话{between}{LATER}\n再见") == ["咨询电话\n12345", "再见"]


def test_a_number_that_stands_before_a_time_is_its_counter():
    assert texts(f"1\n{TIME}\n大家好\n\n7\n\n{LATER}\n再见") == ["大家好", "再见"]


def test_a_number_at_the_end_that_counts_nothing_is_text():
    assert texts(f"1\n{TIME}\n咨询电话\n\n12345\n") == ["咨询电话\n12345"]


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        (f"1\n{TIME}\n还剩\n\n2\n", 1, "2"),
        (f"1\n{TIME}\n大家好\n\n12345\n\n{LATER}\n再见", 1, "12345"),
    ],
)
def test_a_number_that_may_be_words_is_told(text, number, sign):
    assert [(n, s) for n, s in doubts(read_text(text))] == [
        (number, f"第 {number} 条后面单独一行的“{sign}”当作编号，没有取。如果是说的话，请补上。")
    ]


def test_words_before_a_time_are_not_left_out_of_srt():
    with pytest.raises(CaptionsRefused, match="大家好"):
        read_text(f"1\n{TIME}\n各位\n\n大家好\n{LATER}\n再见")


def test_notes_are_those_of_webvtt_only():
    with pytest.raises(CaptionsRefused, match="NOTE"):
        read_text(f"1\n{TIME}\n各位\n\nNOTE 大家好\n")


def test_an_arrow_between_words_is_text():
    assert texts(f"{TIME}\n申请 --> 审核 --> 发证") == ["申请 --> 审核 --> 发证"]


def test_times_in_full_width_signs_are_read():
    assert texts("00：00：01，000 --> 00：00：02，000\n大家好") == ["大家好"]


def test_big5_is_read():
    words = "各位市民朋友，大家好。今天解說住房公積金新政策。"
    assert read(f"1\n{TIME}\n{words}\n".encode("big5"))[0].text == words


def test_a_draft_keeps_what_looks_like_markup():
    assert spread(["登录<b>政务网</b>办理"], 10)[0].text == "登录<b>政务网</b>办理"
