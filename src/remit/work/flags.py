"""What looks like gaming a clock: pauses in bulk, bursts of stops just before the deadline. A flag accuses nobody and changes no figure.

*Pauses in bulk*: within one minute at least ten items, and at least a fifth of all that were paused in the time looked at. *Bursts at the
deadline*: of the items that stopped in time at least thirty, and more than a third, did so in the last twentieth of their time; work
that is done when it is done leaves about a twentieth there.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from remit.values.period import MINUTE
from remit.work.fold import Folded


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to look at: what it is, in figures, when it began, and the items concerned."""

    what: str
    at: int
    items: tuple[str, ...]


def flags(folded: Folded, start: int, end: int) -> tuple[Flag, ...]:
    """The flags of one clock for the instants `[start, end)`, in order."""
    return tuple(sorted((*bulk_pauses(folded, start, end), *bursts(folded, start, end)), key=lambda flag: (flag.at, flag.what)))


def bulk_pauses(folded: Folded, start: int, end: int, least: int = 10, part: int = 5) -> tuple[Flag, ...]:
    """Minutes in which at least `least` items were paused, and at least one in `part` of all pauses."""
    set_by_hand = folded.pauses.filter(pl.col("start").is_between(start, end, closed="left") & ~pl.col("cause").is_in(["closed", "relief"]))
    minutes = set_by_hand.group_by(pl.col("start") // MINUTE * MINUTE).agg(pl.col("item").unique().sort())
    return tuple(
        Flag(f"{len(items):,} of {set_by_hand.height:,} pauses began within one minute", at, tuple(items))
        for at, items in minutes.sort("start").iter_rows()
        if len(items) >= least and len(items) * part >= set_by_hand.height
    )


def bursts(folded: Folded, start: int, end: int, least: int = 30, part: int = 3, last: int = 20) -> tuple[Flag, ...]:
    """More than one in `part` of the stops in time lying in the last 1/`last` of the time from start to due."""
    met = folded.runs.filter((pl.col("outcome") == "met") & pl.col("stop").is_between(start, end, closed="left"))
    late = met.filter((pl.col("due") - pl.col("stop")) * last <= pl.col("due") - pl.col("start"))
    if late.height < least or late.height * part <= met.height:
        return ()
    said = f"{late.height:,} of {met.height:,} stops in time came in the last {100 // last} % of the time allowed"
    return (Flag(said, int(late["stop"].to_numpy().min()), tuple(late["item"].sort())),)
