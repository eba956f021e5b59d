"""An edit of a draft gives what was asked for and leaves every other byte alone."""

from __future__ import annotations

import random

import pytest

from remit.catalogue import standard_catalogue
from remit.exchange import starters
from remit.terms import patch
from remit.terms.compose import compose
from remit.terms.fixed import FIXED
from remit.terms.node import Pairs
from remit.terms.patch import Plain, changed, node, plain, settings_of, with_clause, with_settings, without_clause
from tests.shared import REPOSITORY

TEXTS = [(REPOSITORY / "src/remit/demo/terms.yaml").read_bytes(), *(starters.contract(name) for name in starters.names())]


def clauses(text: bytes) -> dict[str, Pairs]:
    root, faults, _ = compose(text.decode())
    assert not faults
    found = {}
    for section in root:
        for clause in section.value if isinstance(section.value, Pairs) else ():
            number = clause.key.partition(" ")[0]
            if number[0].isdigit() and isinstance(clause.value, Pairs):
                found[number] = clause.value
    return found


def value(chance: random.Random, depth: int = 0) -> Plain:
    """Any value, among them texts that YAML would read as something else."""
    words = [
        "90 %",
        "4 business hours",
        "£1,450.00",
        "a: b",
        "- dash",
        "#no",
        "it's",
        '"quoted"',
        "yes",
        "null",
        "2026-05-01",
        "08:00 to 18:00",
        "x,y",
        "[",
        "café",
        "*star",
        "{a",
        "trailing:",
        "tab\there",
        "a\nb",
        "| x",
        "- ",
        "-",
        "http://x/y?z#q",
        "x" * 150,
        "",
    ]
    kind = chance.random()
    if depth > 2 or kind < 0.5:
        return chance.choice(words)
    if kind < 0.75:
        return [value(chance, depth + 1) for _ in range(chance.randint(1, 4))]
    return {
        f"{chance.choice(['level', 'from', 'to be: or', 'x, y', 'n'])} {at}": value(chance, depth + 1) for at in range(chance.randint(1, 4))
    }


def mutated(chance: random.Random, settings: Pairs) -> Pairs:
    kind = chance.random()
    names = [entry.key for entry in settings]
    if kind < 0.25 and len(names) > 1:
        return changed(settings, chance.choice(names), None)
    if kind < 0.5:
        return changed(settings, f"new {chance.randint(0, 9)}", node(value(chance)))
    return changed(settings, chance.choice(names), node(value(chance)))


@pytest.mark.parametrize("text", TEXTS, ids=["demo", *starters.names()])
def test_an_edit_changes_its_clause_and_no_other_line(text: bytes) -> None:
    chance = random.Random(11)
    numbers = list(clauses(text))
    for _ in range(25):
        number = chance.choice(numbers)
        before = clauses(text)
        wanted = before[number]
        for _ in range(chance.randint(1, 3)):
            wanted = mutated(chance, wanted)
        edited = with_settings(text, number, wanted)
        after = clauses(edited)
        assert plain(after[number]) == plain(wanted)
        assert {name: plain(one) for name, one in after.items() if name != number} == {
            name: plain(one) for name, one in before.items() if name != number
        }
        assert lines_outside(edited, number) == lines_outside(text, number)
        text = edited  # edits upon edits


def lines_outside(text: bytes, number: str) -> list[str]:
    from remit.terms import splice

    lines = splice.lines_of(text.decode(), "it")
    span = next(one for spans in splice.spans(lines).values() for one in spans if one.number == number and one.title not in FIXED)
    return [line.text for line in (*lines[: span.first], *lines[span.last :])]


@pytest.mark.parametrize("text", TEXTS, ids=["demo", *starters.names()])
def test_settings_given_back_as_they_are_keep_every_byte(text: bytes) -> None:
    for number, settings in clauses(text).items():
        assert with_settings(text, number, settings) == text
    for name in ("parties", "term", "money"):
        assert with_settings(text, name, settings_of(text, name)) == text


def test_comments_spacing_and_line_ends_stay() -> None:
    text = (
        b"remit terms: 1\r\nadjustments:\r\n  11.1 credits:   # agreed in May\r\n    rule:   credit per miss\r\n"
        b"    credits:\r\n      email: 4 %  # was 3\r\n\r\n      chat: 3 %\r\n    of: base charges\r\n"
    )
    wanted = changed(settings_of(text, "11.1"), "credits", node({"email": "5 %", "chat": "3 %", "phone": "1 %"}))
    assert with_settings(text, "11.1", wanted) == text.replace(b"4 %", b"5 %").replace(
        b"chat: 3 %\r\n", b"chat: 3 %\r\n      phone: 1 %\r\n"
    )


def test_a_row_of_a_list_is_added_changed_and_taken_out() -> None:
    text = b"a:\n  1.1 b:\n    rows:\n      - {from: 1, to: 2}   # low\n      - from: 2\n        to: 3\n    end: x\n"
    rows = [{"from": "1", "to": "2"}, {"from": "2", "to": "4"}, {"from": "4", "note": "a, b"}]
    edited = with_settings(text, "1.1", changed(settings_of(text, "1.1"), "rows", node(rows)))
    assert edited == (
        b"a:\n  1.1 b:\n    rows:\n      - {from: 1, to: 2}   # low\n      - from: 2\n        to: 4\n"
        b"      - from: 4\n        note: a, b\n    end: x\n"
    )
    assert with_settings(edited, "1.1", changed(settings_of(edited, "1.1"), "rows", node(rows[1:]))) == (
        b"a:\n  1.1 b:\n    rows:\n      - from: 2\n        to: 4\n      - from: 4\n        note: a, b\n    end: x\n"
    )


def test_rows_in_rows_and_two_additions_at_one_place_keep_their_order() -> None:
    text = b"a:\n  1.1 b:\n    nested:\n      - - p\n        - q\n      - r  # - not a row\n    rows:\n      - x\n"
    wanted = changed(settings_of(text, "1.1"), "nested", node([["p", "s"], "r", "t"]))
    wanted = changed(changed(wanted, "rows", node(["x", "y"])), "end", node("z"))
    assert with_settings(text, "1.1", wanted) == (
        b"a:\n  1.1 b:\n    nested:\n      - - p\n        - s\n      - r  # - not a row\n      - t\n"
        b"    rows:\n      - x\n      - y\n    end: z\n"
    )


def test_every_example_of_the_catalogue_is_entered_clause_by_clause() -> None:
    """What a rule's example says can be put into a contract, changed by nothing, and taken out again without a trace."""
    text = TEXTS[0]
    for section, rule in standard_catalogue():
        from remit.exchange.reference import example
        from remit.terms.document import SECTIONS

        ((key, settings),) = ((entry.key, entry.value) for entry in compose(example(rule))[0])
        assert isinstance(settings, Pairs)
        put, number = with_clause(text, SECTIONS[section], key.partition(" ")[2], settings)
        assert plain(settings_of(put, number)) == plain(settings)
        assert without_clause(put, number) == text


def test_a_clause_gets_another_name() -> None:
    text = b"service levels:\n  8.1 email first reply: # x\n    rule: share on time\n"
    assert patch.renamed(text, "8.1", "first reply: all mail") == (
        b"service levels:\n  '8.1 first reply: all mail': # x\n    rule: share on time\n"
    )
