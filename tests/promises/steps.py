"""What the processes of these tests do: `python -m tests.promises.steps STEP ...`; the last line printed is the answer, as JSON.

Business time stands still at REMIT_TEST_NOW where it is set, so that two runs can be compared byte by byte; otherwise it is the evening of
12 May 2026, when April can be closed.
"""

from __future__ import annotations

import json
import logging
import os
import random
import resource
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import django
import polars as pl

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import OperationalError, connection, transaction  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django_tasks_db.models import DBTaskResult, get_date_max  # noqa: E402

from remit.exchange import verification  # noqa: E402
from remit.intake import arrow  # noqa: E402
from remit.intake.knowledge import forget, kept  # noqa: E402
from remit.intake.store import add_events, touch  # noqa: E402
from remit.records import row_level, soundness  # noqa: E402
from remit.records.models.batch import Batch  # noqa: E402
from remit.records.models.checkpoint import Checkpoint  # noqa: E402
from remit.records.models.engagement import Engagement  # noqa: E402
from remit.records.models.issued_statement import IssuedStatement  # noqa: E402
from remit.records.models.mapping_record import MappingRecord  # noqa: E402
from remit.records.models.member import Member  # noqa: E402
from remit.records.models.organisation import Organisation  # noqa: E402
from remit.records.models.schedule_mark import ScheduleMark  # noqa: E402
from remit.records.models.terms_text import TermsText  # noqa: E402
from remit.records.models.user import User  # noqa: E402
from remit.records.models.work_event import WorkEvent  # noqa: E402
from remit.records.sqlite.connection import Connection  # noqa: E402
from remit.records.sqlite.lock import WriteLock  # noqa: E402
from remit.stages import schedule  # noqa: E402
from remit.stages.contract.record_terms import record_terms  # noqa: E402
from remit.stages.improvement.close_month import close_month  # noqa: E402
from remit.stages.inputs import FileInput  # noqa: E402
from remit.stages.job import job  # noqa: E402
from remit.stages.operations.import_work import import_work  # noqa: E402
from remit.stages.workspace.create_engagement import create_engagement  # noqa: E402
from remit.values.fault import Refused  # noqa: E402
from remit.values.period import Month, instant  # noqa: E402
from remit.web.trouble import trouble  # noqa: E402

NOW = instant(datetime.fromisoformat(os.environ.get("REMIT_TEST_NOW", "2026-05-12T18:00:00+00:00")))
SAMPLE = resources.files("remit.exchange.starters.simple").joinpath("tickets-2026-04.csv").read_bytes()
MAPPING = resources.files("remit.exchange.starters.simple").joinpath("helpdesk.yaml").read_text(encoding="utf-8")
TERMS = resources.files("remit.terms").joinpath("presets", "simple.terms.yaml").read_bytes()


def install() -> None:
    """One engagement with its contract, in tables that are there."""
    client = Organisation.objects.create(name="Corner Books Limited", short_name="Corner Books", zone="Europe/London")
    provider = Organisation.objects.create(name="Reply Desk Limited", short_name="Reply Desk", zone="Europe/London")
    owner = User.objects.create_user("owner@corner.example", None, name="Ann Corner")
    engagement, member = create_engagement(
        user=owner, name="Support", code="COR", client=client, provider=provider, side="client", role="owner", place="Europe/London"
    )
    record_terms(by=member, file=FileInput("terms.yaml", TERMS))
    with row_level.installation():
        MappingRecord.objects.create(engagement=engagement, name="helpdesk", text=MAPPING, changed_by=member, changed_at=NOW)


def owner() -> Member:
    with row_level.directory():
        return Member.objects.select_related("engagement__client", "engagement__provider", "user").get(role="owner")


def bring(rows: bytes = SAMPLE, name: str = "tickets.csv") -> dict[str, int]:
    batch = import_work(by=owner(), file=FileInput(name, rows), mapping="helpdesk")
    return {"new": batch.new, "known": batch.known}


def close(month: str = "2026-04") -> dict[str, Any]:
    """The digest of the statement's bytes and of its signed body; or the refusal."""
    try:
        row = close_month(by=owner(), month=Month.read(month))
    except Refused as refusal:
        return {"refused": str(refusal)}
    return told(row)


def told(row: IssuedStatement) -> dict[str, Any]:
    return {"version": row.version, "total": f"{row.total:.2f}", "digest": row.digest, "bytes": sha256(bytes(row.content)).hexdigest()}


def statements() -> list[dict[str, Any]]:
    with row_level.installation():
        return [told(row) for row in IssuedStatement.objects.order_by("cut", "version")]


def events() -> int:
    with row_level.installation():
        return WorkEvent.objects.count()


def read_both_ways() -> dict[str, Any]:
    """The log as Arrow and row by row."""
    first = bring()
    engagement = owner().engagement
    found = {}
    for way, many in (("arrow", 1), ("rows", 10**9)):
        arrow.MANY = many
        forget()
        found[way] = kept(engagement).log
    asked = arrow.events(WorkEvent._meta.db_table, ("record", "item"), engagement.pk, 0)
    assert asked is not None
    return {"new": first["new"], "rows": asked.height, "same": found["arrow"].equals(found["rows"])}


def tick_and_work(times: str) -> list[str]:
    """Ticks at given seconds and does what waits."""
    from remit.stages.schedule import tick, work_off

    called = [name for at in times.split(",") for name in tick(int(at))]
    work_off()
    return called


def parts(seed: int, count: int) -> list[bytes]:
    """The sample's rows in another order, in so many files. Each row is a whole ticket, so a chunk is what a source would send."""
    head, *rows = SAMPLE.decode().splitlines(keepends=True)
    if seed:
        random.Random(seed).shuffle(rows)
    size = -(-len(rows) // count)
    return [(head + "".join(rows[at : at + size])).encode() for at in range(0, len(rows), size)]


def chunks(seed: str, count: str, folder: str) -> list[str]:
    paths = [Path(folder) / f"part-{number}.csv" for number, _ in enumerate(parts(int(seed), int(count)))]
    for path, rows in zip(paths, parts(int(seed), int(count)), strict=True):
        path.write_bytes(rows)
    return [str(path) for path in paths]


def bring_and_close(seed: str, count: str, take_back: str = "") -> dict[str, Any]:
    with transaction.atomic():
        for rows in parts(int(seed), int(count)):
            bring(rows)
        found = close()
        if take_back:
            transaction.set_rollback(True)
    return found


def replay_then_forge() -> dict[str, Any]:
    """The same file twice; then one of its events under its own key and with another instant, beside a good new one."""
    first, again = bring(), bring()
    engagement = owner().engagement
    one = kept(engagement).log.head(1)
    forged = pl.concat([one.with_columns(pl.col("at") + 1), one.with_columns(pl.lit("quite new").alias("id"))])
    try:
        with transaction.atomic(), row_level.acting_for(engagement.pk):
            add_events(engagement, forged, None)
        refused = ""
    except Refused as refusal:
        refused = str(refusal)
    return {"first": first, "again": again, "refused": refused, "id": one["id"][0], "after": events()}


def amend_everything() -> dict[str, Any]:
    """The next contract text pays more, keeps other hours and another holiday; then the statement is read again."""
    before = statements()
    by, amended = owner(), TERMS.replace(b"zone: Europe/London", b"zone: Africa/Johannesburg")
    with row_level.installation():
        TermsText.objects.filter(engagement=by.engagement).update(content=amended, digest=f"sha256:{sha256(amended).hexdigest()}")
        touch(by.engagement)
        forget()
        contents = [bytes(row.content) for row in IssuedStatement.objects.all()]
    proved = all(one.holds for content in contents for one in verification.statement(content, "it")[0])
    return {"before": before, "after": statements(), "proved": proved and amended != TERMS}


def write_until_killed() -> None:
    """Brings one ticket after the other in, each in a transaction of its own, and prints its number once that has been committed. It begins
    with the last stored number, which is sent again, as by a source that got no answer."""
    head = SAMPLE.decode().splitlines()[0]
    with row_level.installation():
        before = [int(item[2:]) for item in WorkEvent.objects.filter(item__startswith="K-").values_list("item", flat=True).distinct()]
    number = max([1, *before]) - 1
    while True:
        number += 1
        day = f"2026-06-0{1 + number % 9}"  # after the cut of April, whether that is closed already or not
        row = f"K-{number},{day} 09:12,{day} 11:00,,,,,normal,email"
        bring(f"{head}\n{row}\n".encode(), f"{number}.csv")
        print(f"K-{number}", flush=True)


def stored_numbers() -> dict[str, Any]:
    """The tickets of `write_until_killed`, each as often as it was created, and whether everything stored proves itself."""
    with row_level.installation():
        created = sorted(WorkEvent.objects.filter(item__startswith="K-", event="created").values_list("item", flat=True))
        counted = {one.pk: (one.new, WorkEvent.objects.filter(batch=one).count()) for one in Batch.objects.filter(known=0)}
        lacking = [key for key, (said, stored) in counted.items() if said != stored or not stored]
    return {
        "numbers": created,
        "half_batches": len(lacking),
        "checks": [one.holds for one in soundness.checks()],
    }


def fill_the_disk() -> dict[str, Any]:
    """Work is brought in through the page while no file may grow any further, as on a full disk; then again with room."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(owner().user, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/")

    def post(path: str, **headers: str) -> Any:
        file = SimpleUploadedFile("tickets.csv", SAMPLE)
        return client.post(path, {"file": file, "mapping": "helpdesk"}, headers=headers)

    settings.DEBUG = False
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    logging.disable(logging.CRITICAL)
    largest = max(path.stat().st_size for path in Path(os.environ["REMIT_HOME"]).iterdir() if path.name.endswith("-wal"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 4096, limit[1]))
    page = post("/e/COR/do/operations/import_work")
    found: dict[str, Any] = {"page": {"status": page.status_code, "said": page.content.decode()}, "retry": page.headers.get("Retry-After")}
    found["events_when_full"], found["batches_when_full"] = WorkEvent.objects.count(), Batch.objects.count()
    found["reads_when_full"] = client.get("/e/COR/statements/").status_code
    found["api"] = trouble_over_api()
    resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert post("/e/COR/do/operations/import_work").status_code == 302
    found["events_with_room"] = WorkEvent.objects.count()
    return found


def trouble_over_api() -> int:
    """What a program is told in the same trouble."""
    try:
        ScheduleMark.objects.bulk_create([ScheduleMark(name=f"mark {number}") for number in range(5_000)])
    except OperationalError:
        return trouble(RequestFactory().get("/api/v1/engagements")).status_code
    return 0


def queue() -> list[tuple[str, int, str]]:
    """Every job of the queue: its name, the number of failures before it, its state."""
    return [(row.args_kwargs["args"][0], row.args_kwargs["args"][2], row.status) for row in DBTaskResult.objects.order_by("enqueued_at")]


def checkpoints() -> list[int]:
    with row_level.installation():
        return list(Checkpoint.objects.order_by("sequence").values_list("sequence", flat=True))


def failing_job() -> dict[str, Any]:
    """A job of three tries that always fails; each pause is measured, and then taken away so that the worker need not wait."""
    runs, pauses = [], []

    @job(tries=3)
    def fails() -> None:
        """Fail."""
        runs.append(1)
        raise OSError("no room")

    schedule.jobs = lambda: {"fails": fails}  # type: ignore[assignment]
    schedule.work_off()
    fails.later()
    while DBTaskResult.objects.filter(status="READY").exists():
        for row in DBTaskResult.objects.filter(status="READY", run_after__lt=get_date_max()):
            pauses.append(round((row.run_after - row.enqueued_at).total_seconds()))
            DBTaskResult.objects.filter(pk=row.pk).update(run_after=row.enqueued_at)
        schedule.work_off()
    left = DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True)
    return {"runs": len(runs), "pauses": pauses, "left": " ".join(left)}


def job_of_failed_transaction() -> int:
    with suppress(KeyError), transaction.atomic():
        schedule.jobs()["clear_expired"].later()
        raise KeyError
    return DBTaskResult.objects.count()


def pages_while_somebody_writes() -> dict[str, Any]:
    """Two pages of a signed-in member, while a writer of another connection is in the middle of its transaction."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(owner().user, backend="django.contrib.auth.backends.ModelBackend")
    name = connection.settings_dict["NAME"]
    other = sqlite3.connect(name, factory=partial(Connection, lock=WriteLock(Path(f"{name}.lock"), 1)), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO records_schedulemark (name, last_at) VALUES ('held', 0)")
    found = [client.get(path).status_code for path in ("/", "/e/COR/statements/")]
    connection.connection.lock.patience = 0.2
    try:
        ScheduleMark.objects.create(name="refused")
        refused = ""
    except OperationalError as error:
        refused = str(error)
    other.rollback()
    ScheduleMark.objects.create(name="let in")
    return {"status": found, "refused": refused}


def main(steps: Mapping[str, Any]) -> None:
    """Does the step that the command line names, one of those given."""
    Engagement.now = lambda self: NOW  # type: ignore[method-assign]  # in this process of its own, which lives on one day
    step, *given = sys.argv[1:]
    said = steps[step](*(Path(one[1:]).read_bytes() if one.startswith("@") else one for one in given))
    connection.close()
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(globals())
