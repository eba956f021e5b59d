"""Who can read what is said plainly, and what is said is so: of the people of both companies, of the host, of an administrator."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PAGE = "/e/HAR/who-reads-what/"


def _text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]).split())


@pytest.mark.row(110)
def test_the_host_is_said_to_read_everything_and_does(client_of: Callable[[str], Any], place: Callable[[str], Any]) -> None:
    """Data of one company is not encrypted with its key. The product says so on a page that each mark of visibility leads to; and neither
    the page nor the mark promises more than a raw look at the database and a backup bear out."""
    from remit.records import backup, row_level
    from remit.records.models.comment import Comment
    from remit.stages.workspace.comment import comment

    agent = place("agent")
    comment(by=agent, subject="item:HAR-32117", text="A word of the provider's own: tangerine.")
    raw = Comment.objects.values_list("text", "visible_to").get(text__contains="tangerine")
    assert raw == ("A word of the provider's own: tangerine.", "provider"), "else the page says too little"
    with row_level.installation():
        lines = b"".join(lines for lines, _ in backup._lines(Comment, ["text"]))
    assert b"tangerine" in lines

    client = client_of("finance")
    assert f'href="{PAGE}"' in client.get("/e/HAR/statements/").content.decode(), "the mark must lead to the page"
    said = _text(client.get(PAGE))
    assert "Whoever runs the server Everything, of both companies, also what bears the mark of one" in said
    assert "not encrypted with a key of that company" in said and "leaves no entry in the audit log" in said
    assert "Whoever has a backup Everything but sessions" in said
    assert ("Row-level security is in force here" in said) == row_level.enforced()


def test_its_figures_are_the_places_held_now(client_of: Callable[[str], Any], place: Callable[[str], Any]) -> None:
    from remit.records.models.member import Member
    from remit.stages.workspace.end_access import end_access

    parties = Member.objects.filter(engagement__code="HAR", ended_at=None, side__in=("client", "provider"))
    both, own = parties.count(), parties.filter(side="provider").count()
    client = client_of("delivery-manager")
    assert f"{both} people can read what is shared, {own} what is your company" in _text(client.get(PAGE))
    end_access(by=place("delivery-manager"), member=place("agent").public_id)
    assert f"{both - 1} people can read what is shared, {own - 1} what is" in _text(client.get(PAGE))


def test_an_administrator_reads_no_page_of_an_engagement_and_a_bidder_not_this_one(client: Any, client_of: Any) -> None:
    from remit.records.models.user import User

    client.force_login(
        User.objects.create_user("root@remit.example", None, name="Ada Root", is_staff=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert client.get("/admin").status_code == 200
    assert [client.get(where).status_code for where in (PAGE, "/e/HAR/", "/e/HAR/statements/")] == [404, 404, 404]
    assert client_of("bidder").get(PAGE).status_code == 403
