"""An amendment made from a draft turns the terms in force into that draft."""

from __future__ import annotations

import random
from datetime import date

import pytest

from remit.catalogue import standard_catalogue
from remit.exchange import starters
from remit.terms import patch
from remit.terms.amending import amendment, signed_version
from remit.terms.patch import changed, node, settings_of, with_clause, with_settings, without_clause
from remit.terms.reader import read
from remit.values.fault import Refused
from tests.shared import REPOSITORY

CATALOGUE = standard_catalogue()
DEMO = (REPOSITORY / "src/remit/demo/terms.yaml").read_bytes()
DAYS = {"signed": date(2026, 11, 12), "starts": date(2027, 1, 1)}


def said(text: bytes) -> list[tuple[str, str, object]]:
    return [(clause.number, clause.name, dict(clause.settings)) for clause in read(text, CATALOGUE).clauses]


def set_to(text: bytes, number: str, setting: str, value: patch.Plain) -> bytes:
    return with_settings(text, number, changed(settings_of(text, number), setting, node(value)))


def test_a_changed_a_new_and_a_removed_clause_come_through() -> None:
    draft = set_to(DEMO, "8.1", "target", "92 %")
    draft = set_to(draft, "11.1", "credits", {"email first reply": "5 %", "chat answered": "3 %"})
    draft = set_to(draft, "term", "notice", "6 months")
    draft, number = with_clause(draft, "charges", "weekend cover", node({"rule": "fixed", "amount": "£300.00", "each": "month"}))  # type: ignore[arg-type]
    draft = without_clause(draft, "10.7")
    made = amendment(read(DEMO, CATALOGUE), draft, **DAYS, note="as agreed: by phone")
    assert number == "10.11" and b"remove: [10.7]" in made and b"note: 'as agreed: by phone'" in made
    assert made.count(b"rule:") == 3  # 8.1, 10.11 and 11.1, and no clause that stayed
    version = signed_version(read(DEMO, CATALOGUE), made, CATALOGUE)
    assert version.starts == DAYS["starts"]
    assert [(clause.number, clause.name, dict(clause.settings)) for clause in version.terms.clauses] == said(draft)
    assert str(version.terms.term["notice"]) == str(read(draft, CATALOGUE).term["notice"])


@pytest.mark.parametrize("preset", starters.names())
def test_any_edit_of_any_preset(preset: str) -> None:
    """Random changes of figures that stay good: the consolidation says what the draft says, clause by clause."""
    chance = random.Random(5)
    base = starters.contract(preset)
    terms = read(base, CATALOGUE)
    levels = [clause for clause in terms.section(8) if "note" not in clause.written]
    draft = base
    for clause in chance.sample(levels, min(2, len(levels))):
        draft = set_to(draft, clause.number, "note", f"agreed on {chance.randint(1, 28)} May")
    if draft == base:
        pytest.skip("no levels")
    version = signed_version(
        terms, amendment(terms, draft, signed=terms.term["ends"], starts=date(terms.term["ends"].year, 1, 1)), CATALOGUE
    )
    assert [dict(clause.settings) for clause in version.terms.clauses] == [settings for _, _, settings in said(draft)]


def test_what_an_amendment_cannot_say_is_refused() -> None:
    terms = read(DEMO, CATALOGUE)
    with pytest.raises(Refused, match="says what the terms in force say"):
        amendment(terms, DEMO, **DAYS)
    with pytest.raises(Refused, match="changes 'title'"):
        amendment(terms, DEMO.replace(b"title: Customer contact", b"title: Contact"), **DAYS)


def test_comments_and_spacing_are_no_change() -> None:
    with pytest.raises(Refused, match="says what the terms in force say"):
        amendment(read(DEMO, CATALOGUE), DEMO.replace(b"    target: 90 %\n", b"    target:  90 %  # as before\n"), **DAYS)


def test_a_draft_that_is_indented_in_another_way_gives_an_amendment_that_can_be_read() -> None:
    terms, draft = read(DEMO, CATALOGUE), set_to(DEMO, "8.1", "target", "92 %").decode()
    deeper = "".join("  " + line if line.startswith("  ") else line for line in draft.splitlines(True))
    version = signed_version(terms, amendment(terms, deeper.encode(), **DAYS), CATALOGUE)
    assert [dict(clause.settings) for clause in version.terms.clauses] == [settings for _, _, settings in said(draft.encode())]
