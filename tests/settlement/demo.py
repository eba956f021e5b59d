"""The demo contract with months given in a few words, for tests of statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

import polars as pl

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.exchange.aloud import result
from remit.line import Volume
from remit.statement import Statement, Summaries, statement
from remit.terms.reader import read
from remit.values.period import Month
from remit.work import facts as facts_of

CUT = 1_000
AT_TARGET = {
    "email first reply": "90 %",
    "chat answered": "85 %",
    "entry accuracy": "99.5 %",
    "entry turnaround": "92 %",
    "customer satisfaction": "4.4",
    "answers between the companies": "4 business hours",
}


@cache
def agreement() -> Agreement:
    text = resources.files("remit.demo").joinpath("terms.yaml").read_bytes()
    return Agreement(read(text, standard_catalogue()), standard_catalogue())


def summaries(tickets: int, lines: int, results: Mapping[str, str] | None = None, days: Mapping[date, int] | None = None) -> Summaries:
    """Volumes against a forecast of 4,000 and 12,000, and results as they are read aloud; the others are at their targets."""
    terms = agreement().terms
    measures = {}
    for name, text in {**AT_TARGET, **(results or {})}.items():
        level = terms.named(8, name)
        measures[level.number] = result(text, agreement().metric(level).result_kind(level), level["minimum sample"])
    volumes = {
        "6.1": Volume("6.1", "customer contact", "ticket", tickets, 4000, 0, days or {}),
        "6.2": Volume("6.2", "order entry", "order line", lines, 12000, 0, {day: 0 for day in days} if days else {}),
    }
    return Summaries(volumes=volumes, measures=measures)


def fact(kind: str, subject: str, day: date, value: str | None, received_at: int = 0, **more: str) -> dict[str, object]:
    key = f"{kind} {subject} {day} {value} {received_at}"
    return {"kind": kind, "subject": subject, "day": day, "value": value, "source": "test", "received_at": received_at, "id": key, **more}


def facts(*rows: dict[str, object]) -> pl.DataFrame:
    """The rates of every month at their base, and the rows given."""
    rates = [fact("rate", "rand rate", date(2026, month, 1), "23.50") for month in range(1, 13)]
    known, _ = facts_of.append(facts_of.empty(), pl.DataFrame([*rates, *rows], schema=facts_of.FACTS))
    return known


def settle(month: str, given: Summaries, history: tuple[Statement, ...] = (), *rows: dict[str, object], **more: object) -> Statement:
    return statement(agreement(), given, facts(*rows), history, Month.read(month), CUT, **more)  # type: ignore[arg-type]


def amounts(one: Statement) -> dict[str, str]:
    return {line.title: str(line.amount) for line in one.lines}
