"""How variants are found: every file of a plural folder holds one rule, and the file's name is the rule's name.

`metrics/share_on_time.py` defines `RULE`, whose name is "share on time". No central list is edited: a new file is enough. A file
without `RULE`, or whose rule does not carry the file's name, raises `Misnamed` at start.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol, TypeVar, runtime_checkable


class Misnamed(RuntimeError):
    """A file of the catalogue does not define the rule that its name promises."""


@runtime_checkable
class Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def discover(package: str, kind: type[N]) -> Mapping[str, N]:
    """The rules of one plural folder by name, in alphabetical order of their files; `kind` is the class they all have."""
    home = importlib.import_module(package)
    rules: dict[str, N] = {}
    for entry in sorted(pkgutil.iter_modules(home.__path__), key=lambda entry: entry.name):
        if entry.name.startswith("_"):
            continue
        rule = getattr(importlib.import_module(f"{package}.{entry.name}"), "RULE", None)
        promised = entry.name.replace("_", " ")
        if not isinstance(rule, kind):
            raise Misnamed(f"{package}.{entry.name} defines no RULE of the kind {kind.__name__}; write RULE = {kind.__name__}(...).")
        if rule.name != promised:
            raise Misnamed(
                f"{package}.{entry.name} holds the rule '{rule.name}'; "
                f"name the file {rule.name.replace(' ', '_')}.py or the rule '{promised}'."
            )
        rules[rule.name] = rule
    return MappingProxyType(rules)
