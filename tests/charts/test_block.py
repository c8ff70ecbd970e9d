"""The block: drawn when saved, named for the release, printed without drawing."""

import re

import pytest
from django.core.exceptions import ValidationError

from interpretations.blocks import ChartBlock, InterpretationBody
from media.charts import render_client
from media.models import ChartDrawing
from tests.charts.tables import COUNTIES, EMPLOYMENT, OF_KIND, chart

pytestmark = pytest.mark.django_db
BODY = InterpretationBody()


def cleaned(text, **options):
    block = ChartBlock()
    return block.clean(block.to_python({"title": "新增就业", "data": text, **options}))


def shown(*blocks):
    return BODY.render(BODY.to_python(BODY.get_prep_value(BODY.normalize(list(blocks)))))


@pytest.mark.parametrize("kind", OF_KIND)
def test_every_kind_is_drawn_in_two_widths(kind):
    drawing = cleaned(OF_KIND[kind], kind=kind)["drawing"]

    assert drawing.kind == kind
    widths = [drawing.wide_svg, drawing.narrow_svg]
    assert all(svg.startswith("<svg ") == (kind != "tiles") for svg in widths)


@pytest.mark.parametrize("name", ["title", "source"])
@pytest.mark.parametrize("sign", ["\v", "\ufffe"])
def test_an_old_text_that_xml_cannot_hold_is_drawn_without_it(name, sign):
    drawing = cleaned(EMPLOYMENT, **{name: f"市统计{sign}局"})["drawing"]

    assert sign not in getattr(drawing, name)
    assert sign not in drawing.wide_svg


@pytest.mark.parametrize("kind", OF_KIND)
def test_markup_holds_nothing_that_a_strict_policy_refuses(kind):
    html = shown(chart(OF_KIND[kind], kind=kind))

    assert not re.search(
        r"<style|<script|<image|<use|<a [^>]*xlink| style=| on\w+=|href=\"(?!/)", html
    )


def test_what_a_cell_says_is_text_and_never_markup():
    html = shown(
        chart(
            "项<script>alert(1)</script>\t数\"'><i>\n<svg onload=x>\t1\n&amp;\t2\n乙\t3",
            kind="column",
        )
    )

    assert "<script" not in html and "<i>" not in html and "<svg onload" not in html
    assert "&lt;svg onload=x&gt;" in html


def test_equal_content_is_one_drawing():
    assert cleaned(EMPLOYMENT)["drawing"].pk == cleaned(EMPLOYMENT + "\n")["drawing"].pk
    assert ChartDrawing.objects.count() == 1


def test_other_content_is_another_drawing():
    first = cleaned(EMPLOYMENT)["drawing"]

    assert cleaned(EMPLOYMENT, source="市人社局")["drawing"].key != first.key
    assert cleaned(EMPLOYMENT.replace("8.12", "8.13"))["drawing"].key != first.key


def test_a_bad_cell_is_named():
    with pytest.raises(ValidationError) as refused:
        cleaned(EMPLOYMENT.replace("7.9", "12O"))

    messages = refused.value.block_errors["data"].messages
    assert messages == ["第3行“新增就业”的“12O”不是数字。"]


def test_a_draft_may_be_saved_without_data():
    block = ChartBlock()

    value = block.clean_deferred(block.to_python({"title": "", "data": ""}))

    assert value["drawing"] is None


def test_what_a_form_says_about_the_drawing_is_ignored():
    other = cleaned(COUNTIES)["drawing"]
    block = ChartBlock()
    posted = {"b-title": "新增就业", "b-data": EMPLOYMENT, "b-drawing": other.key}

    value = block.clean(block.value_from_datadict(posted, {}, "b"))

    assert value["drawing"].pk != other.pk


def test_code_that_builds_a_page_gets_a_drawing_too():
    stored = BODY.get_prep_value(BODY.normalize([chart(EMPLOYMENT)]))

    key = stored[0]["value"]["drawing"]
    assert ChartDrawing.objects.get().key == key


def test_the_drawing_is_named_for_the_release():
    value = cleaned(EMPLOYMENT)

    references = list(ChartBlock().extract_references(value))

    assert (ChartDrawing, str(value["drawing"].pk)) in [reference[:2] for reference in references]


def test_reading_draws_nothing(monkeypatch, django_assert_num_queries):
    stored = BODY.get_prep_value(BODY.normalize([chart(EMPLOYMENT), chart(COUNTIES)]))
    monkeypatch.setattr(
        render_client.RenderClient, "ask", lambda self, order: pytest.fail("drawn while reading")
    )

    with django_assert_num_queries(1):
        html = BODY.render(BODY.to_python(stored))

    assert html.count("<svg ") == 4


def test_ids_of_two_charts_and_of_two_widths_differ():
    html = shown(chart(EMPLOYMENT), chart(COUNTIES))

    ids = re.findall(r' id="([^"]+)"', html)
    assert ids and len(ids) == len(set(ids))
    assert "@@" not in html


def test_ids_of_the_same_chart_twice_differ():
    html = shown(chart(EMPLOYMENT), chart(EMPLOYMENT))

    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) and ids


def test_every_reference_inside_a_drawing_has_its_target():
    html = shown(chart(COUNTIES, kind="column"))

    wanted = set(re.findall(r"url\(#([^)]+)\)", html))
    labels = {
        name for names in re.findall(r'aria-labelledby="([^"]+)"', html) for name in names.split()
    }
    assert wanted and wanted | labels <= set(re.findall(r' id="([^"]+)"', html))


def test_a_reader_without_eyes_gets_title_description_and_table():
    html = shown(chart(EMPLOYMENT))

    assert '<figure class="chart chart--column" data-block="chart">' in html
    assert "<title" in html and "<desc" in html and 'role="img"' in html
    assert "2021年 8.12" in html
    assert '<th scope="row">2021年</th><td class="number">8.12</td>' in html


def test_the_drafters_own_description_goes_first():
    html = shown(chart(EMPLOYMENT, description="五年里新增就业连年增加。"))

    assert re.search(r"<desc[^>]*>五年里新增就业连年增加。</desc>", html)


def test_number_tiles_are_text():
    html = shown(chart(OF_KIND["tiles"], kind="tiles"))

    assert "<svg" not in html
    assert "<dt>一次办好</dt>" in html and "<b>312</b>" in html


def test_source_and_notes_of_the_pasted_table_stand_under_the_chart():
    html = shown(chart(EMPLOYMENT + "\n注：初步统计数\n资料来源：市统计局"))

    assert "注：初步统计数" in html and "数据来源：市统计局" in html
