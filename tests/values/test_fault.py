"""A fault reads as one sentence: place, what is wrong with the figures, what to write."""

from __future__ import annotations

import pytest

from remit.values.fault import Fault, Place, Refused


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(clause="8.1", line=186), "Clause 8.1, line 186"),
        (Place(line=3), "Line 3"),
        (Place(file="july.csv", row=1204, column="opened"), "july.csv, row 1,204, column 'opened'"),
        (Place(file="terms.yaml", clause="8.1", line=4), "terms.yaml, clause 8.1, line 4"),
        (Place(), ""),
    ],
)
def test_where(place: Place, text: str) -> None:
    assert str(place) == text


def test_a_sentence_ends_once() -> None:
    assert str(Fault(Place(line=3), "this is wrong", "write that")) == "Line 3: this is wrong; write that."
    assert str(Fault(Place(line=3), "this is wrong.")) == "Line 3: this is wrong."
    assert str(Fault(Place(), "nothing was read")) == "nothing was read."


def test_a_notice_says_so() -> None:
    assert str(Fault(Place(clause="11.2", line=353), "part of a credit is lost", notice=True)) == (
        "Clause 11.2, line 353 (notice): part of a credit is lost."
    )


def test_a_refusal_holds_every_fault_in_order() -> None:
    faults = [Fault(Place(line=line), f"fault {line}") for line in (1, 5, 9)]
    refused = Refused(iter(faults))
    assert refused.faults == tuple(faults)
    assert str(refused).splitlines() == ["Line 1: fault 1.", "Line 5: fault 5.", "Line 9: fault 9."]
