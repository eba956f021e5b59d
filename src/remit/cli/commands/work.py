"""Run the jobs alone: what recurs and what waits. `remit up` starts it by itself; a second one is a second pair of hands."""

from __future__ import annotations

import click


@click.command("work")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when standard input ends.")
def COMMAND(with_parent: bool) -> None:
    """Run the jobs alone: the recurring ones when they are due, and those in the queue. Ends with Ctrl+C, after the job under way.

    `remit up` does this too. Use it where several machines share a PostgreSQL database.
    """
    import signal
    import sys
    import threading

    from remit.cli.installation import open_installation, require_database

    open_installation()
    require_database()
    from remit.stages.schedule import work

    stop = threading.Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda number, frame: stop.set())
    if with_parent:

        def until_parent_ends() -> None:
            sys.stdin.read()
            stop.set()

        threading.Thread(target=until_parent_ends, name="parent", daemon=True).start()
    work(stop)
