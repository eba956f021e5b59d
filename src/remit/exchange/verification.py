"""Proves a statement or a bundle offline: every check by name, whether it holds, and if not, why.

Each statement: its bytes are canonical and have the digest they claim; its lines sum to its totals; each line is quantity times rate,
rounded by the contract's rule; each signature is good. A bundle besides: no file is missing, added or changed; the statements form one
chain; each rests on the terms, the work and the facts that lie beside it. That the work gives these figures is not shown by this but by
`remit statement`, which computes them again.

The stand-alone script `verify_statement.py` proves the same, written apart from this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

import rfc8785

from remit.exchange import attested_record, bid_receipt, bundle, signature_text, statement_json
from remit.exchange.plain import Unreadable
from remit.exchange.statement_json import Envelope, Signature
from remit.line import holds
from remit.statement import Statement
from remit.values.fault import Refused, RemitError
from remit.work import digest, facts, log, merkle


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was proved, or not."""

    about: str
    what: str
    holds: bool
    why: str = ""

    def __str__(self) -> str:
        return f"{'ok    ' if self.holds else 'FAILED'}  {self.about}: {self.what}{f': {self.why}' if self.why and not self.holds else ''}"


def statement(content: bytes, about: str) -> tuple[list[Check], Statement | None, str]:
    """The checks of one statement's file, the statement if it can be read, and its digest."""
    try:
        found, envelope = statement_json.read(content)
    except (Unreadable, ValueError, RecursionError) as error:
        return [Check(about, "is a statement as Remit writes it", False, str(error))], None, ""
    named = envelope.digest
    return (
        [Check(about, f"is what its digest says ({named[:19]}…)", True), *_sums(found, about), *_signatures(envelope, about)],
        found,
        named,
    )


def attested(content: bytes, about: str) -> tuple[list[Check], str]:
    """The checks of an attested record, as JSON or as Markdown, and its digest."""
    try:
        _, envelope = attested_record.read(content)
    except (Unreadable, ValueError, RecursionError) as error:
        return [Check(about, "is an attested record as Remit writes it", False, str(error))], ""
    unsigned = () if envelope.signatures else (Check(about, "is signed by an installation", False, "it carries no signature"),)
    digest_holds = Check(about, f"is what its digest says ({envelope.digest[:19]}…)", True)
    signed = [
        Check(about, f"is signed by {each.by} with the key {each.key[:16]}…", *_good(each, envelope.digest)) for each in envelope.signatures
    ]
    return [digest_holds, *unsigned, *signed], envelope.digest


def receipt(content: bytes, about: str) -> tuple[list[Check], str]:
    """The checks of a receipt for a sealed bid, with the bid or without, and the digest that is signed."""
    try:
        found, envelope, bid = bid_receipt.read(content)
    except (Unreadable, ValueError, RecursionError) as error:
        return [Check(about, "is a receipt as Remit writes it", False, str(error))], ""
    checks = [Check(about, f"is what its digest says ({envelope.digest[:19]}…)", True)]
    if bid:
        checks.append(Check(about, f"is for the bid beside it ({found.bid[:19]}…)", True))
    in_time = found.submitted_at < found.deadline_at
    checks.append(
        Check(about, f"was given for version {found.version} of {found.bidder}, before the deadline", in_time, "it came too late")
    )
    if not envelope.signatures:
        checks.append(Check(about, "is signed by an installation", False, "it carries no signature"))
    for each in envelope.signatures:
        checks.append(Check(about, f"is signed by {each.by} with the key {each.key[:16]}…", *_good(each, envelope.digest)))
    return checks, envelope.digest


def signature(content: bytes, about: str, texts: Collection[str]) -> list[Check]:
    """The checks of a signature that was made with a key: that the key made it, and that it is over one of the `texts` (their digests)."""
    try:
        found = signature_text.read(content.decode("utf-8", "replace"))
    except Refused as refused:
        return [Check(about, "is a signature as `remit sign` writes it", False, str(refused))]
    try:
        holds, why = signature_text.verifies(found), "something in it was changed"
    except ImportError:
        holds, why = False, "it cannot be checked here; install the package cryptography"
    key = signature_text.fingerprint(found.key)
    return [
        Check(about, f"is the signature of the key {key} for offer {found.offer}", holds, why),
        Check(about, "is over the amendment beside it", found.digest in texts, f"it is over {found.digest[:19]}…, which is not there"),
    ]


def whole(files: Mapping[str, bytes]) -> tuple[list[Check], str]:
    """The checks of a bundle, and the digest of its newest statement."""
    manifest = _manifest(files.get("manifest.json", b""))
    if manifest is None:
        return [Check("bundle", "has a manifest", False, "manifest.json is missing or was changed")], ""
    checks = list(_files(files, manifest["files"]))
    texts = {_hashed(content) for name, content in files.items() if name.startswith("terms/")}
    work, recorded = _read(files, "events.jsonl", bundle.events_of, checks), _read(files, "facts.jsonl", bundle.facts_of, checks)
    for name in sorted(name for name in files if name.startswith("signatures/")):
        checks += signature(files[name], name.removeprefix("signatures/"), texts)
    before = manifest["after"]
    for name in manifest["statements"]:
        about = name.removeprefix("statements/").removesuffix(".json")
        more, found, named = statement(files.get(name, b""), about)
        checks += more
        if found is None:
            continue
        rest = found.digests
        checks.append(
            Check(about, "follows the statement before it", rest.get("previous") == before, "one is missing, added or out of order")
        )
        checks.append(Check(about, "rests on the terms beside it", rest.get("terms") in texts, "the text of the terms is another"))
        roots = {key.removeprefix("work/"): root for key, root in rest.items() if key.startswith("work/")}
        if work is not None:
            same = digest.digests(log.known_at(work, found.cut)) == roots
            checks.append(Check(about, "rests on the work beside it", same, "an event is missing, added or changed"))
        if recorded is not None:
            same = digest.facts_digest(facts.known_at(recorded, found.cut)) == rest.get("facts")
            checks.append(Check(about, "rests on the facts beside it", same, "a fact is missing, added or changed"))
        checks += _proofs(files.get(f"proofs/{about}.jsonl", b""), roots, about)
        before = named
    return checks, before or ""


def _sums(found: Statement, about: str) -> Iterable[Check]:
    total = sum((line.amount for line in found.lines), Decimal(0))
    base = sum((line.amount for line in found.lines if line.base_charge), Decimal(0))
    yield Check(about, f"its lines sum to {found.total}", total == found.total, f"they sum to {total}")
    yield Check(about, f"its base charges sum to {found.base}", base == found.base, f"they sum to {base}")
    yield Check(about, "agreed and disputed make the total", found.agreed + found.disputed == found.total)
    wrong = [line.title for line in found.lines if not holds(line, found.rounding)]
    what = f"each of its {len(found.lines)} lines is quantity times rate, rounded {found.rounding.rule}"
    yield Check(about, what, not wrong, ", ".join(wrong))


def _signatures(envelope: Envelope, about: str) -> Iterable[Check]:
    return [Check(about, f"is signed by {each.by}", *_good(each, envelope.digest)) for each in envelope.signatures]


def _good(signature: Signature, signed: str) -> tuple[bool, str]:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return False, "it cannot be checked here; install the package cryptography"
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key)).verify(bytes.fromhex(signature.signature), signed.encode())
    except (InvalidSignature, ValueError):
        return False, "the signature does not fit the statement and the key"
    return True, ""


def _manifest(content: bytes) -> Any:
    try:
        manifest = statement_json.load(content)
        fits = set(manifest) == {"after", "files", "remit bundle", "statements"} and manifest["remit bundle"] == 1
        texts = all(isinstance(text, str) for text in [*manifest["files"].values(), *manifest["statements"]])
    except (Unreadable, AttributeError, TypeError, KeyError):
        return None
    return manifest if fits and texts and isinstance(manifest["after"], str | None) else None


def _files(files: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterable[Check]:
    differing = sorted(set(listed) ^ (set(files) - {"manifest.json"}))
    yield Check("bundle", "holds exactly the files of its manifest", not differing, ", ".join(differing))
    changed = sorted(name for name, content in files.items() if name in listed and _hashed(content) != listed[name])
    yield Check("bundle", "every file is what the manifest says", not changed, ", ".join(changed))


def _read(files: Mapping[str, bytes], name: str, reader: Any, checks: list[Check]) -> Any:
    if name not in files:
        return None
    try:
        return reader(files[name])
    except (RemitError, ValueError, TypeError, OverflowError, rfc8785.CanonicalizationError) as error:
        checks.append(Check("bundle", f"{name} can be read", False, str(error)))
        return None
    except Exception as error:  # polars has no common class of its own faults
        checks.append(Check("bundle", f"{name} can be read", False, f"{type(error).__name__}: {error}"))
        return None


def _proofs(content: bytes, roots: Mapping[str, str], about: str) -> Iterable[Check]:
    for number_of, line in enumerate(content.splitlines(), 1):
        try:
            proof = statement_json.load(line)
            record, item, text = proof["record"], proof["item"], proof["content"].encode()
            named = statement_json.load(text)[:2] == [record, item]
            siblings = [bytes.fromhex(sibling) for sibling in proof["path"]]
            expected = bytes.fromhex(proof["root"].removeprefix("sha256:"))
            leads = merkle.proves(merkle.leaf(text), proof["index"], proof["count"], siblings, expected)
            yield Check(about, f"item {item} of {record} is in its work", bool(named and leads and proof["root"] == roots.get(record)))
        except (Unreadable, KeyError, TypeError, ValueError, AttributeError) as error:
            yield Check(about, f"proof {number_of} can be read", False, str(error))


def _hashed(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"
