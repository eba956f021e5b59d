"""The demo's exports against plain arithmetic: nothing of the product's clocks is used, only the text of the files."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from remit.demo.exports import all_facts, exports

ENGLAND = {date(2026, 5, 25), date(2026, 8, 31)}
SOUTH_AFRICA = {date(2026, 6, 16), date(2026, 8, 10), date(2026, 9, 24)}
MONTHS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, Rows]]:
    found: dict[str, dict[str, Rows]] = defaultdict(dict)
    for export in exports():
        found[export.system][export.month] = export.rows.to_dicts()
    return found


@pytest.fixture(scope="module")
def tickets(files: dict[str, dict[str, Rows]]) -> dict[str, Rows]:
    """The changes of each ticket."""
    found: dict[str, Rows] = defaultdict(list)
    for month in sorted(files["helpdesk"]):
        for row in files["helpdesk"][month]:
            found[row["ticket"]].append(row)
    return found


@pytest.fixture(scope="module")
def lines(files: dict[str, dict[str, Rows]]) -> dict[str, dict[str, Any]]:
    """Each order line with the time of each of its changes by name."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for month in sorted(files["orders"]):
        for row in files["orders"][month]:
            assert row["action"] not in found[row["line"]], f"{row['line']} was {row['action']} twice"
            found[row["line"]][row["action"]] = row["time"]
            found[row["line"]]["remark"] = row["remark"]
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in ENGLAND


def next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_open(day):
        day += timedelta(days=1)
    return day


def four_hours_after(start: datetime) -> datetime:
    """Four hours inside 08:00 to 18:00 of working days, by walking from window to window."""
    day, left = start.date(), timedelta(hours=4)
    while True:
        if is_open(day):
            opens = max(start, datetime(day.year, day.month, day.day, 8))
            closes = datetime(day.year, day.month, day.day, 18)
            if opens < closes:
                if closes - opens >= left:
                    return opens + left
                left -= closes - opens
        day += timedelta(days=1)


def first(rows: Rows, action: str) -> datetime | None:
    return next((at(row["time"]) for row in rows if row["action"] == action), None)


def email_results(tickets: dict[str, Rows]) -> tuple[Counter[str], Counter[str], dict[str, list[Rows]]]:
    due: Counter[str] = Counter()
    met: Counter[str] = Counter()
    late: dict[str, list[Rows]] = defaultdict(list)
    for rows in tickets.values():
        if rows[0]["channel"] != "email":
            continue
        deadline = four_hours_after(at(rows[0]["time"]))
        reply = first(rows, "public reply")
        month = str(deadline)[:7]
        due[month] += 1
        if reply is not None and reply <= deadline:
            met[month] += 1
        else:
            late[month].append(rows)
    return due, met, late


def test_tickets_closed_in_each_month(tickets: dict[str, Rows]) -> None:
    closed: Counter[str] = Counter()
    for rows in tickets.values():
        months = {row["time"][:7] for row in rows if row["action"] == "closed"}
        assert len(months) <= 1, "a reopened ticket closes again in the month it first closed in, so that it is billed once"
        closed.update(months)
    assert [closed[month] for month in MONTHS] == [3_900, 4_050, 4_720, 4_300, 4_260, 4_480]


def test_email_replies_on_time(tickets: dict[str, Rows]) -> None:
    due, met, _ = email_results(tickets)
    assert (met["2026-07"], due["2026-07"]) == (2_432, 2_926)
    shares = [round(Decimal(100 * met[month]) / due[month], 1) for month in MONTHS]
    assert shares == [Decimal(text) for text in ("91.4", "92.1", "83.1", "91.2", "90.6", "92.4")]


def test_who_caused_the_late_replies_of_july(tickets: dict[str, Rows]) -> None:
    late = email_results(tickets)[2]["2026-07"]
    causes = Counter(
        next((row["by"] for row in rows if row["action"] == "status" and row["detail"] != "open"), "provider") for rows in late
    )
    assert causes == {"provider": 441, "client": 38, "third party": 15}


def test_the_known_ticket_is_the_latest_of_july(tickets: dict[str, Rows]) -> None:
    rows = tickets["HAR-32117"]
    assert rows[0]["time"] == "2026-07-20 16:36:00"
    assert four_hours_after(at(rows[0]["time"])) == datetime(2026, 7, 21, 10, 36)
    assert first(rows, "public reply") == datetime(2026, 7, 21, 15, 12)


def chat_share(tickets: dict[str, Rows], month: str) -> tuple[float, int]:
    met = counted = outside = 0
    for rows in tickets.values():
        begun = at(rows[0]["time"])
        if rows[0]["channel"] != "chat" or rows[0]["time"][:7] != month:
            continue
        opens, closes = (9, 17) if begun.weekday() == 5 else (8, 20)
        if begun.weekday() == 6 or begun.date() in ENGLAND or not opens <= begun.hour < closes:
            outside += 1
            continue
        reply, given_up = first(rows, "public reply"), first(rows, "abandoned")
        if given_up is not None and (given_up - begun).total_seconds() < 60:
            continue
        counted += 1
        met += reply is not None and (reply - begun).total_seconds() <= 60
    return met / counted, outside


@pytest.mark.parametrize("month", MONTHS)
def test_chats_are_at_their_target(tickets: dict[str, Rows], month: str) -> None:
    share, outside = chat_share(tickets, month)
    assert 0.86 <= share <= 0.90
    assert outside == 12


def test_november_stands_at_81_per_cent(tickets: dict[str, Rows]) -> None:
    share, _ = chat_share(tickets, "2026-11")
    assert 0.805 <= share < 0.815


def test_order_lines_completed_and_their_errors(lines: dict[str, dict[str, Any]]) -> None:
    completed = Counter(row["completed"][:7] for row in lines.values() if "completed" in row)
    assert [completed[month] for month in MONTHS] == [11_800, 12_100, 13_400, 12_900, 14_200, 13_700]
    wrong = Counter(row["completed"][:7] for row in lines.values() if "error found" in row)
    assert wrong["2026-09"] == 156
    assert all(wrong[month] / completed[month] <= 0.005 for month in MONTHS if month != "2026-09")
    spoiled = [row for row in lines.values() if row["remark"]]
    assert len(spoiled) == 45 and all(row["error found"] > row["completed"] and row["completed"][:7] == "2026-09" for row in spoiled)


def test_turnaround_is_at_its_target(lines: dict[str, dict[str, Any]]) -> None:
    met: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for row in lines.values():
        if "waiting for client" in row:
            continue  # paused lines are in time by a wide margin whichever way a pause moves a day
        received = at(row["received"]).date()
        deadline = next_working_day(received if is_open(received) else next_working_day(received))
        due[str(deadline)[:7]] += 1
        met[str(deadline)[:7]] += "completed" in row and at(row["completed"]) < datetime(deadline.year, deadline.month, deadline.day, 18)
    assert all(0.93 <= met[month] / due[month] < 0.98 for month in MONTHS)


def test_satisfaction(files: dict[str, dict[str, Rows]]) -> None:
    scores: dict[str, list[int]] = defaultdict(list)
    invited: set[str] = set()
    for month in sorted(files["survey"]):
        for row in files["survey"][month]:
            if row["action"] == "invited":
                invited.add(row["ticket"])
            else:
                assert row["ticket"] in invited, "nobody answers before being asked"
                scores[row["time"][:7]].append(int(row["score"]))
    assert all(len(scores[month]) >= 100 and sum(scores[month]) / len(scores[month]) >= 4.4 for month in MONTHS)
    assert all(sum(scores[month]) / len(scores[month]) < 4.6 for month in MONTHS[:5])
    assert (len(scores["2026-10"]), round(sum(scores["2026-10"]) / len(scores["2026-10"]), 2)) == (412, 4.63)
    assert all(1 <= score <= 5 for month in scores.values() for score in month)


def test_questions_are_asked_and_answered_while_both_offices_are_open(files: dict[str, dict[str, Rows]]) -> None:
    every = {row["question"]: row for rows in files["questions"].values() for row in rows}
    asked = Counter(row["asked"][:7] for row in every.values())
    assert all(asked[month] >= 10 for month in MONTHS)
    for row in every.values():
        for name in ("asked", "answered"):
            if row[name]:
                moment = at(row[name])
                assert is_open(moment.date()) and moment.date() not in SOUTH_AFRICA and 9 <= moment.hour < 17
        assert row["asked_by"] != row["answered_by"]


def test_the_rand_has_exactly_the_month_means() -> None:
    rates: dict[str, list[Decimal]] = defaultdict(list)
    for row in all_facts().to_dicts():
        if row["kind"] == "rate":
            rates[row["day"][:7]].append(Decimal(row["value"]))
    means = [sum(rates[month]) / len(rates[month]) for month in MONTHS]
    assert means == [Decimal(text) for text in ("23.5", "23.3", "23.1", "22.9", "21.4", "21.4")]
    assert len(set(rates["2026-09"])) > 10, "the fixings move from day to day"


def test_forecasts_are_fixed_a_month_ahead_and_bought_things_have_a_source() -> None:
    rows = all_facts().to_dicts()
    forecasts = {(row["subject"], row["day"][:7]): row for row in rows if row["kind"] == "forecast"}
    assert [forecasts["customer contact", month]["value"] for month in MONTHS] == ["4000", "4000", "4600", "4200", "4200", "4400"]
    assert [forecasts["order entry", month]["value"] for month in MONTHS] == ["12000", "12000", "13000", "12800", "13500", "13500"]
    for (_, month), row in forecasts.items():
        assert at(row["received"]) < at(f"{month}-01") - timedelta(days=30)
    assert all(row["source"] for row in rows)
    assert sum(row["kind"] == "relief" and row["clause"] == "9.1" for row in rows) == 45


def test_the_exports_are_the_same_every_time() -> None:
    first_run, second_run = ([export.rows.write_csv() for export in exports()] for _ in range(2))
    assert first_run == second_run
