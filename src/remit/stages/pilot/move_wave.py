"""Move a wave that has not begun to another day. Both companies accept anew: what was said of the old day counts no longer."""

from __future__ import annotations

from datetime import date

from remit.records.models.member import Member
from remit.records.models.wave import Wave
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.staff_transfer import unready
from remit.stages.pilot.plan_wave import accept, day_faults
from remit.stages.pilot.wave_seen import WaveSeen, waves
from remit.stages.workspace.closed_days import places
from remit.values.fault import Fault, Place, Refused
from remit.work.closures import closures


@action(may=roles.plans_waves, says="moved wave {wave} to {day}", happening="wave planned")
def move_wave(*, by: Member, wave: str, day: date, why: str, despite: str = "") -> Wave:
    """`why` is told to the other company, which must accept the new day; who moves accepts for the own one. `Refused` once the work is
    handed over, and for a day on which a company is closed, unless `despite` says why."""
    seen = pending(by, wave)
    faults = [*day_faults(by, day, despite), *unready(by, day)]
    if not why:
        faults.append(Fault(Place(column="why"), "is missing", "say in a sentence why it moves"))
    if day == seen.row.day:
        faults.append(Fault(Place(column="day"), "the wave is on this day already", "choose another one"))
    if faults:
        raise Refused(faults)
    row, now = seen.row, by.engagement.now()
    row.day, row.moved_why, row.moved_at = day, why, now
    row.despite = despite if closures(places(by.engagement, now), day) else ""
    row.save(update_fields=["day", "moved_why", "moved_at", "despite"])
    accept(by, row)
    return row


def pending(by: Member, wave: str) -> WaveSeen:
    """The wave with this number, while it has not begun; `Refused` otherwise."""
    seen = next((one for one in waves(by, by.engagement.now()) if one.row.public_id == wave), None)
    if seen is None:
        raise Refused([Fault(Place(column="wave"), f"there is no wave {wave[:40]}", "open the list again")])
    if seen.word in ("handed over", "withdrawn"):
        raise Refused([Fault(Place(), f"wave {seen.row.number} is {seen.word}", "plan a further wave")])
    return seen
