"""A month's statement: the answer, the lines, the proof of each one click away, the time left to object, both signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl
from django.utils.translation import gettext

from remit.clock.elapsed import elapsed
from remit.exchange import statement_words as say
from remit.explanation import LineStory
from remit.intake.knowledge import knowledge
from remit.line import Line
from remit.records.models.invoice import Invoice
from remit.records.models.issued_statement import IssuedStatement
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.improvement import queries
from remit.stages.improvement.check_invoice import check_invoice
from remit.stages.improvement.dispute_items import dispute_items
from remit.stages.improvement.queries import Standing
from remit.stages.improvement.sign_statement import sign_statement
from remit.stages.workspace import passkey
from remit.statement import Statement
from remit.terms.document import Terms
from remit.terms.words import exact, money
from remit.timetable import business_days_left
from remit.values.period import Month, Period, moment
from remit.web.page import Visit, page
from remit.work.clocks import instant_of_day, schedules

PAGE = page("statements/<month:month>", may=roles.is_party, label="Statement", under="statements")
SHOWN = 8
"""Items that a line's proof shows at once; all stand one click further."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the table prints it. `place` names it in the address."""

    place: str
    line: Line
    title: str
    quantity: str
    unit: str
    rate: str
    status: str = ""
    status_said: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the strip under the time left: its number in the month, and its business day, where both companies work."""

    day: int
    business: int | None
    state: str


@PAGE.reads
def read(visit: Visit, month: Month) -> dict[str, Any]:
    """The chosen version (`v`), or a preview where none is issued or `v=preview`; `line` opens the proof of one line."""
    by = visit.by
    where = queries.standing(by, month, visit.now)
    row = _chosen(visit, where)
    value = queries.issued(by, row) if row is not None else queries.preview(by, month, visit.now)
    terms = knowledge(visit.engagement).agreements(month).terms
    rows = [_row(index, line, value) for index, line in enumerate(value.lines)]
    opened = next((one for one in rows if one.place == visit.asked("line")), None)
    return {
        "answer": say.answer(value, gettext),
        "month": month,
        "statement": value,
        "row": row,
        "standing": where,
        "base_rows": [one for one in rows if one.line.base_charge],
        "other_rows": [one for one in rows if not one.line.base_charge],
        "opened": opened,
        "proof": _proof(visit, value, opened, terms) if opened is not None else None,
        "tax": " ".join(note for note in (say.tax_note(value), say.accounts(value)) if note),
        "dates": list(_dates(terms, where, row, visit.now)) if row is not None else [],
        "days_left": business_days_left(terms, visit.now, row.object_until) if row is not None and row.object_until else 0,
        "may_sign": row is not None and row == where.latest and sign_statement.allowed(by) and not _has_signed(where, by.side),
        "may_close": row is None and roles.closes_months(by) and visit.now >= where.timetable.ends,
        "has_passkey": passkey.has_passkey(visit.user),
        "above_limit": row is not None and by.approval_limit is not None and abs(row.total) > by.approval_limit,
        "may_dispute": row is not None and row == where.latest and dispute_items.allowed(by) and _may_object(row, visit.now),
        **_standing_apart(visit, where, row, value),
        "charges": list({line.clause: line for line in value.lines if line.kind == "charge"}.values()),
        "other": visit.engagement.provider if by.side == "client" else visit.engagement.client,
        "reliefs": [clause for clause in terms.section(9) if clause.rule in ("excused items", "excused time")],
        "provider_signature": where.signature("provider"),
        "client_signature": where.signature("client"),
        "invoices": list(visible(Invoice, by).filter(statement__month=str(month)).order_by("brought_at")),
        "may_check": row is not None and check_invoice.allowed(by),
        "fragments": ("lines",),
    }


def _standing_apart(visit: Visit, where: Standing, row: IssuedStatement | None, value: Statement) -> dict[str, Any]:
    """What is due whatever becomes of the open objections, and what hangs on them; nothing where none is open. Objections that came after
    the issue move no issued figure, so what they move is taken from the month as it is known now."""
    if row is None or row != where.latest or not where.open_disputes:
        return {"undisputed": value.agreed if value.disputed else None, "open_to_dispute": abs(value.disputed)}
    known = queries.preview(visit.by, where.month, visit.now)
    return {"undisputed": min(known.total, known.agreed), "open_to_dispute": abs(known.disputed)}


def _chosen(visit: Visit, where: Standing) -> IssuedStatement | None:
    wanted = visit.asked("v")
    if wanted == "preview":
        return None
    return next((one for one in where.versions if str(one.version) == wanted), where.latest)


def _has_signed(where: Standing, side: str) -> bool:
    said = where.signature(side)
    return said is not None and said.kind == "signed"


def _may_object(row: IssuedStatement, now: int) -> bool:
    return row.object_until is None or now <= row.object_until


def _row(index: int, line: Line, value: Statement) -> Row:
    level = value.scorecard.get(line.level) if line.level else None
    said = ""
    if level is not None and line.kind in ("credit", "damages", "bonus") and level.judged is not None:
        end = level.minimum if line.kind == "credit" and level.minimum is not None else level.target
        said = f"{level.written(level.judged)}" + (
            f", {'minimum' if end == level.minimum else 'target'} {level.written(end)}" if end is not None else ""
        )
    title = say.title(line)
    return Row(
        str(index),
        line,
        title[:1].upper() + title[1:],
        say.quantity(line),
        say.unit(line),
        say.rate(line, value.currency),
        level.status if level is not None and said else "",
        said,
    )


def _proof(visit: Visit, value: Statement, row: Row, terms: Terms) -> dict[str, Any]:
    """The formula of a line as steps, its clause, and the items behind it: the worst first."""
    story = queries.behind(visit.by, value, row.line)
    items = story.items if story.items is not None else pl.DataFrame()
    late = _misses(items)
    tally = late.group_by("who").len().sort("len", descending=True).rows() if "who" in late.columns and late.height else []
    return {
        "steps": list(_steps(value, row.line, story)),
        "because": row.line.because,
        "prose": story.prose,
        "clause": row.line.clause,
        "missed": late.height,
        "counted": items.filter(pl.col("counted")).height if "counted" in items.columns else items.height,
        "is_late": "late_by" in late.columns,
        "items": [_item(one) for one in late.head(SHOWN).iter_rows(named=True)],
        "tally": [(who or "unknown", count) for who, count in tally],
        "level": story.level,
        "short_by": story.level.short_by if story.level is not None else None,
        "flags": story.looks_like,
    }


def _misses(items: pl.DataFrame) -> pl.DataFrame:
    """Of a level with a clock the late items, the latest by most; of others the items that count, newest first."""
    if "late_by" in items.columns:
        late = items.filter(pl.col("counted") & pl.col("due").is_not_null() & (pl.col("stop").is_null() | (pl.col("stop") > pl.col("due"))))
        return late.sort("late_by", "item", descending=[True, False], nulls_last=True)
    return items.sort("at", descending=True, nulls_last=True) if "at" in items.columns else items


def _item(one: dict[str, Any]) -> dict[str, Any]:
    return {name: one.get(name) for name in ("item", "start", "due", "stop", "late_by", "who", "at", "why")}


def _steps(value: Statement, line: Line, story: LineStory) -> Iterator[tuple[str, str, str]]:
    """`(figure, what it is, sign after it)`: 2,432 ÷ 2,926 = 83.1 % → 4 % × £17,876.00 = £715.04."""
    level = story.level
    if level is not None and level.judged is not None and line.kind in ("credit", "damages", "bonus"):
        evidence = level.evidence.replace(" of ", " ÷ ")
        if evidence:
            yield evidence, "in time ÷ counted" if "÷" in evidence else "answers", "="
        end = level.minimum if line.kind != "bonus" and level.minimum is not None else level.target
        below = "below the minimum of" if end == level.minimum and level.minimum is not None else "against the target of"
        yield level.written(level.judged), f"{below} {level.written(end)}" if end is not None else level.name, "→"
    if line.rate and line.base is not None:
        yield f"{line.rate.replace(' x ', ' × ')} × {money(line.base, value.currency)}", f"clause {line.clause} × base", "="
    elif line.rate and line.quantity is not None:
        yield (
            f"{exact(line.quantity)} × {line.rate.replace(' x ', ' × ')}",
            f"{line.unit or 'quantity'} × price of clause {line.clause}",
            "=",
        )
    asked = line.asked if line.asked is not None else line.amount
    yield (
        money(abs(asked), value.currency),
        "before its limit" if line.asked is not None else "rounded once, half up",
        "→" if line.asked is not None else "",
    )
    if line.asked is not None:
        yield money(abs(line.amount), value.currency), "after the limit", ""


def _dates(terms: Terms, where: Standing, row: IssuedStatement, now: int) -> Iterator[Date]:
    """The days from the first after the month to the last to object, with the business days that count."""
    clause = terms.named(4, terms.statement["calendar"])
    zone, hours = str(clause["zone"]), schedules(terms)[clause.name]
    day = moment(row.issued_at, zone).date() if row.version > 1 else where.month.next().first
    last = moment(row.object_until or now, zone).date()
    today, business = moment(now, zone).date(), 0
    days: list[Date] = []
    while day <= last:
        start, end = instant_of_day(day, zone), instant_of_day(day + timedelta(days=1), zone)
        works = elapsed(hours, Period(start, end).start, end) > 0
        business += works
        state = "today" if day == today else "last" if day == last else "closed" if not works else "past" if day < today else "ahead"
        days.append(Date(day.day, business if works else None, state))
        day += timedelta(days=1)
    yield from _trimmed(days)


def _trimmed(days: Sequence[Date]) -> Sequence[Date]:
    return days[-21:]
