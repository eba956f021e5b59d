"""The digest of a packed log in one pass and two threads: the same root as `work.digest`, for logs that do not fit in memory as text.

A log packed by item stands in the order of the leaves, so each part gives its leaves by itself. The text of what happened is written once
per word; two threads join the rest as whole columns, and leaf hashes are drawn together into the roots of aligned subtrees as they come,
so that memory holds a few parts and 32 bytes for every 65,536 items.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import polars as pl

from remit.exchange.parts import Part, Parts
from remit.work import digest, merkle
from remit.work.log import known_at

_SUBTREE = 1 << 16
_COLUMNS = ("item", "what", "at", "sequence", "id")
_THREADS = 2


def root(parts: Parts, cut: int) -> str:
    """The Merkle root of the record's events that were known before the instant `cut`, as `work.digest.digests` gives it.

    A log packed by time is brought into the order of items in memory first.
    """
    if parts.order == "time":
        names = parts.names()
        events = pl.concat([known_at(parts.unpacked(part, names), cut) for part in parts.parts])
        return digest.digests(events).get(parts.record, digest.written(merkle.root([])))
    subtrees: list[bytes] = []
    pending: list[bytes] = []
    for hashes in _hashes(parts, cut):
        pending += hashes
        while len(pending) >= _SUBTREE:
            subtrees.append(merkle.root(pending[:_SUBTREE]))
            del pending[:_SUBTREE]
    if pending:
        subtrees.append(merkle.root(pending))
    # Aligned subtrees of a power of two leaves are nodes of the whole tree, and so is the last one, which rises unchanged.
    return digest.written(merkle.root(subtrees))


def _hashes(parts: Parts, cut: int) -> Iterator[list[bytes]]:
    names, words = parts.names(), _word_texts(parts)
    record = (
        pl.select(pl.lit(parts.record).alias("record")).select(digest.quoted(pl.DataFrame({"record": [parts.record]}), "record")).item()
    )
    with ThreadPoolExecutor(_THREADS) as threads:
        # A few parts ahead keep both threads busy without holding the whole log.
        waiting = []
        for part in parts.parts:
            waiting.append(threads.submit(_of_part, parts, part, cut, names, words, record))
            if len(waiting) > _THREADS:
                yield waiting.pop(0).result()
        for task in waiting:
            yield task.result()


def _of_part(parts: Parts, part: Part, cut: int, names: pl.Series, words: pl.Series, record: str) -> list[bytes]:
    late = part.received_at[1] >= cut
    rows = parts.read(part, [*_COLUMNS, "received_at"] if late else _COLUMNS)
    if late:
        rows = known_at(rows, cut)
    if not rows.height:
        return []
    item = rows["item"]
    fresh = (item != item.shift(1)).fill_null(True).arg_true()
    heads = pl.DataFrame({"item": names.gather(item.gather(fresh))})
    opening = heads.select(pl.concat_str([pl.lit(f"]]\x00[{record},"), digest.quoted(heads, "item"), pl.lit(",[")]).alias("text"))["text"]
    before = pl.repeat(",", rows.height, dtype=pl.String, eager=True).scatter(fresh, opening)
    texts = rows.select(
        pl.concat_str(
            [
                before,
                words.gather(rows["what"].cast(pl.UInt32)).alias("word"),
                pl.col("at").cast(pl.String),
                pl.lit(","),
                pl.col("sequence").cast(pl.String).fill_null("null"),
                pl.lit(","),
                digest.quoted(rows, "id"),
                pl.lit("]"),
            ]
        ).alias("text")
    )["text"]
    # A text cannot hold the byte 0 unescaped, so it parts the leaves.
    leaves = texts.str.join("").item().encode().split(b"]]\x00")
    return [sha256(b"\x00" + leaf + b"]]").digest() for leaf in leaves[1:]]


def _word_texts(parts: Parts) -> pl.Series:
    """What each word writes at the head of its event: `["state",null,"open","agent",`."""
    texts = [digest.quoted(parts.words, name) for name in parts.words.columns]
    return parts.words.select(pl.concat_str([pl.lit("["), pl.concat_str(texts, separator=","), pl.lit(",")]).alias("text"))["text"]
