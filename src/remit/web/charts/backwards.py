"""Steps planned backwards from a day: in each row the last day that is in time, and the day on which it was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from remit.choice.staff_transfer import Standing

WIDTH, EDGE = 190, 6
MARGIN, FURTHEST = 10, 120
"""Days shown around what is drawn, which begins at most so many days before the first last day; what was done long ago is at the edge."""


@dataclass(frozen=True, slots=True)
class Row:
    """Places along the drawing; None where there is no such day. What was done before the drawing begins stands at its edge."""

    done: float | None
    latest: float | None


@dataclass(frozen=True, slots=True)
class Backwards:
    rows: Mapping[str, Row]
    day: float
    today: float | None
    first: date
    last: date
    width: int = WIDTH


def backwards(steps: Sequence[Standing], day: date, today: date) -> Backwards | None:
    """None where no step has a last day."""
    latest = [one.latest for one in steps if one.latest is not None]
    if not latest:
        return None
    reach = min(latest) - timedelta(days=FURTHEST)
    drawn = [day, *latest, *(one.done for one in steps if one.done is not None and one.done >= reach)]
    first, last = min(drawn) - timedelta(days=MARGIN), max(drawn) + timedelta(days=MARGIN)

    def at(when: date | None) -> float | None:
        if when is None:
            return None
        return round(EDGE + (WIDTH - 2 * EDGE) * min(max((when - first).days / (last - first).days, 0.0), 1.0), 1)

    rows = {one.step.key: Row(at(one.done), at(one.latest)) for one in steps}
    middle = at(day)
    assert middle is not None
    return Backwards(rows, middle, at(today) if first <= today <= last else None, first, last)
