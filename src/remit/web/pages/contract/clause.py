"""A clause of a draft in its form: its words beside it as one types, and what the change would have moved month by month."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404

from remit.catalogue import standard_catalogue
from remit.exchange.reference import summary
from remit.foresight.replay import Paid
from remit.prose.clauses import clause_prose
from remit.prose.definitions import clock_prose
from remit.records.models.draft import Draft
from remit.scorecard import Attainment
from remit.stages import roles
from remit.stages.contract import clause_form, fault_places, queries
from remit.stages.contract.edit_clause import edit_clause
from remit.stages.contract.effect import Effect, effect
from remit.stages.contract.queries import Reading
from remit.stages.contract.sentences import Piece, answer, bare, marked, takeaway
from remit.terms.document import SECTIONS, Terms
from remit.terms.fields import Field, sent
from remit.terms.fixed import FIXED
from remit.terms.node import Entry
from remit.terms.patch import settings_of, with_settings
from remit.terms.spots import HEAD
from remit.terms.written import lines_of_entry
from remit.values.fault import Fault, Refused
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/drafts/<int:number>/clauses/<str:clause>", may=roles.is_party, label="Clause", under="contract", visible_to=None)
SETTINGS = "settings."


@dataclass(frozen=True, slots=True)
class Outcome:
    """A closed month under both contracts: how the clause's level stood, what adjustments moved, and the difference of the totals."""

    name: str
    before: Attainment | None
    after: Attainment | None
    paid_before: Decimal
    paid_after: Decimal
    difference: Decimal


@PAGE.reads
def read(visit: Visit, number: int, clause: str) -> dict[str, Any]:
    """`rule` shows the form of another rule; fields named `settings.…` show what they would say, and nothing is saved."""
    row = found(visit, number)
    text = bytes(row.content)
    try:
        before = settings_of(text, clause)
        asked = clause_form.of_clause(text, clause, before, visit.asked("rule"))
    except Refused:
        raise Http404 from None
    tried, refused = text, tuple[Fault, ...]()
    given = {name.removeprefix(SETTINGS): visit.asked(name) for name in visit.request.GET if name.startswith(SETTINGS)}
    if given:
        try:
            tried = with_settings(text, clause, clause_form.settled(text, clause, before, given, visit.asked("rule")))
        except Refused as fault:
            refused = tuple(fault.faults)
    reading = queries.reading(visit.by, row, tried)
    moved = effect(visit.by, reading.terms) if reading.terms is not None and reading.changes else None
    section = clause_form.section_of(clause)
    rule = visit.asked("rule") or clause_form.rule_of(before)
    told = fault_places.by_field(tried, clause, asked, [*refused, *reading.about(clause)])
    return {
        "answer": answer(row, reading, moved, visit.engagement.client.short_name),
        "row": row,
        "clause": clause,
        "name": clause_form.name_of(text, clause),
        "section": section,
        "section_name": SECTIONS.get(section, "the text"),
        "rule": rule,
        "rules": sorted(standard_catalogue().sections.get(section, {})),
        "rule_says": summary(standard_catalogue().rule(section, rule)) if rule else "",
        "main_fields": [field for field in asked if field.required or field.written],
        "more_fields": [field for field in asked if not (field.required or field.written)],
        "signed": _signed(reading.before, clause) if reading.before is not None else {},
        "is_first": not row.base,
        "field_faults": told,
        "faults": told.get("", ()),
        "known_faults": len([one for faults in told.values() for one in faults if not one.notice]),
        "every_field": [field.address for field in _shown(asked)],
        "other_faults": len([one for one in reading.faults if one not in reading.about(clause)]),
        "prose": list(_prose(reading, clause)),
        "yaml": list(_lines(reading.before, tried, clause)),
        "changes": [one for one in reading.changes if one.clause == clause],
        "effect": moved,
        "months": list(_outcomes(moved, clause)) if moved is not None else [],
        "takeaway": takeaway(moved, clause) if moved is not None else "",
        "may_write": row.state == "draft" and row.side == visit.by.side and edit_clause.allowed(visit.by),
        "is_fixed": clause in FIXED or clause == HEAD,
        "subject": f"{row.public_id}/{clause}",
        "earlier": list(_before(visit, row, clause)),
        "fragments": ("beside",),
    }


def _signed(terms: Terms, clause: str) -> Mapping[str, str]:
    """What the signed contract has in each field."""
    try:
        written = settings_of(terms.text, clause)
    except Refused:
        return {}
    try:
        fields = clause_form.of_clause(terms.text, clause, written)
    except Refused:
        return {}
    return dict(sent(fields))


def _before(visit: Visit, row: Draft, clause: str) -> Iterator[tuple[str, str]]:
    """What was said of the clause on the offers that this draft goes back to, the oldest first."""
    if row.answers is not None and (above := queries.draft_numbered(visit.by, row.answers.number)) is not None:
        yield from _before(visit, above, clause)
        who = above.offered_by.organisation if above.offered_by is not None else above.side
        yield f"On {above.title}, offered by {who}", f"clause:{above.public_id}/{clause}"


def _lines(before: Terms | None, text: bytes, clause: str) -> Iterator[tuple[str, str]]:
    """The clause as the text has it, line by line: "+" what is new, "-" what is gone, "" what stays."""
    new = _as_text(text, clause)
    old = new
    if before is not None:
        with contextlib.suppress(Refused):
            old = _as_text(before.text, clause)
    for line in difflib.ndiff(old, new):
        if not line.startswith("?"):
            yield line[:1].strip(), line[2:]


def _as_text(text: bytes, clause: str) -> list[str]:
    return lines_of_entry(Entry(clause, 0, settings_of(text, clause)), 0, in_full=True)


def _shown(asked: Iterable[Field]) -> Iterator[Field]:
    """Every field that stands for itself on the page: those of groups one by one."""
    for field in asked:
        yield from _shown(field.columns) if field.shape == "group" else (field,)


def _prose(reading: Reading, clause: str) -> Iterator[tuple[Piece, ...]]:
    """The clause in words, paragraph by paragraph, with what differs from the signed one marked."""
    before = _words(reading.before, clause) if reading.before is not None else ""
    after = _words(reading.terms, clause) if reading.terms is not None else ""
    if after:
        yield marked(before, after) if before else ((after, "new" if reading.before is not None else ""),)


def _words(terms: Terms, clause: str) -> str:
    one = next((one for one in terms.clauses if one.number == clause), None)
    if one is None:
        return ""
    if one.rule is not None:
        return bare(clause_prose(terms, standard_catalogue(), clause))
    return bare(clock_prose(terms, clause)) if one.section == 7 else ""


def _outcomes(moved: Effect, clause: str) -> Iterator[Outcome]:
    for before, after in moved.pairs:
        yield Outcome(
            after.month.name,
            before.statement.scorecard.get(clause),
            after.statement.scorecard.get(clause),
            _adjusted(before),
            _adjusted(after),
            after.total - before.total,
        )


def _adjusted(paid: Paid) -> Decimal:
    return paid.credits + paid.bonuses
