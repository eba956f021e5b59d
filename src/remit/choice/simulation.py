"""The range of a business case by drawing: each line from its own triangular distribution, thousands of times, always the same for a seed.

What adds up has an exact mean, which `business_case` gives; drawing is for what does not add up: how often the saving is negative, how the
months until payback spread. Lines are drawn independently, which is said beside the result: where prices, volume and currency move
together, the true range is wider.

Draws are 53-bit integers of NumPy's PCG64 put through the inverse of the triangular distribution (Kotz and van Dorp 2004, section 1.2),
with square roots, which IEEE 754 rounds the same everywhere: the same seed gives the same figures on every machine.

    >>> from remit.choice.business_case import Baseline, Case, Line, Unit
    >>> case = Case(Baseline((Unit("month", Fraction(1), Fraction(100)),)), (Line("price", "running", "month", Fraction(90),
    ...     Fraction(80), Fraction(100)), Line("transition", "transition", "once", Fraction(30))), 12)
    >>> drawn = simulated(case, seed=1, draws=2000)
    >>> drawn == simulated(case, seed=1, draws=2000), drawn.loses, 9.8 < drawn.saving.mean < 10.2
    (True, 0.0, True)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from remit.choice.business_case import Case, Line

Floats = NDArray[np.float64]
MOST_DRAWS = 100_000


@dataclass(frozen=True, slots=True)
class Spread:
    """Nearest-rank quantiles of what was drawn, and its mean."""

    p10: float
    p50: float
    p90: float
    mean: float


@dataclass(frozen=True, slots=True)
class Simulated:
    """`saving` a month, `net` over the term; `loses` is the share of draws with a saving below zero, `late` of those that never pay back
    within the term, `payback` the quantiles of the others in months (None where none does). `bins` are counts of `net` from `low` on."""

    draws: int
    saving: Spread
    net: Spread
    loses: float
    late: float
    payback: tuple[int, int, int] | None
    bins: tuple[int, ...]
    low: float
    step: float


def simulated(case: Case, *, seed: int, draws: int, bins: int = 24) -> Simulated:
    """The case drawn so many times, at most `MOST_DRAWS`."""
    draws = max(1, min(draws, MOST_DRAWS))
    drawn = np.random.Generator(np.random.PCG64(seed))
    monthly, once, left = np.zeros(draws), np.zeros(draws), np.zeros(draws)
    for line in case.lines:
        figures = _triangular(line, drawn.integers(0, 1 << 53, draws, dtype=np.int64) / float(1 << 53))
        if line.phase == "running":
            monthly += figures * float(case.each_month(line, Fraction(1)))
        elif line.phase == "transition":
            once += figures
        else:
            left += figures
    saving = float(case.baseline.cost) - monthly
    net = saving * case.months - once - left
    with np.errstate(divide="ignore", invalid="ignore"):
        months = np.where(saving > 0, np.ceil(once / saving), np.inf)
    months = np.where(once <= 0, 0, months)
    paid = months[months <= case.months]
    low, high = float(net.min()), float(net.max())
    step = (high - low) / bins or 1.0
    counts = np.bincount(np.minimum(((net - low) / step).astype(np.int64), bins - 1), minlength=bins)
    return Simulated(
        draws,
        _spread(saving),
        _spread(net),
        float((saving < 0).mean()),
        float((months > case.months).mean()),
        (int(_rank(paid, 10)), int(_rank(paid, 50)), int(_rank(paid, 90))) if len(paid) else None,
        tuple(int(count) for count in counts),
        low,
        step,
    )


def _triangular(line: Line, uniform: Floats) -> Floats:
    """The inverse of the distribution at each of the uniform numbers."""
    low, mode, high = float(line.least), float(line.likely), float(line.most)
    if high <= low:
        return np.full(len(uniform), mode)
    split = (mode - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - uniform) * (high - low) * (high - mode))
    found: Floats = np.where(uniform < split, rising, falling)
    return found


def _spread(values: Floats) -> Spread:
    return Spread(_rank(values, 10), _rank(values, 50), _rank(values, 90), float(values.mean()))


def _rank(values: Floats, percent: int) -> float:
    place = max(-(-len(values) * percent // 100) - 1, 0)
    return float(np.partition(values, place)[place])
