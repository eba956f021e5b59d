"""A provider's record as its client attests it: what it may show to others, as canonical JSON and as Markdown, provable offline.

It holds what the client ticked and nothing else: how many months were closed and signed by both, and of these, where ticked, the share of
levels met, credits as a share of charges, the count of disputes, the service and the client's name. No amount of money ever stands in it.
Each month names the digest of the statement that both signed, so whoever has a statement can see that the record rests on it.

What is signed is the canonical JSON (RFC 8785) of the record; the envelope holds its digest, who attested it, how and when, and an Ed25519
signature over the digest by the key of the installation. The Markdown ends with that JSON, and is good only if it says exactly what the
JSON says. Without the installation's key, which the client can name, a signature proves only that nothing was changed since.

    {"envelope": {"attested_at": …, "attested_by": …, "digest": "sha256:…", "signatures": […]}, "record": {…}}
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

import rfc8785

from remit.exchange.plain import Unreadable, plain, typed
from remit.exchange.statement_json import Signature, load
from remit.statement import Statement
from remit.terms.words import Words, plural
from remit.values.period import Month, moment

SHOWS = ("client", "service", "levels", "credits", "disputes")
"""What a client may tick; the count of months always stands."""
FENCE = "```json\n"


@dataclass(frozen=True, slots=True)
class SignedMonth:
    month: Month
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Record:
    """`shows` are the client's ticks. What was not ticked is None or empty. `levels_met` of `levels_judged` results were at or above their
    target; `credits` is the part of the charges taken off, less what was earned back; `months` were signed by both companies."""

    provider: str
    shows: tuple[str, ...]
    months: tuple[SignedMonth, ...]
    client: str = ""
    service: str = ""
    levels_met: int | None = None
    levels_judged: int | None = None
    credits: Fraction | None = None
    disputes: int | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """Around the record, and not in its digest. `attested_at` is an instant in microseconds, `method` how the client said yes."""

    digest: str = ""
    attested_by: str = ""
    attested_at: int = 0
    method: str = "click"
    signatures: tuple[Signature, ...] = ()


def record(names: tuple[str, str, str], statements: Sequence[tuple[Statement, str]], disputes: int, shows: Collection[str]) -> Record:
    """The record from the statements that both signed, each with its digest, in order of months; only what is ticked enters it. `names` are
    those of the provider, the client and the service."""
    provider, client, service = names
    found = Record(
        provider,
        tuple(name for name in SHOWS if name in shows),
        tuple(SignedMonth(one.month, one.version, digest) for one, digest in statements),
    )
    if "client" in shows:
        found = replace(found, client=client)
    if "service" in shows:
        found = replace(found, service=service)
    if "levels" in shows:
        judged = [level for one, _ in statements for level in one.scorecard.levels if level.status in ("met", "amber", "missed")]
        owed = [level for level in judged if level.owed_by == "provider"]
        found = replace(found, levels_met=sum(level.status == "met" for level in owed), levels_judged=len(owed))
    if "credits" in shows:
        found = replace(found, credits=_credits([one for one, _ in statements]))
    if "disputes" in shows:
        found = replace(found, disputes=disputes)
    return found


def _credits(statements: list[Statement]) -> Fraction:
    """Credits and damages less earn back, as a part of the base charges, to a thousandth: no amount can be worked out from it."""
    charges = sum((one.base for one in statements), Decimal(0))
    off = sum((line.amount for one in statements for line in one.lines if line.kind in ("credit", "damages", "earn back")), Decimal(0))
    if charges <= 0:
        return Fraction(0)
    return Fraction(round(max(-Fraction(off), Fraction(0)) / Fraction(charges) * 1000), 1000)


def body(found: Record) -> bytes:
    """The canonical bytes that are signed."""
    return rfc8785.dumps(plain(found))


def digest(found: Record) -> str:
    return f"sha256:{sha256(body(found)).hexdigest()}"


def write(found: Record, envelope: Envelope) -> bytes:
    """The file; the envelope's digest is set here."""
    return rfc8785.dumps({"envelope": plain(replace(envelope, digest=digest(found))), "record": plain(found)})


def read(content: bytes) -> tuple[Record, Envelope]:
    """A record and its envelope, from JSON or Markdown. `Unreadable` where the bytes are not exactly what `write` or `markdown` gives."""
    text = content.decode("utf-8", errors="replace")
    if text.startswith("#"):
        inner = text.rpartition(FENCE)[2].removesuffix("\n```\n").encode()
        found, envelope = read(inner)
        if markdown(found, envelope).encode() != content:
            raise Unreadable("The text does not say what the record in it says; something in it was changed.")
        return found, envelope
    outer = load(content)
    if not isinstance(outer, dict) or set(outer) != {"envelope", "record"}:
        raise Unreadable("This is no attested record: it should hold an envelope and a record, and nothing else.")
    found, envelope = typed(Record, outer["record"], "record"), typed(Envelope, outer["envelope"], "envelope")
    if envelope.digest != digest(found):
        raise Unreadable(f"The record does not have the digest {envelope.digest} of its envelope; something in it was changed.")
    return found, envelope


def sentences(found: Record) -> tuple[str, ...]:
    """What the record says, a sentence for each thing that was ticked."""
    count = len(found.months)
    ends = dict.fromkeys(one.month.name for one in (found.months[0], found.months[-1])) if count else ()
    said = [f"{count} {plural('month', count)} closed and signed by both companies{', ' if ends else ''}{' to '.join(ends)}."]
    if found.levels_judged and found.levels_met is not None:
        share = Fraction(round(Fraction(found.levels_met, found.levels_judged) * 1000), 1000)
        said.append(f"{found.levels_met} of {found.levels_judged} results of service levels at or above target ({Words().percent(share)}).")
    if found.credits is not None:
        said.append(f"Credits, less what was earned back: {Words().percent(found.credits)} of the base charges.")
    if found.disputes is not None:
        said.append(
            f"{found.disputes} {plural('dispute', found.disputes)} in these months." if found.disputes else "No dispute in these months."
        )
    return tuple(said)


def markdown(found: Record, envelope: Envelope) -> str:
    """The record for people, with itself as JSON at the end, so that the text can be proved as well."""
    who = found.client or "a client that is not named"
    at = moment(envelope.attested_at, "UTC")
    lines = [
        f"# Attested record of {found.provider}",
        "",
        f"With {who}{f': {found.service}' if found.service else ''}.",
        "",
        *(f"- {one}" for one in sentences(found)),
        "",
        f"Attested by {envelope.attested_by} on {at.day} {at:%B %Y}.",
        "",
        "| month | version | digest of the signed statement |",
        "| --- | --- | --- |",
        *(f"| {one.month} | {one.version} | `{one.digest}` |" for one in found.months),
        "",
        f"Digest of this record: `{digest(found)}`. `remit verify` proves this file offline.",
        "",
    ]
    return "\n".join(lines) + f"\n{FENCE}{write(found, envelope).decode()}\n```\n"
