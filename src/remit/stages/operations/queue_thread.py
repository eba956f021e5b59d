"""What was said about an item of the own queue, in one order: letters of and to the customer, notes of the companies, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from remit.records.models.attachment import Attachment
from remit.records.models.comment import Comment
from remit.records.models.item_guide import ItemGuide
from remit.records.models.letter import Letter
from remit.records.models.macro import Macro
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueChange, QueueItem
from remit.records.scoped import BOTH
from remit.records.scoping import visible
from remit.stages.operations.own_queues import running_queues

CUSTOMER = "customer"
"""Whom a letter is visible to, besides both companies."""


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of the thread. `kind`: customer, reply, automatic, receipt, note, change. `visible_to`: customer, both, or a company alone.
    `quoted` is what a mail repeats of earlier ones; `of` the item it was said in, where that was merged into this one."""

    kind: str
    at: int
    number: str
    who: str
    company: str
    visible_to: str
    text: str
    quoted: str = ""
    mail: str = ""
    mail_said: str = ""
    files: tuple[Attachment, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """An item with everything said of it. `parts` are the items merged into it."""

    row: QueueItem
    said: tuple[Said, ...]
    parts: tuple[QueueItem, ...]


def row_of(by: Member, item: str) -> QueueItem | None:
    """The item's row in a queue that is on; None where it is worked elsewhere, or came by import and nobody has touched it yet."""
    records = [one.record for one in running_queues(by)]
    rows = visible(QueueItem, by).filter(item=item, record__in=records)
    return rows.select_related("assignee__user", "assignee__engagement", "merged_into", "engagement").first()


def thread(by: Member, row: QueueItem) -> Thread:
    """Everything that the member may see of the item and of those merged into it, the oldest first."""
    parts = list(visible(QueueItem, by).filter(merged_into=row).order_by("made_at")) if row.pk else []
    rows = [row, *parts]
    stored = [one for one in rows if one.pk]
    entries = [*_letters(by, stored, row), *_notes(by, rows, row), *_changes(by, stored, row)]
    files = _files(by, entries)
    return Thread(
        row,
        tuple(replace(one, files=files.get(one.number, ())) for one in sorted(entries, key=lambda one: one.at)),
        tuple(parts),
    )


def _letters(by: Member, rows: Sequence[QueueItem], row: QueueItem) -> Iterator[Said]:
    found = visible(Letter, by).filter(item__in=rows).select_related("written_by__user", "written_by__engagement", "item")
    for one in found.order_by("at", "pk"):
        text, quoted = parted(one.text) if one.kind in ("customer", "automatic") else (one.text, "")
        company = str(one.written_by.organisation) if one.written_by is not None else ""
        of = one.item.item if one.item_id != row.pk else ""
        yield Said(one.kind, one.at, one.public_id, one.sender, company, CUSTOMER, text, quoted, one.mail_state, one.mail_said, of=of)


def _notes(by: Member, rows: Sequence[QueueItem], row: QueueItem) -> Iterator[Said]:
    names = {f"item:{one.item}": one.item for one in rows}
    found = visible(Comment, by).filter(subject__in=names).select_related("written_by__user", "written_by__engagement")
    for one in found.order_by("written_at", "pk"):
        of = names[one.subject] if names[one.subject] != row.item else ""
        who = one.written_by
        yield Said("note", one.written_at, one.public_id, who.name, str(who.organisation), one.visible_to, one.text, of=of)


def _changes(by: Member, rows: Sequence[QueueItem], row: QueueItem) -> Iterator[Said]:
    found = visible(QueueChange, by).filter(item__in=rows).select_related("by__user", "by__engagement", "item")
    for one in found.order_by("at", "pk"):
        of = one.item.item if one.item_id != row.pk else ""
        words = {
            "assigned": f"gave it to {one.after}" if one.after else "gave it back to everybody",
            "merged": f"merged {one.after} into it",
        }
        said = words.get(one.what, f"{one.before or 'nothing'} → {one.after or 'nothing'}")
        yield Said("change", one.at, one.public_id, one.by.name if one.by else "Remit", "", BOTH, said, of=of)


def _files(by: Member, entries: Sequence[Said]) -> dict[str, tuple[Attachment, ...]]:
    """The files of letters and notes by the number of what they hang on."""
    names = [f"{'comment' if one.kind == 'note' else 'letter'}:{one.number}" for one in entries if one.kind != "change"]
    found = visible(Attachment, by).filter(subject__in=names).defer("content", "text").order_by("subject", "pk")
    return {name.partition(":")[2]: tuple(files) for name, files in groupby(found, key=lambda one: one.subject)}


def parted(text: str) -> tuple[str, str]:
    """What a mail says, and what it repeats of earlier ones below it.

    >>> parted("It has come.\\n\\nOn Thursday Care wrote:\\n> When will it come?")
    ('It has come.', 'On Thursday Care wrote:\\n> When will it come?')
    >>> parted("> When?\\nTomorrow.")
    ('> When?\\nTomorrow.', '')
    """
    lines = text.rstrip().split("\n")
    at = len(lines)
    while at and (lines[at - 1].startswith(">") or not lines[at - 1].strip()):
        at -= 1
    if not any(line.startswith(">") for line in lines[at:]):
        return text.rstrip(), ""
    if at and lines[at - 1].rstrip().endswith(":"):
        at -= 1
    said = "\n".join(lines[:at]).rstrip()
    return (said, "\n".join(lines[at:]).strip()) if said else (text.rstrip(), "")


def newest_guides(by: Member) -> list[ItemGuide]:
    """The newest version of each guide, in order of their numbers."""
    newest = {one.number: one for one in visible(ItemGuide, by).select_related("changed_by__user").order_by("number", "version")}
    return list(newest.values())


def guides(by: Member, channel: str) -> list[ItemGuide]:
    """The newest version of each guide that is for the channel, those for it alone first."""
    return sorted((one for one in newest_guides(by) if one.channel in ("", channel)), key=lambda one: (not one.channel, one.number))


def macros(by: Member) -> list[Macro]:
    """The texts that one's own company, or both, use again."""
    return list(visible(Macro, by).filter(ended_at=None).order_by("name", "pk"))
