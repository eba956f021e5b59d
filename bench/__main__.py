"""`python -m bench`: run the tables and write docs/benchmarks.md.

python -m bench                    every table at full size; writes docs/benchmarks.md
python -m bench --small            every table in seconds, writes nothing: shows that all of it runs
python -m bench statement clocks   only these tables, prints them, writes nothing
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from bench.page import page, section
from bench.table import Measured, Setting, measure

TABLES = Path(__file__).parent / "tables"
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
ORDER = ("clocks", "libraries", "statement", "engines", "replay", "designer", "digest", "intake", "start")


def names() -> list[str]:
    """The tables there are, in the order of the page."""
    found = {path.stem for path in TABLES.glob("*.py") if not path.stem.startswith("_")}
    return sorted(found, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


def run(name: str, small: bool, rounds: int) -> Measured:
    """One table, its input made in a temporary folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="remit-bench-") as folder:
        table = import_module(f"bench.tables.{name}").table(Setting(small, Path(folder), rounds))
        try:
            return measure(table, rounds)
        finally:
            table.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"which tables: {', '.join(names())}; all where none is named")
    parser.add_argument("--small", action="store_true", help="small inputs and two rounds")
    parser.add_argument("--rounds", type=int, help="how often each entry is timed (7; with --small 2)")
    asked = parser.parse_args()
    unknown = sorted(set(asked.tables) - set(names()))
    if unknown:
        parser.error(f"no table named {', '.join(unknown)}; there are {', '.join(names())}")
    rounds = asked.rounds or (2 if asked.small else 7)
    results = []
    for name in asked.tables or names():
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        results.append(run(name, asked.small, rounds))
        print(section(results[-1]), flush=True)
    if not asked.small and not asked.tables:
        PAGE.write_text(page(results, rounds), encoding="utf-8")
        print(f"wrote {PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE}", file=sys.stderr)
    missed = [entry.name for result in results for entry in result.table.entries if result.kept(entry) is False]
    if missed and not asked.small:
        print(f"Not kept: {'; '.join(missed)}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
