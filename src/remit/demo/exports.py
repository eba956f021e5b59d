"""The files the two companies would exchange: one export for each month from each system, and the facts of the month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from remit.demo import facts, orders, questions, survey, tickets
from remit.demo.figures import FIGURES, FIRST_DAY, LAST_MOMENT
from remit.demo.hours import HOUR, frozen, seconds

SYSTEMS = ("helpdesk", "orders", "survey", "questions")
"""The systems that export work; each has a mapping of its name in `mappings/`."""


@dataclass(frozen=True, slots=True)
class Export:
    """One file: what it holds, the month it was made for, the moment it was received (wall clock of London), and its rows as text."""

    system: str
    month: str
    received: str
    rows: pl.DataFrame

    @property
    def file(self) -> str:
        return f"{self.system}-{self.month}.csv"

    def write(self, folder: Path) -> Path:
        path = folder / self.file
        self.rows.write_csv(path)
        return path


def exports(until: datetime | None = None) -> Iterator[Export]:
    """Every file of the demo in the order of receipt: what happened since the file before, up to nine o'clock of the day of the freeze.

    So the replies of July's last afternoon that came in August are known when July is closed. The last files end with the demo, or at
    the wall-clock moment `until`.
    """
    every, changes = tickets.tickets()
    lines, answers, asked = orders.order_lines(), survey.survey(every), questions.questions()
    start = seconds(FIRST_DAY)
    for figures in FIGURES:
        day = min(frozen(figures.first), LAST_MOMENT)
        span, received = (start, seconds(day) + 9 * HOUR), f"{day} 09:00:00"
        if until is not None and until.date() <= day:
            span, received = (start, seconds(until.date()) + (until.hour * 60 + until.minute) * 60), str(until)
        within = pl.col("wall").is_between(*span, closed="left")
        yield Export("helpdesk", figures.month, received, tickets.export(changes.filter(within)))
        yield Export("orders", figures.month, received, orders.export(lines, *span))
        yield Export("survey", figures.month, received, survey.export(answers, *span))
        yield Export("questions", figures.month, received, questions.export(asked, *span))
        start = span[1]


def all_facts() -> pl.DataFrame:
    """The facts of all months; each row says when it was received."""
    return facts.facts(orders.order_lines())
