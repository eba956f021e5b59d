"""`remit clock`: case files with known answers, and single questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from remit.__main__ import remit
from remit.clock.cases import read
from remit.values.fault import Refused
from tests.shared import shared

OFFICE = {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}
ELAPSED = {"timezone": "Europe/London", "weekly": OFFICE, "kind": "elapsed", "start": "2026-05-04T10:00:00+01:00"}
RIGHT = {**ELAPSED, "end": "2026-05-04T12:00:00+01:00", "seconds": 7200}
WRONG = {**ELAPSED, "end": "2026-05-04T12:00:00+01:00", "seconds": 7201.5}
DEADLINE = {**ELAPSED, "kind": "deadline", "seconds": 7 * 3600}


def check(tmp_path: Path, cases: Any, *options: str) -> tuple[int, str]:
    file = tmp_path / "cases.json"
    file.write_text(cases if isinstance(cases, str) else json.dumps(cases), encoding="utf-8")
    result = CliRunner().invoke(remit, ["clock", "check", *options, str(file)])
    return result.exit_code, result.output.replace(f"{tmp_path}/", "")


@pytest.mark.parametrize("name", ["public", "generated", "shift-holidays", "pauses"])
def test_the_known_cases_agree(name: str) -> None:
    cases = read(shared("cases", f"clocks-{name}.json").read_text(encoding="utf-8"), name)
    assert cases
    assert [case.number for case in cases if not case.agrees] == []


def test_what_agrees_is_counted_last(tmp_path: Path) -> None:
    assert check(tmp_path, [RIGHT, RIGHT]) == (0, "2 of 2 agree, 0 off\n")
    assert check(tmp_path, {"cases": [RIGHT]}) == (0, "1 of 1 agree, 0 off\n")


def test_what_differs_is_listed_with_both_answers(tmp_path: Path) -> None:
    late = {**DEADLINE, "deadline": "2026-05-04T18:00:00+01:00", "pauses": [["2026-05-04T11:00:00+01:00", "2026-05-04T11:30:00+01:00"]]}
    code, output = check(tmp_path, [WRONG, RIGHT, late, {**DEADLINE, "weekly": {}, "deadline": "2026-05-04T17:00:00+01:00"}])
    assert code == 1
    assert output.splitlines() == [
        "cases.json, case 1: elapsed from 2026-05-04T10:00:00+01:00 to 2026-05-04T12:00:00+01:00 (Europe/London): "
        "expected 7,201.5 s, got 7,200 s, 1.5 s less",
        "cases.json, case 3: deadline from 2026-05-04T10:00:00+01:00 of 25,200 s with 1 pause (Europe/London): "
        "expected 2026-05-04T18:00:00+01:00, got 2026-05-05T09:30:00+01:00, 55,800 s later",
        "cases.json, case 4: deadline from 2026-05-04T10:00:00+01:00 of 25,200 s (Europe/London): "
        "expected 2026-05-04T17:00:00+01:00, got never",
        "1 of 4 agree, 3 off",
    ]


def test_every_setting_of_a_deadline_can_be_asked(tmp_path: Path) -> None:
    holiday = {"holidays": ["2026-05-05"], "overrides": {"2026-05-05": [["10:00", "11:00"]]}, "overrides_beat_holidays": False}
    cases = [
        {**DEADLINE, "boundary": "next_opening", "deadline": "2026-05-05T09:00:00+01:00"},
        {**DEADLINE, "boundary": "next_opening", **holiday, "deadline": "2026-05-11T09:00:00+01:00"},
        {**DEADLINE, "days": 1, "deadline": "2026-05-05T17:00:00+01:00"},
        {**DEADLINE, "days": 1, "day_due": "same time", "deadline": "2026-05-05T10:00:00+01:00"},
        {**DEADLINE, "days": 0.5, "day_means": "24 business hours", "deadline": "2026-05-05T14:00:00+01:00"},
        {**DEADLINE, "weekly": {}, "deadline": None},
        {**DEADLINE, "seconds": -3600, "deadline": "2026-05-04T09:00:00+01:00"},
    ]
    assert check(tmp_path, cases) == (0, "7 of 7 agree, 0 off\n")


def test_a_file_with_faults_is_refused_whole_with_all_of_them(tmp_path: Path) -> None:
    bad = {**RIGHT, "timezone": "Europe/Londn", "weekly": {"mon": [["9", "17:00"]]}, "holidays": ["2026-13-01"], "kind": "elapse"}
    naive = {**RIGHT, "start": "2026-05-04T10:00:00", "seconds": "7200"}
    code, output = check(tmp_path, [RIGHT, bad, 5, naive, {**DEADLINE, "days": -1, "deadline": None}])
    assert code == 2
    assert output.splitlines() == [
        "cases.json, case 2, column 'timezone': 'Europe/Londn' is not a time zone; write a place such as Europe/London, or UTC.",
        "cases.json, case 2, column 'weekly': '9' is not a time of day; write hours and minutes such as 09:00, or 24:00 for midnight at "
        "the day's end.",
        "cases.json, case 2, column 'holidays': '2026-13-01' is not a date; write it as 2026-12-25.",
        "cases.json, case 2, column 'kind': 'elapse' is not known; write one of elapsed, deadline.",
        "cases.json, case 3: a case is 5; write an object with timezone, weekly, kind, start and the answer.",
        "cases.json, case 4, column 'start': '2026-05-04T10:00:00' has no offset from UTC, so nobody can know when it was; write "
        "2026-05-04T10:00:00+00:00 or another offset.",
        "cases.json, case 4, column 'seconds': '7200' is not a number below 1,000,000,000,000,000 with at most 12 places; write it in "
        "digits.",
        "cases.json, case 5, column 'days': -1 working days cannot be counted; write a whole number from 0.",
        "8 faults.",
    ]


@pytest.mark.parametrize(
    "text", ["", "{", "[[[", '{"cases": 5}', "5", "\x00", '[{"timezone": ["UTC"]}]', '[{"seconds": 1e999999}]', "[NaN]"]
)
def test_what_is_no_case_file_is_refused(tmp_path: Path, text: str) -> None:
    code, output = check(tmp_path, text)
    assert code == 2
    assert output.startswith("cases.json")


def test_no_malformed_value_gets_past_the_reader() -> None:
    """Every key of a case with every sort of wrong value: a fault or a case, never anything else."""
    wrong = [
        None,
        True,
        5,
        -1.5,
        "",
        "x",
        [],
        [[]],
        [5],
        [["a"]],
        {},
        {"a": 1},
        "24:00",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        10**30,
    ]
    for whole in (RIGHT, {**DEADLINE, "days": 1, "deadline": None}):
        keys = [
            *whole,
            "holidays",
            "holiday_scope",
            "overrides",
            "overrides_beat_holidays",
            "breaks",
            "pauses",
            "boundary",
            "day_means",
            "day_due",
        ]
        for key in keys:
            for value in wrong:
                try:
                    for case in read(json.dumps([{**whole, key: value}]), "one"):
                        case.agrees  # noqa: B018
                except Refused as refused:
                    assert all("case 1" in str(fault) for fault in refused.faults)


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    result = CliRunner().invoke(remit, ["clock", "check", str(tmp_path / "none.json")])
    assert result.exit_code == 2
    assert "cannot be read" in result.output


def test_json_for_programs(tmp_path: Path) -> None:
    code, output = check(tmp_path, [RIGHT, WRONG], "--json")
    assert code == 1
    said = json.loads(output)
    assert (said["cases"], said["agree"], said["off"]) == (2, 1, 1)
    assert said["differences"][0]["got_microseconds"] == 7_200_000_000
    code, output = check(tmp_path, [{}], "--json")
    assert code == 2
    assert json.loads(output)["faults"][0]["file"].endswith("case 1")


HOURS = ["--zone", "Europe/London", "--hours", "Monday to Friday: 09:00 to 17:00"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["due", *HOURS, "--start", "2026-03-27T16:00", "--length", "4 hours"],
            "2026-03-30T12:00:00+01:00, after 14,400 s of opening hours\n",
        ),
        (["due", *HOURS, "--start", "2026-05-01T16:00", "--length", "2 hours", "--holiday", "2026-05-04"], "2026-05-05T10:00:00+01:00, "),
        (["due", *HOURS, "--start", "2026-05-01T16:00", "--length", "1 day"], "2026-05-04T17:00:00+01:00, "),
        (["due", "--start", "2026-05-01T16:00+02:00", "--length", "90 minutes"], "2026-05-01T15:30:00+00:00, "),
        (["elapsed", *HOURS, "--start", "2026-03-27T16:00", "--end", "2026-03-30T12:00"], "14,400 s (4 h 00 min)\n"),
        (["elapsed", *HOURS, "--start", "2026-03-30T12:00", "--end", "2026-03-27T16:00"], "-14,400 s (-4 h 00 min)\n"),
    ],
)
def test_one_question(arguments: list[str], expected: str) -> None:
    result = CliRunner().invoke(remit, ["clock", *arguments])
    assert result.exit_code == 0, result.output
    assert result.output.startswith(expected)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--zone", "Europe/Londn", "is not a time zone"),
        ("--hours", "Mon 9-5", "names no weekdays"),
        ("--start", "yesterday", "is not a time"),
        ("--length", "4 months", "is not a length of working time"),
        ("--holiday", "25 December", "--holiday"),
    ],
)
def test_a_wrong_option_says_what_to_write(option: str, value: str, said: str) -> None:
    options = {
        "--zone": "Europe/London",
        "--hours": "Monday to Friday: 09:00 to 17:00",
        "--start": "2026-03-27T16:00",
        "--length": "4 hours",
    }
    arguments = [part for pair in {**options, option: value}.items() for part in pair]
    result = CliRunner().invoke(remit, ["clock", "due", *arguments])
    assert result.exit_code == 2
    assert said in result.output
