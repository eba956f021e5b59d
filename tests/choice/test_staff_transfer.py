"""The order of a staff transfer: last days counted by hand on a calendar, and any order of doing things judged by an oracle of its own."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from remit.choice.staff_transfer import LAWS, SOURCES, STEPS, Plan, checklist

TODAY = date(2026, 1, 1)
FIRST = {"told": date(2025, 9, 8), "who": date(2025, 10, 14), "law": date(2025, 12, 1)}
COUNTED = (
    ("united kingdom", "2026-05-05", 30, True, "informed", "2026-04-05", "thirty days before: April has thirty"),
    ("united kingdom", "2026-05-05", 30, True, "liability", "2026-04-07", "twenty-eight days before"),
    ("united kingdom", "2026-05-05", 30, True, "consulted", "2026-05-04", "the day before"),
    ("united kingdom", "2026-05-05", 30, True, "moved", "2026-05-12", "a week after"),
    ("united kingdom", "2026-05-05", 30, True, "representatives", "2026-04-05", "they must be there to be informed"),
    ("united kingdom", "2026-05-05", 30, True, "law", "2026-04-05", "and representatives are found after that"),
    ("united kingdom", "2026-05-05", 10, True, "law", "2026-04-07", "with short talks what the provider must know comes first"),
    ("united kingdom", "2026-05-05", 10, False, "law", "2026-04-25", "nobody goes over, so only the talks are left"),
    ("germany", "2026-09-01", 14, True, "person", "2026-08-01", "a month to object: 1 August to 1 September"),
    ("germany", "2026-09-01", 14, True, "informed", "2026-08-01", "who informs each person has informed the works council"),
    ("germany", "2026-09-01", 60, True, "informed", "2026-07-03", "sixty days before: 3 July and 31 + 28 + 1"),
    ("european union", "2026-03-01", 0, True, "informed", "2026-02-28", "talks of no day still end the day before"),
    ("elsewhere", "2026-03-01", 30, True, "liability", "2026-02-28", "no number is known: before the day"),
)


@pytest.mark.parametrize(("law", "day", "talks", "over", "step", "latest", "why"), COUNTED)
def test_the_last_day_of_a_step_leaves_time_for_all_that_comes_after(
    law: str, day: str, talks: int, over: bool, step: str, latest: str, why: str
) -> None:
    found = {one.step.key: one for one in checklist(Plan(law, date.fromisoformat(day), talks, over), FIRST, TODAY)}
    assert found[step].latest == date.fromisoformat(latest), why


def test_without_a_law_only_three_things_are_asked_and_without_counsel_nothing_has_a_last_day() -> None:
    asked = [one.step.key for one in checklist(Plan(None, date(2026, 5, 5)), FIRST, TODAY) if one.word != "not asked"]
    assert asked == ["told", "who", "law"]
    assert {one.latest for one in checklist(None, {}, TODAY)} == {None}
    assert [one.word for one in checklist(None, {}, TODAY)][:4] == ["next", "next", "waits", "waits"]


@pytest.mark.parametrize("law", [None, *LAWS])
@pytest.mark.parametrize("over", [False, True])
def test_nothing_waits_for_a_step_that_is_not_asked(law: str | None, over: bool) -> None:
    asked = {one.step.key: one for one in checklist(Plan(law, date(2026, 5, 5), 30, over), {}, TODAY) if one.word != "not asked"}
    assert all(key in asked for one in asked.values() for key in one.step.after)


def test_the_day_on_which_roles_were_written_down_is_held_against_nothing() -> None:
    """Counsel was asked before anybody typed the roles, and they were typed after the last day: both is in order."""
    done = {**FIRST, "who": date(2026, 6, 1)}
    found = {one.step.key: one.word for one in checklist(Plan("united kingdom", date(2026, 5, 5)), done, date(2026, 6, 2))}
    assert found["who"] == found["law"] == "done"


def test_who_goes_over_decides_whether_anybody_is_described_to_the_provider() -> None:
    for over in (False, True):
        found = {one.step.key: one.word for one in checklist(Plan("united kingdom", date(2026, 5, 5), 30, over), FIRST, TODAY)}
        assert (found["liability"] != "not asked") is over and (found["moved"] != "not asked") is over
        assert found["informed"] == "waits"


def test_any_order_is_judged_as_somebody_would_who_reads_the_list_from_the_top() -> None:
    """Each step gets a random day; whoever reads the days alone finds the same steps before their time, and the same ones late."""
    chance = Random(107)
    for _ in range(400):
        law, talks, over = chance.choice(list(LAWS)), chance.choice((0, 14, 30, 60)), chance.random() < 0.5
        plan = Plan(law, date(2026, 6, 1), talks, over)
        counsel = date(2026, 2, 1) + timedelta(days=chance.randrange(110))
        done = {
            **FIRST,
            "law": counsel,
            **{step.key: date(2026, 3, 1) + timedelta(days=chance.randrange(100)) for step in STEPS[3:] if chance.random() < 0.8},
        }
        for one in checklist(plan, done, date(2026, 6, 20)):
            key = one.step.key
            if key == "law":
                assert one.word == ("late" if counsel > _last("law", law, talks, over) else "done")
            if key in FIRST:
                continue
            if key in ("liability", "moved") and not over:
                assert one.word == "not asked"
                continue
            before = [name for name in _before(key) if over or name not in ("liability", "moved")]
            if key in done:
                wrong = any(name not in done or done[name] > done[key] for name in before)
                late = done[key] > _last(key, law, talks, over)
                assert one.word == ("before its time" if wrong else "late" if late else "done"), (key, done)
            elif _last(key, law, talks, over) < date(2026, 6, 20):
                assert one.word == "overdue"


def _before(key: str) -> tuple[str, ...]:
    """What comes right before a step, written down once more."""
    return {
        "representatives": ("law",),
        "measures": ("law",),
        "informed": ("told", "representatives", "measures"),
        "consulted": ("informed",),
        "person": ("informed",),
        "liability": ("law",),
        "agreed": ("law", "measures"),
        "moved": ("consulted", "person", "liability", "agreed"),
    }[key]


def _last(key: str, law: str, talks: int, over: bool) -> date:
    """The last day, from the top of the list: no graph, each case in words."""
    objection = 31 if law == "germany" else 1
    before_informing = max(talks, objection, 1)
    days = {
        "moved": -7,
        "liability": 28 if law == "united kingdom" else 1,
        "person": objection,
        "consulted": 1,
        "agreed": 1,
        "informed": before_informing,
        "law": max(before_informing, 28 if over and law == "united kingdom" else 1),
        "representatives": before_informing,
        "measures": before_informing,
    }[key]
    return date(2026, 6, 1) - timedelta(days=days)


def test_every_place_of_a_law_belongs_to_a_step_that_exists() -> None:
    assert set(SOURCES) <= set(LAWS)
    assert {key for places in SOURCES.values() for key in places} <= {step.key for step in STEPS}
