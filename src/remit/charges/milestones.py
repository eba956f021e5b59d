"""A total paid in shares as milestones are accepted.

Each acceptance brings what has been paid to the share reached; charges that are included (pilot prices, say) count as paid. Acceptance is a
fact of the kind milestone with the role that accepted. A milestone fact named "pilot failed" ends the payments: nothing more is due, or the
documented cost (receipts under the clause's name) up to its limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge
from remit.line import Account, Draft, sum_of
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Choice, Names, Percent, Role, RowsOf, Text
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.values.money import Money, Rounding
from remit.work import facts

_FAILED = "pilot failed"


class Milestones(Charge):
    stage = "minimum"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("total", Amount(), "The whole sum.", REQUIRED),
        Setting(
            "paid on acceptance",
            RowsOf(
                Setting("milestone", Text(), "Its name.", REQUIRED),
                Setting("share", Percent(), "Its share of the total.", REQUIRED),
            ),
            "The milestones with their shares.",
            REQUIRED,
        ),
        Setting("accepted by", Role(), "The role that accepts.", REQUIRED),
        Setting("includes", Names("charges"), "Charges that are paid out of the total.", ()),
        Setting("if the pilot fails", Choice("nothing", "documented cost"), "What is due if the pilot fails.", "nothing"),
        Setting("then at most", Amount(), "The limit of documented cost."),
    )
    example = """
10.10 transition:
  rule: milestones
  total: £24,600.00
  paid on acceptance:
    - {milestone: transfer plan, share: 30 %}
    - {milestone: pilot gate, share: 40 %}
    - {milestone: service live, share: 30 %}
  accepted by: operations director
"""
    practice = "Transition fees paid 30/40/30 on acceptance, so that a failed pilot does not cost the whole transition."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        last = account.month.last
        paid = self._paid(clause, account)
        words = account.words
        if facts.milestones(account.facts, _FAILED, last):
            cost = facts.amount(facts.receipts(account.facts, clause.name, date.min, last))
            due = Fraction(0) if clause["if the pilot fails"] == "nothing" else cost
            if clause["then at most"] is not None:
                due = min(due, Fraction(clause["then at most"].amount))
            because = f"the pilot failed: {account.money(due)} of documented cost is due, {account.money(paid)} paid before"
        else:
            reached = [row for row in clause["paid on acceptance"] if self._accepted(row["milestone"], account)]
            share = sum((row["share"] for row in reached), Fraction(0))
            due = share * Fraction(clause["total"].amount)
            names = words.listed([row["milestone"] for row in reached])
            because = f"accepted: {names}; {words.percent(share)} of {words.money(clause['total'])}, {account.money(paid)} paid before"
        if due > paid:
            yield self.draft(clause, due - paid, because)

    def _accepted(self, milestone: str, account: Account) -> bool:
        return any(fact.approved for fact in facts.milestones(account.facts, milestone, account.month.last))

    def _paid(self, clause: Clause, account: Account) -> Fraction:
        names = (clause.name, *clause["includes"])
        before = (
            line
            for statement in account.history
            for line in statement.lines
            if line.name in names and line.kind in ("charge", "correction")
        )
        return sum_of(before) + sum_of(line for line in account.lines if line.name in clause["includes"])

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        total = sum((row["share"] for row in clause["paid on acceptance"]), Fraction(0))
        if total == 1:
            return
        words = Words(terms)
        place = Place(clause=clause.number, line=clause.lines.get("paid on acceptance", clause.line))
        currency = clause["total"].currency
        gap = abs(1 - total) * Fraction(clause["total"].amount)
        rest = words.money(Money(Rounding().of(gap), currency))
        so = f"which leaves {rest} never due" if total < 1 else f"which is {rest} more than the total"
        yield Fault(place, f"the milestones come to {words.percent(total)} of {words.money(clause['total'])}, {so}", "make them 100 %")

    def looks_back(self, clause: Clause) -> int:
        return EVER

    def prose(self, clause: Clause, words: Words) -> str:
        included = words.listed([words.number_of(name, 10) or name for name in clause["includes"]])
        includes = f", including {included}" if clause["includes"] else ""
        shares = ", ".join(f"{row['milestone']} {words.percent(row['share'])}" for row in clause["paid on acceptance"])
        limit = f", at most {words.money(clause['then at most'])}" if clause["then at most"] is not None else ""
        fails = {
            "nothing": "If the pilot fails, the client pays nothing more",
            "documented cost": f"If the pilot fails, the client pays documented cost{limit}, and nothing more",
        }[clause["if the pilot fails"]]
        acceptance = f"each acceptance by the {clause['accepted by']} brings what has been paid to the share reached"
        readings = {"if the pilot fails": fails, "includes": ""}
        ending = self.ending(clause, words, readings)
        return f"{words.money(clause['total'])} in all{includes}: {acceptance}. {shares[:1].upper()}{shares[1:]}.{ending}"


RULE = Milestones()
