"""Facts: dated, sourced, append-only records that are not work events.

Rates, index values, receipts, forecasts, hours, survey and audit counts, approvals, milestones, relief claims. One row of `FACTS` each:

kind         rate, index, forecast, receipt, hours, approval, survey, audit, milestone, count, relief, claim,
             mean (a month's mean, contract tests), concession (what a party concedes on a charge)
subject      what it is about: the record or clause name ("rand rate", "helpdesk licences", "customer contact"), or the item for relief
day          the day it is about (date); a forecast or a month's count is dated on the first of its month
value        exact decimal as text: 23.1875, 4000, 118.00; None where the kind needs none
unit         ZAR for 1 GBP, GBP, ticket, hour, ...; of a relief: excuse (or None), reattribute, correct, refused; counts, stays
clause       the clause it serves ("9.1"), where it serves one
approved_by  role that approved or countersigned, None while open
source       where it comes from: a document, a link, a person's role; never empty
received_at  instant Remit received it, int64 microseconds UTC; a statement's cut bounds it
id           natural key: the same id twice with the same body changes nothing, with another body is refused

Two facts of one kind, subject and day: where there can be only one value (rate, index, forecast, mean, survey, audit, count) the one
received last stands, because a correction is a new record; receipts and hours add up, a correction of theirs is a negative one. Facts
received at the same instant rank by id.

>>> from datetime import date
>>> rows = [("rate", "rand rate", date(2026, 5, 1), "23.40"), ("rate", "rand rate", date(2026, 5, 4), "23.60")]
>>> facts, _ = append(empty(), pl.DataFrame([
...     {"kind": k, "subject": s, "day": d, "value": v, "source": "bulletin", "received_at": 0, "id": str(d)} for k, s, d, v in rows]))
>>> rate(facts, "rand rate", Month(2026, 5), "mean of the month").value
Fraction(47, 2)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl

from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month

FACTS = pl.Schema(
    {
        "kind": pl.String,
        "subject": pl.String,
        "day": pl.Date,
        "value": pl.String,
        "unit": pl.String,
        "clause": pl.String,
        "approved_by": pl.String,
        "source": pl.String,
        "received_at": pl.Int64,
        "id": pl.String,
    }
)
KINDS = (
    *("rate", "index", "forecast", "receipt", "hours", "approval", "survey", "audit", "milestone", "count"),
    *("relief", "mean", "claim", "concession"),
)
WITHOUT_VALUE = ("approval", "milestone", "relief", "claim")
"""Kinds whose facts may have no value."""
REVERSED = "/reversed"
BODY = ("kind", "subject", "day", "value", "unit", "clause", "approved_by", "source")
_EXACT = re.compile(r"-?\d+(\.\d+)?")
MOST_DIGITS = 24
"""No rate, index or amount of a contract needs more; a longer one is a slip of the hand that would spoil every page."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, typed. `value` is exact, None where the kind needs none; `approved` says whether a role has approved or countersigned."""

    kind: str
    subject: str
    day: date
    value: Fraction | None
    unit: str | None
    clause: str | None
    approved_by: str | None
    source: str
    received_at: int
    id: str
    text: str | None = None
    """The value as it was written: 118.00."""

    @property
    def approved(self) -> bool:
        return self.approved_by is not None

    @property
    def decimal(self) -> Decimal:
        """The value as it was written, for sums of money; raises `ValueError` where there is none."""
        if self.text is None:
            raise ValueError(f"the {self.kind} of {self.subject} on {self.day} has no value")
        return Decimal(self.text)


@dataclass(frozen=True, slots=True)
class Fixing:
    """A rate or index value for a month: exact, the days it rests on, and one plain sentence."""

    value: Fraction
    days: tuple[date, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an append did: facts that were new, and facts that were known already."""

    new: int
    known: int

    def __str__(self) -> str:
        return f"{self.new:,} new fact{'s' if self.new != 1 else ''}, {self.known:,} already known"


def empty() -> pl.DataFrame:
    """Facts, none yet."""
    return pl.DataFrame(schema=FACTS)


def append(facts: pl.DataFrame, batch: pl.DataFrame) -> tuple[pl.DataFrame, Report]:
    """The facts with those of the batch, in order of kind, subject, day, receipt and id.

    Repeated facts change nothing (the earlier `received_at` is kept); the same id with another body is refused with the whole batch, as
    are unknown kinds and values that are not exact decimals (`Refused`). A column `row` and a column `file` number the rows in faults.
    """
    columns = [pl.col(n).cast(t) if n in batch.columns else pl.lit(None, dtype=t).alias(n) for n, t in FACTS.items()]
    incoming = batch.select(columns)
    faults = _faults(facts, incoming, batch)
    if faults:
        raise Refused(faults)
    both = pl.concat([facts.select(FACTS.names()), incoming])
    merged = both.sort("received_at", maintain_order=True).unique("id", keep="first", maintain_order=True)
    new = merged.height - facts.height
    return merged.sort("kind", "subject", "day", "received_at", "id"), Report(new, incoming.height - new)


def known_at(facts: pl.DataFrame, cut: int) -> pl.DataFrame:
    """The facts that Remit had received before the instant `cut`."""
    return facts.filter(pl.col("received_at") < cut)


def select(
    facts: pl.DataFrame,
    kind: str | Sequence[str],
    subject: str | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
    clause: str | None = None,
) -> tuple[Fact, ...]:
    """The facts of a kind, of a subject, from day `first` to day `last` (both included), of a clause; in order of day, receipt and id."""
    kinds = [kind] if isinstance(kind, str) else list(kind)
    found = facts.filter(pl.col("kind").is_in(kinds))
    if subject is not None:
        found = found.filter(pl.col("subject") == subject)
    if first is not None:
        found = found.filter(pl.col("day") >= first)
    if last is not None:
        found = found.filter(pl.col("day") <= last)
    if clause is not None:
        found = found.filter(pl.col("clause") == clause)
    return tuple(_fact(row) for row in found.sort("day", "received_at", "id").iter_rows(named=True))


def standing(found: Sequence[Fact]) -> tuple[Fact, ...]:
    """Of several facts for the same kind, subject and day the one received last: a correction replaces what was known before."""
    latest: dict[tuple[str, str, date], Fact] = {}
    for fact in sorted(found, key=lambda fact: (fact.received_at, fact.id)):
        latest[fact.kind, fact.subject, fact.day] = fact
    return tuple(sorted(latest.values(), key=lambda fact: (fact.day, fact.kind, fact.subject)))


def rate(facts: pl.DataFrame, record: str, month: Month, fixing: str, signed: date | None = None) -> Fixing | None:
    """The rate or index value of `record` for a month, None where there is none.

    `fixing`: `mean of the month` (the exact mean of the days that have a value; a fact of kind `mean` dated in the month stands for it),
    `last day of the month` and `first day of the month` (the last or first day of the month that has a value), `day of signature` (the
    last value on or before `signed`).
    """
    daily = standing(select(facts, ("rate", "index"), record, last=signed if fixing == "day of signature" else month.last))
    if fixing == "day of signature":
        if signed is None:
            raise ValueError("the day of signature is not given")
        return _single(record, daily[-1]) if daily else None
    within = [fact for fact in daily if fact.day >= month.first]
    if fixing == "mean of the month":
        means = standing(select(facts, "mean", record, first=month.first, last=month.last))
        if means:
            value = _valued(means[-1])
            return Fixing(value, (means[-1].day,), f"the mean of {record} in {month.name} is {means[-1].text}")
        if not within:
            return None
        mean = sum((_valued(fact) for fact in within), Fraction(0)) / len(within)
        return Fixing(mean, tuple(fact.day for fact in within), f"{record}: mean of {len(within)} daily values in {month.name}")
    if fixing not in ("last day of the month", "first day of the month"):
        raise ValueError(f"there is no fixing '{fixing}'")
    if not within:
        return None
    return _single(record, within[-1] if fixing.startswith("last") else within[0])


def daily_rates(facts: pl.DataFrame, record: str, month: Month) -> tuple[Fact, ...]:
    """The rate of each day of a month that has one, in order of days."""
    return standing(select(facts, ("rate", "index"), record, first=month.first, last=month.last))


def index_value(facts: pl.DataFrame, record: str, month: Month) -> Fixing | None:
    """The published value of an index for a month: the fact dated in that month."""
    return rate(facts, record, month, "last day of the month")


def forecast(facts: pl.DataFrame, service: str, month: Month, fixed_by: int | None = None, *, approved: bool = False) -> Fact | None:
    """The forecast of a service (or of its unit) for a month; with `fixed_by`, the last one received before that instant; with `approved`
    only one that somebody countersigned."""
    found = _forecasts(select(facts, "forecast", service, first=month.first, last=month.last), fixed_by, approved)
    return max(found, key=lambda fact: (fact.received_at, fact.id), default=None)


def last_forecast(facts: pl.DataFrame, service: str, month: Month, fixed_by: int | None = None, *, approved: bool = False) -> Fact | None:
    """The forecast for the latest month up to and including this one: what holds where the client gave no new one."""
    found = _forecasts(select(facts, "forecast", service, last=month.last), fixed_by, approved)
    return max(found, key=lambda fact: (Month.of(fact.day), fact.received_at, fact.id), default=None)


def _forecasts(found: Sequence[Fact], fixed_by: int | None, approved: bool) -> list[Fact]:
    return [fact for fact in found if (fixed_by is None or fact.received_at < fixed_by) and (fact.approved or not approved)]


def receipts(facts: pl.DataFrame, item: str, first: date, last: date) -> tuple[Fact, ...]:
    """The receipts for something passed through (licences, postage) dated from `first` to `last`; `approved_by` where somebody approved."""
    return select(facts, "receipt", item, first=first, last=last)


def hours(facts: pl.DataFrame, work: str, first: date, last: date) -> tuple[Fact, ...]:
    """Hours worked, with the role that approved them; hours that nobody approved have `approved_by` None."""
    return select(facts, "hours", work, first=first, last=last)


def milestones(facts: pl.DataFrame, milestone: str, last: date) -> tuple[Fact, ...]:
    """The records of a milestone up to a day; it is accepted where one has `approved_by`."""
    return select(facts, "milestone", milestone, last=last)


def effective(found: Sequence[Fact]) -> tuple[Fact, ...]:
    """Without the pairs of a fact and its reversal: a sum that was approved later stands once, as approved.

    Receipts and hours add up, so an approval that comes later is a reversal (`REVERSED` after the fact's id) and the fact again, with who
    approved it.
    """
    ids = {fact.id for fact in found}
    gone = {name for one in ids if one.endswith(REVERSED) and (name := one.removesuffix(REVERSED)) in ids}
    return tuple(fact for fact in found if fact.id not in gone and fact.id.removesuffix(REVERSED) not in gone)


def approvals(facts: pl.DataFrame, clause: str, last: date) -> tuple[Fact, ...]:
    """Approvals given under a clause up to a day."""
    return select(facts, "approval", clause=clause, last=last)


def relief(facts: pl.DataFrame, clause: str) -> tuple[Fact, ...]:
    """The claims under a relief clause: `subject` is the item, `day` the day of the claim, `approved_by` the countersignature."""
    return select(facts, "relief", clause=clause)


def figures(facts: pl.DataFrame, kind: str, subject: str, month: Month) -> tuple[Fact, ...]:
    """The figures of a month that stand (count, survey, audit): of two for the same day the one received last."""
    return standing(select(facts, kind, subject, first=month.first, last=month.last))


def amount(found: Sequence[Fact]) -> Fraction:
    """The sum of the facts' values, exact."""
    return sum((_valued(fact) for fact in found), Fraction(0))


def _single(record: str, fact: Fact) -> Fixing:
    return Fixing(_valued(fact), (fact.day,), f"{record} on {fact.day} is {fact.text}")


def _valued(fact: Fact) -> Fraction:
    return Fraction(fact.decimal)


def _fact(row: dict[str, object]) -> Fact:
    text = row["value"]
    value = Fraction(text) if isinstance(text, str) else None
    return Fact(**{**row, "value": value, "text": text})  # type: ignore[arg-type]


def _faults(facts: pl.DataFrame, incoming: pl.DataFrame, batch: pl.DataFrame) -> list[Fault]:
    faults: list[Fault] = []
    held = {row["id"]: row for row in facts.iter_rows(named=True)}
    seen: dict[str, dict[str, object]] = {}
    for index, row in enumerate(incoming.iter_rows(named=True)):
        number = batch["row"][index] if "row" in batch.columns else None
        file = batch["file"][index] if "file" in batch.columns else None

        def place(column: str, file: str | None = file, number: int | None = number) -> Place:
            return Place(file=file, row=number, column=column)

        for name in ("kind", "subject", "day", "source", "received_at", "id"):
            if row[name] is None or row[name] == "":
                faults.append(Fault(place(name), "is missing, and every fact has one", f"give each fact its {name}"))
        if row["kind"] is not None and row["kind"] not in KINDS:
            faults.append(Fault(place("kind"), f"there is no kind of fact '{row['kind']}'", f"write one of {', '.join(KINDS)}"))
        if row["value"] is None and row["kind"] in KINDS and row["kind"] not in WITHOUT_VALUE:
            faults.append(Fault(place("value"), f"a {row['kind']} needs a value", "write it as a decimal number, such as 23.1875"))
        if row["value"] is not None and not _EXACT.fullmatch(row["value"]):
            faults.append(
                Fault(place("value"), f"'{row['value']}' is not an exact decimal number", "write digits with a point, such as 1234.50")
            )
        elif row["value"] is not None and sum(sign.isdigit() for sign in row["value"]) > MOST_DIGITS:
            faults.append(Fault(place("value"), f"'{row['value'][:20]}…' has more than {MOST_DIGITS} digits", "write the figure itself"))
        before = held.get(row["id"]) or seen.get(row["id"])
        differing = [name for name in BODY if before is not None and before[name] != row[name]]
        if before is not None and differing:
            shown = ", ".join(f"{name} '{before[name]}', now '{row[name]}'" for name in differing)
            faults.append(
                Fault(place("id"), f"the fact '{row['id']}' is known with another content: {shown}", "give the correction an id of its own")
            )
        seen.setdefault(row["id"], row)
    return faults
