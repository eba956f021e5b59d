"""Looks at a file and writes a mapping for it, asking only what the file itself leaves open.

A column is a date when every cell that is not missing reads as one form; the order of day and month is asked only where both orders read
every cell and neither makes ends precede starts. The zone is asked unless every date carries its offset. What is not answered is written
as `'?'`, which is a fault when the mapping is used, so nothing open is ever assumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from remit.exchange import mapping_text
from remit.exchange.instants import carries_offset, wall_clock
from remit.exchange.intake import fits
from remit.exchange.mapping import OPEN, Shape
from remit.exchange.table import Table

MISSING = ("", "?", "-", "N/A", "n/a", "NULL", "null", "None", "none", "NaN", "(empty)")
FORMS = (
    "iso 8601",
    "day/month/year hour:minute:second", "day/month/year hour:minute", "day/month/year",
    "month/day/year hour:minute:second", "month/day/year hour:minute", "month/day/year",
    "month/day/year hour:minute:second am/pm", "month/day/year hour:minute am/pm",
    "day/month/year hour:minute:second am/pm", "day/month/year hour:minute am/pm",
    "month/day/short year hour:minute", "day/month/short year hour:minute",
    "month/day/short year hour:minute am/pm", "day/month/short year hour:minute am/pm",
    "day.month.year hour:minute:second", "day.month.year hour:minute", "day.month.year",
    "day-month-year hour:minute:second", "day-month-year hour:minute", "month-day-year hour:minute",
    "day month name year hour:minute", "day/month name/short year hour:minute am/pm", "month name day, year hour:minute am/pm",
    "year/month/day hour:minute:second", "year/month/day hour:minute",
)  # fmt: skip
WORDS: Mapping[str, str] = {
    "created": r"creat|open|submit|report|logged|start|received",
    "first reply": r"first.?(repl|resp|answer|contact)|respon",
    "resolved": r"resol|solv|complet|finish|done",
    "closed": r"clos|end",
    "due": r"target|due|deadline",
}
_UPDATE = r"updat|modif|chang|timestamp|time$|date$|^at$|when"
_NUMBER = r"case:concept:name|^(ticket|case|incident|issue|request|order|item)?[ _]?(number|no|id|key|ref(erence)?)$"
_ITEM = _NUMBER + r"|ticket|case|incident|issue.?key|enquiry"
_EVENT = r"^concept:name$|activity|^action|^event"
_STATE = r"state$|status$"
_FIELDS = r"priority|severity|urgency|channel|category|type$|group|product|queue|source|reason|impact|service|department|region|language"
_PEOPLE = r"caller|user|agent|assignee|requester|author|name|mail|phone|address|by$|resource|customer|assigned.to"
MOST_WORDS, MOST_VALUES = 60, 40


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the file leaves open: what is asked, what was seen, and the answers that would do (none: any text)."""

    key: str
    asks: str
    evidence: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The mapping's text, with `?` for every question that nobody answered."""

    text: str
    questions: tuple[Question, ...]


Answer = Callable[[Question], str | None]


@dataclass(frozen=True, slots=True)
class _Dates:
    """The date columns, the forms that read them, and the first cell of each."""

    forms: Mapping[str, tuple[str, ...]]
    samples: Mapping[str, str]


def suggestion(table: Table, record: str = "helpdesk", answer: Answer = lambda question: None) -> Suggestion:
    """A mapping for a table; `answer` is asked each open question and may say None."""
    asked: list[Question] = []

    def ask(question: Question) -> str:
        asked.append(question)
        return answer(question) or OPEN

    rows = _trimmed(table)
    ready = [name for name, columns in mapping_text.presets().items() if fits(columns, table.columns)]
    if ready:
        name = max(ready, key=lambda one: len(mapping_text.presets()[one]))
        return _of_preset(name, record, rows, ask, asked)
    missing = sorted({cell for column in table.columns for cell in rows[column].unique().to_list() if cell in MISSING} | {""})
    cells = rows.with_columns(pl.when(~pl.col(table.columns).is_in(missing)).then(pl.col(table.columns)).name.keep())
    dates = _dates(cells, table.columns)
    lines = [
        "remit mapping: 1",
        f"title: {_quoted(table.name)}",
        f"record: {_quoted(record)}",
    ]
    item = _item(cells, table.columns, dates, ask)
    shape, columns, events, states = _layout(cells, table.columns, dates, item, ask)
    known = [column for column in dict.fromkeys([*columns.values(), *events.values()]) if column in table.columns]
    lines.append(f"shape: {shape}")
    lines.append(f"recognised by: [{', '.join(_quoted(column) for column in known)}]")
    lines += _zone_and_dates(cells, dates, ask)
    lines.append(f"missing: [{', '.join(_quoted(one) for one in missing)}]")
    lines.append("received: on import")
    lines.append(f"columns: {{{', '.join(f'{role}: {_quoted(column)}' for role, column in columns.items())}}}")
    if shape == "event log" and "created" not in events.values():
        lines.append("first event: created                   # the source has no word for the beginning of an item")
    lines += _group("events", events)
    lines += _group("states", states)
    used = {*columns.values(), *events.values(), *dates.forms}
    fields = [name for name in table.columns if name not in used and _is_field(cells[name], name)]
    lines += _group("fields", {name.replace("_", " ").lower(): name for name in fields})
    return Suggestion("\n".join(lines) + "\n", tuple(asked))


@dataclass(frozen=True, slots=True)
class LogColumns:
    """What a log's columns most likely are: the case, what happened, when, and the forms that read the dates; empty where nobody can say.
    `describes` are columns that describe a case with few values."""

    case: str
    activity: str
    at: str
    forms: Mapping[str, tuple[str, ...]]
    describes: tuple[str, ...]


def log_columns(table: Table) -> LogColumns:
    """The same looks as for a mapping, for a log that is only looked at and never settles anything."""
    rows = _trimmed(table)
    cells = rows.with_columns(pl.when(~pl.col(table.columns).is_in(list(MISSING))).then(pl.col(table.columns)).name.keep())
    dates = _dates(cells, table.columns)

    def unknown(question: Question) -> str:
        return ""

    case = _item(cells, table.columns, dates, unknown)
    _, columns, _, _ = _layout(cells, table.columns, dates, case, unknown)
    activity = columns.get("event", columns.get("state", ""))
    used = {case, activity, *dates.forms}
    describes = tuple(name for name in table.columns if name not in used and _is_field(cells[name], name))
    return LogColumns(case, activity, columns.get("at", ""), dates.forms, describes)


def _trimmed(table: Table) -> pl.DataFrame:
    return table.rows.select(pl.col(table.columns).str.strip_chars().fill_null(""))


def _of_preset(name: str, record: str, rows: pl.DataFrame, ask: Callable[[Question], str], asked: list[Question]) -> Suggestion:
    text = mapping_text.preset_text(name).replace("record: helpdesk", f"record: {_quoted(record)}", 1)
    if "\nzone: '?'" in text:
        samples = _dates(rows.with_columns(pl.when(pl.all() != "?").then(pl.all()).name.keep()), tuple(rows.columns)).samples
        zone = ask(_zone_question(next(iter(samples.values()), "")))
        text = re.sub(r"\nzone: '\?'[^\n]*", f"\nzone: {_quoted(zone)}", text, count=1)
    return Suggestion(text, tuple(asked))


def _zone_question(sample: object) -> Question:
    return Question(
        "zone",
        "On the clocks of which place are the dates written?",
        f"they carry no offset: '{sample}'; write a place, such as Europe/London",
    )


def _dates(cells: pl.DataFrame, columns: tuple[str, ...]) -> _Dates:
    forms, samples = {}, {}
    for column in columns:
        held = cells[column].drop_nulls().unique()
        if held.is_empty() or not held.head(50).str.contains(r"\d{1,4}[/.\- ]\w{1,9}[/.\- ]\d{1,4}").all():
            continue
        fitting = tuple(form for form in FORMS if wall_clock(_bare(held, form), form).is_not_null().all())
        if fitting:
            forms[column], samples[column] = fitting, str(held.sort()[0])
    return _Dates(forms, samples)


def _bare(held: pl.Series, form: str) -> pl.Series:
    return held.str.replace(r"\s*(?:Z|[+-]\d{2}:?\d{2})$", "") if form == "iso 8601" else held


def _item(cells: pl.DataFrame, columns: tuple[str, ...], dates: _Dates, ask: Callable[[Question], str]) -> str:
    full = [name for name in columns if name not in dates.forms and cells[name].null_count() == 0]
    named = [name for name in full if re.search(_ITEM, name, re.I) and not re.search(_PEOPLE.replace("name|", ""), name, re.I)]
    unique = [name for name in full if cells[name].n_unique() == cells.height]
    candidates = [name for name in named if name in unique] or named or unique
    if len(candidates) == 1 or (candidates and candidates[0] in named and re.search(_NUMBER + r"|number|id$|key", candidates[0], re.I)):
        return candidates[0]
    seen = ", ".join(f"{name} ({cells[name].n_unique():,} different in {cells.height:,} rows)" for name in (candidates or full)[:6])
    return ask(
        Question("item", "Which column holds the number of the item?", seen or "no column is filled in every row", tuple(candidates))
    )


def _layout(
    cells: pl.DataFrame, columns: tuple[str, ...], dates: _Dates, item: str, ask: Callable[[Question], str]
) -> tuple[Shape, dict[str, str], dict[str, str], dict[str, str]]:
    """The shape, its columns, the events and the states."""
    once = item in cells.columns and cells[item].n_unique() == cells.height
    if once or not dates.forms:
        return "one row per item", {"item": item}, _instants(cells, dates, ask), {}
    at = next((name for name in dates.forms if re.search(_UPDATE, name, re.I)), None) or next(iter(dates.forms))
    sequence = next((name for name in columns if re.search(r"seq|mod_count|version|step", name, re.I) and _whole(cells[name])), None)
    role = {"item": item, "at": at} | ({"sequence": sequence} if sequence else {})
    event = next(
        (name for name in columns if re.search(_EVENT, name, re.I) and name != item and cells[name].n_unique() <= MOST_WORDS), None
    )
    if event is not None:
        words = cells[event].drop_nulls().unique().sort().to_list()
        return "event log", {**role, "event": event}, {word: _word(word) for word in words}, {}
    state = next(
        (name for name in columns if re.search(_STATE, name, re.I) and name not in dates.forms and cells[name].n_unique() <= MOST_WORDS),
        None,
    )
    if state is None:
        state = ask(
            Question(
                "state", "Which column says what happened, or in which state the item was?", f"the file has {', '.join(columns)}", columns
            )
        )
        return "snapshots", {**role, "state": state}, {}, {}
    states = {value: str(value).lower() for value in cells[state].drop_nulls().unique().sort().to_list()}
    starts = {word: column for word, column in _instants(cells, dates, ask).items() if column != at}
    return "snapshots", {**role, "state": state}, starts, states


def _instants(cells: pl.DataFrame, dates: _Dates, ask: Callable[[Question], str]) -> dict[str, str]:
    """The word of each date column; which of several closes is asked, as nobody but the user can know."""
    found: dict[str, list[str]] = {}
    for column in dates.forms:
        for word, pattern in WORDS.items():
            if re.search(pattern, column, re.I) and not (word in ("created", "closed") and re.search(r"first|target|due", column, re.I)):
                found.setdefault(word, []).append(column)
                break
    words: dict[str, str] = {}
    for word, columns in found.items():
        if len(columns) == 1:
            words[word] = columns[0]
            continue
        seen = ", ".join(f"{name} ({cells[name].drop_nulls().len():,} of {cells.height:,} filled)" for name in columns)
        words[word] = ask(Question(word, f"Which column is the instant of '{word}'?", seen, tuple(columns)))
    if "resolved" not in words and "closed" not in words:
        options = tuple(name for name in dates.forms if name not in words.values())
        seen = ", ".join(options) or "no further date column"
        words["closed"] = ask(Question("closed", "Which column says when an item was closed?", seen, options))
    return words


def _word(text: str) -> str:
    """The nearest word of the terms for an activity; its own name where none is plain."""
    for word, pattern in (
        ("resolved", r"^(resolve|solve|complet)"),
        ("closed", r"^clos"),
        ("assigned", r"take in charge|assign(ed)?( to)?$"),
    ):
        if re.search(pattern, text, re.I):
            return word
    return text.lower()


def _zone_and_dates(cells: pl.DataFrame, dates: _Dates, ask: Callable[[Question], str]) -> list[str]:
    forms: list[str] = []
    for column, fitting in sorted(dates.forms.items(), key=lambda pair: len(pair[1])):  # plain columns first: they decide for the others
        if set(fitting) & set(forms) or OPEN in forms:
            continue
        forms.append(_form(column, fitting, dates, cells, ask))
    samples = [cells[column].drop_nulls() for column in dates.forms]
    offset = all(carries_offset(form) or (form == "iso 8601") for form in forms) and all(
        bool(series.str.contains(r"(?:Z|[+-]\d{2}:?\d{2})$").all()) for series in samples
    )
    zone = []
    if not offset and dates.forms:
        answer = ask(_zone_question(next(iter(dates.samples.values()))))
        zone = [f"zone: {_quoted(answer)}", "skipped hour: read after", "repeated hour: first"]
    return [*zone, f"dates: [{', '.join(_quoted(form) for form in dict.fromkeys(forms)) or _quoted(OPEN)}]"]


def _form(column: str, fitting: tuple[str, ...], dates: _Dates, cells: pl.DataFrame, ask: Callable[[Question], str]) -> str:
    """The one form of a column; where day and month could be either, other columns decide, then the order of events, then the user."""
    best = fitting[0]
    rivals = [form for form in fitting if _swapped(form) != form and _swapped(form) in fitting]
    if best not in rivals:
        return best
    for other in dates.forms.values():  # another column of the same file is plain
        plain = [form for form in other if _swapped(form) not in other and form[0] in "dm"]
        if plain:
            return next(form for form in rivals if form[0] == plain[0][0])
    seen = f"no cell of '{column}' has a number above 12 in both places: '{dates.samples[column]}'"
    return ask(Question("dates", "Does the day or the month come first?", seen, (best, _swapped(best))))


def _swapped(form: str) -> str:
    """The form with day and month exchanged."""
    return (
        re.sub(r"day|month(?! name)", lambda found: "month" if found.group() == "day" else "day", form)
        if "month name" not in form
        else form
    )


def _is_field(column: pl.Series, name: str) -> bool:
    return bool(re.search(_FIELDS, name, re.I)) and not re.search(_PEOPLE, name, re.I) and 1 < column.drop_nulls().n_unique() <= MOST_VALUES


def _whole(column: pl.Series) -> bool:
    return bool(column.drop_nulls().str.contains(r"^\d{1,18}$").all())


def _group(key: str, entries: Mapping[str, str]) -> list[str]:
    shown = [f"  {_quoted(name)}: {_quoted(value)}" for name, value in entries.items() if name != "first reply"]
    if "first reply" in entries:
        shown.append(f"  reply: {{column: {_quoted(entries['first reply'])}, who: agent}}")
    return [f"{key}:", *shown] if shown else []


def _quoted(text: str) -> str:
    """As YAML writes it: plain where that is safe, else in single quotation marks."""
    return text if re.fullmatch(r"[A-Za-z0-9_][\w /.+()]*(?:[\w.)])|[A-Za-z0-9_]", text) else "'" + text.replace("'", "''") + "'"
