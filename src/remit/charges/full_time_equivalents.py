"""People at a price an hour, by the hours that a full-time year has.

`hours a year` is what the parties count as one full-time equivalent after holidays, leave and training. A month is a twelfth of that year,
or the hours worked in it, which are then a fact of the kind hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge, common
from remit.line import Account, Draft, Missing
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Choice, Number
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work import facts


class FullTimeEquivalents(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("people", Number(), "How many full-time equivalents.", REQUIRED),
        Setting("hours a year", Number(), "Working hours of one full-time equivalent in a year.", REQUIRED),
        Setting("price an hour", Amount(), "The price of an hour.", REQUIRED),
        Setting(
            "month is",
            Choice("one twelfth", "hours worked"),
            "Whether a month is a twelfth of the year, or the hours worked in it (a fact).",
            "one twelfth",
        ),
    )
    common: ClassVar[tuple[Setting, ...]] = common(base=True)
    by_month = True
    example = """
10.1 support team:
  rule: full time equivalents
  people: 12.5
  hours a year: 1537
  price an hour: £60.00
"""
    practice = "BC Hydro and Accenture, schedule 10.1: 1,537 hours are a full-time equivalent."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        price = Fraction(clause["price an hour"].amount)
        rate = account.words.money(clause["price an hour"])
        held = account.days(clause)
        if held is None:
            return
        if clause["month is"] == "hours worked":
            worked = facts.hours(account.facts, clause.name, *held)
            if not worked:
                raise Missing(
                    clause,
                    f"no hours worked are recorded for {clause.name} in {account.month.name}",
                    "record them as a fact of the kind hours",
                )
            hours = facts.amount(worked)
            because = f"{account.words.count(hours, 'hour')} worked at {rate}"
        else:
            share = account.share_of_month(clause)
            hours = share * clause["people"] * clause["hours a year"] / 12
            people = account.words.number(clause["people"])
            year = account.words.number(clause["hours a year"])
            part = "" if share == 1 else f", {account.words.number(share)} of the month"
            because = f"{people} people with {year} hours a year, a twelfth of it at {rate} an hour{part}"
        yield self.draft(clause, hours * price, because, quantity=hours, unit="hour", rate=rate)

    def prose(self, clause: Clause, words: Words) -> str:
        people = f"{words.number(clause['people'])} full-time equivalents of {words.number(clause['hours a year'])} hours a year"
        month = "A month is one twelfth of the year" if clause["month is"] == "one twelfth" else "A month is the hours worked in it"
        return f"{people} at {words.money(clause['price an hour'])} an hour.{self.ending(clause, words, {'month is': month})}"


RULE = FullTimeEquivalents()
