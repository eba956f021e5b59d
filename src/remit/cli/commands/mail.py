"""Take one customer's mail in from a mail server's pipe."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import click

from remit.cli.output import json_option, print_json

TOO_LARGE, NOBODY, LATER = 65, 67, 75
"""Exit codes of sysexits.h, which mail servers know: sent back to the sender; no such address; kept, and tried again."""


@click.command("mail", short_help="Take in a customer's mail.")
@click.argument("code")
@json_option
def COMMAND(code: str, as_json: bool) -> None:
    """Take one mail from standard input into the own queue of engagement CODE: a new item, or a letter of the one that it answers.

    \b
    care: "|remit mail HAR"          in /etc/aliases
    Ends with 0 once the mail is stored. 65 sends it back (too large), 67 says that there is no such engagement, and with 75 the mail
    server keeps it and tries again (the database is away, the queue is off). The same mail again changes nothing.
    """
    from remit.cli.installation import open_installation, require_database

    open_installation()
    try:
        require_database()
    except click.UsageError as error:
        _end(error.message, LATER)
    from remit.stages.operations.mail_in import LARGEST

    content = sys.stdin.buffer.read(LARGEST + 1)
    if len(content) > LARGEST:
        _end(f"the mail has more than {LARGEST:,} bytes", TOO_LARGE)
    told = _stored(code, content)
    if as_json:
        print_json(told)
    else:
        click.echo({"item": "New: ", "thread": "Joined "}.get(str(told["outcome"]), "Kept aside: ") + (told["item"] or told["why"]))


def _stored(code: str, content: bytes) -> dict[str, Any]:
    """What became of the mail, committed; ends the program where it is not."""
    from django.db import Error, transaction

    from remit.intake.knowledge import look_again
    from remit.records import audit, row_level
    from remit.records.models.engagement import Engagement
    from remit.stages.operations.mail_in import taken
    from remit.values.fault import Refused

    try:
        with row_level.directory():
            found = Engagement.objects.filter(code=code).first()
        if found is None:
            _end(f"there is no engagement {code}", NOBODY)
        with transaction.atomic(), row_level.acting_for(found.pk):
            engagement = Engagement.objects.select_for_update(of=("self",)).select_related("client", "provider").get(pk=found.pk)
            received = taken(engagement, content)
            item = received.letter.item.item if received.letter is not None else None
            audit.append(engagement, engagement.now(), "receive mail", by=None, subject=f"a mail came: {item or received.why}")
        look_again(engagement)
    except Refused as refused:
        _end(str(refused), LATER)
    except Error as error:
        _end(f"the database does not answer ({str(error).strip()})", LATER)
    return {"outcome": received.outcome, "item": item, "why": received.why}


def _end(why: str, code: int) -> NoReturn:
    click.echo(f"remit mail: {why}", err=True)
    raise SystemExit(code)
