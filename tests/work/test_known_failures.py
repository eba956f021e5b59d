"""What other systems got wrong with events, each as a case here (see the issues named)."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from remit.clock.schedule import Schedule
from remit.values.period import HOUR, MINUTE
from remit.work.attribution import attributed
from remit.work.fold import fold_clock
from remit.work.population import Population
from tests.work.desk import NINE_TO_FIVE, REPLY, RULE, at, business, folded, log, run, runs, said

PAUSING = replace(RULE, pauses_while=("waiting",))


def test_paused_then_resolved_keeps_the_hold() -> None:
    """frappe/helpdesk PR 3776: a ticket resolved while on hold ignored the hold and was 42 days late."""
    lines = ("Mon 09:00 created", "Mon 10:00 state waiting", "Wed 10:00 resolved")
    assert run(PAUSING, *lines) == ("Wed 13:00", 1.0, "met")


def test_waiting_over_a_weekend_is_not_working_time() -> None:
    """glpi 10594; frappe PR 2449, erpnext PR 49414: the hold was added as wall-clock time."""
    lines = ("Fri 15:00 created", "Fri 16:00 state waiting", "Mon+1 10:00 state open", "Mon+1 12:00 resolved")
    assert run(PAUSING, *lines) == ("Mon+1 13:00", 3.0, "met")


def test_a_deadline_does_not_lie_past_closing() -> None:
    """glpi 9082."""
    assert run(PAUSING, "Mon 09:00 created", "Mon 10:00 state waiting", "Mon 14:00 state open", cut="Mon 15:00")[0] == "Mon 17:00"


def test_a_pending_item_is_not_late_while_it_waits() -> None:
    """glpi 24481: violated while pending."""
    lines = ("Mon 09:00 created", "Mon 12:00 state waiting")
    assert run(PAUSING, *lines, cut="Thu 12:00")[1:] == (3.0, "open")


def test_a_change_of_target_keeps_its_pauses() -> None:
    """glpi 6902: pauses dropped on a change of the agreement."""
    shorter = replace(PAUSING, within=business(3))
    rule = replace(PAUSING, terms_changed="split at the change", amended=((at("Mon 12:00"), shorter),))
    lines = ("Mon 09:00 created", "Mon 09:30 state waiting", "Mon 10:30 state open")
    assert run(rule, *lines, cut="Mon 12:30") == ("Mon 13:00", 2.5, "open")


def test_a_late_resolution_between_two_polls_is_late() -> None:
    """chatwoot never records a late resolution that beats its poll; here nothing polls."""
    assert run(RULE, "Mon 09:00 created", "Mon 13:01 resolved", cut="Mon 13:02")[2] == "late"


def test_a_clock_does_not_run_on_after_the_end() -> None:
    """chatwoot 10178."""
    assert run(RULE, "Mon 09:00 created", "Mon 10:00 closed", cut="Fri 17:00") == ("Mon 13:00", 1.0, "met"), "closed is resolved"
    nexts = replace(REPLY, stop="next reply", cycle_counted="all")
    lines = ("Mon 09:00 created", "Mon 10:00 reply by agent", "Mon 11:00 message by customer", "Mon 12:00 resolved")
    assert runs(nexts, *lines)[1][2] == "left out"
    assert folded(nexts, *lines).runs["why"][1] == "closed before it was due"


def test_closing_does_not_undo_a_miss() -> None:
    nexts = replace(REPLY, stop="next reply", cycle_counted="all")
    lines = ("Mon 09:00 created", "Mon 10:00 reply by agent", "Mon 11:00 message by customer", "Tue 12:00 closed")
    assert runs(nexts, *lines)[1] == ("Mon 15:00", 9.0, "overdue")
    assert said(folded(nexts, *lines).runs["counted_at"][1]) == "Mon 15:00"


def test_an_item_that_went_into_another_one_owes_nothing_more_and_hides_no_miss() -> None:
    """Whatever stops the clock: not yet due it is left out, due before it stays a miss; opening it again does not bring it back."""
    for rule in (RULE, REPLY, replace(REPLY, stop="next reply"), replace(REPLY, stop="update")):
        early = folded(rule, "Mon 09:00 created", "Mon 10:00 merged T-2", "Mon 11:00 closed", cut="Fri 17:00").runs
        assert early.select("outcome", "counted_at", "why").rows() == [("left out", None, "merged into another item before it was due")]
        late = folded(rule, "Mon 09:00 created", "Mon 14:00 merged T-2", cut="Fri 17:00").runs
        assert late.select("outcome", "elapsed").rows() == [("overdue", 5 * HOUR)] and said(late["counted_at"][0]) == "Mon 13:00"
    answered = folded(REPLY, "Mon 09:00 created", "Mon 10:00 reply by agent", "Mon 11:00 merged T-2", cut="Fri 17:00").runs
    assert answered["outcome"].to_list() == ["met"]


def test_an_update_is_owed_again_after_an_answer() -> None:
    """zammad 3140: the update clock stood still after an answer."""
    rule = replace(REPLY, stop="update", cycle_counted="all")
    found = runs(rule, "Mon 09:00 created", "Mon 11:00 reply by agent", "Mon 12:00 note by customer", cut="Mon 16:00")
    assert found == [("Mon 13:00", 2.0, "met"), ("Mon 15:00", 5.0, "overdue")]


def test_clocks_do_not_disturb_each_other() -> None:
    """zammad 5177: the update clock overrode the first response."""
    lines = ("Mon 09:00 created", "Mon 10:00 note by agent", "Mon 12:00 reply by agent")
    assert run(REPLY, *lines)[1] == 3.0


def test_running_time_is_never_negative() -> None:
    """frappe PR 3354: failed by -34 minutes."""
    lines = ("Mon 09:00 created", "Mon 09:00 state waiting", "Mon 12:00 resolved")
    assert run(PAUSING, *lines)[1] == 0.0


def test_a_change_of_the_clocks_adds_its_hour() -> None:
    """moment-business-time 58; GLPI steps days by 86,400 seconds (12.5 h for 35.5 h)."""
    day_and_night = replace(RULE, schedule=Schedule.always_open("Europe/Paris"), within=business(48))
    events = log("2026-03-28 12:00 created", "2026-03-29 23:30 resolved")
    assert fold_clock(events, day_and_night, at("2026-04-01 00:00")).runs["elapsed"].to_list() == [34 * HOUR + 30 * MINUTE]


def test_the_calendar_s_zone_decides_not_the_reader_s() -> None:
    """frappe/helpdesk PR 3776: the agent's zone moved deadlines."""
    kathmandu = replace(RULE, schedule=Schedule("Asia/Kathmandu", NINE_TO_FIVE))
    assert run(kathmandu, "Mon 12:15 created", "Tue 07:15 resolved")[:2] == ("Tue 08:15", 3.0), "17:00 there is 12:15 in London"


def test_reopened_after_resolving_while_waiting_is_running_again() -> None:
    lines = ("Mon 09:00 created", "Mon 10:00 state waiting", "Mon 11:00 resolved", "Mon 12:00 reopened", "Mon 13:00 resolved")
    assert run(PAUSING, *lines) == ("Mon 15:00", 2.0, "met")


def test_duplicates_of_an_event_change_nothing() -> None:
    once = log("Mon 09:00 created", "Mon 10:00 state waiting", "Mon 11:00 state open", "Mon 12:00 resolved")
    for shuffled in (pl.concat([once, once]).sample(fraction=1.0, shuffle=True, seed=1), once.reverse()):
        one, other = fold_clock(once, PAUSING, at("Fri 17:00")), fold_clock(shuffled, PAUSING, at("Fri 17:00"))
        assert one.runs.equals(other.runs) and one.pauses.equals(other.pauses) and one.anomalies.equals(other.anomalies)


def test_excused_time_is_a_pause_of_its_own() -> None:
    events = log("Mon 09:00 created", "Mon 10:00 state asked, by client", "Mon 15:00 state open by agent", "Mon 16:00 resolved")
    spans = attributed(events, at("Fri 17:00"))
    assert [(said(row["start"]), said(row["end"]), row["who"]) for row in spans.iter_rows(named=True)] == [
        ("Mon 09:00", "Mon 10:00", "provider"),
        ("Mon 10:00", "Mon 15:00", "client"),
        ("Mon 15:00", "Mon 16:00", "provider"),
    ]
    taken = spans.filter(pl.col("who") == "client").select("item", "start", "end", "who")
    assert fold_clock(events, RULE, at("Fri 17:00")).runs["outcome"].to_list() == ["late"]
    relieved = fold_clock(events, RULE, at("Fri 17:00"), taken)
    assert (relieved.runs["outcome"][0], relieved.runs["elapsed"][0], said(relieved.runs["due"][0])) == ("met", 2 * HOUR, "Tue 10:00")
    both = fold_clock(events, replace(PAUSING, pauses_while=("asked",)), at("Fri 17:00"), taken)
    assert both.runs.equals(relieved.runs), "time paused anyway is not taken out twice"


def test_a_clock_covers_items_by_their_fields_at_its_start() -> None:
    chat = replace(RULE, population=Population("desk", (({"channel": ("chat",)}, {}),)))
    events = pl.concat(
        [
            log("Mon 09:00 field channel chat", "Mon 09:00 created", "Mon 10:00 field channel email", item="T-1"),
            log("Mon 09:00 field channel email", "Mon 09:00 created", "Mon 10:00 field channel chat", item="T-2"),
            log("Mon 09:00 created", "Mon 10:00 field channel chat", item="T-3"),
        ]
    )
    assert fold_clock(events, chat, at("Fri 17:00")).runs["item"].to_list() == ["T-1", "T-3"]
