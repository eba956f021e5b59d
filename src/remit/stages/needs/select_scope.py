"""Select the scope: which processes are proposed to be outsourced. What is vague, core, or critical is refused unless somebody says why."""

from __future__ import annotations

from collections.abc import Iterator

from remit.choice import audit, suitability
from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import TextsInput
from remit.stages.lengths import no_longer
from remit.stages.needs.queries import Known, known
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

INTENTS = ("proposed", "stays", "later")


@action(may=roles.decides_scope, says="selected the scope: {result} processes proposed", shared=False)
def select_scope(*, by: Member, proposed: TextsInput | None = None, stays: TextsInput | None = None, despite: str = "") -> list[Process]:
    """`proposed` are the processes to outsource, `stays` those that stay for good, by their public numbers; all others come later.

    A process nobody could describe to a stranger, one close to the core, hard to hand over, critical or with sensitive data stops it, with
    what is wrong, unless `despite` says why all the same; the reason is kept with the process."""
    wanted, staying = set(proposed or []), set(stays or [])
    rows = {row.public_id: row for row in visible(Process, by).filter(removed_at=None)}
    unknown = (wanted | staying) - set(rows)
    faults = [Fault(Place(column="proposed"), "there is no such process", "reload the register")] if unknown else []
    if wanted & staying:
        names = listed([rows[key].name for key in sorted(wanted & staying) if key in rows])
        faults.append(Fault(Place(column="stays"), f"{names} cannot be proposed and stay at once", "choose one"))
    if not despite:
        for key in sorted(wanted & set(rows), key=lambda key: rows[key].number):
            faults += against(known(rows[key]))
    faults += no_longer("despite", despite, 1_000)
    if faults:
        raise Refused(faults)
    for key, row in rows.items():
        row.intent = "proposed" if key in wanted else "stays" if key in staying else "later"
        row.despite = despite if key in wanted and list(against(known(row))) else ""
        row.changed_at = by.engagement.now()
        row.save(update_fields=["intent", "despite", "changed_at"])
    return [row for key, row in rows.items() if key in wanted]


def against(one: Known) -> Iterator[Fault]:
    """What speaks against outsourcing a process, each as a fault with what to do."""
    lacks = audit.vague(one.audited)
    if lacks:
        yield Fault(
            Place(column="proposed"), f"{one.row.name} is vague: nobody has said {listed(lacks, 'or')}", "complete it, or say why it can do"
        )
    for said in suitability.warnings(one.audited):
        yield Fault(Place(column="proposed"), said, "begin with another, or say why all the same")
