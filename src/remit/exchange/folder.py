"""The engagement folder: one plain folder is one engagement, readable without Remit.

    terms.yaml            the contract
    amendments/*.yaml     what has been agreed since, in the order of their dates
    signatures/*.txt      signatures of amendments that were made with a key
    tests.yaml            contract tests
    mappings/*.yaml       how each source's files are read
    log/, facts/          parts in Parquet, one for each import, and a ledger of them
    statements/2026-05/   v1.json (what counts), v1.md, v1.pdf, v1.xlsx (for people); v2.json beside it, never instead

Writing takes the folder's lock, so two programs never write at once; every file is replaced whole, so a crash leaves the old state.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from remit.exchange import mapping_text, statement_json
from remit.exchange.ledger import Ledger, replace
from remit.exchange.mapping import Mapping as SourceMapping
from remit.statement import Statement
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.terms.reader import read
from remit.terms.versions import Version, consolidate
from remit.values.fault import Fault, Place, Refused, RemitError
from remit.values.period import Month
from remit.work import facts as work_facts
from remit.work import log as work_log


class Locked(RemitError):
    """Another program is writing into the folder."""


class Folder:
    """An engagement folder. `Folder.open(path)` refuses a folder without terms; nothing is cached between calls."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._log = Ledger(path / "log", work_log.EVENTS)
        self._facts = Ledger(path / "facts", work_facts.FACTS)

    @classmethod
    def open(cls, path: Path) -> Folder:
        if not (path / "terms.yaml").is_file():
            what = "this is not an engagement folder: it has no terms.yaml" if path.is_dir() else "there is no such folder"
            raise Refused([Fault(Place(file=str(path)), what, f"make one with `remit new {path}`")])
        return cls(path)

    # ── terms ──

    def terms_text(self) -> bytes:
        return (self.path / "terms.yaml").read_bytes()

    def amendment_texts(self) -> tuple[tuple[str, bytes], ...]:
        """Name and text of every amendment, by name."""
        return tuple((path.name, path.read_bytes()) for path in sorted((self.path / "amendments").glob("*.yaml")))

    def terms(self, catalogue: Catalogue) -> Terms:
        """The text of terms.yaml, read. Raises `Refused` with every fault."""
        return read(self.terms_text(), catalogue, file="terms.yaml")

    def terms_versions(self, catalogue: Catalogue) -> tuple[Version, ...]:
        """The signed terms and the terms after each amendment; `terms.versions.in_force_in` gives those of a month."""
        names, texts = [name for name, _ in self.amendment_texts()], [text for _, text in self.amendment_texts()]
        return consolidate(self.terms_text(), texts, catalogue, names=names)

    # ── work and facts ──

    def log(self) -> pl.DataFrame:
        """All events, in canonical order; of an event that came twice the earlier receipt counts."""
        return work_log.whole(self._log.read())

    def facts(self) -> pl.DataFrame:
        facts, _ = work_facts.append(work_facts.empty(), self._facts.read())
        return facts

    def imports(self) -> tuple[Mapping[str, Any], ...]:
        """What the ledger of the log says of every import."""
        return self._log.entries()

    def add_events(self, events: pl.DataFrame, said: Mapping[str, Any], *, dry_run: bool = False) -> work_log.Report:
        """Appends events under the lock, only the new ones; a changed body refuses all of them. A dry run checks and writes nothing."""
        with self.locked():
            held = self.log()
            log, report = work_log.append(held, events)
            earlier = events.join(held.select(*work_log.KEY, pl.col("received_at").alias("held")), on=work_log.KEY, how="left")
            news = earlier.filter(pl.col("held").is_null() | (pl.col("received_at") < pl.col("held"))).select(work_log.EVENTS.names())
            self._refuse_backdated(news, str(said.get("file", "")))
            if news.height and not dry_run:
                part = log.join(news.select(work_log.KEY).unique(), on=work_log.KEY, how="semi", maintain_order="left")
                self._log.append(part, said)
        return report

    def add_facts(self, facts: pl.DataFrame, said: Mapping[str, Any], *, dry_run: bool = False) -> work_facts.Report:
        """Appends facts under the lock, only the new ones."""
        with self.locked():
            held = self.facts()
            whole, report = work_facts.append(held, facts)
            news = whole.join(held.select("id", "received_at"), on=("id", "received_at"), how="anti", maintain_order="left")
            self._refuse_backdated(news, str(said.get("file", "")))
            if news.height and not dry_run:
                self._facts.append(news, said)
        return report

    def _refuse_backdated(self, news: pl.DataFrame, file: str) -> None:
        """What an issued statement rests on is closed: nothing new was received before its cut, or it could never be computed again."""
        last = max((one for month in self.months() for one in self.versions(month)), key=lambda one: one.cut, default=None)
        early = 0 if last is None else news.filter(pl.col("received_at") < last.cut).height
        if last is not None and early:
            what = (
                f"{early:,} new rows would have been received before the cut of {last.month.name}, version {last.version}, which is issued"
            )
            remedy = "leave --received out, or say when they came; in a mapping write 'received: on import'"
            raise Refused([Fault(Place(file=file or None), what, remedy)])

    # ── mappings ──

    def mapping(self, name: str) -> SourceMapping:
        """A mapping of the folder by its file's name without ending."""
        path = self.path / "mappings" / f"{name}.yaml"
        if not path.is_file():
            there = ", ".join(sorted(found.stem for found in (self.path / "mappings").glob("*.yaml"))) or "none"
            raise Refused([Fault(Place(file=f"mappings/{name}.yaml"), "there is no such mapping", f"the folder has: {there}")])
        return mapping_text.read(path.read_bytes(), f"mappings/{name}.yaml")

    def mappings(self) -> Mapping[str, SourceMapping]:
        """Every mapping of the folder that reads without faults, by name."""
        found = {}
        for path in sorted((self.path / "mappings").glob("*.yaml")):
            try:
                found[path.stem] = self.mapping(path.stem)
            except Refused:
                continue
        return found

    # ── statements ──

    def versions(self, month: Month) -> tuple[Statement, ...]:
        """Every issued version of a month's statement, the first one first."""
        home = self.path / "statements" / str(month)
        numbered = sorted((int(path.stem[1:]), path) for path in home.glob("v*.json") if path.stem[1:].isdigit())
        return tuple(statement_json.read(path.read_bytes())[0] for _, path in numbered)

    def months(self) -> tuple[Month, ...]:
        """The months that have a statement, in order."""
        return tuple(sorted(Month.read(path.name) for path in (self.path / "statements").glob("????-??") if path.is_dir()))

    def history(self, before: Month | None = None) -> tuple[Statement, ...]:
        """The latest version of every month, in order; only months before `before`, where it is given."""
        latest = [self.versions(month)[-1:] for month in self.months() if before is None or month < before]
        return tuple(one for last in latest for one in last)

    def issue(self, statement: Statement, content: bytes, others: Mapping[str, bytes] | None = None) -> Path:
        """Stores an issued statement with its renderings (`{"md": ..., "pdf": ...}`); an issued version is never replaced (`Refused`)."""
        home = self.path / "statements" / str(statement.month)
        path = home / f"v{statement.version}.json"
        with self.locked():
            if path.exists() and path.read_bytes() != content:
                what = "is issued, and an issued statement never changes"
                remedy = f"issue version {len(self.versions(statement.month)) + 1} beside it"
                raise Refused([Fault(Place(file=f"statements/{statement.month}/{path.name}"), what, remedy)])
            home.mkdir(parents=True, exist_ok=True)
            beside = {home / f"v{statement.version}.{ending}": rendering for ending, rendering in (others or {}).items()}
            try:
                for place, rendering in beside.items():
                    replace(place, rendering)
                replace(path, content)
            except OSError:  # a full disk: papers without the statement itself would look issued
                if not path.exists():
                    for place in beside:
                        place.unlink(missing_ok=True)
                raise
        return path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the folder's lock; the system frees it when the program ends, however it ends."""
        self.path.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                _lock(handle)
            except OSError:
                raise Locked(f"{self.path}: another program is writing into this folder; try again when it has finished.") from None
            yield
        finally:
            os.close(handle)


def _lock(handle: int) -> None:
    if os.name == "nt":  # pragma: no cover
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
