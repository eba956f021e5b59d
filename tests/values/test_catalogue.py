"""A rule is found by its file, and a file that does not hold the rule of its name stops the program at start."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from remit.values.catalogue import Misnamed, discover


class Greeting:
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Callable[..., str]:
    """Writes a package of the given files and returns its name."""
    monkeypatch.syspath_prepend(tmp_path)
    package = f"greetings_{abs(hash(request.node.name))}"

    def write(**files: str) -> str:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
        for stem, text in files.items():
            (tmp_path / package / f"{stem}.py").write_text(text)
        return package

    monkeypatch.setattr(sys.modules[__name__], "Greeting", Greeting, raising=False)
    monkeypatch.setitem(sys.modules, "greeting_kind", sys.modules[__name__])
    return write


def test_every_file_is_a_rule(folder: Callable[..., str]) -> None:
    source = "from greeting_kind import Greeting\nRULE = Greeting('{}')\n"
    package = folder(good_morning=source.format("good morning"), farewell=source.format("farewell"), _shared="")
    rules = discover(package, Greeting)
    assert list(rules) == ["farewell", "good morning"]
    with pytest.raises(TypeError):
        rules["another"] = Greeting("another")  # type: ignore[index]


def test_a_misnamed_rule(folder: Callable[..., str]) -> None:
    package = folder(good_evening="from greeting_kind import Greeting\nRULE = Greeting('good morning')\n")
    with pytest.raises(Misnamed, match=r"holds the rule 'good morning'; name the file good_morning\.py or the rule 'good evening'"):
        discover(package, Greeting)


@pytest.mark.parametrize("text", ["", "RULE = 3\n"])
def test_a_file_without_a_rule(folder: Callable[..., str], text: str) -> None:
    package = folder(good_evening=text)
    with pytest.raises(Misnamed, match="good_evening defines no RULE of the kind Greeting"):
        discover(package, Greeting)
