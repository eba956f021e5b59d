"""What people talk about: a record named by its kind and number ("dispute:8k2…"), with its title, its page, and who may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from remit.intake.knowledge import kept
from remit.records.models.change_request import ChangeRequest
from remit.records.models.comment import Comment
from remit.records.models.dispute import Dispute
from remit.records.models.draft import Draft
from remit.records.models.gate import Gate
from remit.records.models.invoice import Invoice
from remit.records.models.letter import Letter
from remit.records.models.member import Member
from remit.records.scoped import BOTH
from remit.records.scoping import visible
from remit.terms.compose import compose
from remit.terms.fixed import FIXED
from remit.terms.node import Pairs
from remit.terms.spots import HEAD
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month

LONGEST = 120
"""So long may `kind:number` be."""


@dataclass(frozen=True, slots=True)
class Subject:
    """`address` is its page below the engagement; `visible_to` who may see the record, and so the most that may see what is said of it."""

    name: str
    title: str
    address: str
    visible_to: str = BOTH


def subject(by: Member, name: str) -> Subject:
    """The record of that name. `Refused` where there is none, and where the member may not see it: the two cannot be told apart."""
    kind, _colon, number = name.partition(":")
    found = KINDS[kind](by, number) if kind in KINDS and number and len(name) <= LONGEST and by.side in ("client", "provider") else None
    if found is None:
        raise Refused([Fault(Place(column="subject"), f"there is no record '{name[:40]}'", "open it from its page")])
    return found


def _statement(by: Member, number: str) -> Subject | None:
    """A month's statement in all its versions, so that what was said stays beside the next one."""
    try:
        month = Month.read(number)
    except ValueError:
        return None
    return Subject(f"statement:{month}", f"the {month.name} statement", f"statements/{month}") if kept(by.engagement).versions else None


def _dispute(by: Member, number: str) -> Subject | None:
    row = visible(Dispute, by).filter(public_id=number).first()
    if row is None:
        return None
    return Subject(f"dispute:{number}", f"dispute {row.number} of {Month.read(row.month).name}", f"disputes/{row.number}", row.visible_to)


def _invoice(by: Member, number: str) -> Subject | None:
    row = visible(Invoice, by).filter(public_id=number).first()
    return None if row is None else Subject(f"invoice:{number}", f"invoice {row.number}", f"invoices/{number}", row.visible_to)


def _item(by: Member, number: str) -> Subject | None:
    log = kept(by.engagement).log
    return Subject(f"item:{number}", f"item {number}", f"items/{number}") if (log["item"] == number).any() else None


def _gate(by: Member, number: str) -> Subject | None:
    row = visible(Gate, by).filter(public_id=number).first()
    return None if row is None else Subject(f"gate:{number}", f"gate {row.number}", row.path, row.visible_to)


def _draft(by: Member, number: str) -> Subject | None:
    row = visible(Draft, by).filter(public_id=number).defer("content", "amendment").first()
    return None if row is None else Subject(f"draft:{number}", row.title, f"contract/drafts/{row.number}/", row.visible_to)


def _change(by: Member, number: str) -> Subject | None:
    row = visible(ChangeRequest, by).select_related("engagement").filter(public_id=number).first()
    return None if row is None else Subject(f"changerequest:{number}", f"{row.code} {row.title}", row.path, row.visible_to)


def _clause(by: Member, number: str) -> Subject | None:
    """A clause of a draft by the draft's number and its own: `clause:8k2…/8.1`. It stays the same through all revisions."""
    draft, _slash, clause = number.partition("/")
    row = visible(Draft, by).filter(public_id=draft).first()
    if row is None or clause not in _clauses(bytes(row.content)):
        return None
    name = clause if clause[:1].isdecimal() else f"'{clause}'"
    return Subject(f"clause:{number}", f"clause {name} of {row.title}", f"contract/drafts/{row.number}/clauses/{clause}", row.visible_to)


def _clauses(text: bytes) -> set[str]:
    """The numbers of the clauses of a text, and the words of what has none."""
    root = compose(text.decode("utf-8", "replace").replace("\r\n", "\n"))[0]
    numbers = {entry.key.partition(" ")[0] for section in root if isinstance(section.value, Pairs) for entry in section.value}
    return {one for one in numbers if one[:1].isdecimal()} | {*FIXED, HEAD}


def _letter(by: Member, number: str) -> Subject | None:
    row = visible(Letter, by).filter(public_id=number).select_related("item").first()
    return None if row is None else Subject(f"letter:{number}", f"a letter of {row.item.item}", row.item.path, row.visible_to)


def _comment(by: Member, number: str) -> Subject | None:
    """What hangs on a comment is read where the comment is."""
    row = visible(Comment, by).filter(public_id=number).first()
    kind, _colon, rest = row.subject.partition(":") if row is not None else ("", "", "")
    about = KINDS[kind](by, rest) if row is not None and kind in KINDS and kind != "comment" else None
    if row is None or about is None:
        return None
    return Subject(f"comment:{number}", f"a comment on {about.title}", f"{about.address}#comment-{number}", row.visible_to)


KINDS: Mapping[str, Callable[[Member, str], Subject | None]] = {
    "statement": _statement,
    "dispute": _dispute,
    "invoice": _invoice,
    "clause": _clause,
    "draft": _draft,
    "item": _item,
    "gate": _gate,
    "letter": _letter,
    "comment": _comment,
    "changerequest": _change,
}
"""Kinds of records, each with its finder."""
