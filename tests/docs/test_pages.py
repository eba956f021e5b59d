"""Every command that a guide page shows runs, and prints what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from remit.exchange.folder import Folder
from tests.docs.console import run, shows, steps
from tests.shared import REPOSITORY

DOCS = REPOSITORY / "docs"
MAKES_THE_DEMO = "remit demo make demo"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts and "generated" not in page.parts and steps(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page(page: Path, tmp_path: Path, demo: Folder) -> None:
    assert not run(page, tmp_path, {MAKES_THE_DEMO: demo.path})


def test_the_tutorial_is_among_them() -> None:
    assert DOCS / "tutorial.md" in PAGES


def test_shown_output_is_compared() -> None:
    assert shows("one\ntwo\nthree\n", ("one", "...", "three"))
    assert shows("anything\n", ())
    assert not shows("one\ntwo\n", ("one",))
    assert not shows("one\n", ("one", "two"))


def test_links_between_pages_lead_somewhere() -> None:
    lost = []
    for page in [*DOCS.rglob("*.md"), REPOSITORY / "README.md"]:
        if "_build" in page.parts or "generated" in page.parts:
            continue
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                lost.append(f"{page.relative_to(REPOSITORY)}: {target}")
    assert not lost


def test_the_readme_names_only_commands_that_exist() -> None:
    import click

    from remit.__main__ import remit

    known = set(remit.list_commands(click.Context(remit)))
    named = set(re.findall(r"^    remit ([a-z]+)", (REPOSITORY / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert named and named <= known


def test_every_clock_and_calendar_setting_is_explained_with_an_example() -> None:
    from remit.terms.definitions import CALENDAR, CLOCK

    text = (DOCS / "guide" / "clock-settings.md").read_text(encoding="utf-8")
    sections = re.split(r"\n(?=###? )", text)
    known_elsewhere = {"covers", "calendar", "where", "except"}  # which items a clock measures, not how
    for setting in (*CALENDAR, *CLOCK):
        if setting.name in known_elsewhere:
            continue
        about = [section for section in sections if f"`{setting.name}`" in section.split("\n")[0]]
        assert about, f"no heading names `{setting.name}`"
        assert any("*Example.*" in section for section in about), f"`{setting.name}` has no example"
        for reading in getattr(setting.kind, "readings", ()):
            assert any(reading in section for section in about), f"`{setting.name}`: the reading '{reading}' is not named"


def test_the_reference_settles_a_month_of_every_charge_and_adjustment(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from remit.catalogue import standard_catalogue

    monkeypatch.setattr(sys, "path", [str(DOCS / "_ext"), *sys.path])
    from settled import settled  # type: ignore[import-not-found]

    months = settled()
    assert {rule.name for section, rule in standard_catalogue() if section in (10, 11)} == set(months)
    assert all(re.search(r"^> .*[0-9]", text, re.MULTILINE) for text in months.values())
