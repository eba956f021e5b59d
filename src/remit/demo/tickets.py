"""The help desk's export: one row per change of a ticket, e-mails and chats numbered together in order of creation.

E-mails are placed by when their first reply falls due, so the month's count and its late ones are exact; chats make up the number of
tickets closed in the month. Work comes in waves: Mondays, the hours before and after lunch, evenings and weekends into the next opening.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from remit.demo.chance import Integers, chosen, drawn, uniforms
from remit.demo.figures import FIGURES, HOLIDAYS_ENGLAND, LAST_MOMENT, MonthFigures
from remit.demo.hours import DAY, HOUR, SERVICE, month_of, seconds, texts

_GOAL = 4 * HOUR
_SLOT = HOUR // 2
_BY_HALF_HOUR = np.array([5, 7, 9, 10, 10, 9, 8, 8, 9, 10, 10, 9, 8, 7, 6, 6, 5, 4, 3, 2], dtype=np.float64)
_CHAT_BY_HALF_HOUR = np.array([2, 3, 5, 6, 7, 7, 8, 9, 12, 13, 12, 10, 8, 7, 6, 6, 6, 6, 6, 7, 6, 5, 4, 3], dtype=np.float64)

# One item everybody meets: a ticket of a Monday afternoon, the latest reply of July.
_KNOWN_NUMBER = 32_117
_KNOWN_CREATED = seconds(date(2026, 7, 20)) + 16 * HOUR + 36 * 60
_KNOWN_LATE_BY = 4 * HOUR + 36 * 60


def tickets() -> tuple[pl.DataFrame, pl.DataFrame]:
    """All tickets (number, channel, priority, created, closed as wall-clock seconds) and all their changes in order."""
    emails = pl.concat([_emails(figures) for figures in FIGURES])
    chats = pl.concat([_chats(figures, _closed_in(emails, figures.first)) for figures in FIGURES])
    every = pl.concat([emails, chats], how="diagonal").sort("created", "channel", maintain_order=True)
    known = every.select((pl.col("created") == _KNOWN_CREATED).arg_max()).item()
    every = every.with_columns(number=pl.int_range(pl.len()) + (_KNOWN_NUMBER - known))
    every = every.with_columns(ticket=pl.format("HAR-{}", "number"))
    changes = _changes(every)
    return every, changes


def _closed_in(emails: pl.DataFrame, first: date) -> int:
    return int((month_of(emails["closed"].to_numpy()) == first.month).sum())


def _emails(figures: MonthFigures) -> pl.DataFrame:
    """The e-mails whose first reply falls due in the month."""
    name, count = figures.month, figures.emails_due
    due_from, due_until = SERVICE.range_of(figures.first)
    low, high = max(0, due_from - _GOAL), due_until - _GOAL
    start, created = _arrivals(name, count, low, high)
    if figures.month == "2026-07":  # the known ticket takes the place of the arrival nearest to it
        place = int(np.abs(created - _KNOWN_CREATED).argmin())
        created[place] = _KNOWN_CREATED
        start[place] = int(np.flatnonzero(SERVICE.days == _KNOWN_CREATED // DAY)[0]) * SERVICE.length + _KNOWN_CREATED % DAY - SERVICE.opens
    hour = start % SERVICE.length / HOUR
    monday = (SERVICE.days[start // SERVICE.length] + 3) % 7 == 0  # day 0, 1 January 2026, is a Thursday
    busy = 0.25 * ((hour > 3) & (hour < 6)) + 0.2 * monday
    if figures.month == "2026-07":
        busy = busy + 9.0 * (created == _KNOWN_CREATED)
    late = chosen(f"{name} late", figures.emails_late, count, busy)
    most = 12_000 + 4_000 * uniforms(f"{name} late at most", count)
    late_by = 120 + np.minimum(-np.log1p(-uniforms(f"{name} late by", count)) * 3_300, most).astype(np.int64)
    late_by[created == _KNOWN_CREATED] = _KNOWN_LATE_BY
    in_time = (_GOAL * (0.02 + 0.93 * uniforms(f"{name} reply", count) ** 1.4)).astype(np.int64)
    reply = start + np.where(late, _GOAL + late_by, in_time)
    caused = _causes(figures, late, created)
    slow = uniforms(f"{name} open for", count)
    closing = reply + 60 + np.where(slow < 0.45, 500 * slow, -np.log1p(-(slow - 0.45) / 0.56) * 6 * HOUR).astype(np.int64)
    closed, reopened, reclosed = _closings(name, count, closing)
    follow_up = uniforms(f"{name} follow-up", count) < 0.3
    asked = reply + ((closing - reply) * 0.3).astype(np.int64)
    answered = reply + ((closing - reply) * 0.8).astype(np.int64)
    return pl.DataFrame(
        {
            "channel": ["email"] * count,
            "priority": np.where(uniforms(f"{name} priority", count) < 0.08, "urgent", "normal"),
            "escalates": uniforms(f"{name} escalates", count) < 0.02,
            "created": created,
            "start": start,
            "reply": SERVICE.wall(reply),
            "caused": caused,
            "waits": SERVICE.wall(start + (reply - start) // 6),
            "resumes": SERVICE.wall(reply - (reply - start) // 8),
            "asked": _where(follow_up, SERVICE.wall(asked)),
            "answered": _where(follow_up, SERVICE.wall(answered)),
            "first_closed": closed,
            "reopened": reopened,
            "reclosed": reclosed,
        }
    ).with_columns(closed=pl.coalesce("reclosed", "first_closed"))


def _arrivals(name: str, count: int, low: int, high: int) -> tuple[Integers, Integers]:
    """Where on the business scale the clocks start, and the wall clock of creation; about a fifth arrive while the desk is closed."""
    slots = np.arange(low // _SLOT, high // _SLOT)
    per_day = SERVICE.length // _SLOT
    monday = (SERVICE.days[slots // per_day] + 3) % 7 == 0
    weights = _BY_HALF_HOUR[slots % per_day] * np.where(monday, 1.35, 1.0)
    picked = slots[drawn(f"{name} slot", count, weights)]
    start = picked * _SLOT + 1 + (uniforms(f"{name} second", count) * (_SLOT - 2)).astype(np.int64)
    created = SERVICE.wall(start)
    ordinals = np.arange(-(-low // SERVICE.length), -(-high // SERVICE.length))
    outside = chosen(f"{name} outside", count * 21 // 100, count)
    spans = SERVICE.closed_before(ordinals)
    day = ordinals[drawn(f"{name} night", count, np.sqrt((spans[1] - spans[0]).astype(np.float64)))]
    start = np.where(outside, day * SERVICE.length, start)
    created = np.where(outside, SERVICE.spread(day, uniforms(f"{name} closed span", count)), created)
    return start, created


def _causes(figures: MonthFigures, late: np.ndarray, created: Integers) -> list[str | None]:
    """Who made a late reply late, and some waits that did no harm."""
    places = np.flatnonzero(late & (created != _KNOWN_CREATED))
    order = places[np.argsort(uniforms(f"{figures.month} cause", len(places)), kind="stable")]
    causes: list[str | None] = [None] * len(late)
    for place in order[: figures.late_by_client]:
        causes[place] = "client"
    for place in order[figures.late_by_client : figures.late_by_client + figures.late_by_third_party]:
        causes[place] = "third party"
    harmless = np.flatnonzero(~late & (uniforms(f"{figures.month} harmless", len(late)) < 0.02))
    for place in harmless:
        causes[place] = "client"
    return causes


def _closings(name: str, count: int, closing: Integers) -> tuple[Integers, pl.Series, pl.Series]:
    """First closing, and for a few a reopening with a second closing in the same month (so that each ticket is billed once)."""
    closed = SERVICE.wall(closing)
    again = closing + 1 * HOUR + (uniforms(f"{name} reopened after", count) * 6 * HOUR).astype(np.int64)
    last = again + HOUR // 2 + (uniforms(f"{name} closed after", count) * 3 * HOUR).astype(np.int64)
    reopens = (uniforms(f"{name} reopens", count) < 0.05) & (month_of(SERVICE.wall(last)) == month_of(closed))
    return closed, _where(reopens, SERVICE.wall(again)), _where(reopens, SERVICE.wall(last))


def _where(mask: np.ndarray, values: Integers) -> pl.Series:
    """The values under the mask, null elsewhere."""
    return pl.Series(values).set(pl.Series(~mask), None)


def _chats(figures: MonthFigures, emails_closed: int) -> pl.DataFrame:
    """As many answered chats as the tickets closed still lack, a dozen begun outside hours among them, and some given up."""
    name = f"{figures.month} chat"
    closable = figures.tickets_closed - emails_closed
    outside_count, short, long = 12, 40, 15
    count = closable + short + long
    slots, weights = _chat_slots(figures.first)
    begun = slots[drawn(f"{name} slot", count, weights)] + 1 + (uniforms(f"{name} second", count) * 1_180).astype(np.int64)
    given_up = np.arange(count) >= closable
    outside = np.arange(count) < outside_count
    begun = np.where(outside, begun // DAY * DAY + 20 * HOUR + 600 + (uniforms(f"{name} evening", count) * HOUR).astype(np.int64), begun)
    counted = count - outside_count - short
    late_answers = round((1 - figures.chat_share) * counted) - long
    late = np.zeros(count, dtype=bool)
    late[outside_count:closable] = chosen(f"{name} late", late_answers, closable - outside_count)
    wait = uniforms(f"{name} wait", count)
    waited = np.where(late, 62 + 240 * wait**2, 4 + 54 * wait).astype(np.int64)
    waited = np.where(outside, (40 + 500 * wait).astype(np.int64), waited)
    patience = np.where(np.arange(count) < closable + short, 8 + 45 * wait, 75 + 200 * wait).astype(np.int64)
    lasted = waited + 120 + (uniforms(f"{name} lasted", count) ** 2 * 1_400).astype(np.int64)
    return pl.DataFrame(
        {
            "channel": ["chat"] * count,
            "priority": ["normal"] * count,
            "created": begun,
            "reply": _where(~given_up, begun + waited),
            "abandoned": _where(given_up, begun + patience),
            "first_closed": _where(~given_up, begun + lasted),
        }
    ).with_columns(closed=pl.col("first_closed"))


def _chat_slots(first: date) -> tuple[Integers, np.ndarray]:
    """The half-hours of the chat desk in a month, as wall-clock seconds, and how busy each is."""
    slots: list[int] = []
    weights: list[float] = []
    for number in range(seconds(first) // DAY, seconds(first) // DAY + 31):
        day = date.fromordinal(date(2026, 1, 1).toordinal() + number)
        if day.month != first.month or day.weekday() == 6 or day in HOLIDAYS_ENGLAND or (day.month == 5 and day.day < 5):
            continue
        opens, closes = (9, 17) if day.weekday() == 5 else (8, 20)
        for slot in range(2 * opens, 2 * closes):
            slots.append(number * DAY + slot * _SLOT)
            weights.append(_CHAT_BY_HALF_HOUR[slot - 16] * (0.5 if day.weekday() == 5 else 1.0))
    return np.array(slots, dtype=np.int64), np.array(weights)


def _changes(every: pl.DataFrame) -> pl.DataFrame:
    """Every change of every ticket that happened before the demo's last moment, numbered within its ticket."""
    email = every.filter(pl.col("channel") == "email")
    waiting = email.filter(pl.col("caused").is_not_null())
    state = pl.format("waiting for {}", "caused")
    parts = [
        _part(every, "created", 0, "created", "customer"),
        _part(email.with_columns(assigned=pl.col("created") + 20), "assigned", 1, "assigned", "system"),
        _part(waiting, "waits", 2, "status", "agent", state, pl.col("caused")),
        _part(waiting, "resumes", 3, "status", "agent", pl.lit("open")),
        _part(every, "reply", 4, "public reply", "agent"),
        _part(every, "abandoned", 4, "abandoned", "customer"),
        _part(every, "asked", 5, "customer message", "customer"),
        _part(every, "answered", 6, "public reply", "agent"),
        _part(every, "first_closed", 7, "closed", "agent"),
        _part(every, "reopened", 8, "reopened", "customer"),
        _part(every, "reclosed", 9, "closed", "agent"),
    ]
    last = seconds(LAST_MOMENT)
    changes = pl.concat(parts).filter(pl.col("wall").is_not_null() & (pl.col("wall") < last)).sort("number", "wall", "step")
    risen = pl.col("escalates").fill_null(False) & (pl.col("step") >= 4)  # from its first reply on an escalated ticket is urgent
    changes = changes.with_columns(
        update=pl.int_range(pl.len()).over("number") + 1, priority=pl.when(risen).then(pl.lit("urgent")).otherwise("priority")
    )
    return changes.sort("wall", "number", "update")


def _part(
    of: pl.DataFrame, column: str, step: int, action: str, author: str, detail: pl.Expr | None = None, caused: pl.Expr | None = None
) -> pl.DataFrame:
    return of.select(
        "number",
        "ticket",
        "channel",
        "priority",
        "escalates",
        wall=pl.col(column),
        step=pl.lit(step),
        action=pl.lit(action),
        detail=pl.lit(None, pl.String) if detail is None else detail,
        author=pl.lit(author) if caused is None else caused,
    )


def export(changes: pl.DataFrame) -> pl.DataFrame:
    """The columns of the help desk's file."""
    return changes.select(
        "ticket",
        "update",
        texts(pl.col("wall")).alias("time"),
        "action",
        "detail",
        "channel",
        "priority",
        pl.col("author").alias("by"),
    )
