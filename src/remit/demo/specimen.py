"""A contract in which any one clause can be tried: the demo's terms with the clause at the end of its section.

A rule's example stands alone in its file; to be read, checked and printed it needs calendars, services and levels to speak of. What
examples speak of and the demo does not have is added: a price index, an uptime, late hours.
"""

from __future__ import annotations

import re
from importlib import resources
from textwrap import dedent

from remit.terms.document import SECTIONS

PLACE = "900"
"""The number, within its section, that a clause has in a specimen."""


_ALSO = {
    5: "  5.800 consumer price index: {system: Office for National Statistics, kept by: published}",
    8: "  8.800 uptime: {rule: availability, covers: customer contact, target: 99.9 %}\n"
    "  8.801 late hours: {rule: time late, clock: email reply}",
}


def demo_terms() -> str:
    """The text of the demo contract."""
    return resources.files("remit.demo").joinpath("terms.yaml").read_text(encoding="utf-8")


def specimen(section: int, clause: str) -> str:
    """The demo contract's text with one clause more, as `<section>.900 <its name>`.

    `clause` is YAML that begins with number and name: `8.1 email first reply:`. A name the demo already uses gets ` example` behind it.

    >>> text = specimen(8, "8.1 calls answered:\\n  rule: volume\\n  covers: chat")
    >>> print(text[text.index("  8.900"):text.index("relief:")].rstrip())
      8.900 calls answered:
        rule: volume
        covers: chat
    """
    lines = dedent(clause).strip("\n").splitlines()
    head = re.fullmatch(r"[0-9]+\.[0-9]+[A-Z]? (.+?):(.*)", lines[0])
    if head is None:
        raise ValueError(f"a clause begins with its number and name, not with {lines[0]!r}")
    text = demo_terms()
    for number, definition in _ALSO.items():
        text = _appended(text, number, [definition])
    name = f"{head[1]} example" if re.search(rf"^  {section}\.[0-9]+[A-Z]? {re.escape(head[1])}:", text, re.MULTILINE) else head[1]
    body = [f"  {section}.{PLACE} {name}:{head[2]}", *(f"  {line}" if line else "" for line in lines[1:])]
    return _appended(text, section, body)


def _appended(text: str, section: int, body: list[str]) -> str:
    """The text with these lines at the end of a section."""
    found = re.search(rf"^{SECTIONS[section]}:$", text, re.MULTILINE)
    assert found is not None
    following = re.search(r"^[a-z]", text[found.end() :], re.MULTILINE)
    place = found.end() + following.start() if following else len(text)
    return text[:place].rstrip("\n") + "\n\n" + "\n".join(body) + "\n\n\n" + text[place:]
