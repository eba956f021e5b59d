"""What every relief has: its common settings, the claims made under it, and when a claim is accepted.

Relief says that work, or time, does not count against the party that was hindered. A claim is a fact of kind `relief`: its subject is the
item, its clause the relief, its unit what is asked (nothing or `excuse`; `reattribute`; `correct`), `approved_by` the role that
countersigned it, or None while it is open. A later fact with the unit `refused` is the other party's no. An open claim made in time is
accepted when the other party has been silent long enough; one made too late, or refused, is not. The same function gives the statement
before acceptance and after it: only the cut differs.

The client may object that an item which was excused counts after all: a fact with the unit `counts`. It holds once a role of the
provider, whom it costs, has countersigned it; silence does not do. A later fact with the unit `stays` is the provider's no.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, Literal

import polars as pl

from remit.clock.days import due_in_days
from remit.clock.deadline import due
from remit.clock.schedule import Schedule
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Choice, Duration, Text
from remit.terms.setting import Rule, Setting
from remit.terms.typed import Length
from remit.work.clocks import instant_of_day
from remit.work.evidence import Evidence
from remit.work.facts import Fact
from remit.work.facts import relief as claims_under
from remit.work.fold import EXCUSED
from remit.work.population import population

ITEMS = pl.Schema({"item": pl.String, "effect": pl.String, "because": pl.String})
REFUSED = "refused"
COUNTS, STAYS = "counts", "stays"
"""The client's objection that an excused item counts after all, and the provider's refusal of it."""
FIVE_BUSINESS_DAYS = Length(Fraction(5), "day", business=True)


def common(effect: str = "removed from both sides") -> tuple[Setting, ...]:
    """The settings of every relief; `effect` is the one that holds unless the parties write otherwise."""
    return (
        Setting("evidence", Text(), "What the claim must show.", None),
        Setting("claimed within", Duration(), "How long after the month's end a claim may be made.", FIVE_BUSINESS_DAYS),
        Setting(
            "silence accepts after", Duration(), "How long the other party may be silent before a claim is accepted.", FIVE_BUSINESS_DAYS
        ),
        Setting(
            "effect",
            Choice("removed from both sides", "counted as met", "time taken out"),
            "What an accepted claim does to the level.",
            effect,
        ),
        Setting("billing", Choice("still billed", "not billed"), "Whether the items are billed all the same.", "still billed"),
    )


@dataclass(frozen=True)
class Granted:
    """What one relief clause does in a month.

    `items` (columns item, effect, because) leave the levels of `record`, or count as met; only levels of the services or components in
    `levels` are touched (None: all of the record). `time` (fold.EXCUSED) is taken out of the record's clocks. `unbilled` are items that
    are not billed. `notice` is how early an outage must be announced. `excess` counts the units that left, by the service's name.
    """

    record: str
    items: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ITEMS))
    time: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EXCUSED))
    unbilled: frozenset[str] = frozenset()
    notice: Length | None = None
    excess: Mapping[str, int] = field(default_factory=dict)


class Relief(Rule):
    """One kind of relief: a file in `reliefs/`."""

    section: ClassVar[int] = 9
    common: ClassVar[tuple[Setting, ...]] = common()
    rests_on: ClassVar[Literal["item", "billed units"]] = "item"
    """What a grant rests on: facts and the item's own events, or all units billed in the month (`Evidence.billed`) and facts alone."""

    @abstractmethod
    def granted(self, clause: Clause, evidence: Evidence, *, upheld: bool = False) -> tuple[Granted, ...]:
        """What the clause does to the month, as known at the cut; `upheld` treats every open claim as accepted."""


def accepted(clause: Clause, evidence: Evidence, upheld: bool = False) -> tuple[Fact, ...]:
    """The claims under a clause that stand accepted at the cut: the last word on each item counts, and after an acceptance by silence a
    refusal comes too late. `upheld` takes the open ones as well: neither refused nor made too late."""
    latest: dict[str, Fact] = {}
    objected: dict[str, Fact] = {}
    for claim in sorted(claims_under(evidence.facts, clause.number), key=lambda claim: (claim.received_at, claim.id)):
        if claim.unit in (COUNTS, STAYS):
            objected[claim.subject] = claim
            continue
        before = latest.get(claim.subject)
        if (
            claim.unit == REFUSED
            and before is not None
            and not countersigned(before, evidence.terms)
            and stands(clause, before, evidence, claim.received_at)
        ):
            continue
        latest[claim.subject] = claim
        objected.pop(claim.subject, None)
    return tuple(
        claim
        for claim in latest.values()
        if not counts_after_all(objected.get(claim.subject), evidence.terms, upheld)
        and (stands(clause, claim, evidence) or (upheld and claim.unit != REFUSED and claimed_in_time(clause, claim, evidence)))
    )


def counts_after_all(objection: Fact | None, terms: Terms, upheld: bool) -> bool:
    """Whether an excused item counts all the same: the client objects, and a role of the provider agrees (or every objection is upheld)."""
    if objection is None or objection.unit == STAYS:
        return False
    return upheld or countersigned(objection, terms, "provider")


def stands(clause: Clause, claim: Fact, evidence: Evidence, at: int | None = None) -> bool:
    """Whether a claim is countersigned, or was made in time and has been left unanswered long enough at an instant (the cut)."""
    if claim.unit == REFUSED:
        return False
    if countersigned(claim, evidence.terms):
        return True
    silent_until = later(evidence, claim.received_at, clause["silence accepts after"])
    return claimed_in_time(clause, claim, evidence) and silent_until <= (evidence.cut if at is None else at)


def countersigned(claim: Fact, terms: Terms, side: Literal["client", "provider"] = "client") -> bool:
    """Whether a role of the side that loses by it stands behind an acceptance: relief excuses the provider, so only the client can give it.
    Where that side names no roles (section 1), any role counts."""
    named = terms.parties[side].get("roles and deputies") or {}
    return claim.approved_by is not None and (not named or claim.approved_by in {*named, *named.values()})


def claimed_in_time(clause: Clause, claim: Fact, evidence: Evidence) -> bool:
    """Whether a claim was made, and received, within the clause's time after the end of the month: a date alone can be written back."""
    made = max(instant_of_day(claim.day, evidence.zone), claim.received_at)
    return made <= later(evidence, evidence.bounds.end, clause["claimed within"])


def later(evidence: Evidence, start: int, length: Length) -> int:
    """The instant a length of time after another, business days in the statement's calendar (12.2) and to the end of the last day."""
    return reached(evidence.hours(None), evidence.hours(evidence.terms.statement["calendar"]), start, length)


def reached(day_and_night: Schedule, business: Schedule, start: int, length: Length) -> int:
    """The same from the two schedules themselves: until when a claim of this instant may be left unanswered."""
    if not length.business:
        return due(day_and_night, start, length.microseconds)
    if length.unit == "day":
        return due_in_days(business, start, length.amount)
    return due(business, start, length.microseconds)


def record_of(clause: Clause, evidence: Evidence) -> str:
    """The record whose items a relief clause covers."""
    return population(evidence.terms, clause).record


def effect_of(clause: Clause, claim: Fact) -> str:
    """What an accepted claim does: what the clause says, unless it asks that the record be corrected, which makes the item good."""
    return "counted as met" if claim.unit == "correct" else str(clause["effect"])
