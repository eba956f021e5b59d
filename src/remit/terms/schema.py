"""JSON Schema of the language of terms (draft 2020-12), made from the same settings that read it: for editors and other programs.

It knows every rule with its settings, defaults in words and patterns of scalars. It does not know names, sums over clauses and the other
things that only a reading can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from remit.terms.catalogue import RULE_OF, Catalogue
from remit.terms.clauses import EVERY_RULE
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import SECTIONS
from remit.terms.fixed import AMENDMENT, FIXED
from remit.terms.kinds import RowsOf
from remit.terms.setting import Rule, Setting
from remit.terms.shapes import settings_schema

ADDRESS = "urn:remit:terms:1"


def json_schema(catalogue: Catalogue) -> dict[str, Any]:
    """The schema of `remit terms: 1` with the rules of a catalogue."""
    properties: dict[str, Any] = {
        "remit terms": {"enum": [1, "1"], "title": "The language of terms and its version."},
        "title": {"type": "string"},
        "form": {"enum": ["simple", "advanced", "regulated"], "default": "simple"},
        "schedule to": {"type": "string"},
        "order of precedence": {"type": "array", "items": {"type": "string"}},
    }
    definitions: dict[str, Any] = {}
    for number, name in SECTIONS.items():
        if name in FIXED:
            properties[name] = _settings(FIXED[name])
        elif number in DEFINITIONS:
            one, settings = DEFINITIONS[number]
            definitions[one] = _settings(settings)
            properties[name] = _numbered(number, {"$ref": f"#/$defs/{one}"})
        elif number in RULE_OF:
            rules = catalogue.sections.get(number, {})
            definitions.update({_key(number, rule): _rule(rule) for rule in rules.values()})
            properties[name] = _numbered(number, _one_of(number, rules))
        else:
            properties[name] = RowsOf(*AMENDMENT).schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ADDRESS,
        "title": "Remit terms 1",
        "type": "object",
        "properties": properties,
        "required": ["remit terms", "title", "parties", "term", "money"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _key(section: int, rule: Rule) -> str:
    return f"{section} {rule.name}"


def _settings(settings: Iterable[Setting]) -> dict[str, Any]:
    named = {setting.name: setting for setting in settings}
    schema = settings_schema(named)
    for name, setting in named.items():
        if not setting.required and setting.default is not None and setting.default not in ((), {}):
            schema["properties"][name]["default"] = setting.kind.write(setting.default)
    return schema


def _rule(rule: Rule) -> dict[str, Any]:
    schema = _settings([*rule.every_setting.values(), *EVERY_RULE])
    schema["properties"] = {"rule": {"const": rule.name}, **schema["properties"]}
    schema["required"] = ["rule", *schema.get("required", [])]
    return {**schema, "title": rule.name}


def _one_of(section: int, rules: Mapping[str, Rule]) -> dict[str, Any]:
    """The settings of the rule that the clause names. Conditions by name, so that an editor complains about one rule and not about all."""
    return {
        "type": "object",
        "properties": {"rule": {"enum": list(rules)}},
        "required": ["rule"],
        "allOf": [
            {
                "if": {"properties": {"rule": {"const": rule.name}}, "required": ["rule"]},
                "then": {"$ref": f"#/$defs/{_key(section, rule).replace(' ', '%20')}"},
            }
            for rule in rules.values()
        ],
    }


def _numbered(section: int, clause: dict[str, Any]) -> dict[str, Any]:
    pattern = rf"^{section}\.[1-9][0-9]{{0,2}}[A-Z]? \S"
    return {"type": "object", "patternProperties": {pattern: clause}, "additionalProperties": False}
