"""What a text that somebody types must be: one line, or no longer than so many letters.

>>> [str(fault) for fault in line("name", "a\\nb", 120)]
["Column 'name': is no line of at most 120 letters; shorten it."]
>>> [str(fault) for fault in line("name", " ", 120, "write what it is", least=1)]
["Column 'name': is no line of 1 to 120 letters; write what it is."]
>>> list(no_longer("note", "why not", 1_000))
[]
"""

from __future__ import annotations

from collections.abc import Iterator

from remit.values.fault import Fault, Place


def line(column: str, text: str, most: int, remedy: str = "shorten it", *, least: int = 0) -> Iterator[Fault]:
    """The fault of a text that is shown in one line; blanks around it do not count towards `least`."""
    if len(text.strip()) < least or len(text) > most or not text.isprintable():
        yield Fault(Place(column=column), f"is no line of {f'{least} to' if least else 'at most'} {most:,} letters", remedy)


def no_longer(column: str, text: str, most: int, remedy: str = "shorten it") -> Iterator[Fault]:
    """The fault of a text that is too long."""
    if len(text) > most:
        yield Fault(Place(column=column), f"has more than {most:,} letters", remedy)
