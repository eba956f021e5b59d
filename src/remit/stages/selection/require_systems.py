"""Say which systems a provider must work in, or had better."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import draft_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="required systems in request {request}", shared=False)
def require_systems(*, by: Member, request: str, systems: str = "") -> Request:
    """One system a line; a line that ends in an exclamation mark is a must-have, whose lack blocks an award: `Zendesk !`."""
    row, asked = draft_of(by, request), {}
    for line in systems.splitlines()[:60]:
        name = line.strip().removesuffix("!").strip()
        if name:
            asked[name] = line.strip().endswith("!")
    faults = [Fault(Place(column="systems"), f"'{name[:40]}…' is too long", "write its name alone") for name in asked if len(name) > 60]
    if faults:
        raise Refused(faults)
    row.systems = [{"name": name, "must": must} for name, must in asked.items()]
    row.save(update_fields=["systems"])
    return row
