"""Runs the server and the worker together, and ends them together.

The server is one process with threads: it keeps the work log of each engagement in memory once. The worker is a second process, started
again if it dies; it ends when this one does, however that happens, because its standard input ends then.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click

_PATIENCE = 20
"""Seconds that the job under way has to end when everything stops."""


def refuse_taken_port(host: str, port: int) -> None:
    """Before anything is prepared: whether the address can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise click.UsageError(f"Port {port} of {host} cannot be used ({error.strerror}); name another with --port.") from None


def serve(host: str, port: int, threads: int, demo: bool) -> int:
    """Serves until Ctrl+C or SIGTERM; the exit code."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.errors import FatalError
    from granian.log import LogLevels

    from remit.cli.installation import home, origin

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings")
    # A process that was forked while other threads ran may wait for ever for a lock that one of them held; a spawned one begins anew.
    multiprocessing.set_start_method("spawn", force=True)
    worker = Worker()
    server = Granian(
        "remit.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE,
        log_level=LogLevels.error,
    )
    server.on_startup(worker.start)
    server.on_startup(threading.Thread(target=_greet, args=(host, port, demo, home(), origin()), daemon=True).start)
    try:
        server.serve()
    except FatalError as error:
        click.echo(f"Error: {error}", err=True)
        return 1
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        worker.end()
        click.echo("Stopped; everything is stored.", err=True)
    return 0


class Worker:
    """The process of the jobs (`remit work`), started again when it dies, each time after a longer pause."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        threading.Thread(target=self._keep, name="worker", daemon=True).start()

    def end(self) -> None:
        self._ending.set()
        process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()

    def _keep(self) -> None:
        pause = 1.0
        while not self._ending.is_set():
            started = time.monotonic()
            command = [sys.executable, "-m", "remit", "work", "--with-parent"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # Ctrl+C is for the supervisor
            code = self._process.wait()
            if self._ending.is_set():
                return
            pause = 1.0 if time.monotonic() - started > 60 else min(pause * 2, 60)
            click.echo(f"The worker ended with code {code}; it is started again in {pause:.0f} s.", err=True)
            self._ending.wait(pause)


def _greet(host: str, port: int, demo: bool, folder: str, address: str) -> None:
    """Once the server answers, says where, and how to get in. It imports nothing: the server forks meanwhile, and a lock of an import that
    is held then would never be given back in the new process."""
    near = "127.0.0.1" if host in ("0.0.0.0", "::", "localhost") else host
    near = f"[{near}]" if ":" in near else near
    for _ in range(600):
        if _answers(f"http://{near}:{port}/account/login/"):
            break
        time.sleep(0.1)
    lines = [f"Remit is ready: {address}"]
    if demo:
        lines.append(f"  Sign in:  {address}/demo/ offers eight people of both companies; no password is needed.")
    lines.append(
        "  Your own: `remit admin you@example.com` prints a link to sign in with; `remit engagement new --help` goes on from there."
    )
    lines.append(f"  All of it is kept in {folder}. Stop with Ctrl+C.")
    click.echo("\n".join(lines))
    sys.stdout.flush()


def _answers(address: str) -> bool:
    try:
        with urlopen(Request(address, headers={"Host": "localhost"}), timeout=5):
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
