"""Make somebody an administrator of this installation, and print a link with which to set a password; no mail is needed."""

from __future__ import annotations

import click

from remit.cli.output import json_option, print_json


@click.command("admin")
@click.argument("email")
@click.option("--name", help="The person's name; what stands before the @, if not said.")
@json_option
def COMMAND(email: str, name: str | None, as_json: bool) -> None:
    """Make EMAIL an administrator and print a link that works once, for three days, to set a password and sign in.

    \b
    remit admin ann@example.com --name "Ann Corner"

    For somebody who is there already it prints a new link: a way back in after a lost password. An administrator runs the installation
    and sees nobody's engagement without a place in it.
    """
    from remit.cli.installation import open_installation, origin, require_database
    from remit.cli.instants import now

    open_installation()
    require_database()
    from remit.stages.upkeep.people import administrator
    from remit.web.sign_in import link_to_set_password

    user, is_new = administrator(email, name, now())
    link = f"{origin()}{link_to_set_password(user)}"
    if as_json:
        print_json({"email": user.email, "new": is_new, "link": link})
        return
    click.echo(
        f"{user.name} <{user.email}> is an administrator{'' if is_new else ' (the account was there already)'}. Once, within three days:\n"
    )
    click.echo(f"  {link}\n")
    click.echo(f'An engagement of your own: remit engagement new COR --client "Corner Books" --provider "Reply Desk" --owner {user.email}')
