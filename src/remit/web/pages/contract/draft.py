"""A draft of the contract: what it would have moved, clause by clause and month by month, its faults, and the road to both signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404

from remit.foresight.replay import a_year
from remit.records.models.draft import Draft
from remit.stages import roles
from remit.stages.contract import clause_form, papers, queries
from remit.stages.contract.effect import Effect, effect
from remit.stages.contract.offer_draft import offer_draft
from remit.stages.contract.queries import Reading
from remit.stages.contract.risk import risk
from remit.stages.contract.sentences import answer, moves, of_trial
from remit.stages.contract.sign_draft import sign_draft
from remit.stages.contract.start_draft import start_draft
from remit.stages.contract.trial import trial
from remit.stages.improvement import margin
from remit.stages.improvement.margin import Closed
from remit.stages.operations.import_work import import_work
from remit.stages.workspace import conversation, passkey
from remit.stages.workspace.signing_keys import keys
from remit.terms.document import SECTIONS
from remit.terms.fixed import FIXED
from remit.terms.node import Pairs, shown
from remit.web.page import Visit, page

PAGE = page("contract/drafts/<int:number>/", may=roles.is_party, label="Draft", under="contract", visible_to=None)


@dataclass(frozen=True, slots=True)
class Listed:
    """A clause in the list: what it is, whether the draft changes it, and how many faults, notices and comments it has."""

    number: str
    name: str
    rule: str
    changed: bool
    faults: int
    notices: int
    comments: int


@dataclass(frozen=True, slots=True)
class Section:
    number: int
    name: str
    clauses: tuple[Listed, ...]
    takes_more: bool


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    row = found(visit, number)
    reading = queries.reading(visit.by, row)
    moved = effect(visit.by, reading.terms, extremes=True) if reading.terms is not None and reading.changes else None
    tried = trial(visit.by, row, reading.terms) if reading.terms is not None and not row.base and row.state != "signed" else None
    talk = conversation.counted(visit.by, f"clause:{row.public_id}/")
    sections = list(_sections(bytes(row.content), reading, talk))
    signatures = {one.side: one for one in queries.signatures(visit.by, row)}
    return {
        "answer": answer(row, reading, moved, visit.engagement.client.short_name),
        "row": row,
        "reading": reading,
        "effect": moved,
        "clauses": list(_moved(moved)) if moved is not None else [],
        "margins": _margins(visit, moved) if moved is not None else (),
        "trial": tried,
        "trial_said": of_trial(tried) if tried is not None else "",
        "trial_notes": tuple(dict.fromkeys(note for paid in tried.months for note in paid.statement.notes))[:3]
        if tried is not None
        else (),
        "may_bring": import_work.allowed(visit.by),
        "whole_year": moves(moved.a_year, moved.after.currency) if moved is not None else "",
        "sections": sections,
        "left_over": list(_left_over(row, talk, sections)),
        "loose": [one for one in reading.faults if one.place.clause is None],
        "revisions": queries.revisions(visit.by, row)[:12],
        "signatures": [signatures.get(side) for side in ("client", "provider")],
        "is_own": row.side == visit.by.side,
        "may_write": row.state == "draft" and row.side == visit.by.side and offer_draft.allowed(visit.by),
        "may_sign": row.state == "offered" and sign_draft.allowed(visit.by) and visit.by.side not in signatures,
        "may_answer": row.state == "offered" and row.side != visit.by.side and start_draft.allowed(visit.by),
        "has_passkey": passkey.has_passkey(visit.user),
        "own_keys": [one for one in keys(visit.by) if one.holder_id == visit.by.pk and one.ended_at is None],
        "papers": papers.of_draft(visit.by, row),
        "signs": sign_draft.allowed(visit.by),
        "is_first": not row.base,
        "risk": risk(reading.terms) if not row.base and reading.terms is not None else None,
        "outdated": row.state in ("draft", "offered") and row.base != _signed_digest(visit),
    }


def found(visit: Visit, number: int) -> Draft:
    """The draft of this number, where the visitor may see it."""
    row = queries.draft_numbered(visit.by, number)
    if row is None:
        raise Http404
    return row


def _signed_digest(visit: Visit) -> str:
    known = queries.versions(visit.by)
    return known[-1].terms.digest if known else ""


def _moved(found: Effect) -> Iterator[tuple[str, str, Decimal, Decimal, Decimal, str]]:
    for one in found.clauses:
        yield one.clause, one.name, one.before, one.after, one.moved, moves(a_year(one), found.after.currency)


def _margins(visit: Visit, found: Effect) -> tuple[tuple[str, tuple[Closed, ...], Decimal], ...]:
    """The margin as signed and by the draft, by month and together: for the provider's own side, where every month has a cost."""
    both = [margin.settled(visit.by, [paid.statement for paid in one.months]) for one in (found.before, found.after)]
    rows = [(name, months, margin.total(months)) for name, months in zip(("As signed", "This draft"), both, strict=True)]
    return tuple((name, months, together) for name, months, together in rows if together is not None)


def _left_over(row: Draft, talk: Mapping[str, int], sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    """What was said of clauses that the draft no longer has stays with the draft."""
    there = {one.number for section in sections for one in section.clauses}
    for clause in sorted(talk.keys() - there):
        yield f"On clause {clause}, taken out", f"clause:{row.public_id}/{clause}"


def _sections(text: bytes, reading: Reading, talk: Mapping[str, int]) -> Iterator[Section]:
    changed = {change.clause for change in reading.changes}
    fixed = {name: {one for one in changed if one.split(".")[0] == str(number)} for number, name in SECTIONS.items()}
    for number, name, entries in clause_form.entries(text):
        clauses = tuple(_listed(entry.key, entry.value, changed, bool(fixed[name]), reading, talk) for entry in entries)
        yield Section(number, name, clauses, name not in FIXED)


def _listed(key: str, value: Any, changed: set[str], section_changed: bool, reading: Reading, talk: Mapping[str, int]) -> Listed:
    if key in FIXED:
        return Listed(key, key, "", section_changed, *_told(reading, key), talk.get(key, 0))
    number, _, name = key.partition(" ")
    rule = value.get("rule") if isinstance(value, Pairs) else None
    return Listed(number, name, shown(rule) if rule is not None else "", number in changed, *_told(reading, number), talk.get(number, 0))


def _told(reading: Reading, clause: str) -> tuple[int, int]:
    told = reading.about(clause)
    return len([one for one in told if not one.notice]), len([one for one in told if one.notice])
