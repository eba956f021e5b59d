"""A small contract settled month after month from results in words, for the mechanisms that look back or have many readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.exchange.aloud import result
from remit.line import Volume
from remit.statement import Statement, Summaries, statement
from remit.terms.reader import read
from remit.values.period import Month
from remit.work import facts as facts_of

FIRST = Month(2025, 1)
TERMS = """remit terms: 1
title: A contract for one mechanism
form: advanced
parties:
  client: {{name: Client Limited, country: United Kingdom, roles and deputies: {{buyer: clerk, clerk: buyer}}}}
  provider: {{name: Provider Limited, country: South Africa, roles and deputies: {{lead: second, second: lead}}}}
term: {{signed: 2024-12-01, services start: 2025-01-01, ends: 2026-12-31, {renewal}}}
money: {{currency: GBP}}
calendars:
  4.1 hours: {{zone: Europe/London, hours: {{Monday to Friday: 09:00 to 17:00}}}}
records:
  5.1 desk: {{system: Desk, kept by: both}}
  5.2 shop: {{system: Shop, kept by: both}}
  5.3 prices: {{system: index of the office, kept by: both}}
services:
  6.1 work: {{record: desk, unit: item, expected volume: 100}}
  6.2 sales: {{record: shop, unit: sale, expected volume: 100}}
clocks:
  7.1 answer: {{covers: work, calendar: hours, start: created, stop: closed, within: 4 business hours}}
  7.2 selling: {{covers: sales, calendar: hours, start: created, stop: closed, within: 4 business hours}}
service levels:
  8.1 answered: {{rule: share on time, clock: answer, target: 95 %, minimum: 90 %}}
  8.2 sold: {{rule: share on time, clock: selling, target: 95 %}}
  8.3 time taken: {{rule: mean time, clock: answer, target: 4 business hours}}
{levels}charges:
{charges}
"""
CHARGES = "  10.1 services: {rule: fixed, amount: £1000.00}"
KEPT = {"answered": "100 %", "sold": "100 %", "time taken": "1 business hours"}


def agreement_of(adjustments: str = "", charges: str = CHARGES, levels: str = "", renewal: str = "notice: 1 month") -> Agreement:
    text = TERMS.format(charges=charges, levels=levels, renewal=renewal) + (f"adjustments:\n{adjustments}\n" if adjustments else "")
    return Agreement(read(text.encode(), standard_catalogue()), standard_catalogue())


def settled(
    agreement: Agreement,
    months: Sequence[Mapping[str, str]],
    *,
    volumes: Mapping[str, int] | None = None,
    facts: Sequence[Mapping[str, object]] = (),
    first: Month = FIRST,
    history: Sequence[Statement] = (),
    days: Mapping[date, int] | None = None,
    forecasts: Sequence[int] = (),
) -> list[Statement]:
    """One statement for each mapping of results by level ("none" for no result); levels that are not named are kept. 100 units of each
    service are forecast for a month, unless `forecasts` has another number for it."""
    known = pl.DataFrame([{"source": "test", "received_at": 0, "id": str(place), **one} for place, one in enumerate(facts)],
                         schema=facts_of.FACTS)  # fmt: skip
    issued = list(history)
    for count, results in enumerate(months):
        measures = {}
        for name, text in {**KEPT, **results}.items():
            level = agreement.terms.named(8, name)
            measures[level.number] = result(text, agreement.metric(level).result_kind(level), level["minimum sample"])
        billed = {"work": 100, "sales": 50, **(volumes or {})}
        forecast = forecasts[count] if forecasts else 100
        given = {
            service.number: Volume(service.number, service.name, service["unit"], billed[service.name], forecast, 0, days or {})
            for service in agreement.terms.section(6)
        }
        month = first.plus(count)
        issued.append(statement(agreement, Summaries(volumes=given, measures=measures), known, list(issued), month, 1))
    return issued[len(history) :]


def amounts(statements: Sequence[Statement], clause: str) -> list[Decimal]:
    """What a clause came to in each month."""
    return [sum((line.amount for line in one.lines if line.clause == clause), Decimal(0)) for one in statements]


def pounds(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]
