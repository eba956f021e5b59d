"""What one party concedes on a charge: a line of its own, under the charge's clause, for what was billed and should not stand as it does.

A licence that nobody used, an hour that was counted twice: the charge stays what its clause makes of the facts, and the concession stands
beside it, so both can be checked. It is a fact of kind `concession`: its subject names the objection ("dispute 2"), its clause the charge,
its value the change of the amount (negative in the client's favour), its day lies in the month, its unit is empty or `refused`. It counts
once the party that loses by it has countersigned: a role of the provider for a negative one, of the client for a positive one. Silence
countersigns nothing here. Of several facts on one objection the one received last counts.

Credits, bonuses and earn back follow from items, so they are objected to by items (`relief`), never by an amount.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from remit.agreement import Agreement
from remit.line import Account, Draft, Line
from remit.relief import REFUSED, countersigned
from remit.work.facts import Fact, select

CHARGES = 10
"""The section of the terms whose lines a concession can change."""


def conceded(agreement: Agreement, account: Account, *, upheld: bool = False) -> tuple[Line, ...]:
    """The lines that the facts of the month concede; `upheld` takes the open objections as well."""
    clauses = {clause.number: clause for clause in agreement.terms.section(CHARGES)}
    lines = []
    for fact in _latest(account.facts, account):
        clause = clauses.get(fact.clause or "")
        if clause is None or not _counts(agreement, fact, upheld):
            continue
        draft = Draft(
            clause=clause.number,
            name=clause.name,
            part=fact.subject,
            kind="concession",
            amount=Fraction(fact.decimal),
            because=fact.source,
            base_charge=False,
        )
        lines.append(agreement.line(clause, draft, account))
    return tuple(lines)


def _latest(facts: pl.DataFrame, account: Account) -> Iterator[Fact]:
    """The last word on each objection, in the order in which they were first made."""
    found: dict[str, Fact] = {}
    month = select(facts, "concession", first=account.month.first, last=account.month.last)
    for fact in sorted(month, key=lambda fact: (fact.received_at, fact.id)):
        found[fact.subject] = fact
    yield from found.values()


def _counts(agreement: Agreement, fact: Fact, upheld: bool) -> bool:
    if fact.unit == REFUSED:
        return False
    return upheld or countersigned(fact, agreement.terms, "provider" if fact.decimal < 0 else "client")
