"""Everything that a page says can be said in another language: no bare words in templates, none in refusals and messages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import remit

HOUSE = Path(remit.__file__).parent
WEB = HOUSE / "web"
NAMES = {"Remit", "CSV", "XLSX", "JSON", "Ctrl", "Slack", "PDF", "YAML", "API", "bi", "DE", "UBL", "Markdown"}
"""Names and formats, which are the same in every language."""
SAID = re.compile(r"{%\s*(block(?:translate|trans))\b.*?{%\s*end\1\s*%}|{%.*?%}|{{.*?}}|{#.*?#}", re.S)
UNSEEN = re.compile(r"<(script|style|code|kbd|pre|title)\b.*?</\1>|<!--.*?-->|<!DOCTYPE.*?>", re.S | re.I)
TOLD = re.compile(r"""\b(?:aria-label|title|placeholder|alt)=(?P<quote>["'])(?P<words>.*?)(?P=quote)""", re.S)
TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.S)
WORD = re.compile(r"[^\W\d_]{2,}")
ENTITY = re.compile(r"&#?\w+;")
TEMPLATES = sorted(path for path in WEB.rglob("*.html") if "static" not in path.relative_to(WEB).parts)


def bare_words(text: str) -> Iterator[str]:
    """Words of a template that stand outside `translate`, `blocktranslate` and variables: in its text, and in attributes people hear."""
    plain = UNSEEN.sub(" ", SAID.sub(" ", text))
    told = [found["words"] for found in TOLD.finditer(plain)]
    for piece in [*told, TAG.sub("\n", plain)]:
        for line in ENTITY.sub(" ", piece).split("\n"):
            if any(word not in NAMES for word in WORD.findall(line)) and not re.fullmatch(r"\s*(https?://\S+|[\w.]+@[\w.]+)\s*", line):
                yield line.strip()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_has_words_that_cannot_be_translated(path: Path) -> None:
    assert list(bare_words(path.read_text(encoding="utf-8"))) == []


def test_bare_words_are_found_in_text_and_in_what_is_read_aloud() -> None:
    page = '<p title="Not yet">{% translate "Yes" %} {{ one }} and</p><input placeholder="{% translate "Find" %}">'
    assert list(bare_words(page)) == ["Not yet", "and"]


TELLS = {"refused": 2, "success": 1, "info": 1, "warning": 1, "error": 1}
"""Calls that tell a person something, and the place of the words among their arguments."""


def bare_calls(tree: ast.AST) -> Iterator[str]:
    """Words that a call tells a person without `gettext`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        owner = node.func.value.id if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) else ""
        if name not in TELLS or (name != "refused" and owner != "messages") or len(node.args) <= TELLS[name]:
            continue
        words = node.args[TELLS[name]]
        if isinstance(words, ast.JoinedStr) or (isinstance(words, ast.Constant) and isinstance(words.value, str) and words.value):
            yield ast.unparse(words)


def test_no_refusal_and_no_message_has_words_that_cannot_be_translated() -> None:
    found = {
        str(path.relative_to(HOUSE)): words
        for path in sorted(WEB.rglob("*.py"))
        if (words := list(bare_calls(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert found == {}
