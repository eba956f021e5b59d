"""Working time between instants, beside the business-time libraries of PyPI, and which of them answer rightly."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.library_answers import LIBRARIES
from bench.table import Entry, Setting, Table
from remit.clock.elapsed import elapsed
from remit.clock.runs import Runs, run
from remit.clock.schedule import Schedule
from remit.clock.table import table as compiled
from remit.clock.windows import Window
from remit.values.period import SECOND, instant, zone

PINNED = {
    "businesstimedelta": "1.0.1",
    "businesstime": "0.3.0",
    "business-duration": "0.68",
    "workingtime": "0.2.0",
    "biztime": "0.0.8",
    "WorkingHours": "0.1.3",
    "opening-hours-py": "2.1.4",
}
OFFICE = {"zone": "UTC", "days": [0, 1, 2, 3, 4], "start": "09:00", "end": "17:00", "holidays": []}
TRIALS = {
    "nine to five": OFFICE,
    "holidays": {**OFFICE, "holidays": ["2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25"]},
    "night shift": {**OFFICE, "start": "22:00", "end": "06:00"},
    "clock change": {**OFFICE, "zone": "Europe/London", "days": list(range(7)), "start": "00:30", "end": "23:30"},
}
_ANSWERS = Path(__file__).parent.parent / "library_answers.py"


@dataclass
class Library:
    """One library in an environment of its own, and the process that asks it the timed questions."""

    name: str
    python: Path
    right: dict[str, str]
    speed: float = float("inf")
    process: subprocess.Popen[str] | None = None

    def ask(self, calendar: dict[str, Any], pairs: list[tuple[str, str]]) -> dict[str, Any]:
        """Starts the process with a question, and gives its first answer."""
        self.close()
        command = [str(self.python), str(_ANSWERS), self.name]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, text=True)
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"calendar": calendar, "pairs": pairs}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline() or '{"cannot": "it does not run"}')
        return answer

    def again(self) -> None:
        assert self.process is not None and self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "done\n":
            raise RuntimeError(f"{self.name} did not answer")

    def close(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


def schedule(calendar: dict[str, Any]) -> Schedule:
    window = (Window.read(calendar["start"], calendar["end"]),)
    week = tuple(window if day in calendar["days"] else () for day in range(7))
    return Schedule(calendar["zone"], week, frozenset(date.fromisoformat(each) for each in calendar["holidays"]))


def questions(count: int, seed: int) -> list[tuple[str, str]]:
    """Pairs of local times in whole minutes of 2026, up to ten days apart."""
    chance = np.random.default_rng(seed)
    first = datetime(2026, 1, 5)
    starts, lengths = chance.integers(0, 350 * 1440, count), chance.integers(1, 10 * 1440, count)
    at = [first + timedelta(minutes=int(start)) for start in starts]
    return [(begin.isoformat(), (begin + timedelta(minutes=int(length))).isoformat()) for begin, length in zip(at, lengths, strict=True)]


def instants(pairs: list[tuple[str, str]], place: str) -> tuple[np.ndarray, np.ndarray]:
    there = zone(place)
    columns = zip(*([instant(datetime.fromisoformat(each).replace(tzinfo=there)) for each in pair] for pair in pairs), strict=True)
    start, end = (np.array(column, np.int64) for column in columns)
    return start, end


def trial(library: Library, name: str, pairs: list[tuple[str, str]]) -> str:
    """`right`, `wrong` with the first wrong answer, or `cannot say`."""
    calendar = TRIALS[name]
    answer = library.ask(calendar, pairs)
    if "cannot" in answer:
        return "cannot say" if answer["cannot"].startswith("CannotSay") else "fails"
    expected = elapsed(schedule(calendar), *instants(pairs, calendar["zone"])) // SECOND
    wrong = sum(abs(said - true) > 1 for said, true in zip(answer["answers"], expected.tolist(), strict=True))
    return "right" if not wrong else f"{wrong / len(pairs):.0%} wrong"


def installed(folder: Path) -> list[Library]:
    """The libraries that can be installed, each in a throw-away environment; none of them is a dependency of Remit."""
    found = []
    for name, version in PINNED.items():
        home = folder / name
        pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        needed = [
            f"{name}=={version}",
            "tzdata",
            *(["pytz"] if name == "businesstimedelta" else []),
            *(["pandas<3"] if "work" in name else []),
        ]
        if subprocess.run([sys.executable, "-m", "venv", str(home)], capture_output=True).returncode:
            continue
        if subprocess.run([*pip, *needed], capture_output=True).returncode == 0:
            found.append(Library(name, home / "bin" / "python", {}))
    return found


def table(setting: Setting) -> Table:
    count = 2_000 if setting.small else 100_000
    pairs, few = questions(count, 1), questions(200, 2)
    libraries = installed(setting.folder)
    for library in libraries:
        for name in TRIALS:
            library.right[name] = trial(library, name, few)
    sound = [library for library in libraries if library.right["nine to five"] == "right"]
    for library in sound:
        library.ask(OFFICE, pairs[: min(count, 2_000)])
        for _ in range(5):
            begun = time.perf_counter()
            library.again()
            library.speed = min(library.speed, time.perf_counter() - begun)
        library.ask(OFFICE, pairs)
    fastest = min(sound, key=lambda library: library.speed, default=None)
    for library in libraries:
        if library not in sound:
            library.close()
    start, end = instants(pairs, "UTC")
    known = compiled(schedule(OFFICE), int(start.min()), int(end.max()))
    copies = 100
    starts, ends = np.tile(start, copies), np.tile(end, copies)
    into = Runs(np.empty(copies * count, np.int64), np.empty(copies * count, np.int64))
    entries = [Entry(_said(library), library.again, rounds=None if library is fastest else 3) for library in sound]
    against = _said(fastest) if fastest else None
    entries.append(
        Entry("Remit", lambda: run(known, starts, ends, 0, None, into), against, at_least=1000 if fastest else None, copies=copies)
    )
    return Table(
        title="Business-time libraries",
        intro=f"Working time between {count:,} pairs of instants, nine to five on weekdays: Remit's columns beside the libraries of PyPI "
        "that answer this rightly, one pair at a time as their interfaces want it. Remit answers "
        f"{copies} copies of the pairs in one call, of which the hundredth part is shown: a single copy is over before a second processor "
        "wakes up. Below, what each library answers in four trials of 200 pairs.",
        entries=tuple(entries),
        notes=(_trials(libraries),),
        close=lambda: [library.close() for library in libraries] and None,
    )


def _said(library: Library) -> str:
    return f"{library.name} {PINNED[library.name]}"


def _trials(libraries: list[Library]) -> str:
    head = f"| library | {' | '.join(TRIALS)} |\n| --- | {' | '.join('---' for _ in TRIALS)} |\n"
    rows = [f"| {_said(library)} | {' | '.join(library.right[name] for name in TRIALS)} |" for library in libraries]
    missing = sorted(set(LIBRARIES) - {library.name for library in libraries})
    absent = f"\n\nNot installed here: {', '.join(missing)}." if missing else ""
    days = "\n\nnumpy.busday_count, workalendar, bizdays, business-python, workdays and business_calendar count days and know no hours."
    return head + "\n".join(rows) + absent + days
