"""The mutants themselves: what is changed, what is left alone, and that a changed function really runs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutation.mutants import mutants
from tests.mutation.running import changed_code, functions, in_a_process

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


def test_a_mutant_that_never_ends_is_stopped() -> None:
    def never() -> None:
        while True:
            pass

    assert in_a_process(never, 0.3) is None
