"""Every wrong contract in `bad/` gives exactly the faults written beside it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.catalogue import standard_catalogue
from remit.terms.reader import read, read_with_notices
from remit.values.fault import Refused
from tests.terms.cases import Case, cases

BAD = Path(__file__).parent / "bad"
CASES = [pytest.param(case, id=f"{path.stem}: {case.name}") for path in sorted(BAD.glob("*.cases")) for case in cases(path)]


@pytest.mark.parametrize("case", CASES)
def test_says_exactly_what_is_wrong(case: Case) -> None:
    terms, faults = read_with_notices(case.contract(), standard_catalogue())
    assert [str(fault) for fault in faults if not fault.notice] == case.says
    assert (terms is None) == bool(case.says)
    if case.notices is not None:
        assert [str(fault) for fault in faults if fault.notice] == case.notices


@pytest.mark.parametrize("case", [case for case in CASES if case.values[0].says][:3])
def test_refuses_a_text_with_faults(case: Case) -> None:
    with pytest.raises(Refused) as refused:
        read(case.contract(), standard_catalogue())
    assert [str(fault) for fault in refused.value.faults] == case.says
