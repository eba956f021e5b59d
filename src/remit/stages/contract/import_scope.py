"""Bring a checked spreadsheet of scope into its draft, as one revision."""

from __future__ import annotations

from django.db import transaction

from remit.intake import uploads
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import components, scope_batches
from remit.stages.contract.drafts import changed


@action(may=roles.writes_terms, says="brought the scope of {result} into a draft", shared=False)
def import_scope(*, by: Member, batch: str) -> Batch:
    """`Refused` with every fault of the file, and then nothing is changed. What the rows leave empty stays as the draft has it."""
    row = scope_batches.batch_of(by, batch)
    draft = scope_batches.draft_of(by, row)
    text = bytes(draft.content)
    found = scope_batches.rows(row, draft)
    for one in found:
        text = components.with_component(text, one)
    row.report["before"] = draft.revision
    changed(by, draft, text, f"{len(found)} components from {row.file}")
    row.report["after"] = draft.revision
    row.state, row.new, row.received_at, row.brought_by = "done", len(found), by.engagement.now(), by
    row.save()
    transaction.on_commit(lambda: uploads.remove(row))
    return row
