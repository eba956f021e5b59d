"""What each rule of charges, adjustments and relief understands: settings, readings, defaults. A signed contract relies on every word of
it.

The golden text is `words.txt`; `pytest tests/settlement/test_words.py --reset` writes it anew. A word that goes, or a default that turns,
makes signed contracts unreadable or means something else in them; then it needs a new number of `remit terms`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from remit.adjustment import Adjustment
from remit.catalogue import standard_catalogue
from remit.charge import Charge
from remit.demo.specimen import PLACE, specimen
from remit.terms.reader import read
from remit.terms.setting import REQUIRED, Rule, Setting

GOLDEN = Path(__file__).parent / "words.txt"
FAMILIES = {9: "relief", 10: "charge", 11: "adjustment"}


def settings(one: Setting) -> str:
    default = "needed" if one.default is REQUIRED else "absent" if one.default is None else repr(one.default)
    return f"  {one.name}: {default}\n    {json.dumps(without_words(one.kind.schema()), ensure_ascii=False, sort_keys=True)}"


def without_words(schema: object) -> object:
    """A schema without what it says to people."""
    if isinstance(schema, dict):
        return {
            name: without_words(value)
            for name, value in schema.items()
            if name not in ("description", "title") or not isinstance(value, str)
        }
    return [without_words(one) for one in schema] if isinstance(schema, list) else schema


def written(section: int, rule: Rule) -> str:
    how = {name: getattr(rule, name) for name in ("phase", "stage", "kind", "by_month", "takes_share") if hasattr(rule, name)}
    head = f"{FAMILIES[section]} {rule.name}: " + ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in how.items())
    return "\n".join([head, *hangs_on(section, rule), *map(settings, (*rule.settings, *rule.common))])


def hangs_on(section: int, rule: Rule) -> list[str]:
    """On which levels the money of the rule's example hangs, and how many earlier months it reads."""
    if not isinstance(rule, Charge | Adjustment):
        return []
    clause = read(specimen(section, rule.example), standard_catalogue()).clause(f"{section}.{PLACE}")
    levels = [f"  hangs on {', '.join(rule.levels(clause))}"] if isinstance(rule, Adjustment) and rule.levels(clause) else []
    back = rule.looks_back(clause)
    return [*levels, *([f"  looks back {back} months"] if back else [])]


def test_every_word_that_a_rule_understands(pytestconfig: pytest.Config) -> None:
    rules = sorted(
        ((section, rule) for section, rule in standard_catalogue() if section in FAMILIES), key=lambda one: (one[0], one[1].name)
    )
    found = "\n".join(written(*one) for one in rules) + "\n"
    if pytestconfig.getoption("--reset"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")
