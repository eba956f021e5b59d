"""Every job by its name, and the two loops that run them: the tick, which calls what is due, and the worker, which does it.

The queue is django-tasks' table, so a job that an action calls for is stored in the action's own transaction. Any number of processes may
tick and work: a mark in the database (`ScheduleMark`) is moved by one of them only, and the queue gives a job to one worker.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db import OperationalError, connection, transaction
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from remit import stages
from remit.records import row_level
from remit.records.models.engagement import Engagement
from remit.records.models.schedule_mark import ScheduleMark
from remit.stages.job import MINUTE, Job

TICK = "tick"
"""The mark that says when somebody last ticked."""
QUEUES = ("default", "imports")
_FIRST_PAUSE = 10
_LOG = logging.getLogger("remit.jobs")


class Misnamed(ValueError):
    """A file of a stage whose job is not called like the file, or two jobs of one name."""


class SomeFailed(RuntimeError):
    """A job that runs for each engagement failed for some of them; the others are done."""


@cache
def jobs() -> Mapping[str, Job]:
    """All jobs by name."""
    found: dict[str, Job] = {}
    for stage in pkgutil.iter_modules(stages.__path__):
        if not stage.ispkg:
            continue
        package = importlib.import_module(f"{stages.__name__}.{stage.name}")
        for file in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{file.name}")
            for one in vars(module).values():
                if not isinstance(one, Job) or one.function.__module__ != module.__name__:
                    continue
                if one.name != file.name or one.name in found:
                    raise Misnamed(f"{module.__name__} holds the job '{one.name}'; name the file {one.name}.py, and no other job so")
                found[one.name] = one
    return found


def tick(now: int) -> list[str]:
    """Calls every recurring job that is due at `now` (seconds since 1970 UTC) and that nobody else has called; their names."""
    marks = dict(ScheduleMark.objects.values_list("name", "last_at"))
    called = []
    for one in (one for one in jobs().values() if one.recurs):
        last = marks.get(one.name, 0)
        if not one.is_due(last, now):
            continue
        with transaction.atomic():
            if not _move(one.name, last, now):
                continue
            if not one.here:
                call_later(one, {})
        if one.here:
            _run_here(one)
        called.append(one.name)
    if now - marks.get(TICK, 0) >= MINUTE:
        with transaction.atomic():
            _move(TICK, marks.get(TICK, 0), now)
    return called


def _move(name: str, last: int, now: int) -> bool:
    """Moves a mark from `last` to `now`; False where another process was first."""
    ScheduleMark.objects.get_or_create(name=name)
    return ScheduleMark.objects.filter(name=name, last_at=last).update(last_at=now) == 1


def _run_here(one: Job) -> None:
    try:
        one()
    except Exception:
        _LOG.exception("job %s failed; it is tried again when it is due next", one.name)


def call_later(one: Job, given: Mapping[str, str | int], failures: int = 0) -> None:
    """Puts a job into the queue; after failures with a pause before it, each six times as long as the last."""
    after = datetime.now(UTC) + timedelta(seconds=_FIRST_PAUSE * 6 ** (failures - 1)) if failures else None
    run.using(queue_name=one.queue, run_after=after).enqueue(one.name, dict(given), failures)


@task()
def run(name: str, given: dict[str, Any], failures: int) -> None:
    """Runs a job from the queue. What fails is put into the queue again, until it has been tried often enough."""
    one = jobs()[name]
    try:
        if one.each_engagement:
            _run_for_each(one, given)
        else:
            one(**given)
    except Exception as error:
        _LOG.warning("job %s failed (%d of %d): %s", name, failures + 1, one.tries, error)
        if failures + 1 < one.tries:
            call_later(one, given, failures + 1)
        raise


def _run_for_each(one: Job, given: Mapping[str, Any]) -> None:
    failed = []
    with row_level.directory():
        engagements = list(Engagement.objects.order_by("pk"))
    for engagement in engagements:
        try:
            with row_level.acting_for(engagement.pk):
                one(engagement=engagement, **given)
        except Exception as error:
            _LOG.exception("job %s failed for %s", one.name, engagement.code)
            failed.append(f"{engagement.code}: {error}")
    if failed:
        raise SomeFailed("; ".join(failed))


def work_off(most: int | None = None) -> bool:
    """Does what waits in the queue, then returns; whether there was anything. Looking takes no lock."""
    waiting = DBTaskResult.objects.ready().filter(queue_name__in=QUEUES).exists()
    if waiting:
        Worker(
            queue_names=list(QUEUES),
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=most,
            worker_id=f"{threading.get_native_id()}",
            excluded_queue_names=[],
        ).run()
    return waiting


def work(stop: threading.Event, pause: float = 1.0) -> None:
    """Ticks and works until told to stop: the loop of the worker's process. The tick has a thread of its own, so that a long job does not
    hold up the clock."""
    ticking = threading.Thread(target=_tick_until, args=(stop,), name="tick", daemon=True)
    ticking.start()
    while not stop.is_set():
        if not _calmly(lambda: work_off(1)):
            stop.wait(pause)
    ticking.join(10)
    connection.close()


def _tick_until(stop: threading.Event) -> None:
    while not stop.is_set():
        _calmly(lambda: tick(int(time.time())))
        stop.wait(5)
    connection.close()


def _calmly(step: Callable[[], object]) -> bool:
    """Whether the step found something to do. A database that is busy, full or away for a while ends no loop."""
    try:
        return bool(step())
    except OperationalError as error:
        _LOG.warning("%s; it goes on when the database does", str(error).strip())
        connection.close()
    except Exception:
        _LOG.exception("unexpected; the worker goes on")
        connection.close()
    return False
