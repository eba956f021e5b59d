"""`python -m tests.mutation`: change the layers that settle a month, one small thing at a time, and see whether a test notices.

python -m tests.mutation                           500 mutants drawn with seed 1
python -m tests.mutation --sample 200 --seed 7     another sample
python -m tests.mutation --only src/remit/line.py  every mutant of one file
python -m tests.mutation --only src/remit/line.py:120,131    those of some lines

The tests are run once and it is noted which lines each of them touches. For a mutant a process is started that has the libraries loaded and
nothing of Remit; it loads the mutated source, and runs the tests that touch the statement, quickest first, until one fails.
Nothing on disk is changed. Survivors are listed: each is a missing test, or explained in docs/mutation.md.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import random
import sys
import time
from collections import Counter
from functools import partial
from math import sqrt
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.running import (
    LONGEST,
    OPTIONS,
    ROOT,
    SUITE,
    WORDS,
    Loaded,
    Tests,
    Warm,
    changed_code,
    functions,
    in_a_process,
    in_processes,
    noticed_by,
)

LAYERS = (
    "line.py adjustment.py adjustments/*.py charge.py charges/*.py scorecard.py statement.py agreement.py "
    "values/money.py relief.py reliefs/*.py"
)
A_DAY = 24 * 3600
LIBRARIES = ("click", "hypothesis", "numpy", "polars", "pyarrow", "ruamel.yaml", "yaml", "_pytest.doctest", "jsonschema")


def files() -> list[Path]:
    found = [path for pattern in LAYERS.split() for path in sorted((ROOT / "src" / "remit").glob(pattern))]
    return [path for path in found if path.name != "__init__.py"]


def interval(killed: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share of a sample (Wilson 1927)."""
    z, share = 1.96, killed / of
    middle, half = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def chosen(only: str | None, sample: int, seed: int) -> tuple[list[tuple[Path, int]], int]:
    """Mutants by file and number, and how many there are in all."""
    place, _, lines = (only or "").partition(":")
    wanted = {int(line) for line in lines.split(",")} if lines else None
    every = [
        (path, number, one.line) for path in files() for number, one in enumerate(mutants(ast.parse(path.read_text(encoding="utf-8"))))
    ]
    if only:
        return [(path, number) for path, number, line in every if path == ROOT / place and (wanted is None or line in wanted)], len(every)
    return [(path, number) for path, number, _ in sorted(random.Random(seed).sample(every, min(sample, len(every))))], len(every)


Verdicts = dict[str, str | None]
"""By the file and number of a mutant: the test that noticed it, nothing where all hold, None where it ran too long."""


def key(path: Path, number: int) -> str:
    return f"{path.relative_to(ROOT / 'src' / 'remit')} {number}"


def verdicts(drawn: list[tuple[Path, int]], jobs: int = 1, as_found: str | None = None) -> tuple[Tests, Verdicts] | str:
    """Each mutant with what noticed it; or what is wrong with the tests as they are. Survivors are written to a file as they are found."""
    told = in_a_process(lambda: _with_everything_loaded(drawn, jobs, as_found), A_DAY)
    if told is None or told["lines"] is None or told["lines"]["failed"] or not told["lines"]["names"]:
        return ", ".join(told["lines"]["failed"]) if told and told["lines"] else "no answer"
    found = told["lines"]
    lines = {path: {int(line): tests for line, tests in touched.items()} for path, touched in found["lines"].items()}
    tests = Tests(found["names"], found["seconds"], lines)
    results: Verdicts = told["verdicts"]
    left = [one for one in drawn if key(*one) not in results]
    for some in in_processes([partial(_loaded_anew, left[job::jobs], tests, as_found) for job in range(jobs)], A_DAY):
        results |= some
    return tests, results


def _loaded_anew(drawn: list[tuple[Path, int]], tests: Tests, as_found: str | None) -> Verdicts:
    """The verdicts on what runs while a module is loaded: the test of the rules' words alone first, then all in a new process."""
    results: Verdicts = {}
    for path, number in drawn:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        mutant = mutants(tree)[number]
        names = tests.of(path, mutant)
        first = [name for name in names if name.startswith(WORDS)]
        killer: str | None = ""
        for some in (first, [name for name in names if name not in first]):
            if some and killer == "":
                killer = in_a_process(partial(noticed_by, path, tree, number, some), LONGEST + 5 * tests.time(some))
        results[key(path, number)] = killer
        _say(as_found, path, mutant, killer, len(names))
    return results


def _say(as_found: str | None, path: Path, mutant: Mutant, killer: str | None, tests: int) -> None:
    """A survivor is written down at once: a sample takes its time."""
    if killer == "" and as_found:
        with open(as_found, "a", encoding="utf-8") as file:
            file.write(f"{said(path, mutant)}   [{tests} tests hold]\n")


def said(path: Path, mutant: Mutant) -> str:
    return f"{path.relative_to(ROOT / 'src' / 'remit')}:{mutant.line} {mutant.inside}: {mutant.change}"


def _with_everything_loaded(drawn: list[tuple[Path, int]], jobs: int, as_found: str | None) -> dict[str, object]:
    told: dict[str, object] = {}

    def judge(warm: Warm) -> None:
        told["lines"] = found = warm.lines(files())
        results: Verdicts = {}
        told["verdicts"] = results
        if found is None or found["failed"]:
            return
        lines = {path: {int(line): tests for line, tests in touched.items()} for path, touched in found["lines"].items()}
        tests = Tests(found["names"], found["seconds"], lines)
        loaded = functions(files())
        work = partial(_changed_in_place, tests=tests, warm=warm, loaded=loaded, as_found=as_found)
        for some in in_processes([partial(work, drawn[job::jobs]) for job in range(jobs)], A_DAY):
            results.update(some)

    pytest.main([*OPTIONS, *SUITE, *(str(path.relative_to(ROOT)) for path in files())], plugins=[Warm(judge)])
    return told


def _changed_in_place(drawn: list[tuple[Path, int]], tests: Tests, warm: Warm, loaded: Loaded, as_found: str | None) -> Verdicts:
    """The verdicts on what runs when a function is called."""
    results: Verdicts = {}
    noticed: dict[str, Counter[str]] = {}
    for path, number in drawn:
        code = changed_code(path, number, loaded)
        if code is None:
            continue
        mutant = mutants(ast.parse(path.read_text(encoding="utf-8")))[number]
        if not tests.runs(path, mutant):
            continue
        # Who noticed the neighbours is asked first.
        before = noticed.setdefault(f"{path} {mutant.inside}", Counter())
        names = sorted(tests.of(path, mutant), key=lambda name: -before[name])
        longest = LONGEST + 5 * tests.time(names)
        killer = in_a_process(lambda: warm.first_to_fail(path, mutant, names, code), longest) if names else ""  # noqa: B023
        results[key(path, number)] = killer
        before.update([killer] if killer else [])
        _say(as_found, path, mutant, killer, len(names))
    return results


def main() -> int:
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__, formatter_class=shape)
    parser.add_argument("--sample", type=int, default=500, help="how many mutants are drawn (500)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="FILE[:LINES]", help="every mutant of a file, or of some of its lines")
    parser.add_argument("--at-least", type=float, default=0.0, metavar="SHARE", help="fail below this share")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes work at once (2)")
    parser.add_argument("--as-found", metavar="FILE", help="write each survivor to a file at once")
    asked = parser.parse_args()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    sys.dont_write_bytecode = True
    for library in LIBRARIES:
        importlib.import_module(library)
    drawn, total = chosen(asked.only, asked.sample, asked.seed)
    print(f"{len(drawn)} of {total:,} mutants of {len(files())} files", flush=True)
    begun = time.monotonic()
    found = verdicts(drawn, asked.jobs, asked.as_found)
    if isinstance(found, str):
        print(f"The tests fail without any mutant: {found}", file=sys.stderr)
        return 2
    tests, results = found
    counts = Counter[str]()
    for path, number in drawn:
        mutant = mutants(ast.parse(path.read_text(encoding="utf-8")))[number]
        killer = results[key(path, number)]
        verdict = "survived" if killer == "" else "too slow" if killer is None else "killed"
        counts[verdict] += 1
        if verdict == "survived" or asked.only:
            by = f"   [{killer}]" if killer else f"   [{len(tests.of(path, mutant))} tests hold]"
            print(f"{verdict:9} {said(path, mutant)}{by}", flush=True)
    killed = len(drawn) - counts["survived"]
    low, high = interval(killed, len(drawn)) if drawn else (0.0, 0.0)
    print(
        f"{killed} of {len(drawn)} mutants noticed, {killed / max(len(drawn), 1):.1%} (95 % interval {low:.1%} to {high:.1%}); "
        f"{counts['too slow']} of them by running too long; {len(tests.names)} tests, {time.monotonic() - begun:.0f} s, seed {asked.seed}"
    )
    return int(killed < asked.at_least * len(drawn))


if __name__ == "__main__":
    sys.exit(main())
