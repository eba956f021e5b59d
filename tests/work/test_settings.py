"""Each setting of a clock that concerns events, by the examples of the guide."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import polars as pl
import pytest

from remit.terms.typed import Length, Row, Table
from remit.values.period import HOUR
from remit.work.fold import fold_clock
from tests.work.desk import REPLY, RULE, at, business, folded, live, log, run, runs, said

HOURS = Length(Fraction(4), "hour")
PAUSING = replace(RULE, pauses_while=("waiting",))
CLOSING = replace(RULE, stop="closed", within=business(8))
URGENT = Table((Row({"priority": ("urgent",)}, business(4)), Row({"priority": ("normal",)}, business(8))), "stop")


# ── start and stop ──


@pytest.mark.parametrize(("start", "due"), [("created", "Mon 13:00"), ("assigned", "Mon 14:30"), ("first customer message", "Mon 15:00")])
def test_a_clock_starts_at_the_event_that_is_named(start: str, due: str) -> None:
    lines = ("Mon 09:00 created", "Mon 10:30 assigned", "Mon 11:00 message by customer", "Mon 12:00 message by customer")
    assert run(replace(RULE, start=start), *lines)[0] == due


def test_a_clock_starts_at_the_instant_that_a_field_holds() -> None:
    lines = ("Mon 12:00 created", "Mon 12:00 field opened 2026-06-01T09:00:00+01:00")
    assert run(replace(RULE, start="field opened"), *lines)[0] == "Mon 13:00"


@pytest.mark.parametrize(
    ("means", "hours"),
    [
        (("public reply by an agent",), 2.0),
        (("public reply by an agent", "automated reply"), 0.25),
        (("public reply by an agent", "note"), 0.75),
        (("public reply by an agent", "call"), 1.0),
        (("public reply by an agent", "status change"), 0.5),
    ],
)
def test_what_counts_as_a_reply(means: tuple[str, ...], hours: float) -> None:
    lines = (
        "Mon 09:00 created by customer",
        "Mon 09:05 reply by customer",
        "Mon 09:15 reply by system",
        "Mon 09:30 state open by agent",
        "Mon 09:45 note by agent",
        "Mon 10:00 call by agent",
        "Mon 11:00 reply by agent",
        "Mon 12:00 reply by agent",
    )
    assert run(replace(REPLY, reply_means=means), *lines) == ("Mon 13:00", hours, "met")


@pytest.mark.parametrize(("since", "hours", "outcome"), [("oldest unanswered message", 5.0, "late"), ("latest message", 3.0, "met")])
def test_where_the_next_reply_is_owed_from(since: str, hours: float, outcome: str) -> None:
    rule = replace(REPLY, start="first customer message", stop="next reply", next_reply_from=since)
    found = runs(rule, "Mon 09:00 message by customer", "Mon 11:00 message by customer", "Mon 14:00 reply by agent")
    assert [one[1:] for one in found] == [(hours, outcome)]


def test_every_further_message_owes_a_reply_of_its_own() -> None:
    rule = replace(REPLY, stop="next reply", cycle_counted="all")
    lines = ("Mon 09:00 created", "Mon 10:00 reply by agent", "Mon 12:00 message by customer", "Tue 10:00 reply by agent")
    assert runs(rule, *lines) == [("Mon 13:00", 1.0, "met"), ("Mon 16:00", 6.0, "late")]


@pytest.mark.parametrize(("since", "due"), [("last update by an agent", "Mon 13:00"), ("any update", "Mon 15:00")])
def test_where_the_next_update_is_owed_from(since: str, due: str) -> None:
    rule = replace(REPLY, start="reply", stop="update", update_from=since, cycle_counted="all")
    lines = ("Mon 09:00 reply by agent", "Mon 11:00 message by customer")
    assert runs(rule, *lines, cut="Mon 12:00")[-1][0] == due


def test_a_clock_begun_outside_hours_is_counted_or_left_out() -> None:
    assert run(REPLY, "Sun 20:00 created", "Mon+1 10:00 reply by agent") == ("Mon+1 13:00", 1.0, "met")
    left = folded(replace(REPLY, outside_left_out=True), "Sun 20:00 created", "Mon+1 10:00 reply by agent").runs.row(0, named=True)
    assert (left["outcome"], left["counted_at"], left["why"]) == ("left out", None, "begun outside hours")


def test_an_item_without_a_start_is_an_anomaly_and_no_run() -> None:
    found = folded(RULE, "Mon 09:00 resolved")
    assert not found.runs.height
    assert found.anomalies["what"].to_list() == ["resolved before the clock had started"]


def test_a_stop_with_nothing_running_is_an_anomaly() -> None:
    found = folded(RULE, "Mon 09:00 created", "Mon 10:00 resolved", "Mon 11:00 resolved")
    assert found.anomalies.select("item", "what").row(0) == ("T-1", "resolved although nothing was running")
    assert run(RULE, "Mon 09:00 created", "Mon 10:00 resolved", "Mon 11:00 resolved")[1] == 1.0


# ── targets ──


@pytest.mark.parametrize(
    ("within", "changes", "due"),
    [
        (business(4), {}, "Tue 12:00"),
        (HOURS, {}, "Mon 20:00"),
        (business(1, "day"), {}, "Tue 17:00"),
        (business(1, "day"), {"day_due": "same time"}, "Tue 16:00"),
        (business(0, "day"), {}, "Mon 17:00"),
        (business(1, "day"), {"day_means": "24 business hours"}, "Thu 16:00"),
        (Length(Fraction(1), "month"), {}, "Wed+4 16:00"),
    ],
)
def test_the_unit_carries_the_reading(within: Length, changes: dict[str, str], due: str) -> None:
    rule = replace(RULE, within=within, **changes)  # type: ignore[arg-type]
    assert run(rule, "Mon 16:00 created", cut="Mon 16:30")[0] == due


@pytest.mark.parametrize(("boundary", "due", "outcome"), [("closing time", "Mon 17:00", "late"), ("next opening", "Tue 09:00", "met")])
def test_used_up_exactly_at_closing(boundary: str, due: str, outcome: str) -> None:
    rule = replace(RULE, boundary=boundary)  # type: ignore[arg-type]
    found = run(rule, "Mon 13:00 created", "Tue 08:59 resolved")
    assert (found[0], found[2]) == (due, outcome)


def test_stopped_exactly_when_due_is_in_time() -> None:
    assert run(RULE, "Mon 09:00 created", "Mon 13:00 resolved")[2] == "met"


def test_an_item_may_have_a_deadline_of_its_own() -> None:
    rule = replace(RULE, within=None, deadline="due")
    assert run(rule, "Mon 09:00 created", "Wed 12:00 due", "Wed 12:00 resolved")[::2] == ("Wed 12:00", "met")
    assert run(rule, "Mon 09:00 created", "Wed 12:00 due", "Wed 12:01 resolved")[2] == "late"
    assert run(rule, "Mon 09:00 created", "Wed 12:00 due", cut="Thu 09:00")[2] == "overdue"
    assert run(rule, "Mon 09:00 created", "Wed 12:00 resolved")[2] == "done", "without a deadline nobody can be late"


@pytest.mark.parametrize(("as_at", "due"), [("start", "Tue 09:00"), ("stop", "Mon 13:00")])
def test_a_table_reads_the_field_at_the_start_or_at_the_stop(as_at: str, due: str) -> None:
    table = replace(URGENT, as_at=as_at)  # type: ignore[arg-type]
    rule = replace(RULE, within=table, retargets=as_at != "start", boundary="next opening")
    lines = ("Mon 09:00 field priority normal", "Mon 09:00 created", "Mon 11:00 field priority urgent", "Mon 12:00 resolved")
    assert run(rule, *lines)[0] == due


def test_a_table_read_when_due_ignores_what_changes_later() -> None:
    rule = replace(RULE, within=replace(URGENT, as_at="due"))
    lines = ("Mon 09:00 field priority urgent", "Mon 09:00 created", "Mon 14:00 field priority normal", "Mon 15:00 resolved")
    assert run(rule, *lines)[::2] == ("Mon 13:00", "late")


def test_a_field_that_is_filled_later_meant_the_item_from_its_start() -> None:
    lines = ("Mon 09:00 created", "Mon 11:00 field priority urgent", "Mon 12:00 resolved")
    for changed in ("new clock", "remaining time scaled"):
        assert run(replace(RULE, within=URGENT, priority_changed=changed), *lines)[0] == "Mon 13:00"


# ── pauses ──


def test_a_pause_moves_the_due_instant_by_its_open_time() -> None:
    waiting = ("Mon 09:00 created", "Mon 10:00 state waiting", "Mon 12:00 state open", "Mon 14:30 resolved")
    assert run(PAUSING, *waiting) == ("Mon 15:00", 3.5, "met")
    over_night = ("Mon 14:00 created", "Mon 16:00 state waiting", "Tue 10:00 state open", "Tue 12:00 resolved")
    assert run(PAUSING, *over_night) == ("Tue 12:00", 4.0, "met")


def test_pauses_are_those_of_the_clock_and_of_no_other() -> None:
    lines = ("Mon 09:00 created", "Mon 10:00 state waiting", "Mon 12:00 state open", "Mon 14:30 resolved")
    assert run(RULE, *lines) == ("Mon 13:00", 5.5, "late")


def test_a_clock_that_starts_in_a_pausing_state_is_paused() -> None:
    rule = replace(PAUSING, start="assigned")
    lines = ("Mon 09:00 created", "Mon 09:30 state waiting", "Mon 10:00 assigned", "Mon 12:00 state open", "Mon 13:00 resolved")
    assert run(rule, *lines) == ("Mon 16:00", 1.0, "met")


def test_one_pausing_state_after_another_is_one_pause() -> None:
    rule = replace(RULE, pauses_while=("waiting", "with supplier"))
    lines = ("Mon 09:00 created", "Mon 10:00 state waiting", "Mon 11:00 state with supplier", "Mon 12:00 state open", "Mon 13:00 resolved")
    assert run(rule, *lines) == ("Mon 15:00", 2.0, "met")


def test_the_longest_pause_ends_by_itself() -> None:
    rule = replace(PAUSING, longest_pause=business(16))
    found = folded(rule, "Mon 12:00 created", "Mon 12:00 state waiting", cut="Thu 09:00")
    assert said(found.pauses["end"][0]) == "Wed 12:00"
    assert found.runs.row(0, named=True)["elapsed"] == 5 * HOUR
    assert said(found.runs["due"][0]) == "Wed 16:00" and found.runs["outcome"][0] == "overdue"


@pytest.mark.parametrize(("after_due", "hours"), [(True, 5.5), (False, 7.5)])
def test_pauses_after_due_count_or_not(after_due: bool, hours: float) -> None:
    rule = replace(PAUSING, pauses_after_due=after_due)
    lines = ("Mon 09:00 created", "Mon 14:00 state waiting", "Mon 16:00 state open", "Mon 16:30 resolved")
    assert run(rule, *lines) == ("Mon 13:00", hours, "late")


# ── opened again ──

TWICE = ("Mon 09:00 created", "Mon 12:00 closed", "Mon 15:00 reopened", "Tue 10:00 closed")


@pytest.mark.parametrize(
    ("reopened", "expected"),
    [
        ("continues without closed time", [("Tue 12:00", 6.0, "met")]),
        ("continues with closed time", [("Mon 17:00", 9.0, "late")]),
        ("starts a new cycle", [("Mon 17:00", 3.0, "met"), ("Tue 15:00", 3.0, "met")]),
        ("first close is final", [("Mon 17:00", 3.0, "met")]),
    ],
)
def test_what_opening_again_does(reopened: str, expected: list[tuple[str, float, str]]) -> None:
    assert runs(replace(CLOSING, reopened=reopened, cycle_counted="all"), *TWICE) == expected


def test_too_late_to_be_opened_again() -> None:
    rule = replace(CLOSING, reopen_within=business(1, "day"))
    assert run(rule, "Mon 09:00 created", "Mon 12:00 closed", "Tue 17:00 reopened", "Wed 10:00 closed")[1] == 4.0
    late = folded(rule, "Mon 09:00 created", "Mon 12:00 closed", "Tue 17:01 reopened", "Wed 10:00 closed")
    assert late.runs["elapsed"][0] == 3 * HOUR and not late.anomalies.height


@pytest.mark.parametrize(("counts", "outcomes"), [("last", [9.0]), ("first", [3.0]), ("all", [3.0, 9.0]), ("longest", [9.0])])
def test_which_cycle_counts(counts: str, outcomes: list[float]) -> None:
    rule = replace(CLOSING, reopened="starts a new cycle", cycle_counted=counts, within=business(4))
    lines = ("Mon 09:00 created", "Mon 12:00 closed", "Tue 09:00 reopened", "Wed 10:00 closed")
    counted = [one for one in runs(rule, *lines) if one[2] != "left out"]
    assert [one[1] for one in counted] == outcomes
    if counts != "all":
        assert [row["why"] for row in folded(rule, *lines).runs.iter_rows(named=True) if row["why"]] == [
            f"another cycle counts: the {counts}"
        ]


# ── changes under way ──


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ("new target from the same start", "Mon 13:00"),
        ("remaining time kept", "Mon 13:00"),
        ("remaining time scaled", "Mon 14:00"),
        ("new clock", "Mon 15:00"),
    ],
)
def test_what_a_change_of_priority_does(changed: str, due: str) -> None:
    rule = replace(RULE, within=URGENT, priority_changed=changed)
    lines = ("Mon 09:00 field priority normal", "Mon 09:00 created", "Mon 11:00 field priority urgent")
    assert run(rule, *lines, cut="Mon 11:30")[0] == due


def test_a_change_of_priority_keeps_earlier_pauses() -> None:
    rule = replace(RULE, within=URGENT, pauses_while=("waiting",))
    lines = ("Mon 09:00 field priority normal", "Mon 09:00 created", "Mon 09:30 state waiting", "Mon 10:30 state open")
    assert run(rule, *lines, "Mon 11:00 field priority urgent", cut="Mon 11:30")[0] == "Mon 14:00"


@pytest.mark.parametrize(("changed", "due"), [("pinned at start", "Tue 09:00"), ("split at the change", "Mon 14:00")])
def test_terms_that_change_under_way(changed: str, due: str) -> None:
    shorter = replace(RULE, within=business(5))
    rule = replace(RULE, within=business(8), boundary="next opening", terms_changed=changed, amended=((at("Mon 11:00"), shorter),))
    assert run(rule, "Mon 09:00 created", cut="Mon 12:00")[0] == due
    assert run(rule, "Mon 11:30 created", cut="Mon 12:00")[0] == "Mon 16:30", "what starts later follows the later terms"


@pytest.mark.parametrize(("counted", "month"), [("when due", "Wed"), ("when stopped", "Thu"), ("when started", "Tue")])
def test_which_instant_decides_the_month(counted: str, month: str) -> None:
    rule = replace(RULE, counted=counted)
    found = folded(rule, "Tue 16:00 created", "Thu 09:30 resolved").runs
    assert (said(found["counted_at"][0]) or "").startswith(month)


def test_nothing_is_hidden_by_staying_open() -> None:
    still = folded(RULE, "Mon 09:00 created", cut="Mon 13:01").runs.row(0, named=True)
    assert (still["outcome"], said(still["counted_at"])) == ("overdue", "Mon 13:00")
    not_yet = folded(RULE, "Mon 09:00 created", cut="Mon 13:00").runs.row(0, named=True)
    assert (not_yet["outcome"], not_yet["counted_at"], not_yet["why"]) == ("open", None, "still open at the cut and not yet due")


def test_only_what_was_received_before_the_cut_is_known() -> None:
    events = log("Mon 09:00 created", "Mon 10:00 resolved").with_columns(received_at=pl.Series([at("Mon 09:00"), at("Tue 09:00")]))
    from remit.work.fold import fold

    assert fold(events, {"clock": RULE}, at("Mon 18:00"))["clock"].runs["outcome"].to_list() == ["overdue"]
    assert fold(events, {"clock": RULE}, at("Tue 18:00"))["clock"].runs["outcome"].to_list() == ["met"]


# ── order, warnings, timeline ──


def test_events_of_one_instant_without_a_sequence() -> None:
    lines = ("Mon 10:00 resolved", "Mon 10:00 state waiting", "Mon 10:00 created")
    assert run(PAUSING, *lines) == ("Mon 14:00", 0.0, "met"), "start, resume, pause, stop"


def test_the_source_s_sequence_beats_the_usual_order() -> None:
    events = log("Mon 09:00 created", "Mon 10:00 resolved", "Mon 10:00 reopened", "Mon 11:00 resolved")
    in_order = fold_clock(events.with_columns(sequence=pl.Series([1, 2, 3, 4])), RULE, at("Tue 09:00"))
    assert in_order.runs["elapsed"].to_list() == [2 * HOUR] and not in_order.anomalies.height


def test_warnings_move_with_pauses() -> None:
    rule = replace(PAUSING, warnings=({"at": Fraction(3, 4), "to": ("team lead",)},))
    assert [said(when) for when, _ in live(rule, "Mon 09:00 created", cut="Mon 09:30").warnings] == ["Mon 12:00"]
    paused = live(rule, "Mon 09:00 created", "Mon 10:00 state waiting", "Mon 11:00 state open", cut="Mon 11:30")
    assert [said(when) for when, _ in paused.warnings] == ["Mon 13:00"]


def test_the_timeline_says_what_happened() -> None:
    told = live(PAUSING, "Mon 09:00 created", "Mon 10:00 state waiting", "Mon 11:00 state open", "Mon 12:00 resolved").timeline
    assert [(said(when), what) for when, what in told] == [
        ("Mon 09:00", "started"),
        ("Mon 10:00", "paused: waiting"),
        ("Mon 11:00", "running again"),
        ("Mon 12:00", "stopped"),
    ]
