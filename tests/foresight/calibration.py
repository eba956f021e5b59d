"""Of past months, how many outcomes the interval of a forecast held: each month is seen from random days, and compared with its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from remit import rehearsal
from remit.agreement import Agreement
from remit.foresight.chance import Spread, generator, spread
from remit.foresight.forecast import UNITS, UnderWay, month_ends
from remit.measure import Summary
from remit.values.period import Month, instant

Held = dict[str, list[bool]]
"""By quantity, whether the outcome lay in the interval, once for each month and day."""


def held(under_way: UnderWay, outcome: Mapping[str, Summary], draws: int, seed: int) -> dict[str, bool]:
    """Of each quantity that the month has, whether P10 to P90 of its drawn ends hold what became of it: the units of every service, the
    share and the median of every level."""
    columns, ends = month_ends(under_way, draws, seed)
    found = {}
    for clause in dict.fromkeys(clause for clause, _ in columns):
        places = [place for place, (one, _) in enumerate(columns) if one == clause]
        keys = [columns[place][1] for place in places]
        end = outcome.get(clause, Summary())
        real = {**end.sums, **end.values}
        for name, quantity in (("units", _units), ("share", _share), ("median", _median)):
            drawn = [quantity(dict(zip(keys, row, strict=True))) for row in ends[:, places].tolist()]
            known, came = [one for one in drawn if one is not None], quantity(real)
            if came is not None and known:
                found[f"{clause} {name}"] = _inside(spread(known), came)
    return found


def _inside(interval: Spread, value: Fraction) -> bool:
    return interval.p10 <= value <= interval.p90


def _units(sums: Mapping[str | int, int]) -> Fraction | None:
    return Fraction(sums[UNITS]) if UNITS in sums else None


def _share(sums: Mapping[str | int, int]) -> Fraction | None:
    return Fraction(sums["met"], sums["of"]) if sums.get("of") and "met" in sums else None


def _median(sums: Mapping[str | int, int]) -> Fraction | None:
    values = sorted((key, count) for key, count in sums.items() if not isinstance(key, str) and count)
    left = (sum(count for _, count in values) + 1) // 2
    for value, count in values:
        left -= count
        if left <= 0:
            return Fraction(value)
    return None


def calibration(
    work: rehearsal.Work, contract: rehearsal.Contract, months: Sequence[Month], *, days: int, draws: int, seed: int
) -> tuple[Held, int]:
    """Each month seen at the close of business of so many random days of it; and how many pairs of month and day that were."""
    chance = generator(seed)
    found: Held = {}
    pairs = 0
    for month in months:
        agreement = contract.agreement(month)
        end = _seen(work, contract, agreement, month, month.bounds(agreement.zone).end - 1).so_far
        for day in sorted(chance.choice((month.last - month.first).days - 3, days, replace=False) + 2):
            evening = datetime.combine(month.first + timedelta(days=int(day)), time(18), tzinfo=ZoneInfo(agreement.zone))
            pairs += 1
            for name, inside in held(_seen(work, contract, agreement, month, instant(evening)), end, draws, pairs).items():
                found.setdefault(name, []).append(inside)
    return found, pairs


def _seen(work: rehearsal.Work, contract: rehearsal.Contract, agreement: Agreement, month: Month, at: int) -> UnderWay:
    return rehearsal.under_way(rehearsal.seen_at(work, agreement, at), contract, month)
