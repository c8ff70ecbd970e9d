"""The cards of the demonstration's films: large words at the left, a plain figure at the right."""

from collections.abc import Callable
from typing import Any

from .board import GROUND, INK, LINE, PAPER, SECOND, TEAL, Board

__all__ = ["HEIGHT", "WIDTH", "draw_card"]

WIDTH, HEIGHT = 1280, 720
LEFT, TOP = 88, 56
WORDS = 640  # how wide the words may be
MIDDLE, FLOOR = 990, 580  # of the figure; players write captions under it
STOREYS = 6

Card = dict[str, Any]


def draw_card(card: Card) -> bytes:
    """Return a PNG of a card: `heading`, maybe a `label`, `numbers` or `lines`, and a `figure`."""
    board = Board(HEIGHT, WIDTH)
    board.box((LEFT, TOP, LEFT + 96, TOP + 10), fill=TEAL)
    bottom = board.text((LEFT, TOP + 32), card["heading"], 84, TEAL, bold=True, limit=WORDS) + 16
    if label := card.get("label"):
        bottom = _label(board, label, bottom) + 20
    for caption, value in card.get("numbers", ()):
        bottom = board.text((LEFT, bottom), caption, 46, SECOND, limit=WORDS)
        bottom = board.text((LEFT, bottom - 12), value, 84, INK, bold=True)
    for line in card.get("lines", ()):
        bottom = board.text((LEFT, bottom), line, 52, INK, limit=WORDS) + 8
    FIGURES[card["figure"]](board, card)
    return board.png(HEIGHT, WIDTH)


def _label(board: Board, label: str, top: float) -> float:
    """Say how the film was made, clearly larger than a twentieth of the shorter side."""
    width, bottom = board.width(label, 40, bold=True), top + 76
    board.box((LEFT, top, LEFT + width + 48, bottom), fill=PAPER, radius=4, outline=TEAL)
    board.text((LEFT + 24, top + 8), label, 40, TEAL, bold=True)
    return bottom


def _building(board: Board, card: Card, cabin: int = 1) -> None:
    """An old block of flats with the new shaft at its side, the cabin at one storey."""
    left, right, storey = MIDDLE - 150, MIDDLE + 110, 72
    top = FLOOR - STOREYS * storey
    board.box((left, top, right, FLOOR), fill=PAPER, outline=LINE, radius=4)
    for level in range(STOREYS):
        y = top + level * storey
        for window in range(3):
            x = left + 30 + window * 74
            board.box((x, y + 18, x + 50, y + 56), fill=LINE, radius=2)
    board.box((right + 12, top - 24, right + 92, FLOOR), fill=PAPER, outline=TEAL, radius=4)
    y = FLOOR - cabin * storey
    board.box((right + 22, y + 6, right + 82, y + storey - 6), fill=TEAL, radius=4)
    board.box((right + 51, y + 14, right + 53, y + storey - 14), fill=PAPER)
    _ground(board)


def _lift(board: Board, card: Card) -> None:
    """The same block, the cabin on its way up."""
    _building(board, card, cabin=4)


def _neighbours(board: Board, card: Card) -> None:
    """Four neighbours, three of whom agree."""
    for number in range(4):
        x, agrees = MIDDLE - 198 + number * 132, number < 3
        fill, edge = (TEAL, TEAL) if agrees else (PAPER, SECOND)
        board.box((x - 36, 270, x + 36, 342), fill=fill, radius=36, outline=edge)
        board.box((x - 54, 356, x + 54, FLOOR + 60), fill=fill, radius=50, outline=edge)
    board.box((MIDDLE - 280, FLOOR, MIDDLE + 280, HEIGHT), fill=GROUND)
    _ground(board)


def _notice(board: Board, card: Card) -> None:
    """A notice on two posts."""
    for x in (MIDDLE - 150, MIDDLE + 138):
        board.box((x, 270, x + 12, FLOOR), fill=SECOND)
    board.box((MIDDLE - 190, 170, MIDDLE + 190, 480), fill=PAPER, outline=TEAL, radius=4)
    board.box((MIDDLE - 90, 206, MIDDLE + 90, 224), fill=TEAL)
    for row in range(5):
        end = MIDDLE + (150 if row < 4 else 20)
        board.box((MIDDLE - 150, 264 + row * 40, end, 274 + row * 40), fill=LINE)
    _ground(board)


def _floors(board: Board, card: Card) -> None:
    """One bar a storey, as long as its share, the top one above."""
    left, full_length, storey = MIDDLE - 130, 250, 80
    largest_share = max(share for _name, share in card["floors"])
    top = FLOOR - len(card["floors"]) * storey + 10
    for name, share in card["floors"]:
        board.text((left - 124, top), name, 44, SECOND)
        end = left + max(full_length * share / largest_share, 6)
        board.box((left, top + 8, end, top + 58), fill=TEAL if share else LINE, radius=4)
        board.text((end + 16, top), str(share), 44, TEAL, bold=True)
        top += storey


def _ground(board: Board) -> None:
    board.box((MIDDLE - 260, FLOOR, MIDDLE + 260, FLOOR + 4), fill=SECOND)


FIGURES: dict[str, Callable[[Board, Card], None]] = {
    "building": _building,
    "lift": _lift,
    "neighbours": _neighbours,
    "notice": _notice,
    "floors": _floors,
}
