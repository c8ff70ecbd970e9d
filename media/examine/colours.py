"""Colours as every screen shows them: eight bits of sRGB, without a profile.

A profile is as large as a small picture, and the darkest 16-bit grey is not white: what is made of
a picture is converted once, by LittleCMS where the picture says what its colours mean.
"""

import io

from PIL import Image, ImageChops, ImageCms

SRGB = ImageCms.createProfile("sRGB")
PLAIN_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
DEEP = 257  # steps of 16 bits in one of eight


def is_plain(picture: Image.Image) -> bool:
    """Whether a picture's bytes may be shown as they are."""
    return picture.mode in PLAIN_MODES and "icc_profile" not in picture.info


def plain(picture: Image.Image) -> Image.Image:
    """The picture in RGB, or RGBA where it is clear in parts; its notes are left behind."""
    shallow = _shallow(picture)
    is_clear = "A" in shallow.mode or "transparency" in shallow.info
    alpha = shallow.convert("RGBA").getchannel("A") if is_clear else None
    colours = _in_srgb(shallow, picture.info.get("icc_profile"))
    if alpha:
        colours.putalpha(alpha)
    colours.info.clear()
    return colours


def _shallow(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits in eight: Pillow itself cuts off what is brighter than 255."""
    if not picture.mode.startswith("I"):
        return picture
    grey = picture.convert("I")
    scaled = grey.point(lambda value: value * (1 / DEEP)).convert("L")
    if (clear := picture.info.get("transparency")) is not None:
        brighter = grey.point(lambda value: value - clear).convert("L")
        darker = grey.point(lambda value: value * -1 + clear).convert("L")
        scaled.putalpha(ImageChops.lighter(brighter, darker).point(lambda value: value and 255))
    return scaled


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Converted by its profile; one that does not fit the picture says nothing."""
    bare = picture if picture.mode in ("L", "RGB", "CMYK") else _bare(picture)
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(bare, source, SRGB, outputMode="RGB")
            if converted:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return bare.copy() if bare.mode == "RGB" else bare.convert("RGB")


def _bare(picture: Image.Image) -> Image.Image:
    """The colours without what is clear, in a mode that profiles know."""
    return picture.convert("L" if picture.mode in ("1", "LA") else "RGB")
