"""Which rows of the product spec are proved by which tests: `make rows` prints all 110 and fails where a finished step lacks one.

python -m tests.rows
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

TESTS = Path(__file__).parent
LAST = 110
FINISHED: Mapping[str, tuple[int, ...]] = {
    "the month in the browser": (34, 35, 36, 37, 38, 39, 40, 60, 61, 62, 84, 89, 98, 99, 100, 101, 102, 103, 110),
    "the contract": (*range(30, 40), 61, 62, 64, *range(86, 90), 100),
    "what to outsource, and to whom": (*range(1, 30), 92, 95, 97, 107),
}
"""The rows of steps that are finished, by the step's name: each must have a test."""
_MARK = re.compile(r"pytest\.mark\.row\(([0-9, ]+)\)")
_TEST = re.compile(r"\s*(?:async )?def (test_\w+)")


def rows() -> Mapping[int, list[str]]:
    """Tests by the row they prove, as `file::test`."""
    found: dict[int, list[str]] = {number: [] for number in range(1, LAST + 1)}
    for path in sorted(TESTS.rglob("test_*.py")):
        waiting: list[int] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if mark := _MARK.search(line):
                waiting += [int(number) for number in mark[1].replace(" ", "").split(",") if number]
            elif waiting and (test := _TEST.match(line)):
                for number in waiting:
                    found[number].append(f"{path.relative_to(TESTS.parent)}::{test[1]}")
                waiting = []
    return found


def main() -> int:
    found = rows()
    for number, tests in found.items():
        print(f"R{number:<4} {tests[0] if tests else 'no test yet'}")
        for test in tests[1:]:
            print(f"      {test}")
    lacking = {step: [number for number in numbers if not found[number]] for step, numbers in FINISHED.items()}
    proved = sum(bool(tests) for tests in found.values())
    print(f"{proved} of {LAST} rows are proved by a test.")
    for step, numbers in lacking.items():
        if numbers:
            print(f"{step} is finished, and lacks a test of {', '.join(f'R{number}' for number in numbers)}", file=sys.stderr)
    return int(any(lacking.values()))


if __name__ == "__main__":
    sys.exit(main())
