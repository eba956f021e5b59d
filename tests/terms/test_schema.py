"""Both contracts validate against the published JSON Schema, as text and as a YAML parser types them; wrong ones do not."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from remit.catalogue import standard_catalogue
from remit.terms.compose import compose
from remit.terms.node import Items, Node, Scalar
from remit.terms.schema import json_schema
from tests.terms.cases import base_text

VALIDATOR = jsonschema.Draft202012Validator(json_schema(standard_catalogue()))


def as_text(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [as_text(item) for item in node.items]
    return {entry.key: as_text(entry.value) for entry in node}


def plain(value: Any) -> Any:
    """As an editor sees it: dates are text in YAML 1.2's core schema."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool) else str(value)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(standard_catalogue()))


@pytest.mark.parametrize("name", ["demo", "simple"])
def test_contracts_validate(name: str) -> None:
    root, _, _ = compose(base_text(name))
    assert [error.message for error in VALIDATOR.iter_errors(as_text(root))] == []


@pytest.mark.parametrize("name", ["demo", "simple"])
def test_contracts_validate_as_an_editor_types_them(name: str) -> None:
    value = plain(YAML(typ="safe", pure=True).load(base_text(name)))
    assert [error.message for error in VALIDATOR.iter_errors(value)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("target: 90 %", "target: ninety"),
        ("rule: share on time", "rule: share within time"),
        ("minimum sample: 100", "min sample: 100"),
        ("price: £2.60", "price: about 2.60"),
        ("signed: 2026-01-12", "signed: 12 January"),
        ("8.1 email first reply", "email first reply"),
        ("within: 4 business hours", "within: 4h"),
        ("Monday to Friday: 08:00 to 18:00", "Monday to Friday: 8-18"),
    ],
)
def test_wrong_texts_do_not_validate(old: str, new: str) -> None:
    text = base_text("demo")
    assert old in text
    root, _, _ = compose(text.replace(old, new, 1))
    assert not VALIDATOR.is_valid(as_text(root))
