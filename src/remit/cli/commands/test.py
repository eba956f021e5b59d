"""Run contract tests: what is given in a month, and which lines must come out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from remit.cli.output import fault_values, json_option, print_faults, print_json


@click.command("test")
@click.argument("testfile", type=click.Path(exists=True, path_type=Path))
@json_option
def run(testfile: Path, as_json: bool) -> None:
    """Run the contract tests in TESTFILE, a text that names its contract and lists cases, or a folder's tests.yaml.

    \b
    remit test tests.yaml

    A case is one month: its volumes, results and facts, the cases it follows, and the lines that must come out, exactly and completely.
    Exit code 1 when a case differs, 2 when the tests or the contract cannot be read.
    """
    from remit.agreement import Agreement
    from remit.catalogue import standard_catalogue
    from remit.exchange.contract_outcome import outcomes
    from remit.exchange.contract_tests import contract_of, read
    from remit.terms.reader import read as read_terms
    from remit.values.fault import Fault, Place, Refused

    if testfile.is_dir():
        testfile = testfile / "tests.yaml"
        if not testfile.is_file():
            raise click.BadParameter(f"{testfile.parent} holds no tests.yaml", param_hint="TESTFILE")
    try:
        text = testfile.read_text(encoding="utf-8")
        contract = testfile.parent / contract_of(text, testfile.name)
        if not contract.is_file():
            raise Refused([Fault(Place(file=testfile.name), f"there is no contract {contract}", "give its path relative to the tests")])
        catalogue = standard_catalogue()
        agreement = Agreement(read_terms(contract.read_bytes(), catalogue, file=contract.name), catalogue)
        found = outcomes(read(text, agreement, testfile.name), agreement)
    except UnicodeDecodeError:
        raise click.UsageError(f"{testfile} is not a text in UTF-8.") from None
    except Refused as refused:
        if as_json:
            print_json({"faults": fault_values(refused.faults)})
        else:
            print_faults(refused.faults)
        sys.exit(2)
    agreeing = sum(one.agrees for one in found)
    if as_json:
        cases = [{"case": one.case.name, "agrees": one.agrees, "differences": list(one.differences)} for one in found]
        print_json({"cases": cases, "agree": agreeing, "of": len(found)})
    else:
        for one in found:
            click.echo(f"{'agrees ' if one.agrees else 'differs'}  {one.case.name}")
            for difference in one.differences:
                click.echo(f"         {difference}")
        click.echo(f"{agreeing} of {len(found)} cases agree")
    if agreeing < len(found):
        sys.exit(1)


COMMAND = run
