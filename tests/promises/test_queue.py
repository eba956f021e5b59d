"""An item of the own queue is never won by two agents, whichever processes they come through; on both databases."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from tests.promises.installation import Installation, answer

MODULE = "tests.promises.queue_steps"
AGENTS, ITEMS = 3, 18


@pytest.fixture
def prepared(installation: Installation) -> Installation:
    answer(installation.start("prepare", ITEMS, AGENTS, module=MODULE))
    return installation


def test_agents_who_take_the_next_item_at_once_all_get_others(prepared: Installation) -> None:
    racing = [prepared.start("take", number, AGENTS, module=MODULE) for number in range(AGENTS)]
    taken = [answer(process) for process in racing]
    won = Counter(item for mine in taken for item in mine)
    assert len(won) == ITEMS and set(won.values()) == {1}
    assert sum(bool(mine) for mine in taken) > 1  # else nobody raced
    held = answer(prepared.start("holders", module=MODULE))
    assert all(who is not None and told == 1 for who, told in held.values())
    assert {item for item, (who, _) in held.items() if who == "Agent 0"} == set(taken[0])


def test_one_item_that_all_want_has_one_winner_and_the_others_are_told(prepared: Installation) -> None:
    racing = [prepared.start("take_one", number, AGENTS, "COR-Q-1", module=MODULE) for number in range(AGENTS)]
    assert sorted(answer(process) for process in racing) == [False, False, True]
    assert answer(prepared.start("holders", module=MODULE))["COR-Q-1"][1] == 1
    assert answer(prepared.start("take_stale", 1, 2, module=MODULE)).endswith("is with Agent 1; look at it again, then decide.")


MAIL = b"From: Ann <ann@fox.example>\r\nTo: help@corner.example\r\nSubject: When?\r\nMessage-ID: <%d@fox.example>\r\n\r\nWhen?\r\n"


def piped(installation: Installation, mail: bytes, code: str = "COR") -> subprocess.CompletedProcess[bytes]:
    """What a mail server does: it starts the program, and writes the mail into it."""
    command = [sys.executable, "-m", "remit", "mail", code]
    done = subprocess.run(command, env=installation.environment, input=mail, capture_output=True, timeout=240)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def test_a_mail_server_hands_mails_over_and_knows_from_the_code_what_became_of_them(installation: Installation) -> None:
    assert piped(installation, MAIL % 1).returncode == 75  # no queue takes mail yet: it is kept, and tried again
    answer(installation.start("prepare", 1, 1, module=MODULE))
    assert piped(installation, MAIL % 1).stdout.decode().strip() == "New: COR-Q-2"
    assert piped(installation, MAIL % 1).stdout.decode().strip() == "New: COR-Q-2"  # the same again changes nothing
    assert piped(installation, b"\x00\xff" * 1000).stdout.decode().startswith("Kept aside: ")
    assert piped(installation, MAIL % 2, "XYZ").returncode == 67
    assert piped(installation, b"x" * (26 << 20)).returncode == 65
    found = answer(installation.start("mails", module=MODULE))
    assert [one[1:] for one in found] == [["item", "COR-Q-2"], ["aside", "None"]]
