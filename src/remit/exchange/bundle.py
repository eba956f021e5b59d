"""A bundle: statements with everything they rest on, so that the other party can check them offline.

One folder, or the same as a zip:

    README.txt              how to check it
    verify_statement.py     the stand-alone script, without Remit
    manifest.json           SHA-256 of every file, and the statements in the order of their issue
    statements/2026-07-v1.json
    terms/<first digits of its digest>.yaml
    signatures/…txt         signatures of amendments that were made with a key (`exchange.signature_text`), the amendments among the terms
    events.jsonl            every event of the work, one canonical JSON array a line
    facts.jsonl             every fact likewise
    proofs/2026-07-v1.jsonl instead of, or beside, all the work: single items with their paths to the Merkle root

The statements form a chain: each holds the digest of the one before. `after` in the manifest is the digest that the first one follows, null
where it is the first of all. Names in a bundle are not paths: nothing is ever unpacked to disk.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import rfc8785

from remit.catalogue import standard_catalogue
from remit.exchange import statement_json
from remit.exchange.folder import Folder
from remit.exchange.plain import Unreadable
from remit.exchange.statement_json import Envelope
from remit.statement import Statement
from remit.values.fault import RemitError
from remit.work import digest
from remit.work.facts import FACTS
from remit.work.log import EVENTS, canonical, known_at

EVENT = ("record", "item", "event", "field", "value", "who", "at", "sequence", "id", "received_at")
FACT = ("kind", "subject", "day", "value", "unit", "clause", "approved_by", "source", "id", "received_at")
LARGEST = 8 << 30
"""No bundle is read beyond this many bytes, unpacked."""
_README = """This bundle holds statements and what they rest on. It can be checked without trusting whoever sent it:

    python3 verify_statement.py .                the stand-alone script in this folder; it needs Python and nothing else
    remit verify .                               the same with Remit, which also checks signatures

Both list every check and end with exit code 1 if one fails. Compare the digest of the newest statement with the one printed at the foot of
its paper: a bundle from which the last statements were cut whole is a shorter but valid chain.
"""


@dataclass(frozen=True, slots=True)
class Issued:
    """A statement as it was issued."""

    statement: Statement
    envelope: Envelope

    @property
    def name(self) -> str:
        return f"statements/{self.statement.month}-v{self.statement.version}.json"


def files(
    issued: Sequence[Issued],
    terms: Iterable[bytes],
    events: pl.DataFrame | None = None,
    facts: pl.DataFrame | None = None,
    items: Iterable[tuple[str, str]] = (),
    proved_in: pl.DataFrame | None = None,
    signatures: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The bundle's files by name. `issued` stands in order of issue.

    `signatures` are those of amendments by name; their amendments stand among the `terms`.
    With `events` the whole work is given away; with `items` (record, item) and the log `proved_in`, only those items with their proofs.
    """
    written = {one.name: statement_json.write(one.statement, one.envelope) for one in issued}
    if len(written) != len(issued):
        raise RemitError("Two statements of one month have the same version; a correction is a new version.")
    proofs: dict[str, bytes] = {}
    if proved_in is not None:
        wanted = list(items)
        for one in issued:
            known = known_at(proved_in, one.statement.cut)
            rows = [_proof(known, record, item) for record, item in wanted if _holds(known, record, item)]
            proofs[one.name.replace("statements/", "proofs/") + "l"] = b"".join(row + b"\n" for row in rows)
    after = issued[0].statement.digests.get("previous") if issued else None
    signed = {f"signatures/{name}": content for name, content in (signatures or {}).items()}
    return _sealed({**written, **proofs, **signed, **_basis(terms, events, facts)}, list(written), after)


def from_folder(folder: Folder) -> dict[str, bytes]:
    """The bundle of everything issued in an engagement folder. Statements are taken byte for byte as they lie there, so that one which was
    changed is found, and not mended, by those who check."""
    found: list[tuple[tuple[int, int, str], str, bytes]] = []
    for path in (folder.path / "statements").glob("????-??/v*.json"):
        content = path.read_bytes()
        try:
            cut = statement_json.read(content)[0].cut
        except RemitError:
            cut = 0
        version = int(path.stem[1:]) if path.stem[1:].isdigit() else 0
        found.append(((cut, version, path.parent.name), f"statements/{path.parent.name}-{path.stem}.json", content))
    found.sort(key=lambda one: (one[0][0], one[0][2], one[0][1]))
    texts = {version.terms.text for version in folder.terms_versions(standard_catalogue())}
    signed = {f"signatures/{path.name}": path.read_bytes() for path in sorted((folder.path / "signatures").glob("*.txt"))}
    if signed:
        texts |= {text for _, text in folder.amendment_texts()}
    statements = {name: content for _, name, content in found}
    return _sealed({**statements, **signed, **_basis(sorted(texts), folder.log(), folder.facts())}, list(statements), None)


def _basis(terms: Iterable[bytes], events: pl.DataFrame | None, facts: pl.DataFrame | None) -> dict[str, bytes]:
    """What the statements rest on, and how to check it."""
    found = {f"terms/{sha256(text).hexdigest()[:16]}.yaml": text for text in terms}
    if events is not None:
        found["events.jsonl"] = _lines(canonical(events).select(EVENT))
    if facts is not None:
        found["facts.jsonl"] = _lines(facts.with_columns(pl.col("day").dt.to_string("%Y-%m-%d")).select(FACT).sort("id"))
    found["README.txt"] = _README.encode()
    found["verify_statement.py"] = resources.files("remit.exchange").joinpath("verify_statement.py").read_bytes()
    return found


def _sealed(found: Mapping[str, bytes], order: list[str], after: str | None) -> dict[str, bytes]:
    """The files with their manifest."""
    manifest = {
        "after": after,
        "files": {name: f"sha256:{sha256(content).hexdigest()}" for name, content in found.items()},
        "remit bundle": 1,
        "statements": order,
    }
    return {"manifest.json": rfc8785.dumps(manifest), **dict(sorted(found.items()))}


def write(path: Path, contents: Mapping[str, bytes]) -> None:
    """As a zip where the path ends in `.zip`, with dates of 1980 so that the same files give the same bytes; else as a folder."""
    if path.suffix == ".zip":
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, content in sorted(contents.items()):
                bundle.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        path.write_bytes(memory.getvalue())
        return
    for name, content in contents.items():
        place = path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def read(path: Path) -> dict[str, bytes]:
    """The files of a folder or zip, in memory. A damaged zip or one beyond `LARGEST` raises `RemitError`."""
    if path.is_dir():
        return {place.relative_to(path).as_posix(): place.read_bytes() for place in sorted(path.rglob("*")) if place.is_file()}
    try:
        with zipfile.ZipFile(path) as bundle:
            entries = [entry for entry in bundle.infolist() if not entry.is_dir()]
            if len({entry.filename for entry in entries}) != len(entries):
                raise RemitError(f"{path.name} holds two files of one name; ask for it again.")
            if sum(entry.file_size for entry in entries) > LARGEST:
                raise RemitError(f"{path.name} would unpack to more than {LARGEST >> 30} GiB; ask for a bundle of fewer statements.")
            return {entry.filename: bundle.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise RemitError(f"{path.name} is no readable bundle: {error}.") from None
    except Exception as error:  # zlib.error and struct.error are no common class
        raise RemitError(f"{path.name} is damaged: {error}.") from None


def events_of(content: bytes) -> pl.DataFrame:
    """The log of `events.jsonl`."""
    return pl.DataFrame([dict(zip(EVENT, row, strict=True)) for row in _rows(content)], schema=EVENTS)


def facts_of(content: bytes) -> pl.DataFrame:
    """The facts of `facts.jsonl`."""
    rows = [dict(zip(FACT, row, strict=True)) for row in _rows(content)]
    frame = pl.DataFrame(rows, schema={**FACTS, "day": pl.String})
    return frame.with_columns(pl.col("day").str.to_date("%Y-%m-%d"))


def _rows(content: bytes) -> Iterator[list[Any]]:
    for line in content.splitlines():
        row = json.loads(line)
        if not isinstance(row, list) or _canonical(row) != line:
            raise Unreadable("A row of the bundle is not canonical JSON.")
        yield row


def _lines(frame: pl.DataFrame) -> bytes:
    return b"".join(_canonical(row) + b"\n" for row in frame.iter_rows())


def _canonical(row: Any) -> bytes:
    """An array of texts, integers and nulls by RFC 8785; the standard library writes these alike, and many times faster."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def _holds(events: pl.DataFrame, record: str, item: str) -> bool:
    return not events.filter((pl.col("record") == record) & (pl.col("item") == item)).is_empty()


def _proof(events: pl.DataFrame, record: str, item: str) -> bytes:
    proof = digest.inclusion(events, record, item)
    return rfc8785.dumps(
        {
            "content": proof.content.decode(),
            "count": proof.count,
            "index": proof.index,
            "item": proof.item,
            "path": [sibling.hex() for sibling in proof.path],
            "record": proof.record,
            "root": proof.root,
        }
    )
