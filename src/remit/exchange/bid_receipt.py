"""A submitted bid as canonical JSON, and the receipt for it: what was received, when, in which version, signed by the installation.

The receipt names the SHA-256 of the bid's canonical JSON (RFC 8785). The bid holds a random salt, so nobody can guess prices and try them
against the digest. With both in one file, anybody can prove offline that exactly this bid came in at exactly that time; the receipt alone
proves that something with this digest did. Without the installation's key, which the client can name, a signature proves only that nothing
was changed since.

    {"bid": {…}, "envelope": {"digest": "sha256:…", "signatures": […]}, "receipt": {"bid": "sha256:…", "submitted_at": …, …}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785

from remit.exchange.plain import Unreadable, plain, typed
from remit.exchange.statement_json import Signature, load


@dataclass(frozen=True, slots=True)
class Receipt:
    """Instants in microseconds UTC. `openers` are the fingerprints of the keys any two of which open the bid; `addenda` how many changes of
    the request had been told when it came in."""

    bid: str
    request: str
    request_digest: str
    addenda: int
    title: str
    bidder: str
    version: int
    files: int
    submitted_at: int
    deadline_at: int
    openers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Around the receipt, and not in its digest."""

    digest: str = ""
    signatures: tuple[Signature, ...] = ()


def canonical(bid: Mapping[str, Any]) -> bytes:
    """The bytes of a bid that are hashed and sealed. It holds texts, integers and lists of them; a price is the text of its digits."""
    return rfc8785.dumps(dict(bid))


def digest(content: bytes) -> str:
    """
    >>> digest(canonical({"salt": "00"}))[:15]
    'sha256:9c3302ec'
    """
    return f"sha256:{sha256(content).hexdigest()}"


def write(receipt: Receipt, signatures: tuple[Signature, ...], bid: bytes = b"") -> bytes:
    """The file: the receipt with its signatures, and the bid itself where it is given."""
    outer: dict[str, Any] = {"envelope": plain(Envelope(signed(receipt), signatures)), "receipt": plain(receipt)}
    if bid:
        outer["bid"] = json.loads(bid)
    return rfc8785.dumps(outer)


def signed(receipt: Receipt) -> str:
    """The digest that the installation signs."""
    return digest(rfc8785.dumps(plain(receipt)))


def read(content: bytes) -> tuple[Receipt, Envelope, bytes]:
    """Receipt, envelope and the bid's canonical bytes (empty where the file is a receipt alone). `Unreadable` where a digest does not
    fit."""
    outer = load(content)
    if not isinstance(outer, dict) or not {"envelope", "receipt"} <= set(outer) <= {"envelope", "receipt", "bid"}:
        raise Unreadable("This is no receipt of a bid: it should hold an envelope, a receipt and perhaps the bid, and nothing else.")
    found, envelope = typed(Receipt, outer["receipt"], "receipt"), typed(Envelope, outer["envelope"], "envelope")
    if envelope.digest != signed(found):
        raise Unreadable(f"The receipt does not have the digest {envelope.digest} of its envelope; something in it was changed.")
    bid = canonical(outer["bid"]) if "bid" in outer else b""
    if bid and digest(bid) != found.bid:
        raise Unreadable(f"The bid does not have the digest {found.bid} of its receipt; something in it was changed.")
    return found, envelope, bid
