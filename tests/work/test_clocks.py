"""Clock clauses as values: calendars, populations, and clocks over the versions of a contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from remit.catalogue import standard_catalogue
from remit.closing import calendars_used
from remit.demo.specimen import demo_terms
from remit.engines import local
from remit.terms.reader import read
from remit.terms.typed import Between
from remit.terms.versions import Version
from remit.work.clocks import clock_rules, clocks_over_time, holiday_dates, schedules
from remit.work.population import Population, covered, holds
from tests.metrics.month import CUT, JUNE, NO_FACTS, agreement, events
from tests.metrics.test_metrics import contact
from tests.work.desk import at

DEMO = read(demo_terms(), standard_catalogue())


def test_calendars_of_the_demo() -> None:
    hours = schedules(DEMO)
    assert hours["service hours"].is_open(at("Mon 08:00")) and not hours["service hours"].is_open(at("Mon 18:00"))
    assert hours["service hours"].is_open(at("2026-12-24 12:59")) and not hours["service hours"].is_open(at("2026-12-24 13:00"))
    assert not hours["both offices"].is_open(at("2026-06-16 12:00")), "Youth Day"
    assert hours["chat hours"].is_open(at("Sat 16:59")) and not hours["chat hours"].is_open(at("Sun 12:00"))
    listed = [str(day) for day, _ in holiday_dates(DEMO.named(4, "both offices"), 2026, 2026)]
    assert "2026-05-01" in listed and "2026-05-04" in listed, "South Africa's and England's first days of May"


def test_only_the_holidays_as_signed_close_where_new_ones_do_not_count() -> None:
    """A later release of the package of holidays, with a day of mourning or without Youth Day, changes nothing."""
    named = "      - United Kingdom/England\n      - South Africa\n"
    signed = f"{named}    new holidays: do not count\n    holidays as signed: [2026-05-04, 2026-12-25, 2026-06-17]\n"
    terms = read(demo_terms().replace(named, signed), standard_catalogue())
    hours = schedules(terms)["both offices"]
    assert hours.is_open(at("2026-06-16 12:00")), "Youth Day was not signed"
    assert not hours.is_open(at("2026-06-17 12:00")) and not hours.is_open(at("2026-05-04 12:00"))
    assert not schedules(terms)["service hours"].is_open(at("2026-05-25 12:00")), "the other calendars are as they were"
    assert [str(day) for day, _ in holiday_dates(terms.named(4, "both offices"), 2026, 2026)] == ["2026-05-04", "2026-06-17", "2026-12-25"]
    assert holiday_dates(terms.named(4, "both offices"), 2027, 2027) == ()
    used = {one.name: one.holidays for one in calendars_used(terms, JUNE)}
    assert used["both offices"] == (date(2026, 6, 17),), "a statement signs the days that closed"


def test_what_a_name_covers() -> None:
    assert covered(DEMO, "email").parts == (({"channel": ("email",)}, {}),)
    assert covered(DEMO, "customer contact").parts == (({"channel": ("email",)}, {}), ({"channel": ("chat",)}, {}))
    assert covered(DEMO, "order lines") == covered(DEMO, "order entry") == Population("order system")
    assert covered(DEMO, "questions between the companies") == Population("questions between the companies")


@pytest.mark.parametrize(
    ("wanted", "value", "fits"),
    [
        (("urgent", "high"), "high", True),
        (("urgent",), None, False),
        (Between("1", "10"), "9", True),
        (Between("1", "10"), "10", True),
        (Between("1", "10"), "11", False),
        (Between("1,000", None), "999.5", False),
        (Between(None, "2026-06-30"), "2026-06-09", True),
        (Between("2026-06-01", None), "2026-05-31", False),
    ],
)
def test_conditions(wanted: tuple[str, ...] | Between, value: str | None, fits: bool) -> None:
    assert holds({"field": wanted}, {"field": value}) is fits


def test_a_table_is_pinned_only_where_the_parties_said_so() -> None:
    rows = "table: [{where: {priority: urgent}, is: 1 business hour}], otherwise: 4 business hours"

    def retargets(settings: str) -> bool:
        text = demo_terms().replace("    within: 4 business hours\n    warnings:", f"    {settings}\n    warnings:", 1)
        return clock_rules(read(text, standard_catalogue()))["email reply"].retargets

    assert retargets(f"within: {{{rows}}}")
    assert not retargets(f"within: {{{rows}, as at: start}}")
    assert retargets(f"within: {{{rows}, as at: start}}\n    priority changed: new clock")
    assert retargets(f"within: {{{rows}, as at: stop}}")


@pytest.mark.parametrize(("changed", "met"), [("pinned at start", 2), ("split at the change", 1)])
def test_an_amendment_holds_for_clocks_that_start_under_it(changed: str, met: int) -> None:
    found = agreement("rule: share on time\nclock: reply")
    text = found.terms.text.decode().replace("within: 4 business hours}", f"within: 4 business hours, terms changed: {changed}}}", 1)
    first = read(text, standard_catalogue())
    second = read(text.replace("within: 4 business hours", "within: 1 business hour", 1), standard_catalogue())
    rules = clocks_over_time((Version(date(2026, 3, 2), first), Version(date(2026, 6, 2), second)))
    assert [replace(rule, amended=()) for _, rule in rules["reply"].amended] == [clock_rules(second)["reply"]]
    assert not rules["solving"].amended, "what an amendment leaves alone stays as it was"
    log = events(
        [
            *contact("A", "email", "Mon 16:00", "Tue 11:30"),
            *contact("B", "email", "Mon 09:00", "Mon 12:00"),
            *contact("C", "email", "Tue 09:00", "Tue 10:30"),
        ]
    )
    summary = local.summaries(found, log, NO_FACTS, JUNE, CUT, rules=rules).levels["8.1"]
    assert (summary["met"], summary["of"]) == (met, 3), "A began under 4 hours, C under one"
