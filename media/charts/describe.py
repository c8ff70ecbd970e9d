"""A chart in words, for whoever does not see it, proposed from its own numbers."""

from django.utils.translation import gettext as _

from media.charts.figures import Figures, Series

FEW = 6  # values that a sentence can hold


def describe(figures: Figures) -> str:
    """Say the kind, the numbers or their course; the drafter's own words go first."""
    if figures.options.description:
        return figures.options.description
    sentences = [str(figures.kind.label)]
    sentences += [_course(figures.labels, series) for series in figures.series]
    return "。".join(sentences) + "。"


def _course(labels: tuple[str, ...], series: Series) -> str:
    points = [
        (label, value, text)
        for label, value, text in zip(labels, series.values, series.texts, strict=True)
        if value is not None
    ]
    name = f"{series.label}（{series.unit}）" if series.unit else series.label
    if len(points) <= FEW:
        return f"{name}：" + "，".join(f"{label} {text}" for label, _value, text in points)
    highest = max(points, key=lambda point: point[1])
    lowest = min(points, key=lambda point: point[1])
    first, last = points[0], points[-1]
    course = _("%(name)s：%(first)s %(begins)s，%(last)s %(ends)s")
    message = course + _("，最高 %(top)s %(most)s，最低 %(bottom)s %(least)s")
    return message % {
        "name": name, "first": first[0], "begins": first[2], "last": last[0], "ends": last[2],
        "top": highest[0], "most": highest[2], "bottom": lowest[0], "least": lowest[2],
    }  # fmt: skip
