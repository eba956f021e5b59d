"""Edit a discovered map: rename steps, merge them, hide or show one, write a note. The log itself stays what it was."""

from __future__ import annotations

from remit.discovery import edits
from remit.discovery.edits import Edits
from remit.discovery.log import COLUMNS
from remit.exchange import event_log
from remit.records.models.event_log import EventLog
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import TextsInput
from remit.stages.lengths import line, no_longer
from remit.stages.needs.maps import found
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

LONGEST = 80


@action(may=roles.audits, says="edited the map {result}", shared=False)
def edit_map(
    *,
    by: Member,
    log: str,
    steps: TextsInput,
    name: str | None = None,
    hide: bool | None = None,
    note: str | None = None,
    clear_note: bool = False,
) -> EventLog:
    """`steps` are shown names. With `name` they are called so from now on; several become one step. `hide` leaves them out, or shows them
    again; `note` says something about them, and `clear_note` takes it away."""
    row = found(by, log)
    events = event_log.from_bytes(bytes(row.content))
    assert set(COLUMNS) <= set(events.columns)
    changes = edits.read(row.edits)
    known = {changes.shown(word) for word in events["activity"].unique().to_list()}
    faults = _faults(tuple(steps), known, name, note)
    if name is None and hide is None and note is None and not clear_note:
        faults.append(Fault(Place(), "nothing is to be changed", "write a name or a note, or hide the step"))
    if faults:
        raise Refused(faults)
    row.edits = _changed(changes, tuple(steps), name, hide, "" if clear_note else note).plain
    row.save(update_fields=["edits"])
    return row


def _faults(steps: tuple[str, ...], known: set[str], name: str | None, note: str | None) -> list[Fault]:
    faults = []
    unknown = [one[:60] for one in steps if one not in known]
    if unknown or not steps:
        what = f"the map has no step {listed(unknown, 'or')}" if unknown else "no step is chosen"
        faults.append(Fault(Place(column="steps"), what, f"it has {listed(sorted(known)[:30])}"))
    if name is not None:
        faults += line("name", name, LONGEST, least=1)
    if note is not None:
        faults += no_longer("note", note, 1_000)
    return faults


def _changed(changes: Edits, steps: tuple[str, ...], name: str | None, hide: bool | None, note: str | None) -> Edits:
    if hide is not None:
        for step in steps:
            changes = changes.turned(step, hide)
    if note is not None:
        for step in steps:
            changes = changes.noted(step, note)
    return changes.renamed(steps, name) if name is not None else changes
