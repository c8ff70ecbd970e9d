"""Tall pictures for the tests: flat, with empty rows between the bands."""

import io
from functools import cache
from itertools import count

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.models import Collection

from media.models import SiteImage

ALT = "一张图讲清加装电梯的六步"
LONG = "<p>第一步，邻居表决。</p><p>第二步，方案公示。<br/>不少于7日。</p>"
_serial = count(1)


def tall(width=1080, height=2000, step=200):
    """A picture with a dark bar every `step` rows; nothing is drawn between the bars."""
    picture = Image.new("RGB", (width, height), "#e8f1f2")
    pen = ImageDraw.Draw(picture)
    for number, top in enumerate(range(0, height, step)):
        pen.rectangle((20, top + 10, width - 20 - number % 7 * 30, top + step // 2), fill="#0d5b6e")
    return picture


@cache
def usual():
    """The picture that most tests store, drawn once."""
    return tall()


def encoded(picture, kind="PNG"):
    """The bytes of a picture; those of the usual one are made once."""
    return _encoded_usual(kind) if picture is usual() else _encode(picture, kind)


@cache
def _encoded_usual(kind):
    return _encode(usual(), kind)


def _encode(picture, kind):
    data = io.BytesIO()
    picture.save(data, kind)
    return data.getvalue()


def stored(world, picture=None, kind="PNG", **fields):
    """The row of a picture in the department's collection."""
    picture = picture or usual()
    name = f"changtu{next(_serial)}.{kind.lower()}"
    return SiteImage.objects.create(
        title=fields.pop("title", "加装电梯长图"),
        file=ImageFile(io.BytesIO(encoded(picture, kind)), name=name),
        width=picture.width,
        height=picture.height,
        collection=Collection.objects.get(name=world.department.title),
        uploaded_by_user=world.drafter,
        **fields,
    )


def infographic(image, **words):
    """The block, as code that builds a page writes it."""
    fields = {"alt": ALT, "long_description": LONG, "caption": "", "credit": "", **words}
    return ("infographic", {"image": image, **fields})
