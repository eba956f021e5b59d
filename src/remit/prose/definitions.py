"""Sections 4 to 7 in words: calendars, records, services, clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from remit.prose import readings
from remit.prose.document import Block, Grid, Paragraph
from remit.prose.said import written_left
from remit.terms.definitions import CALENDAR, CLOCK, RECORD, SERVICE
from remit.terms.document import Clause, Terms
from remit.terms.hours import WEEKDAYS
from remit.terms.setting import Setting
from remit.terms.typed import Deadline, Length, Table
from remit.terms.words import Words, listed, plural

EVENTS = {
    "created": "creation",
    "received": "receipt",
    "assigned": "assignment",
    "first customer message": "the first customer message",
    "first reply": "the first reply",
    "next reply": "the next reply",
    "update": "the update",
    "resolved": "resolution",
    "closed": "closing",
    "completed": "completion",
    "asked": "the question",
    "answered": "the answer",
}


def named(clause: Clause) -> str:
    """`4.1 *Service hours*`."""
    return f"{clause.number} *{clause.name[:1].upper()}{clause.name[1:]}*"


def whole(clause: Clause, settings: tuple[Setting, ...], text: str, words: Words) -> str:
    """The text of a definition with whatever it left out."""
    return text + written_left(clause, {setting.name: setting for setting in settings}, text, words)


def calendars(terms: Terms, words: Words) -> list[Block]:
    clauses = list(terms.section(4))
    texts = []
    for clause in clauses:
        text = f"{named(clause)}: {_week(clause['hours'], words)}, {_zone(clause['zone'])}{_closed(clause, words)}."
        words.said.update((clause.number, setting) for setting in ("zone", "hours", "holidays", "dates", "breaks"))
        texts.append(whole(clause, CALENDAR, text + readings.own(clause, readings.CALENDAR, words), words))
    if not clauses:
        return []
    fixed = "A window includes its first instant and excludes its last."
    return [Paragraph(f"**4 Working time.** {' '.join(texts)} {fixed} {readings.shared(clauses, readings.CALENDAR, words)}")]


def _zone(name: str) -> str:
    return "UTC" if name == "UTC" else f"{name.rsplit('/', 1)[-1].replace('_', ' ')} time ({name})"


def _week(hours: Mapping[int, Any], words: Words) -> str:
    """`Monday to Friday 08:00 to 18:00, Saturday 09:00 to 17:00`; days without hours are closed."""
    parts: list[str] = []
    days = sorted(day for day in hours if hours[day])
    while days:
        last = days[0]
        while last + 1 in days and hours[last + 1] == hours[days[0]]:
            last += 1
        span = WEEKDAYS[days[0]] if last == days[0] else f"{WEEKDAYS[days[0]]} to {WEEKDAYS[last]}"
        parts.append(f"{span} {words.windows(hours[days[0]])}")
        days = [day for day in days if day > last]
    return ", ".join(parts) or "closed"


def _closed(clause: Clause, words: Words) -> str:
    holidays = [_holidays(name) for name in clause.get("holidays") or ()]
    text = f", except public holidays of {listed(holidays)}" if holidays else ""
    if clause.get("new holidays") == "do not count":
        words.said.add((clause.number, "holidays as signed"))
        signed = [words.day(day) for day in sorted(set(clause.get("holidays as signed") or ()))]
        text = f"{text} as signed: {listed(signed)}" if holidays else f", except {listed(signed)}" if signed else ""
    for span, windows in _spans(clause.get("dates") or {}, words):
        text += f"; {span} {f'from {words.windows(windows)}' if windows else 'closed'}"
    for span, windows in _spans(clause.get("breaks") or {}, words):
        text += f"; {span} without {words.windows(windows)}"
    return text


def _spans(dates: Mapping[date, Any], words: Words) -> list[tuple[str, Any]]:
    """Days that follow each other with the same hours, together: `on 24 December 2026`, `28 to 31 December 2026`."""
    spans: list[tuple[date, date, Any]] = []
    for day in sorted(dates):
        if spans and spans[-1][1].toordinal() + 1 == day.toordinal() and spans[-1][2] == dates[day]:
            spans[-1] = (spans[-1][0], day, dates[day])
        else:
            spans.append((day, day, dates[day]))
    return [(f"on {words.day(first)}" if first == last else f"from {words.span(first, last)}", hours) for first, last, hours in spans]


def _holidays(name: str) -> str:
    country, _, part = name.partition("/")
    return f"{part} ({country})" if part else country


def records(terms: Terms, words: Words) -> list[Block]:
    texts = []
    for clause in terms.section(5):
        kept = {"both": "kept by both", "published": "as published"}.get(clause["kept by"], f"kept by the {clause['kept by']}")
        text = f"{named(clause)}: {clause['system']}, {kept}"
        if clause.get("control total"):
            text += f"; control total: {clause['control total']}"
        if clause.get("fields"):
            text += f"; fields: {listed([_field(name, known) for name, known in clause['fields'].items()])}"
        words.said.update((clause.number, setting) for setting in ("system", "kept by", "fields"))
        texts.append(whole(clause, RECORD, f"{text}.", words))
    return [Paragraph(f"**5 Records.** What counts is: {' '.join(texts)}")] if texts else []


def _field(name: str, known: Any) -> str:
    return f"{name} ({listed(known, 'or')})" if isinstance(known, tuple) else f"{name} ({known})"


def services(terms: Terms, words: Words) -> list[Block]:
    blocks: list[Block] = []
    for clause in terms.section(6):
        counts = words.default(clause, "unit counts", clause["unit counts"])
        text = (
            f"{named(clause)}, counted in {plural(clause['unit'])} {counts}, by {words.reference(clause['record'], 5)}; "
            f"expected volume {words.number(clause['expected volume'])} a month."
        )
        words.said.update((clause.number, setting) for setting in ("unit", "components"))
        components = clause.get("components") or {}
        if len(components) == 1:
            text += "".join(_component(name, part, words) for name, part in components.items())
        text = whole(clause, SERVICE, text, words)
        blocks.append(Paragraph(f"**6 Services.** {text}" if not blocks else text))
        if len(components) > 1:
            blocks.append(_components(components, words))
    return blocks


_ROLES = ("responsible", "accountable", "consulted", "informed")


def _component(name: str, part: Mapping[str, Any], words: Words) -> str:
    """One component in a sentence."""
    text = f" Component: {name}{_population(part, words)}."
    if part["tasks"]:
        text += f" Tasks: {listed(part['tasks'])}."
    for role in _ROLES:
        if part[role]:
            text += f" {role.capitalize()}: {_who(part[role])}."
    return text


def _components(components: Mapping[str, Mapping[str, Any]], words: Words) -> Grid:
    rows = tuple(
        (f"{name}{_population(part, words)}", ", ".join(part["tasks"]) or "none", *(_who(part[role]) or "none" for role in _ROLES))
        for name, part in components.items()
    )
    return Grid(("Component", "Tasks", "Responsible", "Accountable", "Consulted", "Informed"), rows)


def _population(part: Mapping[str, Any], words: Words) -> str:
    conditions = [words.where(part["where"])] if part["where"] else []
    conditions += [f"not {words.where(part['except'])}"] if part["except"] else []
    return f" ({', '.join(conditions)})" if conditions else ""


def _who(roles: Any) -> str:
    return str(roles) if isinstance(roles, str) else ", ".join(roles or ())


def clocks(terms: Terms, words: Words) -> list[Block]:
    clauses = list(terms.section(7))
    blocks: list[Block] = []
    for clause in clauses:
        text = _clock(clause, words)
        text = whole(clause, CLOCK, text + readings.own(clause, readings.CLOCK, words), words)
        blocks.append(Paragraph(f"**7 Clocks.** {text}" if not blocks else text))
    if blocks:
        blocks.append(Paragraph(f"A stop exactly when due is in time. {readings.shared(clauses, readings.CLOCK, words)}".strip()))
    return blocks


def clock_prose(terms: Terms, number: str) -> str:
    """One clock clause as its section prints it, with its own readings, as plain text."""
    clause, words = terms.clause(number), Words(terms)
    text = whole(clause, CLOCK, _clock(clause, words) + readings.own(clause, readings.CLOCK, words), words)
    return text.replace("*", "")


def _clock(clause: Clause, words: Words) -> str:
    start, stop = (EVENTS.get(clause[end], clause[end]) for end in ("start", "stop"))
    population = _population({"where": clause.get("where"), "except": clause.get("except")}, words)
    covers = words.reference(clause["covers"], 5, 6)
    hours = f"{'' if 'hours' in clause['calendar'] else 'the hours of '}{words.reference(clause['calendar'], 4)}"
    text = f"{named(clause)} covers {covers}{population}: it runs in {hours} from {start} to {stop}{_within(clause, words)}."
    words.said.update((clause.number, setting) for setting in ("start", "stop", "where", "except", "within"))
    if clause["pauses while"]:
        text += f" It pauses while {listed(clause['pauses while'], 'or')}."
    else:
        words.said.update((clause.number, setting) for setting in ("longest pause", "pauses after due") if setting not in clause.written)
    for event, setting in (("next reply", "next reply from"), ("update", "update from")):
        if clause["stop"] != event and setting not in clause.written:
            words.said.add((clause.number, setting))
    if clause["warnings"]:
        told = [f"{words.the(row['to'])} at {_at(row['at'], words)}" for row in clause["warnings"]]
        text += f" Warned are {listed(told)}."
        words.said.add((clause.number, "warnings"))
    return text


def _within(clause: Clause, words: Words) -> str:
    within = clause.get("within")
    if within is None:
        return ""
    if isinstance(within, Table):
        return f", due within {words.table(within, words.length)}"
    days = isinstance(within, Length) and within.unit == "day" and within.business
    ends = {"end of that day": "by the end of that working day", "same time": "at the same time of that day"}
    if not days and not isinstance(within, Table):
        words.said.update((clause.number, setting) for setting in ("day means", "day due") if setting not in clause.written)
    due = f" {words.default(clause, 'day due', ends[clause['day due']])}" if days else ""
    return f", due within {words.length(within)}{due}"


def _at(at: Any, words: Words) -> str:
    return words.deadline(at) if isinstance(at, Deadline | date) else words.percent(at)
