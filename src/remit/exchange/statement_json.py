"""A statement as canonical JSON (RFC 8785): what is signed, and the envelope around it.

The signed body is the `Statement`, field by field, with integers and texts only (see `plain`): lines, levels, volumes, the rules' version,
the digests of terms, work and facts, the calendars with their public holidays as dates and their zone's transitions, and the digest of
the statement issued before. Its digest is the SHA-256 of the body's canonical bytes. The envelope around it is not signed: the program
that wrote it, the platform, when it was issued, the parties' signatures over the digest.

The file is canonical as a whole, so any two writers give the same bytes:

    {"envelope": {"digest": "sha256:…", "issued_at": …, "platform": …, "program": …, "signatures": […]}, "statement": {…}}

Source: RFC 8785, JSON Canonicalization Scheme.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import rfc8785

from remit.exchange.plain import Unreadable, plain, typed
from remit.statement import Statement


@dataclass(frozen=True, slots=True)
class Signature:
    """A party's Ed25519 signature over the ASCII text of the digest (`sha256:…`); `key` and `signature` in hexadecimal."""

    by: str
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is told about a statement and not signed. `issued_at` is an instant in microseconds; empty texts are not known."""

    digest: str = ""
    program: str = ""
    platform: str = ""
    issued_at: int | None = None
    signatures: tuple[Signature, ...] = ()


def body(statement: Statement) -> bytes:
    """The canonical bytes that are signed."""
    return rfc8785.dumps(plain(statement))


def digest(statement: Statement) -> str:
    """`sha256:` and the hash of the body."""
    return f"sha256:{sha256(body(statement)).hexdigest()}"


def write(statement: Statement, envelope: Envelope | None = None) -> bytes:
    """The file: the statement in its envelope, whose digest is set here."""
    around = replace(envelope or Envelope(), digest=digest(statement))
    return rfc8785.dumps({"envelope": plain(around), "statement": plain(statement)})


def read(content: bytes) -> tuple[Statement, Envelope]:
    """The statement and its envelope. Bytes that are not exactly what `write` gives raise `Unreadable`."""
    outer = load(content)
    if not isinstance(outer, dict) or set(outer) != {"envelope", "statement"}:
        raise Unreadable("This is no statement: it should hold an envelope and a statement, and nothing else.")
    statement = typed(Statement, outer["statement"], "statement")
    envelope = typed(Envelope, outer["envelope"], "envelope")
    if envelope.digest != digest(statement):
        raise Unreadable(f"The statement does not have the digest {envelope.digest} of its envelope; something in it was changed.")
    return statement, envelope


def load(content: bytes) -> Any:
    """The plain value of canonical JSON; a float, a repeated key or bytes that are not canonical raise `Unreadable`."""
    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"This is not JSON as Remit writes it: {error}.") from None
    try:
        written = rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise Unreadable(f"This is not canonical JSON: {error}.") from None
    if written != content:
        raise Unreadable("These bytes are not canonical JSON (RFC 8785); they were written or changed by another program.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is written twice")
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is not a whole number")
