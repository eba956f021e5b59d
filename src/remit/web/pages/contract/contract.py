"""The contract: the terms in force in words, every version, and the drafts of the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from remit.catalogue import standard_catalogue
from remit.prose.contract import prose
from remit.prose.document import Grid, Heading, Paragraph, runs
from remit.records.models.draft import Draft
from remit.stages import roles
from remit.stages.contract import queries
from remit.stages.contract.record_terms import record_terms
from remit.stages.contract.sentences import count
from remit.stages.contract.start_draft import start_draft
from remit.stages.improvement.dates import term_dates
from remit.terms.document import Terms
from remit.terms.kinds import Duration
from remit.values.period import moment
from remit.web.page import Visit, page
from remit.work.renewal import renewal

PAGE = page("contract/", may=roles.is_party, label="The contract", place=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of the printed contract: `kind` is heading, paragraph or table; texts are runs with their style."""

    kind: str
    text: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[tuple[str, str], ...], ...], ...] = ()


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`version` shows an earlier version of the terms; 1 is the text first signed."""
    known = queries.versions(visit.by)
    drafts = queries.drafts(visit.by)
    if not known:
        return {
            "answer": _answer_before(visit, drafts),
            "versions": (),
            "drafts": drafts,
            "blocks": (),
            "terms": None,
            "may_start": start_draft.allowed(visit.by),
            "may_record": record_terms.allowed(visit.by),
        }
    asked = visit.asked("version")
    chosen = known[int(asked) - 1] if asked.isdecimal() and 0 < int(asked) <= len(known) else known[-1]
    offers = [one for one in drafts if one.state == "offered"]
    waiting = [one for one in offers if one.side != visit.by.side]
    return {
        "answer": _answer(known[-1].terms, len(known) - 1, len(waiting), len(offers)),
        "versions": tuple(enumerate(known, 1)),
        "chosen": chosen,
        "place": known.index(chosen) + 1,
        "forms": ("yaml", "pdf", "docx", "md"),
        "drafts": drafts,
        "terms": chosen.terms,
        "term": _term(known[-1].terms, moment(visit.now, visit.engagement.zone).date()),
        "coming": [(one.day, one.what) for one in term_dates(visit.by, visit.now) if one.what.startswith("amendment")],
        "blocks": tuple(_shown(block) for block in prose(chosen.terms, standard_catalogue()).blocks),
        "may_start": start_draft.allowed(visit.by),
    }


def _answer_before(visit: Visit, drafts: list[Draft]) -> str:
    """Before anything is signed: what waits for whom."""
    open_ones = [one for one in drafts if one.state in ("draft", "offered")]
    theirs = [one for one in open_ones if one.side != visit.by.side]
    if theirs:
        return f"There is no signed contract yet; {theirs[0].title} waits for your answer."
    if open_ones:
        verb = "waits for their answer" if open_ones[0].state == "offered" else "is being written"
        return f"There is no signed contract yet; {open_ones[0].title} {verb}."
    return "There is no signed contract yet."


def _answer(terms: Terms, amendments: int, waiting: int, offers: int) -> str:
    amended = f"with {count(amendments, 'amendment')}" if amendments else "as first signed"
    stands = f"The contract stands {amended}, {count(len(terms.clauses), 'clause')} until {terms.term['ends']:%-d %B %Y}"
    if waiting:
        return f"{stands}; {count(waiting, 'offer')} {'waits' if waiting == 1 else 'wait'} for your answer."
    if offers:
        return f"{stands}; your offer waits for their answer."
    return f"{stands}."


def _term(terms: Terms, today: date) -> dict[str, Any]:
    """The running term: how long it is until the last day to give notice, and what happens after it."""
    found = renewal(terms, today)
    return {
        "ends": found.ends,
        "notice_by": found.notice_by,
        "left": (found.notice_by - today).days,
        "renews": Duration().write(found.renews) if found.renews is not None else "",
        "renewed": found.renewed,
    }


def _shown(block: Heading | Paragraph | Grid) -> Shown:
    if isinstance(block, Heading):
        return Shown("heading", tuple(runs(block.text)))
    if isinstance(block, Paragraph):
        return Shown("paragraph", tuple(runs(block.text)))
    return Shown("table", heads=block.heads, rows=tuple(tuple(tuple(runs(cell)) for cell in row) for row in block.rows))
