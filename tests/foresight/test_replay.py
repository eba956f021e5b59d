"""Replay: past work paid again, by the same contract to the same penny, and by others; only what an edit touches is computed."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from click.testing import CliRunner

from remit import rehearsal
from remit.__main__ import remit
from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.engines import local
from remit.exchange.folder import Folder
from remit.foresight.dependence import JUDGED
from remit.foresight.replay import Replay, moved
from remit.statement import latest
from remit.terms.document import Clause
from remit.values.period import Month, instant
from remit.work import facts
from tests.conftest import PROVE
from tests.foresight import desk

LATER = instant(datetime(2026, 12, 1, tzinfo=ZoneInfo("UTC")))
CATALOGUE = standard_catalogue()


def contract(*edits: tuple[str, str]) -> rehearsal.Contract:
    text = desk.TERMS
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return rehearsal.Contract.read("edited" if edits else "desk", text.encode(), CATALOGUE)


@cache
def kept_and_replay(items: int = 60) -> tuple[rehearsal.Kept, Replay]:
    work = rehearsal.Work(desk.log(items), facts.empty(), (), LATER)
    kept, (found,) = rehearsal.replay(rehearsal.Kept(work), [contract()], desk.MONTHS)
    return kept, found


def test_the_demo_is_paid_as_it_was(demo: Folder) -> None:
    """Every month at what its last version comes to: September with the relief that was granted in October."""
    work = rehearsal.Work.of(demo, LATER)
    own = rehearsal.Contract.read("terms.yaml", demo.terms_text(), CATALOGUE)
    _, (found,) = rehearsal.replay(rehearsal.Kept(work), [own], [Month(2026, 5).plus(count) for count in range(6)])
    assert [one.total for one in found.months] == [one.total for one in latest(work.issued)]
    july, september, october = found.months[2], found.months[4], found.months[5]
    assert (july.base, july.credits, july.total) == (Decimal("17876.00"), Decimal("-715.04"), Decimal("17160.96"))
    assert [level.name for level in july.levels("missed")] == ["email first reply"]
    assert (september.excused, october.bonuses) == (90, Decimal("888.49"))
    # 12 % of 17,876.00 is the most that July could have cost the provider.
    assert found.provider_exposure.utmost == Decimal("2145.12") and found.provider_exposure.seen == Decimal("715.04")


def test_limits_and_what_they_took() -> None:
    """A miss of both levels is 7 % of £120.00; the limit leaves 5 %, and a limit of nothing leaves nothing, but is told as well."""
    kept, _ = kept_and_replay()
    strict = contract(
        ("minimum: 92 %", "minimum: 94.9 %"), ("target: 90 %\n    minimum: 85 %", "target: 100 %"), ("16 business", "6 business")
    )
    _, (found,) = rehearsal.replay(kept, [strict], desk.MONTHS)
    both = [one for one in found.months if len(one.levels("missed")) == 2]
    assert both
    for one in both:
        assert one.credits == -(one.base * Decimal("0.05")).quantize(Decimal("0.01"))
        assert one.lost_to_cap == one.base * Decimal("0.02") and one.capped
    none = contract(("at most: 5 %", "at most: 0 %"))
    _, (found,) = rehearsal.replay(kept, [none], desk.MONTHS)
    assert not any(one.credits for one in found.months) and any(one.lost_to_cap for one in found.months)


@pytest.mark.parametrize(
    ("edit", "levels"),
    [
        (("first reply: 4 %", "first reply: 3 %"), 0),
        (("price: £2.00", "price: £2.10"), 0),
        (("target: 95 %", "target: 96 %"), 0),
        (("  8.1 first reply:\n", "  8.1 first reply:\n    except: {channel: chat}\n"), 12),
        (("within: 4 business hours", "within: 3 business hours"), 12),  # the level of that clock alone
        (("Monday to Friday: 09:00 to 17:00", "Monday to Friday: 09:00 to 16:00"), 24),
    ],
)
def test_an_edit_computes_what_it_touches_and_nothing_else(edit: tuple[str, str], levels: int, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, _ = kept_and_replay()
    fresh = rehearsal.replay(rehearsal.Kept(kept.work), [contract(edit)], desk.MONTHS)[1]
    asked: list[str] = []
    whole = local.contributions

    def counted(agreement: Agreement, level: Clause, known: local.Known) -> tuple[pl.DataFrame, int]:
        asked.append(level.number)
        return whole(agreement, level, known)

    monkeypatch.setattr(local, "contributions", counted)
    _, again = rehearsal.replay(kept, [contract(edit)], desk.MONTHS)
    assert len(asked) == levels
    assert again == fresh


def test_what_a_change_moves_adds_up() -> None:
    kept, before = kept_and_replay()
    _, (after,) = rehearsal.replay(kept, [contract(("first reply: 4 %", "first reply: 3 %"))], desk.MONTHS)
    changes = moved(before, after)
    assert [one.clause for one in changes] == ["11.1"]
    assert sum(one.moved for one in changes) == after.total - before.total > 0
    assert not moved(before, before)


def test_a_contract_that_starts_later_is_tried_on_work_before() -> None:
    kept, before = kept_and_replay()
    later = contract(("services start: 2025-01-01", "services start: 2026-01-01"), ("signed: 2024-12-01", "signed: 2025-12-01"))
    assert rehearsal.replay(kept, [later], desk.MONTHS)[1][0].total == before.total


def test_an_edit_of_a_credit_replays_a_year_below_a_second() -> None:
    kept, _ = kept_and_replay(100_000 if PROVE else 500)
    begun = time.perf_counter()
    rehearsal.replay(kept, [contract(("first reply: 4 %", "first reply: 3 %"))], desk.MONTHS)
    assert time.perf_counter() - begun < 1


def test_the_command_compares_two_texts(demo: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    import json

    other = tmp_path_factory.mktemp("terms") / "cheaper.yaml"
    other.write_bytes(demo.terms_text().replace("price: £2.60".encode(), "price: £2.50".encode(), 1))
    ran = CliRunner().invoke(remit, ["replay", str(demo.path), "2026-05..2026-07", "--terms", str(other), "--json"])
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.output)
    (change,) = found["changes"]
    # 3,900 + 4,050 + 4,720 tickets at 10 pence, and a credit of 4 % on the smaller base of July.
    assert [(one["clause"], one["moved"]) for one in change["clauses"]] == [("10.1", "-1267.00"), ("11.1", "18.88")]
    assert change["clauses"][0]["a year"] == "-5068.00"
    assert CliRunner().invoke(remit, ["replay", str(demo.path), "2026-07..2026-05"]).exit_code == 2


def test_what_judges_a_result_counts_nothing(demo: Folder) -> None:
    """What `dependence.JUDGED` leaves out of a level's key could be missing from the clause, and the same items would count."""
    work, month = rehearsal.Work.of(demo, LATER), Month(2026, 7)
    agreement = rehearsal.Contract.read("terms.yaml", demo.terms_text(), CATALOGUE).agreement(month)
    known = local.evidence_for(agreement, work.log, work.facts, month, LATER)
    for level in agreement.in_force(8, month):
        bare = replace(level, settings={name: value for name, value in level.settings.items() if name not in JUDGED})
        whole, left = local.contributions(agreement, level, known)
        same, also_left = local.contributions(agreement, bare, known)
        assert same.equals(whole) and left == also_left
