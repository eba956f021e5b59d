"""Habits of the house that no linter knows: what the core may not read, how long things may be, what may not be committed."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import REPOSITORY

SOURCE = REPOSITORY / "src" / "remit"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
ABOVE = {"cli", "__main__.py", "settings.py", "records", "intake", "stages", "web", "api"}
"""What stands above the Django line, and may know the time of day, the environment and chance."""
CORE = [path for path in FILES if path.relative_to(SOURCE).parts[0] not in ABOVE]
NEAR_MONEY = ("values/money.py", "adjustment.py", "adjustments", "charge.py", "charges", "line.py", "statement.py", "agreement.py")


def place(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Every call of a file as line and dotted name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def test_the_core_reads_no_clock_and_no_environment() -> None:
    forbidden = re.compile(r"(^|\.)(now|utcnow|today|time\.time|time_ns|monotonic|getenv|getlocale|setlocale|localtime)$")
    found = [f"{place(path)}:{line} {name}" for path in CORE for line, name in calls(path) if forbidden.search(name)]
    found += [f"{place(path)} os.environ" for path in CORE if "os.environ" in path.read_text(encoding="utf-8")]
    assert not found, "time, zone and locale are passed in"


def test_zone_data_is_read_in_one_place() -> None:
    found = [
        f"{place(path)}:{line}" for path in FILES for line, name in imported(path) if name in {"zoneinfo", "tzdata", "dateutil", "pytz"}
    ]
    assert all(hit.startswith("values/period.py") for hit in found), found


def test_chance_is_never_the_machines() -> None:
    found = [
        f"{place(path)}:{line}" for path in CORE for line, name in imported(path) if name.split(".")[0] in {"random", "secrets", "uuid"}
    ]
    assert not found


def test_no_float_near_money() -> None:
    near = [path for path in FILES if place(path).startswith(NEAR_MONEY)]
    found = [f"{place(path)}:{line}" for path in near for line, name in calls(path) if name == "float"]
    for path in near:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                found.append(f"{place(path)}:{node.lineno} {node.value}")
    assert not found


def test_functions_fit_a_screen_and_files_a_room() -> None:
    long = [f"{place(path)}: {lines} lines" for path in FILES if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400]
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 70:
                long.append(f"{place(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines")
    assert not long


def test_names_are_of_the_field() -> None:
    avoided = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?|misc|info)($|_)|^process_|(^|_)data$")
    found = [place(path) for path in FILES if avoided.search(path.stem)]
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and avoided.search(re.sub(r"(?<!^)(?=[A-Z])", "_", node.name).lower()):
                found.append(f"{place(path)}:{node.lineno} {node.name}")
    assert not found


def test_every_module_and_every_public_function_says_what_it_is_for() -> None:
    found = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            found.append(place(path))
    assert not found


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.splitlines() if (path := REPOSITORY / name).is_file()]


def test_locks_hold_hashes_and_no_host() -> None:
    for name in ("user.txt", "dev.txt"):
        text = (REPOSITORY / "locks" / name).read_text()
        assert "://" not in text and "index" not in text and "/" not in text.replace("\\\n", "")
        pins = re.findall(r"^[a-z0-9._-]+(?:\[[a-z]+\])?==[^ ]+", text, re.MULTILINE)
        assert len(pins) > 20 and text.count("--hash=sha256:") >= len(pins)


def test_user_and_developer_install_the_same_versions() -> None:
    pins = [
        dict(re.findall(r"^([a-z0-9._-]+)==([^ ]+)", (REPOSITORY / "locks" / name).read_text(), re.MULTILINE))
        for name in ("user.txt", "dev.txt")
    ]
    assert pins[0].items() <= pins[1].items()


def test_nothing_of_this_machine_is_committed(tracked: list[Path]) -> None:
    home, here = str(Path.home()), str(REPOSITORY.parent)
    found = []
    for path in tracked:
        text = path.read_bytes()
        found += [f"{path.name}: {mark}" for mark in (f"{home}/", f"{here}/") if len(mark) > 3 and mark.encode() in text]
    assert not found


def test_large_files_are_not_committed(tracked: list[Path]) -> None:
    assert not [path.name for path in tracked if path.stat().st_size > 500_000]


def test_every_colour_that_a_style_names_is_given_one() -> None:
    """A variable that nobody sets makes the rule count for nothing, and the text takes the colour of what stands around it."""
    web = REPOSITORY / "src" / "remit" / "web"
    sheets = {path: path.read_text(encoding="utf-8") for path in (*(web / "static" / "remit").glob("*.css"), *web.rglob("*.html"))}
    given = set(re.findall(r"(--[\w-]+)\s*:", "\n".join(sheets.values())))
    used = {(path.name, name) for path, text in sheets.items() for name in re.findall(r"var\((--[\w-]+)\)", text)}
    assert not {one for one in used if one[1] not in given and not one[1].startswith("--tblr-")}
