"""A year of a generated desk: tickets with replies and closings, as many as a test asks for, and a contract over them."""

from __future__ import annotations

import numpy as np
import polars as pl

from remit.values.period import DAY, HOUR, MINUTE, Month
from remit.work.log import EVENTS

FIRST = Month(2025, 1)
MONTHS = tuple(FIRST.plus(count) for count in range(12))
TERMS = """
remit terms: 1
title: A desk for a year
form: simple

parties:
  client: {name: North, country: United Kingdom, town: Leeds, roles and deputies: {buyer: clerk, clerk: buyer}}
  provider: {name: South, country: South Africa, town: Durban, roles and deputies: {lead: second, second: lead}}

term:
  signed: 2024-12-01
  services start: 2025-01-01
  ends: 2026-12-31
  renews for: 12 months
  notice: 3 months

money:
  currency: GBP
  rounding: half up
  rounded to: £0.01
  value added tax: none

calendars:
  4.1 hours:
    zone: Europe/London
    hours: {Monday to Friday: 09:00 to 17:00}

records:
  5.1 desk:
    system: export
    kept by: client
    control total: tickets each day

services:
  6.1 tickets:
    record: desk
    unit: ticket
    unit counts: when closed
    expected volume: 1,000

clocks:
  7.1 reply:
    covers: desk
    calendar: hours
    start: created
    stop: first reply
    within: 4 business hours
  7.2 closing:
    covers: desk
    calendar: hours
    start: created
    stop: closed
    within: 16 business hours

service levels:
  8.1 first reply:
    rule: share on time
    clock: reply
    target: 95 %
    minimum: 92 %
  8.2 closed in time:
    rule: share on time
    clock: closing
    target: 90 %
    minimum: 85 %

charges:
  10.1 tickets:
    rule: unit price
    service: tickets
    price: £2.00

adjustments:
  11.1 service credits:
    rule: credit per miss
    of: base charges
    credits:
      first reply: 4 %
      closed in time: 3 %
  11.2 credit limit:
    rule: cap
    limits: [service credits]
    at most: 5 %
    of: base charges
    each: month
    excess: lapses

statement:
  period: calendar month
  calendar: hours
  records frozen: business day 3
  preview: business day 5
  objections until: business day 10
  silence: accepts
  undisputed part due: 30 days
"""


def log(items: int) -> pl.DataFrame:
    """As many tickets in each month; replies and closings come after times that are drawn, later in every third month."""
    chance = np.random.Generator(np.random.PCG64(1))
    start = np.concatenate([one.bounds("Europe/London").start + chance.integers(0, 27 * DAY, items) for one in MONTHS])
    slow = np.repeat([3 if place % 3 == 2 else 1 for place in range(len(MONTHS))], items)
    reply = start + chance.integers(MINUTE, 3 * HOUR, len(start)) * slow
    closed = reply + chance.integers(MINUTE, 20 * HOUR, len(start))
    names = pl.select(pl.format("T-{}", pl.int_range(0, len(start)))).to_series()
    shared = {"record": "desk", "field": None, "value": None, "sequence": None}
    parts = [
        pl.DataFrame({"item": names, "at": at}).with_columns(event=pl.lit(event), who=pl.lit(who))
        for event, who, at in (("created", "customer", start), ("reply", "agent", reply), ("closed", "agent", closed))
    ]
    events = pl.concat(parts).with_columns(
        **{name: pl.lit(value, dtype=EVENTS[name]) for name, value in shared.items()},
        received_at=pl.col("at"),
        id=pl.format("{}/{}", "item", "event"),
    )
    return events.select([pl.col(name).cast(kind) for name, kind in EVENTS.items()])
