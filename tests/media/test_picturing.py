"""Stored pictures are decoded in a child process with limits, never in the site's own."""

import dataclasses

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL.ImageFile import ImageFile as Decoder
from wagtail.models import Collection

from media import renditions, slices
from media.models import SiteImage
from media.picturing import __main__ as child
from media.picturing import order
from media.sandbox import runner
from tests.infographics.pictures import stored, tall
from tests.media.hostile import valid
from tests.media.hostile.pictures import grey
from tests.support.memory import not_grown

pytestmark = pytest.mark.django_db
SIDE = 6320  # of the largest picture that comes in: 40 million pixels


def kept(world, data, name="a.png"):
    return SiteImage.objects.create(
        title="图", file=ImageFile(ContentFile(data), name=name), width=SIDE, height=SIDE,
        collection=Collection.objects.get(name=world.department.title),
    )  # fmt: skip


def test_no_picture_is_decoded_in_the_process_of_the_site(world, monkeypatch):
    image = stored(world, tall(1200, 2200))
    monkeypatch.setattr(Decoder, "load", lambda *given: pytest.fail("decoded here"))

    assert set(renditions.make(image)) == {"small", "large"}
    assert slices.cut(slices.order(image))
    for spec in ("max-150x150", "max-165x165", "original"):
        assert image.get_rendition(spec).file.size


def test_the_child_makes_what_its_function_makes_here(world, tmp_path):
    image = stored(world, tall(1200, 2200))
    specs = list(renditions.SPECS.values())

    here = child.answer({"path": image.file.path, "sizes": specs, "sliced": True}, tmp_path)
    sizes, parts = order.sizes(image.file, specs), list(order.slices(image.file))

    assert [size.spec for size in sizes] == [made["spec"] for made in here["sizes"]] == specs
    assert [part.shown for part in parts] == [made["shown"] for made in here["slices"]]
    made_here = [(tmp_path / made["file"]).read_bytes() for made in here["sizes"] + here["slices"]]
    assert [made.content.read() for made in [*sizes, *parts]] == made_here


def test_the_original_as_the_desk_shows_it_is_the_stored_file(world):
    image = stored(world, tall(60, 40))

    with image.file.open() as file, image.get_rendition("original").file.open() as shown:
        assert shown.read() == file.read()


def test_the_largest_picture_takes_no_memory_of_the_site(world):
    image = kept(world, grey(SIDE, SIDE))

    with not_grown(48):
        renditions.make(image)

    assert len(renditions.stored_of([image.pk])) == 2


def test_a_picture_that_needs_more_than_the_child_may_have_is_not_decoded(world, monkeypatch):
    little = dataclasses.replace(order.CHILD, memory=200 * runner.MEGABYTE)
    monkeypatch.setattr(order, "CHILD", little)

    with pytest.raises(order.UndecodableError):
        renditions.make(kept(world, grey(SIDE, SIDE)))


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO"])
def test_a_stored_file_of_another_kind_is_given_to_no_decoder(world, kind):
    image = kept(world, valid.picture(kind))

    with pytest.raises(order.UndecodableError):
        order.sizes(image.file, ["max-5x5"])


@pytest.mark.parametrize("spec", ["scale-10000", "width-100000", "fill-9x9", "max-5x5|format-avif"])
def test_a_size_that_nobody_shows_is_not_made(world, spec):
    image = stored(world, tall(60, 40))

    with pytest.raises(order.UndecodableError):
        image.get_rendition(spec)
