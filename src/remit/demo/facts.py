"""The facts both companies recorded: forecasts, the rand's daily fixings, invoices, approved hours, and the claim for the broken files.

Each has the moment it was received, because a statement rests on what was known when the month closed.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import polars as pl

from remit.demo.chance import uniforms
from remit.demo.figures import FIGURES, HOLIDAYS_SOUTH_AFRICA, LAST_MOMENT, MonthFigures

COLUMNS = ("kind", "subject", "day", "value", "unit", "clause", "approved_by", "source", "received", "id")
CLAIM_ACCEPTED = "2026-10-07 11:40:00"
"""When the client accepted that 45 lines came in broken files; September's second version knows of it, the first does not."""


def facts(lines: pl.DataFrame) -> pl.DataFrame:
    """All facts in the order they were received."""
    rows = [row for figures in FIGURES for row in (*_forecasts(figures), *_fixings(figures), *_purchases(figures))]
    rows += _claim(lines)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    return frame.filter(pl.col("received") < LAST_MOMENT.isoformat()).sort("received", "id")


def _forecasts(figures: MonthFigures) -> list[tuple[str | None, ...]]:
    """The client fixes them a month ahead: on the 25th of the second month before."""
    first = figures.first
    fixed = ((first - timedelta(days=1)).replace(day=1) - timedelta(days=1)).replace(day=25)
    source = f"forecast sheet of {fixed.isoformat()}, head of customer care"
    rows = (("customer contact", figures.ticket_forecast, "ticket"), ("order entry", figures.line_forecast, "order line"))
    return [
        (
            "forecast",
            subject,
            first.isoformat(),
            str(value),
            unit,
            None,
            None,
            source,
            f"{fixed} 16:00:00",
            f"forecast {subject} {figures.month}",
        )
        for subject, value, unit in rows
    ]


def _fixings(figures: MonthFigures) -> list[tuple[str | None, ...]]:
    """One a South African working day, four decimal places, with exactly the month's mean."""
    first = figures.first
    days = [first + timedelta(days=offset) for offset in range(31)]
    days = [day for day in days if day.month == first.month and day.weekday() < 5 and day not in HOLIDAYS_SOUTH_AFRICA]
    if first.month == 5:
        days.remove(date(2026, 5, 1))  # Workers' Day
    steps = np.cumsum(uniforms(f"{figures.month} rand", len(days)) - 0.5) * 1_200
    moves = steps.astype(np.int64)
    surplus = int(moves.sum())
    moves -= surplus // len(days)
    moves[: surplus % len(days)] -= 1
    source = "South African Reserve Bank, daily weighted average"
    return [
        (
            "rate",
            "rand rate",
            day.isoformat(),
            str(Decimal(figures.rand_mean) + Decimal(int(move)).scaleb(-4)),
            "ZAR for 1 GBP",
            "5.5",
            None,
            source,
            f"{day} 17:30:00",
            f"rand rate {day}",
        )
        for day, move in zip(days, moves, strict=True)
    ]


def _purchases(figures: MonthFigures) -> list[tuple[str | None, ...]]:
    """Licence invoices, and training hours that the operations director approved beforehand."""
    month = figures.month
    rows: list[tuple[str | None, ...]] = []
    if figures.licences:
        source = f"supplier invoice of {month}-24"
        key = f"licences {month}"
        rows.append(
            ("receipt", "helpdesk licences", f"{month}-24", figures.licences, "GBP", "10.6", None, source, f"{month}-26 10:05:00", key)
        )
    if figures.training_hours:
        source = f"attendance list of {month}-19; approval of {month}-11"
        key = f"training {month}"
        hours = ("hours", "extra training", f"{month}-19", figures.training_hours, "hour", "10.7", "operations director", source)
        rows.append((*hours, f"{month}-20 09:30:00", key))
    return rows


def _claim(lines: pl.DataFrame) -> list[tuple[str | None, ...]]:
    """Relief for the lines of the two broken files, accepted by the order desk supervisor after September's first version."""
    malformed = lines.filter(pl.col("malformed")).select("line", "file")
    return [
        (
            "relief",
            line,
            "2026-10-06",
            None,
            None,
            "9.1",
            "order desk supervisor",
            f"{file} and its rejected rows; objection of 6 October",
            CLAIM_ACCEPTED,
            f"relief 9.1 {line}",
        )
        for line, file in malformed.iter_rows()
    ]
