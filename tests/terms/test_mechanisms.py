"""The 29 mechanisms found in signed contracts read without faults, each in a contract that defines the names it uses."""

from __future__ import annotations

import re

import pytest

from remit.catalogue import standard_catalogue
from remit.terms.reader import read_with_notices
from tests.shared import SHARED

FILE = SHARED / "language" / "mechanisms.yaml"

HEAD = """remit terms: 1
title: Mechanism
form: advanced
parties:
  client: {{name: Client, country: United Kingdom}}
  provider: {{name: Provider, country: South Africa}}
term: {{signed: 2026-01-01, services start: 2026-01-01, ends: 2028-12-31, notice: 1 month}}
money: {{currency: {currency}}}
"""
DEFINED = {
    "calendars": ["4.1 hours: {zone: Europe/London, hours: {Monday to Friday: 09:00 to 17:00}}"],
    "records": [
        f"5.{number} {name}: {{system: System, kept by: both}}"
        for number, name in enumerate(
            ["desk", "credit points", "unavailability points", "Canadian dollar rate", "consumer price index",
             "labour and material cost"], 1
        )
    ],
    "services": [
        f"6.{number} {name}: {{record: desk, unit: item, expected volume: 100}}"
        for number, name in enumerate(
            ["voice platform", "delivery of the whole order", "corrective action", "report", "deficient report", "claims",
             "refuse collection", "platform", "connections"], 1
        )
    ],
    "clocks": [
        f"7.{number} {name}: {{covers: claims, calendar: hours, start: created, stop: closed, within: 4 hours}}"
        for number, name in enumerate(["severe incident", "other incident", "call handling", "call answer"], 1)
    ],
    "service levels": [
        f"8.{number} {name}: {{rule: share on time, clock: call answer, target: 95 %, minimum: 90 %}}"
        for number, name in enumerate(
            ["answer time", "resolution", "availability", "order accuracy", "support reply", "simple queries", "file audit"], 51
        )
    ],
    "relief": [],
    "charges": ["10.51 platform fee: {rule: fixed, amount: %s1.00}", "10.52 module fee: {rule: fixed, amount: %s1.00}"],
    "adjustments": ["11.1 service credits: {rule: credit per miss, credits: {answer time: 1 %%}}"],
    "exit": [],
}  # fmt: skip


def mechanisms() -> dict[str, str]:
    """Each mechanism's fragment by its name, as text."""
    if not FILE.exists():
        return {}
    blocks = re.split(r"^(?=[a-z0-9-]+:$)", FILE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {block.split(":")[0]: re.sub(r"^  reads:.*\n?", "", block.partition("\n")[2], flags=re.MULTILINE) for block in blocks}


def contract(fragment: str) -> str:
    """A whole contract around a fragment; what the fragment defines itself is not defined again."""
    sign = "$" if "$" in fragment or "USD" in fragment else "£"
    parts: dict[str, str] = {}
    for part in re.split(r"^  (?=[a-z])", fragment, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition(":\n")
        parts[head.strip()] = re.sub(r"^  ", "", body, flags=re.MULTILINE)
    text = HEAD.format(currency="USD" if sign == "$" else "GBP")
    for section, lines in DEFINED.items():
        own = parts.get(section, "")
        if section == "adjustments":  # the credits around stand before the fragment's clauses
            own = re.sub(r"^  11\.", "  11.1", own, flags=re.MULTILINE)
        around = [line % sign if "%s" in line else line.replace("%%", "%") for line in lines]
        names = re.findall(r"^  [0-9.]+ ([^:]+):", own, flags=re.MULTILINE)
        numbers = re.findall(r"^  ([0-9.]+) ", own, flags=re.MULTILINE)
        needed = [line for line in around if line.split(":")[0].split(" ", 1)[1] not in names and line.split(" ")[0] not in numbers]
        before = [line for line in needed if section == "adjustments"]
        after = [line for line in needed if section != "adjustments"]
        if own or needed:
            text += f"{section}:\n" + "".join(f"  {line}\n" for line in before) + own.rstrip("\n") + ("\n" if own else "")
            text += "".join(f"  {line}\n" for line in after)
    return text


@pytest.mark.skipif(not FILE.exists(), reason=f"{FILE} is not here")
@pytest.mark.parametrize("name", list(mechanisms()))
def test_reads_without_faults(name: str) -> None:
    _, faults = read_with_notices(contract(mechanisms()[name]), standard_catalogue())
    assert [str(fault) for fault in faults if not fault.notice] == []
