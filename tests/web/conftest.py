"""The demo relationship in a database, built once in a run; servers and browsers over copies of it.

`workspace`   this process's own database is a copy of the demo; each test's changes are rolled back
`server`      a server in a process of its own over a fresh copy, for one module: its tests see what they change
`visit`       a browser page signed in as a persona: `visit("finance")`, wide, light and quiet unless asked otherwise
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from remit.values.period import MINUTE
from tests.web.isolation import NOW
from tests.web.policies import ON_POSTGRES, demo_on_postgres, seeing_everything

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from remit.records.models.member import Member

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SEED = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from remit.stages.demonstration.relationship import play
call_command("migrate", verbosity=0)
with transaction.atomic():
    play()
with connection.cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
connection.close()
"""


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder (REMIT_HOME) with the demo in its database; both workers of a run share one.

    REMIT_TEST_SEED names a home that was seeded before, for quick repeats while one works on a page.
    """
    if ON_POSTGRES:
        pytest.skip("starts a server of its own on SQLite, whatever REMIT_TEST_DATABASE says")
    if ready := os.environ.get("REMIT_TEST_SEED"):
        return Path(ready)
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    home = shared / "demo-home"
    try:
        home.mkdir()
    except FileExistsError:
        _wait_for(lambda: (home / "ready").exists(), 300)
        return home
    subprocess.run([sys.executable, "-c", SEED], check=True, env={**os.environ, "REMIT_HOME": str(home)})
    (home / "ready").touch()
    return home


SHOWN = NOW + 2 * MINUTE
"""The demo's instant when a test begins, however long ago the demo was played: else a slow machine has other items overdue."""


def shift() -> int:
    """What has to be added to the machine's clock to have the demo's."""
    return SHOWN - time.time_ns() // 1_000


def copied(seeded: Path, target: Path) -> Path:
    """A copy of the demo's home, whose clock stands where the demo was played."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("remit.sqlite3", "secret-key"):
        shutil.copyfile(seeded / name, target / name)
    with closing(sqlite3.connect(target / "remit.sqlite3")) as database:
        database.execute("UPDATE records_engagement SET clock_shift = ? WHERE clock_shift != 0", [shift()])
        database.commit()
    return target


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[None]:
    """This process's database is a copy of the demo; pytest-django makes none of its own."""
    from django.conf import settings
    from django.db import connections

    if ON_POSTGRES:
        with django_db_blocker.unblock(), demo_on_postgres(request.getfixturevalue("postgres")):
            yield
        return
    seeded: Path = request.getfixturevalue("seeded")
    home = copied(seeded, tmp_path_factory.mktemp("home"))
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = home / "remit.sqlite3"
    with django_db_blocker.unblock():
        yield
        connections["default"].close()


@pytest.fixture
def workspace(db: None) -> Iterator[None]:
    """The demo's rows; what a test changes is rolled back, and nothing is kept in memory of it. What a server knows of them once it has
    read them is known from the start."""
    from remit.intake.knowledge import forget
    from remit.web.shell import somebody_acted

    somebody_acted()  # what waited for somebody in the test before
    with seeing_everything() if ON_POSTGRES else nullcontext():
        _know_the_demo()
        yield
    forget()


_DEMO: dict[str, Any] = {}
"""What is known of the demo's engagements, by their names in memory: read once in a process, and given to each test as a copy."""


def _know_the_demo() -> None:
    from remit.intake import knowledge
    from remit.records.models.engagement import Engagement

    knowledge.forget()
    Engagement.objects.exclude(clock_shift=0).update(clock_shift=shift())
    if not _DEMO:
        for engagement in Engagement.objects.all():
            knowledge.kept(engagement)
        _DEMO.update({name: found.copied() for name, found in knowledge._KEPT.items()})
    knowledge._KEPT.update({name: replace(found.copied(), own=False) for name, found in _DEMO.items()})


@pytest.fixture
def place(workspace: None) -> Callable[[str], Member]:
    """The place of a persona in the demo: `place("finance")`."""
    from remit.records.models.member import Member

    return lambda persona: Member.objects.select_related("engagement__client", "engagement__provider", "user").get(user__persona=persona)


@pytest.fixture
def client_of(place: Callable[[str], Member], client: Any) -> Callable[[str], Any]:
    """A client without a browser, signed in as a persona."""

    def signed_in(persona: str) -> Any:
        client.force_login(place(persona).user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


class Server:
    """A running server: its address, and the home it serves from."""

    def __init__(self, home: Path, address: str, process: subprocess.Popen[bytes]) -> None:
        self.home, self.address, self.process = home, address, process


@pytest.fixture(scope="module")
def server(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a fresh copy of the demo, for the tests of one module."""
    with running_server(copied(seeded, tmp_path_factory.mktemp("server"))) as running:
        yield running


@contextmanager
def running_server(home: Path, **settings: str) -> Iterator[Server]:
    """A server over a home, with more settings in its environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "REMIT_HOME": str(home), "REMIT_DEMO": "1", "REMIT_DEBUG": "1", **settings}
    command = [sys.executable, "-m", "django", "runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}"]
    log = (home / "server.log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://localhost:{port}"  # a passkey needs a name, not a number
    try:
        _wait_for(lambda: _answers(f"{address}/account/login/"), 60)
        yield Server(home, address, process)
    finally:
        process.terminate()
        process.wait(10)
        log.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed (Debian's package chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """A page signed in as a persona. What a page must never do fails the test: an error in the browser, a request to elsewhere."""
    contexts, wrong = [], []

    def opened(persona: str | None, path: str = "/", *, width: int = 1440, height: int = 900, dark: bool = False, **more: Any) -> Page:
        context = browser.new_context(
            base_url=server.address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if _is_wrong(message) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if _is_elsewhere(request.url, server.address) else None)
        if persona is not None:
            page.goto("/demo/")
            page.locator(f"form[action='/demo/as/{persona}'] button").click()
        page.goto(path)
        _wait_until_read(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong, wrong


def _wait_until_read(page: Page) -> None:
    """A server that has just started reads the work first; on a busy machine its page says so, and shows itself in a moment."""
    from playwright.sync_api import expect

    expect(page.get_by_text("The work is being read; this page shows itself in a moment.")).to_have_count(0, timeout=120_000)


def _is_wrong(message: Any) -> bool:
    """Errors of scripts and of the content security policy; an answer that refuses is none."""
    refused = "the server responded with a status of 4" in message.text
    refused_to_act = "Response Status Error Code 4" in message.text and "/do/" in message.text  # htmx's words, of an action
    return message.type == "error" and not refused and not refused_to_act


def _is_elsewhere(url: str, address: str) -> bool:
    return not url.startswith((address, "data:", "blob:", "about:"))


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2):
            return True
    except (URLError, OSError):
        return False


def _wait_for(happened: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"it did not happen within {seconds} s")
        time.sleep(0.2)
