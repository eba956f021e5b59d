"""Rate a process: how close to the core, how risky, how easy to hand over; a later change of a rating says why."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import no_longer
from remit.stages.needs.register_fields import faults_of, found
from remit.values.fault import Fault, Place, Refused


@action(may=roles.audits, says="rated the process {result}", shared=False)
def rate_process(*, by: Member, process: str, ratings: dict[str, int], because: str = "") -> Process:
    """`ratings` are whole numbers from 1 to 5 by name; those that are left out stay. Who changes one that stands says why."""
    row = found(by, process)
    faults = list(faults_of(by, {"ratings": ratings}))
    changed = [name for name, value in ratings.items() if row.ratings.get(name) not in (None, value)]
    if changed and not because:
        what = f"{', '.join(changed)} {'was' if len(changed) == 1 else 'were'} rated before"
        faults.append(Fault(Place(column="because"), what, "say why it is rated otherwise now"))
    faults += no_longer("because", because, 1_000)
    if faults:
        raise Refused(faults)
    row.ratings = row.ratings | ratings
    row.rated_why = because or row.rated_why
    row.changed_at = by.engagement.now()
    row.save(update_fields=["ratings", "rated_why", "changed_at"])
    return row
