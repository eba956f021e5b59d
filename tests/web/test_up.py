"""`remit up` as somebody runs it: over a home with the demonstration, without debugging, until it is told to stop."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest

from tests.web.conftest import copied

Remit = Callable[..., "subprocess.CompletedProcess[str]"]


class Up:
    """A running `remit up`: what it has said so far, and its address."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.home, self.address = home, f"http://localhost:{port}"
        left_out = ("DATABASE_URL", "REMIT_DEBUG", "REMIT_DEMO")
        self.environment = {name: value for name, value in os.environ.items() if name not in left_out} | {"REMIT_HOME": str(home)}
        self.said = home / "said"
        command = [sys.executable, "-m", "remit", "up", "--demo", "--port", str(port)]
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(command, env=self.environment, stdout=out, stderr=subprocess.STDOUT)
        end = time.monotonic() + 180
        while "Remit is ready" not in self.said.read_text():
            assert self.process.poll() is None and time.monotonic() < end, self.said.read_text()
            time.sleep(0.2)

    def remit(self, *given: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment | {"REMIT_ORIGIN": self.address}
        return subprocess.run([sys.executable, "-m", "remit", *given], env=environment, capture_output=True, text=True, timeout=400)


@pytest.fixture(scope="module")
def up(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    home = copied(seeded, tmp_path_factory.mktemp("up"))
    (home / "secret-key").chmod(0o600)  # as it was made; the doctor minds
    running = Up(home)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait(10)


def test_it_says_where_it_is_and_serves_packed_files(up: Up) -> None:
    said = up.said.read_text()
    assert f"Remit is ready: {up.address}" in said and f"{up.address}/demo/" in said
    page = urlopen(f"{up.address}/demo/", timeout=300).read().decode()
    assert "Ruth Ashdown" in page
    packed = re.search(r'href="(/static/remit/shell\.[0-9a-f]{12}\.css)"', page)
    assert packed, "static files were not gathered"
    assert urlopen(up.address + packed[1], timeout=300).headers["Cache-Control"].endswith("immutable")


def test_the_first_administrator_sets_a_password_by_a_link_that_works_once_and_is_signed_in(up: Up) -> None:
    link = json.loads(up.remit("admin", "ann@example.org", "--name", "Ann Corner", "--json").stdout)["link"]
    assert link.startswith(up.address)
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    asked = browser.open(link, timeout=300)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', asked.read().decode())
    assert token
    form = {"csrfmiddlewaretoken": token[1], "password1": "a long one, 2026", "password2": "a long one, 2026"}
    browser.open(asked.geturl(), urlencode(form).encode(), timeout=300)
    assert "Ann Corner" in browser.open(f"{up.address}/you", timeout=300).read().decode(), "not signed in"
    again = urlopen(link, timeout=300).read().decode()
    assert "password1" not in again, "the link worked twice"


def test_an_engagement_of_ones_own_stays_when_the_demonstration_goes(up: Up) -> None:
    opened = up.remit("engagement", "new", "OWN", "--client", "Own Books", "--provider", "Own Desk", "--owner", "bob@example.org")
    assert opened.returncode == 0 and f"{up.address}/e/OWN/" in opened.stdout and "password/reset/key" in opened.stdout, opened.stderr
    persona = up.remit("engagement", "new", "TWO", "--client", "A", "--provider", "B", "--owner", "jon.penrose@harbourpine.example")
    assert persona.returncode == 1 and "person of the demonstration" in persona.stderr
    removed = json.loads(up.remit("demo", "remove", "--yes", "--json").stdout)
    assert removed["engagements"] == 1 and removed["people"] == 8 and removed["organisations"] == 2
    left = json.loads(up.remit("engagement", "list", "--json").stdout)
    assert [one["code"] for one in left] == ["OWN"]
    assert up.remit("upgrade").stdout.endswith("Every chain, statement and file proves itself.\n")
    assert "no demonstration" in up.remit("demo", "remove", "--yes").stdout


def test_the_doctor_finds_the_worker_alive_and_names_what_is_wrong_with_a_remedy(up: Up) -> None:
    well = up.remit("doctor")
    assert well.returncode == 0 and re.search(r"ok +worker: ticked \d+ s ago", well.stdout), well.stdout + well.stderr
    ill = subprocess.run(
        [sys.executable, "-m", "remit", "doctor", "--json"],
        env=up.environment | {"REMIT_ORIGIN": "http://remit.example.com", "REMIT_MAIL": "smtp://127.0.0.1:1"},
        capture_output=True,
        text=True,
    )
    found = {one["about"]: one for one in json.loads(ill.stdout)["findings"] if one["state"] == "WRONG"}
    assert ill.returncode == 1 and set(found) == {"address", "mail"}
    assert "REMIT_HOSTS=remit.example.com" in found["address"]["remedy"]


def test_it_stops_whole_and_leaves_the_log_empty(up: Up) -> None:
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(60) == 0
    assert up.said.read_text().endswith("Stopped; everything is stored.\n")
    assert not (up.home / "remit.sqlite3-wal").exists(), "somebody still has the database open, or was killed"
    assert "WRONG" not in up.remit("doctor").stdout
