"""How long the program takes to answer `remit --help`, beside a bare Python that starts and ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping

from bench.table import Entry, Setting, Table


def bare_python() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True, stdout=subprocess.DEVNULL)


def remit_help() -> None:
    subprocess.run([sys.executable, "-m", "remit", "--help"], check=True, stdout=subprocess.DEVNULL)


def _limit(medians: Mapping[str, float]) -> Iterator[str]:
    yield f"The promise is 0.3 seconds: {'kept' if medians['remit --help'] < 0.3 else '**not kept**'}."


def table(setting: Setting) -> Table:
    return Table(
        title="Starting",
        intro="The program answers at once, because a command is imported only when it is called.",
        entries=(Entry("a bare Python", bare_python), Entry("remit --help", remit_help, against="a bare Python")),
        after=_limit,
    )
