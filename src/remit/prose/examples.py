"""Worked examples, computed by the rules that settle: a clause's sentence and its figures come from one source.

The month of an example has the expected volumes of section 6. For a currency share the rate has moved by a tenth of the base rate; for a
credit its first service level lies a little below what was promised. A clause that needs more than that has no example.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl

from remit.agreement import Agreement
from remit.line import Account, Line, Volume
from remit.measure import Measure
from remit.scorecard import Scorecard
from remit.terms.document import Clause
from remit.terms.typed import Length, Table
from remit.terms.words import Words, decimals, money
from remit.values.period import Month
from remit.work import facts as work_facts


def example(agreement: Agreement, clause: Clause) -> str:
    """` *Example: …*`, or nothing."""
    if clause.rule == "currency share":
        lines = _settled(agreement, clause, facts=_moved_rate(agreement, clause))
    elif clause.section == 11 and agreement.adjustment(clause).phase == "credit":
        lines = _settled(agreement, clause, measures=_missed(agreement, clause))
    else:
        return ""
    found = [line for line in lines if line.clause == clause.number]
    if not found:
        return ""
    line = found[0]
    amount = money(abs(line.amount), agreement.currency)
    because = line.because.strip().rstrip(".")
    return f" *Example at expected volumes: {because}. That is {amount}.*" if amount not in because else f" *Example: {because}.*"


def _month(agreement: Agreement, clause: Clause) -> Month:
    """The first month in which the clause and the services hold throughout."""
    start = max(clause.starts or date.min, agreement.terms.services_start)
    return Month.of(start) if start.day == 1 else Month.of(start).next()


def _settled(
    agreement: Agreement, clause: Clause, facts: pl.DataFrame | None = None, measures: dict[str, Measure] | None = None
) -> tuple[Line, ...]:
    """The lines of a month with these facts and results and nothing else."""
    month, terms = _month(agreement, clause), agreement.terms
    volumes = {
        service.name: Volume(service.number, service.name, service["unit"], service["expected volume"], service["expected volume"])
        for service in terms.section(6)
    }
    account = Account(
        terms=terms,
        month=month,
        rounding=agreement.rounding,
        scorecard=agreement.scorecard({}, month, measures=measures) if measures else Scorecard(()),
        volumes=volumes,
        facts=work_facts.empty() if facts is None else facts,
        words=Words(terms),
    )
    charged, _ = agreement.charges(account)
    return (agreement.adjustments(charged)[0] if measures else charged).lines


def _moved_rate(agreement: Agreement, clause: Clause) -> pl.DataFrame:
    """The rate of the month at nine tenths of the base rate, whichever fixing is read."""
    day = _month(agreement, clause).first
    value = decimals(clause["base rate"].amount * Fraction(9, 10), 2).replace(",", "")
    kind = "mean" if clause["fixing"] == "mean of the month" else "rate"
    on = agreement.terms.term["signed"] if clause["fixing"] == "day of signature" else day
    row = {"kind": kind, "subject": clause["record"], "day": on, "value": value, "source": "example", "received_at": 0, "id": "example"}
    return work_facts.append(work_facts.empty(), pl.DataFrame([row]))[0]


def _missed(agreement: Agreement, clause: Clause) -> dict[str, Measure]:
    """The first level of the clause, a little worse than its minimum, or its target where it has none."""
    names = agreement.adjustment(clause).levels(clause)
    if not names:
        return {}
    level = agreement.terms.named(8, names[0])
    limit = level.get("minimum") if level.get("minimum") is not None else level.get("target")
    if limit is None or isinstance(limit, Table) or level.rule == "availability":  # its credits need the minutes of an outage
        return {}
    metric = agreement.metric(level)
    exact = Fraction(limit.microseconds) if isinstance(limit, Length) else Fraction(limit)
    worse = -1 if metric.better_when(level) == "more" else 1
    step = Fraction(2, 100) if metric.result_kind(level) == "percentage" else exact / 20
    count = max(1000, level["minimum sample"])
    value = Fraction(Decimal(round((exact + worse * step) * 1000)) / 1000)
    return {level.number: Measure(value, count, {"met": round(value * count), "of": count})}
