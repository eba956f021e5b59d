"""Items that something outside the provider's control spoiled do not count.

Malformed files, wrong addresses, a storm: the items hit leave both sides of the level (they are neither good nor bad), or count as met.
Each item is claimed by its number, with evidence, and the other party countersigns or is silent. Whether the items are billed is a
question of its own.
"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from remit.relief import ITEMS, Granted, Relief, accepted, effect_of, record_of
from remit.terms.document import Clause
from remit.terms.kinds import Covers, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence


class ExcusedItems(Relief):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Among which items.", REQUIRED),
        Setting("cause", Text(), "What excuses an item.", REQUIRED),
    )
    example = """
9.1 malformed client files:
  rule: excused items
  covers: order entry
  cause: order files from the client that break the agreed format
  evidence: the file and its rejected rows
"""
    practice = "Relief events and excused performance: dependencies of the customer, exclusions from service levels."

    def granted(self, clause: Clause, evidence: Evidence, *, upheld: bool = False) -> tuple[Granted, ...]:
        record = record_of(clause, evidence)
        claims = accepted(clause, evidence, upheld)
        rows = [(claim.subject, effect_of(clause, claim), f"{clause.number} {clause.name}") for claim in claims]
        items = pl.DataFrame(rows, schema=ITEMS, orient="row")
        unbilled = frozenset(claim.subject for claim in claims) if clause["billing"] == "not billed" else frozenset()
        return (Granted(record, items, unbilled=unbilled),)

    def prose(self, clause: Clause, words: Words) -> str:
        effect = {"removed from both sides": "leave both sides of the level", "counted as met": "count as met"}
        said = words.default(clause, "effect", effect.get(clause["effect"], "have that time taken out"))
        billed = words.default(clause, "billing", f"are {clause['billing']}")
        return f"Items of {words.reference(clause['covers'], 6, 5)} hit by {clause['cause']} {said} and {billed}."


RULE = ExcusedItems()
