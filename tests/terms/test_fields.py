"""Every clause of every contract that ships comes back from its own form as it was."""

from __future__ import annotations

import pytest

from remit.catalogue import standard_catalogue
from remit.exchange import starters
from remit.exchange.reference import example
from remit.terms import patch
from remit.terms.clauses import EVERY_RULE
from remit.terms.compose import compose
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import SECTIONS
from remit.terms.fields import Field, Names, fields, filled
from remit.terms.fixed import FIXED
from remit.terms.node import Pairs
from remit.terms.setting import Setting
from remit.values.fault import Refused
from tests.shared import REPOSITORY, shared

CATALOGUE = standard_catalogue()
TEXTS = {
    "demo": (REPOSITORY / "src/remit/demo/terms.yaml").read_bytes(),
    "mechanisms": shared("language", "mechanisms.yaml").read_bytes(),
    **{name: starters.contract(name) for name in starters.names()},
}


def posted(found: tuple[Field, ...]) -> dict[str, str]:
    """What a browser sends for the form as it is shown."""
    given: dict[str, str] = {}
    for field in found:
        if field.shape == "group":
            given |= posted(field.columns)
        elif field.shape in ("rows", "pairs", "named"):
            for row in (*field.rows, field.spare):
                given |= posted(row)
            if field.takes_lines:
                given[f"{field.address}/lines"] = field.lines.replace("\n", "\r\n")
        else:
            given[field.address] = field.text.replace("\n", "\r\n")
    return given


def settings_of_clause(section: str, clause: Pairs) -> tuple[Setting, ...]:
    number = next(number for number, name in SECTIONS.items() if name == section)
    if number in DEFINITIONS:
        return DEFINITIONS[number][1]
    rule = clause.get("rule")
    return (*CATALOGUE.rule(number, rule.text).every_setting.values(), *EVERY_RULE)  # type: ignore[union-attr]


def same(one: patch.Plain, other: patch.Plain) -> bool:
    """Alike but for the order of settings, and a list of one that is written as the one."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {*one} == {*other} and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, str):
        return one == [other]
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


@pytest.mark.parametrize("name", TEXTS)
def test_a_form_sent_back_untouched_says_what_the_clause_says(name: str) -> None:
    texts = TEXTS[name].decode().split("\n---\n")
    for text in texts:
        names = Names.of(text.encode())
        for section in compose(text)[0]:
            if section.key in FIXED and isinstance(section.value, Pairs):
                found = fields(FIXED[section.key], section.value, names)
                assert same(patch.plain(section.value), patch.plain(filled(found, posted(found)))), section.key
            elif section.key in SECTIONS.values() and isinstance(section.value, Pairs):
                for clause in section.value:
                    if not isinstance(clause.value, Pairs) or section.key == "amendments":
                        continue
                    found = fields(settings_of_clause(section.key, clause.value), clause.value, names)
                    wanted = patch.plain(clause.value)
                    assert isinstance(wanted, dict)
                    wanted.pop("rule", None)
                    assert same(wanted, patch.plain(filled(found, posted(found)))), clause.key


def test_every_example_of_the_catalogue_comes_back_from_its_form() -> None:
    for section, rule in CATALOGUE:
        ((_, clause),) = ((entry.key, entry.value) for entry in compose(example(rule))[0])
        found = fields(settings_of_clause(SECTIONS[section], clause), clause, Names({}))  # type: ignore[arg-type]
        wanted = patch.plain(clause)
        assert isinstance(wanted, dict)
        wanted.pop("rule")
        assert same(wanted, patch.plain(filled(found, posted(found)))), rule.name


def test_fields_propose_what_the_draft_defines() -> None:
    names = Names.of(TEXTS["demo"])
    level = {field.name: field for field in fields(CATALOGUE.rule(8, "share on time").every_setting.values(), None, names)}
    assert level["clock"].options == ("email reply", "chat answer", "order line turnaround", "answer to a question")
    assert level["clock"].required and not level["clock"].written
    bonus = {field.name: field for field in fields(CATALOGUE.rule(11, "bonus").every_setting.values(), None, names)}
    assert [column.name for column in bonus["bands"].spare][:2] == ["from", "to"]
    assert bonus["bands"].spare[0].address == "bands/0/from"
    pays = {field.name: field for field in fields(CATALOGUE.rule(11, "credit per miss").every_setting.values(), None, names)}
    assert pays["credits"].shape == "pairs" and "chat answered" in pays["credits"].columns[0].options
    assert (
        "finance manager"
        in {field.name: field for field in fields(CATALOGUE.rule(10, "hours").every_setting.values(), None, names)}["approved by"].options
    )


def test_what_somebody_wrote_in_another_shape_is_shown_and_not_lost() -> None:
    """A draft may hold a fault: one word where rows belong. The form shows the word; untouched it stays."""
    root, _, _ = compose("v:\n  rule: bonus\n  bands: as agreed\n")
    clause = root.get("v")
    assert isinstance(clause, Pairs)
    found = fields(settings_of_clause("adjustments", clause), clause, Names({}))
    bands = next(field for field in found if field.name == "bands")
    assert (bands.shape, bands.text) == ("free", "as agreed")
    assert patch.plain(filled(found, posted(found)))["bands"] == "as agreed"  # type: ignore[index, call-overload]


def test_all_rows_may_be_written_in_one_text() -> None:
    """As lines, or as a spreadsheet copies them; what the rows of the form say counts no longer then."""
    found = fields(CATALOGUE.rule(11, "bonus").every_setting.values(), patch.node({"bands": [{"from": "4.6", "bonus": "1 %"}]}), Names({}))
    sent = posted(found) | {"service level": "satisfaction"}
    first = next(field for field in found if field.name == "bands")
    assert first.lines == "4.6; ; 1 %"
    for lines in ("4.6; 4.8; 1 %\n4.8; ; 2 %", "4.6\t4.8\t1 %\r\n4.8\t\t2 %\r\n"):
        made = patch.plain(filled(found, sent | {"bands/lines": lines}))
        assert made["bands"] == [{"from": "4.6", "to": "4.8", "bonus": "1 %"}, {"from": "4.8", "bonus": "2 %"}]  # type: ignore[call-overload, index]
    with pytest.raises(Refused, match="line 1 has 4 cells, and a row has 3"):
        filled(found, sent | {"bands/lines": "4.6; 4.8; 1 %; 2"})
    pays = fields(CATALOGUE.rule(11, "credit per miss").every_setting.values(), None, Names({}))
    made = patch.plain(filled(pays, {"credits/lines": "email first reply: 4 %\nchat answered: 3 %"}))
    assert made == {"credits": {"email first reply": "4 %", "chat answered": "3 %"}}


def test_a_component_has_fields_of_its_own() -> None:
    names = Names.of(TEXTS["demo"])
    service = fields(DEFINITIONS[6][1], patch.settings_of(TEXTS["demo"], "6.1"), names)
    parts = next(field for field in service if field.name == "components")
    assert parts.shape == "named" and [row[0].text for row in parts.rows] == ["email", "chat"]
    sent = posted(service) | {
        "components/2/name": "letters",
        "components/2/where/0/name": "channel",
        "components/2/where/0/value": "letter",
    }
    made = patch.plain(filled(service, sent | {"components/2/tasks": "answer\nfile"}))
    assert made["components"]["letters"] == {"where": {"channel": "letter"}, "tasks": ["answer", "file"]}  # type: ignore[call-overload, index]


def test_what_cannot_be_read_is_told_at_its_field() -> None:
    found = fields(DEFINITIONS[7][1], None, Names({}))
    with pytest.raises(Refused, match="not closed"):
        filled(found, {"where/0/name": "channel", "where/0/value": "[email, chat"})


@pytest.mark.parametrize(
    ("rule", "sample"),
    [("accuracy", "90 %"), ("complaints", "12"), ("mean time", "4 business hours"), ("promoters", "4.4"), ("satisfaction", "4.4")],
)
def test_an_empty_target_shows_a_sample_of_its_own_sort(rule: str, sample: str) -> None:
    found = standard_catalogue().find(8, rule)
    assert found is not None
    asked = {one.name: one for one in fields(found.every_setting.values(), None, Names({}))}
    assert (asked["target"].sample, asked["minimum"].sample) == (sample, sample)
