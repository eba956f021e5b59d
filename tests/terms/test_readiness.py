"""A gate's criteria: what passes, what is only luck, and how much more it takes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from remit.catalogue import standard_catalogue
from remit.criteria import criteria, gate_clauses
from remit.demo.specimen import demo_terms
from remit.readiness import Criterion, Result, said, verdict
from remit.terms.reader import read

NINETY_FIVE = Fraction(95, 100)


def test_the_contracts_gate_clause_is_what_is_asked() -> None:
    terms = read(demo_terms(), standard_catalogue())
    found = criteria(terms, gate_clauses(terms)[0])
    assert [f"{one.name}: {one.needs}" for one in found] == [
        "entry accuracy: at least 99 %, proven at 95 %",
        "email first reply: at least 85 %",
        "entry turnaround: at least 88 %",
        "customer satisfaction: at least 4.2, from 50 answers",
        "answers between the companies: at most 4 business hours",
        "certified agents: at least 9",
        "open severe issues: at most 0",
        "feedback: at least 3.5, of each company",
    ]
    assert [Criterion.read(one.plain()) for one in found] == list(found)


def test_without_a_gate_clause_the_minimums_of_the_levels_are_asked() -> None:
    found = criteria(read(demo_terms(), standard_catalogue()), None)
    assert [one.needs for one in found][:3] == ["at least 85 %", "at least 80 %", "at least 99 %"]


ACCURACY = Criterion("accuracy", "share", at_least=Fraction(99, 100), proven_at=NINETY_FIVE, noun="line")
SURVEY = Criterion("satisfaction", "mean", at_least=Fraction(42, 10), sample=50, noun="answer", best=Fraction(5))
ERRORS = Criterion("errors", "share", at_most=Fraction(1, 100), proven_at=NINETY_FIVE, noun="line")
EACH = Criterion("feedback", "mean", at_least=Fraction(35, 10), noun="answer", of_each=True)


@pytest.mark.parametrize(
    ("asked", "results", "status", "more"),
    [
        (ACCURACY, [Result.of(3128, 3150)], "met", ""),
        (ACCURACY, [Result.of(1204, 1221)], "missed", "1,325 more correct lines in a row would prove it"),
        (ACCURACY, [Result.of(120, 120)], "too little evidence", "179 more correct lines in a row would prove it"),
        (ACCURACY, [], "no data", "a result is needed"),
        (ERRORS, [Result.of(0, 120)], "too little evidence", "179 more correct lines in a row would prove it"),
        (ERRORS, [Result.of(0, 299)], "met", ""),
        (SURVEY, [Result.of(250, 61)], "missed", "8 more answers of 5 would reach it"),
        (SURVEY, [Result.of(200, 40)], "too little evidence", "10 more answers are needed"),
        (Criterion("agents", "count", at_least=Fraction(9)), [Result(Fraction(7), 10)], "missed", "2 more"),
        (Criterion("issues", "count", at_most=Fraction(0)), [Result(Fraction(3))], "missed", "3 fewer"),
        (Criterion("answers", "time", at_most=Fraction(4), unit="hours"), [Result(Fraction(31, 10), 14)], "met", ""),
        (EACH, [Result(Fraction(36, 10), 9, "client")], "no data", "a result is needed of each company"),
        (EACH, [Result(Fraction(36, 10), 9, "client"), Result(Fraction(39, 10), 7, "provider")], "met", ""),
        (EACH, [Result(Fraction(36, 10), 9, "client"), Result(Fraction(3), 7, "provider")], "missed", ""),
    ],
)
def test_what_follows(asked: Criterion, results: list[Result], status: str, more: str) -> None:
    found = verdict(asked, results)
    assert (found.status, found.more) == (status, more)


def test_a_bound_never_looks_better_than_it_is() -> None:
    nearly = verdict(ACCURACY, [Result.of(298, 298)])
    assert nearly.bound is not None and nearly.bound < Fraction(99, 100)
    assert (nearly.bound_written, nearly.status, nearly.lacking) == ("98.99 %", "too little evidence", 1)


def test_a_result_that_rounds_to_the_figure_shows_that_it_differs() -> None:
    plain = Criterion("accuracy", "share", at_least=Fraction(99, 100))
    assert verdict(plain, [Result.of(98_960, 100_000)]).written == "98.96 %"


def test_the_sentence_names_a_miss_before_what_only_lacks_evidence() -> None:
    told = said([verdict(SURVEY, [Result.of(200, 40)]), verdict(ACCURACY, [Result.of(1204, 1221)])])
    assert str(told) == "0 of 2 criteria pass: accuracy 98.6 % is not proven at 99 % and satisfaction 5.0 rests on 40 of 50 answers."
    assert told.status == "missed"


def test_criteria_without_a_result_are_counted_in_the_sentence() -> None:
    told = said([verdict(ACCURACY, [Result.of(120, 120)]), verdict(SURVEY, []), verdict(EACH, [])])
    assert str(told) == "0 of 3 criteria pass: accuracy 100.0 % is not proven at 99 % and 2 criteria have no result yet."
    assert told.status == "too little evidence"
