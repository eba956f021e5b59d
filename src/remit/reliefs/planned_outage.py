"""Outages announced in time leave the agreed time.

Maintenance has to happen; a level that counts it teaches providers to avoid it. An outage announced at least so long before it begins
(the event `announced`) is planned: availability leaves it out of both the agreed time and the downtime, unless the level says *counted*.
One announced later is an outage like any other. No claim is needed, because the announcement is in the record.
"""

from __future__ import annotations

from typing import ClassVar

from remit.relief import Granted, Relief, record_of
from remit.terms.document import Clause
from remit.terms.kinds import Covers, Duration
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence


class PlannedOutage(Relief):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "What is out of service.", REQUIRED),
        Setting("notice", Duration(), "How long before it an outage must be announced.", REQUIRED),
    )
    example = """
9.1 maintenance:
  rule: planned outage
  covers: order entry
  notice: 48 hours
"""
    practice = "Scheduled maintenance windows of hosting agreements, excluded on notice."

    def granted(self, clause: Clause, evidence: Evidence, *, upheld: bool = False) -> tuple[Granted, ...]:
        return (Granted(record_of(clause, evidence), notice=clause["notice"]),)

    def prose(self, clause: Clause, words: Words) -> str:
        words.default(clause, "effect", "")
        notice = f"announced at least {words.length(clause['notice'])} before"
        return f"Outages of {words.reference(clause['covers'], 6, 5)} that are {notice} leave the agreed time."


RULE = PlannedOutage()
