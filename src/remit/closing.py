"""The close of a month on an engagement folder: what is known at a cut, settled, previewed or issued.

This is the one road from a folder to a statement; the command line, the demo and the tests all take it. Issuing writes the next version
beside those before it, and the chain of digests is that of the order of issue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.clock.transitions import offset, transitions
from remit.engines import local
from remit.engines.engine import Engine
from remit.exchange import statement_json, statement_markdown, statement_pdf, statement_xlsx
from remit.exchange.folder import Folder
from remit.exchange.statement_json import Envelope
from remit.relief import countersigned
from remit.statement import CalendarUsed, Statement, Summaries, latest, statement
from remit.terms.document import Terms
from remit.terms.versions import consolidate, in_force_in
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import SECOND, Month, moment
from remit.work.clocks import ClockRule, clocks_over_time, holiday_dates
from remit.work.digest import facts_digest
from remit.work.facts import known_at as facts_known_at
from remit.work.facts import select


@dataclass(frozen=True, slots=True)
class Knowledge:
    """An engagement as it was known: its versions of the terms, work, facts and issued statements."""

    engagement: str
    agreements: Callable[[Month], Agreement]
    log: pl.DataFrame
    facts: pl.DataFrame
    issued: tuple[Statement, ...]
    rules: Mapping[str, ClockRule] | None = None
    """The clocks with what amendments changed of them, where there are any."""

    @classmethod
    def of(cls, folder: Folder) -> Knowledge:
        """Everything the folder holds; `Refused` with every fault of its terms and amendments."""
        catalogue = standard_catalogue()
        amendments = folder.amendment_texts()
        versions = consolidate(folder.terms_text(), [text for _, text in amendments], catalogue, names=[name for name, _ in amendments])
        issued = issued_in(folder)
        return cls(
            issued[0].engagement if issued else folder.path.resolve().name,  # a renamed folder is still the same engagement
            lambda month: Agreement(in_force_in(versions, month), catalogue),
            folder.log(),
            folder.facts(),
            issued,
            clocks_over_time(versions) if len(versions) > 1 else None,
        )

    def before(self, month: Month, cut: int) -> Knowledge:
        """Without the statements issued since: a month computed again with its old cut then gives the same bytes."""
        return replace(self, issued=tuple(one for one in self.issued if (one.cut, one.month) < (cut, month)))

    def and_issued(self, statement: Statement) -> Knowledge:
        return replace(self, issued=in_order_of_issue((*self.issued, statement)))


def in_order_of_issue(statements: Sequence[Statement] | Iterator[Statement]) -> tuple[Statement, ...]:
    """By the cut they rest on, then month and version: the order in which they form the chain."""
    return tuple(sorted(statements, key=lambda one: (one.cut, one.month, one.version)))


def issued_in(folder: Folder) -> tuple[Statement, ...]:
    """Every statement that was issued into a folder, in order of issue."""
    return in_order_of_issue(statement for month in folder.months() for statement in folder.versions(month))


def settle(known: Knowledge, month: Month, cut: int, *, preview: bool = False, engine: Engine = local) -> Statement:
    """The statement of a month from what was received before `cut`, as the next version after those issued.

    Earlier months for which work or facts came late are computed anew; what they differ by becomes correction lines. What open claims
    of relief would change stands as disputed. A clause that lacks a fact refuses the statement, unless it is a preview. The engine says
    where the work is counted; the bytes are the same.
    """
    known = known.before(month, cut)
    recomputed = tuple(_recomputed(known, month, cut, engine))
    return _settled(known, month, cut, known.issued, recomputed, preview, engine)


@dataclass(frozen=True, slots=True)
class Gap:
    """Earlier months without an issued statement, and the clauses that would have read them. Months before services start are none."""

    months: tuple[Month, ...] = ()
    clauses: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.months)

    def __str__(self) -> str:
        first, last = self.months[0], self.months[-1]
        names = listed([month.name for month in self.months], "or")
        of = names if len(self.months) < 4 else f"{len(self.months)} months from {first.name} to {last.name}"
        return f"No statement of {of} is issued: what reads earlier months ({listed(self.clauses)}) starts from those that are."


def gap(known: Knowledge, month: Month) -> Gap:
    """What the history of a month lacks. Nothing where no clause in force reads it, or reads only months that are issued."""
    agreement = known.agreements(month)
    issued = {one.month for one in known.issued}
    start = Month.of(agreement.terms.services_start)
    months: set[Month] = set()
    clauses = []
    for number, back in agreement.looking_back(month).items():
        lacking = [earlier for count in range(1, min(back, month - start) + 1) if (earlier := month.plus(-count)) not in issued]
        if lacking:
            months.update(lacking)
            clauses.append(number)
    return Gap(tuple(sorted(months)), tuple(clauses))


def _settled(
    known: Knowledge,
    month: Month,
    cut: int,
    history: Sequence[Statement],
    recomputed: Sequence[Statement],
    preview: bool,
    engine: Engine,
) -> Statement:
    agreement, facts = known.agreements(month), facts_known_at(known.facts, cut)
    return statement(
        agreement,
        # The log goes as it is, not as known at the cut, so that an engine sees that it is the log of the month before.
        engine.summaries(agreement, known.log, facts, month, cut, rules=known.rules),
        facts,
        history,
        month,
        cut,
        engagement=known.engagement,
        if_upheld=_if_upheld(known, agreement, facts, month, cut, engine),
        recomputed=recomputed,
        calendars=calendars_used(agreement.terms, month),
        digests={"facts": facts_digest(facts)} | _chained(known),
        preview=preview,
    )


def _chained(known: Knowledge) -> dict[str, str]:
    """The digest of the statement issued last; the first of an engagement has none before it."""
    return {"previous": statement_json.digest(known.issued[-1])} if known.issued else {}


def _if_upheld(known: Knowledge, agreement: Agreement, facts: pl.DataFrame, month: Month, cut: int, engine: Engine) -> Summaries | None:
    """The summaries as they would be if every open claim of relief were upheld; None where no claim is open."""
    claims = select(facts, "relief")
    if all(countersigned(claim, agreement.terms) for claim in claims):
        return None
    # Nobody signs what would be, so nothing of its work is hashed.
    (would_be,) = engine.months([(month, agreement)], known.log, facts, cut, upheld=True, rules=known.rules, with_digests=False)
    return would_be


def _recomputed(known: Knowledge, month: Month, cut: int, engine: Engine) -> Iterator[Statement]:
    """Earlier months computed from what is known now: from the first for which something came late, since later months build on it."""
    history: list[Statement] = []
    late = False
    for issued in latest(one for one in known.issued if one.month < month):
        late = late or _came_late(known, issued, cut)
        if late:
            again = _settled(known, issued.month, cut, tuple(history), (), False, engine)
            yield replace(again, version=issued.version)
            history.append(replace(again, version=issued.version))
        else:
            history.append(issued)


def _came_late(known: Knowledge, issued: Statement, cut: int) -> bool:
    """Whether work or facts about the month or before were received after its statement's cut."""
    between = (pl.col("received_at") >= issued.cut) & (pl.col("received_at") < cut)
    end = issued.month.bounds(known.agreements(issued.month).zone).end
    events = known.log.select((between & (pl.col("at") < end)).any()).item()
    facts = known.facts.select((between & (pl.col("day") <= issued.month.last)).any()).item()
    return bool(events or facts)


def calendars_used(terms: Terms, month: Month) -> tuple[CalendarUsed, ...]:
    """The public holidays and time-zone changes of the month, for each calendar: signed, because lists of both change later."""
    found = []
    for clause in terms.section(4):
        period = month.bounds(clause["zone"])
        holidays = tuple(day for day, _ in holiday_dates(clause, month.year, month.year) if month.first <= day <= month.last)
        changes = tuple((one.at, one.after // SECOND) for one in transitions(clause["zone"], period.start + 1, period.end))
        first = (period.start, offset(clause["zone"], period.start) // SECOND)
        found.append(CalendarUsed(clause.number, clause.name, clause["zone"], holidays, (first, *changes)))
    return tuple(found)


def issue(folder: Folder, known: Knowledge, issued: Statement, envelope: Envelope) -> None:
    """Writes a statement into the folder: canonical JSON (what counts), Markdown, PDF and XLSX with the items behind (for people)."""
    refuse_unfit(known.agreements(issued.month), issued_in(folder), issued)
    folder.issue(
        issued,
        statement_json.write(issued, envelope),
        {
            "md": statement_markdown.write(issued).encode(),
            "pdf": statement_pdf.write(issued, envelope),
            "xlsx": statement_xlsx.write(issued, envelope, items_behind(known, issued)),
        },
    )


def items_behind(known: Knowledge, statement: Statement) -> dict[str, list[dict[str, object]]]:
    """The items behind each level of a statement, by its clause, for people: times on the wall clock of the contract's zone."""
    agreement = known.agreements(statement.month)
    work = local.evidence_for(agreement, known.log, known.facts, statement.month, statement.cut, rules=known.rules)
    levels = {level.number: level for level in agreement.in_force(8, statement.month)}
    return {
        one.clause: [
            _readable(row, agreement.zone) for row in local.items_behind(agreement, levels[one.clause], work).iter_rows(named=True)
        ]
        for one in statement.scorecard.levels
        if one.clause in levels
    }


def _readable(row: Mapping[str, object], place: str) -> dict[str, object]:
    """An item's row with its words for people: instants on the wall clock, lengths in hours, minutes and seconds."""
    said: dict[str, object] = {}
    for name, value in row.items():
        if name in ("at", "start", "stop", "due"):
            said["counted at" if name == "at" else name] = f"{moment(value, place):%Y-%m-%d %H:%M:%S}" if isinstance(value, int) else None
        elif name in ("elapsed", "late_by"):
            seconds = round(value / SECOND) if isinstance(value, int) else None
            shown = None if seconds is None else f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            said["running time" if name == "elapsed" else "late by"] = shown
        elif name == "counted":
            said[name] = "yes" if value else "no"
        else:
            said[{"who": "caused by"}.get(name, name)] = value
    return said


def says_the_same(one: Statement, other: Statement) -> bool:
    """Whether two statements of a month come to the same lines, results and sums, whatever was known when."""
    return all(getattr(one, name) == getattr(other, name) for name in ("lines", "scorecard", "volumes", "total", "agreed"))


def refuse_unfit(agreement: Agreement, issued: Sequence[Statement], statement: Statement) -> None:
    """Whether a statement may be issued after those issued already; `Refused` where the month is not over, the order is not that of the
    chain, or something is missing."""
    _refuse_untimely(agreement, statement)
    _refuse_misplaced(issued, statement)
    _refuse_incomplete(statement)


def _refuse_misplaced(issued: Sequence[Statement], statement: Statement) -> None:
    """The chain follows the order of issue, so a cut never lies before that of a statement issued already."""
    for last in issued[-1:]:
        if (statement.cut, statement.month, statement.version) < (last.cut, last.month, last.version):
            what = f"its cut lies before that of {last.month.name}, version {last.version}, which was issued already"
            raise Refused([Fault(Place(file=f"{statement.month}, version {statement.version}"), what, "take a cut after that one")])


def _refuse_untimely(agreement: Agreement, statement: Statement) -> None:
    """A month is closed when it is over; one in which the contract neither measures nor charges has no statement."""
    month, place = statement.month, Place(file=str(statement.month))
    if statement.cut < month.bounds(agreement.zone).end:
        raise Refused(
            [Fault(place, f"{month.name} is not over at the cut", "take a cut after its end, or look at a preview without --issue")]
        )
    first, term = agreement.terms.services_start, agreement.terms.term
    outside = month.last < first or not any(True for _ in agreement.in_force(10, month))
    if outside and not statement.lines:
        what = f"nothing is measured or charged in {month.name}: the services start on {first}, and the term ends on {term['ends']}"
        raise Refused([Fault(place, what, "name a month of the term")])


def _refuse_incomplete(statement: Statement) -> None:
    missing = [note.removeprefix("Missing: ") for note in statement.notes if note.startswith("Missing: ")]
    if missing:
        raise Refused(Fault(Place(file=str(statement.month)), what, "bring it in, then issue") for what in missing)
