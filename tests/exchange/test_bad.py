"""Broken mappings, work and facts, each with the exact text of its faults, in `bad/*.txt`.

A case holds files, each under a line `== name`, and under `== faults` what must be said. `REMIT_RESET=1` writes what is said now, to be
reviewed before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from remit.exchange import facts as exchange_facts
from remit.exchange import mapping_text, table
from remit.exchange.events import events
from remit.values.fault import Refused
from remit.work import facts as work_facts
from remit.work import log as work_log

CASES = sorted(Path(__file__).parent.joinpath("bad").glob("*.txt"))
RECEIVED = 1_790_000_000_000_000


def parts(text: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    name = "about"
    for line in text.splitlines():
        if line.startswith("== "):
            name = line[3:].strip()
            found[name] = []
        else:
            found.setdefault(name, []).append(line)
    return {name: "\n".join(lines).strip("\n") + "\n" for name, lines in found.items()}


def refusal(files: dict[str, str], folder: Path) -> str:
    """What is said of the files; an empty text where nothing is."""
    for name, text in files.items():
        if name not in ("about", "faults"):
            (folder / name).write_bytes(text.replace("\\0", "\0").encode("utf-8", "surrogateescape"))
    try:
        if "facts.csv" in files:
            made = exchange_facts.facts(table.read(folder / "facts.csv"), RECEIVED, "Europe/London")
            work_facts.append(work_facts.empty(), made)
            return ""
        mapping = mapping_text.read((folder / "mapping.yaml").read_bytes(), "mapping.yaml")
        log = work_log.empty()
        for name in files:
            if name not in ("about", "faults", "mapping.yaml"):
                made, _ = events(table.read(folder / name), mapping, RECEIVED)
                log, _ = work_log.append(log, made)
    except Refused as refused:
        return str(refused) + "\n"
    return ""


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_says_exactly_this(case: Path, tmp_path: Path) -> None:
    text = case.read_text(encoding="utf-8")
    files = parts(text)
    said = refusal(files, tmp_path)
    if os.environ.get("REMIT_RESET"):
        case.write_text(text.split("== faults")[0] + "== faults\n" + said, encoding="utf-8")
    assert said, "nothing was refused"
    assert said == files.get("faults") or os.environ.get("REMIT_RESET")


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 35
