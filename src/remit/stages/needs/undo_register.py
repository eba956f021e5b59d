"""Undo an import of the register: what it added goes, what it changed is as it was before; later changes stop it."""

from __future__ import annotations

from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.register_batches import KIND, restored
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused


@action(may=roles.audits, says="undid the import of {result}", shared=False)
def undo_register(*, by: Member, batch: str) -> Batch:
    """`Refused`, with their names, where somebody has changed one of its processes since: nobody's later work is lost."""
    row = visible(Batch, by).filter(public_id=batch, kind=KIND, state="done").first()
    if row is None:
        raise Refused([Fault(Place(), "only an import that is done can be undone", "reload the list")])
    before, at, now = row.report.get("before", {}), row.report.get("at", 0), by.engagement.now()
    added = list(visible(Process, by).filter(batch=row, removed_at=None))
    changed = list(visible(Process, by).filter(public_id__in=list(before), removed_at=None))
    later = [one.name for one in (*added, *changed) if one.changed_at > at]
    if later:
        raise Refused([Fault(Place(), f"{listed(later)} changed since the import", "change them by hand instead")])
    for one in added:
        one.removed_at = now
        one.save(update_fields=["removed_at"])
    for one in changed:
        restored(one, before[one.public_id], now).save()
    row.state, row.undone_at = "undone", now
    row.report |= {"removed": len(added), "restored": len(changed)}
    row.save(update_fields=["state", "undone_at", "report"])
    return row
