"""Change what the register says of a process. A rating is changed with a reason; the log keeps what was said before."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.register_fields import faults_of, found, written
from remit.values.fault import Refused


@action(may=roles.audits, says="changed the process {result}", shared=False)
def change_process(
    *,
    by: Member,
    process: str,
    name: str,
    area: str = "",
    unit: str = "",
    volume: Decimal | None = None,
    minutes: Decimal | None = None,
    rate: Decimal | None = None,
    tools: Decimal | None = None,
    baseline: str = "",
    figures_from: str = "",
    begins: str = "",
    ends: str = "",
    components: str = "",
    systems: str = "",
    owner: str = "",
    management_hours: Decimal | None = None,
) -> Process:
    """Every field as it shall stand; what is left out is emptied. Ratings have an action of their own."""
    row = found(by, process)
    given = {key: value for key, value in locals().items() if key not in ("by", "process", "row")}
    faults = list(faults_of(by, given, but=row))
    if faults:
        raise Refused(faults)
    written(row, given, by.engagement.now()).save()
    return row
