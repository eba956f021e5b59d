"""The program answers at once, lists every command from its file's first line, and ends with the right code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from remit.__main__ import remit

COMMANDS = remit.list_commands(click.Context(remit))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "remit", *arguments], capture_output=True, text=True, check=False)


def test_help_lists_every_command_with_its_summary() -> None:
    text = run("--help").stdout
    for name in COMMANDS:
        assert f"\n  {name} " in text


def test_help_imports_no_library_for_data() -> None:
    """`remit --help` has to answer in a third of a second; these take longer than that by themselves."""
    program = """
import sys
sys.argv = ["remit", "--help"]
from remit.__main__ import main
try:
    main()
except SystemExit:
    pass
print(*sys.modules)
"""
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"polars", "numpy", "pydantic", "ruamel", "numba", "typst", "docx", "xlsxwriter"} & set(modules)


LASTING = ("up", "work")
"""They run until they are stopped, and have no result to print."""


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_summary_and_help(name: str) -> None:
    command = remit.get_command(click.Context(remit), name)
    assert command is not None and command.name == name
    assert command.help and len(command.help) > 40
    every = command.commands.values() if isinstance(command, click.Group) else [command]
    for one in every if name not in LASTING else ():
        assert any("--json" in option.opts for option in one.params), f"{name} {one.name} has no --json"


def test_a_wrong_call_ends_with_2() -> None:
    assert run("no-such-command").returncode == 2
    assert run("catalogue", "--no-such-option").returncode == 2


def test_an_unknown_rule_names_the_nearest() -> None:
    answer = run("catalogue", "share within time")
    assert answer.returncode == 2
    assert "the nearest is 'share on time'" in answer.stderr


def test_refused_input_ends_with_1_and_leaves_nothing(tmp_path: Path) -> None:
    draft = tmp_path / "terms.yaml"
    draft.write_text("remit terms: 1\n")
    answer = run("check", str(draft))
    assert answer.returncode == 1
    assert "The section 'parties' is missing" in answer.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["terms.yaml"]
