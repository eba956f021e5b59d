"""Every rule of thumb speaks where it should, is silent where it should, and says exactly what is written in `notices.cases`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from remit.__main__ import remit
from remit.catalogue import standard_catalogue, standard_lints
from remit.lint import Changes, Lint, lint
from remit.terms.document import Terms
from remit.terms.reader import read
from tests.shared import REPOSITORY
from tests.terms.cases import Case, base_text, cases

CASES = [pytest.param(case, id=case.name) for case in cases(Path(__file__).parent / "notices.cases")]
LINTS = [pytest.param(one, id=one.name) for one in standard_lints()]
CONTRACTS = sorted((REPOSITORY / "src" / "remit" / "terms" / "presets").glob("*.terms.yaml"))


def changed(changes: Changes) -> Terms:
    text = base_text("demo")
    for old, new in changes:
        assert old in text, f"the demo has no {old!r}"
        text = text.replace(old, new, 1)
    return read(text, standard_catalogue())


@pytest.mark.parametrize("one", LINTS)
def test_it_speaks_where_it_should_and_only_there(one: Lint) -> None:
    found = list(one.notices(changed(one.triggers), standard_catalogue()))
    assert found and all(notice.notice and notice.place.line and notice.place.clause and notice.remedy for notice in found)
    assert one.spares and not list(one.notices(changed(one.spares), standard_catalogue()))
    assert len(sys.modules[type(one).__module__].__doc__ or "") > 60, "the file's docstring says why"


@pytest.mark.parametrize("case", CASES)
def test_says_exactly_what_is_doubtful(case: Case) -> None:
    terms = read(case.contract(), standard_catalogue())
    assert [str(notice) for notice in lint(terms, standard_catalogue(), standard_lints())] == case.notices


def test_every_lint_has_a_case_of_its_own() -> None:
    told = {case.values[0].name.split(":")[0] for case in CASES}
    assert {one.name for one in standard_lints()} <= told


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.name.removesuffix(".terms.yaml"))
def test_nothing_is_doubtful_in_what_a_person_starts_from(path: Path) -> None:
    assert lint(read(path.read_bytes(), standard_catalogue()), standard_catalogue(), standard_lints()) == ()


def test_the_guide_names_every_rule_of_thumb() -> None:
    text = (REPOSITORY / "docs" / "guide" / "notices.md").read_text("utf-8")
    assert [one.name for one in standard_lints() if f"| {one.name} |" not in text] == []


def test_check_shows_the_notices_and_the_demo_has_its_one(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(base_text("demo"))
    done = CliRunner().invoke(remit, ["check", str(path)])
    assert done.exit_code == 0 and done.output.count("(notice)") == 1 and "Clause 11.2, line 353 (notice)" in done.output
    path.write_text(base_text("demo").replace("linked share: 80 %", "linked share: 180 %"))
    done = CliRunner().invoke(remit, ["check", str(path)])
    assert done.exit_code == 0 and "2 notices." in done.output
    notices = [line for line in done.output.splitlines() if "(notice)" in line]
    assert [line[: line.index(" (notice)")] for line in notices] == ["Clause 10.5, line 285", "Clause 11.2, line 353"]


def test_amended_terms_are_looked_at_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    CliRunner().invoke(remit, ["new", str(folder)])
    digest = hashlib.sha256((folder / "terms.yaml").read_bytes()).hexdigest()
    level = "service levels:\n  8.1 email first reply: {rule: share on time, clock: email reply, target: 100 %, minimum: 100 %}\n"
    (folder / "amendments").mkdir()
    head = f"remit terms: 1\namends: sha256:{digest}\nsigned: 2026-05-04\nfrom: 2026-06-01\n"
    (folder / "amendments" / "2026-06.yaml").write_text(head + level)
    done = CliRunner().invoke(remit, ["check", str(folder)])
    assert "Clause 8.1 (notice): 'minimum' is 100 %" in done.output
    assert "1 notice." in done.output
