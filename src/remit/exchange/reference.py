"""The reference of the contract language as Markdown and as plain values, from the same objects that read and execute a contract.

A rule's page has its docstring, its settings with default and other readings, its example, the example's prose, and the practice it
comes from. The `prose` is passed in, because printing a clause takes a contract around it.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable
from textwrap import dedent
from typing import Any

from remit.terms.document import SECTIONS
from remit.terms.setting import Kind, Rule, Setting
from remit.terms.shapes import Either, Group, ListOf, MapOf, RowsOf


def summary(rule: Rule) -> str:
    """The first paragraph of the rule's docstring."""
    return " ".join(description(rule).split("\n\n")[0].split())


def description(rule: Rule) -> str:
    """The docstring of the rule's file."""
    return inspect.cleandoc(sys.modules[type(rule).__module__].__doc__ or "")


def example(rule: Rule) -> str:
    """The rule's example without the indentation of its file."""
    return dedent(rule.example).strip("\n")


def taken(kind: Kind) -> str:
    """What a setting takes, in words: `a percentage`, `words, or a list of them`, `rows of from, to, bonus`."""
    if isinstance(kind, Either):
        return " or ".join(dict.fromkeys(taken(one) for one in kind.kinds))
    if isinstance(kind, ListOf):
        return f"{taken(kind.kind)}, or a list of such"
    if isinstance(kind, MapOf):
        return f"for each {taken(kind.key)}: {taken(kind.value)}"
    if isinstance(kind, RowsOf):
        return "rows of " + ", ".join(kind.row.settings)
    if isinstance(kind, Group):
        return "a group of " + ", ".join(kind.settings)
    noun = getattr(kind, "noun", None)
    return str(noun) if noun else _first_sentence(inspect.getdoc(type(kind)) or type(kind).__name__)


def _first_sentence(text: str) -> str:
    sentence = " ".join(text.split("\n\n")[0].split()).split("; ")[0].split(". ")[0].rstrip(".")
    return sentence[:1].lower() + sentence[1:]


def default(setting: Setting) -> str:
    """How the default would be written; `must be written` where there is none, empty where the setting may be absent."""
    if setting.required:
        return "must be written"
    if setting.default is None:
        return ""
    if setting.default in ((), {}):
        return "none"
    return str(setting.kind.write(setting.default))


def setting_values(setting: Setting) -> dict[str, Any]:
    """A setting for programs."""
    return {
        "name": setting.name,
        "required": setting.required,
        "default": default(setting) if not setting.required else None,
        "takes": taken(setting.kind),
        "says": setting.doc,
        "schema": setting.kind.schema(),
    }


def rule_values(rule: Rule, prose: str | None = None) -> dict[str, Any]:
    """A rule for programs: all that its page says."""
    return {
        "name": rule.name,
        "sections": [SECTIONS[number] for number in sections_of(rule)],
        "description": description(rule),
        "settings": [setting_values(setting) for setting in rule.settings],
        "common settings": [setting_values(setting) for setting in rule.common],
        "example": example(rule),
        "prose": prose,
        "practice": rule.practice,
    }


def sections_of(rule: Rule) -> tuple[int, ...]:
    """The sections a rule may stand in."""
    return tuple(getattr(rule, "sections", None) or (rule.section,))


def settings_table(settings: Iterable[Setting]) -> str:
    """Settings as a Markdown table."""
    rows = ["| setting | what it says | takes | default |", "| --- | --- | --- | --- |"]
    for setting in settings:
        cells = (f"`{setting.name}`", setting.doc, taken(setting.kind), default(setting))
        rows.append("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def page(rule: Rule, prose: str | None = None, level: int = 1) -> str:
    """A rule's page in Markdown, its title as a heading of `level`."""
    parts = [f"{'#' * level} {rule.name}", description(rule)]
    if rule.settings:
        parts.append(settings_table(rule.settings))
    if rule.common:
        named = ", ".join(f"`{setting.name}`" for setting in rule.common)
        parts.append(f"As in every clause of {' and '.join(SECTIONS[number] for number in sections_of(rule))}: {named}.")
    if rule.example:
        parts.append(f"```yaml\n{example(rule)}\n```")
    if prose:
        parts.append(f"In the contract's prose:\n\n> {prose}")
    if rule.practice:
        parts.append(f"*Practice:* {' '.join(rule.practice.split())}")
    return "\n\n".join(parts) + "\n"
