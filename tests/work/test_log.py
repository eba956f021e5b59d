"""The log keeps every event once, in one order, whatever the order, the chunks and the repetitions in which it was filled."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.values.fault import Refused
from remit.work import merkle
from remit.work.digest import digests, inclusion, leaves
from remit.work.log import EVENTS, append, canonical, empty, known_at

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6)
ROW = st.fixed_dictionaries(
    {
        "record": st.sampled_from(["helpdesk", "orders"]),
        "item": st.sampled_from(["T-1", "T-2", "T-10", 'q"\\\n', "é"]),
        "event": st.sampled_from(["created", "state", "closed"]),
        "field": st.none() | st.sampled_from(["priority"]),
        "value": st.none() | TEXT,
        "who": st.none() | st.sampled_from(["agent"]),
        "at": st.integers(-5, 5),
        "received_at": st.integers(0, 5),
        "sequence": st.none() | st.integers(0, 3),
    }
)


@st.composite
def logs(draw: st.DrawFn) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = draw(st.lists(ROW, max_size=20))
    return [{**row, "id": str(number)} for number, row in enumerate(rows)]


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=EVENTS)


@given(logs(), st.randoms(use_true_random=False))
def test_any_order_any_chunks_any_repetitions_give_the_same_log(rows: list[dict[str, object]], chance: object) -> None:
    at_once, _ = append(empty(), frame(rows))
    again = [*rows, *chance.sample(rows, k=len(rows) // 2)]  # type: ignore[attr-defined]
    chance.shuffle(again)  # type: ignore[attr-defined]
    log = empty()
    for start in range(0, len(again), 3):
        log, _ = append(log, frame(again[start : start + 3]))
    assert log.equals(at_once)
    assert digests(log) == digests(at_once)


@given(logs())
def test_a_later_receipt_of_a_known_event_changes_nothing(rows: list[dict[str, object]]) -> None:
    log, _ = append(empty(), frame(rows))
    later, report = append(log, frame([{**row, "received_at": 9} for row in rows]))
    assert later.equals(log)
    assert (report.new, report.known) == (0, len(rows))
    assert append(frame([{**row, "received_at": 9} for row in rows]), frame(rows))[0].equals(log)


def test_the_same_key_with_another_body_refuses_the_whole_batch() -> None:
    first = {"record": "helpdesk", "item": "T-1", "event": "created", "at": 0, "received_at": 0, "id": "1"}
    log, _ = append(empty(), frame([first]))
    with pytest.raises(Refused) as refused:
        append(log, frame([{**first, "id": "2"}, {**first, "at": 60_000_000}]))
    assert len(refused.value.faults) == 1
    assert "at 1970-01-01 00:00:00 UTC, now 1970-01-01 00:01:00 UTC" in str(refused.value)


def test_an_event_without_item_or_instant_is_refused() -> None:
    with pytest.raises(Refused, match="'at': is missing"):
        append(empty(), frame([{"record": "helpdesk", "item": "T-1", "event": "created", "at": None, "received_at": 0, "id": "1"}]))


@given(logs(), st.integers(0, 6))
def test_the_cut_bounds_what_is_known(rows: list[dict[str, object]], cut: int) -> None:
    log, _ = append(empty(), frame(rows))
    known = known_at(log, cut)
    assert sorted(known["id"].to_list()) == sorted(str(row["id"]) for row in rows if row["received_at"] < cut)  # type: ignore[operator]


def written_out(rows: pl.DataFrame) -> dict[str, str]:
    """The digests by the letter of their description: plain JSON, and the tree of RFC 6962 by its own recursion."""

    def tree(hashes: list[bytes]) -> bytes:
        if len(hashes) <= 1:
            return hashes[0] if hashes else sha256(b"").digest()
        half = 1 << (len(hashes) - 1).bit_length() - 1
        return sha256(b"\x01" + tree(hashes[:half]) + tree(hashes[half:])).digest()

    found = {}
    for record in sorted(set(rows["record"])):
        items: dict[str, list[list[object]]] = {}
        for row in canonical(rows.filter(pl.col("record") == record)).iter_rows(named=True):
            body = [row[name] for name in ("event", "field", "value", "who", "at", "sequence", "id")]
            items.setdefault(row["item"], []).append(body)
        content = [json.dumps([record, item, items[item]], ensure_ascii=False, separators=(",", ":")) for item in sorted(items)]
        found[record] = "sha256:" + tree([sha256(b"\x00" + text.encode()).digest() for text in content]).hex()
    return found


@given(logs())
def test_digests_are_what_their_description_says(rows: list[dict[str, object]]) -> None:
    log, _ = append(empty(), frame(rows))
    assert digests(log) == written_out(log)


@given(logs(), st.integers(0, 20))
def test_inclusion_is_proved_and_a_changed_leaf_is_not(rows: list[dict[str, object]], which: int) -> None:
    log, _ = append(empty(), frame(rows))
    table = leaves(log)
    if table.is_empty():
        return
    record, item, _leaf = table.row(which % table.height)
    proof = inclusion(log, record, item)
    assert proof.holds()
    assert proof.root == digests(log)[record]
    hashed = merkle.leaf(proof.content + b" ")
    assert not merkle.proves(hashed, proof.index, proof.count, proof.path, bytes.fromhex(proof.root[7:]))
    assert not merkle.proves(merkle.leaf(proof.content), proof.index, proof.count, (*proof.path, b""), bytes.fromhex(proof.root[7:]))


def test_receipt_is_not_in_the_digest_but_every_other_column_is() -> None:
    row = {
        "record": "helpdesk",
        "item": "T-1",
        "event": "state",
        "field": "f",
        "value": "v",
        "who": "agent",
        "at": 1,
        "sequence": 1,
        "id": "1",
    }
    root = digests(frame([{**row, "received_at": 0}]))
    assert digests(frame([{**row, "received_at": 7}])) == root
    for name in EVENTS.names():
        if name != "received_at":
            other = 2 if isinstance(row[name], int) else "other"
            assert digests(frame([{**row, "received_at": 0, name: other}])) != root, name


def test_dates_without_a_zone_are_refused() -> None:
    """Read as UTC they would move work over deadlines and months, unseen."""
    one = pl.DataFrame(
        {"record": "helpdesk", "item": "T-1", "event": "created", "at": datetime(2026, 5, 4, 9), "received_at": 9, "id": "1"}
    )
    with pytest.raises(Refused) as refused:
        append(empty(), one)
    assert str(refused.value).startswith("Column 'at': holds dates without a zone, and nobody can know on whose clock they were written;")
    with pytest.raises(Refused, match="Column 'at': holds String"):
        append(empty(), one.with_columns(at=pl.lit("2026-05-04T09:00")))


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_dates_with_a_zone_are_instants_whatever_their_unit(unit: pl.datatypes.TimeUnit) -> None:
    moment = pl.Series([datetime(2026, 5, 4, 9)]).dt.cast_time_unit(unit).dt.replace_time_zone("Europe/London")
    batch = pl.DataFrame({"record": ["helpdesk"], "item": ["T-1"], "event": ["created"], "received_at": [9], "id": ["1"]})
    log, _ = append(empty(), batch.with_columns(at=moment))
    assert log["at"].to_list() == [1_777_881_600_000_000]
