"""Words that do harm in a contract: 'penalty' invites a court, 'promptly' cannot be measured."""

from __future__ import annotations

import re
from collections.abc import Iterator

from remit.terms.node import Items, Node, Pairs, Scalar

_PENALTY = re.compile(r"\b(penalt(?:y|ies)|penali[sz](?:e|es|ed|ing))\b", re.IGNORECASE)

_TIME = (
    *("as soon as possible", "as soon as practicable", "without undue delay", "without delay", "in a timely manner"),
    *(
        "from time to time",
        "in due course",
        "promptly",
        "immediately",
        "timely",
        "swiftly",
        "quickly",
        "shortly",
        "regularly",
        "periodically",
    ),
)
_MEASURE = (
    *("best efforts", "best endeavours", "reasonable efforts", "reasonable endeavours", "reasonably", "reasonable"),
    *(
        "adequately",
        "adequate",
        "appropriately",
        "appropriate",
        "sufficient",
        "satisfactory",
        "industry standard",
        "state of the art",
        "where possible",
    ),
    *("if possible", "high quality", "substantially"),
)
_VAGUE = re.compile(r"\b(" + "|".join(re.escape(word) for word in (*_TIME, *_MEASURE)) + r")\b", re.IGNORECASE)


def penalties(node: Node) -> Iterator[tuple[int, str]]:
    """Line and word of everything that is called a penalty in a part of the text, names included."""
    if isinstance(node, Scalar):
        for found in _PENALTY.finditer(node.text):
            yield node.line, found[0].lower()
    elif isinstance(node, Items):
        for item in node.items:
            yield from penalties(item)
    elif isinstance(node, Pairs):
        for entry in node:
            yield from penalties(Scalar(entry.key, entry.line))
            yield from penalties(entry.value)


def vague(text: str) -> tuple[str, str] | None:
    """The first word without a measure in a duty, as a fault's two halves; None where every word can be checked."""
    found = _VAGUE.search(text)
    if found is None:
        return None
    word = found[0].lower()
    what = f"'{word}' has no measure, so no one can tell whether it was kept"
    if word in _TIME:
        return what, "take it out and set 'due', for example 'due: 10 business days after notice'"
    return what, "take it out and say what is enough, with a figure or a document"
