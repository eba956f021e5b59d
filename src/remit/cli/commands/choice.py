"""Compare bids by a matrix of scores, or check scoring rules against known results.

`check` reads case files (the format of `remit.choice.cases`), `compare` a matrix as a table (CSV, XLSX) or as YAML and says who wins, how
often under other weights, and which smallest single change gives the award to somebody else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from remit.cli.output import fault_values, json_option, print_faults, print_json, print_table

if TYPE_CHECKING:
    from remit.choice.cases import Case
    from remit.choice.flips import Flip
    from remit.choice.matrix import Matrix
    from remit.values.fault import Fault


@click.group("choice")
def choice() -> None:
    """Compare bids by a matrix of scores, or check scoring rules against known results.

    \b
    remit choice compare scores.csv
    remit choice check cases.json
    """


@choice.command("check", short_help="Compare scoring rules with known results.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@json_option
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Read case files and say of each case what agrees with its known results, by which rounding, and what does not.

    Exit code 0: all agree; 1: some differ or cannot be read; 2: a file cannot be read, and nothing was checked.
    """
    cases, faults = _read(files)
    if faults:
        if as_json:
            print_json({"faults": fault_values(faults)})
        else:
            print_faults(faults)
        context.exit(2)
    off = sum(not case.agrees for _, case in cases)
    if as_json:
        print_json({"cases": len(cases), "agree": len(cases) - off, "off": off, "results": [_value(file, case) for file, case in cases]})
    else:
        for file, case in cases:
            click.echo(f"{file}, {case.name}: {'agrees' if case.agrees else 'differs' if not case.fault else case.fault}")
            for finding in case.findings:
                click.echo(f"    {'' if finding.agrees else 'OFF  '}{finding}")
            if case.reading:
                click.echo(f"    read as: {case.reading}")
        click.echo(f"{len(cases) - off:,} of {len(cases):,} agree, {off:,} off")
    context.exit(1 if off else 0)


def _read(files: tuple[Path, ...]) -> tuple[list[tuple[str, Case]], list[Fault]]:
    """The cases of all files with their files' names, or every fault of them."""
    from remit.choice.cases import read
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


def _value(file: str, case: Case) -> dict[str, Any]:
    findings = [{"what": one.what, "agrees": one.agrees, "said": one.said} for one in case.findings]
    return {"file": file, "case": case.name, "agrees": case.agrees, "fault": case.fault, "reading": case.reading, "findings": findings}


@choice.command("compare", short_help="Say who wins by a matrix of scores, and what would flip it.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--highest", default="10", show_default=True, metavar="SCORE", help="The top of the scale, where the file names none.")
@click.option("--spread", default="30", show_default=True, metavar="PERCENT", help="How far each weight is moved at random.")
@click.option("--draws", default=10_000, show_default=True, type=click.IntRange(1, 1_000_000), help="How many times.")
@click.option("--seed", default=42, show_default=True, type=click.IntRange(0, 2**32 - 1), help="Of the draws; the same gives the same.")
@json_option
def compare(file: Path, highest: str, spread: str, draws: int, seed: int, as_json: bool) -> None:
    """Read a matrix: one row for each criterion, with columns `criterion`, `weight` and one for each bidder.

    \b
    criterion,weight,Cape Town,Manila
    cost,25,7.5,9.5
    culture,15,9,6.5

    Columns `kind` (benefit, cost, price), `highest`, `least` (the score below which a bid is out) and `formula` (of a price) are read where
    they are there; YAML holds `criteria` and `bidders` by name, and may hold `budget` and `missing` (must-haves by bidder).
    """
    from remit.choice import flips, reversal, robustness
    from remit.choice.matrix import number
    from remit.choice.method import methods
    from remit.exchange import choice_matrix

    try:
        moved = number(spread) / 100
        top = number(highest)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    if not 0 <= moved < 1:
        raise click.BadParameter("a weight moves by 0 to less than 100 per cent", param_hint="--spread")
    matrix = choice_matrix.read(file, top)
    judged = {name: method.judged(matrix) for name, method in methods().items()}
    shares = robustness.draws(matrix, spread=moved, count=draws, seed=seed)
    weights, scores = flips.weight_flips(matrix), flips.score_flips(matrix)
    turns = [turn for method in methods().values() for turn in reversal.withdrawals(matrix, method)]
    if as_json:
        print_json(
            {
                "totals": judged["weighted sum"].of,
                "places": judged["weighted sum"].places,
                "winners": judged["weighted sum"].winners,
                "out": judged["weighted sum"].out,
                "methods": {name: {"values": one.of, "winners": one.winners} for name, one in judged.items()},
                "draws": {"count": draws, "seed": seed, "spread": moved, "won": shares.won, "tied": shares.tied},
                "weight_flips": weights,
                "score_flips": scores,
                "turned_by_withdrawal": turns,
                "turned_by_one_more": reversal.added(matrix),
            }
        )
        return
    _print_table(matrix)
    first = judged["weighted sum"].winners
    click.echo(f"\n{_who(first)}\n")
    print_table(
        [[name, f"{won:,}", f"{float(100 * shares.share[name]):.1f} %"] for name, won in shares.won.items()],
        [f"Of {draws:,} draws", "first", "share"],
        (1, 2),
    )
    if shares.tied:
        click.echo(f"{shares.tied:,} draws end in a tie.")
    _print_flips("Weight", weights)
    _print_flips("Score", scores)
    for turn in turns:
        what = "gives the award to" if turn.changes_award else "turns the order of the others, first"
        click.echo(f"\nBy {turn.method}: without {turn.without}, which loses, the rest {what} {turn.becomes[0]}.")
    if (more := reversal.added(matrix)) is not None:
        click.echo(f"\nOne more bid at {_plain(more.price)} or {'less' if more.lower else 'more'} would give the award to {more.to[0]}.")
    others = [
        f"{name}: {' and '.join(one.winners) or 'nobody'}" for name, one in judged.items() if name != "weighted sum" and any(one.values)
    ]
    click.echo(f"\nOther methods give it to: {'; '.join(others)}.")


def _print_table(matrix: Matrix) -> None:
    from remit.choice.method import methods

    judged = methods()["weighted sum"].judged(matrix)
    rows = [
        [one.name, _plain(100 * weight), *(_plain(row[column]) for row in matrix.scores)]
        for column, (one, weight) in enumerate(zip(matrix.criteria, matrix.weights, strict=True))
    ]
    rows.append(["Weighted total, of 100", "100", *(f"{float(value):.2f}" for value in judged.values)])
    print_table(rows, ["Criterion", "Weight", *matrix.bidders], tuple(range(1, len(matrix.bidders) + 2)))
    for name, reasons in judged.out.items():
        click.echo(f"{name} cannot get the award: {'; '.join(reasons)}.")


def _who(first: tuple[str, ...]) -> str:
    if not first:
        return "Nobody can get the award."
    return f"{first[0]} is first." if len(first) == 1 else f"{' and '.join(first)} tie for the first place: no weighting decides it yet."


def _print_flips(what: str, found: tuple[Flip, ...]) -> None:
    if not found:
        click.echo(f"\nNo single {what.lower()} flips the award.")
        return
    rows = [
        [
            f"{flip.of}'s {flip.criterion}" if flip.of else flip.criterion,
            _plain(flip.now),
            ("above " if flip.rises else "below ") + _plain(flip.at),
            "–" if flip.beyond is None else _plain(flip.beyond),
            " and ".join(flip.to),
        ]
        for flip in found
    ]
    click.echo("")
    print_table(rows, [f"{what} that flips it", "now", "flips", "first round figure", "to"], (1, 2, 3))


def _plain(value: Any) -> str:
    """At most four decimals, without trailing zeros."""
    return f"{float(value):,.4f}".rstrip("0").rstrip(".")


COMMAND = choice
