"""Runs the console blocks of a guide page, in order, in one folder, and holds their output against what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One command with the lines the page shows under it, and the exit code it must have.

    A line `...` stands for any number of lines, `...` within a line for any words.
    """

    command: str
    shown: tuple[str, ...]
    ends: int
    line: int


def steps(page: Path) -> list[Step]:
    """The commands of every ```console block. A line `(ends with 1)` under a command says that it finds faults."""
    found: list[Step] = []
    inside = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.append(Step(line[2:], (), 0, number))
        elif inside and found:
            last = found[-1]
            ends = re.fullmatch(r"\(ends with (\d)\)", line)
            if ends:
                found[-1] = Step(last.command, last.shown, int(ends[1]), last.line)
            else:
                found[-1] = Step(last.command, (*last.shown, line.rstrip()), last.ends, last.line)
    return found


def run(page: Path, home: Path, ready: Mapping[str, Path]) -> list[str]:
    """Runs a page's commands in `home`, each where the last `cd` led; gives what differs, as sentences.

    `ready` holds folders that a command would only make once more: they are copied to the name that ends the command.
    """
    program = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{program}:{os.environ['PATH']}", "COLUMNS": "120", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    where, differences = home, []
    for step in steps(page):
        if step.command in ready:
            shutil.copytree(ready[step.command], where / step.command.split()[-1])
            continue
        script = f"{step.command}\ncode=$?\npwd >&3\nexit $code"
        reader, writer = os.pipe()
        ran = subprocess.run(
            ["bash", "-c", f"exec 3>&{writer}\n{script}"],
            cwd=where,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=(writer,),
            check=False,
        )
        os.close(writer)
        with os.fdopen(reader) as told:
            where = Path(told.read().strip() or where)
        place = f"{page.name}, line {step.line}: {step.command}"
        if ran.returncode != step.ends:
            differences.append(f"{place}\nended with {ran.returncode}, not {step.ends}:\n{ran.stdout}")
        elif not shows(ran.stdout, step.shown):
            differences.append(f"{place}\nprinted\n{ran.stdout}\nand the page shows\n" + "\n".join(step.shown))
    return differences


def shows(output: str, shown: tuple[str, ...]) -> bool:
    """Whether the output is what is shown, where `...` may be any lines. A page that shows nothing leaves the output open."""
    if not any(line.strip() for line in shown):
        return True
    parts = [re.escape(line).replace(r"\.\.\.", ".*") if line.strip() != "..." else None for line in shown]
    pattern = "".join(r"(?:.*\n)*?" if part is None else part + r" *\n" for part in parts)
    lines = "\n".join(line.rstrip() for line in output.splitlines()) + "\n"
    return re.fullmatch(pattern + r"\n*", lines) is not None
