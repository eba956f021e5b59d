"""What members read of the contract: the terms in force, drafts, what a draft changes, and its faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from remit.catalogue import standard_catalogue, standard_lints
from remit.intake.knowledge import kept
from remit.lint import lint
from remit.records.models.draft import Draft, DraftRevision, DraftSignature
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages.contract.drafts import held_against, signed
from remit.terms.difference import Change, difference
from remit.terms.document import SECTIONS, Terms
from remit.terms.fixed import FIXED, NUMBERS
from remit.terms.reader import read_with_notices
from remit.terms.spots import HEAD
from remit.terms.versions import Version
from remit.values.fault import Fault, Place
from remit.values.period import Month, moment


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft's text as it reads: `terms` None while it has faults. `changes` are against `before`: the terms in force, or of a first
    contract the offer that it answers, else nothing."""

    terms: Terms | None
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    changes: tuple[Change, ...]
    before: Terms | None = None

    def about(self, clause: str) -> tuple[Fault, ...]:
        """Faults and notices of one clause, or of one line of a fixed section (2.3)."""
        numbers = {name: str(number) for number, name in SECTIONS.items() if name in FIXED}
        told = (*self.faults, *self.notices)
        if clause == HEAD:
            return tuple(one for one in told if one.place.clause is None)
        if clause in numbers:
            return tuple(one for one in told if (one.place.clause or "").split(".")[0] == numbers[clause])
        return tuple(one for one in told if one.place.clause == clause)


def versions(member: Member) -> tuple[Version, ...]:
    """The terms first signed and each amendment, oldest first."""
    return kept(member.engagement).versions


def closed_until(member: Member) -> Month | None:
    """The last month with an issued statement: nothing that is signed now reaches back into it."""
    last = IssuedStatement.objects.filter(engagement=member.engagement).order_by("-month").values_list("month", flat=True).first()
    return Month.read(last) if last else None


def reading(member: Member, row: Draft, text: bytes | None = None) -> Reading:
    """A draft, or another text in its place, held against what it was started from. Notices are those of the language and of every rule of
    thumb (`lints`), vague words among them."""
    catalogue = standard_catalogue()
    terms, told = read_with_notices(bytes(row.content) if text is None else text, catalogue)
    before = held_against(row, signed(member))
    changes = difference(before, terms, catalogue) if terms is not None and before is not None else ()
    doubtful = lint(terms, catalogue, standard_lints()) if terms is not None else ()
    notices = tuple(dict.fromkeys([*_begun(row, terms), *(one for one in told if one.notice), *doubtful]))
    return Reading(terms, tuple(one for one in told if not one.notice), notices, changes, before)


def _begun(row: Draft, terms: Terms | None) -> Iterator[Fault]:
    """A first contract whose services began before anybody signed it: a preset's own days, unless somebody means it so."""
    if terms is None or row.base or row.state not in ("draft", "offered"):
        return
    today, starts = moment(row.engagement.now(), row.engagement.zone).date(), terms.term["services start"]
    if starts < today:
        what = f"services started on {starts:%-d %B %Y}, and nobody has signed yet: work done since would be measured and paid by this text"
        yield Fault(Place(clause=NUMBERS["services start"]), what, "write the first day of the work to come", notice=True)


def drafts(member: Member) -> list[Draft]:
    """Every draft that the member may see, the newest first."""
    rows = visible(Draft, member).defer("content", "amendment").select_related("started_by__user", "offered_by__user", "answers")
    return list(rows.order_by("-number"))


def draft_numbered(member: Member, number: int) -> Draft | None:
    return (
        visible(Draft, member)
        .filter(number=number)
        .select_related("started_by__user", "offered_by__user", "offered_by__engagement", "answers", "engagement")
        .first()
    )


def revisions(member: Member, row: Draft) -> list[DraftRevision]:
    """What was done to a draft, the newest first; of the other company's only the one that was offered."""
    return list(visible(DraftRevision, member).filter(draft=row).defer("content").select_related("changed_by__user").order_by("-revision"))


def signatures(member: Member, row: Draft) -> list[DraftSignature]:
    return list(visible(DraftSignature, member).filter(draft=row).select_related("given_by__user").order_by("given_at"))


def signed_with_keys(member: Member) -> tuple[dict[str, bytes], list[bytes]]:
    """The signatures of agreed amendments that were made with a key, by file name, and the amendments that they are over."""
    rows = visible(DraftSignature, member).filter(method="key", draft__state="signed").select_related("draft")
    found = list(rows.order_by("draft__number", "side"))
    texts = {row.draft.number: bytes(row.draft.amendment) for row in found}
    return {f"draft-{row.draft.number}-{row.side}.txt": str(row.proof["text"]).encode() for row in found}, list(texts.values())
