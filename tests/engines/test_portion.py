"""Shards and updates give the summaries of the local engine, which is the definition: for contracts, logs and facts at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.agreement import Agreement
from remit.engines import incremental, local, sharded
from remit.engines.leaves import Leaves
from remit.engines.portion import Asked
from remit.terms.reader import read
from remit.values.fault import Refused
from remit.values.period import HOUR
from remit.work import merkle
from remit.work.facts import FACTS
from remit.work.log import EVENTS, empty
from tests.conftest import PROVE
from tests.engines.test_stream import BEGIN, CATALOGUE, CONTRACTS, MARCH, TERMS, facts, logs
from tests.foresight import desk

MORE = """  8.4 tickets: {rule: volume, covers: contact}
  8.5 first contact: {rule: first contact resolution, covers: contact, within: 8 days, same: [channel]}
  8.6 up: {rule: availability, covers: contact, outage from: message, outage until: resolved}
  8.7 satisfied: {rule: satisfaction, covers: contact, record: survey, scale: 1 to 5, result: mean}
  8.8 complaints: {rule: complaints, covers: email, record: register, event: created}
"""
PLAIN = {
    "start": "2026-01-05", "counts": "when created", "covers": "contact", "calendar": "office", "outside": "counted",
    "counted": "when started", "within": "3 hours", "longest": "none", "reopened": "first close is final", "reopen_within": "no limit",
    "changed": "new clock", "urgent": "4 hours", "until": "31", "effect": "counted as met", "billing": "not billed", "excess": "",
}  # fmt: skip
EXCESS = {"excess": "  9.3 excess:\n    rule: forecast excess\n    services: [contact]\n    above: 100 %\n"}
RECORDS = """services:
  6.1 contact:"""


def terms(choices: dict[str, str]) -> str:
    """The contract of the streaming tests, with levels by customer, by component, told by facts, and of two records at once."""
    more = "  5.2 survey: {system: Zendesk, kept by: client}\n  5.3 register: {system: Zendesk, kept by: client}\n"
    return TERMS.format(**{**choices, "more": MORE}).replace(RECORDS, more + RECORDS)


def agreement(choices: dict[str, str]) -> Agreement:
    return Agreement(read(terms(choices), CATALOGUE), CATALOGUE)


@st.composite
def beside(draw: st.DrawFn) -> pl.DataFrame:
    """Answers and complaints that name the tickets they are about."""
    rows = []
    for number in range(draw(st.integers(0, 6))):
        record, event = draw(st.sampled_from([("survey", "answer"), ("survey", "invited"), ("register", "created")]))
        when = BEGIN + draw(st.integers(0, 34 * 24)) * HOUR
        value = str(draw(st.integers(1, 5))) if event == "answer" else None
        item = f"T-{draw(st.integers(0, 12))}"
        rows.append((record, item, event, None, value, "customer", when, when + draw(st.sampled_from([0, 300 * HOUR])), None, f"b{number}"))
    return pl.DataFrame(rows or None, schema=EVENTS, orient="row")


SURVEYED = st.sampled_from(
    [
        pl.DataFrame(schema=FACTS),
        pl.DataFrame(
            [
                ("survey", "survey", date(2026, 3, 31), value, unit, None, None, "agency", BEGIN, f"s {unit}")
                for value, unit in (("40", "answers"), ("170", "sum of scores"))
            ],
            schema=FACTS,
            orient="row",
        ),
    ]
)


@settings(max_examples=600 if PROVE else 25)
@given(CONTRACTS, logs(), beside(), facts(), SURVEYED, st.integers(1, 6), st.integers(2, 36), st.booleans())
def test_shards_give_the_same_summaries(
    choices: dict[str, str],
    work: pl.DataFrame,
    answers: pl.DataFrame,
    told: pl.DataFrame,
    surveyed: pl.DataFrame,
    shards: int,
    days: int,
    upheld: bool,
) -> None:
    events, known, cut = pl.concat([work, answers]), pl.concat([told, surveyed]), BEGIN + days * 24 * HOUR
    months, contract, crew = (MARCH, MARCH.plus(1)), agreement(choices), sharded.Here(shards)
    asked = [Asked.of(contract, known, month, cut, upheld=upheld) for month in months]
    found = sharded.months(crew, sharded.split(crew, events, cut), asked)
    assert found == tuple(local.summaries(contract, events, known, month, cut, upheld=upheld) for month in months)


@settings(max_examples=600 if PROVE else 25)
@given(CONTRACTS, logs(), beside(), facts(), SURVEYED, st.integers(2, 36), st.lists(st.integers(0, 3), min_size=100, max_size=100))
def test_updates_give_the_same_summaries(
    choices: dict[str, str],
    work: pl.DataFrame,
    answers: pl.DataFrame,
    told: pl.DataFrame,
    surveyed: pl.DataFrame,
    days: int,
    turns: list[int],
) -> None:
    """Events come in up to four batches in any order, some of them twice."""
    events, known, cut = pl.concat([work, answers]), pl.concat([told, surveyed]), BEGIN + days * 24 * HOUR
    contract = agreement(choices)
    turn = pl.Series([turns[place % 100] for place in range(events.height)], dtype=pl.Int64)
    standing = incremental.standing(contract, events.filter(turn == 0), known, MARCH, cut)
    for number in (1, 2, 3):
        before, said = standing, standing.summaries
        standing = incremental.updated(standing, events.filter(turn <= number))
        assert before.summaries == said, "what stood before stays as it was"
    assert standing.summaries == local.summaries(contract, events, known, MARCH, cut)


def test_one_event_more_than_forecast_excuses_another_item() -> None:
    """A ticket that arrives early in a full month pushes the last one out of the levels, and that one alone is counted anew."""
    contract, cut = agreement(PLAIN | EXCESS), MARCH.bounds("Europe/London").end
    rows = [
        ("helpdesk", f"T-{number}", event, field, value, None, BEGIN + (48 + number) * 4 * HOUR, BEGIN, None, f"{number} {event}")
        for number in range(8)
        for event, field, value in (("created", None, None), ("field", "channel", "email"))
    ]
    events = pl.DataFrame(rows, schema=EVENTS, orient="row")
    fact = ("forecast", "contact", date(2026, 3, 1), "4", "ticket", None, None, "letter", BEGIN - 60 * 24 * HOUR, "f")
    forecast = pl.DataFrame([fact], schema=FACTS, orient="row")
    early = pl.col("item") == "T-0"
    before = incremental.standing(contract, events.filter(~early), forecast, MARCH, cut)
    after = incremental.updated(before, events.filter(early))
    assert (before.summaries.excused["8.1"], after.summaries.excused["8.1"]) == (3, 4)
    assert (before.summaries.volumes["6.1"].excess, after.summaries.volumes["6.1"].excess) == (3, 4)
    assert after.summaries == local.summaries(contract, events, forecast, MARCH, cut)


def test_an_update_folds_the_items_it_touches_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    contract, log = Agreement(read(desk.TERMS, CATALOGUE), CATALOGUE), desk.log(40)
    nothing, cut = pl.DataFrame(schema=FACTS), int(log["received_at"].to_numpy().max()) + 2
    before = incremental.standing(contract, log, nothing, desk.MONTHS[3], cut)
    again = log.filter(pl.col("item") == log["item"][7]).tail(1).with_columns(id=pl.lit("again"), received_at=pl.lit(cut - 1))
    seen: list[int] = []
    whole = Asked.evidence
    monkeypatch.setattr(
        Asked, "evidence", lambda self, events, *more: (seen.append(events["item"].n_unique()), whole(self, events, *more))[1]
    )
    after = incremental.updated(before, again)
    assert after.summaries == local.summaries(contract, pl.concat([log, again]), nothing, desk.MONTHS[3], cut)
    assert max(seen) == 1


def test_an_event_known_with_another_body_is_refused() -> None:
    contract, log = Agreement(read(desk.TERMS, CATALOGUE), CATALOGUE), desk.log(3)
    cut = int(log["received_at"].to_numpy().max()) + 1
    standing = incremental.standing(contract, log, pl.DataFrame(schema=FACTS), desk.MONTHS[3], cut)
    with pytest.raises(Refused, match="is known with another content"):
        incremental.updated(standing, log.head(1).with_columns(at=pl.col("at") + HOUR))
    assert incremental.updated(standing, log) is standing
    late = log.head(1).with_columns(id=pl.lit("late"), received_at=pl.lit(cut))
    assert incremental.updated(standing, late) is standing, "what comes after the cut is not known"


@settings(max_examples=2_000 if PROVE else 100)
@given(st.lists(st.dictionaries(st.integers(0, 40), st.binary(min_size=1, max_size=3), min_size=1, max_size=9), max_size=6))
def test_the_kept_tree_is_the_tree(changes: list[dict[int, bytes]]) -> None:
    held: dict[str, bytes] = {}
    leaves = Leaves.of([], [])
    for change in changes:
        hashes = {f"{number:02}": merkle.leaf(content) for number, content in change.items()}
        held |= hashes
        leaves = leaves.replaced(hashes)
        assert leaves.items == sorted(held)
        assert leaves.root == merkle.root([held[item] for item in sorted(held)])


def test_shards_of_files_are_read_by_the_workers(tmp_path: Path) -> None:
    contract, log = Agreement(read(desk.TERMS, CATALOGUE), CATALOGUE), desk.log(20)
    nothing, cut, crew = pl.DataFrame(schema=FACTS), int(log["received_at"].to_numpy().max()), sharded.Here(3)
    paths = []
    for number in range(2):
        paths.append(str(tmp_path / f"{number}.parquet"))
        log.gather_every(2, number).write_parquet(paths[-1])
    asked = Asked.of(contract, nothing, desk.MONTHS[3], cut)
    (found,) = sharded.months(crew, sharded.split(crew, sharded.Stored(tuple(paths)), cut), [asked])
    assert found == local.summaries(contract, log, nothing, desk.MONTHS[3], cut)
    assert len(sharded.split(crew, sharded.Stored(tuple(paths)), cut).shards) == 3


def test_what_shards_cannot_give_is_said() -> None:
    said: list[str] = []
    crew, cut = sharded.Here(2), MARCH.bounds("Europe/London").end
    asked = Asked.of(agreement(PLAIN), pl.DataFrame(schema=FACTS), MARCH, cut)
    sharded.months(crew, sharded.split(crew, empty(), cut), [asked], told=said.append)
    assert said == [
        "8.5 first contact is counted by customer: its events are shuffled, so that those of one customer meet.",
        "8.6 up is counted by one worker from all of helpdesk: what hangs together there does not add up.",
    ]


def test_shards_of_another_cut_are_refused() -> None:
    crew, cut = sharded.Here(2), MARCH.bounds("Europe/London").end
    asked = Asked.of(agreement(PLAIN), pl.DataFrame(schema=FACTS), MARCH, cut)
    with pytest.raises(ValueError, match="another cut"):
        sharded.months(crew, sharded.split(crew, empty(), cut), [replace(asked, cut=cut + 1)])
