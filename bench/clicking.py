"""People who click and a program that sends events, against a running server: how long each page took, and what failed.

Twenty threads of this process are the people. Each opens a page, reads it for a while (exponential, `think` seconds on average) and opens
another; connections stay open as a browser's do. Times are those of the whole answer, as the browser would wait for it.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bench.workspace import CODE

PAGES: Mapping[str, str] = {
    "shell": "/you",
    "open items": f"/e/{CODE}/open/",
    "own queue": f"/e/{CODE}/queue/",
    "item": f"/e/{CODE}/items/{{item}}",
    "scorecard": f"/e/{CODE}/levels/",
}


@dataclass
class Seen:
    """Milliseconds by page, answers by status, and the newest failures in words."""

    times: dict[str, list[float]] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    sent: int = 0
    posts: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, page: str, status: int, seconds: float) -> None:
        with self.lock:
            self.times.setdefault(page, []).append(seconds * 1_000)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status >= 400:
                self.failures.append(f"{page}: {status}")

    def percentile(self, page: str, share: float) -> float:
        """The smallest time that at least this share of the answers did not exceed."""
        found = sorted(self.times.get(page, [float("nan")]))
        return found[min(len(found) - 1, max(0, -int(-share * len(found) // 1) - 1))]

    @property
    def server_faults(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500)


class Person:
    """A browser: one connection, one session."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path: str) -> tuple[int, str, float]:
        started = time.perf_counter()
        for turn in (1, 2):
            try:
                self.connection.request("GET", path, headers={"Host": "localhost", "Cookie": f"sessionid={self.session}"})
                answer = self.connection.getresponse()
                text = answer.read().decode()
                break
            except (http.client.RemoteDisconnected, ConnectionError):  # the server closed a connection that was idle
                self.connection.close()
                if turn == 2:
                    raise
        return answer.status, text, time.perf_counter() - started


def click(person: Person, pages: Mapping[str, str], items: Sequence[str], until: float, think: float, seen: Seen, seed: int) -> None:
    chance = random.Random(seed)
    time.sleep(chance.random() * think)
    while time.monotonic() < until:
        page = chance.choice(list(pages))
        status, _, seconds = person.get(pages[page].format(item=chance.choice(items)))
        seen.note(page, status, seconds)
        time.sleep(min(chance.expovariate(1 / think), 5 * think))


def post(port: int, secret: str, events: Sequence[Mapping[str, Any]]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Host": "localhost", "Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    connection.request("POST", f"/api/v1/engagements/{CODE}/events", json.dumps(list(events)), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def event(item: str, what: str) -> dict[str, Any]:
    who = "customer" if what == "created" else "agent"
    return {"record": "helpdesk", "id": f"{item}/{what}", "item": item, "event": what, "at": datetime.now(UTC).isoformat(), "who": who}


def stream(port: int, secret: str, each_second: float, until: float, seen: Seen) -> None:
    """Every request brings five events: three items come in, the one before is replied to and resolved."""
    number = 0
    while time.monotonic() < until:
        started = time.perf_counter()
        names = [f"N{number + offset:08d}" for offset in range(3)]
        found = [event(name, "created") for name in names]
        if number:
            found += [event(f"N{number - 3:08d}", "reply"), event(f"N{number - 3:08d}", "resolved")]
        status = post(port, secret, found)
        with seen.lock:
            seen.statuses[status] = seen.statuses.get(status, 0) + 1
            seen.sent += len(found) if status == 200 else 0
            seen.posts.append((time.perf_counter() - started) * 1_000)
            if status >= 400:
                seen.failures.append(f"events: {status}")
        number += 3
        time.sleep(max(0.0, 1 / each_second - (time.perf_counter() - started)))


def until_seen(person: Person, port: int, secret: str, item: str, patience: float = 60) -> float:
    """Seconds from sending the first event of an item until the scorecard counts it among those that are open."""
    before = _counts(person)
    started = time.perf_counter()
    status = post(port, secret, [event(item, "created")])
    if status != 200:
        raise RuntimeError(f"the event was refused with {status}")
    while time.perf_counter() - started < patience:
        if _counts(person) != before:
            return time.perf_counter() - started
        time.sleep(0.02)
    raise RuntimeError(f"the scorecard did not count the event within {patience:.0f} s")


def _counts(person: Person) -> list[str]:
    status, text, _ = person.get(PAGES["scorecard"])
    found = re.findall(r'<td class="n result">(.*?)</td>', text, re.S)
    if status != 200 or not found:
        raise RuntimeError(f"the scorecard answered {status} without a level")
    return found
