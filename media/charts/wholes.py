"""Lines that hold others: sums under the name of a place, means, parts, and running months."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from media.charts.apart import is_total
from media.charts.numbers import decimals_of, narrow
from media.charts.periods import holds_another

WHOLE = re.compile(
    r"(?:全|本)[市县区省国州盟旗镇乡校系]|所有|全部|.*(?:合|总|total).*",
    re.IGNORECASE | re.DOTALL,
)
MEAN = re.compile(
    r"(?:全[市县区省国]|总体)?(?:平均|均)(?:值|数|水平)?|average|mean|avg", re.IGNORECASE
)
PART = re.compile(r"#?其中.*")
RUNNING = re.compile(r"(?:[0-9]{2,4}年)?1月?[-—–~～至到]+[0-9]{1,2}月(?:份)?")
LEAST_OTHERS = 2
Values = Sequence[Decimal | None]


def wholes_told(
    labels: Sequence[str], headings: Sequence[str], columns: Sequence[Values]
) -> list[str]:
    """A sentence for each row or column that holds others; columns have a value for each row."""
    rows: list[Values] = [list(row) for row in zip(*columns, strict=True)]
    return [
        *_told(labels, columns, _("“%s”这一行")),
        *_told(headings, rows, _("“%s”这一列")),
    ]


def _told(names: Sequence[str], lines: Sequence[Values], said: str) -> Iterator[str]:
    """`lines` each have one value for every name."""
    plain = [narrow(name).replace(" ", "") for name in names]
    running = [place for place, name in enumerate(plain) if RUNNING.fullmatch(name)]
    for place, name in enumerate(plain):
        which = said % names[place]
        if is_total(names[place]):
            continue  # said already
        if WHOLE.fullmatch(name) and _fits(lines, place, _sum):
            yield _("%s是其他各项的合计，也画出来了。不想画它，请在数据里删去。") % which
        elif MEAN.fullmatch(name) and _fits(lines, place, _mean):
            yield _("%s是其他各项的平均数，也画出来了。不想画它，请在数据里删去。") % which
        elif PART.fullmatch(name) and len(names) > 1:
            yield _("%s是别的项的一部分，也画出来了。不想画它，请在数据里删去。") % which
        elif place in running[:1] and len(names) > 1:
            yield _("%s是从年初起的累计数，包含前面各月，请核对要不要画。") % which
        elif place not in running and holds_another(names, place):
            yield _("%s的时间包含别的项，也画出来了。不想画它，请在数据里删去。") % which


def _fits(lines: Sequence[Values], place: int, made: Callable[[list[Decimal]], Decimal]) -> bool:
    """Whether what stands at a place is made of the others, as far as it was rounded."""
    found = False
    for line in lines:
        whole, others = line[place], [*line[:place], *line[place + 1 :]]
        known = [value for value in others if value is not None]
        if whole is None or len(known) < max(len(others), LEAST_OTHERS):
            continue
        finest = max(map(decimals_of, (whole, *known)))
        rounding = Decimal(len(known) if finest else 1).scaleb(-finest) / 2
        if abs(made(known) - whole) > rounding:
            return False
        found = True
    return found


def _sum(values: list[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _mean(values: list[Decimal]) -> Decimal:
    return _sum(values) / len(values)
