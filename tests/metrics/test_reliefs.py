"""Relief: who must say what and when, what it does to a level, and the two versions of a month."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from remit.catalogue import standard_catalogue
from remit.demo.specimen import demo_terms
from remit.engines import local
from remit.exchange.decidable import undecidable
from remit.relief import ITEMS as ITEMS_OF_A_GRANT
from remit.relief import Granted, countersigned
from remit.statement import Summaries
from remit.terms.reader import read
from remit.work.facts import FACTS, select
from remit.work.fold import EXCUSED
from tests.metrics.month import CUT, JUNE, agreement, events
from tests.metrics.test_metrics import contact
from tests.work.desk import at

ON_TIME = "rule: share on time\nclock: reply"
ITEMS = "  9.1 broken mail: {{rule: excused items, covers: contact, cause: broken mail, effect: {effect}, billing: {billing}}}"
TIME = "  9.1 waiting: {rule: excused time, caused by: client, evidence: the question}"
EXCESS = "  9.1 above forecast: {{rule: forecast excess, services: [contact], above: 110 %, leaves the levels: {which}}}"


def claim(item: str, received: str = "2026-07-01 12:00", approved_by: str | None = None, unit: str | None = None) -> dict[str, Any]:
    named = {"kind": "relief", "subject": item, "day": date.fromisoformat(received[:10]), "clause": "9.1", "source": "objection"}
    return {**named, "approved_by": approved_by, "unit": unit, "received_at": at(received), "id": f"claim {item} {received}"}


def forecast(value: int, received: str, subject: str = "contact") -> dict[str, Any]:
    named = {"kind": "forecast", "subject": subject, "day": date(2026, 6, 1), "value": str(value), "source": "forecast sheet"}
    return {**named, "received_at": at(received), "id": f"forecast {received}"}


def facts(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**dict.fromkeys(FACTS.names()), **row} for row in rows], schema=FACTS)


def settled(level: str, relief: str, log: pl.DataFrame, known: pl.DataFrame, cut: int = CUT, upheld: bool = False) -> Summaries:
    return local.summaries(agreement(level, relief), log, known, JUNE, cut, upheld=upheld)


def two_late() -> pl.DataFrame:
    rows: list[Any] = []
    for item, reply in (("A", "Mon 10:00"), ("B", "Mon 16:00"), ("C", "Mon 16:00")):
        rows += [*contact(item, "email", "Mon 09:00", reply), (item, "Tue 09:00", "closed")]
    return events(rows)


def test_a_countersigned_claim_leaves_both_sides_and_is_still_billed() -> None:
    relief = ITEMS.format(effect="removed from both sides", billing="still billed")
    found = settled(ON_TIME, relief, two_late(), facts(claim("B", approved_by="team lead")))
    assert (found.levels["8.1"].sums, found.excused["8.1"], found.volumes["6.1"].billed) == ({"met": 1, "of": 2}, 1, 3)


def test_items_may_count_as_met_or_not_be_billed() -> None:
    relief = ITEMS.format(effect="counted as met", billing="not billed")
    found = settled(ON_TIME, relief, two_late(), facts(claim("B", approved_by="team lead")))
    assert (found.levels["8.1"].sums, found.excused["8.1"], found.volumes["6.1"].billed) == ({"met": 2, "of": 3}, 0, 2)


def test_a_corrected_record_makes_the_item_good() -> None:
    relief = ITEMS.format(effect="removed from both sides", billing="still billed")
    found = settled(ON_TIME, relief, two_late(), facts(claim("B", approved_by="team lead", unit="correct")))
    assert found.levels["8.1"].sums == {"met": 2, "of": 3}


def test_an_open_claim_is_accepted_by_silence_and_not_before() -> None:
    relief = ITEMS.format(effect="removed from both sides", billing="still billed")
    known = facts(claim("B"))
    assert settled(ON_TIME, relief, two_late(), known).levels["8.1"].sums == {"met": 1, "of": 3}
    assert settled(ON_TIME, relief, two_late(), known, upheld=True).levels["8.1"].sums == {"met": 1, "of": 2}, "as it would be"
    # Claimed on Wednesday 1 July at noon: five business days later is the end of Wednesday 8 July.
    assert settled(ON_TIME, relief, two_late(), known, cut=at("2026-07-08 16:59")).levels["8.1"].sums["of"] == 3
    assert settled(ON_TIME, relief, two_late(), known, cut=at("2026-07-08 17:00")).levels["8.1"].sums["of"] == 2


def test_a_claim_made_too_late_needs_a_countersignature() -> None:
    relief = ITEMS.format(effect="removed from both sides", billing="still billed")
    late = "2026-07-09 12:00"
    assert settled(ON_TIME, relief, two_late(), facts(claim("B", late)), cut=at("2026-08-01 00:00")).levels["8.1"].sums["of"] == 3
    signed = facts(claim("B", late, approved_by="team lead"))
    assert settled(ON_TIME, relief, two_late(), signed, cut=at("2026-08-01 00:00")).levels["8.1"].sums["of"] == 2


def test_a_claim_made_too_late_is_not_even_disputed() -> None:
    relief = ITEMS.format(effect="removed from both sides", billing="still billed")
    for claimed, received in (("2026-07-09 12:00", "2026-07-09 12:00"), ("2026-07-01 12:00", "2026-07-09 12:00")):
        late = {**claim("B", claimed), "received_at": at(received)}
        found = settled(ON_TIME, relief, two_late(), facts(late), cut=at("2026-08-01 00:00"), upheld=True)
        assert found.levels["8.1"].sums["of"] == 3, "also where its date was written back"


def test_a_refused_claim_is_not_accepted_by_silence() -> None:
    relief = ITEMS.format(effect="removed from both sides", billing="still billed")
    cut = at("2026-08-01 00:00")
    in_time, too_late = (claim("B", day, unit="refused", approved_by="team lead") for day in ("2026-07-08 16:59", "2026-07-08 17:01"))
    refused = facts(claim("B"), in_time)
    assert settled(ON_TIME, relief, two_late(), refused, cut=cut).levels["8.1"].sums["of"] == 3
    assert settled(ON_TIME, relief, two_late(), refused, cut=cut, upheld=True).levels["8.1"].sums["of"] == 3
    silent = facts(claim("B"), too_late)
    assert settled(ON_TIME, relief, two_late(), silent, cut=cut).levels["8.1"].sums["of"] == 2, "accepted by silence before"


def test_a_claim_received_after_the_cut_gives_a_second_version() -> None:
    relief = ITEMS.format(effect="removed from both sides", billing="still billed")
    known = facts(claim("B", "2026-07-03 17:59", approved_by="team lead"), claim("C", "2026-07-03 18:00", approved_by="team lead"))
    first, second = (settled(ON_TIME, relief, two_late(), known, cut) for cut in (CUT, CUT + 1))
    assert (first.levels["8.1"].sums, second.levels["8.1"].sums) == ({"met": 1, "of": 2}, {"met": 1, "of": 1})
    assert first.volumes == second.volumes and first.digests == second.digests


def test_time_that_the_client_caused_is_taken_out_where_it_is_claimed() -> None:
    rows: list[Any] = []
    for item in ("A", "B"):
        rows += [
            *contact(item, "email", "Mon 09:00"),
            (item, "Mon 10:00", "state", {"value": "asked", "who": "client"}),
            (item, "Mon 14:00", "state", {"value": "open", "who": "agent"}),
            (item, "Mon 16:00", "reply", {"who": "agent"}),
        ]
    log = events(rows)
    assert settled(ON_TIME, TIME, log, facts()).levels["8.1"].sums == {"of": 2}
    found = settled(ON_TIME, TIME, log, facts(claim("A", approved_by="team lead")))
    assert found.levels["8.1"].sums == {"met": 1, "of": 2}
    provider = TIME.replace("client", "third party")
    assert settled(ON_TIME, provider, log, facts(claim("A", approved_by="team lead"))).levels["8.1"].sums == {"of": 2}


def many(count: int) -> pl.DataFrame:
    rows: list[Any] = []
    for number in range(count):
        item, minute = f"T-{number:03}", f"{9 + number // 60:02}:{number % 60:02}"
        rows += [*contact(item, "email", f"Mon {minute}", f"Mon {minute}"), (item, "Fri 09:00", "closed")]
    return events(rows)


@pytest.mark.parametrize(
    ("which", "left"), [("last to arrive", ["T-022", "T-023", "T-024"]), ("in proportion", ["T-008", "T-016", "T-024"])]
)
def test_volume_above_the_forecast_leaves_the_levels_and_is_billed(which: str, left: list[str]) -> None:
    log, known = many(25), facts(forecast(20, "2026-04-30 12:00"))
    found = agreement(ON_TIME, EXCESS.format(which=which))
    summaries = local.summaries(found, log, known, JUNE, CUT)
    volume = summaries.volumes["6.1"]
    assert (volume.billed, volume.forecast, volume.excess) == (25, 20, 3), "110 % of 20 are 22"
    assert (summaries.levels["8.1"]["of"], summaries.excused["8.1"]) == (22, 3)
    behind = local.items_behind(found, found.terms.clause("8.1"), local.evidence_for(found, log, known, JUNE, CUT))
    assert behind.filter(~pl.col("counted"))["item"].to_list() == left
    assert behind.filter(~pl.col("counted"))["why"].unique().to_list() == ["relief 9.1 above forecast: beyond 22 of 25"]


def test_a_forecast_of_both_counts_once_it_is_countersigned() -> None:
    log, relief = many(25), EXCESS.format(which="last to arrive").replace("}", ", forecast by: both}")
    signed = {**forecast(20, "2026-04-29 12:00"), "approved_by": "delivery manager"}
    later = forecast(30, "2026-04-30 12:00")
    assert settled(ON_TIME, relief, log, facts(signed, later)).volumes["6.1"].forecast == 20
    assert settled(ON_TIME, relief, log, facts(signed, {**later, "approved_by": "delivery manager"})).volumes["6.1"].forecast == 30
    assert settled(ON_TIME, relief, log, facts(later)).volumes["6.1"].forecast is None
    expected = relief.replace("}", ", without a forecast: expected volume}")
    assert settled(ON_TIME, expected, log, facts(later)).volumes["6.1"].forecast == 100
    for by, told in (("both", "1 of 2 are countersigned by nobody"), ("provider", "no fact says which party gave one"), ("", "")):
        written = relief.replace("both", by) if by else relief.replace(", forecast by: both", "")
        said = [str(finding) for finding in undecidable(agreement(ON_TIME, written).terms, log, facts(signed, later)) if finding.notice]
        assert [one for one in said if one.startswith("Clause 9.1")][:1] == [one for one in said if told and told in one]


def test_a_forecast_must_be_fixed_in_time() -> None:
    log, relief = many(25), EXCESS.format(which="last to arrive")
    too_late = facts(forecast(20, "2026-05-01 00:00"))
    assert settled(ON_TIME, relief, log, too_late).levels["8.1"]["of"] == 25
    corrected = facts(forecast(20, "2026-04-29 12:00"), forecast(21, "2026-04-30 12:00"), forecast(5, "2026-05-02 12:00"))
    assert settled(ON_TIME, relief, log, corrected).volumes["6.1"].forecast == 21
    older = facts({**forecast(20, "2026-03-29 12:00"), "day": date(2026, 5, 1)})
    assert settled(ON_TIME, relief, log, older).volumes["6.1"].forecast == 20, "without one in time the last one holds"
    expected = relief.replace("}", ", without a forecast: expected volume}")
    assert settled(ON_TIME, expected, log, facts()).volumes["6.1"].forecast == 100


def test_who_caused_the_delay_of_each_late_item() -> None:
    rows: list[Any] = []
    for item, who, until in (("A", "client", "14:00"), ("B", "third party", "14:00"), ("C", "client", "10:30")):
        rows += [
            *contact(item, "email", "Mon 09:00"),
            (item, "Mon 10:00", "state", {"value": "asked", "who": who}),
            (item, f"Mon {until}", "state", {"value": "open", "who": "agent"}),
            (item, "Mon 15:00", "reply", {"who": "agent"}),
        ]
    found, log = agreement(ON_TIME), events([*rows, *contact("D", "email", "Mon 09:00", "Mon 10:00")])
    behind = local.items_behind(found, found.terms.clause("8.1"), local.evidence_for(found, log, facts(), JUNE, CUT))
    assert behind["who"].to_list() == ["client", "third party", "provider", None], "C waited half an hour and was two hours late"
    assert [late // 3_600_000_000 for late in behind["late_by"].to_list()] == [2, 2, 2, 0]


@pytest.mark.parametrize(
    ("role", "counts"), [("order desk supervisor", True), ("delivery manager", False), ("nobody at all", False), (None, False)]
)
def test_only_a_role_of_the_client_countersigns_relief(role: str | None, counts: bool) -> None:
    terms = read(demo_terms(), standard_catalogue())
    (fact,) = select(facts(claim("SO-1", approved_by=role)), "relief")
    assert countersigned(fact, terms) is counts


@pytest.mark.parametrize(
    ("length", "last", "too_early"),
    [
        ("48 hours", "2026-07-03 12:00", "2026-07-03 11:59"),
        ("3 days", "2026-07-04 12:00", "2026-07-04 11:59"),
        ("4 business hours", "2026-07-01 16:00", "2026-07-01 15:59"),
        ("1 business day", "2026-07-02 17:00", "2026-07-02 16:59"),
    ],
)
def test_how_long_silence_lasts(length: str, last: str, too_early: str) -> None:
    """Claimed on Wednesday 1 July at noon, at a desk that works from 9 to 17."""
    relief = f"  9.1 broken mail: {{rule: excused items, covers: contact, cause: broken mail, silence accepts after: {length}}}"
    known = facts(claim("B"))
    assert settled(ON_TIME, relief, two_late(), known, cut=at(too_early)).levels["8.1"].sums["of"] == 3
    assert settled(ON_TIME, relief, two_late(), known, cut=at(last)).levels["8.1"].sums["of"] == 2


@pytest.mark.parametrize(
    ("ahead", "received", "holds"),
    [
        ("10 days", "2026-05-21 23:59", True),
        ("10 days", "2026-05-22 00:01", False),
        ("1 month", "2026-04-30 23:59", True),
        ("1 month", "2026-05-01 00:01", False),
        ("1 year", "2025-05-31 23:59", True),
        ("1 year", "2025-06-01 00:01", False),
    ],
)
def test_how_early_a_forecast_is_fixed(ahead: str, received: str, holds: bool) -> None:
    log, relief = (
        many(25),
        EXCESS.format(which="last to arrive").replace("}", f", forecast fixed: {ahead} ahead, without a forecast: expected volume}}"),
    )
    assert settled(ON_TIME, relief, log, facts(forecast(20, received))).volumes["6.1"].forecast == (20 if holds else 100)


def test_the_forecast_may_be_given_by_the_service_or_by_its_unit() -> None:
    log, relief = many(25), EXCESS.format(which="last to arrive")
    by_unit = forecast(20, "2026-04-29 12:00", "ticket")
    assert settled(ON_TIME, relief, log, facts(by_unit)).volumes["6.1"].forecast == 20
    assert settled(ON_TIME, relief, log, facts(by_unit, forecast(24, "2026-04-28 12:00"))).volumes["6.1"].forecast == 24, (
        "its own name first"
    )
    older = {**by_unit, "day": date(2026, 5, 1)}
    assert settled(ON_TIME, relief, log, facts(older)).volumes["6.1"].forecast == 20
    both = facts(older, {**forecast(23, "2026-03-01 12:00"), "day": date(2026, 4, 1)})
    assert settled(ON_TIME, relief, log, both).volumes["6.1"].forecast == 23


@pytest.mark.parametrize(
    ("share", "of", "which", "left"),
    [
        ("110 %", 23, "last to arrive", []), ("100 %", 23, "last to arrive", ["T-023", "T-024"]),
        ("105 %", 23, "last to arrive", ["T-024"]),
        ("100 %", 24, "in proportion", ["T-024"]), ("100 %", 23, "in proportion", ["T-012", "T-024"]), ("100 %", 30, "in proportion", []),
    ],
)  # fmt: skip
def test_how_many_items_leave_and_which(share: str, of: int, which: str, left: list[str]) -> None:
    """25 tickets, one a minute; the forecast's share is rounded down to whole tickets."""
    relief = EXCESS.format(which=which).replace("110 %", share)
    found, log, known = agreement(ON_TIME, relief), many(25), facts(forecast(of, "2026-04-30 12:00"))
    behind = local.items_behind(found, found.terms.clause("8.1"), local.evidence_for(found, log, known, JUNE, CUT))
    assert behind.filter(~pl.col("counted"))["item"].to_list() == left
    assert settled(ON_TIME, relief, log, known).volumes["6.1"].excess == len(left)


def test_excess_may_count_as_met_or_not_be_billed() -> None:
    log, known = many(25), facts(forecast(20, "2026-04-30 12:00"))
    relief = EXCESS.format(which="last to arrive").replace("}", ", effect: counted as met, billing: not billed}")
    found = settled(ON_TIME, relief, log, known)
    assert (found.levels["8.1"]["of"], found.excused["8.1"], found.volumes["6.1"].billed, found.volumes["6.1"].excess) == (25, 0, 22, 3)


def test_work_of_other_months_is_no_excess() -> None:
    rows: list[Any] = []
    for item, day in (("A", "2026-05-29 10:00"), ("B", "2026-06-02 10:00"), ("C", "2026-06-03 10:00"), ("D", "2026-07-01 10:00")):
        rows += [*contact(item, "email", day, day), (item, day, "closed")]
    relief = EXCESS.format(which="last to arrive").replace("110 %", "100 %")
    found = settled(ON_TIME, relief, events(rows), facts(forecast(1, "2026-04-30 12:00")))
    assert (found.volumes["6.1"].billed, found.volumes["6.1"].excess) == (2, 1)


def test_claims_that_are_not_time_are_taken_by_item() -> None:
    """Under a clause that takes time out a claim may ask that the record be corrected: that item is good, whatever its clock says."""
    rows: list[Any] = []
    for item in ("A", "B"):
        rows += [
            *contact(item, "email", "Mon 09:00"),
            (item, "Mon 10:00", "state", {"value": "asked", "who": "client"}),
            (item, "Mon 10:30", "state", {"value": "open", "who": "agent"}),
            (item, "Mon 16:00", "reply", {"who": "agent"}),
        ]
    log = events(rows)
    correct = claim("A", approved_by="team lead", unit="correct")
    assert settled(ON_TIME, TIME, log, facts(claim("B", approved_by="team lead"))).levels["8.1"].sums == {"of": 2}, (
        "half an hour is not enough"
    )
    assert settled(ON_TIME, TIME, log, facts(correct)).levels["8.1"].sums == {"met": 1, "of": 2}
    away = TIME.replace("}", ", effect: removed from both sides}")
    assert settled(ON_TIME, away, log, facts(claim("B", approved_by="team lead"))).levels["8.1"].sums == {"of": 1}


def test_the_last_word_on_an_item_counts() -> None:
    relief = ITEMS.format(effect="removed from both sides", billing="still billed")
    signed, refused = claim("B", "2026-07-01 12:00", approved_by="team lead"), claim("B", "2026-07-02 12:00", unit="refused")
    assert settled(ON_TIME, relief, two_late(), facts(signed, refused)).levels["8.1"].sums["of"] == 3, "what was signed was taken back"
    again = claim("B", "2026-07-02 18:00", approved_by="team lead")
    assert settled(ON_TIME, relief, two_late(), facts(signed, refused, again)).levels["8.1"].sums["of"] == 2
    for key, of in (("claim A", 2), ("claim C", 3)):
        open_claim = {**claim("B", "2026-07-01 12:00"), "id": key}
        assert settled(ON_TIME, relief, two_late(), facts(signed, open_claim)).levels["8.1"].sums["of"] == of, key


def test_a_claim_dated_on_the_last_day_is_in_time() -> None:
    """Five business days after 1 July end on Wednesday 8 July at 17:00; a claim received then is in time, a minute later it is not."""
    relief = ITEMS.format(effect="removed from both sides", billing="still billed")
    for received, of in (("2026-07-08 17:00", 2), ("2026-07-08 17:01", 3)):
        known = facts(claim("B", received))
        assert settled(ON_TIME, relief, two_late(), known, cut=at("2026-08-01 00:00")).levels["8.1"].sums["of"] == of, received


def test_a_grant_of_nothing_can_be_asked_for_an_item() -> None:
    """The page of an item asks every grant for its time and its items; one that grants none has the columns all the same."""
    bare = Granted("desk")
    for frame, schema in ((bare.items, ITEMS_OF_A_GRANT), (bare.time, EXCUSED)):
        assert frame.schema == schema and frame.filter(pl.col("item") == "B").height == 0
