"""Costs that are passed on, with evidence and up to a limit.
Receipts are facts of the kind receipt whose subject is the clause's name. What is above the limit is not billed, or only as far as the
named role (or its deputy) approved receipts. A mark-up is added to what is billed.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge
from remit.line import Account, Draft
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Choice, Either, Percent, Text
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.work import facts
from remit.work.facts import Fact

_APPROVAL = "approval by "


class PassThrough(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("item", Text(), "What is passed on.", REQUIRED),
        Setting("evidence", Text(), "What proves the cost.", REQUIRED),
        Setting("at most", Amount(), "The limit of the cost in each period."),
        Setting(
            "each", Choice("month", "quarter", "year", "term"), "The period of the limit, counted from the clause's first month.", "month"
        ),
        Setting(
            "above that",
            Either(Choice("not billed"), Text()),
            "What happens above the limit: 'not billed', or 'approval by' a role.",
            "not billed",
        ),
        Setting("mark up", Percent(), "Added to the cost.", Fraction(0)),
    )
    example = """
10.6 helpdesk licences:
  rule: pass through
  item: helpdesk licences for the provider's agents
  evidence: supplier invoice
  at most: £150.00
  above that: approval by finance manager
"""
    practice = "Licences, telecoms and travel; the creep of licences is the usual quarrel, so a limit and an approval stand beside them."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        held = account.days(clause)
        if held is None:
            return
        receipts = facts.effective(facts.receipts(account.facts, clause.name, *held))
        cost = facts.amount(receipts)
        if not cost:
            return
        billed, because = cost, f"{account.words.count(len(receipts), 'receipt')} for {clause['item']}, {account.money(cost)}"
        if clause["at most"] is not None:
            mark_up = 1 + clause["mark up"]
            before = account.billed(clause, account.since(clause, clause["each"])) / mark_up
            left = max(Fraction(0), Fraction(clause["at most"].amount) - before)
            approved = facts.amount([fact for fact in receipts if _approved(fact, clause, account.terms)])
            billed = min(cost, max(approved, Fraction(0)) + min(cost - approved, max(Fraction(0), left - approved)))
            if billed < cost:
                limit = account.words.money(clause["at most"])
                because += f"; {account.money(cost - billed)} above the limit of {limit} a {clause['each']} is not billed"
                because += "" if clause["above that"] == "not billed" else f" without {clause['above that']}"
        if clause["mark up"]:
            because += f"; plus {account.words.percent(clause['mark up'])}"
        yield self.draft(clause, billed * (1 + clause["mark up"]), because, told=True)

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        above = clause["above that"]
        if above != "not billed" and not above.startswith(_APPROVAL):
            place = Place(clause=clause.number, line=clause.lines.get("above that", clause.line))
            yield Fault(place, f"'above that' is {above}, which nobody can settle", "write 'not billed' or 'approval by' with a role")

    def looks_back(self, clause: Clause) -> int:
        return 0 if clause["at most"] is None else {"month": 0, "quarter": 2, "year": 11}.get(clause["each"], EVER)

    def prose(self, clause: Clause, words: Words) -> str:
        text = f"{clause['item'][:1].upper()}{clause['item'][1:]}: at cost against {words.a(clause['evidence'])}"
        text += f" plus {words.percent(clause['mark up'])}" if clause["mark up"] else ""
        if clause["at most"] is None:
            return f"{text}.{self.ending(clause, words, {'each': '', 'above that': '', 'mark up': ''})}"
        period = words.default(clause, "each", f"a {clause['each']}")
        above = clause["above that"]
        role = f"by {_APPROVAL.split()[0]} of the {above.removeprefix(_APPROVAL)}" if above.startswith(_APPROVAL) else "not billed"
        limit = f"up to {words.money(clause['at most'])} {period}; above that {words.default(clause, 'above that', role)}"
        return f"{text}, {limit}.{self.ending(clause, words, {'mark up': ''})}"


def _approved(fact: Fact, clause: Clause, terms: Terms) -> bool:
    """Whether the role that the clause names, or its deputy, approved a receipt."""
    above = clause["above that"]
    if not above.startswith(_APPROVAL) or fact.approved_by is None:
        return False
    role = above.removeprefix(_APPROVAL)
    deputies = [(terms.parties[side].get("roles and deputies") or {}).get(role) for side in ("client", "provider")]
    return fact.approved_by in (role, *deputies)


RULE = PassThrough()
