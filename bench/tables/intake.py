"""A file of a million events through the whole import, beside a bare bulk insert of the same rows into the same empty table."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl

from bench.table import Entry, Setting, Table

MAPPING = """remit mapping: 1
title: Help desk, one row per change
record: helpdesk
shape: event log
zone: Europe/London
dates: [year-month-day hour:minute:second]
columns: {item: ticket, event: action, at: time, who: by, sequence: update}
events: {created: created, reply: reply, resolved: resolved, closed: closed}
"""
WORDS = ("created", "reply", "resolved", "closed")


def export(events: int) -> bytes:
    """A ticket system's export as CSV: four changes a ticket, in order of time as such exports are, half an hour apart."""
    number = pl.int_range(events, eager=True)
    ticket, step = number // 4, number % 4
    frame = pl.DataFrame(
        {
            "ticket": pl.select(pl.format("T-{}", ticket + 1_000_000)).to_series(),
            "update": step,
            "action": step.replace_strict(dict(enumerate(WORDS)), return_dtype=pl.String),
            "time": (pl.Series([1_767_600_000]) + ticket * 31 + step * 1_800).cast(pl.Int64) * 1_000_000,
            "by": pl.select(pl.format("agent {}", ticket % 40)).to_series(),
        }
    ).with_columns(pl.from_epoch("time", "us").dt.strftime("%Y-%m-%d %H:%M:%S"))
    return frame.sort("time", "ticket").write_csv().encode()


class Desk:
    """An installation of its own with one engagement, put back to empty before every run."""

    def __init__(self, home: Path, events: int) -> None:
        os.environ |= {"REMIT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "remit.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        self.database, self.empty = Path(settings.DATABASES["default"]["NAME"]), home / "empty.sqlite3"
        self.file = export(events)
        self.member = self._engagement()
        self._close()
        with closing(sqlite3.connect(self.database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self.database, self.empty)
        self.stored = self.imported()
        with closing(sqlite3.connect(self.database)) as connection:
            cursor = connection.execute("SELECT * FROM records_workevent ORDER BY id")
            self.columns = [column[0] for column in cursor.description][1:]
            batch = self.columns.index("batch_id")  # the baseline has no batch to name
            self.rows = [(*row[1 : batch + 1], None, *row[batch + 2 :]) for row in cursor]

    def _engagement(self) -> Any:
        from remit.records.models.mapping_record import MappingRecord
        from remit.records.models.organisation import Organisation
        from remit.records.models.user import User
        from remit.stages.workspace.create_engagement import create_engagement

        client = Organisation.objects.create(name="Client", short_name="Client")
        user = User.objects.create_user("bench@desk.example", None, name="Bench")
        engagement, member = create_engagement(
            user=user, name="Desk", code="DESK", client=client, provider=None, side="client", role="owner", place="Europe/London"
        )
        MappingRecord.objects.create(engagement=engagement, name="desk", text=MAPPING, changed_by=member, changed_at=0)
        return member

    def _close(self) -> None:
        from django.db import connections

        from remit.intake.knowledge import forget

        connections.close_all()
        forget()

    def _emptied(self) -> None:
        self._close()
        for ending in ("-wal", "-shm"):
            self.database.with_name(self.database.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.empty, self.database)
        self.member.engagement.refresh_from_db()

    def imported(self) -> int:
        """Through the action: CSV read, mapped, checked against what is known, stored, and written into the audit log."""
        from remit.stages.inputs import FileInput
        from remit.stages.operations.import_work import import_work

        self._emptied()
        return int(import_work(by=self.member, file=FileInput("desk.csv", self.file), mapping="desk").new)

    def inserted(self) -> int:
        """The baseline: the same rows, ready as tuples, in one prepared insert and one transaction."""
        from django.db import connection, transaction

        self._emptied()
        names, marks = ", ".join(self.columns), ", ".join("?" for _ in self.columns)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.cursor.connection.executemany(f"INSERT INTO records_workevent ({names}) VALUES ({marks})", self.rows)
        return len(self.rows)


def table(setting: Setting) -> Table:
    events = 20_000 if setting.small else 1_000_000
    desk = Desk(setting.folder, events)
    assert desk.stored == events
    megabytes = len(desk.file) / 1e6
    intro = f"""
{events:,} events of {events // 4:,} tickets as CSV ({megabytes:,.0f} MB). Importing reads, maps and checks the file, compares it with what
is known, stores it and writes the audit entry; the insert writes the same rows, ready in memory, into the same empty SQLite database.
"""
    entries = (
        Entry("a bare bulk insert", desk.inserted, group="rows"),
        Entry("importing the file", desk.imported, against="a bare bulk insert", at_most=4, group="rows"),
    )
    return Table("Bringing work in", intro, entries)
