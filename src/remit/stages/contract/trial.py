"""A first contract tried before anybody signs: on the months of work that was brought in, else on the sample of its preset.

There is nothing in force to compare with, so what is told is what the draft itself would have charged, attained and excused.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from remit import rehearsal
from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.exchange import intake, starters
from remit.exchange.folder import Folder
from remit.foresight.replay import Paid, Replay
from remit.intake.knowledge import Kept, kept
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.rehearsal import Contract, Work
from remit.scorecard import Attainment
from remit.stages.contract.effect import MONTHS
from remit.stages.contract.presets import preset_of
from remit.terms.document import Terms
from remit.terms.versions import Version
from remit.values.period import Month, moment

_SUMS = "sums of first contracts"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a draft would have charged; `sample` names the preset whose sample it was tried on, empty for work that was brought in."""

    replay: Replay
    sample: str

    @property
    def months(self) -> tuple[Paid, ...]:
        return self.replay.months

    @property
    def notes(self) -> tuple[str, ...]:
        """What the months lack, or settle by a reading of the draft; each once."""
        return tuple(dict.fromkeys(note for paid in self.months for note in paid.statement.notes))

    @property
    def levels(self) -> tuple[tuple[str, str, tuple[Attainment | None, ...]], ...]:
        """Clause, name, and how the level stood in each month."""
        names = {level.clause: level.name for paid in self.months for level in paid.statement.scorecard.levels}
        return tuple((clause, name, tuple(paid.statement.scorecard.get(clause) for paid in self.months)) for clause, name in names.items())


def trial(member: Member, row: Draft, terms: Terms) -> Trial | None:
    """The draft on the last `MONTHS` whole months of work of its records; else on its preset's sample; None where there is neither."""
    found = kept(member.engagement)
    now = member.engagement.now()
    contract = Contract("draft", (Version(terms.term["in force from"], terms),), standard_catalogue())
    own = months_of(found.log, terms, now)
    if own:
        return Trial(_on_own(found, contract, own, now), "")
    preset = preset_of(row)
    work = sample_work(preset) if preset is not None else None
    on = months_of(work.log, terms, now) if work is not None else ()
    if work is None or preset is None or not on:
        return None
    return Trial(rehearsal.replay(rehearsal.Kept(work), [contract], on, extremes=True)[1][0], preset)


def months_of(log: pl.DataFrame, terms: Terms, now: int) -> tuple[Month, ...]:
    """The months in which items of the contract's records began, and that are over; oldest first, on the wall clock of its statements."""
    records = [clause.name for clause in terms.section(5)]
    at = log.filter(pl.col("record").is_in(records)).group_by("record", "item").agg(pl.col("at").min())["at"]
    if at.is_empty():
        return ()
    zone = Agreement(terms, standard_catalogue()).zone
    days = pl.from_epoch(at, "us").dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.month_start().dt.date().unique()
    months = sorted(Month.of(day) for day in days)
    running = Month.of(moment(now, zone).date())
    return tuple(month for month in months if month < running)[-MONTHS:]


@lru_cache(maxsize=16)
def sample_work(preset: str) -> Work | None:
    """The sample of a preset, as if it had been brought in the moment its last event happened."""
    with tempfile.TemporaryDirectory(prefix="remit-sample-") as place:
        path = Path(place) / "sample"
        starters.lay_out(path, preset)
        folder = Folder.open(path)
        for file in sorted((path / "samples").glob("*.csv")):
            if file.name == starters.FACTS:
                intake.bring_facts(folder, file, 0)
            else:
                intake.bring_work(folder, file, *intake.chosen(folder, None, file), 0)
        log, facts = folder.log(), folder.facts()
    latest = log["at"].max()
    return Work(log, facts, (), int(latest) + 1) if isinstance(latest, int) else None


def _on_own(found: Kept, contract: Contract, own: tuple[Month, ...], now: int) -> Replay:
    """On the engagement's own work; sums that an edit cannot touch are taken over from the trial before it."""
    before = found.once(_SUMS, lambda: rehearsal.Kept(Work(found.log, found.facts, (), now)))
    sums, (replay,) = rehearsal.replay(before, [contract], own, extremes=True)
    found.results[_SUMS] = sums
    return replay
