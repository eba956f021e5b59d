"""A sum for each day, week or item late: liquidated damages, paid without proof of loss.
The dates are facts of the kind milestone that serve the clause: one whose subject is what `late after` names (the due date), one whose
subject is what the clause covers (the day it was done). Days are counted between them; whether the due day and the day of delivery
count is written. What is not done by the end of the month is late so far; each statement takes the periods since the one before it, and a
percentage is that of its own charges. Business days are the days with open time in the statement's calendar (12.2). Where lateness is
counted in hours or items, facts of the kind count give how many there were, and so they may for business days. The limit holds for each
delivery as a whole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import ClassVar

from remit.adjustment import Adjustment
from remit.clock.elapsed import elapsed
from remit.line import Account, Draft, LineKind, Missing
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Choice, Covers, Duration, Either, Percent, Text, YesNo
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.typed import Length
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.values.money import Money
from remit.work import facts
from remit.work.clocks import instant_of_day, schedule
from remit.work.facts import Fact

_COUNTED = ("hour", "business day", "item")
_DATED = ("day", "business day", "week")


class DamagesForLateness(Adjustment):
    kind: ClassVar[LineKind] = "damages"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Either(Covers(), Text()), "What is late.", REQUIRED),
        Setting("late after", Text(), "The event or date from which it is late.", REQUIRED),
        Setting("credit", Either(Percent(), Amount()), "The sum for each period.", REQUIRED),
        Setting("grace", Duration(), "Time after that date that costs nothing, in days, business days or weeks."),
        Setting("for each", Choice("day", "hour", "business day", "week", "item"), "The period.", "day"),
        Setting("periods", Choice("started", "full", "in proportion"), "How a part of a week counts.", "started"),
        Setting("due day counts", YesNo(), "Whether the due day is a day late.", False),
        Setting("done day counts", YesNo(), "Whether the day on which it was done is a day late.", True),
        Setting("rate rounded first", YesNo(), "Whether the sum for one period is rounded before it is multiplied.", False),
        Setting("at most", Either(Percent(), Amount()), "The limit for each delivery."),
    )
    example = """
11.1 late report:
  rule: damages for lateness
  covers: monthly report
  late after: due date
  credit: £500.00
"""
    practice = "Mississippi Division of Medicaid: $1,500 a day from the first day late; purchase orders with 0.1 % a day, at most 10 %."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        month = account.judged or account.month
        if clause["for each"] in _COUNTED:
            counts = facts.figures(account.facts, "count", clause["covers"], month)
            if counts:
                yield from self._sums(clause, account, None, facts.amount(counts), Fraction(0))
            if counts or clause["for each"] not in _DATED:
                return
        found = [fact for fact in facts.select(account.facts, "milestone", last=month.last) if fact.clause in (clause.number, None)]
        due, done = (_by_item(found, subject) for subject in (clause["late after"], clause["covers"]))
        for item in sorted(done.keys() - due.keys(), key=str):
            what = f"{clause['covers']} was done on {account.words.day(done[item])}, and its {clause['late after']} is not recorded"
            raise Missing(clause, what, f"record the {clause['late after']} as a fact of the kind milestone")
        for item, day in sorted(due.items(), key=lambda entry: (entry[1], str(entry[0]))):
            before = sum(
                (
                    -Fraction(line.amount)
                    for one in account.history
                    for line in one.lines
                    if line.clause == clause.number and line.part == item
                ),
                Fraction(0),
            )
            settled = [one.month for one in account.history if one.month < month]
            periods = self._periods(clause, account, day, done.get(item), month.last)
            taken = self._periods(clause, account, day, done.get(item), settled[-1].last) if settled else Fraction(0)
            yield from self._sums(clause, account, item, periods - taken, before)

    def _periods(self, clause: Clause, account: Account, due: date, done: date | None, today: date) -> Fraction:
        """How many periods late by a day: from the end of grace to the day it was done, or to that day."""
        works = partial(_works, account) if clause["for each"] == "business day" else None
        late_after = _after_grace(due, clause["grace"], account)
        finished = done is not None and done <= today
        last = done if finished and done is not None else today
        counted = _days_between(late_after, last, works)
        counted += int(clause["due day counts"] and late_after <= last and (works is None or works(late_after)))
        counted -= int(finished and not clause["done day counts"] and (works is None or works(last)))
        late = max(Fraction(0), Fraction(counted))
        if clause["for each"] in ("day", "business day"):
            return late
        weeks = late / 7
        return (
            weeks
            if clause["periods"] == "in proportion"
            else Fraction(math.ceil(weeks) if clause["periods"] == "started" else math.floor(weeks))
        )

    def _sums(self, clause: Clause, account: Account, item: str | None, periods: Fraction, before: Fraction) -> Iterable[Draft]:
        """The damages of the periods since the last statement, as far as the limit leaves them after what earlier statements took."""
        if not periods:
            return
        words = account.words
        credit = clause["credit"]
        rate = Fraction(credit.amount) if isinstance(credit, Money) else credit * account.base(clause)
        if clause["rate rounded first"]:
            rate = Fraction(account.rounding.of(rate))
        amount = periods * rate
        because = f"{clause['covers']} was {words.count(periods, clause['for each'])} late at {words.share(credit)}"
        most = clause["at most"]
        if most is not None:
            limit = Fraction(most.amount) if isinstance(most, Money) else most * account.base(clause)
            if before + amount > limit:
                because += f", {account.money(amount)}, limited to {account.money(limit)} in all"
                amount = max(limit - before, Fraction(0))
        if before:
            because += f"; {account.money(before)} was taken before"
        yield self.draft(clause, -amount, because, part=item, quantity=periods, unit=clause["for each"], rate=words.share(credit))

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        yield from super().check(clause, terms)
        grace = clause["grace"]
        if grace is not None and (grace.unit not in ("day", "week") or grace.amount.denominator != 1):
            what = f"a grace of {Words().length(grace)} cannot be counted in a calendar"
            place = Place(clause=clause.number, line=clause.lines.get("grace", clause.line))
            yield Fault(place, what, "write whole days, business days or weeks, such as 15 days")

    def looks_back(self, clause: Clause) -> int:
        return EVER

    def prose(self, clause: Clause, words: Words) -> str:
        if isinstance(clause["credit"], Money):
            words.said.add((clause.number, "of"))
            credit = words.money(clause["credit"])
        else:
            credit = f"{words.percent(clause['credit'])} of {words.default(clause, 'of', words.base(clause['of']))}"
        each = words.default(clause, "for each", f"for each {clause['for each']}")
        grace = f" and a grace of {words.length(clause['grace'])}" if clause["grace"] is not None else ""
        limit = f", at most {words.share(clause['at most'])}" if clause["at most"] is not None else ""
        weeks = {
            "started": "A started week counts",
            "full": "Only full weeks count",
            "in proportion": "Parts of a week count in proportion",
        }
        days = clause["for each"] in _DATED
        readings = {
            "periods": weeks[clause["periods"]] if clause["for each"] == "week" else "",
            "due day counts": f"The due day {'counts' if clause['due day counts'] else 'does not count'}" if days else "",
            "done day counts": f"The day of delivery {'counts' if clause['done day counts'] else 'does not count'}" if days else "",
            "rate rounded first": "The sum for one period is rounded first" if clause["rate rounded first"] else "",
        }
        late = f"{clause['covers']} is late after the {clause['late after']}{grace}"
        return f"{credit} {each} by which {late}{limit}.{self.ending(clause, words, readings)}"


def _by_item(found: Iterable[Fact], subject: str) -> dict[str | None, date]:
    """The day of each delivery, named by the fact's unit; of several facts the one received last stands."""
    ranked = sorted((fact for fact in found if fact.subject == subject), key=lambda fact: (fact.received_at, fact.id))
    return {fact.unit: fact.day for fact in ranked}


def _after_grace(due: date, grace: Length | None, account: Account) -> date:
    """The last day that costs nothing."""
    if grace is None:
        return due
    if not grace.business:
        return due + timedelta(days=int(grace.amount) * (7 if grace.unit == "week" else 1))
    day, left = due, int(grace.amount)
    while left:
        day += timedelta(days=1)
        left -= _works(account, day)
    return day


def _days_between(after: date, last: date, works: Callable[[date], bool] | None) -> int:
    """How many days lie after one and up to another; of those that count, where not all do. None before the first."""
    if works is None or last <= after:
        return (last - after).days
    return sum(works(after + timedelta(days=count)) for count in range(1, (last - after).days + 1))


def _works(account: Account, day: date) -> bool:
    """Whether the statement's calendar has open time on a date."""
    hours = schedule(account.terms, account.terms.named(4, account.terms.statement["calendar"]))
    return bool(elapsed(hours, instant_of_day(day, hours.zone), instant_of_day(day + timedelta(days=1), hours.zone)) > 0)


RULE = DamagesForLateness()
