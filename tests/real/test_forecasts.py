"""Forecasts of real months: the 80 % interval holds 75 to 85 % of what became of them.

Seen from 4 random days of each of 48 months (12 with REMIT_PROVE=1). `pytest tests/real/test_forecasts.py -s` prints the figures.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from remit import rehearsal
from remit.catalogue import standard_catalogue
from remit.exchange import intake
from remit.exchange.folder import Folder
from remit.values.period import Month, instant
from tests.conftest import PROVE
from tests.foresight.calibration import calibration
from tests.shared import REPOSITORY, shared


def test_four_years_of_a_help_desk(tmp_path: Path) -> None:
    log = shared("logs", "helpdesk_italian.csv.gz")
    cut = instant(datetime(2014, 2, 1, tzinfo=UTC))
    (tmp_path / "mappings").mkdir()
    (tmp_path / "terms.yaml").write_bytes((REPOSITORY / "examples" / "italian-helpdesk.terms.yaml").read_bytes())
    (tmp_path / "mappings" / "helpdesk.yaml").write_bytes((REPOSITORY / "examples" / "italian-helpdesk.mapping.yaml").read_bytes())
    folder = Folder.open(tmp_path)
    intake.bring_work(folder, log, *intake.chosen(folder, None, log), cut)
    contract = rehearsal.Contract.read("terms.yaml", folder.terms_text(), standard_catalogue())
    months = [Month(2010, 1).plus(number) for number in range(48)]
    found, pairs = calibration(rehearsal.Work.of(folder, cut), contract, months, days=12 if PROVE else 4, draws=100, seed=3)
    shares = {name: sum(inside) / len(inside) for name, inside in found.items()}
    print(f"\n{pairs} pairs of month and day: " + ", ".join(f"{name} {share:.1%}" for name, share in shares.items()))
    every = [inside for one in found.values() for inside in one]
    assert len(every) >= 500
    assert 0.75 <= sum(every) / len(every) <= 0.85
    assert all(0.72 <= share <= 0.88 for share in shares.values()), shares
