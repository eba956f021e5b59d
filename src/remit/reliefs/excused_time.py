"""Time that another party caused is taken out of the clock.

An item that waited for the client is not late by that wait. What is taken out are the intervals of the item that the record attributes to
the party (a state set by it, or waiting for it), for the items claimed; the clock then runs as if it had been paused. A clock that pauses
in that state anyway loses nothing twice.
"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from remit.relief import ITEMS, Granted, Relief, accepted, common, effect_of
from remit.terms.document import Clause
from remit.terms.kinds import Choice
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.attribution import attributed
from remit.work.evidence import Evidence
from remit.work.fold import EXCUSED


class ExcusedTime(Relief):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("caused by", Choice("client", "provider", "third party", "outside control"), "Who or what caused the time.", REQUIRED),
    )
    common: ClassVar[tuple[Setting, ...]] = common("time taken out")
    example = """
9.1 waiting for the client:
  rule: excused time
  caused by: client
  evidence: the question asked and the time of the answer
"""
    practice = "Customer-caused delay: the clock stops while the customer owes an answer, against evidence."

    def granted(self, clause: Clause, evidence: Evidence, *, upheld: bool = False) -> tuple[Granted, ...]:
        claims = accepted(clause, evidence, upheld)
        if not claims:
            return ()
        asked = pl.DataFrame({"item": [claim.subject for claim in claims]}, schema={"item": pl.String})
        known = evidence.events.select("record", "item").unique().join(asked, on="item", how="semi")
        effects = {claim.subject: effect_of(clause, claim) for claim in claims}
        found = []
        for record in known["record"].unique().sort():
            items = known.filter(pl.col("record") == record)["item"].sort()
            timed = [item for item in items if effects[item] == "time taken out"]
            other = [(item, effects[item], f"{clause.number} {clause.name}") for item in items if effects[item] != "time taken out"]
            spans = attributed(evidence.record(record).filter(pl.col("item").is_in(timed)), evidence.cut)
            caused = spans.filter(pl.col("who") == clause["caused by"]).select(EXCUSED.names())
            found.append(Granted(record, pl.DataFrame(other, schema=ITEMS, orient="row"), caused))
        return tuple(found)

    def prose(self, clause: Clause, words: Words) -> str:
        effect = {"time taken out": "is taken out of the clock", "counted as met": "makes the item count as met"}
        said = words.default(clause, "effect", effect.get(clause["effect"], "removes the item from both sides of the level"))
        words.default(clause, "billing", "")
        return f"Time that {words.party(clause['caused by'])} caused {said}."


RULE = ExcusedTime()
