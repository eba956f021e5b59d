"""The order system's export: one row per change of an order line, from its receipt in one of the client's files to its completion.

Lines come in the client's files, two a day and one each night. September holds two files that break the agreed format: the lines they
spoiled count as errors until the client accepts the claim for them.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from remit.demo.chance import Integers, chosen, drawn, uniforms
from remit.demo.figures import FIGURES, LAST_MOMENT, MonthFigures
from remit.demo.hours import DAY, HOUR, SERVICE, seconds, texts

_MALFORMED_DAYS = (date(2026, 9, 11), date(2026, 9, 17))
_FIRST_LINE = 604_120


def order_lines() -> pl.DataFrame:
    """All lines in order of receipt: number, file, times as wall-clock seconds, severity of an error, whether the file broke the format."""
    lines = pl.concat([_lines(figures) for figures in FIGURES]).sort("received", "completed", maintain_order=True)
    half_day = pl.when(pl.col("received") % DAY < 8 * HOUR).then(0).when(pl.col("received") % DAY < 13 * HOUR).then(1).otherwise(2)
    return lines.with_columns(
        line=pl.format("SO-{}", pl.int_range(pl.len()) + _FIRST_LINE),
        file=pl.format("HP-{}-{}.csv", texts(pl.col("received")).str.slice(0, 10).str.replace_all("-", ""), half_day),
    )


def _lines(figures: MonthFigures) -> pl.DataFrame:
    """The lines completed in the month."""
    name, count = f"{figures.month} lines", figures.lines_completed
    low, high = SERVICE.range_of(figures.first)
    ordinals = np.arange(low // SERVICE.length, high // SERVICE.length)
    day = ordinals[drawn(f"{name} day", count, np.where((SERVICE.days[ordinals] + 3) % 7 == 0, 1.3, 1.0))]
    within = 1_200 + (uniforms(f"{name} time", count) * (SERVICE.length - 2_400)).astype(np.int64)
    roomy = (day >= 5).astype(np.float64)
    late = chosen(f"{name} late", figures.lines_late, count, 2 * roomy)
    paused = ~late & (day >= 5) & (uniforms(f"{name} paused", count) < 0.03)
    lag = np.where(uniforms(f"{name} lag", count) < 0.62, 0, 1)
    lag = np.where(late, 2 + (uniforms(f"{name} late by", count) < 0.2), lag)
    lag = np.minimum(np.where(paused, 4, lag), day)
    received = _received(name, day, within, lag)
    spoiled = _spoiled(figures, received, late | paused)
    wrong = _wrong(figures, spoiled)
    checked = SERVICE.wall(day * SERVICE.length + np.minimum(within + 600, SERVICE.length - 60))
    paused_from = SERVICE.wall((day - lag) * SERVICE.length + SERVICE.length - 900)
    paused_until = SERVICE.wall(day * SERVICE.length + 900)
    severity = np.where(uniforms(f"{name} severity", count) < 0.2, "critical", "other")
    return pl.DataFrame(
        {
            "received": received,
            "waiting_from": pl.Series(paused_from).set(pl.Series(~paused), None),
            "waiting_until": pl.Series(paused_until).set(pl.Series(~paused), None),
            "completed": SERVICE.wall(day * SERVICE.length + within),
            "checked": pl.Series(checked).set(pl.Series(~wrong), None),
            "error": pl.Series(severity).set(pl.Series(~wrong), None),
            "malformed": spoiled,
        }
    )


def _received(name: str, day: Integers, within: Integers, lag: Integers) -> Integers:
    """The same day before completion or the night before it, else in the working hours of the day the lag leads back to."""
    count = len(day)
    chance = uniforms(f"{name} received", count)
    same_day = SERVICE.wall(day * SERVICE.length + (within * chance).astype(np.int64))
    overnight = SERVICE.spread(day, chance)
    earlier = SERVICE.wall((day - lag) * SERVICE.length + 60 + (chance * (SERVICE.length - 1_200)).astype(np.int64))
    by_night = uniforms(f"{name} by night", count) < 0.25
    return np.where(lag > 0, earlier, np.where(by_night, overnight, same_day))


def _spoiled(figures: MonthFigures, received: Integers, others: np.ndarray) -> np.ndarray:
    """The lines of broken files: the first ones received on the two days."""
    spoiled = np.zeros(len(received), dtype=bool)
    left = figures.lines_malformed
    for index, day in enumerate(_MALFORMED_DAYS):
        share = left // 2 if index == 0 else left
        opening = seconds(day) + SERVICE.opens
        places = np.flatnonzero((received >= opening) & (received < opening + 5 * HOUR) & ~others)
        if left:
            spoiled[places[np.argsort(received[places], kind="stable")][:share]] = True
            left -= share
    return spoiled


def _wrong(figures: MonthFigures, spoiled: np.ndarray) -> np.ndarray:
    """The lines with an error: those of broken files and the provider's own."""
    own = figures.lines_with_error - int(spoiled.sum())
    return spoiled | chosen(f"{figures.month} errors", own, len(spoiled), -2.0 * spoiled)


def export(lines: pl.DataFrame, start: int, end: int) -> pl.DataFrame:
    """The changes of order lines between two moments, in the order system's columns."""
    end = min(end, seconds(LAST_MOMENT))
    remark = pl.when(pl.col("malformed")).then(pl.lit("file breaks the agreed format"))
    parts = [
        _part(lines, "received", 0, "received"),
        _part(lines, "waiting_from", 1, "waiting for client"),
        _part(lines, "waiting_until", 2, "in work"),
        _part(lines, "completed", 3, "completed"),
        _part(lines, "checked", 4, "error found", pl.col("error"), remark),
    ]
    changes = pl.concat(parts).filter(pl.col("wall").is_between(start, end, closed="left")).sort("wall", "line", "step")
    return changes.select("line", "step", texts(pl.col("wall")).alias("time"), "action", "severity", "file", "remark")


def _part(lines: pl.DataFrame, column: str, step: int, action: str, *details: pl.Expr) -> pl.DataFrame:
    severity, remark = details or (pl.lit(None, pl.String), pl.lit(None, pl.String))
    changes = lines.filter(pl.col(column).is_not_null())
    return changes.select("line", "file", wall=pl.col(column), step=pl.lit(step), action=pl.lit(action), severity=severity, remark=remark)
