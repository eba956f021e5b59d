"""Amendments: which terms hold when, what the consolidated text is, and which amendments are refused."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from remit.catalogue import standard_catalogue
from remit.terms.difference import difference
from remit.terms.reader import read
from remit.terms.versions import Version, consolidate, in_force, in_force_in
from remit.values.fault import Refused
from remit.values.period import Month
from tests.terms.cases import base_text

DEMO = base_text("demo")


def digest(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def amendment(body: str, *, amends: str = digest(DEMO), signed: str = "2026-09-10", starts: str = "2026-10-01") -> str:
    return f"remit terms: 1\namends: {amends}\nsigned: {signed}\nfrom: {starts}\n{body}"


HIGHER = """service levels:
  8.1 email first reply:
    rule: share on time
    clock: email reply
    target: 92 %
    minimum: 87 %
"""


def refusal(*texts: str, closed: Month | None = None) -> list[str]:
    with pytest.raises(Refused) as refused:
        consolidate(DEMO, texts, standard_catalogue(), closed=closed)
    return [str(fault) for fault in refused.value.faults]


def versions(*texts: str) -> tuple[Version, ...]:
    return consolidate(DEMO, texts, standard_catalogue())


def test_terms_hold_by_date() -> None:
    both = versions(amendment(HIGHER))
    assert [version.starts for version in both] == [date(2026, 1, 12), date(2026, 10, 1)]
    assert in_force(both, date(2026, 9, 30)).named(8, "email first reply")["target"] * 100 == 90
    assert in_force(both, date(2026, 10, 1)).named(8, "email first reply")["target"] * 100 == 92
    assert in_force_in(both, Month(2026, 9)) is both[0].terms
    assert in_force_in(both, Month(2026, 10)) is both[1].terms
    assert in_force(both, date(2020, 1, 1)) is both[0].terms


def test_untouched_lines_keep_their_bytes() -> None:
    text = versions(amendment(HIGHER))[1].terms.text.decode()
    old, new = DEMO.splitlines(), text.splitlines()
    assert [number for number, (left, right) in enumerate(zip(old, new, strict=False), 1) if left != right] == [186, 187]
    assert new[:185] + old[185:187] + new[187:469] == old
    assert text.endswith(f"    clauses: [8.1]\n    digest: {digest(amendment(HIGHER))}\n")


def test_the_consolidated_text_reads_by_itself_and_has_its_own_digest() -> None:
    terms = versions(amendment(HIGHER))[1].terms
    again = read(terms.text, standard_catalogue())
    assert again.digest == terms.digest == digest(terms.text) != digest(DEMO)
    assert again.amendments[0]["from"] == date(2026, 10, 1)


def test_clauses_come_and_go() -> None:
    body = HIGHER + (
        "  8.4A reopened tickets:\n    rule: share on time\n    clock: email reply\n    target: 80 %\n"
        "relief:\n  9.4 storms:\n    rule: excused time\n    caused by: outside control\nremove: [10.7]\n"
    )
    old, new = (version.terms for version in versions(amendment(body)))
    assert [str(change) for change in difference(old, new, standard_catalogue())] == [
        "8.1 email first reply: target 90 % → 92 %",
        "8.1 email first reply: minimum 85 % → 87 %",
        "8.4A reopened tickets: added (share on time)",
        "9.4 storms: added (excused time)",
        "10.7 extra training: removed (hours)",
    ]
    assert [clause.number for clause in new.section(8)] == ["8.1", "8.2", "8.3", "8.4", "8.4A", "8.5", "8.6"]


def test_amendments_follow_each_other() -> None:
    first = amendment("remove: [10.7]\n")
    middle = versions(first)[1].terms
    second = amendment(HIGHER, amends=middle.digest, signed="2026-11-01", starts="2027-01-01")
    last = versions(first, second)[2].terms
    assert [row["clauses"] for row in last.amendments] == [("removed 10.7",), ("8.1",)]
    assert "10.7" not in {clause.number for clause in last.clauses}


def test_a_section_that_was_not_there_is_begun_in_its_place() -> None:
    simple = base_text("simple")
    body = "relief:\n  9.1 strikes:\n    rule: excused time\n    caused by: third party\n"
    text = amendment(body, amends=digest(simple), signed="2026-05-01", starts="2026-06-01")
    terms = consolidate(simple, [text], standard_catalogue())[1].terms
    assert terms.named(9, "strikes")["caused by"] == "third party"


def test_a_fixed_section_is_replaced_as_a_whole() -> None:
    body = "term: {signed: 2026-01-12, services start: 2026-05-05, ends: 2030-04-30, notice: 6 months}\n"
    old, new = (version.terms for version in versions(amendment(body)))
    assert [str(change) for change in difference(old, new, standard_catalogue())] == [
        "2.4 term: ends 2028-04-30 → 2030-04-30",
        "2.5 term: renews for 12 months → no renewal (default)",
        "2.6 term: notice 3 months → 6 months",
    ]


WRONG = {
    "digest": (
        amendment(HIGHER, amends="sha256:" + "0" * 64),
        f"amendment 1, line 2: the amendment amends sha256:00000000…, and the terms in force are {digest(DEMO)[:15]}…; "
        "check that both parties hold the same text, then write its digest.",
    ),
    "unknown clause": (
        amendment("remove: [10.12]\n"),
        "amendment 1, line 5: there is no clause 10.12 to remove; section 10 has 10.1, 10.2, 10.3, 10.4, 10.5, 10.6, 10.7, 10.8, 10.9 "
        "and 10.10.",
    ),
    "inside a month": (
        amendment(HIGHER, starts="2026-10-15"),
        "amendment 1, line 4: statements are made by calendar month (clause 12.1), and 2026-10-15 lies inside one; "
        "write 2026-10-01 or 2026-11-01.",
    ),
    "before the signature": (
        amendment(HIGHER, signed="2025-12-01", starts="2026-01-01"),
        "amendment 1, line 3: the amendment is signed on 2025-12-01, before the terms themselves (clause 2.1, 2026-01-12); "
        "write the day of its signature.",
        "amendment 1, line 4: the amendment holds from 2026-01-01, and the terms were signed on 2026-01-12 (clause 2.1); "
        "write a later day.",
    ),
    "changed and removed": (
        amendment(HIGHER + "remove: [8.1]\n"),
        "amendment 1, clause 8.1, line 6: clause 8.1 is changed and removed at once; do one of them.",
    ),
    "nothing": (
        amendment(""),
        "amendment 1, line 1: the amendment changes nothing; add the clauses that change, or 'remove'.",
    ),
    "a wrong value": (
        amendment(HIGHER.replace("92 %", "0.92")),
        "amendment 1, clause 8.1, line 9: 'target' is 0.92, and share on time takes a percentage; write 92 %, or 0.92 % if that is meant.",
    ),
    "a name left hanging": (
        amendment("remove: [8.5]\n"),
        "the terms, clause 11.1, line 347: there is no service level 'customer satisfaction' before this clause; section 8 defines "
        "email first reply, chat answered, entry accuracy, entry turnaround and answers between the companies. A clause may only name "
        "what stands above it.",
    ),
    "braces": (
        amendment("service levels: {8.1 email first reply: {rule: share on time, clock: email reply}}\n"),
        "amendment 1, line 5: the section 'service levels' is written inside braces; write every clause on lines of its own.",
    ),
    "section 16": (
        amendment("amendments: []\n"),
        "amendment 1, line 5: an amendment does not write section 16; take it out; the consolidated text lists it by itself.",
    ),
    "no head": (
        HIGHER,
        "amendment 1, line 1: an amendment needs 'remit terms' (the language of terms); add 'remit terms'.",
        "amendment 1, line 1: an amendment needs 'amends' (the digest of the text that is amended); add 'amends'.",
        "amendment 1, line 1: an amendment needs 'signed' (when both parties signed it); add 'signed'.",
        "amendment 1, line 1: an amendment needs 'from' (the first day on which it holds); add 'from'.",
    ),
}


def test_what_settles_no_month_may_change_on_any_day() -> None:
    both = versions(amendment("remove: [13.2]\n", starts="2026-10-15"))
    assert "13.2" in {clause.number for clause in in_force(both, date(2026, 10, 14)).clauses}
    assert "13.2" not in {clause.number for clause in in_force(both, date(2026, 10, 15)).clauses}


@pytest.mark.parametrize("name", list(WRONG))
def test_wrong_amendments_are_refused(name: str) -> None:
    text, *said = WRONG[name]
    assert refusal(text)[: len(said)] == said


def test_a_closed_month_is_never_changed() -> None:
    assert refusal(amendment(HIGHER, starts="2026-08-01", signed="2026-07-20"), closed=Month(2026, 8)) == [
        "amendment 1, line 4: the amendment holds from 2026-08-01, and August 2026 is closed; "
        "write 2026-09-01 or later; a closed month is corrected by a line in a later statement."
    ]


def test_a_number_is_never_used_again() -> None:
    first = amendment("remove: [10.7]\n")
    middle = versions(first)[1].terms
    body = "charges:\n  10.7 other work:\n    rule: fixed\n    amount: £10.00\n"
    second = amendment(body, amends=middle.digest, signed="2026-11-01", starts="2027-01-01")
    assert refusal(first, second) == [
        "amendment 2, clause 10.7, line 6: the number 10.7 belonged to a clause that was removed, and is never used again; "
        "take the next free number."
    ]


def test_an_amendment_of_a_text_amended_since_is_told_apart() -> None:
    second = amendment("remove: [13.2]\n", signed="2026-11-01", starts="2027-01-01")
    middle = versions(amendment(HIGHER))[1].terms
    assert refusal(amendment(HIGHER), second) == [
        f"amendment 2, line 2: the amendment amends {digest(DEMO)[:15]}…, which another amendment has changed since; write {middle.digest}."
    ]


def test_texts_that_say_the_same_have_no_difference() -> None:
    same = DEMO.replace("expected volume: 4,000", "expected volume: 4000").replace("rounding: half up", "rounding: half up   # as agreed")
    explicit = same.replace("    minimum: 85 %\n", "    minimum: 85 %\n    exactly at: met\n", 1)
    assert difference(read(DEMO, standard_catalogue()), read(explicit, standard_catalogue()), standard_catalogue()) == ()
