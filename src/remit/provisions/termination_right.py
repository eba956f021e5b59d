"""A right to end the contract before its term when service fails often enough: so many months of so many, or in a row.

What a month counts for is a setting: a credit in it, credits at or above a share of the charges, a minimum missed, an average below
minimum. Several counts may give the right, each by itself. A credit counts in the month whose service it is for, whichever statement
settles it, and after the corrections of later ones. A month without a result or without a statement counts for nothing and breaks a row.

The right is computed from the months' statements and never exercised by the program: the statement says in its notes that it exists,
since which month, on which months it rests, and until when. It arises at the end of the month with which the count is full; a month that
makes it full again begins `used within` anew.

Practice: clauses such as "four misses in any six months", "three in a row or five in any twelve" (Texas and BC master agreements).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from remit.line import Account, Earlier
from remit.provision import Provision
from remit.scorecard import Attainment, keeps
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Base, Choice, Duration, ListOf, Name, Percent, Times
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.typed import Length, Occurrences
from remit.terms.words import Words, decimals, listed
from remit.values.fault import Fault, Place
from remit.values.period import Month, moment
from remit.work.clocks import instant_after

WITH_LEVEL = ("minimum missed", "average below minimum")


class TerminationRight(Provision):
    section: ClassVar[int] = 15
    sections: ClassVar[tuple[int, ...]] = (15,)
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "counts",
            Choice("month with a credit", "credits at or above a share", "minimum missed", "average below minimum"),
            "What makes a month count.",
            REQUIRED,
        ),
        Setting("after", ListOf(Times()), "How many such months give the right; any one of several does.", REQUIRED),
        Setting("notice", Duration(), "How long before the end the right is exercised.", REQUIRED),
        Setting("for", Choice("client", "provider", "both"), "Who has the right.", "client"),
        Setting("service level", Name("service levels"), "The level whose minimum counts; every level where none is named."),
        Setting("share", Percent(), "The share of the base that a month's credits must reach.", Fraction(1)),
        Setting("of", Base(), "What that share is taken of.", "base charges"),
        Setting("used within", Duration(), "For how long the right exists once it has arisen; to the end of the term unless written."),
        Setting(
            "averaged over",
            Duration(),
            "Over how many months the average is taken, all of which must have statements; as in the level's own clause unless written.",
        ),
    )
    example = """
15.1 termination for repeated credits:
  rule: termination right
  counts: month with a credit
  after: [3 in a row, 5 in any 12 months]
  notice: 1 month
"""
    practice = "Chronic failure clauses of master services agreements."

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        counts = clause["counts"]

        def fault(setting: str, what: str, remedy: str) -> Fault:
            return Fault(Place(clause=clause.number, line=clause.lines.get(setting, clause.line)), what, remedy)

        for setting, counted in {
            "share": ("credits at or above a share",),
            "of": ("credits at or above a share",),
            "service level": WITH_LEVEL,
            "averaged over": ("average below minimum",),
        }.items():
            if setting in clause.written and counts not in counted:
                what = f"'{setting}' decides nothing where a month counts for '{counts}'"
                yield fault(setting, what, f"write 'counts: {counted[0]}', or take it out")
        if counts == "average below minimum" and clause["service level"] is None:
            yield fault("counts", "an average needs one service level", "add 'service level'")
        if clause["of"] in ("this service", "forecast charges"):
            what = f"statements of earlier months do not tell {Words(terms).base(clause['of'])} of credits taken together"
            yield fault("of", what, "name base charges, all charges, the contract price, or charges by name")
        if (clause["averaged over"] is not None) and not _whole(clause["averaged over"], "month", "year"):
            yield fault("averaged over", "an average is taken over whole months", "write for example 3 months")
        if clause["used within"] is not None and not _whole(clause["used within"], "day", "week", "month", "year"):
            yield fault("used within", "the right ends with a day", "write whole days, weeks, months or years, such as 3 months")

    def looks_back(self, clause: Clause) -> int:
        return EVER

    def prose(self, clause: Clause, words: Words) -> str:
        level = words.reference(clause["service level"], 8) if clause["service level"] else "a service level"
        over = f" over {words.length(clause['averaged over'])}" if clause.get("averaged over") is not None else ""
        counted = {
            "month with a credit": "a month with a price adjustment (service credit)",
            "credits at or above a share": f"a month whose price adjustments come to {words.percent(clause['share'])} "
            f"or more of {words.base(clause['of'])}",
            "minimum missed": f"a month in which {level} misses its minimum",
            "average below minimum": f"a month in which the average of {level}{over} is below its minimum",
        }[clause["counts"]]
        often = words.listed([words.occurrences(times) for times in clause["after"]], "or")
        who = words.party(clause["for"])
        used = f" The right ends {words.length(clause['used within'])} after it arises." if clause["used within"] is not None else ""
        return f"Where {counted} occurs {often}, {who} may end these terms; notice is {words.length(clause['notice'])}.{used}"


@dataclass(frozen=True, slots=True)
class Counted:
    """One settled month as the right sees it: whether it counts, and the figure behind that ("credits of £715.04")."""

    month: Month
    counts: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """A right to end: the month with which it arose, the occurrences that gave it, and the months it rests on."""

    arose: Month
    by: Occurrences
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A right that stands at the end of a month: under which clause, since which month, on which months it rests now, and its last day.

    `until` is None where it lasts as long as the terms. `months` is every month of the history, counted or not.
    """

    clause: Clause
    since: Month
    right: Right
    until: date | None
    months: tuple[Counted, ...]

    @property
    def told(self) -> str:
        """The right in sentences, as a note of the statement."""
        clause, words = self.clause, Words()
        figures = {one.month: one.because for one in self.months}
        rests = listed(f"{month.name} ({figures[month]})" for month in self.right.months)
        who = words.party(clause["for"])
        end = f" The right ends on {words.day(self.until)}." if self.until is not None else ""
        what = f"{clause.number} {clause.name}: {who} may end these terms, with a notice of {words.length(clause['notice'])}"
        return f"{what}, since {self.since.name}. {rests}: {words.occurrences(self.right.by)}.{end}"


def rights(clause: Clause, history: Sequence[Counted]) -> Iterator[Right]:
    """A right for every month with which a count is full. A month missing from history breaks a row and counts for nothing.

    >>> months = [Counted(Month(2026, number), number in (2, 4, 5)) for number in range(1, 6)]
    >>> clause = Clause("15.1", "chronic failure", "termination right", {"after": (Occurrences(2, 4),)})
    >>> [(str(one.arose), [str(month) for month in one.months]) for one in rights(clause, months)]
    [('2026-04', ['2026-02', '2026-04']), ('2026-05', ['2026-04', '2026-05'])]
    """
    counted = sorted(month.month for month in history if month.counts)
    for index, month in enumerate(counted):
        so_far = counted[: index + 1]
        for times in clause["after"]:
            last = so_far[-times.count :]
            if len(last) < times.count:
                continue
            span = month - last[0] + 1
            if span <= (times.within if times.within is not None else times.count):
                yield Right(month, times, tuple(last))
                break


def right(clause: Clause, history: Sequence[Counted]) -> Right | None:
    """The first right that the months give, or None.

    >>> months = [Counted(Month(2026, number), number in (2, 4)) for number in range(1, 6)]
    >>> found = right(Clause("15.1", "chronic failure", "termination right", {"after": (Occurrences(2, 4),)}), months)
    >>> str(found.arose), [str(month) for month in found.months]
    ('2026-04', ['2026-02', '2026-04'])
    """
    return next(rights(clause, history), None)


def standing(clause: Clause, months: Sequence[Counted], month: Month, terms: Terms | None = None) -> Standing | None:
    """The right as it stands at the end of a month, or None. `terms` are needed where `used within` counts business days."""
    since: Month | None = None
    now: Right | None = None
    until: date | None = None
    for one in rights(clause, months):
        if now is None or (until is not None and until < one.arose.last):
            since, now = one.arose, one
        elif until is not None:
            now = one
        until = _last_day(clause["used within"], one.arose, terms)
    if since is None or now is None or (until is not None and until < month.last):
        return None
    return Standing(clause, since, now, until, tuple(months))


def months_counted(clause: Clause, settled: Sequence[Earlier], account: Account, credit_clauses: frozenset[str]) -> tuple[Counted, ...]:
    """Every settled month, in order, as the right sees it; the account is that of the last.

    `credit_clauses` are the numbers of the clauses whose lines are price adjustments: what later statements correct of them counts.
    """
    statements = [one for one in settled if clause.holds_in(one.month)]
    credits = _credits(statements, credit_clauses)
    found = []
    for index, one in enumerate(statements):
        if clause["counts"] in WITH_LEVEL:
            told = [_short(clause, level, statements[: index + 1], account) for level in _levels(clause, one, account)]
            because = listed(text for text in told if text) if any(told) else ""
        else:
            because = _credited(clause, one, credits.get(one.month, Decimal(0)), account)
        found.append(Counted(one.month, bool(because), because))
    return tuple(found)


# ── what a month counts for ──


def _credits(statements: Sequence[Earlier], credit_clauses: frozenset[str]) -> Mapping[Month, Decimal]:
    """The credits for each month's service, positive: whichever statement settled them, and net of what was corrected since."""
    sums: dict[tuple[Month, str, str | None], Decimal] = {}
    settles: dict[tuple[Month, str, str | None], set[Month]] = {}
    for statement in statements:
        for line in statement.lines:
            if line.clause not in credit_clauses or line.kind not in ("credit", "bonus", "correction"):
                continue
            month = Month.read(line.month) if line.month else statement.month
            title = (month, line.clause, line.part)
            if line.kind == "correction":  # of the statement of that month, which may have settled the month before it
                months = settles.get(title, set())
                title = (next(iter(months)) if len(months) == 1 else month, line.clause, line.part)
            else:
                settles.setdefault((statement.month, line.clause, line.part), set()).add(month)
            sums[title] = sums.get(title, Decimal(0)) + line.amount
    found: dict[Month, Decimal] = {}
    for (month, _, _), amount in sums.items():
        found[month] = found.get(month, Decimal(0)) - min(amount, Decimal(0))
    return found


def _credited(clause: Clause, statement: Earlier, credits: Decimal, account: Account) -> str:
    """The figure for which a month counts by its credits; empty where it does not."""
    if not credits:
        return ""
    said = f"credits of {account.money(credits)}"
    if clause["counts"] == "month with a credit":
        return said
    base = account.base_in(statement, clause)
    if Fraction(credits) < clause["share"] * base:
        return ""
    of = f"{decimals(Fraction(credits) / base * 100, 2)} % of {account.money(base)}" if base else "no charges"
    return f"{said}, {of}"


def _levels(clause: Clause, statement: Earlier, account: Account) -> list[Attainment]:
    """The levels of a month that the right looks at: the one it names, or all that the other side owes."""
    if clause["service level"] is not None:
        named = statement.scorecard.get(account.terms.named(8, clause["service level"]).number)
        return [] if named is None else [named]
    owing = {"client": ("provider",), "provider": ("client",), "both": ("provider", "client", "both")}[clause["for"]]
    return [level for level in statement.scorecard.levels if level.owed_by in owing]


def _short(clause: Clause, level: Attainment, statements: Sequence[Earlier], account: Account) -> str:
    """The result for which the last of the months counts; empty where its minimum (or its target, without one) is kept or nothing known."""
    limit = level.minimum if level.minimum is not None else level.target
    judged, over = level.judged, ""
    if clause.get("averaged over") is not None:
        judged, over = _average(clause["averaged over"], level, statements), f" over {Words().length(clause['averaged over'])}"
    elif level.status in ("no data", "too little evidence"):
        judged = None
    written = next((one for one in account.terms.section(8) if one.number == level.clause), None)
    if judged is None or limit is None or written is None or keeps(written, level.better, judged, limit):
        return ""
    evidence = f" ({level.evidence})" if level.evidence and not over else ""
    return f"{level.name} at {level.written(judged)}{evidence}{over}"


def _average(over: Length, level: Attainment, statements: Sequence[Earlier]) -> Fraction | None:
    """The mean of a level's results in as many months as the clause says; None where one has no statement, or none has a result."""
    needed = int(over.amount) * (12 if over.unit == "year" else 1)
    last = statements[-needed:]
    if len(last) < needed or last[-1].month - last[0].month != needed - 1:
        return None
    found = [one.scorecard.get(level.clause) for one in last]
    values = [
        value
        for one in found
        if one is not None and one.status not in ("no data", "too little evidence")
        if (value := one.measure.judged_by if one.measure.judged_by is not None else one.measure.value) is not None
    ]
    return sum(values, Fraction(0)) / len(values) if values else None


# ── days ──


def _whole(length: Length, *units: str) -> bool:
    return length.unit in units and length.amount >= 1 and length.amount.denominator == 1


def _last_day(used_within: Length | None, arose: Month, terms: Terms | None) -> date | None:
    """The last day of a right that arose at the end of a month."""
    if used_within is None:
        return None
    count = int(used_within.amount)
    if used_within.business and terms is not None:
        zone = str(terms.named(4, terms.statement["calendar"])["zone"])
        return moment(instant_after(terms, arose.bounds(zone).end, used_within) - 1, zone).date()
    if used_within.unit in ("month", "year"):
        return arose.plus(count * (12 if used_within.unit == "year" else 1)).last
    return arose.last + timedelta(days=count * (7 if used_within.unit == "week" else 1))


RULE = TerminationRight()
