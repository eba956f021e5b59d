"""Withdraw a wave that has not begun: it stays on record, and hands nothing over."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.wave import Wave
from remit.stages import roles
from remit.stages.action import action
from remit.stages.pilot.move_wave import pending
from remit.values.fault import Fault, Place, Refused


@action(may=roles.plans_waves, says="withdrew wave {wave}", happening="wave planned")
def withdraw_wave(*, by: Member, wave: str, why: str) -> Wave:
    """`why` is told to the other company. `Refused` once the work is handed over."""
    seen = pending(by, wave)
    if not why:
        raise Refused([Fault(Place(column="why"), "is missing", "say in a sentence why")])
    row = seen.row
    row.withdrawn_at, row.moved_why = by.engagement.now(), why
    row.save(update_fields=["withdrawn_at", "moved_why"])
    return row
