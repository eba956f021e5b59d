"""Say why a line is what it is, down to the events of one item."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.output import json_option, print_json, print_table

if TYPE_CHECKING:
    from remit.explanation import ItemStory, LineStory, RightStory
    from remit.statement import Statement


@click.command("explain")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("month")
@click.argument("what", required=False, metavar="[CLAUSE|ITEM]")
@click.option("--version", "number", type=int, help="The issued version to explain; the latest, if not said.")
@click.option("--most", type=click.IntRange(min=0), default=10, show_default=True, help="How many items to list.")
@json_option
def COMMAND(folder: Path, month: str, what: str | None, number: int | None, most: int, as_json: bool) -> None:
    """Say why the statement of MONTH in FOLDER is what it is.

    Without a third word: every line with its reason, and each right to end that stands. With a clause (11.1) or a name (email first
    reply): the clause, the formula, the result and the items behind it; of a right to end, the months that count. With an item's number:
    what happened to it, which minutes counted and which did not and why, and how each service level took it, also where it was not
    counted.

    \b
    remit explain demo 2026-07
    remit explain demo 2026-07 11.1
    remit explain demo 2026-07 HAR-32117
    """
    from remit import closing, explanation
    from remit.cli.instants import now
    from remit.engines import local
    from remit.exchange.folder import Folder
    from remit.statement import rights
    from remit.values.fault import Fault, Place, Refused
    from remit.values.period import Month

    try:
        wanted = Month.read(month)
    except ValueError:
        raise click.BadParameter(f"'{month}' is not a month; write 2026-07", param_hint="MONTH") from None
    known = closing.Knowledge.of(Folder.open(folder))
    statement = _issued(known.issued, wanted, number) or closing.settle(known, wanted, now(), preview=True)
    agreement, history = known.agreements(wanted), known.before(wanted, statement.cut).issued
    if what is None:
        _lines(statement, [one.told for one in rights(agreement, statement, history)], as_json)
        return
    ended = explanation.right_stories(agreement, statement, history, what)
    if ended:
        _print_rights(ended, statement, as_json)
        return
    evidence = local.evidence_for(agreement, known.log, known.facts, wanted, statement.cut, rules=known.rules)
    stories = [explanation.line_story(agreement, evidence, statement, line) for line in explanation.lines_of(statement, what)]
    level = statement.scorecard.get(what)
    if level is not None and not stories:
        stories = [explanation.level_story(agreement, evidence, level)]
    if stories:
        _print_lines(stories, statement, agreement.zone, most, as_json)
        return
    items = explanation.item_stories(agreement, evidence, what)
    if not items:
        said = f"'{what}' is neither a line of {wanted.name}, version {statement.version}, nor an item received before its cut"
        levels = [level.clause for level in statement.scorecard.levels]
        ends = [clause.number for clause in agreement.in_force(15, wanted) if clause.rule == "termination right"]
        titles = ", ".join(dict.fromkeys([*levels, *(line.clause for line in statement.lines), *ends]))
        remedy = f"name one of the clauses {titles}, or an item's number" if titles else "name an item's number; the month has no lines"
        raise Refused([Fault(Place(), said, remedy)])
    _print_items(items, agreement.zone, as_json)


def _issued(issued: tuple[Statement, ...], month: object, number: int | None) -> Statement | None:
    versions = [one for one in issued if one.month == month]
    if number is None:
        return versions[-1] if versions else None
    for one in versions:
        if one.version == number:
            return one
    listed = ", ".join(str(one.version) for one in versions) or "none"
    raise click.BadParameter(f"version {number} of {month} is not issued; issued: {listed}", param_hint="--version")


def _lines(statement: Statement, ends: list[str], as_json: bool) -> None:
    """Every line with its reason, and the rights to end that stand."""
    from remit.exchange import statement_words as say
    from remit.exchange.plain import plain
    from remit.terms.words import money

    if as_json:
        print_json(plain(statement.lines))
        return
    click.secho(f"{statement.month.name}, version {statement.version}: {say.answer(statement)}", bold=True)
    for line in statement.lines:
        click.echo(f"\n{line.clause} {say.title(line)}: {money(line.amount, statement.currency)}")
        click.echo(f"  {line.because}")
    for told in ends:
        click.echo(f"\nRight to end {told}")


def _print_rights(stories: tuple[RightStory, ...], statement: Statement, as_json: bool) -> None:
    """A right to end: the clause, whether it stands, and every month that was looked at."""
    from remit.exchange.plain import plain

    if as_json:
        found = [
            {
                "clause": story.prose,
                "number": story.clause.number,
                "since": str(story.standing.since) if story.standing else None,
                "until": story.standing.until.isoformat() if story.standing and story.standing.until else None,
                "months": plain(story.months),
            }
            for story in stories
        ]
        print_json(found)
        return
    for story in stories:
        stands = f"since {story.standing.since.name}" if story.standing else f"no right at the end of {statement.month.name}"
        click.secho(f"{story.clause.number} {story.clause.name}: {stands}", bold=True)
        _wrapped("Clause", story.prose.replace("*", ""))
        if story.standing:
            _wrapped("Right", story.standing.told)
        print_table([("", one.month, "counts" if one.counts else "–", one.because) for one in story.months], ("", "Month", "", ""))


def _print_lines(stories: list[LineStory], statement: Statement, place: str, most: int, as_json: bool) -> None:
    from remit.exchange import statement_words as say
    from remit.exchange.plain import plain
    from remit.terms.words import money

    if as_json:
        print_json(
            [
                {
                    "line": plain(story.line) if story.line else None,
                    "clause": story.prose,
                    "level": plain(story.level) if story.level else None,
                    "items": story.items.to_dicts() if story.items is not None else [],
                    "looks like": plain(story.looks_like),
                }
                for story in stories
            ]
        )
        return
    for index, story in enumerate(stories):
        line = story.line
        click.echo("\n" * (index > 0), nl=False)
        if line is not None:
            click.secho(f"{line.clause} {say.title(line)}: {money(line.amount, statement.currency)}", bold=True)
        elif story.level is not None:
            click.secho(f"{story.level.clause} {story.level.name}: {story.level.status}", bold=True)
        _wrapped("Clause", story.prose.replace("*", ""))
        if line is not None:
            _wrapped("Formula", line.because)
        if line is not None and line.asked is not None:
            _wrapped(
                "Limit", f"{money(line.asked, statement.currency)} was asked; the limit leaves {money(line.amount, statement.currency)}"
            )
        if story.level is not None:
            level = story.level
            evidence = say.evidence(level)
            result = f"{say.result(level)} ({evidence}), " if evidence else ""
            said = f"{level.clause} {level.name}: {result}{level.status}"
            room = say.room(level)
            _wrapped("Result", f"{said}. {room}" if room else said)
        if story.looks_like:
            told = "; ".join(f"{flag.what} ({_at(flag.at, place)})" for flag in story.looks_like)
            click.echo(click.wrap_text(f"Looks like: {told}. This changes no figure; look at the items.", 110, "  ", " " * 11))
        if story.items is not None:
            _print_table_of_items(story, place, most)


def _wrapped(head: str, text: str) -> None:
    click.echo(click.wrap_text(text, 110, f"  {head:8} ", " " * 11))


def _print_table_of_items(story: LineStory, place: str, most: int) -> None:
    import polars as pl

    from remit.terms.words import plural

    items = story.items
    assert items is not None
    if "why" not in items.columns:
        click.echo(f"  Items    {plural('unit', items.height)} of the month; the first: {', '.join(items['item'].head(most).to_list())}")
        return
    counts = items.group_by("counted", "why").len().sort("counted", "len", "why", descending=[True, True, False])
    told = [f"{count:,} {why or 'counted'}" + ("" if counted else " (not counted)") for counted, why, count in counts.iter_rows()]
    _wrapped("Items", "; ".join(told))
    bad = items.filter(pl.col("counted") & ~pl.col("why").is_in(["met", ""]) & ~pl.col("why").str.starts_with("met"))
    rows: list[tuple[str, ...]]
    heads: tuple[str, ...]
    if "late_by" in bad.columns:
        bad = bad.sort("late_by", "item", descending=[True, False])
        causes = bad.group_by("who").len().sort("len", descending=True)
        _wrapped("Causes", "; ".join(f"{who or 'not known'} {count:,}" for who, count in causes.iter_rows()))
        rows = [
            (
                row["item"],
                _at(row["start"], place),
                _at(row["due"], place),
                _at(row["stop"], place),
                _exactly(row["late_by"]),
                row["who"] or "",
            )
            for row in bad.head(most).iter_rows(named=True)
        ]
        heads = ("Item", "Started", "Due", "Stopped", "Late by", "Caused by")
    else:
        rows = [(str(row["item"]), _at(row["at"], place), str(row["why"])) for row in bad.head(most).iter_rows(named=True)]
        heads = ("Item", "Counted at", "How")
    if rows:
        click.echo()
        print_table([("", *row) for row in rows], ("", *heads), right=(5,) if len(heads) > 3 else ())
        if bad.height > len(rows):
            click.echo(click.style(f"  and {bad.height - len(rows):,} more; --most {bad.height} lists them all, --json too.", dim=True))


def _print_items(stories: tuple[ItemStory, ...], place: str, as_json: bool) -> None:
    from remit.exchange.plain import plain

    if as_json:
        print_json(
            [
                {
                    "record": story.record,
                    "item": story.item,
                    "events": story.events.to_dicts(),
                    "clocks": [{"clock": one.clock.number, "run": plain(one.run), "spans": plain(one.spans)} for one in story.clocks],
                    "verdicts": plain(story.verdicts),
                }
                for story in stories
            ]
        )
        return
    for story in stories:
        click.secho(f"{story.item} in the record {story.record}; times are those of {place}", bold=True)
        rows = [
            (_at(row["at"], place), row["event"], " ".join(word for word in (row["field"], row["value"]) if word), row["who"] or "")
            for row in story.events.iter_rows(named=True)
        ]
        print_table([("", *row) for row in rows], ("", "When", "Event", "", "By"))
        for one in story.clocks:
            run = one.run
            due = f"due {_at(run.due, place)}" if run.due is not None else "no time limit"
            click.echo(
                f"\n{one.clock.number} {one.clock.name}: {run.outcome}, {due}; ran {_exactly(run.elapsed)}"
                + (f" ({run.why})" if run.why else "")
            )
            spans = [
                (
                    _at(span.start, place),
                    _at(span.end, place),
                    _exactly(span.open_time) if span.counted else "–",
                    span.why + (f" ({span.who})" if span.who else ""),
                )
                for span in one.spans
            ]
            print_table([("", *row) for row in spans], ("", "From", "To", "Counted", ""), right=(3,))
        click.echo()
        for verdict in story.verdicts:
            how = "counted" if verdict.counted else "not counted"
            when = f" in {_month(verdict.at, place)}" if verdict.at is not None else ""
            click.echo(f"{verdict.clause} {verdict.name}: {how}{when}{f', {verdict.why}' if verdict.why else ''}")


def _at(at: int | None, place: str) -> str:
    from remit.values.period import moment

    return f"{moment(at, place):%a %d %b %Y %H:%M:%S}" if at is not None else "–"


def _exactly(microseconds: int) -> str:
    """`8 h 36 min`, to the second: a person adds these up."""
    seconds, rest = divmod(microseconds, 1_000_000)
    parts = [(seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60 + (1 if rest >= 500_000 else 0), "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def _month(at: int, place: str) -> str:
    from remit.values.period import Month, moment

    return Month.of(moment(at, place).date()).name
