"""Asks a business-time library from PyPI for the working time between instants, in an environment where only that library is installed.

Called as `python library_answers.py NAME`. The first line of standard input is the question (a calendar and pairs of local times); the
answer is a line of seconds, or of why the library cannot say. Every further line asks the same again and is answered with `done`.
"""

import datetime
import json
import sys
from zoneinfo import ZoneInfo


class CannotSay(Exception):
    """The library has no way to put the question."""


time_of = datetime.time.fromisoformat


def only_local(calendar):
    if calendar["zone"] != "UTC":
        raise CannotSay("no time zones")


def businesstimedelta(calendar):
    import businesstimedelta as library
    import pytz

    zone = pytz.timezone(calendar["zone"])
    day = library.WorkDayRule(time_of(calendar["start"]), time_of(calendar["end"]), list(calendar["days"]), tz=zone)
    rules = [day]
    if calendar["holidays"]:
        closed = {datetime.date.fromisoformat(each): "closed" for each in calendar["holidays"]}
        rules.append(library.HolidayRule(closed, tz=zone))
    known = library.Rules(rules)

    def ask(start, end):
        found = known.difference(zone.localize(start), zone.localize(end))
        return found.hours * 3600 + found.seconds

    return ask


def businesstime(calendar):
    from businesstime import BusinessTime

    only_local(calendar)
    closed = [datetime.date.fromisoformat(each) for each in calendar["holidays"]]
    hours = (time_of(calendar["start"]), time_of(calendar["end"]))
    weekend = tuple(day for day in range(7) if day not in calendar["days"])
    known = BusinessTime(business_hours=hours, weekends=weekend, holidays=iter([*closed, datetime.date(2999, 1, 1)]))
    begin, finish = hours
    day = (finish.hour - begin.hour) * 3600 + (finish.minute - begin.minute) * 60

    def ask(start, end):
        found = known.businesstimedelta(start, end)
        return found.days * day + found.seconds

    return ask


def business_duration(calendar):
    from business_duration import businessDuration

    only_local(calendar)
    begin, finish = time_of(calendar["start"]), time_of(calendar["end"])
    weekend = [day for day in range(7) if day not in calendar["days"]]
    closed = {datetime.date.fromisoformat(each): "closed" for each in calendar["holidays"]}
    return lambda start, end: businessDuration(start, end, begin, finish, weekend, closed or None, "sec")


def workingtime(calendar):
    from workingtime import Time, WorkingTime

    only_local(calendar)
    known = WorkingTime([5, 6], calendar["holidays"])
    hours = (Time.from_time(time_of(calendar["start"])), Time.from_time(time_of(calendar["end"])))
    return lambda start, end: known.working_time(start, end, hours).total_seconds()


def biztime(calendar):
    from biztime.biztime import BizTime

    only_local(calendar)
    weekend = [day for day in range(7) if day not in calendar["days"]]
    closed = [datetime.date.fromisoformat(each) for each in calendar["holidays"]]
    known = BizTime({"biz_start": time_of(calendar["start"]), "biz_end": time_of(calendar["end"]), "weekend": weekend, "holidays": closed})
    return lambda start, end: known.date_diff(start, end).total_seconds()


def workinghours(calendar):
    from workinghours import WorkingHours

    only_local(calendar)
    hours = {day: (time_of(calendar["start"]).hour, time_of(calendar["end"]).hour) for day in calendar["days"]}
    closed = [tuple(map(int, each.split("-")[1:])) for each in calendar["holidays"]]
    return lambda start, end: WorkingHours(start, end, hours, [24, 24], closed).get_hours() * 3600


def opening_hours_py(calendar):
    from opening_hours import OpeningHours, State

    names = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    rule = f"{','.join(names[day] for day in calendar['days'])} {calendar['start']}-{calendar['end']}"
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    for each in calendar["holidays"]:
        year, month, day = each.split("-")
        rule += f"; {year} {months[int(month) - 1]} {day} off"
    zone = ZoneInfo(calendar["zone"])
    known = OpeningHours(rule, timezone=zone)

    def ask(start, end):
        total = 0.0
        for begin, finish, state, *_ in known.intervals(start.replace(tzinfo=zone), end.replace(tzinfo=zone)):
            if state == State.OPEN:
                total += (finish - begin).total_seconds() if begin.tzinfo is None else finish.timestamp() - begin.timestamp()
        return total

    return ask


LIBRARIES = {
    "businesstimedelta": businesstimedelta,
    "businesstime": businesstime,
    "business-duration": business_duration,
    "workingtime": workingtime,
    "biztime": biztime,
    "WorkingHours": workinghours,
    "opening-hours-py": opening_hours_py,
}


def main():
    question = json.loads(sys.stdin.readline())
    pairs = [tuple(datetime.datetime.fromisoformat(each) for each in pair) for pair in question["pairs"]]
    try:
        ask = LIBRARIES[sys.argv[1]](question["calendar"])
        answers = [float(ask(start, end)) for start, end in pairs]
    except Exception as error:
        print(json.dumps({"cannot": f"{type(error).__name__}: {error}"[:200]}), flush=True)
        return
    print(json.dumps({"answers": answers}), flush=True)
    for _ in sys.stdin:
        for start, end in pairs:
            ask(start, end)
        print("done", flush=True)


if __name__ == "__main__":
    main()
