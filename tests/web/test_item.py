"""The page of one item: what is left of its time, on both wall clocks, and where every minute went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

pytestmark = [pytest.mark.django_db]


@pytest.mark.row(34)
def test_a_public_holiday_is_not_counted(visit: Callable[..., Any]) -> None:
    """Received on the eve of England's summer bank holiday (31 August 2026), the clock stands still until Tuesday 08:00."""
    page = visit("agent", "/e/HAR/items/HAR-38216")
    closed = page.locator(".stretches tr", has_text="Outside working hours").inner_text()
    assert "Fri 28, 18:00 to Tue 1, 08:00" in closed and "not counted" in closed and "86 h 00" in closed
    assert page.locator("svg.clock text", has_text="closed, 86 h 00").count() == 1


@pytest.mark.row(36)
def test_a_pause_is_shown_with_who_caused_it_and_what_its_refusal_would_mean(visit: Callable[..., Any]) -> None:
    page = visit("delivery-manager", "/e/HAR/items/SO-686235")
    assert page.locator("h1").inner_text().startswith("Paused, waiting for client: 10 h ")
    row = page.locator(".stretches tr", has_text="Paused: waiting for client").inner_text()
    assert "Client" in row and "not counted" in row and "Mon 9, 17:45" in row
    assert page.locator("svg.clock .bar-client").count() >= 4  # one part for each day that it waits
    assert "due 18:00 before the pauses" in page.locator("svg.clock").text_content()
    refused = page.locator("aside section", has_text="is refused").inner_text()
    assert "It was due at 18:00 on Tuesday 10 November in Bristol, 20:00 in Cape Town: this item would be overdue now." in refused


def test_what_is_left_stands_on_both_wall_clocks(visit: Callable[..., Any]) -> None:
    page = visit("agent", "/e/HAR/items/HAR-48950")
    words = page.locator("h1").inner_text()
    assert words.startswith("2 h ") and words.endswith("of business time is left: reply by 17:01 in Bristol, 19:01 in Cape Town.")
    ticks = page.locator("svg.clock .tick").all_text_contents()
    assert "16:00" in ticks and "18:00" in ticks


def test_relief_that_could_be_claimed_is_worked_out(place: Callable[[str], Any]) -> None:
    """HAR-47137 was four minutes late and waited 2 h 52 for the client: with clause 9.2 it would have been in time."""
    from remit.stages.operations import queries

    member = place("delivery-manager")
    [seen] = queries.item(member, "HAR-47137", member.engagement.now())
    [line] = seen.timelines
    assert line.run.outcome == "late" and str(seen.month) == "2026-11"
    [granted] = line.refusals
    assert granted.granted and granted.claimed == "9.2" and granted.run.outcome == "met"


def test_the_stretches_add_up_to_the_clock(place: Callable[[str], Any]) -> None:
    from remit.intake.knowledge import knowledge
    from remit.stages.operations import queries

    member = place("agent")
    paused = knowledge(member.engagement).log.filter((pl.col("event") == "state") & pl.col("item").str.starts_with("SO"))
    for number in paused["item"].unique().sort()[::400].to_list():
        for seen in queries.item(member, number, member.engagement.now()):
            for line in seen.timelines:
                assert sum(span.open_time for span in line.spans if span.counted) == line.run.elapsed
                assert all(span.end == after.start for span, after in zip(line.spans, line.spans[1:], strict=False))


def test_nobody_else_sees_an_item(client: Any, workspace: None) -> None:
    assert client.get("/e/HAR/items/HAR-48950").status_code == 302
