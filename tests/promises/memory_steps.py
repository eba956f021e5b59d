"""What a process of the server does whose transaction is taken back: `python -m tests.promises.memory_steps STEP`; answers as `steps` does.

Each step gives what the process keeps in memory of the work at several moments, beside what a process that was just started would read.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

from tests.promises import steps  # first: it sets Django up

from django.db import connection, transaction  # isort: skip

from remit.intake.knowledge import forget, kept, terms_in_force  # isort: skip
from remit.intake.store import touch  # isort: skip
from remit.records import row_level  # isort: skip
from remit.records.models.engagement import Engagement  # isort: skip
from remit.records.models.terms_text import TermsText  # isort: skip
from remit.records.models.work_event import WorkEvent  # isort: skip
from remit.values.period import Month  # isort: skip

HEAD = steps.SAMPLE.decode().splitlines()[0]


def ticket(number: str, day: int = 2) -> bytes:
    return f"{HEAD}\n{number},2026-06-0{day} 09:12,2026-06-0{day} 11:00,,,,,normal,email\n".encode()


def items(engagement: Engagement | None = None) -> list[str]:
    """The tickets that this process believes in."""
    engagement = engagement or steps.owner().engagement
    with row_level.acting_for(engagement.pk):
        return sorted(set(kept(engagement).log["item"].to_list()))


def stored() -> list[str]:
    with row_level.installation():
        return sorted(set(WorkEvent.objects.values_list("item", flat=True)))


def beside(asked: Callable[[], Any]) -> Any:
    """What another thread of the same server gets."""
    found: list[Any] = []

    def run() -> None:
        found.append(asked())
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(60)
    return found[0] if found else None


def taken_back() -> dict[str, Any]:
    """A ticket is brought in, read, and taken back; then another one comes, under the row numbers of the first where free again."""
    steps.bring(ticket("ONE"), "1.csv")
    found: dict[str, Any] = {"before": items()}
    with transaction.atomic():
        steps.bring(ticket("GONE"), "2.csv")
        found["within"] = items()
        found["beside"] = beside(items)
        transaction.set_rollback(True)
    found["after"] = items()
    steps.bring(ticket("TWO", 3), "3.csv")
    return {**found, "then": items(), "stored": stored()}


def half_taken_back() -> dict[str, Any]:
    """The same in a part of a transaction whose rest is kept, asked for through the row that the failed part had read."""
    steps.bring(ticket("ONE"), "1.csv")
    with transaction.atomic():
        steps.bring(ticket("TWO"), "2.csv")
        found: dict[str, Any] = {"within": items()}
        engagement = steps.owner().engagement
        with transaction.atomic():
            steps.bring(ticket("GONE"), "3.csv")
            engagement.refresh_from_db()
            found["deeper"] = items(engagement)
            transaction.set_rollback(True)
        found["back"] = items(engagement)
    found["after"] = items(engagement)
    steps.bring(ticket("THREE", 3), "4.csv")
    return {**found, "then": items(), "stored": stored()}


def terms_taken_back() -> dict[str, Any]:
    """The name of a contract's text in force, which is changed, read, and taken back."""
    engagement, month = steps.owner().engagement, Month.read("2026-04")

    def zone() -> str:
        with row_level.acting_for(engagement.pk):
            terms = terms_in_force(Engagement.objects.get(pk=engagement.pk), month)
        assert terms is not None
        return str(next(iter(terms.section(4))).get("zone"))

    forget()
    with transaction.atomic():
        with row_level.acting_for(engagement.pk):
            amended = steps.TERMS.replace(b"zone: Europe/London", b"zone: Africa/Johannesburg")
            TermsText.objects.update(content=amended, digest="sha256:another")
            touch(engagement)
            within = zone()
        transaction.set_rollback(True)
    return {"within": within, "after": zone()}


if __name__ == "__main__":
    steps.main(globals())
