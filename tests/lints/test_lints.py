"""Every rule of thumb speaks where it should, is silent where it should, and says exactly what is written in `notices.cases`."""

from __future__ import annotations

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


def test_check_shows_the_notices_and_the_demo_has_its_one(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(base_text("demo"))
    done = CliRunner().invoke(remit, ["check", str(path)])
    assert done.exit_code == 0 and done.output.count("(notice)") == 1 and "Clause 11.2, line 353 (notice)" in done.output
    path.write_text(base_text("demo").replace("linked share: 80 %", "linked share: 180 %"))
    done = CliRunner().invoke(remit, ["check", str(path)])
    assert done.exit_code == 0 and "2 notices." in done.output
    assert "Clause 10.5, line 285 (notice): 'linked share' is 180 %" in done.output
