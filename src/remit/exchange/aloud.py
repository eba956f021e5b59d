"""Results and facts as they are read aloud: `2,432 of 2,926`, `4.63 from 412`, `20 hours, approved`, `none`.

Contract tests are written in these words, so that anybody can test a clause without a log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from remit.measure import Measure, Result
from remit.terms.document import Clause, Terms
from remit.terms.scalars import NUMERAL, fraction
from remit.terms.typed import Length
from remit.values.period import Month
from remit.work.clocks import instant_of_day

FactRow = dict[str, object]
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LENGTH = rf"({NUMERAL}) (business )?(second|minute|hour|day|week)s?"


class Unheard(ValueError):
    """The words are not a result or fact of this kind; the message says what would be."""


def result(text: str, kind: Result, least: int = 0) -> Measure:
    """A measured result. One that names no number of items rests on as many as the minimum sample asks (`least`).

    >>> result("2,432 of 2,926", "percentage").value == Fraction(2432, 2926), result("none", "score").value
    (True, None)
    >>> result("4.63 from 412", "score").count, result("3.1 business hours", "time").value
    (412, Fraction(11160000000, 1))
    """
    if text == "none":
        return Measure(None, 0)
    if kind == "percentage":
        return _percentage(text, least)
    words, _, sample = text.partition(" from ")
    count = _count(sample, text) if sample else max(least, 1)
    parts = {"items": count} if sample else {}
    if kind == "time":
        found = re.fullmatch(_LENGTH, words)
        if found is None:
            raise Unheard(f"'{text}' is not a time; write for example 3.1 business hours, 42 seconds from 300, or none")
        unit: str = found[3]
        return Measure(Fraction(Length(fraction(found[1]), unit).microseconds), count, parts)  # type: ignore[arg-type]
    if not re.fullmatch(NUMERAL, words):
        raise Unheard(f"'{text}' is not a {kind}; write for example 4.63 from 412, 12, or none")
    return Measure(fraction(words), count, parts)


def _percentage(text: str, least: int) -> Measure:
    down = re.fullmatch(rf"{_LENGTH}(?: down)? of ({NUMERAL})", text)
    if down is not None:
        one = Length(Fraction(1), down[3]).microseconds  # type: ignore[arg-type]
        outage, agreed = fraction(down[1]) * one, fraction(down[4]) * one
        return Measure(1 - outage / agreed, max(least, 1), {"agreed": int(agreed), "down": int(outage)})
    counted = re.fullmatch(rf"({NUMERAL}) of ({NUMERAL})", text)
    if counted is not None:
        good, whole = fraction(counted[1]), fraction(counted[2])
        if not whole or good > whole:
            raise Unheard(f"'{text}' is not a share; the second number counts all items")
        items = int(whole) if whole.denominator == 1 else max(least, 1)
        return Measure(good / whole, items, {"good": int(good), "counted": items} if good.denominator == 1 == whole.denominator else {})
    share = re.fullmatch(rf"({NUMERAL}) ?%(?: from ({NUMERAL}))?", text)
    if share is None:
        raise Unheard(f"'{text}' is not a percentage; write for example 91.4 %, 2,432 of 2,926, or none")
    count = _count(share[2], text) if share[2] else max(least, 1)
    return Measure(fraction(share[1]) / 100, count, {"items": count} if share[2] else {})


def _count(text: str, whole: str) -> int:
    if not re.fullmatch(r"[0-9,]+", text):
        raise Unheard(f"'{whole}' does not say from how many; write a whole number after 'from'")
    return int(text.replace(",", ""))


def fact(subject: str, text: str, terms: Terms, month: Month) -> list[FactRow]:
    """The facts that a line of a contract test means, by what the contract reads under that name.

    `rand rate: 23.50` is the month's mean where a currency share reads it, the month's value where an indexation does. `20 hours, approved`
    under the name of an hours clause are approved by the role it names. Words that the contract cannot read raise `Unheard`.
    """
    for clause in terms.section(10):
        rows = list(_of_charge(clause, subject, text, terms, month))
        if rows:
            return rows
    for clause in terms.section(11):
        rows = list(_of_adjustment(clause, subject, text, month, terms))
        if rows:
            return rows
    raise Unheard(f"no clause of the contract reads a fact named '{subject}'")


def _row(kind: str, subject: str, day: date, value: Fraction | None = None, **more: object) -> FactRow:
    text = None if value is None else _decimal(value)
    return {"kind": kind, "subject": subject, "day": day, "value": text, "source": "contract test", **more}


def _decimal(value: Fraction) -> str:
    places = next((n for n in range(13) if (value * 10**n).denominator == 1), 12)
    units = round(value * 10**places)
    text = f"{abs(units):0{places + 1}d}"
    digits = f"{text[:-places]}.{text[-places:]}" if places else text
    return f"-{digits}" if units < 0 else digits


def _number(text: str, sample: str) -> Fraction:
    """The number that the words begin with; a sign or code of a currency may stand before it."""
    found = re.match(rf"(-?)[^\s0-9.,;:-]{{0,3}} ?({NUMERAL})(?=$|[ ,;])", text)
    if found is None:
        raise Unheard(f"'{text}' has no number; write for example {sample}")
    return fraction(found[2]) * (-1 if found[1] else 1)


def _of_charge(clause: Clause, subject: str, text: str, terms: Terms, month: Month) -> Iterator[FactRow]:
    rule, first = clause.rule, month.first
    approved = text.endswith(", approved")
    if rule == "currency share" and subject == clause["record"] and clause["fixing"] == "each day":
        for part in text.split("; "):
            dated, _, rate = part.partition(": ")
            if not re.fullmatch(_DAY, dated):
                raise Unheard(f"'{part}' is not a day's rate; write for example 2026-07-01: 23.50")
            yield _row("rate", subject, date.fromisoformat(dated), _number(rate, "23.50"))
    elif rule == "currency share" and subject == clause["record"]:
        value = _number(text, "23.50")
        day = terms.term["signed"] if clause["fixing"] == "day of signature" else month.last
        yield _row("mean", subject, first, value) if clause["fixing"] == "mean of the month" else _row("rate", subject, day, value)
    elif rule == "indexation" and subject in {clause["record"] or clause.name, *clause["also"]}:
        yield _row("index", subject, month.last, _number(text, "123.6"))
    elif rule == "milestones" and (subject == "pilot failed" or subject in {row["milestone"] for row in clause["paid on acceptance"]}):
        day = re.search(_DAY, text)
        role = clause["accepted by"] if text.startswith("accepted") else None
        yield _row("milestone", subject, date.fromisoformat(day[0]) if day else month.last, approved_by=role)
    elif rule == "accepted share" and subject == clause["covers"]:
        found = re.fullmatch(rf"({NUMERAL}) defects? of ({NUMERAL})", text)
        if found is None:
            raise Unheard(f"'{text}' is not an audit; write for example 20 defects of 315")
        yield _row("audit", subject, month.last, fraction(found[2]), unit="sampled")
        yield _row("audit", subject, month.last, fraction(found[1]), unit="defects")
    elif subject == clause.name and rule == "pass through":
        role = clause["above that"].removeprefix("approval by ") if approved else None
        yield _row("receipt", subject, month.last, _number(text, "£118.00"), approved_by=role)
    elif subject == clause.name and rule in ("gain share", "milestones"):
        yield _row("receipt", subject, month.last, _number(text, "£395000.00"))
    elif subject == clause.name and rule == "hours":
        role = (clause["approved by"] or "client") if approved else None
        yield _row("hours", subject, month.last, _number(text, "20 hours, approved"), approved_by=role)
    elif subject == clause.name and rule == "full time equivalents":
        yield _row("hours", subject, month.last, _number(text, "1,601 hours"))


def _of_adjustment(clause: Clause, subject: str, text: str, month: Month, terms: Terms) -> Iterator[FactRow]:
    if clause["claim"] != "by the statement" and subject in (clause.name, f"{clause.number} {clause.name}") and text.startswith("claimed"):
        on = re.fullmatch(rf"claimed on ({_DAY})", text)
        if text != "claimed" and on is None:
            raise Unheard(f"'{text}' is not a claim; write claimed, or for example claimed on {month.next().first}")
        zone = str(terms.named(4, terms.statement["calendar"])["zone"])
        known: dict[str, Any] = {} if on is None else {"received_at": instant_of_day(date.fromisoformat(on[1]), zone)}
        yield _row("claim", clause.name, month.last, clause=clause.number, **known)
    elif clause.rule == "damages for lateness" and subject == clause["covers"]:
        dates = re.fullmatch(rf"{re.escape(clause['late after'])} ({_DAY})(?:, done ({_DAY}))?", text)
        if dates is not None:
            yield _row("milestone", clause["late after"], date.fromisoformat(dates[1]), clause=clause.number)
            if dates[2]:
                yield _row("milestone", subject, date.fromisoformat(dates[2]), clause=clause.number)
        elif clause["for each"] in ("hour", "business day", "item") and re.match("[0-9]", text):
            yield _row("count", subject, month.last, _number(text, f"3 {clause['for each']}s"))
        else:
            raise Unheard(f"'{text}' is not a delivery; write for example '{clause['late after']} 2026-03-10, done 2026-03-17'")
    elif clause.rule == "service points" and subject == clause["points from record"]:
        for part in text.split("; "):
            unit, _, number = part.rpartition(": ")
            yield _row("count", subject, month.last, _number(number, "17"), unit=unit or None)
