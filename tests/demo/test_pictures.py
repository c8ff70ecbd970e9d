"""The demonstration's pictures are finished: a machine without Chinese fonts shows them too."""

from PIL import Image

from interpretations.demo.content import load_sets
from interpretations.demo.content.prepared import FOLDER, chart_path, drawing_path, parts_of
from interpretations.demo.pictures import figures_of_chart

MAKE = "run scripts/demo_pictures.py"


def wanted():
    """Every picture that the words of the sets name."""
    parts = list(parts_of(load_sets()))
    drawings = {drawing_path(part["drawing"]) for part in parts if "drawing" in part}
    charts = [figures_of_chart(part) for part in parts if part.get("type") == "chart"]
    return drawings | {chart_path(chart.key) for chart in charts}


def test_every_picture_is_the_one_that_its_words_ask_for():
    assert wanted() == {*FOLDER.iterdir()}, MAKE


def test_a_picture_is_small_and_sharp():
    pictures = [(path.stat().st_size, Image.open(path).width) for path in FOLDER.iterdir()]

    assert max(size for size, _width in pictures) < 200_000
    assert min(width for _size, width in pictures) >= 1080
