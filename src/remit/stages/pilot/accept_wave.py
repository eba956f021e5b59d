"""Accept a wave for one's company: the work may change its owner on this day."""

from __future__ import annotations

from datetime import date

from remit.records.models.member import Member
from remit.records.models.wave import WaveAcceptance
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.staff_transfer import unready
from remit.stages.pilot.move_wave import pending
from remit.stages.pilot.plan_wave import accept
from remit.values.fault import Fault, Place, Refused


@action(may=roles.plans_waves, says="accepted wave {wave} for {day}", happening="wave accepted")
def accept_wave(*, by: Member, wave: str, day: date) -> WaveAcceptance:
    """`day` is the one that the person saw; another one, or a second word of the same company on it, is refused. An acceptance that comes
    after the day lets the work change its owner at that moment."""
    seen = pending(by, wave)
    faults = []
    if seen.row.day != day:
        faults.append(Fault(Place(column="day"), f"the wave has moved to {seen.row.day:%d %B %Y}", "open the list again, and read it"))
    elif seen.acceptance(by.side) is not None:
        faults.append(Fault(Place(), f"{by.organisation} has accepted this day already", "there is nothing left to accept"))
    faults += unready(by, day)
    if faults:
        raise Refused(faults)
    return accept(by, seen.row)
