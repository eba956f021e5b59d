"""Open an engagement of your own on the server, and list those that are there.

The demonstration stays beside it until `remit demo remove`.
"""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.output import json_option, print_json, print_table


@click.group("engagement")
def COMMAND() -> None:
    """Open an engagement on the server, and list those that are there."""


@COMMAND.command("new", short_help="Open an engagement.")
@click.argument("code")
@click.option("--client", required=True, metavar="COMPANY", help="Who entrusts the work.")
@click.option("--provider", required=True, metavar="COMPANY", help="Who does it.")
@click.option("--owner", "email", required=True, metavar="EMAIL", help="Its first member; they are made where they are not there yet.")
@click.option("--side", default="client", show_default=True, type=click.Choice(["client", "provider"]), help="The company of the owner.")
@click.option("--zone", default="Europe/London", show_default=True, help="The time zone of the contract.")
@click.option("--terms", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The signed text of the contract.")
@click.option("--preset", default="simple", show_default=True, help="A contract to start from, where there is no --terms.")
@json_option
def new(code: str, client: str, provider: str, email: str, side: str, zone: str, terms: Path | None, preset: str, as_json: bool) -> None:
    """Open an engagement under CODE, two to eight capital letters and digits with which its records' numbers begin.

    \b
    remit engagement new COR --client "Corner Books" --provider "Reply Desk" --owner ann@example.com

    All of it is made, or nothing. In the browser, "Engagements" does the same.
    """
    from remit.cli.installation import open_installation, origin, require_database

    open_installation()
    require_database()
    from django.db import transaction

    from remit.stages.inputs import FileInput
    from remit.stages.operations.open_engagement import open_engagement
    from remit.stages.upkeep.people import own_person
    from remit.web.sign_in import link_to_set_password

    text = FileInput(terms.name, terms.read_bytes()) if terms is not None else None
    with transaction.atomic():
        user = own_person(email)
        member = open_engagement(user=user, client=client, provider=provider, code=code, zone=zone, side=side, preset=preset, terms=text)
    address = f"{origin()}/e/{member.engagement.code}/"
    link = None if member.user.has_usable_password() else f"{origin()}{link_to_set_password(member.user)}"
    if as_json:
        print_json({"code": member.engagement.code, "address": address, "owner": member.user.email, "link": link})
        return
    click.echo(f"{member.engagement.name} ({member.engagement.code}) is open: {address}")
    if link is not None:
        click.echo(f"{member.user.email} has no password yet. Once, within three days: {link}")


@COMMAND.command("list", short_help="List the engagements.")
@json_option
def listed(as_json: bool) -> None:
    """List the engagements of this installation with their companies."""
    from remit.cli.installation import open_installation, require_database

    open_installation(as_owner=True)
    require_database()
    from remit.records import row_level
    from remit.records.models.engagement import Engagement

    with row_level.directory():
        found = list(Engagement.objects.select_related("client", "provider").order_by("pk"))
    rows = [(one.code, one.name, str(one.client), str(one.provider or ""), "demonstration" if one.is_demo else "") for one in found]
    if as_json:
        print_json([dict(zip(("code", "name", "client", "provider", "kind"), row, strict=True)) for row in rows])
    elif rows:
        print_table(rows, ("code", "name", "client", "provider", ""))
    else:
        click.echo("There is no engagement yet; `remit engagement new --help` says how to open one.")
