"""The mapping: which column of a file means what. A small readable text, kept beside the terms, one per source.

    remit mapping: 1
    title: Tickets of the help desk
    record: helpdesk                       # the record of the terms (section 5) that the events belong to
    shape: event log                       # or: one row per item, snapshots
    zone: Europe/London                    # the wall clock of dates that carry no offset
    skipped hour: read after               # 02:30 in spring is 03:30; or: read before, refused
    repeated hour: first                   # 02:30 in autumn is the first one; or: second, refused
    dates: [year-month-day hour:minute:second]
    missing: ['', ' ', '?']
    received: on import                    # or: when it happened; or {column: name}
    columns: {item: ticket, event: action, at: happened, who: author, value: detail, sequence: step, id: number}
    events:
      opened: created
      answered: {event: reply, who: agent}
      status: {state: the value}           # the value column holds the state
      priority set: {field: priority}      # the value column holds the field's new value
      viewed: left out
    states:
      On hold: {state: waiting for client, caused by: client}
      Solved: [{state: solved}, {event: resolved}]
    who: {employee: agent, visitor: customer}
    fields: {channel: channel, priority: {column: prio, words: {P1: urgent}}}
    leave out:
      - {where: {queue: test}, because: test tickets are nobody's work}
    first event: created                   # every item's first row is also this, where the source has no such event
    reopened after: [Solved]               # another word (or state) after one of these is also 'reopened'
    optional: [prio]                       # columns that a file may lack

**Shapes.** *Event log*: each row is something that happened. *One row per item*: `events` maps each word of the terms to the column that
holds its instant (`resolved: closed_at`, `answer: {column: rated_at, value: score}`, `reply: {column: reply_minutes, minutes after:
created}`); an empty one did not happen, and the row's fields are read as from its first instant. *Snapshots*: each row is the item as it
stood after an update (`columns: state`, `at`); changes of state and of fields become events at the instants where they show, and
`events` adds instants from columns, as above.

**Words.** A source word without an entry in `events` or `states` is a fault, so that a renamed state is never dropped in silence;
`other events: kept` or `left out`, and `other states: kept`, say otherwise. Without a table every word is kept as it is.
"""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from typing import Literal

Shape = Literal["event log", "one row per item", "snapshots"]
SHAPES: tuple[Shape, ...] = ("event log", "one row per item", "snapshots")
ROLES = ("item", "event", "at", "who", "value", "field", "state", "sequence", "id")
THE_VALUE = "the value"
OPEN = "?"
"""Stands, in quotation marks, where a suggested or ready mapping leaves a question to its user."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a word of the source becomes: an event of that name, a state, or a field's new value; with who acted or caused it.

    `state` and `field` events take their value from the value column where `state` is `the value`, or for a field always.
    """

    event: str | None = None
    state: str | None = None
    field: str | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Instant:
    """A word of the terms whose instant stands in a column, and where it has a value (a score) the column of that.

    With `after`, the column holds a length of time in `unit` (minute, hour, second) after the instant of that word.
    """

    event: str
    column: str
    who: str | None = None
    value: str | None = None
    after: str | None = None
    unit: str = "minute"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the terms, the column that holds it, and its words where they differ from the terms'."""

    name: str
    column: str
    words: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that are nobody's work: every column has one of its values. `because` is shown in the report."""

    where: Dictionary[str, tuple[str, ...]]
    because: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping, read and checked. `read` makes it from text; see the module for what each part means."""

    title: str
    record: str
    shape: Shape
    zone: str | None
    dates: tuple[str, ...]
    columns: Dictionary[str, str]
    skipped_hour: str = "read after"
    repeated_hour: str = "first"
    missing: tuple[str, ...] = ("",)
    received: str = "on import"
    received_column: str | None = None
    events: Dictionary[str, tuple[Outcome, ...]] = field(default_factory=dict)
    instants: tuple[Instant, ...] = ()
    other_events: str = "refused"
    states: Dictionary[str, tuple[Outcome, ...]] = field(default_factory=dict)
    other_states: str = "refused"
    state_field: str | None = None
    reopened_after: tuple[str, ...] = ()
    first_event: str | None = None
    who: Dictionary[str, str] = field(default_factory=dict)
    other_people: str = "refused"
    fields: tuple[Field, ...] = ()
    constants: Dictionary[str, str] = field(default_factory=dict)
    leave_out: tuple[LeftOut, ...] = ()
    recognised_by: tuple[str, ...] = ()
    control_totals: Dictionary[str, int] = field(default_factory=dict)
    sheet: str | None = None
    kept_repeats: bool = False
    optional: tuple[str, ...] = ()

    @property
    def source_columns(self) -> tuple[str, ...]:
        """Every column of the source that the mapping reads, each once."""
        named = [*self.columns.values(), *(i.column for i in self.instants)]
        if "field" not in self.columns:  # there the names of fields stand in the cells
            named += [one.column for one in self.fields]
        named += [instant.value for instant in self.instants if instant.value]
        named += [column for rule in self.leave_out for column in rule.where]
        named += [self.received_column] if self.received_column else []
        return tuple(dict.fromkeys(named))
