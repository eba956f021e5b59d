"""Running tests against mutants: which tests touch which line, and which is the first to fail once a mutant is loaded.

Most mutants change the body of a function: a process that has Remit loaded and the tests collected, and has run nothing, is forked, and the
function is given its mutated code. What runs while a module is loaded (settings of a rule, tables, defaults) needs the whole module anew:
there a process that has the libraries alone is forked, which loads Remit with the mutated source and collects the tests.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib.machinery
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import IO, Any

import pytest

from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]

SUITE = (
    "tests/settlement",
    "tests/conformance/test_every_rule.py",
    "tests/terms/test_mechanisms.py",
    "tests/terms/test_faults.py",
    "tests/metrics/test_reliefs.py",
    "tests/values/test_money.py",
)
"""The quick tests of these layers; those over the demo's whole year, over random months and texts, and over real logs are left out."""
WORDS = "tests/settlement/test_words.py"
# Plain asserts: files that are named as arguments (for their doctests) would be read by pytest itself, past the mutated source.
OPTIONS = ("-q", "--assert=plain", "-p", "no:cacheprovider", "-o", "addopts=", "--doctest-modules", "--import-mode=importlib")
LONGEST = 30.0
"""Seconds a mutant may take beyond twice what its tests took; then it counts as noticed, since nobody waits for a statement for ever."""


@dataclass(frozen=True)
class Tests:
    """Which tests touch which line, and how long each takes; by the number of a test in `names`."""

    names: list[str]
    seconds: list[float]
    lines: dict[str, dict[int, list[int]]]

    def of(self, path: Path, mutant: Mutant) -> list[str]:
        """The tests that run a mutant's statement, quickest first. What runs while modules are loaded touches every test: those of the file
        come first, and that of the rules' words before them."""
        touched = self.lines.get(str(path), {})
        if self.runs(path, mutant):
            return self._quickest(self._between(touched, *mutant.lines))
        words = {number for number, name in enumerate(self.names) if name.startswith(WORDS)}
        file = self._between(touched, 0, sys.maxsize) - words
        rest = set(range(len(self.names))) - words - file
        return [*self._quickest(words), *self._quickest(file), *self._quickest(rest)]

    def _quickest(self, tests: set[int]) -> list[str]:
        return [self.names[test] for test in sorted(tests, key=lambda test: self.seconds[test])]

    def runs(self, path: Path, mutant: Mutant) -> bool:
        """Whether any test runs a mutant's statement."""
        return mutant.called and bool(self._between(self.lines.get(str(path), {}), *mutant.lines))

    @staticmethod
    def _between(touched: dict[int, list[int]], first: int, last: int) -> set[int]:
        return {test for line, tests in touched.items() if first <= line <= last for test in tests}

    def time(self, names: list[str]) -> float:
        wanted = set(names)
        return sum(seconds for name, seconds in zip(self.names, self.seconds, strict=True) if name in wanted)


def in_a_process(work: Callable[[], Any], longest: float) -> Any:
    """What `work` returns in a child process; None if it takes too long or dies."""
    return in_processes([work], longest)[0]


def in_processes(works: Sequence[Callable[[], Any]], longest: float) -> list[Any]:
    """What each of `works` returns, all at once, each in a child process; None for one that takes too long or dies."""
    with contextlib.ExitStack() as files:
        told = [files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8")) for _ in works]
        children = [_started(work, file) for work, file in zip(works, told, strict=True)]
        until = time.monotonic() + longest
        running = set(children)
        while running:
            running -= {child for child in running if os.waitpid(child, os.WNOHANG)[0] == child}
            if running and time.monotonic() > until:
                for child in running:
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)
                break
            time.sleep(0.01)
        return [None if child in running else _read(file) for child, file in zip(children, told, strict=True)]


def _started(work: Callable[[], Any], told: IO[str]) -> int:
    child = os.fork()
    if child:
        return child
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    with contextlib.suppress(BaseException):
        told.write(json.dumps(work()))
        told.flush()
    os._exit(0)


def _read(told: IO[str]) -> Any:
    told.seek(0)
    text = told.read()
    return json.loads(text) if text else None


class Lines:
    """Notes, by coverage.py, which lines of some files each test touches.

    What a fixture of more than one test touches while it is made counts for every test that asks for the fixture.
    """

    def __init__(self, wanted: Sequence[Path]) -> None:
        import coverage

        self.coverage = coverage.Coverage(data_file=None, include=[str(path) for path in wanted], config_file=False)
        self.seconds: dict[str, float] = {}
        self.shared: dict[str, float] = {}
        self.current = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, Any]:
        before = self.current
        if fixturedef.scope != "function":
            self._turn(f"fixture {fixturedef.argname}")
        start = time.perf_counter()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self._turn(before)
                self.shared[fixturedef.argname] = time.perf_counter() - start

    def _turn(self, context: str) -> None:
        self.current = context
        self.coverage.switch_context(context)

    def run(self, items: Sequence[pytest.Item], failed: list[str]) -> dict[str, Any]:
        self.coverage.start()
        if items:
            items[0].config.pluginmanager.register(self)
        asked: dict[str, set[str]] = {}
        for item in items:
            made = set(self.shared)
            start = time.perf_counter()
            self._turn(item.nodeid)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            self._turn("")
            self.seconds[item.nodeid] = time.perf_counter() - start - sum(self.shared[name] for name in self.shared.keys() - made)
            for name in getattr(item, "fixturenames", ()):
                asked.setdefault(name, set()).add(item.nodeid)
        for name, seconds in self.shared.items():
            for one in asked.get(name, ()):
                self.seconds[one] += seconds
        self.coverage.stop()
        data = self.coverage.get_data()
        names = sorted(self.seconds)
        number = {name: place for place, name in enumerate(names)}
        by_context = {name: {place} for name, place in number.items()}
        by_context |= {f"fixture {name}": {number[one] for one in tests} for name, tests in asked.items()}
        lines = {
            path: {
                line: sorted(set().union(*(by_context.get(one, set()) for one in contexts)))
                for line, contexts in data.contexts_by_lineno(path).items()
            }
            for path in data.measured_files()
        }
        return {"names": names, "seconds": [self.seconds[name] for name in names], "lines": lines, "failed": failed}


class Warm:
    """A plugin of pytest that collects the suite once and, instead of running it, hands the collected tests to `work`."""

    def __init__(self, work: Callable[[Warm], Any]) -> None:
        self.work = work
        self.items: list[pytest.Item] = []
        self.failed: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = session.items
        self.work(self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def lines(self, wanted: Sequence[Path]) -> Any:
        return in_a_process(lambda: Lines(wanted).run(self.items, self.failed), 3600)

    def first_to_fail(self, path: Path, mutant: Mutant, names: Sequence[str], code: Sequence[tuple[FunctionType, CodeType]]) -> str:
        """Gives the functions their mutated code and runs the tests; nothing where all hold."""
        for function, changed in code:
            function.__code__ = changed
        place = {name: number for number, name in enumerate(names)}
        for item in sorted((one for one in self.items if one.nodeid in place), key=lambda one: place[one.nodeid]):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if self.failed:
                return self.failed[0]
        return ""


Loaded = dict[tuple[str, str, int], list[FunctionType]]
"""Functions by file, name and line."""


def functions(wanted: Sequence[Path]) -> Loaded:
    """The functions that are loaded from some files, by file, name and line."""
    found: Loaded = {}
    names = {str(path) for path in wanted}
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename in names:
            found.setdefault(_key(one.__code__), []).append(one)
    return found


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def changed_code(path: Path, number: int, loaded: Loaded) -> list[tuple[FunctionType, CodeType]] | None:
    """Which loaded functions a mutant changes, with their new code; None where that cannot be done without loading the module anew."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    mutant = mutants(tree)[number]
    if not mutant.called:
        return None
    before = compile(source, str(path), "exec", dont_inherit=True)
    after = compile(mutant.apply(tree), str(path), "exec", dont_inherit=True)
    found = []
    for old, new in zip(_all_code(before), _all_code(after), strict=False):
        if old == new or _key(old) not in loaded:
            continue
        if old.co_freevars != new.co_freevars or _key(old) != _key(new):
            return None
        found += [(function, new) for function in loaded[_key(old)]]
    return found or None


def _all_code(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _all_code(one)


class Chosen:
    """A plugin of pytest that runs only some tests, in their order, and remembers the first that failed."""

    def __init__(self, names: Sequence[str]) -> None:
        self.place = {name: place for place, name in enumerate(names)}
        self.failed = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((one for one in items if one.nodeid in self.place), key=lambda one: self.place[one.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = self.failed or f"{report.nodeid} (while it was collected)"


def noticed_by(path: Path, tree: ast.Module, number: int, names: list[str]) -> str:
    """The first test that fails once the mutant of this number is loaded; nothing where all hold."""
    mutant = mutants(tree)[number]
    source = importlib.machinery.SourceFileLoader.get_code
    mutated = compile(mutant.apply(tree), str(path), "exec", dont_inherit=True)

    def get_code(loader: importlib.machinery.SourceFileLoader, name: str) -> Any:
        return mutated if loader.path == str(path) else source(loader, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]
    plugin = Chosen(names)
    code = pytest.main([*OPTIONS, "-x", *dict.fromkeys(name.split("::")[0] for name in names)], plugins=[plugin])
    return plugin.failed or ("" if code == pytest.ExitCode.OK else f"pytest ended with {code}")
