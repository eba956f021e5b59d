"""Forty-eight months of the four-year contract worked like a spreadsheet, by somebody who has the paper and never saw the program.

One row for each month, one column for each figure, in the order in which a clerk would fill them in. It knows the contract as plain
numbers and of the work only the monthly counts; it imports nothing of the program. Sums are whole cents, shares are `Fraction`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

PRICE, DESK = 1800, 90_000  # cents
LEAST_SAMPLE = 20
LEVELS = {
    "resolved in time": (Fraction(75, 100), Fraction(70, 100), Fraction(6, 100)),
    "quickly fixed": (Fraction(60, 100), Fraction(35, 100), Fraction(4, 100)),
}
"""Target, minimum, credit."""
LIMIT = Fraction(5, 100)
STEP, CEILING = Fraction(3, 100), Fraction(86, 100)
THRESHOLD, MOST_RISE = Fraction(5, 1000), Fraction(3, 100)
HEAVY = Fraction(8, 100)


@dataclass
class Row:
    """One line of the sheet; months are numbered from 0, January 2010."""

    month: int
    tickets: int
    counts: dict[str, tuple[int, int]]
    charges: dict[str, int] = field(default_factory=dict)
    target: Fraction = LEVELS["resolved in time"][0]
    standing: dict[str, str] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    credit: dict[str, int] = field(default_factory=dict)
    returned: dict[str, int] = field(default_factory=dict)
    rights: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Per clause: the month since which it stands, and the last month in which it does."""

    @property
    def base(self) -> int:
        return sum(self.charges.values())

    @property
    def total(self) -> int:
        return self.base - sum(self.credit.values()) + sum(self.returned.values())


def cents(exact: Fraction) -> int:
    """Half a cent goes up."""
    return int((exact * 2 + 1) // 2)


def share(row: Row, level: str) -> Fraction:
    met, of = row.counts[level]
    return Fraction(met, of)


def ledger(counts: Sequence[tuple[int, dict[str, tuple[int, int]]]], index: Sequence[Fraction]) -> list[Row]:
    """The sheet. `counts` are tickets, and met of all per level, for each month; `index` the consumer prices of each January."""
    rows: list[Row] = []
    for month, (tickets, levels) in enumerate(counts):
        row = Row(month, tickets, levels)
        fill_charges(row, index)
        row.target = risen_target(rows)
        fill_standing(row)
        fill_credits(row, rows)
        fill_returned(row, rows)
        rows.append(row)
        fill_rights(row, rows)
    return rows


def fill_charges(row: Row, index: Sequence[Fraction]) -> None:
    row.charges = {"tickets": row.tickets * PRICE, "desk": DESK}
    factor = Fraction(1)
    for year in range(1, row.month // 12 + 1):
        move = index[year] / index[year - 1] - 1
        factor *= 1 + (0 if abs(move) <= THRESHOLD else min(move, MOST_RISE))
    for name in ("tickets", "desk"):
        row.charges[f"{name}, indexed"] = cents(row.charges[name] * (factor - 1))


def risen_target(rows: Sequence[Row]) -> Fraction:
    """Three months in a row above the target that held in each lift it halfway to their mean, by three points and to 86 % at most."""
    target = LEVELS["resolved in time"][0]
    run: list[Fraction] = []
    for row in rows:
        result = share(row, "resolved in time")
        run = [*run, result] if row.standing["resolved in time"] == "met" and result > row.target else []
        if len(run) == 3:
            halfway = (row.target + sum(run) / 3) / 2
            target = max(target, min(halfway, row.target + STEP, CEILING))
            run = []
    return target


def fill_standing(row: Row) -> None:
    for name, (written, minimum, _) in LEVELS.items():
        target = row.target if name == "resolved in time" else written
        result = share(row, name)
        if row.counts[name][1] < LEAST_SAMPLE:
            row.standing[name] = "too little evidence"
        else:
            row.standing[name] = "met" if result >= target else "missed" if result < minimum else "amber"


def fill_credits(row: Row, before: Sequence[Row]) -> None:
    """What is asked, and what 5 % of the charges of twelve months leaves of it: whole cents, the odd ones to the largest remainders."""
    for name, (_, _, part) in LEVELS.items():
        if row.standing[name] == "missed":
            row.asked[name] = cents(part * row.base)
    year = before[-11:]
    left = cents(LIMIT * (row.base + sum(one.base for one in year)) - sum(sum(one.credit.values()) for one in year))
    left = max(left, 0)
    asked = sum(row.asked.values())
    if asked <= left:
        row.credit = dict(row.asked)
        return
    exact = {name: Fraction(left * sum_asked, asked) for name, sum_asked in row.asked.items()}
    row.credit = {name: int(part) for name, part in exact.items()}
    odd = left - sum(row.credit.values())
    for name in sorted(exact, key=lambda one: (row.credit[one] - exact[one], list(LEVELS).index(one)))[:odd]:
        row.credit[name] += 1


def fill_returned(row: Row, before: Sequence[Row]) -> None:
    """Half of a credit returns in the second month of keeping the target after it; the months between must keep it too, or say nothing."""
    for name in LEVELS:
        after = [*before, row]
        for start in before:
            kept = [one.standing[name] for one in after[start.month + 1 :] if one.standing[name] != "too little evidence"]
            ended = row.standing[name] == "met" and kept == ["met", "met"]
            if start.credit.get(name) and ended:
                row.returned[name] = row.returned.get(name, 0) + cents(Fraction(start.credit[name], 2))


def fill_rights(row: Row, rows: Sequence[Row]) -> None:
    below = [one.standing["resolved in time"] == "missed" for one in rows]
    heavy = [sum(one.credit.values()) >= HEAVY * one.base > 0 for one in rows]
    late = [
        end
        for end in range(len(rows))
        if below[end] and (sum(below[max(0, end - 2) : end + 1]) == 3 or sum(below[max(0, end - 8) : end + 1]) >= 5)
    ]
    dear = [end for end in range(len(rows)) if heavy[end] and sum(heavy[max(0, end - 5) : end + 1]) >= 3]
    for clause, full, lasts in (("15.1", late, 2), ("15.2", dear, 3)):
        if full and full[-1] + lasts >= row.month:
            since = full[-1]
            for earlier in reversed(full[:-1]):
                if earlier + lasts < since:
                    break
                since = earlier
            row.rights[clause] = since, full[-1] + lasts
