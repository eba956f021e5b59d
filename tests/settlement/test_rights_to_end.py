"""A right to end the contract, as the statement tells it: from the statements alone, with its months, and only where there is one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from remit import closing
from remit.__main__ import remit
from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.exchange import statement_json
from remit.exchange.folder import Folder
from remit.exchange.statement_json import Envelope
from remit.measure import Measure
from remit.statement import Statement, Summaries, rights, statement, termination_counts
from remit.terms.reader import read, read_with_notices
from remit.values.period import Month
from remit.work import facts
from tests.foresight import desk
from tests.settlement.test_mechanisms import FOLDER
from tests.terms.cases import base_text

CUT = 2**62
END = """exit:
  15.1 repeated credits:
    rule: termination right
    counts: month with a credit
    after: 3 in any 9 months
    notice: 2 months
    used within: 2 months
"""


def agreement(*edits: tuple[str, str]) -> Agreement:
    text = (FOLDER / "right_by_credits.terms.yaml").read_text(encoding="utf-8")
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return Agreement(read(text, standard_catalogue()), standard_catalogue())


def settled(terms: Agreement, results: str) -> list[Statement]:
    """`x.x` is three months from January 2025 of which the first and third miss the level, each settled on those before."""
    found: list[Statement] = []
    for index, mark in enumerate(results):
        measures = {"8.1": Measure(0 if mark == "x" else 1, 100)}
        found.append(statement(terms, Summaries(measures=measures), facts.empty(), found, Month(2025, 1).plus(index), CUT))
    return found


def stands(found: list[Statement]) -> str:
    """`!` for every month whose statement tells a right in its notes."""
    return "".join("!" if any(note.startswith("15.1 ") for note in one.notes) else "." for one in found)


def test_a_credit_counts_in_the_month_it_is_for() -> None:
    """Each credit of 40 % spills over its limit of 30 % into the next month, which does not count for it."""
    assert stands(settled(agreement(), "x.x.x...")) == "........"
    assert stands(settled(agreement(), "xxx......")) == "..!!!!..."
    later = agreement(
        ("of: base charges, credits", "of: base charges, settled: in the next statement, credits"), ("3 in a row", "2 in a row")
    )
    found = settled(later, "xx....")
    assert stands(found) == "..!!!."  # known a month later, and counted from February all the same
    assert rights(later, found[2], found[:2])[0].since == Month(2025, 2)


def test_what_is_corrected_later_no_longer_counts() -> None:
    terms = agreement(("3 in a row", "2 in a row"), (", excess: carried forward", ""))
    found = settled(terms, "xx")
    assert stands(found) == ".!"
    now = [replace(one, lines=one.lines[:1]) if one.month == Month(2025, 1) else one for one in found]
    good = Summaries(measures={"8.1": Measure(1, 100)})
    march = statement(terms, good, facts.empty(), found, Month(2025, 3), CUT, recomputed=now)
    assert [(line.kind, str(line.amount), line.month) for line in march.lines if line.kind == "correction"] == [
        ("correction", "300.00", "2025-01")
    ]
    assert not march.notes and stands(settled(terms, "xx.")) == ".!!"


def test_a_correction_reaches_the_month_that_the_credit_was_for() -> None:
    """January's and February's credits are settled a month later; February's statement, computed anew, no longer has January's."""
    terms = agreement(
        ("of: base charges, credits", "of: base charges, settled: in the next statement, credits"),
        ("3 in a row", "2 in a row"),
        (", excess: carried forward", ""),
    )
    found = settled(terms, "xx.")
    assert stands(found) == "..!"
    february = replace(found[1], lines=found[1].lines[:1])
    april = statement(terms, Summaries(measures={"8.1": Measure(1, 100)}), facts.empty(), found, Month(2025, 4), CUT, recomputed=[february])
    assert [line.month for line in april.lines if line.kind == "correction"] == ["2025-02"] and not april.notes
    ((_, months),) = termination_counts(terms, april, found)
    assert [str(one.month) for one in months if one.counts] == ["2025-02"]  # settled with March, and still good


def test_the_note_says_everything_and_stands_in_what_is_signed() -> None:
    found = settled(agreement(), "xxx")
    (note,) = found[2].notes
    # 300 a month. February asks 400 + 100 of January's, and pays 240 + 60; March asks 400 + 160 + 40 and pays 200 + 80 + 20.
    assert note == (
        "15.1 termination for repeated credits: the client may end these terms, with a notice of 1 month, since March 2025. "
        "January 2025 (credits of £380.00), February 2025 (credits of £320.00) and March 2025 (credits of £200.00): 3 times in a row. "
        "The right ends on 30 June 2025."
    )
    assert note.encode() in statement_json.body(found[2])


def test_a_month_without_a_right_is_signed_as_before() -> None:
    """The clause changes nothing but the digest of the terms until there is a right."""
    bare = agreement()
    without = replace(bare, terms=replace(bare.terms, clauses=tuple(one for one in bare.terms.clauses if one.section != 15)))
    for one, other in zip(settled(bare, "x.xx.xxx."), settled(without, "x.xx.xxx."), strict=True):
        same = statement_json.body(one) == statement_json.body(other)
        assert same == (not one.notes), one.month


def test_faults_of_a_right_that_cannot_be_computed() -> None:
    text = base_text("demo")
    clause = """
  15.3 chronic failure:
    rule: termination right
    counts: {counts}
    after: 3 in a row
    notice: 1 month
    {more}
"""

    def told(counts: str, more: str) -> list[str]:
        whole = text.rstrip() + clause.format(counts=counts, more=more)
        return [fault.what for fault in read_with_notices(whole, standard_catalogue())[1] if not fault.notice]

    assert told("credits at or above a share", "of: forecast charges") == [
        "statements of earlier months do not tell the charges at forecast volume of credits taken together"
    ]
    assert told("month with a credit", "used within: 4 hours") == ["the right ends with a day"]
    assert told("minimum missed", "averaged over: 3 months") == [
        "'averaged over' decides nothing where a month counts for 'minimum missed'"
    ]
    assert told("average below minimum", "averaged over: 10 days") == [
        "an average needs one service level",
        "an average is taken over whole months",
    ]
    assert told("minimum missed", "used within: 10 business days") == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A desk whose every third month is slow, closed and issued month by month under a contract with a right to end."""
    path = tmp_path_factory.mktemp("desk")
    (path / "terms.yaml").write_text(desk.TERMS.lstrip().replace("form: simple", "form: advanced") + END, encoding="utf-8")
    home = Folder.open(path)
    home.add_events(desk.log(60), {"file": "desk"})
    for month in desk.MONTHS:
        known = closing.Knowledge.of(home)
        one = closing.settle(known, month, month.next().bounds("Europe/London").end)
        home.issue(one, statement_json.write(one, Envelope()))
    return home


def test_issued_statements_tell_the_right_and_compute_again(folder: Folder) -> None:
    known = closing.Knowledge.of(folder)
    missing = [one.month.month for one in known.issued if any(line.kind == "credit" for line in one.lines)]
    assert missing == [3, 6, 9, 12]
    assert (
        stands(list(known.issued)) == "........!!!!"
    )  # three in nine months with September, until the end of November; again with December
    for one in known.issued:
        again = closing.settle(known, one.month, one.cut)
        assert statement_json.body(replace(again, version=1)) == statement_json.body(one)


def test_the_command_explains_the_right_and_replays_it(folder: Folder) -> None:
    def said(*words: str) -> str:
        ran = CliRunner().invoke(remit, [words[0], str(folder.path), *words[1:]])
        assert ran.exit_code == 0, ran.output
        return " ".join(ran.output.split())

    assert "Right to end 15.1 repeated credits: the client may end these terms" in said("explain", "2025-09")
    assert "Right to end" not in said("explain", "2025-08")
    whole = said("explain", "2025-09", "15.1")
    assert "15.1 repeated credits: since September 2025" in whole and "2025-06 counts credits of £" in whole and "2025-07 –" in whole
    assert "no right at the end of August 2025" in said("explain", "2025-08", "repeated credits")
    (value,) = json.loads(said("explain", "2025-09", "15.1", "--json"))
    assert (value["since"], value["until"]) == ("2025-09", "2025-11-30")
    replayed = said("replay", "2025-01..2025-12")
    assert replayed.count("Right to end, first in") == 2
    assert "Right to end, first in 2025-09: 15.1 repeated credits" in replayed and "first in 2025-12" in replayed
    months = json.loads(said("replay", "2025-01..2025-12", "--json"))["contracts"][0]["months"]
    assert [one["month"] for one in months if one["rights"]] == ["2025-09", "2025-10", "2025-11", "2025-12"]
    assert months[8]["rights"] == [
        {"clause": "15.1", "since": "2025-09", "until": "2025-11-30", "rests on": ["2025-03", "2025-06", "2025-09"]}
    ]
