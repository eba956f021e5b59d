"""Undo a list of providers: what it added goes, what it merged is as it was before."""

from __future__ import annotations

from remit.records.models.directory_batch import DirectoryBatch
from remit.records.models.member import Member
from remit.records.models.provider import Provider, ProviderSource
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="undid the list {batch}", shared=False)
def undo_directory(*, by: Member, batch: str) -> DirectoryBatch:
    """A company that it added and that was considered for a request since stays, with the source of the list, so that no decision loses
    what it was about."""
    row = visible(DirectoryBatch, by).filter(public_id=batch).first()
    if row is None or row.state not in ("done", "checked"):
        raise Refused([Fault(Place(column="batch"), f"there is no list {batch[:40]} to undo", "open the imports again")])
    now = by.engagement.now()
    used = Provider.objects.filter(batch=row, candidacies__isnull=False)
    ProviderSource.objects.filter(batch=row).exclude(provider__in=used.values("pk")).delete()
    for one in Provider.objects.filter(batch=row, removed_at=None).exclude(pk__in=used.values("pk")):
        one.removed_at = now
        one.save(update_fields=["removed_at"])
    for held in row.earlier:
        before = Provider.objects.filter(engagement=by.engagement, public_id=held.get("provider", "")).first()
        if before is not None:
            for name, value in held.items():
                if name != "provider":
                    setattr(before, name, value)
            before.save()
    row.state, row.undone_at = ("undone" if row.state == "done" else "dropped"), now
    row.save(update_fields=["state", "undone_at"])
    return row
