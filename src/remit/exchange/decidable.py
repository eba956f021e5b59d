"""Which clauses a log cannot decide, and why: what the terms ask of the record and the record does not show.

A clock that pauses while waiting for the client measures too much where waiting was never recorded; a level without answers has no
result; a table by priority fits nobody where priority is empty. None of this is assumed in silence. A finding that leaves a clause without
any result is a fault, one that a person must judge (no error recorded: none made, or none counted?) is a notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from remit.exchange.folder import Folder
from remit.exchange.table import refused
from remit.terms.context import listed
from remit.terms.document import Clause, Terms
from remit.terms.typed import Table
from remit.values.fault import Fault, Place
from remit.work.evidence import COUNTED_AT, OPENINGS
from remit.work.log import EVENTS
from remit.work.population import covered, population

REPLIES = {
    "public reply by an agent": "reply",
    "call": "call",
    "note": "note",
    "automated reply": "reply",
    "status change": "state",
}
STOPS = {"first reply": "reply", "next reply": "reply", "update": "update"}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "satisfaction": ("answer",),
    "promoters": ("answer",),
    "handling time": (":event",),
    "utilisation": (":worked", ":available"),
    "certified agents": (":joins", ":certified"),
    "backlog": (":opens", ":closes"),
    "age of backlog": (":opens", ":closes"),
}
"""Events without which a level has no result; `:event` is the word that the clause's setting of that name gives."""
JUDGED: Mapping[str, tuple[str, ...]] = {
    "accuracy": ("error",),
    "complaints": (":event",),
    "abandonment": ("abandoned",),
    "availability": (":outage from",),
}
"""Events whose absence may be good news."""
TOLD = {"accuracy": "audit", "satisfaction": "survey", "promoters": "survey"}
"""Rules whose months may be told by facts of a kind (`work.counts`)."""
FACTS = {"currency share": "rate", "indexation": "index", "pass through": "receipt", "hours": "hours", "milestones": "milestone"}
"""Facts without which a charge comes to nothing."""


class _Record:
    """What the log shows of one record: its words, states, fields and items."""

    def __init__(self, name: str, events: pl.DataFrame) -> None:
        self.name = name
        self.events = events.filter(pl.col("record") == name)
        self.items = self.events["item"].n_unique()
        self.words = frozenset(self.events["event"].unique().to_list())
        self.states = frozenset(self.events.filter(pl.col("event") == "state")["value"].drop_nulls().unique().to_list())

    def filled(self, field: str) -> int:
        """How many items have a value in the field."""
        of_field = self.events.filter((pl.col("event") == "field") & (pl.col("field") == field) & pl.col("value").is_not_null())
        return of_field["item"].n_unique()


class _Check:
    def __init__(self, terms: Terms, events: pl.DataFrame) -> None:
        self.terms, self.events = terms, events
        self.records: dict[str, _Record] = {}

    def record(self, name: str) -> _Record:
        if name not in self.records:
            self.records[name] = _Record(name, self.events)
        return self.records[name]


def undecided(terms: Terms, path: Path) -> tuple[Fault, ...]:
    """The findings for a log on disk: an engagement folder (its facts are looked at too), or a Parquet file with the columns of the log."""
    if path.is_dir():
        folder = Folder.open(path)
        return undecidable(terms, folder.log(), folder.facts())
    try:
        events = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise refused(path.name, f"this is not a log in Parquet ({str(error).splitlines()[0]})", "name the engagement folder") from None
    lacking = [name for name in EVENTS.names() if name not in events.columns]
    if lacking:
        remedy = "import it into an engagement folder, and name that"
        raise refused(path.name, f"the file lacks the columns {listed(lacking)} of a log", remedy)
    return undecidable(terms, events)


def undecidable(terms: Terms, events: pl.DataFrame, facts: pl.DataFrame | None = None) -> tuple[Fault, ...]:
    """Findings in the order of the clauses; empty where the log shows all that the terms ask for.

    Without `facts` nothing is said of rates, receipts, forecasts and milestones.
    """
    check = _Check(terms, events)
    findings = [
        *(fault for clause in terms.section(6) for fault in _service(check, clause)),
        *(fault for clause in terms.section(7) for fault in _clock(check, clause)),
        *(fault for clause in terms.section(8) for fault in _level(check, clause, facts)),
        *(fault for clause in terms.section(9) for fault in _relief(check, clause, facts)),
    ]
    if facts is not None:
        findings += [fault for clause in terms.section(10) for fault in _charge(clause, facts)]
    return tuple(findings)


def _finding(clause: Clause, what: str, remedy: str, *, notice: bool = False) -> Fault:
    return Fault(Place(clause=clause.number, line=clause.line), what, remedy, notice)


def _service(check: _Check, clause: Clause) -> Iterator[Fault]:
    record = check.record(clause["record"])
    if not record.items:
        remedy = "import it, or give its name under 'record' in the mapping"
        yield _finding(clause, f"the log holds nothing of the record '{record.name}', so {clause.name} has no volume", remedy)
        return
    words = COUNTED_AT[clause["unit counts"]]
    if not record.words & set(words):
        what = f"a {clause['unit']} counts {clause['unit counts']}, and the log has no event {listed(words, 'or')}"
        yield _finding(clause, what, f"map the column or word that says so; the log has {listed(sorted(record.words))}")


def _clock(check: _Check, clause: Clause) -> Iterator[Fault]:
    of_clock = population(check.terms, clause)
    record = check.record(of_clock.record)
    if not record.items:
        if not any(service["record"] == record.name for service in check.terms.section(6)):
            yield _finding(clause, f"the log holds nothing of the record '{record.name}'", "import it")
        return
    yield from _start_and_stop(clause, record)
    never = [state for state in clause.get("pauses while") or () if state not in record.states]
    if never:
        what = f"the clock pauses while {listed(never, 'or')}, which the log never records, so no time is taken out"
        yield _finding(clause, what, _state_remedy(record))
    within = clause.get("within")
    tabled = {field for row in within.rows for field in row.where} if isinstance(within, Table) else set()
    for field in sorted({*tabled, *of_clock.fields}):
        yield from _field(clause, record, field, "the target depends on" if field in tabled else "the items are chosen by")
    deadline = clause.get("deadline")
    if deadline and deadline not in record.words and not record.filled(deadline):
        yield _finding(
            clause,
            f"each item's deadline is its '{deadline}', and the log has none",
            "map the column that holds it, as an event of that name",
        )


def _start_and_stop(clause: Clause, record: _Record) -> Iterator[Fault]:
    start, stop = str(clause["start"]), str(clause["stop"])
    begins = "message" if start in ("first customer message", "customer message") else start
    if begins.startswith("field "):
        yield from _field(clause, record, begins.removeprefix("field "), "the clock starts at")
    elif begins not in record.words:
        what = f"the clock starts at '{start}', and the log has no such event, so it never runs"
        yield _finding(clause, what, f"map it; the log has {listed(sorted(record.words))}")
    replies = {REPLIES[word] for word in clause.get("reply means") or ()} if stop in ("first reply", "next reply") else set()
    ends = replies or {STOPS.get(stop, stop)}
    if not ends & record.words:
        what = f"the clock stops at '{stop}', and the log has no event {listed(sorted(ends), 'or')}, so every item stays open"
        yield _finding(clause, what, f"map it; the log has {listed(sorted(record.words))}")
    elif stop in ("first reply", "next reply"):
        of_kind = record.events.filter(pl.col("event").is_in(sorted(ends)))
        nameless = of_kind["who"].null_count()
        if nameless == of_kind.height:
            what = f"none of the {of_kind.height:,} replies says who gave it, so all are read as public replies by an agent"
            yield _finding(clause, what, "map the author with 'who', or leave automated and customers' messages out", notice=True)
    if stop == "next reply" and "message" not in record.words:
        yield _finding(clause, "the clock starts at a customer's message, and the log has none", "map the customers' messages to 'message'")


def _state_remedy(record: _Record) -> str:
    if not record.states:
        return "the log has no states at all: import the history of states, or agree how waiting is known"
    return f"map the source's words under 'states'; the log has {listed(sorted(record.states))}"


def _field(clause: Clause, record: _Record, field: str, why: str) -> Iterator[Fault]:
    filled = record.filled(field)
    if not filled:
        what = f"{why} the field '{field}', which the log never fills"
        yield _finding(clause, what, "map its column under 'fields'")
    elif filled < record.items:
        what = f"{why} the field '{field}', which {record.items - filled:,} of {record.items:,} items do not have"
        yield _finding(clause, what, "write an 'otherwise', or fill it in the source", notice=True)


def _level(check: _Check, clause: Clause, facts: pl.DataFrame | None) -> Iterator[Fault]:
    if clause.get("clock") is not None or clause.get("covers") is None:
        return
    name = clause.get("record") or covered(check.terms, str(clause["covers"])).record
    record = check.record(name)
    if facts is not None and str(clause.rule) in TOLD:
        of_kind = (pl.col("kind") == TOLD[str(clause.rule)]) & pl.col("subject").is_in([clause.name, name, str(clause["covers"])])
        if not facts.filter(of_kind).is_empty():
            return
    if not record.items:
        yield _finding(clause, f"the log holds nothing of the record '{name}', so the level has no result", "import it")
        return
    for word in _words(clause, NEEDED):
        read_as = OPENINGS if word == "created" else (word,)  # a record's own word for an opening is read as one
        if record.words.isdisjoint(read_as):
            what = f"the rule {clause.rule} rests on events '{word}', and the log has none"
            yield _finding(clause, what, f"map them; the log has {listed(sorted(record.words))}")
    for word in _words(clause, JUDGED):
        if word not in record.words:
            what = f"the log has no event '{word}': none happened, or none was recorded"
            yield _finding(clause, what, "make sure that the source records them", notice=True)
    if clause.rule == "first contact resolution":
        for field in clause.get("same") or ():
            yield from _field(clause, record, str(field), "contacts are joined by")
    for field in population(check.terms, clause).fields:
        yield from _field(clause, record, field, "the items are chosen by")


def _words(clause: Clause, of_rule: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for word in of_rule.get(str(clause.rule), ()):
        yield str(clause[word[1:]]) if word.startswith(":") else word


def _relief(check: _Check, clause: Clause, facts: pl.DataFrame | None) -> Iterator[Fault]:
    if clause.rule == "excused time":
        caused = str(clause["caused by"])
        if check.events.filter((pl.col("event") == "state") & (pl.col("who") == caused)).is_empty():
            what = f"no state in the log says that the {caused} caused it, so no time is excused"
            yield _finding(clause, what, f"write {{state: ..., caused by: {caused}}} under 'states' in the mapping")
    if clause.rule == "forecast excess" and facts is not None and facts.filter(pl.col("kind") == "forecast").is_empty():
        yield _finding(clause, "there is no forecast among the facts", "import facts of the kind forecast, or the expected volume holds")
    elif clause.rule == "forecast excess" and facts is not None and "forecast by" in clause.written:
        yield from _forecast_by(clause, facts.filter(pl.col("kind") == "forecast"))


def _forecast_by(clause: Clause, forecasts: pl.DataFrame) -> Iterator[Fault]:
    """Facts tell whether a forecast was countersigned, and not which party gave it."""
    by = clause["forecast by"]
    if by != "both":
        what = f"the {by} gives the forecast, and no fact says which party gave one: every forecast counts"
        yield _finding(
            clause, what, f"see to it that only the {by}'s forecasts are imported, and name who gave them as their source", notice=True
        )
        return
    open_still = forecasts["approved_by"].null_count()
    if open_still:
        what = f"both give the forecast, and {open_still:,} of {forecasts.height:,} are countersigned by nobody, so that they do not count"
        yield _finding(clause, what, "import them with 'approved_by'", notice=open_still < forecasts.height)


def _charge(clause: Clause, facts: pl.DataFrame) -> Iterator[Fault]:
    kind = FACTS.get(str(clause.rule))
    if kind is None:
        return
    subject = clause.get("record") or clause.get("item") or clause.get("work")
    found = facts.filter(pl.col("kind").is_in([kind, "mean"] if kind in ("rate", "index") else [kind]))
    if found.is_empty():
        about = f" of '{subject}'" if subject else ""
        notice = kind not in ("rate", "index")
        yield _finding(clause, f"there is no fact of the kind {kind}{about}", "import it with `remit import --facts`", notice=notice)
