"""The spine: one pure function from an agreement, summaries, facts and history to the statement of a month.
Nothing here reads a clock or remembers anything: earlier months are passed in, and the same arguments give the same statement in any
order of their rows. Issued statements never change; what became known later is a correction in a later one (`corrections`), or a new
version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl

from remit.agreement import Agreement
from remit.concession import conceded
from remit.line import Account, Line, Missing, Volume
from remit.measure import Measure, Summary
from remit.provisions.termination_right import Counted, Standing, months_counted, standing
from remit.scorecard import Scorecard
from remit.terms.document import Clause
from remit.terms.words import Words, money
from remit.values.fault import Refused
from remit.values.money import Rounding
from remit.values.period import Month
from remit.work.facts import known_at


@dataclass(frozen=True, slots=True)
class CalendarUsed:
    """The working time that a statement rests on, signed with it, because lists of holidays and time-zone data change later.

    `holidays` are the public holidays of the month as dates. `transitions` are pairs (instant, seconds east of UTC from then on): the
    offset in force when the month begins, then every change within it.
    """

    clause: str
    name: str
    zone: str
    holidays: tuple[date, ...] = ()
    transitions: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What one month costs and why. `version` counts from 1; an issued statement never changes, a later version stands beside it.

    `cut` is the instant that bounds what was known (`received_at` before it). `base` is the sum of the base charges, `total` the sum of
    the lines. `agreed` is what is due without the open objections, `disputed` the rest (their sum is `total`).
    `digests` names what the sums rest on, each `sha256:…`: "terms" (the bytes of the text), "work/<record>" (Merkle root of what was
    received before the cut), "facts" and "previous" (the statement issued before this one, which makes a chain; the first has none).
    `rounding` is the contract's, by which anybody can check a line.
    `notes` are the plain sentences a reader should see first (what made this month differ).
    """

    engagement: str
    client: str
    provider: str
    currency: str
    month: Month
    version: int
    cut: int
    rules_version: int
    lines: tuple[Line, ...]
    scorecard: Scorecard
    volumes: tuple[Volume, ...]
    base: Decimal
    total: Decimal
    agreed: Decimal
    disputed: Decimal
    tax: str = "none"
    notes: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    terms_title: str = ""
    rounding: Rounding = field(default_factory=Rounding)
    calendars: tuple[CalendarUsed, ...] = ()


@dataclass(frozen=True, slots=True)
class Summaries:
    """What an engine computed from the work of one month: integers only.

    `levels` by the clause of the service level, `volumes` by the clause of the service. `excused` and `undecided` count items per level
    that were left out by accepted relief, or are not decided at the cut. `digests` is the Merkle root of the work, per record.
    `measures` are results, by the clause of the level, that are given and not measured (contract tests, what-if).
    `notes` say what the work leaves open: events and facts that tell the same.
    """

    levels: Mapping[str, Summary] = field(default_factory=dict)
    volumes: Mapping[str, Volume] = field(default_factory=dict)
    excused: Mapping[str, int] = field(default_factory=dict)
    undecided: Mapping[str, int] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def statement(
    agreement: Agreement,
    summaries: Summaries,
    facts: pl.DataFrame,
    history: Sequence[Statement],
    month: Month,
    cut: int,
    *,
    engagement: str = "",
    version: int | None = None,
    if_upheld: Summaries | None = None,
    recomputed: Sequence[Statement] = (),
    calendars: tuple[CalendarUsed, ...] = (),
    digests: Mapping[str, str] | None = None,
    preview: bool = False,
) -> Statement:
    """What the month costs and why.

    `history` holds earlier statements; of several versions of a month the latest counts. `cut` bounds `received_at` of the facts; the
    summaries were made with the same cut. `version` is the next one of the month unless it is given. `if_upheld` are the summaries as they
    would be if every open objection were upheld: what differs then is disputed. `recomputed` are earlier months computed anew from what is
    known now: what they differ by becomes correction lines. `digests` are added to those of the terms and the work.

    A clause that lacks a fact refuses the statement (`Refused`, every missing fact); a `preview` lists them in its notes instead.
    """
    earlier = latest(one for one in history if one.month < month)
    known = known_at(facts, cut)
    account, missing = _settled(agreement, summaries, known, earlier, month)
    if missing and not preview:
        raise Refused(dict.fromkeys(fault for one in missing for fault in one.faults))
    lines = (*account.lines, *corrections(agreement, recomputed, earlier))
    total = _sum(lines)
    if if_upheld is not None:
        upheld, more = _settled(agreement, if_upheld, known, earlier, month, upheld=True)
        missing += more
        agreed = total + _sum(upheld.lines) - _sum(account.lines)
    else:
        agreed = total + _sum(conceded(agreement, account, upheld=True)) - _sum(conceded(agreement, account))
    terms = agreement.terms
    settled = Statement(
        engagement=engagement,
        client=terms.parties["client"]["name"],
        provider=terms.parties["provider"]["name"],
        currency=terms.currency,
        month=month,
        version=version if version is not None else 1 + max((one.version for one in history if one.month == month), default=0),
        cut=cut,
        rules_version=terms.version,
        lines=lines,
        scorecard=account.scorecard,
        volumes=tuple(
            replace(volume, days={}) for volume in sorted(account.volumes.values(), key=lambda one: _place(agreement, one.clause))
        ),
        base=_sum(line for line in lines if line.base_charge),
        total=total,
        agreed=agreed,
        disputed=total - agreed,
        tax=_tax(agreement),
        notes=(*dict.fromkeys(f"Missing: {fault}" for one in missing for fault in one.faults), *summaries.notes, *account.notes),
        digests={"terms": terms.digest, **summaries.digests, **(digests or {})},
        terms_title=terms.title,
        rounding=agreement.rounding,
        calendars=calendars,
    )
    standing_now = tuple(one.told for one in rights(agreement, settled, earlier))
    return replace(settled, notes=(*settled.notes, *standing_now)) if standing_now else settled


def rights(agreement: Agreement, statement: Statement, history: Sequence[Statement]) -> tuple[Standing, ...]:
    """The rights to end the contract that stand at the end of the statement's month, from it and the statements before it alone."""
    found = (
        standing(clause, months, statement.month, agreement.terms) for clause, months in termination_counts(agreement, statement, history)
    )
    return tuple(one for one in found if one is not None)


def termination_counts(
    agreement: Agreement, statement: Statement, history: Sequence[Statement]
) -> tuple[tuple[Clause, tuple[Counted, ...]], ...]:
    """Each termination right in force, with every month up to the statement's and whether it counts."""
    earlier = latest(one for one in history if one.month < statement.month)
    account = _account(agreement, statement.month, statement.scorecard, {}, pl.DataFrame(), earlier)
    credit_clauses = frozenset(clause.number for clause in agreement.terms.section(11) if agreement.adjustment(clause).kind == "credit")
    return tuple(
        (clause, months_counted(clause, (*earlier, statement), account, credit_clauses))
        for clause in agreement.in_force(15, statement.month)
        if clause.rule == "termination right"
    )


def latest(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The latest version of each month, in order of months."""
    found: dict[Month, Statement] = {}
    for one in sorted(statements, key=lambda one: (one.month, one.version)):
        found[one.month] = one
    return tuple(found.values())


def corrections(agreement: Agreement, recomputed: Iterable[Statement], history: Sequence[Statement]) -> tuple[Line, ...]:
    """What earlier months differ by when they are computed from what is known now, less what later statements corrected already.

    Every line of a month is compared by clause and part. A credit that is withdrawn so takes along what was earned back of it, because the
    months in between are computed anew as well.
    """
    issued = {one.month: one for one in latest(history)}
    lines: list[Line] = []
    for now in latest(recomputed):
        before = issued.get(now.month)
        if before is None:
            continue
        settled = [line for line in before.lines if line.kind != "correction"]
        settled += [line for one in issued.values() for line in one.lines if line.kind == "correction" and line.month == str(now.month)]
        then, due = _by_title(settled), _by_title(line for line in now.lines if line.kind != "correction")
        for title in sorted({*then, *due}, key=lambda title: (_place(agreement, title[0]), title[1] or "")):
            difference = _sum(due.get(title, ())) - _sum(then.get(title, ()))
            if difference:
                model = (due.get(title) or then[title])[0]
                new, old = (money(_sum(lines.get(title, ())), agreement.currency) for lines in (due, then))
                because = f"{now.month.name} computed anew with what is known now gives {new}; {old} was settled before."
                lines.append(_correction(model, difference, because, now.month))
    return tuple(lines)


def _correction(model: Line, amount: Decimal, because: str, month: Month) -> Line:
    return replace(
        model,
        kind="correction",
        amount=amount,
        because=because,
        month=str(month),
        quantity=None,
        unit=None,
        rate=None,
        base=None,
        asked=None,
        base_charge=False,
    )


def _by_title(lines: Iterable[Line]) -> dict[tuple[str, str | None], list[Line]]:
    found: dict[tuple[str, str | None], list[Line]] = {}
    for line in lines:
        found.setdefault((line.clause, line.part), []).append(line)
    return found


def _place(agreement: Agreement, number: str) -> int:
    """Where a clause stands in the text; one that an amendment removed comes last."""
    return next((index for index, clause in enumerate(agreement.terms.clauses) if clause.number == number), len(agreement.terms.clauses))


def _settled(
    agreement: Agreement,
    summaries: Summaries,
    facts: pl.DataFrame,
    history: tuple[Statement, ...],
    month: Month,
    *,
    upheld: bool = False,
) -> tuple[Account, list[Missing]]:
    """The account of the month with all its lines, and what is missing; `upheld` takes the open objections to charges as well."""
    scorecard = agreement.scorecard(summaries.levels, month, history, summaries.excused, summaries.undecided, summaries.measures)
    volumes = {volume.service: volume for volume in summaries.volumes.values()}
    account = _account(agreement, month, scorecard, volumes, facts, history)
    charged, missing = agreement.charges(account)
    settled, more = agreement.adjustments(charged)
    lines = (*settled.lines, *conceded(agreement, settled, upheld=upheld))
    return replace(settled, lines=lines), [*missing, *more]


def _account(
    agreement: Agreement,
    month: Month,
    scorecard: Scorecard,
    volumes: Mapping[str, Volume],
    facts: pl.DataFrame,
    history: tuple[Statement, ...],
) -> Account:
    return Account(
        terms=agreement.terms,
        month=month,
        rounding=agreement.rounding,
        scorecard=scorecard,
        volumes=volumes,
        facts=facts,
        history=history,
        words=Words(agreement.terms),
    )


def _tax(agreement: Agreement) -> str:
    tax = agreement.terms.money["value added tax"]
    return Words().percent(tax) if isinstance(tax, Fraction) else str(tax)


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))
