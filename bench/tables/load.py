"""Twenty people click through an engagement of a million items while events stream in, against the real server on this machine."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.clicking import PAGES, Person, Seen, click, stream, until_seen
from bench.table import Setting, Table

THINK = 2.0
"""Seconds that a person looks at a page, on average."""
EACH_SECOND = 2.0
"""Requests with five events each."""


def table(setting: Setting) -> Table:
    items, seconds = (2_000, 6) if setting.small else (1_000_000, 60)
    home = setting.folder / "home"
    home.mkdir()
    environment = {**os.environ, "REMIT_HOME": str(home), "REMIT_API_BULK_RATE": "100000"}
    made = subprocess.run(
        [sys.executable, "-m", "bench.workspace", str(home), str(items)], check=True, env=environment, stdout=subprocess.PIPE, text=True
    )
    told = json.loads(made.stdout.splitlines()[-1])
    with _server(environment) as (port, process):
        seen, ready, probes, peak = _loaded(port, process, told, seconds, probes=2 if setting.small else 5)
    intro = f"""
One run: {items:,} items with {told["events"]:,} events over a year, the server of `remit up` with its worker on SQLite, and as its
clients on the same machine twenty people (a click every {THINK:g} s on average, for {seconds} s) and a program that sends
{5 * EACH_SECOND:g} events a second.
"""
    return Table(
        "Twenty people, a million items" if not setting.small else "Twenty people",
        intro,
        (),
        notes=tuple(_notes(seen, ready, probes, peak)),
    )


def _notes(seen: Seen, ready: float, probes: list[float], peak: int) -> Iterator[str]:
    shell = seen.percentile("shell", 0.95)
    lines = [
        "| page | opened | median, ms | p95, ms | longest, ms | p95 beside the shell's | promised |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for page in PAGES:
        times = seen.times.get(page, [])
        p95 = seen.percentile(page, 0.95)
        promise = "" if page == "shell" else f"at most 5 ×, below 500 ms: {_kept(p95 <= 5 * shell and p95 < 500)}"
        lines.append(
            f"| {page} | {len(times)} | {statistics.median(times):.0f} | {p95:.0f} | {max(times):.0f} | {p95 / shell:.1f} × | {promise} |"
        )
    yield "\n".join(lines)
    posts = sorted(seen.posts)
    often, longest = statistics.median(posts), posts[-1]
    yield f"{seen.sent:,} events came in meanwhile; a request with five took {often:.0f} ms (median), {longest:.0f} ms at most."
    yield f"Answers with a fault of the server (5xx): {seen.server_faults}; promised none: {_kept(seen.server_faults == 0)}."
    yield (
        f"From an event sent to an event counted on the scorecard: {statistics.median(probes):.2f} s (median of {len(probes)}), "
        f"{max(probes):.2f} s at most; promised within 2 s: {_kept(max(probes) <= 2)}."
    )
    yield f"The server's process took {peak:,} MiB at its peak. After its start the first scorecard stood after {ready:.1f} s."
    if seen.failures:
        yield f"Refused or failed: {', '.join(sorted(set(seen.failures)))}."


def _kept(kept: bool) -> str:
    return "kept" if kept else "**not kept**"


def _loaded(port: int, process: int, told: dict[str, Any], seconds: int, probes: int) -> tuple[Seen, float, list[float], int]:
    started = time.monotonic()
    first = Person(port, told["sessions"][0])
    while 'class="n result"' not in first.get(PAGES["scorecard"])[1]:
        if time.monotonic() - started > 600:
            raise RuntimeError("the scorecard never came")
        time.sleep(0.2)
    ready = time.monotonic() - started
    for page in PAGES.values():
        first.get(page.format(item=told["items"][0]))  # templates are read once
    seen = Seen()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=click, args=(Person(port, session), PAGES, told["items"], until, THINK, seen, number))
        for number, session in enumerate(told["sessions"])
    ]
    threads.append(threading.Thread(target=stream, args=(port, told["secret"], EACH_SECOND, until, seen)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = [until_seen(first, port, told["secret"], item) for item in [f"P{number}" for number in range(probes)]]
    return seen, ready, counted, _peak(process)


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """`remit up` on a free port; its port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "remit", "up", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(60)


def _wait(port: int) -> None:
    """Until the server answers. A bare connection is no proof: one to a port that nobody listens on can meet itself."""
    for _ in range(600):
        try:
            if Person(port, "").get("/account/login/")[0] == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
    raise RuntimeError("the server did not start within two minutes")


def _peak(process: int) -> int:
    """MiB of the largest process below the supervisor: the server; the worker keeps less."""
    found = [_memory(process)]
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            parent = re.search(r"PPid:\s+(\d+)", path.read_text())
        except OSError:
            continue
        if parent and int(parent.group(1)) == process:
            found.append(_memory(int(path.parent.name)))
    return max(found)


def _memory(process: int) -> int:
    try:
        peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0
    return int(peak.group(1)) // 1024 if peak else 0
