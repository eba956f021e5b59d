"""A new name is followed by every clause that names it, and by nothing else."""

from __future__ import annotations

import pytest

from remit.catalogue import standard_catalogue
from remit.exchange import starters
from remit.terms import patch
from remit.terms.document import SECTIONS
from remit.terms.patch import node, plain, renamed, settings_of, with_many, with_settings
from remit.terms.reader import read
from remit.terms.renaming import following
from remit.terms.spots import HEAD
from tests.shared import REPOSITORY

CATALOGUE = standard_catalogue()
DEMO = (REPOSITORY / "src/remit/demo/terms.yaml").read_bytes()


@pytest.mark.parametrize("name", ["demo", *starters.names()])
def test_every_clause_can_be_renamed_and_the_contract_still_reads(name: str) -> None:
    text = DEMO if name == "demo" else starters.contract(name)
    for clause in read(text, CATALOGUE).clauses:
        made = renamed(text, clause.number, "another word")
        made = following(made, CATALOGUE, {SECTIONS[clause.section]: {clause.name: "another word"}})
        after = read(made, CATALOGUE)
        assert after.clause(clause.number).name == "another word"
        assert len(after.clauses) == len(read(text, CATALOGUE).clauses)


def test_only_what_names_it_follows() -> None:
    """The service 6.1 and the charge 10.1 have the same name."""
    made = following(renamed(DEMO, "6.1", "care"), CATALOGUE, {"services": {"customer contact": "care"}})
    assert made.count(b"care") - DEMO.count(b"care") == 5  # its own name, 8.5 covers, 9.3 services, 10.1 and 10.8 service
    assert plain(settings_of(made, "10.1")) == {"rule": "unit price", "service": "care", "price": "£2.60"}
    assert b"10.1 customer contact:" in made


def test_components_and_roles_are_followed_too() -> None:
    made = following(DEMO, CATALOGUE, {"components": {"email": "mail"}, "roles": {"team lead": "shift lead"}})
    assert plain(settings_of(made, "7.1"))["covers"] == "mail"  # type: ignore[call-overload, index]
    steps = plain(settings_of(made, "13.3"))["steps"]  # type: ignore[call-overload, index]
    assert steps[0]["to"] == "shift lead and order desk supervisor"
    assert b"responsible: shift lead" in made and b"channel: email" in made


def test_several_clauses_and_the_head_are_edited_at_once() -> None:
    term = patch.changed(settings_of(DEMO, "term"), "notice", node("6 months"))
    head = patch.changed(settings_of(DEMO, HEAD), "title", node("Care"))
    made = with_many(DEMO, {"term": term, HEAD: head})
    assert made == DEMO.replace(b"notice: 3 months", b"notice: 6 months").replace(
        b"title: Customer contact and order entry", b"title: Care"
    )


def test_a_section_that_is_not_there_is_begun_in_its_place() -> None:
    text = starters.contract("simple")
    made = with_settings(text, "statement", node({"calendar": "working hours", "preview": "business day 4"}))  # type: ignore[arg-type]
    assert read(made, CATALOGUE).statement["preview"] == 4
    assert made.replace(b"statement:\n  calendar: working hours\n  preview: business day 4\n", b"").strip() == text.strip()
