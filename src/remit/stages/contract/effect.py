"""What a draft would have paid on the work that was done: the closed months settled again by it, beside the terms in force."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from remit import rehearsal
from remit.catalogue import standard_catalogue
from remit.foresight.replay import Moved, Paid, Replay, moved
from remit.intake.knowledge import kept, knowledge
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.rehearsal import Contract, Work
from remit.statement import latest
from remit.terms.document import Terms
from remit.terms.reader import read
from remit.terms.versions import Version
from remit.values.period import Month

MONTHS = 12
"""So many of the last closed months are settled again."""
_SUMS = "sums of drafts"
_IN_FORCE = "terms in force, settled anew"


@dataclass(frozen=True, slots=True)
class Effect:
    """Two contracts on the same months. `clauses` says what each clause bills more or less."""

    before: Replay
    after: Replay
    clauses: tuple[Moved, ...]

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(one.month for one in self.after.months)

    @property
    def pairs(self) -> tuple[tuple[Paid, Paid], ...]:
        return tuple(zip(self.before.months, self.after.months, strict=True))

    @property
    def difference(self) -> Decimal:
        """What the client pays more (or, negative, less) over the months."""
        return self.after.total - self.before.total

    @property
    def a_year(self) -> Decimal:
        """The same on average in twelve months, to the penny."""
        return Decimal(round(Fraction(self.difference) * 1200 / max(len(self.after.months), 1))).scaleb(-2)


def effect(member: Member, draft: Terms, *, extremes: bool = False) -> Effect | None:
    """The draft beside the terms in force; None where no month is closed yet. Sums that an edit cannot touch are taken over from the
    effect before it, and the terms in force are settled once, so an edit is answered at once. `extremes` works out as well what each side
    risked at most."""
    found = kept(member.engagement)
    closed = months(member) if found.versions else ()
    if not closed:
        return None
    catalogue = standard_catalogue()
    before = Contract("in force", (Version(found.versions[0].starts, found.versions[-1].terms),), catalogue)
    old: Replay = found.once((_IN_FORCE, closed), lambda: _settled(member, before, closed, extremes=False))
    after = Contract("draft", (Version(draft.term["in force from"], draft),), catalogue)
    new = _settled(member, after, closed, extremes=extremes)
    return Effect(old, new, moved(old, new))


def _settled(member: Member, contract: Contract, closed: tuple[Month, ...], *, extremes: bool) -> Replay:
    """The months under a contract; its sums are kept for the next one."""
    sums, (found,) = rehearsal.replay(sums_of(member), [contract], closed, extremes=extremes)
    keep_sums(member, sums)
    return found


def a_year_of(member: Member, row: Draft) -> Decimal:
    """What an offer moves in a year on the work that was done; 0 where there is none."""
    found = effect(member, read(bytes(row.content), standard_catalogue()))
    return found.a_year if found is not None else Decimal(0)


def sums_of(member: Member) -> rehearsal.Kept:
    """The sums of the drafts tried before, for one state of the work: what an edit cannot touch is taken over from them."""
    sums: rehearsal.Kept = kept(member.engagement).once((_SUMS, months(member)), lambda: rehearsal.Kept(_work(member)))
    return sums


def keep_sums(member: Member, sums: rehearsal.Kept) -> None:
    """Hands the sums on to whoever tries the next draft."""
    kept(member.engagement).results[_SUMS, months(member)] = sums


def months(member: Member) -> tuple[Month, ...]:
    """The last closed months, oldest first."""
    issued = sorted({one.month for one in latest(knowledge(member.engagement).issued)})
    return tuple(issued[-MONTHS:])


def _work(member: Member) -> Work:
    known = knowledge(member.engagement)
    return Work(known.log, known.facts, known.issued, member.engagement.now())
