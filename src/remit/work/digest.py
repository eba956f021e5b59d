"""The digest of the work: one Merkle root per record over one leaf per item, items in code-point order.

The bytes of a leaf are the canonical JSON (RFC 8785: no spaces, UTF-8, minimal escapes) of

    [record, item, [[event, field, value, who, at, sequence, id], ...]]

with the item's events in the log's canonical order (instant, sequence, event, field, value, who, id; missing values last), absent values
`null`, and `at` in microseconds since 1970 UTC. The tree is that of `work.merkle`. A root is written `sha256:` and 64 hexadecimal digits.

`received_at` is not in it: it bounds *which* events are meant (`log.known_at`), and two parties who learnt of the same events at different
times hold the same digest. Nor does the order of import, the size of its chunks or a repetition matter.

Anybody can recompute a leaf: `json.dumps(leaf, ensure_ascii=False, separators=(",", ":")).encode()` gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import polars as pl

from remit.work import merkle
from remit.work.log import canonical

_ESCAPED = r'[\x00-\x1f"\\]'
_ESCAPES = {chr(code): f"\\u{code:04x}" for code in range(0x20)} | {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Proof that an item's events are under a record's root: the leaf's bytes, its place among the leaves, and the path to the root."""

    record: str
    item: str
    content: bytes
    index: int
    count: int
    path: tuple[bytes, ...]
    root: str

    def holds(self) -> bool:
        """Whether the path leads from the content to the root."""
        expected = bytes.fromhex(self.root.removeprefix("sha256:"))
        return merkle.proves(merkle.leaf(self.content), self.index, self.count, self.path, expected)


def digests(events: pl.DataFrame) -> Mapping[str, str]:
    """The root of every record that has events, by record, in order."""
    return {record: written(merkle.root(hashes)) for record, (_, hashes) in leaf_hashes(events).items()}


def leaf_hashes(events: pl.DataFrame) -> Mapping[str, tuple[list[str], list[bytes]]]:
    """The items of every record that has events, in key order, and the hash of each one's leaf; by record, in order."""
    table = leaves(events)
    items, hashes = table["item"].to_list(), _hashes(table)
    found: dict[str, tuple[list[str], list[bytes]]] = {}
    start = 0
    for record, count in table.group_by("record", maintain_order=True).len().iter_rows():
        found[record] = items[start : start + count], hashes[start : start + count]
        start += count
    return found


def inclusion(events: pl.DataFrame, record: str, item: str) -> Inclusion:
    """The proof for one item; `KeyError` where the record holds no such item."""
    table = leaves(events.filter(pl.col("record") == record))
    index = table["item"].index_of(item)
    if index is None:
        raise KeyError(item)
    hashes = _hashes(table)
    content: str = table["leaf"][index]
    return Inclusion(record, item, content.encode(), index, len(hashes), merkle.path(hashes, index), written(merkle.root(hashes)))


def leaves(events: pl.DataFrame) -> pl.DataFrame:
    """The canonical text of each leaf: `record`, `item`, `leaf`, one row per item, in key order."""
    ordered = canonical(events)
    text = {name: quoted(ordered, name) for name in ("event", "field", "value", "who", "id")}
    number = {name: pl.col(name).cast(pl.String).fill_null("null") for name in ("at", "sequence")}
    parts = [text["event"], text["field"], text["value"], text["who"], number["at"], number["sequence"], text["id"]]
    rows = ordered.select("record", "item", pl.concat_str([pl.lit("["), pl.concat_str(parts, separator=","), pl.lit("]")]).alias("leaf"))
    joined = rows.group_by("record", "item", maintain_order=True).agg(pl.col("leaf").str.join(","))
    keys = [quoted(joined, name) for name in ("record", "item")]
    return joined.with_columns(
        pl.concat_str([pl.lit("["), *[p for k in keys for p in (k, pl.lit(","))], pl.lit("["), pl.col("leaf"), pl.lit("]]")]).alias("leaf")
    )


def written(root: bytes) -> str:
    """A root as statements print it."""
    return f"sha256:{root.hex()}"


def _hashes(table: pl.DataFrame) -> list[bytes]:
    return [sha256(b"\x00" + content.encode()).digest() for content in table["leaf"].to_list()]


def quoted(frame: pl.DataFrame, name: str) -> pl.Expr:
    """A JSON string, or null. Escaping costs a pass of its own, so it is only made where a text needs it."""
    column = pl.col(name)
    if frame[name].str.contains(_ESCAPED).any():
        column = column.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
    return pl.concat_str([pl.lit('"'), column, pl.lit('"')]).fill_null("null")


def facts_digest(facts: pl.DataFrame) -> str:
    """The root over one leaf per fact, in the order of their ids: canonical JSON of

        [kind, subject, day, value, unit, clause, approved_by, source, id]

    with `day` as ISO text and absent values null. As with the work, `received_at` only decides which facts are meant (`facts.known_at`).
    """
    ordered = facts.sort("id").with_columns(pl.col("day").dt.to_string("%Y-%m-%d"))
    names = ("kind", "subject", "day", "value", "unit", "clause", "approved_by", "source", "id")
    parts = [quoted(ordered, name) for name in names]
    texts = ordered.select(pl.concat_str([pl.lit("["), pl.concat_str(parts, separator=","), pl.lit("]")]).alias("leaf"))["leaf"].to_list()
    return written(merkle.root([merkle.leaf(text.encode()) for text in texts]))
