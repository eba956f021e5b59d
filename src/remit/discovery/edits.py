"""What a person changes about a discovered map, kept beside the log: the log stays what it was, and every change can be taken back.

Steps that get the same name are one step, and what then happens twice in a row to a case is one event. A hidden step is left out of every
case, so what came before it is followed by what came after it. A note says in words what the log cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl


@dataclass(frozen=True, slots=True)
class Edits:
    """`names` by the log's own word, `hidden` and `notes` by the name that is shown."""

    names: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def plain(self) -> dict[str, Any]:
        return {"names": dict(self.names), "hidden": list(self.hidden), "notes": dict(self.notes)}

    def shown(self, word: str) -> str:
        """The name under which a word of the log is shown."""
        return self.names.get(word, word)

    def renamed(self, words: tuple[str, ...], name: str) -> Edits:
        """With the steps shown as `words` all called `name`; several become one. A name given back to its own word is no edit."""
        names = dict(self.names)
        for own in (*names, *words):
            if self.shown(own) in words:
                names[own] = name
        kept = {own: shown for own, shown in names.items() if own != shown}
        notes = {name if word in words else word: note for word, note in self.notes.items()}
        return Edits(kept, tuple(dict.fromkeys(name if word in words else word for word in self.hidden)), notes)

    def turned(self, word: str, hide: bool) -> Edits:
        """With a step hidden, or shown again."""
        rest = tuple(one for one in self.hidden if one != word)
        return Edits(self.names, (*rest, word) if hide else rest, self.notes)

    def noted(self, word: str, note: str) -> Edits:
        """With a note on a step; an empty one takes it away."""
        rest = {one: said for one, said in self.notes.items() if one != word}
        return Edits(self.names, self.hidden, rest | ({word: note} if note else {}))


def read(plain: Mapping[str, Any]) -> Edits:
    """Edits as they were kept; what is none is left out."""
    names, hidden, notes = plain.get("names"), plain.get("hidden"), plain.get("notes")
    return Edits(
        {str(own): str(shown) for own, shown in names.items()} if isinstance(names, Mapping) else {},
        tuple(str(one) for one in hidden) if isinstance(hidden, list) else (),
        {str(one): str(note) for one, note in notes.items()} if isinstance(notes, Mapping) else {},
    )


def applied(events: pl.DataFrame, edits: Edits) -> pl.DataFrame:
    """The arranged events with the steps renamed, merged and hidden."""
    merged = [name for name in set(edits.names.values()) if list(edits.names.values()).count(name) > 1 or name in _words(events, edits)]
    found = events.with_columns(pl.col("activity").replace(dict(edits.names))) if edits.names else events
    if edits.hidden:
        found = found.filter(~pl.col("activity").is_in(list(edits.hidden)))
    if merged:
        again = (pl.col("activity") == pl.col("activity").shift(1)) & (pl.col("case") == pl.col("case").shift(1))
        found = found.filter(~(again & pl.col("activity").is_in(merged)).fill_null(False))
    return found


def _words(events: pl.DataFrame, edits: Edits) -> set[str]:
    """Words of the log that keep their own name."""
    return set(events["activity"].unique().to_list()) - set(edits.names) if edits.names else set()
