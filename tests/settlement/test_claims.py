"""Lines that must be claimed: what is not claimed in time is not owed, and a claim after the statement corrects it in the next."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from remit import closing
from remit.exchange import statement_json
from remit.exchange.folder import Folder
from remit.exchange.statement_json import Envelope
from remit.statement import Statement
from remit.values.period import Month, instant
from remit.work.facts import FACTS
from tests.foresight import desk

CLAIMED = "    credits:\n      first reply: 4 %\n"
MARCH = Month(2025, 3)


def at(day: int, month: int = 4) -> int:
    return instant(datetime(2025, month, day, 9, tzinfo=ZoneInfo("Europe/London")))


def close(folder: Folder, month: Month, cut: int) -> Statement:
    one = closing.settle(closing.Knowledge.of(folder), month, cut)
    folder.issue(one, statement_json.write(one, Envelope()))
    return one


@pytest.mark.parametrize(("received", "corrected"), [(at(14), True), (at(16), False)])
def test_a_claim_after_the_statement_and_in_time_corrects_it(tmp_path: Path, received: int, corrected: bool) -> None:
    """March misses its level. The statement is closed on 3 April without a claim; there are ten business days, until the 15th."""
    text = desk.TERMS.lstrip().replace(CLAIMED, f"    claim: by the party it favours\n    claimed within: 10 business days\n{CLAIMED}")
    (tmp_path / "terms.yaml").write_text(text.replace("form: simple", "form: advanced"), encoding="utf-8")
    folder = Folder.open(tmp_path)
    folder.add_events(desk.log(60), {"file": "desk"})
    march = close(folder, MARCH, at(3))
    assert not [line for line in march.lines if line.kind == "credit"]
    notes = [note for note in march.notes if note.startswith("11.1 ")]
    assert notes and all(note.endswith("is owed only if it is claimed by 15 April 2025, and no claim is known.") for note in notes)
    claim = {"kind": "claim", "subject": "service credits", "day": MARCH.last, "clause": "11.1", "source": "letter"}
    row = {**dict.fromkeys(FACTS.names()), **claim, "received_at": received, "id": "claim"}
    folder.add_facts(pl.DataFrame([row], schema=FACTS), {"file": "claims"})
    april = close(folder, MARCH.next(), at(3, 5))
    found = [(line.month, line.amount) for line in april.lines if line.kind == "correction"]
    assert len(found) == (len(notes) if corrected else 0)
    assert all(month == "2025-03" and amount < 0 for month, amount in found)
