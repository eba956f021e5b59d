"""Every preset goes the whole way that its README names: new, check, test, import, statement; each with the figures of its sample."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from remit.__main__ import remit
from remit.exchange import starters


@dataclass(frozen=True)
class Sample:
    """What the sample of a preset comes to. Units and most results were counted from its files by a few lines of Python that know no
    Remit; data entry's turnaround, accounts payable's posting, IT's resolution and satisfaction, simple's satisfaction and the insurer's
    assessments were not."""

    month: str
    total: str
    lines: dict[str, str]
    levels: dict[str, tuple[str, str]]
    cases: int


SAMPLES = {
    "simple": Sample(
        "2026-04",
        "£214.40",
        {"10.1": "£214.40"},
        {"email first reply": ("met", "76 of 80"), "customer satisfaction": ("met", "from 40")},
        2,
    ),
    "customer support": Sample(
        "2026-05",
        "£705.00",
        {"10.1": "£465.00", "10.2": "£240.00"},
        {
            "email first reply": ("met", "65 of 72"),
            "chat answered": ("met", "67 of 78"),
            "solved at first contact": ("met", "132 of 152"),
            "customer satisfaction": ("met", "from 42"),
        },
        8,
    ),
    "data entry": Sample(
        "2026-05",
        "£442.08",
        {"10.1": "£335.75", "10.2": "£120.00", "11.1": "−£13.67"},
        {"entry accuracy": ("missed", "388 of 395"), "entry turnaround": ("met", "380 of 393"), "oldest form": ("reported", "from 1")},
        5,
    ),
    "accounts payable": Sample(
        "2026-05",
        "€705.20",
        {"10.1": "€355.20", "10.2": "€350.00"},
        {
            "posted on time": ("met", "138 of 142"),
            "paid when due": ("met", "117 of 119"),
            "posting accuracy": ("met", "145 of 146"),
        },
        5,
    ),
    "payroll": Sample(
        "2026-05",
        "£896.24",
        {"10.1": "£739.20", "10.2": "£160.00", "10.3": "£42.00", "11.1": "−£44.96"},
        {
            "paid on pay day": ("missed", "173 of 176"),
            "payslip accuracy": ("met", "175 of 176"),
            "questions answered": ("met", "53 of 57"),
        },
        4,
    ),
    "contact and back office": Sample(
        "2026-05",
        "£2,541.78",
        {
            "10.1": "£260.40",
            "10.2": "£100.30",
            "10.3": "£240.00",
            "10.5": "−£2.92",
            "10.6": "£84.00",
            "10.7": "£60.00",
            "10.10": "£1,800.00",
        },
        {
            "email first reply": ("met", "43 of 47"),
            "chat answered": ("met", "30 of 37"),
            "item accuracy": ("met", "117 of 118"),
            "turnaround": ("amber", "111 of 118"),
            "customer satisfaction": ("met", "from 62"),
            "answers between the companies": ("met", "from 14"),
        },
        4,
    ),
    "insurance claims": Sample(
        "2026-05",
        "£3,578.00",
        {"10.1": "£1,998.00", "10.2": "£1,250.00", "10.3": "£330.00"},
        {
            "acknowledged": ("met", "112 of 114"),
            "assessed in time": ("met", "93 of 94"),
            "assessment accuracy": ("met", "107 of 108"),
            "complaints": ("reported", "from 121"),
            "age of open claims": ("reported", "from 40"),
        },
        5,
    ),
    "it help desk": Sample(
        "2026-05",
        "£2,913.50",
        {"10.1": "£1,980.00", "10.2": "£786.50", "10.3": "£147.00"},
        {
            "response in time": ("met", "130 of 133"),
            "resolved in time": ("met", "109 of 121"),
            "users' satisfaction": ("met", "from 49"),
            "age of open tickets": ("reported", "from 12"),
        },
        4,
    ),
}


def run(*words: object) -> Result:
    return CliRunner().invoke(remit, [str(word) for word in words])


def test_every_preset_has_its_figures_here() -> None:
    assert set(SAMPLES) == set(starters.names())


@pytest.mark.parametrize("preset", SAMPLES)
def test_a_preset_goes_the_whole_way(preset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = SAMPLES[preset]
    assert run("new", tmp_path / "here", "--preset", preset).exit_code == 0
    monkeypatch.chdir(tmp_path / "here")
    answer = json.loads(run("check", "terms.yaml", "--json").output)
    assert answer["faults"] == [], "no fault and no notice"
    commands = re.findall(r"^    remit (.+?)(?: +#.*)?$", Path("README.md").read_text(), re.MULTILINE)
    assert [shlex.split(command)[0] for command in commands][:2] == ["check", "test"]
    printed = ""
    for command in commands:
        words = shlex.split(command)
        if words[0] == "statement":
            assert words[2] == expected.month
            words += ["--cut", f"{expected.month[:5]}{int(expected.month[5:]) + 1:02}-08T18:00:00+01:00"]
        done = run(*words)
        assert done.exit_code == 0, f"{command}\n{done.output}"
        if words[0] == "test":
            assert f"{expected.cases} of {expected.cases} cases agree" in done.output
        if words[:2] == ["check", "terms.yaml"] and len(words) == 3:
            assert "These records can decide every clause." in done.output
        printed = done.output
    assert "Missing:" not in printed
    assert re.search(rf"Total +{re.escape(expected.total)}$", printed, re.MULTILINE)
    lines = {found[1]: found[2] for found in re.finditer(r"^(1[01]\.\d+) .* (−?[£€][\d,.]+)$", printed, re.MULTILINE)}
    assert lines == expected.lines
    for level, (status, counted) in expected.levels.items():
        assert re.search(rf"^8\.\d+ +{re.escape(level)} +\S {status} .* {re.escape(counted)}$", printed, re.MULTILINE), level


@pytest.mark.parametrize("preset", SAMPLES)
def test_importing_its_samples_again_changes_nothing(preset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", tmp_path / "here", "--preset", preset)
    monkeypatch.chdir(tmp_path / "here")
    for sample in sorted(Path("samples").glob("*.csv")):
        kind = ["--facts"] if sample.name == "facts.csv" else []
        assert run("import", sample, "--into", ".", *kind).exit_code == 0
        assert "0 new" in run("import", sample, "--into", ".", *kind).output


def test_a_preset_fits_a_page_and_puts_at_most_an_eighth_at_risk() -> None:
    """The one with every section of a large contract takes two pages."""
    home = Path(starters.__file__).parents[2] / "terms" / "presets"
    for path in home.glob("*.terms.yaml"):
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= (220 if path.name.startswith("contact_and_back_office") else 110), path.name
        assert re.search(r"rule: cap, .*at most: 1[02] %", text), path.name


def test_an_unknown_preset_names_those_there_are(tmp_path: Path) -> None:
    done = run("new", tmp_path / "here", "--preset", "call centre")
    assert done.exit_code == 2
    assert all(name in done.output.replace("\n", " ") for name in ("accounts payable", "customer support", "it help desk", "simple"))
    assert not (tmp_path / "here").exists()
