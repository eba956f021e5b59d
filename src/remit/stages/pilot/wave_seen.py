"""A wave as it is read: where it stands at an instant, what it waits for, and who is closed on its day. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from remit.records.models.member import Member
from remit.records.models.wave import Wave, WaveAcceptance
from remit.records.scoping import visible
from remit.stages.pilot import queries
from remit.stages.pilot.gate_seen import GateSeen
from remit.stages.workspace.closed_days import places
from remit.values.period import moment
from remit.work.clocks import instant_of_day
from remit.work.closures import Closure, closures


@dataclass(frozen=True, slots=True)
class WaveSeen:
    """`word`: planned (an acceptance is missing), agreed (both accepted, the day comes), handed over, held (the day has come, and something
    is missing: the work stays where it is), withdrawn. `effective_at` is the instant from which the work is with its new owner: the
    start of the day, or a later one at which the last acceptance or signature came. `lacks` names what is missing."""

    row: Wave
    word: str
    effective_at: int | None
    starts_at: int
    acceptances: tuple[WaveAcceptance, ...]
    lacks: tuple[str, ...]
    closed: tuple[Closure, ...]

    @property
    def in_force(self) -> bool:
        return self.word == "handed over"

    def acceptance(self, side: str) -> WaveAcceptance | None:
        """The side's word on the day as it is now."""
        return next((one for one in self.acceptances if one.side == side), None)


def waves(member: Member, now: int, gates: Sequence[GateSeen] | None = None) -> tuple[WaveSeen, ...]:
    """All waves by their day. `gates` saves reading them again."""
    rows = visible(Wave, member).select_related("owner_before__user", "owner_after__user", "planned_by__user").order_by("day", "number")
    found: list[WaveSeen] = []
    if not (planned := list(rows)):
        return ()
    given = list(visible(WaveAcceptance, member).select_related("given_by__user").order_by("given_at"))
    if gates is None:
        gates = queries.gates(member) if any(row.needs_go for row in planned) else ()
    where = places(member.engagement, now)
    for row in planned:
        own = [one for one in given if one.wave_id == row.pk and one.day == row.day and one.given_at >= (row.moved_at or 0)]
        found.append(_seen(member, row, own, gates, closures(where, row.day), now))
    return tuple(found)


def _seen(
    member: Member, row: Wave, given: Sequence[WaveAcceptance], gates: Sequence[GateSeen], closed: tuple[Closure, ...], now: int
) -> WaveSeen:
    engagement = member.engagement
    starts = instant_of_day(row.day, engagement.zone)
    missing = [side for side in ("client", "provider") if not any(one.side == side for one in given)]
    lacks = [f"the acceptance of {engagement.organisation(side) or side}" for side in missing]
    released = _released(gates, starts) if row.needs_go else None
    if row.needs_go and released is None:
        lacks.append("a gate that both companies signed as a go")
    at = None if lacks else max(starts, released or starts, *(one.given_at for one in given))
    if row.withdrawn_at is not None:
        word, at = "withdrawn", None
    elif at is not None and at <= now:
        word = "handed over"
    elif starts <= now:
        word = "held"
    else:
        word = "planned" if missing else "agreed"
    return WaveSeen(row, word, at, starts, tuple(given), tuple(lacks), closed)


def _released(gates: Sequence[GateSeen], starts: int) -> int | None:
    """When a go let the work begin: the last signed gate decides, as long as the work has not begun on an earlier one."""
    since: int | None = None
    for at, go in sorted((one.signed_at, one.releases) for one in gates if one.signed_at is not None):
        if since is not None and max(since, starts) <= at:
            break
        since = at if go else None
    return since


def day_of(seen: WaveSeen, zone: str) -> str:
    """`5 May 2026`, the day on which the work changes its owner."""
    when = moment(seen.effective_at if seen.effective_at is not None else seen.starts_at, zone)
    return f"{when.day} {when:%B %Y}"
