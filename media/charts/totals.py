"""Whether a total is the sum of what it stands beside: a slip of the pen is told, never mended."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from media.charts.apart import is_total, sums_all, sums_months
from media.charts.numbers import decimals_of, narrow, write_number
from media.charts.units import is_multiple

# Of shares and rates, and of what is counted twice, no sum is expected.
RATES = ("%", "‰")
PART = ("其中", "小计", "累计")
Values = Sequence[Decimal | None]


def totals_doubted(
    labels: Sequence[str], series: Sequence[tuple[str, str, Values]]
) -> Iterator[str]:
    """A sentence for each total that is not the sum; `series` are name, unit and values."""
    if (total := _only_total(labels)) is not None:
        for heading, unit, values in series:
            if unit in RATES or sums_months(heading):
                continue
            if together := _misses(values, total, unit):
                yield _said(labels[total], heading, values[total], together)
    headings = [heading for heading, _unit, _values in series]
    units = {unit for _heading, unit, _values in series}
    if (total := _only_total(headings)) is None or len(units) > 1 or units & set(RATES):
        return
    for row, label in enumerate(labels):
        values = [column[row] for _heading, _unit, column in series]
        if together := _misses(values, total, *units):
            yield _said(label, headings[total], values[total], together)


def _only_total(names: Sequence[str]) -> int | None:
    """The place of the one total of all; None where parts of others stand among the names."""
    totals = [place for place, name in enumerate(names) if is_total(name)]
    others = [name for name in names if not is_total(name)]
    plain = len(totals) == 1 and len(others) > 1 and _sums_the_rest(names[totals[0]])
    if not plain or any(word in narrow(name) for name in names for word in PART):
        return None
    return totals[0]


def _sums_the_rest(name: str) -> bool:
    return sums_all(name) or sums_months(name)


def _misses(values: Values, total: int, unit: str) -> Decimal | None:
    """The sum of the others where the total is another; None where it fits or cannot be told.

    A total that is no larger than all of the others may be an average.
    """
    summed, others = values[total], [*values[:total], *values[total + 1 :]]
    known = [value for value in others if value is not None]
    if summed is None or len(known) < len(others) or min(known) < 0 or summed <= max(known):
        return None
    finest = max(map(decimals_of, (summed, *known)))
    is_rounded = finest > 0 or is_multiple(unit)
    rounding = Decimal(len(known)).scaleb(-finest) / 2 if is_rounded else Decimal(0)
    together = sum(known, Decimal(0))
    return together if abs(together - summed) > rounding else None


def _said(label: str, heading: str, written: Decimal | None, together: Decimal) -> str:
    assert written is not None  # a total that is not there misses nothing
    facts = {
        "row": label,
        "column": heading,
        "written": write_number(written, decimals_of(written)),
        "together": write_number(together, decimals_of(together)),
    }
    return (
        _("“%(row)s”的“%(column)s”写的是 %(written)s，其他各项加起来是 %(together)s，请核对。")
        % facts
    )
