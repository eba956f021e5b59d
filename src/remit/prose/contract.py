"""The whole contract as prose, in the order of its sections."""

from __future__ import annotations

from remit.prose import clauses, definitions, fixed
from remit.prose.document import Block, Document, Heading
from remit.terms.catalogue import Catalogue
from remit.terms.document import SECTIONS, Terms
from remit.terms.words import Words, listed


def prose(terms: Terms, catalogue: Catalogue) -> Document:
    """The document of these terms; the same terms give the same text."""
    words = Words(terms)
    blocks: list[Block] = [*fixed.head(terms, words), *fixed.parties(terms, words), *fixed.term(terms, words), *fixed.money(terms, words)]
    parts: list[tuple[str, list[Block]]] = [
        (
            "Schedule of services",
            [
                *definitions.calendars(terms, words),
                *definitions.records(terms, words),
                *definitions.services(terms, words),
                *definitions.clocks(terms, words),
            ],
        ),
        ("Schedule of service levels", [*clauses.levels(terms, catalogue, words), *clauses.reliefs(terms, catalogue, words)]),
        ("Schedule of charges", clauses.charges(terms, catalogue, words)),
        ("Schedule of price adjustments (service credits)", clauses.adjustments(terms, catalogue, words)),
        (
            "Statement, governance, data, exit",
            [
                *fixed.statement(terms, words),
                *clauses.governance(terms, catalogue, words),
                *clauses.data_protection(terms, catalogue, words),
                *clauses.ending(terms, catalogue, words),
                *fixed.amendments(terms, words),
                *fixed.unused(_unused(terms)),
            ],
        ),
        ("Annex: roles and deputies", fixed.annex(terms, words)),
    ]
    for title, part in parts:
        if part:
            blocks += [Heading(title), *part]
    return Document(terms.title, terms.digest, terms.term["signed"], tuple(blocks))


def _unused(terms: Terms) -> str:
    """The sections without a clause, in one phrase."""
    used = {clause.section for clause in terms.clauses} | {1, 2, 3, 12} | ({16} if terms.amendments else set())
    return listed([f"{number} {name}" for number, name in SECTIONS.items() if number not in used]) if len(used) < len(SECTIONS) else ""
