"""The mutants themselves: what is changed, what is left alone, and that a changed function really runs."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.mutants import mutants
from tests.mutation.running import ROOT, changed_code, functions, in_a_process, in_processes

SOURCE = '''"""A docstring."""
LIMIT = 3


def cut(asked: int, because: str = "limit") -> int:
    """Another."""
    if asked > LIMIT and asked not in (7, 8):
        because = f"{asked} is more than {LIMIT}"
        return min(asked, LIMIT)
    return asked - 0
'''


def changes(source: str) -> list[str]:
    return [one.change for one in mutants(ast.parse(source))]


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("def f(a, b):\n    return a <= b", "a <= b -> a < b"),
        ("def f(a, b):\n    return a and b", "a and b -> a or b"),
        ("def f(a, b):\n    return a and b", "a and b -> b"),
        ("def f(a):\n    return -a", "-a -> a"),
        ("def f(a):\n    a.x = 1", "a.x = 1 -> pass"),
        ("def f(a):\n    return [b for b in a if b]", " for b in a if b ->  for b in a"),
        ("def f(a):\n    return g(a, part=a)", "g(a, part=a) -> g(a)"),
        ("def f(a):\n    raise a", "raise a -> pass"),
        ("def f(a):\n    return sorted(a, key=len)", "sorted(a, key=len) -> list(a)"),
        ("KINDS = {'up': 1}", "'up' -> 'up, not'"),
    ],
)
def test_what_is_changed(source: str, change: str) -> None:
    assert change in changes(source)


def test_wording_is_left_alone() -> None:
    assert changes('"""Said."""\nexample = "text"\n') == []
    assert changes('def f(a):\n    raise Fault(f"{a}", "what", 3)') == ["raise Fault(f'{a}', 'what', 3) -> pass"]
    assert not [one for one in changes(SOURCE) if "because" in one and "limit" not in one.lower()]


def test_every_mutant_differs_and_compiles() -> None:
    before = ast.dump(ast.parse(SOURCE))
    count = len(mutants(ast.parse(SOURCE)))
    assert count > 15
    for number in range(count):
        tree = ast.parse(SOURCE)
        changed = mutants(tree)[number].apply(tree)
        assert ast.dump(changed) != before
        compile(changed, "source", "exec")


def test_a_loaded_function_is_given_its_mutated_code(tmp_path: Path) -> None:
    path = tmp_path / "cut.py"
    path.write_text(SOURCE, encoding="utf-8")
    names: dict[str, object] = {}
    exec(compile(SOURCE, str(path), "exec"), names)
    found = mutants(ast.parse(SOURCE))
    number = next(number for number, one in enumerate(found) if one.change.startswith("min("))

    def mutated() -> object:
        for function, code in changed_code(path, number, functions([path])) or []:
            function.__code__ = code
        return names["cut"](9)  # type: ignore[operator]

    assert names["cut"](9) == 3  # type: ignore[operator]
    assert in_a_process(mutated, 120) == 9
    limit = next(number for number, one in enumerate(found) if one.line == 2)
    assert changed_code(path, limit, functions([path])) is None


SHARED = """
import pytest

from cut import cut, other

@pytest.fixture(scope="module")
def made():
    return cut(9)

def test_first(made):
    assert made == 3

def test_second(made):
    assert made < 4

def test_third():
    assert other(1) == 2
"""


LINES = """
import json, sys
from pathlib import Path

import pytest

from tests.mutation.running import OPTIONS, Warm

sys.path.insert(0, ".")
warm = Warm(lambda plugin: Path("told.json").write_text(json.dumps(plugin.lines([Path("cut.py").resolve()]))))
pytest.main([*OPTIONS, "--rootdir=.", "test_shared.py"], plugins=[warm])
"""


def test_what_a_shared_fixture_touches_counts_for_every_test_that_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "cut.py").write_text(f"{SOURCE}\n\ndef other(one):\n    return one + 1\n", encoding="utf-8")
    (tmp_path / "test_shared.py").write_text(SHARED, encoding="utf-8")
    places = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    subprocess.run([sys.executable, "-c", LINES], cwd=tmp_path, env={**os.environ, **places}, check=True, capture_output=True)
    found = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    assert [name.split("::")[1] for name in found["names"]] == ["test_first", "test_second", "test_third"] and not found["failed"]
    (touched,) = found["lines"].values()
    last = max(map(int, touched))
    assert touched[str(last)] == [2]
    assert {tuple(tests) for line, tests in touched.items() if int(line) < last and tests} == {(0, 1)}


def test_a_mutant_that_never_ends_is_stopped() -> None:
    def never() -> None:
        while True:
            pass

    assert in_a_process(never, 0.3) is None
    assert in_processes([lambda: 1, never, lambda: 3], 0.3) == [1, None, 3]
