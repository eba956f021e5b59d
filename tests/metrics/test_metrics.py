"""Every metric on a month that can be counted by hand, and the published values of the contact-centre ones."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from remit.values.period import DAY, HOUR, MINUTE, SECOND
from remit.work.intervals import interval, lower, upper
from tests.metrics.month import channel, events, measured
from tests.shared import SHARED
from tests.work.desk import at

REFERENCE = SHARED / "cases" / "reference-values.json"
needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason=f"{REFERENCE} is not there")


def quality(name: str) -> Any:
    return json.loads(REFERENCE.read_text())["quality_metrics"][name]


def contact(item: str, channel_: str, when: str, reply: str | None = None) -> list[Any]:
    rows: list[Any] = [channel(item, channel_), (item, when, "created")]
    return rows + ([(item, reply, "reply", {"who": "agent"})] if reply else [])


# ── times ──


def test_share_on_time_counts_what_was_due_in_the_month() -> None:
    log = events(
        [
            *contact("A", "email", "Mon 09:00", "Mon 13:00"),
            *contact("B", "email", "Mon 09:00", "Mon 13:01"),
            *contact("C", "email", "Mon 09:00"),
            *contact("D", "email", "2026-06-30 16:00", "2026-07-01 10:00"),
            *contact("E", "email", "2026-05-29 16:00", "2026-06-01 10:00"),
        ]
    )
    found = measured("rule: share on time\nclock: reply", log)
    assert (found.value, found.count, found.parts) == (Fraction(2, 4), 4, {"met": 2, "of": 4}), "A and E; D is due in July"


def test_share_on_time_of_some_items() -> None:
    log = events([*contact("A", "email", "Mon 09:00", "Mon 10:00"), *contact("B", "chat", "Mon 09:00", "Mon 16:00")])
    assert measured("rule: share on time\nclock: reply\nwhere: {channel: email}", log).parts == {"met": 1, "of": 1}
    assert measured("rule: share on time\nclock: reply\nexcept: {channel: email}", log).parts == {"met": 0, "of": 1}


@pytest.mark.parametrize(
    ("settings", "late"),
    [
        ("", 3 + 1),
        ("periods: full", 2),
        ("periods: in proportion", Fraction(5, 2) + Fraction(1, 60)),
        ("grace: 30 minutes", 2),
        ("grace: 30 minutes\nbeyond the grace: counted from the due instant", 3),
        ("grace: 150 minutes", 0),
        ("each at most: 2", 2 + 1),
        ("for each: 30 minutes", 5 + 1),
        ("for each: 1 day", 2),
    ],
)
def test_time_late_counts_each_item_by_itself(settings: str, late: Fraction | int) -> None:
    """Due after four hours: A stops two and a half hours later, B one minute, C in time; D is still open, E stops in July."""
    log = events(
        [
            *contact("A", "email", "Mon 09:00", "Mon 15:30"),
            *contact("B", "email", "Mon 09:00", "Mon 13:01"),
            *contact("C", "email", "Mon 09:00", "Mon 13:00"),
            *contact("D", "email", "Mon 09:00"),
            *contact("E", "email", "2026-06-29 09:00", "2026-07-01 10:00"),
        ]
    )
    found = measured(f"rule: time late\nclock: reply\n{settings}", log)
    assert (found.value, found.count) == (late, 3)


def test_time_late_overnight_runs_in_business_time_where_it_says_so() -> None:
    log = events(contact("A", "email", "Mon 10:00", "Tue 09:30"))  # due at 14:00: three and a half hours, or nineteen and a half
    assert measured("rule: time late\nclock: reply\nfor each: 1 business hour", log).value == 4
    assert measured("rule: time late\nclock: reply\nfor each: 1 hour", log).value == 20


def calls() -> pl.DataFrame:
    """The example of the reference: 1,000 offered, 940 answered, 760 of them in 20 seconds, 25 given up in 20 seconds."""
    rows: list[dict[str, Any]] = []
    start = at("Mon 10:00")
    for number in range(1_000):
        item = f"C-{number:04}"
        wait = 20 if number < 760 else 21
        end = ("reply", "agent", wait) if number < 940 else ("abandoned", "customer", 20 if number < 965 else 30)
        base = {"record": "desk", "item": item, "received_at": 0}
        rows += [
            {**base, "event": "field", "field": "channel", "value": "phone", "at": start, "id": f"{item}/0"},
            {**base, "event": "created", "at": start, "id": f"{item}/1"},
            {**base, "event": end[0], "who": end[1], "at": start + end[2] * SECOND, "id": f"{item}/2"},
        ]
    from remit.work.log import EVENTS

    return pl.DataFrame([{**dict.fromkeys(EVENTS.names()), **row} for row in rows], schema=EVENTS)


@needs_reference
def test_the_four_variants_of_the_service_level() -> None:
    example = quality("service_level")["example"]
    readings = ("left out", "count as late", "short ones count as answered", "short ones left out")
    log = calls()
    for reading, wanted in zip(readings, example["values_pct"], strict=True):
        found = measured(f"rule: answered in time\nclock: call answer\nabandoned: {reading}", log)
        assert found.value is not None and round(float(found.value) * 100, 3) == wanted, reading


@pytest.mark.parametrize(("percentile", "hours"), [(50, 2), (75, 3), (90, 4), (100, 4), (1, 1)])
def test_a_percentile_is_the_time_of_a_real_item(percentile: int, hours: int) -> None:
    log = events([row for hour in (1, 2, 3, 4) for row in contact(f"T-{hour}", "email", "Mon 09:00", f"Mon {9 + hour}:00")])
    assert measured(f"rule: percentile\nclock: reply\npercentile: {percentile}", log).value == hours * HOUR


def test_a_mean_time_is_exact() -> None:
    log = events([row for hour in (1, 2, 4) for row in contact(f"T-{hour}", "email", "Mon 09:00", f"Mon {9 + hour}:00")])
    assert measured("rule: mean time\nclock: reply", log).value == Fraction(7 * HOUR, 3)


def test_handling_time_adds_up_per_item() -> None:
    log = events(
        [
            *contact("A", "chat", "Mon 09:00"),
            ("A", "Mon 09:10", "handled", {"value": "100"}),
            ("A", "Mon 09:20", "handled", {"value": "50.5"}),
            *contact("B", "chat", "Mon 09:00"),
            ("B", "Mon 09:10", "handled", {"value": "49.5"}),
        ]
    )
    assert measured("rule: handling time\ncovers: chat", log).value == 100 * SECOND


# ── quality ──


def lines(errors: dict[str, list[str]], count: int = 10) -> pl.DataFrame:
    rows: list[Any] = []
    for number in range(count):
        item = f"L-{number}"
        rows += [channel(item, "email"), (item, "Mon 09:00", "created"), (item, "Tue 09:00", "closed")]
        rows += [(item, "2026-07-02 09:00", "error", {"value": value}) for value in errors.get(item, [])]
    return events(rows)


def test_accuracy_counts_units_or_errors() -> None:
    log = lines({"L-1": ["critical", "other"], "L-2": ["other"]})
    assert measured("rule: accuracy\ncovers: contact", log).parts == {"met": 8, "of": 10, "wrong": 2}
    assert measured("rule: accuracy\ncovers: contact\nerror: each error", log).parts["wrong"] == 3
    assert measured("rule: accuracy\ncovers: contact\nseverity: critical", log).parts["wrong"] == 1
    assert measured("rule: accuracy\ncovers: contact\nseverity: other", log).parts["wrong"] == 2
    assert measured("rule: accuracy\ncovers: contact", lines({"L-1": ["3"]})).value == Fraction(9, 10)


def test_accuracy_without_units_is_no_data() -> None:
    assert measured("rule: accuracy\ncovers: contact", lines({}, count=0)).value is None


def test_accuracy_by_opportunities_and_by_amounts() -> None:
    rows = [(f"L-{number}", "Tue 10:00", "opportunities", {"value": "5"}) for number in range(10)]
    log = pl.concat([lines({"L-1": ["2"]}), events(rows, "desk").with_columns(id=pl.format("o{}", "id"))])
    assert measured("rule: accuracy\ncovers: contact\nout of: opportunities", log).value == Fraction(48, 50)
    amounts = [(f"L-{number}", "Tue 10:00", "amount", {"value": "100.50"}) for number in range(10)]
    log = pl.concat([lines({"L-1": ["10.05"]}), events(amounts, "desk").with_columns(id=pl.format("o{}", "id"))])
    assert measured("rule: accuracy\ncovers: contact\nout of: amounts", log).value == 1 - Fraction(1005, 100500)


def test_a_sample_has_an_interval_and_may_be_judged_by_its_lower_bound() -> None:
    checked = [(f"L-{number}", "Wed 10:00", "sampled", {}) for number in range(8)]
    log = pl.concat([lines({"L-1": ["other"], "L-9": ["other"]}), events(checked, "desk").with_columns(id=pl.format("s{}", "id"))])
    found = measured("rule: accuracy\ncovers: contact\nevidence: sample\nsample judged by: lower bound", log)
    assert found.value == Fraction(7, 8) and found.parts["of"] == 8
    assert found.interval is not None and found.judged_by is not None
    assert found.interval[0] < found.judged_by < found.value < found.interval[1]


@pytest.mark.parametrize(("good", "count"), [(59, 59), (3_128, 3_150), (1_204, 1_221), (5, 10), (1, 10), (900, 1_000)])
def test_at_the_lower_bound_the_result_is_as_unlikely_as_agreed(good: int, count: int) -> None:
    """Clopper and Pearson (1934), held against sums of logarithms."""
    share = float(lower(good, count, Fraction(95, 100)))

    def chance(hits: int) -> float:
        ways = math.lgamma(count + 1) - math.lgamma(hits + 1) - math.lgamma(count - hits + 1)
        return math.exp(ways + hits * math.log(share) + (count - hits) * math.log(1 - share))

    assert math.isclose(sum(chance(hits) for hits in range(good, count + 1)), 0.05, rel_tol=1e-8)


def test_bounds_where_nothing_or_everything_was_good() -> None:
    """The demo's gates: 1,204 of 1,221 does not prove 99 %, 3,128 of 3,150 does."""
    assert lower(0, 10, Fraction(95, 100)) == 0 and upper(10, 10, Fraction(95, 100)) == 1
    assert lower(1_204, 1_221, Fraction(95, 100)) < Fraction(99, 100) <= lower(3_128, 3_150, Fraction(95, 100))


def test_bounds_mirror_each_other() -> None:
    low, high = interval(30, 100, Fraction(95, 100))
    assert abs(low - (1 - upper(70, 100, Fraction(975, 1000)))) <= Fraction(1, 10**11)
    assert 0 < low < Fraction(3, 10) < high < 1


def answers(scores: list[Any], invited: int = 0) -> pl.DataFrame:
    asked = [(f"S-{number}", "Mon 09:00", "invited") for number in range(max(invited, len(scores)))]
    given = [(f"S-{number}", "Tue 09:00", "answer", {"value": str(score)}) for number, score in enumerate(scores)]
    return events([*asked, *given], "survey")


@needs_reference
def test_satisfaction_as_mean_and_as_top_boxes() -> None:
    mixed, counted = quality("CSAT")["examples"][1], quality("CSAT")["examples"][0]
    level = "rule: satisfaction\ncovers: contact\nrecord: survey\nscale: 1 to 5"
    assert float(measured(level, answers(mixed["ratings"])).value or 0) == mixed["mean"]
    assert float(measured(f"{level}\nresult: top box", answers(mixed["ratings"])).value or 0) * 100 == mixed["top2_pct"]
    scores = [5] * counted["positive"] + [2] * (counted["n"] - counted["positive"])
    assert float(measured(f"{level}\nresult: top box", answers(scores)).value or 0) * 100 == counted["csat_pct"]
    assert measured(f"{level}\nresult: bottom box\nboxes: 1", answers([1, 2, 3, 5])).value == Fraction(1, 4)


def test_answers_off_the_scale_do_not_count_and_the_last_one_stands() -> None:
    level = "rule: satisfaction\ncovers: contact\nrecord: survey\nscale: 1 to 5"
    assert measured(level, answers([5, 9, "n/a", 4.5])).value == Fraction(475, 100)
    changed = pl.concat([answers([1]), events([("S-0", "Wed 09:00", "answer", {"value": "4"})], "survey").with_columns(id=pl.lit("x"))])
    assert measured(level, changed).value == 4


def test_too_few_responses_are_too_little_evidence() -> None:
    level = "rule: satisfaction\ncovers: contact\nrecord: survey\nscale: 1 to 5\nresponse rate: 20 %"
    assert measured(level, answers([5, 4], invited=10)).sufficient
    few = measured(level, answers([5, 4], invited=11))
    assert not few.sufficient and few.parts == {"answers": 2, "invited": 11}


@needs_reference
def test_promoters_less_detractors() -> None:
    level = "rule: promoters\ncovers: contact\nrecord: survey"
    for example in quality("NPS")["examples"]:
        counts = example.get("counts") or {
            "9-10": example["promoters_pct"],
            "7-8": example["passives_pct"],
            "0-6": example["detractors_pct"],
        }
        scores = [9] * counts["9-10"] + [8] * counts["7-8"] + [6] * counts["0-6"]
        assert measured(level, answers(scores)).value == example["nps"]
    assert measured(level, answers([0, 10])).value == 0, "a zero is a detractor"


@needs_reference
def test_first_contact_resolution_net_of_repeats() -> None:
    """Of 1,000 issues 325 come back within seven days: the reference's net of 67.5 %."""
    example = quality("FCR")["example"]
    back = example["issues"] - example["resolved_first"] + example["repeat_within_7d"]
    rows: list[Any] = []
    for number in range(example["issues"]):
        rows += asked(f"F-{number:04}", f"c{number}", "late", "Mon 10:00")
    # The second contacts come on 1 July, so that June holds the first ones alone.
    for number in range(back):
        rows += asked(f"G-{number:04}", f"c{number}", "late", "Mon 10:30")
    log = events(rows).with_columns(
        at=pl.when(pl.col("item").str.starts_with("F")).then(at("2026-06-26 10:00")).otherwise(at("2026-07-01 10:00"))
    )
    level = "rule: first contact resolution\ncovers: contact\nwithin: 7 days"
    found = measured(level, log, cut=at("2026-07-20 18:00"))
    assert found.value is not None and float(found.value) * 100 == example["net_of_repeats_pct"]


def asked(item: str, customer: str, reason: str, when: str, by: str = "email") -> list[Any]:
    fields = {"customer": customer, "reason": reason, "channel": by}
    return [*((item, when, "field", {"field": field, "value": value}) for field, value in fields.items()), (item, when, "created")]


@pytest.mark.parametrize(
    ("second", "settings", "met"),
    [
        (("B", "ann", "refund", "Fri 09:00", "phone"), "", 1),
        (("B", "ann", "refund", "Fri 09:00", "phone"), "any channel: no", 2),
        (("B", "ann", "delivery", "Fri 09:00", "email"), "", 2),
        (("B", "bob", "refund", "Fri 09:00", "email"), "", 2),
        (("B", "ann", "refund", "Mon+1 09:00", "email"), "", 1),
        (("B", "ann", "refund", "Mon+1 09:01", "email"), "", 2),
    ],
)
def test_a_second_ticket_shows_that_the_first_did_not_resolve_it(second: Any, settings: str, met: int) -> None:
    log = events([*asked("A", "ann", "refund", "Mon 09:00"), *asked(*second)])
    found = measured(f"rule: first contact resolution\ncovers: contact\nwithin: 7 days\n{settings}", log)
    assert found.parts == {"met": met, "of": 2}


def test_a_reopened_ticket_was_not_resolved_either() -> None:
    log = events([*asked("A", "ann", "refund", "Mon 09:00"), ("A", "Tue 09:00", "reopened"), ("B", "Mon 09:00", "created")])
    found = measured("rule: first contact resolution\ncovers: email\nwithin: 7 days", log)
    assert found.parts == {"met": 0, "of": 1}


def test_abandonment_without_those_given_up_at_once() -> None:
    log = events(
        [
            *contact("A", "phone", "Mon 09:00", "Mon 09:01"),
            *contact("B", "phone", "Mon 09:00"),
            ("B", "Mon 09:02", "abandoned", {"who": "customer"}),
            *contact("C", "phone", "Mon 09:00"),
            ("C", "Mon 09:00", "abandoned", {"who": "customer"}),
        ]
    )
    assert measured("rule: abandonment\ncovers: phone", log).value == Fraction(2, 3)
    assert measured("rule: abandonment\ncovers: phone\nshort: 5 seconds", log).value == Fraction(1, 2)


# ── things that are there at the end of the month ──


def outage(item: str, start: str, end: str, announced: str | None = None) -> list[Any]:
    told = [(item, announced, "announced")] if announced else []
    return [*told, (item, start, "outage"), (item, end, "restored")]


def test_availability_counts_overlapping_outages_once() -> None:
    log = events([*outage("O-1", "Mon 10:00", "Mon 12:00"), *outage("O-2", "Mon 11:00", "Mon 13:00")])
    level = "rule: availability\ncovers: desk\ncalendar: working hours"
    agreed = 22 * 8 * HOUR
    assert measured(level, log).parts == {"agreed": agreed, "down": 3 * HOUR}
    assert measured(f"{level}\noverlapping outages: each", log).parts["down"] == 4 * HOUR
    whole = measured("rule: availability\ncovers: desk", log)
    assert whole.value == 1 - Fraction(3 * HOUR, 30 * DAY) and whole.count == 30 * DAY // MINUTE


def test_announced_outages_leave_the_agreed_time_if_announced_early_enough() -> None:
    log = events([*outage("O-1", "Mon 10:00", "Mon 12:00", announced="Mon 09:30"), *outage("O-2", "Tue 10:00", "Tue 11:00")])
    level = "rule: availability\ncovers: desk\ncalendar: working hours"
    agreed = 22 * 8 * HOUR
    assert measured(level, log).parts == {"agreed": agreed - 2 * HOUR, "down": HOUR}
    assert measured(f"{level}\nplanned outages: counted", log).parts == {"agreed": agreed, "down": 3 * HOUR}
    strict = "  9.1 maintenance: {rule: planned outage, covers: desk, notice: 1 hour}"
    assert measured(level, log, relief=strict).parts == {"agreed": agreed, "down": 3 * HOUR}


def test_a_record_without_any_event_is_no_data_and_one_without_outages_is_full() -> None:
    level = "rule: availability\ncovers: desk"
    assert measured(level, events([])).value is None
    assert measured(level, events([("A", "Mon 09:00", "created")])).value == 1


def open_items() -> pl.DataFrame:
    rows: list[Any] = [
        *contact("A", "email", "Mon 09:00"),
        *contact("B", "email", "Mon 09:00"),
        ("B", "Tue 09:00", "closed"),
        *contact("C", "email", "Mon 09:00"),
        ("C", "Tue 09:00", "closed"),
        ("C", "Wed 09:00", "reopened"),
        *contact("D", "email", "2026-06-29 09:00"),
        ("D", "2026-07-01 09:00", "closed"),
        *contact("E", "email", "2026-07-01 09:00"),
    ]
    return events(rows)


def test_backlog_and_its_age() -> None:
    found = measured("rule: backlog\ncovers: contact", open_items())
    assert found.value == 3 and found.parts == {"open": 3, "items": 4}
    level = "rule: age of backlog\ncovers: contact"
    month_end = at("2026-07-01 00:00")
    old, young = month_end - at("Mon 09:00"), month_end - at("2026-06-29 09:00")
    assert measured(level, open_items()).value == Fraction(2 * old + young, 3)
    assert measured(f"{level}\nresult: oldest", open_items()).value == old
    assert measured(f"{level}\nresult: median", open_items()).value == old
    assert measured(f"{level}\ncalendar: working hours\nresult: oldest", open_items()).value == 22 * 8 * HOUR
    assert measured(level, events([])).value is None


def test_volume_counts_each_item_once() -> None:
    log = events([*contact("A", "email", "Mon 09:00"), ("A", "Tue 09:00", "closed"), ("A", "Thu 09:00", "closed")])
    assert measured("rule: volume\ncovers: contact", log).value == 1
    assert measured("rule: volume\ncovers: chat", log).value is None
    assert measured("rule: volume\ncovers: contact\ncounts at: created", open_items()).value == 4


def test_utilisation_and_certified_agents() -> None:
    log = events(
        [
            ("ann", "Mon 09:00", "joined"),
            ("ann", "Tue 09:00", "certified"),
            ("bob", "Mon 09:00", "joined"),
            ("bob", "Tue 09:00", "certified"),
            ("bob", "Fri 09:00", "certificate ended"),
            ("cat", "Mon 09:00", "joined"),
            ("cat", "Wed 09:00", "left"),
            ("dan", "2026-07-01 09:00", "joined"),
            ("ann", "Mon 17:00", "worked", {"value": "21600"}),
            ("ann", "Mon 17:00", "available", {"value": "28800"}),
        ]
    )
    assert measured("rule: certified agents\ncovers: desk", log).parts == {"met": 1, "of": 2}
    assert measured("rule: certified agents\ncovers: desk\nresult: number", log).value == 1
    assert measured("rule: utilisation\ncovers: desk", log).value == Fraction(3, 4)


def test_complaints_and_that_there_were_none() -> None:
    log = events([*contact("A", "email", "Mon 09:00"), *contact("B", "email", "Mon 09:00"), ("B", "Tue 09:00", "complaint")])
    assert measured("rule: complaints\ncovers: contact", log).value == 1
    assert measured("rule: complaints\ncovers: contact", events(contact("A", "email", "Mon 09:00"))).value == 0
    assert measured("rule: complaints\ncovers: contact", events([])).value is None
