"""Add a note to an item: for one's own company, or for both. It is a comment like every other, in a table that no mail is made from."""

from __future__ import annotations

from remit.records.models.comment import Comment
from remit.records.models.member import Member
from remit.records.scoped import BOTH
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.stages.operations import queue_log
from remit.stages.operations.queue_log import Done
from remit.stages.operations.queue_rows import worked
from remit.stages.workspace.attach_file import attach_file
from remit.stages.workspace.comment import comment


@action(may=roles.is_party, says="added a note to {item}", shared=False, keeps_back=("text",))
def add_note(*, by: Member, item: str, text: str, visible_to: str = "", file: FileParameter | None = None) -> Comment:
    """`visible_to` is one's own company (the default), or both; a note is never for the customer. Who is mentioned or watches is told.
    A note for both stands in the work log, because a contract may count it; one's own leaves no trace there, where the other reads."""
    [row] = worked(by, [item])
    note = comment(by=by, subject=f"item:{row.item}", text=text, visible_to=visible_to or by.side)
    if file is not None:
        attach_file(by=by, subject=f"comment:{note.public_id}", file=file, visible_to=note.visible_to)
    if note.visible_to == BOTH:
        queue_log.write(row, [Done("note", queue_log.doer(by))], note.written_at)
        row.save(update_fields=["events"])
    return note
