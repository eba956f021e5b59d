"""Start everything in one command: tables, static files, the server and the jobs; `--demo` with a finished relationship to look at."""

from __future__ import annotations

import click


@click.command("up")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen on; a proxy with HTTPS belongs before any other."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--demo", is_flag=True, help="Make the demonstration, once, and let people sign in as one of its eight persons.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="How many requests are answered at a time.")
def COMMAND(host: str, port: int, demo: bool, threads: int) -> None:
    """Start everything: bring the tables up to date, gather static files, then run the server and the jobs until Ctrl+C.

    \b
    remit up --demo                     # look at a finished relationship on http://localhost:8000
    remit up --host 0.0.0.0             # for a proxy on another machine; set REMIT_HOSTS and REMIT_ORIGIN

    The database, the secret key and everything else lie in REMIT_HOME (`var`, if not said). docs/guide/running.md has the settings.
    """
    import os
    import sys

    from remit.cli.preparation import prepare
    from remit.cli.supervision import refuse_taken_port, serve

    refuse_taken_port(host, port)
    if demo:
        os.environ["REMIT_DEMO"] = "1"
    if port != 8000:
        os.environ.setdefault("REMIT_ORIGIN", f"http://localhost:{port}")
    if host not in ("127.0.0.1", "localhost", "::1") and not os.environ.get("REMIT_HOSTS"):
        click.echo("REMIT_HOSTS is not set, so only http://localhost is answered; set it to the names people type.", err=True)
    code = prepare(demo)
    if code:
        sys.exit(code)
    sys.exit(serve(host, port, threads, demo))
