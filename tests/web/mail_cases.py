"""Mails as text files, each with what must become of it: `tests/web/mails/*.txt`.

A file has steps, parted by lines of equals signs. A step is a mail as a mail server hands it over, and below a line of dashes what is
expected, one name and value a line. Values in pointed double brackets are filled in: {{tag}} is the tag of the item of the step before,
{{ours}} the number of the letter that was sent to its customer. `repeat` says how often a piece of a hostile mail stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "mails"


@dataclass(frozen=True, slots=True)
class Step:
    """`mail` with its places not yet filled; `act` is what a person does before it."""

    mail: str
    expected: Mapping[str, str]


def cases() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def steps(path: Path) -> Iterator[Step]:
    for part in path.read_text(encoding="utf-8").split("\n" + "=" * 20 + "\n"):
        mail, _, expected = part.partition("\n" + "-" * 20 + "\n")
        pairs = (line.partition(": ") for line in expected.strip().splitlines())
        yield Step(mail.lstrip("\n"), {name: value for name, _, value in pairs})


def content(step: Step, places: Mapping[str, str]) -> bytes:
    """The bytes of the mail: CRLF line ends, places filled, `\\xNN` as that byte."""
    text = step.mail
    for name, value in places.items():
        text = text.replace("{{" + name + "}}", value)
    while "{{repeat " in text:
        before, _, rest = text.partition("{{repeat ")
        count, _, rest = rest.partition(" ")
        piece, _, after = rest.partition("}}")
        text = before + piece * int(count) + after
    found = text.replace("\n", "\r\n").encode("utf-8")
    return found.replace(b"\\xff", b"\xff").replace(b"\\x00", b"\x00")
