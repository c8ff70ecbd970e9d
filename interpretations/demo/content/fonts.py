"""Find a font with Chinese characters on this computer, for the scripts that draw."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

__all__ = ["find_font"]

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
REGULAR = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "msyh.ttc",
    "simhei.ttf",
)
BOLD = (
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJKsc-Bold.otf",
    "NotoSansSC-Bold.otf",
    "NotoSansSC-Bold.ttf",
    "SourceHanSansSC-Bold.otf",
    "SourceHanSansCN-Bold.otf",
    "msyhbd.ttc",
)
SIMPLIFIED = ("SC", "GB")
FACES_IN_A_COLLECTION = 10


def find_font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Return a font that can write Chinese; raises `OSError` where there is none."""
    path = (_find(BOLD) if bold else None) or _find(REGULAR)
    if path is None:
        raise OSError("no font with Chinese characters, for example fonts-noto-cjk")
    return _load(path, size)


@cache
def _load(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=_simplified_face(path))


@cache
def _find(names: tuple[str, ...]) -> str | None:
    """Return the path of the first of these fonts that is installed."""
    folders = [Path(folder).expanduser() for folder in FOLDERS]
    installed = {path.name: str(path) for folder in folders for path in folder.rglob("*.[ot]t[cf]")}
    return next((installed[name] for name in names if name in installed), None)


@cache
def _simplified_face(path: str) -> int:
    """Return the number of the simplified Chinese face in a collection, else the first."""
    for index in range(FACES_IN_A_COLLECTION if path.endswith(".ttc") else 0):
        try:
            family = ImageFont.truetype(path, 10, index=index).getname()[0] or ""
        except OSError:
            break
        if family.endswith(SIMPLIFIED):
            return index
    return 0
