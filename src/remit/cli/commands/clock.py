"""Check clocks against known answers, or ask one question of them.

`check` reads case files (the format of `remit.clock.cases`), `due` says when a length of working time is used up, `elapsed` how much of
it lies between two instants, `holidays` lists the public holidays that are known of a place.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from remit.cli.output import fault_values, json_option, print_faults, print_json

if TYPE_CHECKING:
    from remit.clock.cases import Case
    from remit.clock.schedule import Schedule
    from remit.values.fault import Fault

SECOND = 1_000_000


@click.group("clock")
def clock() -> None:
    """Check clocks against known answers, or ask one question of them.

    \b
    remit clock check cases.json
    remit clock due --zone Europe/London --hours "Monday to Friday: 09:00 to 17:00" --start 2026-03-27T16:00 --length "4 hours"
    """


@clock.command("check", short_help="Compare clocks with known answers.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@json_option
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Read case files, list the cases whose known answer Remit does not give, and say last how many agree.

    Exit code 0: all agree; 1: some are off; 2: a file cannot be read, and nothing was checked.
    """
    cases, faults = _read(files)
    if faults:
        if as_json:
            print_json({"faults": fault_values(faults)})
        else:
            print_faults(faults)
        context.exit(2)
    off = [(file, case) for file, case in cases if not case.agrees]
    if as_json:
        values = [_value(file, case) for file, case in off]
        print_json({"cases": len(cases), "agree": len(cases) - len(off), "off": len(off), "differences": values})
    else:
        for file, case in off:
            click.echo(_difference(file, case))
        click.echo(f"{len(cases) - len(off):,} of {len(cases):,} agree, {len(off):,} off")
    context.exit(1 if off else 0)


def _read(files: tuple[Path, ...]) -> tuple[list[tuple[str, Case]], list[Fault]]:
    """The cases of all files with their files' names, or every fault of them."""
    from remit.clock.cases import read
    from remit.values.fault import Fault, Place, Refused

    cases: list[tuple[str, Case]] = []
    faults: list[Fault] = []
    for path in files:
        name = str(path)
        try:
            cases += [(name, case) for case in read(path.read_text(encoding="utf-8-sig"), name)]
        except OSError as error:
            faults.append(Fault(Place(file=name), f"the file cannot be read ({error.strerror})", "give the path of a case file"))
        except UnicodeDecodeError as error:
            faults.append(Fault(Place(file=name), f"byte {error.start:,} is not UTF-8", "save the file as UTF-8"))
        except Refused as refused:
            faults += refused.faults
    return cases, faults


def _difference(file: str, case: Case) -> str:
    """One line: what was asked, what the file says, what Remit says, and by how much they differ."""
    place = case.schedule.zone
    asked = f"from {_instant(case.start, place)}"
    asked = f"deadline {asked} of {_target(case)}" if case.end is None else f"elapsed {asked} to {_instant(case.end, place)}"
    if case.pauses:
        asked += f" with {len(case.pauses)} pause{'s' if len(case.pauses) > 1 else ''}"
    answers = f"expected {_said(case, case.expected)}, got {_said(case, case.answer)}{_apart(case)}"
    return f"{file}, case {case.number}: {asked} ({place}): {answers}"


def _target(case: Case) -> str:
    return f"{case.days} days" if case.days is not None else f"{_seconds(case.length or 0)}"


def _said(case: Case, value: int) -> str:
    return _seconds(value) if case.end is not None else _instant(value, case.schedule.zone)


def _apart(case: Case) -> str:
    """How far the answers lie apart, where both are figures."""
    from remit.clock.deadline import UNREACHABLE

    if UNREACHABLE in (abs(case.answer), abs(case.expected)):
        return ""
    apart = case.answer - case.expected
    words = ("more", "less") if case.end is not None else ("later", "earlier")
    return f", {_seconds(abs(apart))} {words[apart < 0]}"


def _seconds(length: int) -> str:
    whole, rest = divmod(abs(length), SECOND)
    fraction = f".{rest:06d}".rstrip("0") if rest else ""
    return f"{'-' if length < 0 else ''}{whole:,}{fraction} s"


def _instant(at: int, place: str) -> str:
    from remit.clock.deadline import UNREACHABLE
    from remit.values.period import moment

    return "never" if abs(at) == UNREACHABLE else moment(at, place).isoformat()


def _value(file: str, case: Case) -> dict[str, Any]:
    answer, expected = case.answer, case.expected
    if case.end is not None:
        said: dict[str, Any] = {"expected_microseconds": expected, "got_microseconds": answer}
    else:
        said = {"expected": _instant(expected, case.schedule.zone), "got": _instant(answer, case.schedule.zone)}
    return {"file": file, "case": case.number, "kind": case.kind, "source": case.source, "note": case.note, **said}


def _calendar(command: Callable[..., None]) -> Callable[..., None]:
    """The options that describe working hours in the words of a contract's calendar clause."""
    for option in reversed(
        (
            click.option(
                "--zone", default="UTC", show_default=True, metavar="PLACE", help="Whose wall clock counts, such as Europe/London."
            ),
            click.option(
                "--hours",
                multiple=True,
                metavar="HOURS",
                help='Opening hours, such as "Monday to Friday: 09:00 to 17:00"; repeatable. Without it: day and night.',
            ),
            click.option("--holiday", "holidays", multiple=True, metavar="DATE", help="A date on which nothing is open; repeatable."),
            click.option("--start", required=True, metavar="TIME", help="On the wall clock of the zone, or with an offset from UTC."),
        )
    ):
        command = option(command)
    return command


@clock.command("due", short_help="Say when a working time is used up.")
@_calendar
@click.option("--length", required=True, metavar="LENGTH", help='"4 hours" of the opening hours, or "2 days": working days, by their end.')
@json_option
def due(zone: str, hours: tuple[str, ...], holidays: tuple[str, ...], start: str, length: str, as_json: bool) -> None:
    """Say when a length of working time that begins at START is used up."""
    from remit.clock.days import due_in_days
    from remit.clock.deadline import due as instant_due
    from remit.clock.elapsed import elapsed

    schedule = _schedule(zone, hours, holidays)
    begins = _time(start, zone, "--start")
    target = _typed("--length", "Duration", length)
    if target.unit in ("week", "month", "year"):
        raise click.BadParameter(f"'{length}' is not a length of working time; write hours or days.", param_hint="--length")
    at = due_in_days(schedule, begins, target.amount) if target.unit == "day" else instant_due(schedule, begins, target.microseconds)
    said = _instant(at, schedule.zone)
    if as_json:
        print_json({"start": _instant(begins, schedule.zone), "due": None if said == "never" else said})
    elif said == "never":
        click.echo("Never: these hours do not open for so long again.")
    else:
        click.echo(f"{said}, after {_seconds(elapsed(schedule, begins, at))} of opening hours")


@clock.command("elapsed", short_help="Say how much opening time passed.")
@_calendar
@click.option("--end", required=True, metavar="TIME", help="As --start.")
@json_option
def passed(zone: str, hours: tuple[str, ...], holidays: tuple[str, ...], start: str, end: str, as_json: bool) -> None:
    """Say how much opening time lies between START and END; negative where the end comes first."""
    from remit.clock.elapsed import elapsed

    schedule = _schedule(zone, hours, holidays)
    length = elapsed(schedule, _time(start, zone, "--start"), _time(end, zone, "--end"))
    if as_json:
        print_json({"microseconds": length})
    else:
        hours_, minutes = divmod(abs(length) // (60 * SECOND), 60)
        click.echo(f"{_seconds(length)} ({'-' if length < 0 else ''}{hours_} h {minutes:02d} min)")


@clock.command("holidays", short_help="List the holidays of places.")
@click.argument("places", nargs=-1, required=True, metavar="PLACE...")
@click.option("--from", "first", required=True, type=click.IntRange(1900, 2200), metavar="YEAR", help="The first year.")
@click.option("--to", "last", required=True, type=click.IntRange(1900, 2200), metavar="YEAR", help="The last year.")
@json_option
def known_holidays(places: tuple[str, ...], first: int, last: int, as_json: bool) -> None:
    """List the public holidays known of each PLACE, as a calendar takes them under 'holidays as signed'.

    \b
    remit clock holidays "United Kingdom/England" --from 2026 --to 2029
    """
    from datetime import date

    from remit.work.holidays import holidays_of

    if last < first:
        raise click.BadParameter(f"{last} lies before {first}; write the earlier year first", param_hint="--to")
    days: dict[date, list[str]] = {}
    for place in places:
        for day, name in holidays_of(_typed("PLACE", "Holidays", place), first, last):
            days.setdefault(day, []).append(f"{name} ({place})" if len(places) > 1 else name)
    if as_json:
        print_json([{"day": str(day), "names": names} for day, names in sorted(days.items())])
        return
    click.echo("    holidays as signed:")
    for day, names in sorted(days.items()):
        click.echo(f"      - {day}  # {'; '.join(names)}")


def _schedule(place: str, hours: tuple[str, ...], holidays: tuple[str, ...]) -> Schedule:
    from remit.clock.schedule import Schedule
    from remit.clock.windows import WHOLE_DAY, Window
    from remit.values.period import MINUTE

    _typed("--zone", "Zone", place)
    closed = frozenset(_typed("--holiday", "Day", day) for day in holidays)
    week = [(WHOLE_DAY,)] * 7 if not hours else [()] * 7
    for line in hours:
        for day, windows in _typed("--hours", "WeekHours", line).items():
            week[day] = (*week[day], *(Window(window.start * MINUTE, window.end * MINUTE) for window in windows))
    return Schedule(place, tuple(week), closed)


def _typed(option: str, kind: str, text: str) -> Any:
    """The text as the contract language types it; what that refuses is a wrong call."""
    from remit.terms import kinds
    from remit.terms.context import INVALID, Context, Defined
    from remit.terms.node import Entry, Pairs, Scalar

    context = Context(None, "the command", Defined(), [], setting=option)
    node: Pairs | Scalar = Scalar(text, 1)
    if kind == "WeekHours":
        days, _, windows = text.partition(": ")
        node = Pairs((Entry(days, 1, Scalar(windows, 1)),), 1)
    value = getattr(kinds, kind)().read(node, context)
    if value is INVALID:
        raise click.BadParameter("; ".join(f"{fault.what}; {fault.remedy}" for fault in context.faults), param_hint=option)
    return value


def _time(text: str, place: str, option: str) -> int:
    from datetime import datetime

    from remit.values.period import instant, zone

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"'{text}' is not a time; write it as 2026-05-04T09:00.", param_hint=option) from None
    return instant(moment if moment.tzinfo else moment.replace(tzinfo=zone(place)))


COMMAND = clock
