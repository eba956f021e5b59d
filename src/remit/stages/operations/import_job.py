"""Large files in the background: the job reads and maps outside any transaction, and holds the engagement only while it stores."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from django.db import transaction
from django_tasks import task

from remit.intake import dry_run as dry
from remit.intake import uploads
from remit.intake.store import add_events
from remit.records import audit, row_level
from remit.records.models.batch import Batch
from remit.records.models.engagement import Engagement
from remit.stages.action import enter
from remit.stages.happenings import happened
from remit.values.fault import RemitError

AT_ONCE = 5 << 20
"""Files up to this many bytes are checked and brought in while the person waits."""


@task(queue_name="imports")
def carry_out(batch: str, wanted: str) -> None:
    """Checks a waiting batch (`wanted` is check) or brings it in (import). A job that is run twice does nothing the second time."""
    with row_level.installation():
        engagement = Batch.objects.filter(public_id=batch).values_list("engagement", flat=True).first()
    if engagement is not None:
        with row_level.job_for(engagement):
            _carry_out(batch, wanted)


def _carry_out(batch: str, wanted: str) -> None:
    if not Batch.objects.filter(public_id=batch, state="waiting").update(state="running"):
        return
    row = Batch.objects.select_related("engagement", "brought_by__engagement", "brought_by__user").get(public_id=batch)
    told = partial(uploads.tell, row)
    try:
        if wanted == "check":
            dry.dry_run(row, told)
            row.state = "checked"
        else:
            told("Reading the file")
            row.received_at = row.engagement.now()
            bring_in(row, told)
            row.state = "done"
    except Exception as error:
        row.state = "failed"
        row.faults = [{"said": str(error) if isinstance(error, RemitError) else "The server failed; nothing was brought in. Try again."}]
        with transaction.atomic():
            row.save()
            if wanted == "import":
                happened(row.engagement, "import failed", said=f"{row.file} was not brought in", by=row.brought_by, subject=row)
        if not isinstance(error, RemitError):
            raise
        return
    row.save()
    if row.state == "done":
        uploads.remove(row)


def bring_in(row: Batch, told: dry.Told = lambda what: None) -> None:
    """Reads the file of a batch and stores its new events, all or none, with an entry of the audit log."""
    _, made, report = dry.read(row)
    told("Comparing with the work that is known")
    by = row.brought_by
    assert by is not None
    with transaction.atomic():
        enter(by)
        engagement = Engagement.objects.select_for_update().get(pk=row.engagement_id)
        appended = add_events(engagement, made, row, told=told)
        row.new, row.known = appended.new, appended.known
        row.report |= dry.plain(asdict(report))
        subject = f"stored {appended.new:,} events of {row.file}"
        audit.append(engagement, engagement.now(), "import work finished", by=by, subject=subject, said={"batch": row.public_id})
        happened(engagement, "import done", said=subject, by=by, subject=row)
