"""`python -m bench.workspace HOME ITEMS`: an installation with one engagement, a year of work, and twenty people who are signed in.

Every item has three events: it is created, replied to and resolved. One in twenty of the last twenty days is still open, and stands in an
own queue. The events go into the database by plain SQL, because what is measured is the server and not the import. It prints what clients
need, as JSON.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from remit.values.period import DAY, HOUR, Month, moment
from remit.work.log import EVENTS

PEOPLE = 20
CODE = "LOAD"
SECRET = "remit_load_" + secrets.token_hex(8)
MONTHS = 11
"""Whole months before the running one."""


def open_django(home: Path) -> None:
    """Makes the installation in this folder, with all tables."""
    os.environ.update(REMIT_HOME=str(home), DJANGO_SETTINGS_MODULE="remit.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def engagement(code: str = CODE) -> Any:
    """The owner's place in a new engagement under the preset of one mailbox, whose services have run for a year."""
    from remit.exchange import starters
    from remit.records.models.user import User
    from remit.stages.inputs import FileInput
    from remit.stages.operations.open_engagement import open_engagement

    owner = User.objects.create_user(f"owner-{code.lower()}@example.com", name="Owner")
    first = Month.of(moment(time.time_ns() // 1_000).date()).plus(-MONTHS).first
    text = starters.contract("simple").decode()
    text = text.replace("2026-03-02", f"{first}").replace("2026-04-01", f"{first}").replace("2026-07-01", f"{first}")
    text = text.replace("2027-03-31", f"{first.replace(year=first.year + 3)}").replace("expected volume: 1500", "expected volume: 90000")
    terms = FileInput("load.terms.yaml", text.encode())
    return open_engagement(user=owner, client="Corner Books Limited", provider="Table Bay Support", code=code, terms=terms)


def work(items: int, now: int, seed: int = 7) -> pl.DataFrame:
    """The events of so many items, spread evenly over a year up to now, in order of time; received when they happened."""
    chance = np.random.Generator(np.random.Philox(key=seed))
    start = now - 340 * DAY
    number = np.arange(items)
    created = start + np.sort(chance.integers(0, now - start, items))
    reply = created + chance.exponential(3 * HOUR, items).astype(np.int64)
    resolved = reply + chance.exponential(20 * HOUR, items).astype(np.int64)
    open_still = (created > now - 20 * DAY) & (chance.random(items) < 0.05)
    kinds = (("created", "customer", created), ("reply", "agent", reply), ("resolved", "agent", resolved))
    parts = [
        pl.DataFrame({"number": number, "event": event, "who": who, "at": at}).filter(
            (pl.col("at") < now) & (~pl.Series(open_still) | (pl.lit(event) == "created"))
        )
        for event, who, at in kinds
    ]
    item = pl.format("T{}", pl.col("number").cast(pl.String).str.zfill(8))
    whole = pl.concat(parts).sort("at", "number")
    return (
        whole.with_columns(item.alias("item"))
        .select(
            record=pl.lit("helpdesk"),
            item="item",
            event="event",
            field=pl.lit(None, pl.String),
            value=pl.lit(None, pl.String),
            who="who",
            at="at",
            received_at="at",
            sequence=pl.lit(None, pl.Int64),
            id=pl.format("{}/{}", "item", pl.col("event").str.slice(0, 4)),
        )
        .cast(EVENTS)
    )


def insert(events: pl.DataFrame, engagement_id: int) -> None:
    """The bare bulk insert of the database in use: plain rows, one statement, one transaction. What imports are held against."""
    bare(rows_of(events, engagement_id))


COLUMNS = ("record", "item", "event", "field", "value", "who", "at", "received_at", "sequence", "source_id", "engagement_id")


def rows_of(events: pl.DataFrame, engagement_id: int) -> list[tuple[Any, ...]]:
    return events.with_columns(engagement_id=pl.lit(engagement_id)).rows()


def bare(rows: list[tuple[Any, ...]]) -> None:
    from django.db import connection, transaction

    from remit.records.models.work_event import WorkEvent

    into = f"{WorkEvent._meta.db_table} ({', '.join(COLUMNS)})"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            inner = cursor.connection
            inner.executemany(f"INSERT INTO {into} VALUES ({', '.join('?' for _ in COLUMNS)})", rows)


def people(member: Any) -> list[str]:
    """Twenty signed-in members of both companies; the keys of their sessions."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from remit.records.models.member import Member
    from remit.records.models.user import User

    keys = []
    for number in range(PEOPLE):
        user = User.objects.create_user(f"person-{number}@example.com", name=f"Person {number}")
        side, role = ("client", "process owner") if number % 4 == 0 else ("provider", "delivery manager")
        Member.objects.create(engagement=member.engagement, user=user, side=side, role=role, joined_at=member.engagement.now())
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


def token(member: Any) -> None:
    from remit.records.models.api_token import ApiToken
    from remit.records.models.member import Member

    manager = Member.objects.filter(engagement=member.engagement, role="delivery manager").order_by("pk")[0]
    ApiToken.objects.create(
        engagement=member.engagement,
        member=manager,
        name="load",
        scopes=["receive_events"],
        secret_digest=sha256(SECRET.encode()).hexdigest(),
        made_at=member.engagement.now(),
        visible_to=manager.side,
    )


def main() -> None:
    home, items = Path(sys.argv[1]), int(sys.argv[2])
    open_django(home)
    from remit.intake.store import touch
    from remit.stages.operations.switch_queue import switch_queue

    member = engagement()
    now = member.engagement.now()
    events = work(items, now)
    insert(events, member.engagement.pk)
    touch(member.engagement)
    switch_queue(by=member, record="helpdesk")
    keys = people(member)
    token(member)
    done = events.filter(pl.col("event") == "resolved")["item"].tail(5_000).to_list()
    print(json.dumps({"sessions": keys, "secret": SECRET, "items": done, "events": events.height}))


if __name__ == "__main__":
    main()
