"""The one spacing of a draft: a blank line between clauses, two between sections, no spaces at the ends of lines.

Only spacing changes: the words, their order, comments and what they say stay. A signed text is never laid out again, because its bytes are
what was signed.
"""

from __future__ import annotations

from remit.terms.compose import compose
from remit.terms.document import SECTIONS
from remit.terms.node import Entry, Items, Node, Pairs, Scalar
from remit.values.fault import Fault, Place, Refused

_CLAUSES = frozenset(name for number, name in SECTIONS.items() if number in range(4, 16) and number != 12)


def laid_out(text: str) -> str:
    """The text in the language's spacing; `Refused` where it is not YAML, or where spacing carries meaning (text over several lines).

    >>> print(laid_out("remit terms: 1\\ncharges:\\n  10.1 a: {rule: fixed}   \\n  10.2 b: {rule: fixed}\\n"), end="")
    remit terms: 1
    <BLANKLINE>
    <BLANKLINE>
    charges:
    <BLANKLINE>
      10.1 a: {rule: fixed}
    <BLANKLINE>
      10.2 b: {rule: fixed}
    """
    plain = text.replace("\r\n", "\n")
    root, faults, _ = compose(plain)
    if faults:
        raise Refused(faults)
    gaps = _gaps(root)
    written: list[str] = []
    waiting: list[str] = []
    for number, line in enumerate(plain.split("\n"), 1):
        bare = line.rstrip()
        if not bare:
            continue
        if bare.lstrip().startswith("#") and number not in gaps:
            waiting.append(bare)
            continue
        written += [*[""] * (gaps.get(number, 0) if written or waiting else 0), *waiting, bare]
        waiting = []
    result = "\n".join([*written, *waiting]) + "\n"
    again, _, _ = compose(result)
    if _said(again) != _said(root):
        raise Refused([Fault(Place(), "a text over several lines holds blank lines that say something", "write it on one line")])
    return result


def _gaps(root: Pairs) -> dict[int, int]:
    """How many blank lines stand before which line."""
    gaps: dict[int, int] = {}
    for section in root:
        if section.key in SECTIONS.values():
            gaps[section.line] = 2
        if section.key in _CLAUSES and isinstance(section.value, Pairs) and not section.value.flow:
            gaps.update(dict.fromkeys((clause.line for clause in section.value), 1))
    return gaps


def _said(node: Node | Entry) -> object:
    """What a text says, without its lines."""
    if isinstance(node, Entry):
        return node.key, _said(node.value)
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_said(item) for item in node.items]
    return tuple(_said(entry) for entry in node)
