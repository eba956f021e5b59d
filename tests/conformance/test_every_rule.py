"""Every rule that is installed: described, exemplified, readable, printable. A new file in a plural folder is met here at once."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import jsonschema
import polars as pl
import pytest
from ruamel.yaml import YAML

from remit.adjustment import Adjustment
from remit.catalogue import standard_catalogue
from remit.demo.specimen import PLACE, specimen
from remit.exchange.reference import default, description, page, rule_values, taken
from remit.line import Account, Draft, Line
from remit.scorecard import Scorecard
from remit.terms.document import Clause, Terms
from remit.terms.reader import read, read_with_notices
from remit.terms.references import Value
from remit.terms.setting import Rule, Setting
from remit.terms.typed import Length
from remit.terms.words import Words
from remit.values.money import Money, Rounding
from remit.values.period import Month
from remit.work.facts import FACTS

RULES = [pytest.param(section, rule, id=f"{section} {rule.name}") for section, rule in standard_catalogue()]
every_rule = pytest.mark.parametrize(("section", "rule"), RULES)


@cache
def example_of(section: int, rule: Rule) -> tuple[Terms, Clause]:
    terms = read(specimen(section, rule.example), standard_catalogue())
    return terms, terms.clause(f"{section}.{PLACE}")


def test_every_section_of_clauses_has_rules() -> None:
    assert all(rules for rules in standard_catalogue().sections.values())


@every_rule
def test_it_is_described(section: int, rule: Rule) -> None:
    text = description(rule)
    assert len(text) > 20 and text.rstrip().endswith((".", ":", "`", ")")), "the file's docstring is the reference page"
    assert sys.modules[type(rule).__module__].RULE is rule  # type: ignore[attr-defined]
    assert rule.practice, "say which contract practice, paper or standard it comes from"


@every_rule
def test_each_setting_says_what_it_does(section: int, rule: Rule) -> None:
    every = [*rule.settings, *rule.common]
    assert len({setting.name for setting in every}) == len(every), "a setting is named twice"
    for setting in every:
        assert setting.doc.rstrip("'").endswith("."), f"{setting.name}: {setting.doc!r} is no sentence"
        assert setting.name == setting.name.strip().lower() and "_" not in setting.name
        assert taken(setting.kind)


@every_rule
def test_defaults_are_written_as_they_are_read(section: int, rule: Rule) -> None:
    for setting in rule.every_setting.values():
        schema = setting.kind.schema()
        jsonschema.Draft202012Validator.check_schema(schema)
        if setting.default is not None and not setting.required and isinstance(setting.default, str):
            jsonschema.validate(default(setting), schema)


@every_rule
def test_the_example_reads_without_faults(section: int, rule: Rule) -> None:
    _, clause = example_of(section, rule)
    assert clause.rule == rule.name
    for name, setting in rule.every_setting.items():
        assert name in clause.settings, f"{name} has no value, not even None"
        assert not setting.required or name in clause.written
        if name not in clause.written:
            assert clause[name] == setting.default or setting.default is None


@every_rule
def test_the_example_is_of_this_rule_and_uses_its_own_settings(section: int, rule: Rule) -> None:
    _, clause = example_of(section, rule)
    own = {setting.name for setting in rule.settings}
    assert not own or own & clause.written


@every_rule
def test_the_prose_is_sentences_with_the_figures_of_the_clause(section: int, rule: Rule) -> None:
    terms, clause = example_of(section, rule)
    prose = rule.prose(clause, Words(terms))
    assert prose == prose.strip() and len(prose) > 10
    assert prose.rstrip("*]").endswith("."), prose
    for mark in ("None", "Fraction(", "Length(", "{", "REQUIRED", "  "):
        assert mark not in prose, f"{mark!r} in: {prose}"
    assert prose == rule.prose(clause, Words(terms)), "the same clause reads the same every time"


@every_rule
def test_written_settings_come_back_as_they_were_written(section: int, rule: Rule) -> None:
    """Text to value to text to value: what a kind writes, it reads as the same value."""
    _, clause = example_of(section, rule)
    settings = rule.every_setting
    simple = {
        name: settings[name].kind.write(clause[name]) for name in clause.written & settings.keys() if _alone(settings[name], clause[name])
    }
    if not simple:
        return
    again = f"{section}.1 once more:\n  rule: {rule.name}\n" + "".join(f"  {name}: {_quoted(text)}\n" for name, text in simple.items())
    terms = read(specimen(section, again + "\n".join(_lines_of_nested(rule, set(simple)))), standard_catalogue())
    reread = terms.clause(f"{section}.{PLACE}")
    assert {name: reread[name] for name in simple} == {name: clause[name] for name in simple}


def _alone(setting: Setting, value: Any) -> bool:
    """Whether the value is one piece of text whose kind needs nothing else of the contract to write it."""
    return isinstance(value, str | bool | int | Fraction | date | Money | Length) and not isinstance(setting.kind, Value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _lines_of_nested(rule: Rule, done: set[str]) -> list[str]:
    """The example's settings that are not single values, as they stand."""
    from remit.exchange.reference import example

    lines: list[str] = []
    keep = False
    for line in example(rule).splitlines()[1:]:
        if line.startswith("  ") and not line.startswith("   "):
            name = line.strip().split(":")[0]
            keep = name not in done and name != "rule"
        if keep:
            lines.append(line)
    return lines


@every_rule
def test_its_page_names_every_setting_of_its_own(section: int, rule: Rule) -> None:
    terms, clause = example_of(section, rule)
    text = page(rule, rule.prose(clause, Words(terms)))
    assert all(f"`{setting.name}`" in text for setting in rule.every_setting.values())
    assert rule_values(rule)["example"] in text


SETTLING = [pytest.param(section, rule, id=f"{section} {rule.name}") for section, rule in standard_catalogue() if section in (9, 10, 11)]


@pytest.mark.parametrize(("section", "rule"), SETTLING)
def test_a_setting_that_is_wrong_or_lacking_is_told_and_stops_nothing_else(section: int, rule: Rule) -> None:
    """Each setting in turn is no value that anybody could mean, or is left out: the reader says so at that clause, and reads on."""
    head, *_ = rule.example.strip("\n").splitlines()
    written = YAML(typ="safe").load(rule.example)
    settings = next(iter(written.values()))
    for name, setting in rule.every_setting.items():
        for wrong in ({**settings, name: {"nobody": ["means this"]}}, {key: value for key, value in settings.items() if key != name}):
            if name not in wrong and not setting.required:
                continue
            clause = f"{head}\n" + "".join(f"  {key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in wrong.items())
            terms, faults = read_with_notices(specimen(section, clause), standard_catalogue())
            told = [fault for fault in faults if not fault.notice]
            assert terms is None and told, f"{name} is taken as {wrong.get(name)}"
            assert all(fault.place.clause == f"{section}.{PLACE}" for fault in told), [str(fault) for fault in told]


ADJUSTMENTS = [pytest.param(rule, id=rule.name) for section, rule in standard_catalogue() if section == 11]


@pytest.mark.parametrize("rule", ADJUSTMENTS)
def test_an_adjustment_acts_in_its_own_phase_alone(rule: Adjustment) -> None:
    """Only caps cut lines, only repeats and incidents change credits, and neither of them writes a line of its own."""
    terms, clause = example_of(11, rule)
    account = Account(terms, Month(2026, 8), Rounding(), Scorecard(()), {}, pl.DataFrame(schema=FACTS))
    line = Line("11.1", "service credits", None, "credit", Decimal("-5.00"), "Said.")
    draft = Draft("11.1", "service credits", None, "credit", Fraction(-5), "said")
    if rule.phase != "cap":
        assert rule.limited(clause, [line], account) == [line]
    if rule.phase not in ("same incident", "repeat"):
        assert rule.changed(clause, [draft], account) == [draft]
    if rule.phase in ("cap", "same incident", "repeat", "target"):
        assert tuple(rule.drafts(clause, account)) == ()
