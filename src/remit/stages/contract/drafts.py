"""Drafts as actions take and change them. Every change is a revision, so that nothing written is lost, and two people who edit at once
are told of each other instead of overwriting."""

from __future__ import annotations

from collections.abc import Callable

from remit.catalogue import standard_catalogue
from remit.intake.knowledge import kept
from remit.records.models.draft import Draft, DraftRevision
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.terms.compose import LONGEST, compose
from remit.terms.document import Terms
from remit.terms.node import Pairs
from remit.terms.patch import plain, settings_of
from remit.terms.reader import read_with_notices
from remit.values.fault import Fault, Place, Refused


def in_force(member: Member) -> Terms:
    """The terms that were signed last; `Refused` where there are none."""
    terms = signed(member)
    if terms is None:
        raise Refused([Fault(Place(), "there is no signed contract yet", "bring in the terms, or start from a preset")])
    return terms


def signed(member: Member) -> Terms | None:
    """The same; None while there is no contract yet."""
    versions = kept(member.engagement).versions
    return versions[-1].terms if versions else None


def is_outgrown(by: Member, row: Draft) -> bool:
    """Whether the contract is another one now than the draft was started from; a first contract starts from none (`base` empty)."""
    terms = signed(by)
    return bool(row.base != (terms.digest if terms is not None else ""))


def refuse_if_outgrown(by: Member, row: Draft) -> None:
    if is_outgrown(by, row):
        raise Refused([Fault(Place(), "the contract has been amended since this draft was started", "start a new draft")])


def held_against(row: Draft, in_force: Terms | None) -> Terms | None:
    """What the changes of a draft are told against: the terms in force, and for a first contract the offer that it answers, if any."""
    if row.base:
        return in_force
    offered = row.answers
    return read_with_notices(bytes(offered.content), standard_catalogue())[0] if offered is not None else None


def draft_of(by: Member, number: str) -> Draft:
    """The draft with this public number, where the member may see it."""
    row = visible(Draft, by).filter(public_id=number).first()
    if row is None:
        raise Refused([Fault(Place(column="draft"), f"there is no draft {number[:12]}", "open it again from the list")])
    return row


def own_draft(by: Member, number: str) -> Draft:
    """A draft that the member's company still writes."""
    row = draft_of(by, number)
    if row.state != "draft":
        what = f"draft {row.number} is {row.state}, and what was offered never changes"
        raise Refused([Fault(Place(), what, "start another draft from it")])
    return row


def changed(by: Member, row: Draft, content: bytes, said: str) -> Draft:
    """The draft with another text, as its next revision."""
    if len(content) > LONGEST:
        raise Refused([Fault(Place(), f"the text has {len(content):,} bytes, and a contract at most {LONGEST:,}", "shorten it")])
    _, faults, _ = compose(content.decode("utf-8", "replace").replace("\r\n", "\n"))
    if faults:
        raise Refused(faults)
    if content == bytes(row.content):
        return row
    row.content, row.revision, row.changed_at = content, row.revision + 1, by.engagement.now()
    row.save(update_fields=["content", "revision", "changed_at"])
    return keep(by, row, said)


def keep(by: Member, row: Draft, said: str) -> Draft:
    DraftRevision.objects.create(
        engagement=by.engagement,
        draft=row,
        revision=row.revision,
        content=row.content,
        said=said[:200],
        changed_by=by,
        changed_at=row.changed_at,
        visible_to=row.visible_to,
    )
    return row


def clause_as_seen(by: Member, row: Draft, clause: str, revision: int) -> Pairs:
    """The settings of a clause now; `Refused` where somebody changed them since the revision that the person saw."""
    now = settings_of(bytes(row.content), clause)
    if revision == row.revision:
        return now
    refuse_if_changed(row, revision, clause, lambda text: plain(settings_of(text, clause)))
    return now


def refuse_if_changed(row: Draft, revision: int, what: str, part: Callable[[bytes], object]) -> None:
    """Refuses where a part of the text differs from what it was at a revision, and says who changed it."""
    seen = DraftRevision.objects.filter(draft=row, revision=revision).first()
    if seen is None:
        raise Refused([Fault(Place(), f"the draft has no revision {revision}", "open it again")])
    try:
        before = part(bytes(seen.content))
    except Refused:
        before = None
    if before == part(bytes(row.content)):
        return
    last = DraftRevision.objects.filter(draft=row, revision__gt=revision).select_related("changed_by__user").order_by("-revision").first()
    who = last.changed_by.name if last is not None else "somebody"
    fault = Fault(Place(clause=what), f"{who} changed it while you were writing", "open it again; your words are still in the form")
    raise Refused([fault])
