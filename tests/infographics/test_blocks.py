"""The blocks: what readers and programs get, with and without slices."""

import re

import pytest

from interpretations.blocks import InterpretationBody
from media import renditions, slices
from media.models import SlicedPicture
from tests.infographics.pictures import ALT, LONG, infographic, stored, tall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pictured_here")]
BODY = InterpretationBody()


def value(*blocks):
    return BODY.to_python(BODY.get_prep_value(BODY.normalize(list(blocks))))


def shown(*blocks):
    return BODY.render(value(*blocks))


def cut(world, *args, **fields):
    image = stored(world, *args, **fields)
    renditions.make(image)
    slices.cut(slices.order(image))
    return image


def gallery(*images, **words):
    fields = {"alt": "图里的话", "caption": "", "credit": "", **words}
    return ("gallery", {"title": "现场", "items": [{"image": image, **fields} for image in images]})


def test_every_slice_says_its_size_before_its_bytes_come(world):
    html = shown(infographic(cut(world)))

    images = re.findall(r"<(?:img|source)[^>]*>", html)
    assert len(images) == 4
    assert all(re.search(r'width="\d+" height="\d+"', image) for image in images)


def test_the_first_slice_alone_speaks_and_comes_at_once(world):
    images = re.findall(r"<img[^>]*>", shown(infographic(cut(world))))

    assert f'alt="{ALT}"' in images[0] and "lazy" not in images[0]
    assert all('alt=""' in image and 'loading="lazy"' in image for image in images[1:])


def test_a_phone_gets_the_narrow_slices(world):
    html = shown(infographic(cut(world)))

    narrow = re.findall(r'<source media="\(max-width: 40rem\)" srcset="[^"]*narrow[^"]*"', html)
    assert len(narrow) == html.count("<picture>")


def test_a_strict_policy_refuses_nothing(world):
    html = shown(infographic(cut(world)), gallery(cut(world, tall(600, 400)), cut(world)))

    assert not re.search(r"<script|<style| style=| on\w+=", html)


def test_the_text_stands_under_the_picture_in_its_paragraphs(world):
    html = shown(infographic(cut(world)))

    assert "<p>第一步，邻居表决。</p>" in html
    assert "<p>第二步，方案公示。<br/>不少于7日。</p>" in html


def test_words_are_text_and_never_markup(world):
    html = shown(infographic(cut(world), caption="<script>x</script>", alt='"><i>'))

    assert "<script" not in html and "<i>" not in html


def test_before_it_is_cut_a_preview_shows_the_picture_in_one_piece(world):
    image = stored(world)
    renditions.make(image)

    html = shown(infographic(image))

    assert "<picture>" not in html and f'alt="{ALT}"' in html


def test_a_lost_file_takes_the_links_away_and_not_the_page(world):
    image = cut(world)
    whole = slices.shown(image).whole.file
    whole.storage.delete(whole.name)

    html = shown(infographic(image))

    assert "看大图" not in html and "第一步，邻居表决。" in html


def test_source_rights_and_the_machine_are_named_under_every_kind_of_picture(world):
    image = cut(world, credit="市住建局", rights="经作者许可使用", made_by_ai=True)
    words = {"image": image, "alt": "甲", "caption": "", "credit": ""}

    for block in (infographic(image), gallery(image, image), ("picture", words)):
        html = shown(block)
        assert "AI 生成" in html and "来源：市住建局" in html and "经作者许可使用" in html


def test_the_picture_and_its_slices_are_named_for_the_release(world):
    image = stored(world)
    block = BODY.child_blocks["infographic"]

    references = [
        reference[:2] for reference in block.extract_references(value(infographic(image))[0].value)
    ]

    sliced = SlicedPicture.objects.get()
    assert {(type(image), str(image.pk)), (SlicedPicture, str(sliced.pk))} <= set(references)


def test_a_program_gets_addresses_and_words(world):
    image = cut(world)
    data = BODY.get_api_representation(value(infographic(image)))[0]["value"]

    assert data["alt"] == ALT and data["description"] == LONG
    assert data["whole"]["url"].endswith(".png")
    assert {"wide", "narrow"} == set(data["slices"][0])
    assert sum(pair["wide"]["height"] for pair in data["slices"]) == image.height


def test_a_program_gets_every_picture_of_a_set(world):
    image = cut(world)
    data = BODY.get_api_representation(value(gallery(image, image)))[0]["value"]

    assert data["title"] == "现场"
    assert [item["alt"] for item in data["items"]] == ["图里的话"] * 2
    assert all(set(item["sizes"]) == {"small", "large"} for item in data["items"])


def test_the_words_are_found_by_search(world):
    image = stored(world)
    text = " ".join(BODY.get_searchable_content(value(infographic(image), gallery(image, image))))

    assert ALT in text and "方案公示" in text and "现场" in text and "图里的话" in text


def test_a_set_of_pictures_is_paged_by_links(world):
    html = shown(gallery(cut(world), cut(world), cut(world)))

    targets = re.findall(r'href="#([^"]+)"', html)
    ids = re.findall(r'<li class="gallery__item" id="([^"]+)"', html)
    assert "第 2 张，共 3 张" in html
    assert len(set(ids)) == 3 and set(targets) <= set(ids)
    assert targets == [ids[1], ids[0], ids[2], ids[1]]


def test_two_sets_that_begin_with_the_same_picture_are_paged_apart(world):
    image = cut(world)

    html = shown(gallery(image, image), gallery(image, image))

    ids = re.findall(r'<li class="gallery__item" id="([^"]+)"', html)
    assert len(set(ids)) == 4
