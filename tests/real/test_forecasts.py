"""Forecasts of real months: the 80 % interval holds 75 to 85 % of what became of them.

Seen from 3 random days of each of 48 months (12 with REMIT_PROVE=1). `pytest tests/real/test_forecasts.py -s` prints the figures.
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
from tests.foresight.calibration import Held, calibration
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
    work = rehearsal.Work.of(folder, cut)
    whole: Held = {}
    for first in (Month(2010, 1), Month(2012, 1)):
        months = [first.plus(number) for number in range(24)]
        found, pairs = calibration(work, contract, months, days=12 if PROVE else 3, draws=100, seed=3)
        print(f"\n{first.name} and two years on, {pairs} pairs of month and day: {told(found)}", end="")
        for name, inside in found.items():
            whole.setdefault(name, []).extend(inside)
    print(f"\nall: {told(whole)}")
    assert sum(len(inside) for inside in whole.values()) >= 400
    assert all(0.75 <= sum(inside) / len(inside) <= 0.85 for inside in whole.values())


def told(found: Held) -> str:
    return ", ".join(f"{name} {sum(inside) / len(inside):.1%}" for name, inside in sorted(found.items()))
