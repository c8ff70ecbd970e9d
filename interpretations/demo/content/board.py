"""A sheet to draw on in the product's colours; sizes are pixels of the picture it becomes."""

import re
from io import BytesIO

from PIL import Image, ImageDraw

from .fonts import find_font

__all__ = ["BASE_WIDTH", "GROUND", "INK", "LINE", "PAPER", "SECOND", "TEAL", "Board"]

BASE_WIDTH = 1080
FINE = 2  # drawn at twice the size, then reduced: round edges come out smooth
INK, SECOND, PAPER = "#1f1e1c", "#5c5a55", "#ffffff"
TEAL, GROUND, LINE = "#0d5b6e", "#e8f1f2", "#b9d3d7"
PIECES = re.compile(r"（[^（）]{1,5}）|[“《（]*(?:[0-9A-Za-z.%/]+|.)[，。；：、）》”？]*")
ORPHAN = 3  # a last line of so few characters sends some of the line before down to it

Box = tuple[float, float, float, float]
Point = tuple[float, float]


class Board:
    """A sheet, as wide as the base and tall enough, cut to its content at the end."""

    def __init__(self, height: int, width: int = BASE_WIDTH) -> None:
        """Lay a sheet so wide, with room for so much height."""
        self.image = Image.new("RGB", (width * FINE, height * FINE), GROUND)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, box: Box, fill: str, radius: float = 0, outline: str | None = None) -> None:
        """Draw a rectangle, its corners rounded by the radius."""
        edges = [round(edge * FINE) for edge in box]
        edges[2:] = [edge - 1 for edge in edges[2:]]
        self.draw.rounded_rectangle(edges, radius * FINE, fill, outline, FINE)

    def disc(self, centre: Point, radius: float, mark: str) -> None:
        """Draw a filled disc with a light mark in its middle."""
        x, y = (coordinate * FINE for coordinate in centre)
        self.draw.circle((x, y), radius * FINE, TEAL)
        font = find_font(44 * FINE, bold=True)
        left, top, right, bottom = font.getbbox(mark)
        corner = (x - (left + right) / 2, y - (top + bottom) / 2)
        self.draw.text(corner, mark, PAPER, font)

    def text(
        self,
        at: Point,
        text: str,
        size: int,
        fill: str,
        *,
        bold: bool = False,
        limit: float | None = None,
    ) -> float:
        """Write text, broken into lines not wider than the limit; return its lower edge."""
        x, y = at
        font = find_font(size * FINE, bold=bold)
        for line in self._lines(text, size, bold, limit):
            middle = (y + self.line_height(size) / 2) * FINE
            self.draw.text((x * FINE, middle), line, fill, font, anchor="lm")
            y += self.line_height(size)
        return y

    def width(self, text: str, size: int, *, bold: bool = False) -> float:
        """Say how wide the text is on one line."""
        return find_font(size * FINE, bold=bold).getlength(text) / FINE

    def count_lines(self, text: str, size: int, limit: float) -> int:
        """Say how many lines the text takes within the limit."""
        return len(self._lines(text, size, False, limit))

    def line_height(self, size: int) -> float:
        """Say how far one line stands from the next."""
        return round(size * 1.5)

    def png(self, bottom: float, width: int) -> bytes:
        """Return what lies above the bottom as a PNG of this width."""
        cropped = self.image.crop((0, 0, self.image.width, round(bottom * FINE)))
        size = (width, round(cropped.height * width / cropped.width))
        buffer = BytesIO()
        cropped.resize(size, Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()

    def _lines(self, text: str, size: int, bold: bool, limit: float | None) -> list[str]:
        """Break text between characters, never before a closing mark or inside a number."""
        lines = [""]
        for piece in PIECES.findall(text):
            longer_line = lines[-1] + piece
            if limit and lines[-1] and self.width(longer_line, size, bold=bold) > limit:
                lines.append(piece)
            else:
                lines[-1] = longer_line
        if limit and len(lines) > 1 and len(lines[-1]) <= ORPHAN:
            narrower_lines = self._lines(text, size, bold, limit - 2 * size)
            return narrower_lines if len(narrower_lines) == len(lines) else lines
        return lines
