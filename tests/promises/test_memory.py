"""Promise 4, in the memory of a process: what a transaction took back was never there, for nobody and at no later time."""

from __future__ import annotations

from tests.promises.installation import Installation, answer

MODULE = "tests.promises.memory_steps"


def test_what_was_taken_back_is_not_kept_in_memory(installation: Installation) -> None:
    found = answer(installation.start("taken_back", module=MODULE))
    assert found["within"] == ["GONE", "ONE"]
    assert found["before"] == found["beside"] == found["after"] == ["ONE"]
    assert found["then"] == found["stored"] == ["ONE", "TWO"]


def test_what_a_part_of_a_transaction_took_back_is_not_kept_either(installation: Installation) -> None:
    found = answer(installation.start("half_taken_back", module=MODULE))
    assert found["within"] == found["back"] == ["ONE", "TWO"] and found["deeper"] == ["GONE", "ONE", "TWO"]
    assert found["after"] == ["ONE", "TWO"]
    assert found["then"] == found["stored"] == ["ONE", "THREE", "TWO"]


def test_terms_that_were_taken_back_are_not_in_force(installation: Installation) -> None:
    found = answer(installation.start("terms_taken_back", module=MODULE))
    assert found == {"within": "Africa/Johannesburg", "after": "Europe/London"}
