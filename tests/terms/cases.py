"""Reads case files: contracts made from a base by replacing fragments, with the exact faults expected.

A file is text up to the first `=== name`; every case has `--- replace` / `--- with` pairs (or `--- text`, a whole contract, or
`--- base simple`), then `--- says` with one expected fault a line, or `--- notices`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path


@dataclass
class Case:
    name: str
    base: str = "demo"
    changes: list[tuple[str, str]] = field(default_factory=list)
    text: str | None = None
    says: list[str] = field(default_factory=list)
    notices: list[str] | None = None

    def contract(self) -> str:
        """The wrong contract. A fragment that is not in the base, or more than once, is a mistake of the case."""
        if self.text is not None:
            return self.text
        text = base_text(self.base)
        for old, new in self.changes:
            assert old in text, f"{self.name}: the base has no {old!r}"
            text = text.replace(old, new, 1)
        return text


def base_text(name: str) -> str:
    place = {"demo": ("remit.demo", "terms.yaml"), "simple": ("remit.terms", "presets/simple.terms.yaml")}[name]
    return resources.files(place[0]).joinpath(place[1]).read_text("utf-8")


def cases(path: Path) -> list[Case]:
    found: list[Case] = []
    for block in re.split(r"^=== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("\n")
        case = Case(name.strip())
        old = ""
        for part in re.split(r"^--- ", body, flags=re.MULTILINE)[1:]:
            head, _, text = part.partition("\n")
            word, _, value = head.strip().partition(" ")
            if word == "base":
                case.base = value
            elif word == "text":
                case.text = text
            elif word == "replace":
                old = text
            elif word == "with":
                case.changes.append((old.rstrip("\n"), text.rstrip("\n")))
            elif word == "says":
                case.says = [line for line in text.splitlines() if line]
            elif word == "notices":
                case.notices = [line for line in text.splitlines() if line]
            else:
                raise ValueError(f"{path.name}, {case.name}: '--- {head}' is not part of a case")
        found.append(case)
    return found
