"""What a provider stands to lose this month, level by level, what would save it, and which misses it may claim relief for.

A credit is taken on the base charges of the last closed month, before limits (`levels.stakes`). How likely it is, and how many more items
in time save it, comes from the month's drawn ends where they have been drawn; else from the items counted so far.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

from remit.foresight.forecast import Outlook
from remit.records.models.member import Member
from remit.scorecard import Attainment
from remit.stages.operations import levels
from remit.stages.operations.levels import Board, Stake
from remit.terms.document import Clause, Terms
from remit.values.money import Rounding

_PENNIES = Rounding("half up", Decimal("0.01"))
CLAIMED = ("excused items", "excused time")
"""The kinds of relief that rest on claims; others follow from the contract and the record alone."""
_WORST = {"missed": 0, "amber": 1, "too little evidence": 2, "met": 3, "no data": 4, "reported": 5}


@dataclass(frozen=True, slots=True)
class Risk:
    """A level with a price. `more` is how many more items in time than expected save the credit (0: it is on its way; None: not to be said
    in items); `spare` how many of those to come may still miss. `likely` says in how many of the drawn ends the level is missed."""

    level: Attainment
    stake: Stake
    more: int | None
    spare: int | None
    likely: Fraction | None

    @property
    def expected(self) -> Decimal | None:
        """The credit times its likelihood, to the penny."""
        return None if self.likely is None else _PENNIES.of(Fraction(self.stake.amount) * self.likely)


def risks(member: Member, board: Board, now: int) -> tuple[Risk, ...]:
    """Every level of the month with a price, the dearest danger first. Nothing is drawn for it; what was drawn this hour is used."""
    drawn = levels.forecast(member, board.month, now, compute=False) if board.runs else None
    outlooks = {one.clause: one for one in drawn.levels} if drawn is not None else {}
    stakes = levels.stakes(member, board.agreement, board.month)
    found = [_risk(level, stakes[level.clause], outlooks.get(level.clause)) for level in board.scorecard.levels if level.clause in stakes]
    return tuple(sorted(found, key=lambda one: (-(one.likely or 0), _WORST.get(one.level.status, 9), -one.stake.amount)))


def _risk(level: Attainment, stake: Stake, outlook: Outlook | None) -> Risk:
    if outlook is None:
        return Risk(level, stake, level.short_by if level.status == "missed" else None, level.misses_left, None)
    return Risk(level, stake, outlook.more_in_time, outlook.may_miss, outlook.missed)


@dataclass(frozen=True, slots=True)
class Claimable:
    """Misses of a level that the client or somebody else caused: what relief could be claimed for, and what the level would be `without`
    them, where the relief takes items out (None where it takes time out)."""

    level: Attainment
    relief: Clause
    count: int
    caused_by: str
    without: Fraction | None


def claimable(member: Member, board: Board, now: int, claimed: Collection[str]) -> tuple[Claimable, ...]:
    """For each level whose misses have a cause: those that the provider did not cause and has not claimed (`claimed` items), where
    section 9 has a relief for them."""
    found = []
    for level in board.scorecard.levels:
        relief = next(iter(reliefs_for(board.agreement.terms, level.clause)), None)
        if relief is None or level.owed_by != "provider" or not level.measure.count:
            continue
        late = levels.missed(levels.items_behind(member, board.month, level.clause, now))
        if "who" not in late.columns:
            continue
        others = late.filter(pl.col("who").is_not_null() & (pl.col("who") != "provider") & ~pl.col("item").is_in([*claimed]))
        for who, count in sorted(others.group_by("who").len().iter_rows()):
            without = _without(level, count) if relief["effect"] == "removed from both sides" else None
            found.append(Claimable(level, relief, int(count), str(who), without))
    return tuple(found)


def reliefs_for(terms: Terms, level: str) -> tuple[Clause, ...]:
    """The reliefs under which the items of a level (by its clause) can be claimed: those that cover its service or component first, then
    those that cover everything."""
    clause = terms.clause(level)
    clock = next((one for one in terms.section(7) if one.name == clause.get("clock")), None)
    covers = str((clock or clause).get("covers") or "")
    service = next((one for one in terms.section(6) if covers == one.name or covers in (one.get("components") or {})), None)
    named = (covers, service.name if service is not None else covers)
    claimed = [one for one in terms.section(9) if one.rule in CLAIMED]
    return tuple([one for one in claimed if one.get("covers") in named] + [one for one in claimed if one.get("covers") is None])


def _without(level: Attainment, count: int) -> Fraction | None:
    """A share of items without so many of its misses."""
    value, all_items = level.measure.value, level.measure.count
    if level.result != "percentage" or value is None or all_items <= count:
        return None
    return value * all_items / (all_items - count)
