"""The contract's prose as PDF, set by Typst; the digest of the text stands at the foot of every page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from remit.exchange.offer_pdf import Offer
from remit.exchange.statement_pdf import compiled
from remit.prose.document import Block, Document, Grid, Heading, runs


def write(document: Document, offer: Offer | None = None, parties: Sequence[tuple[str, str]] = ()) -> bytes:
    """The PDF's bytes; the same document gives the same. With the `offer` that makes it, the bytes that are signed lie in the file as
    `terms.yaml`, its metadata name them, and the `parties` (side and name) have room to sign."""
    text: dict[str, Any] = {
        "title": document.title,
        "digest": document.digest,
        "dated": {"year": document.dated.year, "month": document.dated.month, "day": document.dated.day},
        "blocks": [_block(block) for block in document.blocks],
    }
    if offer is None:
        return compiled("prose.typ", {"text": json.dumps(text, ensure_ascii=False)})
    text["offer"] = {"number": offer.number, "name": offer.name, "digest": offer.digest, "parties": parties}
    return compiled("prose.typ", {"text": json.dumps(text, ensure_ascii=False), "terms": offer.text.decode()})


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    if isinstance(block, Grid):
        rows = [[runs(cell) for cell in row] for row in block.rows]
        return {"kind": "table", "heads": block.heads, "rows": rows, "widths": widths(block)}
    return {"kind": "paragraph", "runs": runs(block.text)}


def widths(grid: Grid) -> list[int]:
    """Shares of the page's width by how much a column says; 0 is as wide as its text."""
    longest = [max(len(row[column]) for row in (grid.heads, *grid.rows)) for column in range(len(grid.heads))]
    return [0 if length <= 12 else min(length, 60) for length in longest]
