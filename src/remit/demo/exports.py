"""The files the two companies would exchange: one export a month from each system, and the facts of the month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import polars as pl

from remit.demo import facts, orders, questions, survey, tickets
from remit.demo.figures import FIGURES, LAST_MOMENT
from remit.demo.hours import seconds

SYSTEMS = ("helpdesk", "orders", "survey", "questions")
"""The systems that export work; each has a mapping of its name in `mappings/`."""


@dataclass(frozen=True, slots=True)
class Export:
    """One file: what it holds, the month it covers, the moment it was received (wall clock of London), and its rows as text."""

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


def exports() -> Iterator[Export]:
    """Every file of the demo, month by month; November's covers the days up to the demo's last."""
    every, changes = tickets.tickets()
    lines, answers, asked = orders.order_lines(), survey.survey(every), questions.questions()
    for figures in FIGURES:
        start, after = figures.first, (figures.first + timedelta(days=31)).replace(day=1)
        span, received = (seconds(start), seconds(after)), f"{min(after, LAST_MOMENT)} 06:00:00"
        within = pl.col("wall").is_between(*span, closed="left")
        yield Export("helpdesk", figures.month, received, tickets.export(changes.filter(within)))
        yield Export("orders", figures.month, received, orders.export(lines, *span))
        yield Export("survey", figures.month, received, survey.export(answers, *span))
        yield Export("questions", figures.month, received, questions.export(asked, *span))


def all_facts() -> pl.DataFrame:
    """The facts of all months; each row says when it was received."""
    return facts.facts(orders.order_lines())
