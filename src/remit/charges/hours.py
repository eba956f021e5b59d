"""Hours of extra work at a price, approved and limited.

Training, changes, projects. With `approval: before the work` hours that nobody approved do not bill; the line says how many there are.
The limit runs over the month, or over the quarter or year of the clause, or its whole term; what is above it does not bill.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Choice, Role, Text
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.words import Words
from remit.work import facts


class Hours(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("work", Text(), "What the hours are spent on.", REQUIRED),
        Setting("price", Amount(), "The price of an hour.", REQUIRED),
        Setting("approval", Choice("before the work", "none"), "Whether hours must be approved before they are worked.", "before the work"),
        Setting("approved by", Role(), "The role that approves."),
        Setting("at most", Amount(), "The limit of the sum in each period."),
        Setting(
            "each", Choice("month", "quarter", "year", "term"), "The period of the limit, counted from the clause's first month.", "month"
        ),
    )
    example = """
10.7 extra training:
  rule: hours
  work: product training beyond the transition plan
  price: £32.00
  approved by: operations director
  at most: £1,500.00
  each: quarter
"""
    practice = "Unapproved extra hours are a usual surprise of a first year; most schedules require a written approval and a limit."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        held = account.days(clause)
        if held is None:
            return
        worked = facts.hours(account.facts, clause.name, *held)
        needed = clause["approval"] == "before the work"
        hours = facts.amount([fact for fact in worked if fact.approved or not needed])
        waiting = facts.amount(worked) - hours
        rate = account.words.money(clause["price"])
        amount = hours * Fraction(clause["price"].amount)
        because = f"{account.words.count(hours, 'hour')} {'approved' if needed else 'worked'} at {rate}"
        if waiting > 0:
            because += f"; {account.words.count(waiting, 'hour')} without approval {'is' if waiting == 1 else 'are'} not billed"
        if clause["at most"] is not None:
            limit = Fraction(clause["at most"].amount)
            left = max(Fraction(0), limit - account.billed(clause, account.since(clause, clause["each"])))
            if amount > left:
                because += f"; {account.words.money(clause['at most'])} a {clause['each']} leaves {account.money(left)}"
                amount = left
        yield self.draft(clause, amount, because, quantity=hours, unit="hour", rate=rate, told=bool(worked))

    def looks_back(self, clause: Clause) -> int:
        return 0 if clause["at most"] is None else {"month": 0, "quarter": 2, "year": 11}.get(clause["each"], EVER)

    def prose(self, clause: Clause, words: Words) -> str:
        approved = f"approved by the {clause['approved by']} before the work" if clause["approved by"] else "approved before the work"
        free = "without approval"
        terms = [
            f"{words.money(clause['price'])} an hour",
            words.default(clause, "approval", approved if clause["approval"] != "none" else free),
        ]
        if clause["at most"] is not None:
            period = words.default(clause, "each", f"a {clause['each']}")
            terms.append(f"up to {words.money(clause['at most'])} {period}")
        text = clause["work"]
        ending = self.ending(clause, words, {"each": ""} if clause["at most"] is None else {})
        return f"{text[:1].upper()}{text[1:]}: {', '.join(terms)}.{ending}"


RULE = Hours()
