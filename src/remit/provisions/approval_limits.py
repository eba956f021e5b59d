"""Which role approves what: sums up to a limit by one role, higher ones by the next, the rest by the last."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import ClassVar

from remit.provision import Provision
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Role, RowsOf
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.values.money import Money


class ApprovalLimits(Provision):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "limits",
            RowsOf(
                Setting("up to", Amount(), "The highest sum; the last row has none."),
                Setting("by", Role(), "Who approves.", REQUIRED),
            ),
            "Limits, lowest first.",
            REQUIRED,
        ),
    )
    example = """
13.1 approvals by the client:
  rule: approval limits
  limits:
    - up to: £500.00
      by: head of customer care
    - by: operations director
"""
    practice = "Delegations of authority, which invoices and change requests are approved by."

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        rows = clause["limits"]
        for index, (lower, upper) in enumerate(itertools.pairwise(rows), 1):
            place = Place(clause=clause.number, line=clause.lines.get(f"limits/{index}"))
            if lower["up to"] is None:
                yield Fault(
                    place,
                    f"nothing is left for {upper['by']}: {lower['by']} above approves sums of any size",
                    "put the row without 'up to' last",
                )
            elif upper["up to"] is not None and upper["up to"].amount <= lower["up to"].amount:
                sums = Amount().write(upper["up to"]), Amount().write(lower["up to"])
                yield Fault(place, f"the limit {sums[0]} follows {sums[1]}", "put the limits in rising order")
        if rows[-1]["up to"] is not None:
            what = f"nobody approves sums above {Amount().write(rows[-1]['up to'])}"
            yield Fault(
                Place(clause=clause.number, line=clause.lines.get(f"limits/{len(rows) - 1}")), what, "add a last row with 'by' alone"
            )

    def prose(self, clause: Clause, words: Words) -> str:
        rows = [
            f"up to {words.money(row['up to'])} by {words.the(row['by'])}" if row["up to"] else f"above that by {words.the(row['by'])}"
            for row in clause["limits"]
        ]
        return f"Sums are approved {words.listed(rows)}."


def approver(clause: Clause, amount: Money) -> str:
    """The role that may approve a sum under this clause."""
    return next(str(row["by"]) for row in clause["limits"] if row["up to"] is None or amount.amount <= row["up to"].amount)


RULE = ApprovalLimits()
