"""An installation for a test: a folder and a database, and processes that work on them as a server's would.

Each step of a test runs in a process of its own (`steps.py`), because promises are about processes: they are killed, they race, they are
started again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Installation:
    """`kind` is sqlite or postgres; `address` and `owner` are DATABASE_URL and REMIT_OWNER_URL of the latter."""

    kind: str
    home: Path
    address: str = ""
    owner: str = ""
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        found = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REMIT_OWNER_URL", "REMIT_DEMO")}
        found |= {"REMIT_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "remit.settings", "PYTHONUNBUFFERED": "1", "REMIT_DEBUG": "1"}
        return found | ({"DATABASE_URL": self.address, "REMIT_OWNER_URL": self.owner} if self.address else {})

    def start(self, step: str, *given: object, module: str = "tests.promises.steps") -> subprocess.Popen[str]:
        """Starts a step and does not wait for it."""
        command = [sys.executable, "-m", module, step, *map(str, given)]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.processes.append(process)
        return process

    def run(self, step: str, *given: object) -> Any:
        """Runs a step and gives what it printed last, from JSON."""
        return answer(self.start(step, *given))

    def remit(self, *given: object) -> subprocess.CompletedProcess[str]:
        """Runs the program itself."""
        command = [sys.executable, "-m", "remit", *map(str, given)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=300)

    def installed(self) -> Installation:
        """With tables, and the engagement of the tests."""
        made = self.remit("upgrade")
        assert made.returncode == 0, made.stderr
        self.run("install")
        return self

    def copy(self, home: Path) -> Installation:
        """Another installation with the same rows; only of the embedded database, and while nobody writes."""
        assert self.kind == "sqlite"
        shutil.copytree(self.home, home)
        return Installation(self.kind, home)

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()


def answer(process: subprocess.Popen[str], seconds: float = 240) -> Any:
    """What a step said, once it has ended well."""
    out, err = process.communicate(timeout=seconds)
    assert process.returncode == 0, f"{process.args}\n{out}\n{err}"
    return json.loads(out.splitlines()[-1]) if out.strip() else None
