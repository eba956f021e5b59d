"""Whatever the text, reading it gives terms or faults, never another error."""

from __future__ import annotations

import hashlib
import os
import random
import time

import pytest

from remit.catalogue import standard_catalogue
from remit.terms.compose import LONGEST
from remit.terms.difference import difference
from remit.terms.reader import read_with_notices
from remit.terms.versions import consolidate
from remit.values.fault import Refused
from tests.terms.cases import base_text

LONG = os.environ.get("REMIT_PROVE") == "1"
RUNS = 4_000 if LONG else 60
GARBAGE = [
    "\t",
    "{",
    "}",
    "[",
    "]",
    "*",
    "&a",
    "!",
    "%",
    "- ",
    ": ",
    "'",
    '"',
    "#",
    "|",
    ">",
    "?",
    "\x00",
    "\ufeff",
    "é",
    "£",
    "\n",
    "---\n",
    "0.9",
    ",",
    "…",
]


def mutated(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 6)):
        kind = chance.randrange(7)
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        if kind == 0:
            del lines[here]
        elif kind == 1:
            lines[here], lines[there] = lines[there], lines[here]
        elif kind == 2:
            at = chance.randint(0, len(lines[here]))
            lines[here] = lines[here][:at] + chance.choice(GARBAGE) + lines[here][at:]
        elif kind == 3:
            lines[here] = " " * chance.randint(0, 9) + lines[here].lstrip()
        elif kind == 4:
            lines.insert(here, lines[there])
        elif kind == 5:
            lines[here] = lines[here].partition(":")[0] + ": " + lines[there].partition(":")[2].strip()
        else:
            del lines[here : here + chance.randint(1, 12)]
        lines = lines or [""]
    return "\n".join(lines)


@pytest.mark.parametrize("base", ["simple", "demo"])
def test_mutated_contracts_are_read_or_refused(base: str) -> None:
    text = base_text(base)
    for seed in range(RUNS if base == "simple" else RUNS // 2):
        terms, faults = read_with_notices(mutated(text, random.Random(seed)), standard_catalogue())
        assert (terms is None) == any(not fault.notice for fault in faults), f"seed {seed}"
        assert all(str(fault) and "\n" not in str(fault).replace("\\n", "") for fault in faults), f"seed {seed}"


AMENDMENT = """remit terms: 1
amends: {digest}
signed: 2026-09-10
from: 2026-10-01
clocks:
  7.2 email answer:
    covers: customer email
    calendar: working hours
    start: created
    stop: closed
    within: 16 business hours
service levels:
  8.1 email first reply:
    rule: share on time
    clock: email reply
    target: 92 %
money: {{currency: EUR}}
charges:
  10.2 set up: {{rule: fixed, amount: €10.00, each: once}}
remove: [11.2]
"""


def test_mutated_amendments_are_consolidated_or_refused() -> None:
    catalogue = standard_catalogue()
    text = base_text("simple").replace("£", "€").replace("GBP", "EUR")
    whole = AMENDMENT.format(digest="sha256:" + hashlib.sha256(text.encode()).hexdigest())
    taken = 0
    for seed in range(RUNS):
        changed = mutated(whole, random.Random(seed))
        try:
            first, second = consolidate(text, [changed], catalogue)
        except Refused as refused:
            assert refused.faults, f"seed {seed}"
        else:
            taken += 1
            assert isinstance(difference(first.terms, second.terms, catalogue), tuple)
    assert taken or not LONG


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe\x00",
        b"\x00" * 100,
        b"a: " + b"[" * 5_000,
        b"[" * 100_000,
        b"{a: " * 3_000,
        b"- " * 20_000,
        b"a:\n" + b"\n".join(b" " * depth + b"a:" for depth in range(1, 400)),
        b"x" * 300_000,
        b"? " * 5_000,
        b"remit terms: 1\n" + b"a: b\n" * 20_000,
        b"a: &a [*a, *a]\n",
        "remit terms: 1\ntitle: \U0001f600\nparties: 7\nterm: []\nmoney: {currency: [GBP]}\ncharges: {10.1 x: {rule: [fixed]}}\n".encode(),
        b"remit terms: 1\ntitle: x\nparties: {client: {}, provider: none}\nterm: {signed: 0000-00-00}\nmoney: {currency: GBP}\n",
    ],
    ids=range(14),
)
def test_strange_texts_are_refused_soon(text: bytes) -> None:
    before = time.process_time()
    terms, faults = read_with_notices(text, standard_catalogue())
    assert terms is None and faults
    assert time.process_time() - before < 20


def test_a_text_longer_than_any_contract_is_refused_unread() -> None:
    terms, faults = read_with_notices(b"#" * (LONGEST + 1), standard_catalogue())
    assert terms is None
    assert str(faults[0]) == "The text has 1,000,001 bytes, and a contract at most 1,000,000; give tables of figures as facts."


def test_the_demo_is_read_in_well_under_a_tenth_of_a_second() -> None:
    text = base_text("demo")
    read_with_notices(text, standard_catalogue())
    times = []
    for _ in range(5):
        before = time.process_time()
        read_with_notices(text, standard_catalogue())
        times.append(time.process_time() - before)
    assert min(times) < 0.1
