"""Getting in, being given a place, losing it: invitations, roles, tokens, ended access, second factors, sign-in. Promises 16, 17, 19."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PASSWORD = "four words for nobody else"


@pytest.fixture
def letters(settings: Any, django_capture_on_commit_callbacks: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return django_capture_on_commit_callbacks


def _client(user: Any = None) -> Any:
    from django.test import Client

    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _invited(place: Any, letters: Any, persona: str = "owner", **said: Any) -> str:
    """The path of an invitation's link, from the mail that was sent."""
    from django.core import mail

    from remit.stages.workspace.invite_member import invite_member

    mail.outbox.clear()
    with letters(execute=True):
        invite_member(by=place(persona), **{"email": "new@harbourpine.example", "role": "finance", **said})
    (letter,) = mail.outbox
    return re.search(r"(/invitation/\S+)", letter.body)[1]  # type: ignore[index]


def test_an_invitation_gives_a_place_once(place: Any, letters: Any) -> None:
    from remit.records.models.invitation import Invitation
    from remit.records.models.member import Member

    link = _invited(place, letters)
    secret = link.rsplit("/", 1)[1]
    assert secret not in str(Invitation.objects.values_list()), "only the hash of the secret is stored"
    client = _client()
    assert "invites you to" in client.get(link).content.decode()
    taken = {"name": "Nora New", "password1": PASSWORD, "password2": PASSWORD, "way": "password"}
    assert client.post(link, {**taken, "password1": "short", "password2": "short"}).status_code == 422
    assert client.post(link, taken).status_code == 302
    assert client.get("/e/HAR/people/").status_code == 200
    assert Member.objects.get(user__email="new@harbourpine.example").role == "finance"
    assert _client().post(link, taken).status_code == 410
    assert _client().get(link[:-1] + "x").status_code == 410


def test_a_withdrawn_or_old_invitation_is_told_like_one_that_never_was(place: Any, letters: Any) -> None:
    from remit.records.models.invitation import Invitation
    from remit.stages.workspace.withdraw_invitation import withdraw_invitation

    link = _invited(place, letters)
    withdraw_invitation(by=place("owner"), invitation=Invitation.objects.get().public_id)
    gone = _client().get(link)
    assert gone.status_code == 410
    again = _invited(place, letters)
    Invitation.objects.filter(withdrawn_at=None).update(expires_at=1)
    late = _client().get(again)
    assert late.status_code == 410
    never = _client().get("/invitation/22222222222x/" + "x" * 43)
    assert never.content.split(b"<h1>")[1] == late.content.split(b"<h1>")[1] == gone.content.split(b"<h1>")[1]


def test_nobody_invites_or_changes_beyond_their_own(place: Any, letters: Any) -> None:
    from remit.stages.action import NotAllowed
    from remit.stages.workspace.change_role import change_role
    from remit.stages.workspace.end_access import end_access
    from remit.stages.workspace.invite_member import invite_member
    from remit.values.fault import Refused

    manager, owner, finance = place("delivery-manager"), place("owner"), place("finance")
    with pytest.raises(Refused, match="belongs to the client"):
        invite_member(by=manager, email="x@y.example", role="finance")
    with pytest.raises(NotAllowed):
        invite_member(by=finance, email="x@y.example", role="finance")
    for theirs in (owner, finance):
        with pytest.raises(Refused, match="there is no place"):
            change_role(by=manager, member=theirs.public_id, role="agent")
        with pytest.raises(Refused, match="there is no place"):
            end_access(by=manager, member=theirs.public_id)
    with pytest.raises(Refused, match="your own place"):
        change_role(by=owner, member=owner.public_id, role="owner")
    with pytest.raises(Refused, match="is the last of Harbour & Pine who can invite"):
        end_access(by=place("security-officer"), member=owner.public_id)
    owner.approval_limit = 100
    owner.save()
    with pytest.raises(Refused, match="nobody gives more than they have"):
        change_role(by=owner, member=finance.public_id, role="finance", approval_limit=101)


@pytest.mark.row(84)
def test_a_leaver_is_out_everywhere_at_the_next_request(place: Any) -> None:
    from remit.records.sessions import sessions_of
    from remit.stages.workspace.end_access import end_access
    from remit.stages.workspace.make_token import make_token

    finance = place("finance")
    browser, program = _client(finance.user), _client()
    made = make_token(by=finance, name="export", scopes=["read"])
    bearer = {"Authorization": f"Bearer {made.shown_once}"}
    assert browser.get("/e/HAR/people/").status_code == 200
    assert program.get("/api/v1/engagements/HAR", headers=bearer).status_code == 200
    end_access(by=place("security-officer"), member=finance.public_id, reason="left")
    assert browser.get("/e/HAR/people/").status_code in (302, 404)
    assert browser.post("/e/HAR/do/improvement/close_month", {"month": "2026-10"}).status_code in (302, 404)
    assert program.get("/api/v1/engagements/HAR", headers=bearer).status_code == 401
    assert sessions_of(finance.user) == []
    assert finance.name not in _client(place("owner").user).get("/e/HAR/people/").content.decode()


def test_a_token_never_exceeds_its_maker(place: Any) -> None:
    from remit.stages.workspace.change_role import change_role
    from remit.stages.workspace.make_token import make_token
    from remit.values.fault import Refused

    agent, finance = place("agent"), place("finance")
    for by, scope in ((agent, "improvement/close_month"), (finance, "improvement/sign_statement"), (finance, "workspace/make_token")):
        with pytest.raises(Refused, match="your role does not include"):
            make_token(by=by, name="t", scopes=[scope])
    made = make_token(by=finance, name="t", scopes=["improvement/close_month"])
    change_role(by=place("owner"), member=finance.public_id, role="security officer")
    answer = _client().post(
        "/api/v1/engagements/HAR/improvement/close_month",
        {"month": "2026-10"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {made.shown_once}"},
    )
    assert answer.status_code == 403


def test_a_token_is_shown_once(place: Any) -> None:
    browser = _client(place("finance").user)
    shown = browser.post("/e/HAR/do/workspace/make_token", {"name": "export", "scopes": "read", "days": "30", "next": "/you"})
    (secret,) = re.findall(r"remit_[\w-]{43}", shown.content.decode())
    assert secret not in browser.get("/you").content.decode()
    assert secret not in str(browser.cookies)


def test_signing_asks_for_the_second_factor_of_whoever_has_one(place: Any) -> None:
    import time

    from allauth.account.internal.flows import login as sign_in
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = place("owner").user
    signing = ("/e/HAR/do/improvement/sign_statement", {"statement": "x", "digest": "x", "next": "/e/HAR/statements/2026-10"})
    assert _client(user).post(*signing).status_code == 422, "without a second factor nothing is asked for"
    TOTP.activate(user, generate_totp_secret())
    browser = _client(user)
    asked = browser.post(*signing)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/2fa/reauthenticate/?next=")
    for age, status in ((60, 422), (1_000, 302)):
        session = browser.session
        session[sign_in.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time() - age, "type": "totp"}]
        session[sign_in._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
        assert browser.post(*signing).status_code == status


def test_sign_in_tells_nobody_who_has_an_account_and_locks(place: Any, settings: Any) -> None:
    from remit.records.models.user import User

    User.objects.create_user("known@harbourpine.example", PASSWORD, name="Known")
    pages = [
        _client().post("/account/login/", {"login": f"{who}@harbourpine.example", "password": "wrong words here"})
        for who in ("known", "unknown")
    ]
    said = [re.search(r'class="faults".*?</div>', page.content.decode(), re.S)[0] for page in pages]  # type: ignore[index]
    assert said[0] == said[1]
    for who in ("known", "unknown"):
        assert _client().post("/account/password/reset/", {"email": f"{who}@harbourpine.example"}).status_code == 302
    client = _client()
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        last = client.post("/account/login/", {"login": "known@harbourpine.example", "password": "wrong words here"})
    right = client.post("/account/login/", {"login": "known@harbourpine.example", "password": PASSWORD})
    assert last.status_code != 302
    assert right.status_code != 302, "a right password does not open a locked account"


UPLOADS = {
    "../../etc/passwd": b"root:x:0:0",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "page.html": b"<script>alert(1)</script>",
    "photo.png": b"<html><script>alert(1)</script></html>",
    "both.pdf": b"%PDF-1.4\n<script>alert(1)</script>\nPK\x03\x04",
    'quote".txt\r\nSet-Cookie: a=b': b"text",
    "list.csv": b'=HYPERLINK("http://evil.example")',
    "\u202egnp.exe": b"MZ",
    "bomb.zip": b"PK\x03\x04" + b"\x00" * 1_000,
}


@pytest.mark.parametrize("name", list(UPLOADS))
def test_hostile_uploads_come_back_as_bytes_and_nothing_else(place: Any, name: str) -> None:
    from remit.stages.inputs import FileInput
    from remit.stages.workspace.attach_file import attach_file

    finance, content = place("finance"), UPLOADS[name]
    row = attach_file(by=finance, subject="item:HAR-32117", file=FileInput(name, content), visible_to="both")
    answer = _client(place("delivery-manager").user).get(f"/e/HAR/files/{row.public_id}")
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert not {"text/html", "image/svg+xml"} & {answer["Content-Type"]}
    assert "/" not in row.name and "\\" not in row.name and "\n" not in row.name and "\u202e" not in row.name
    assert "Set-Cookie" not in answer.headers


def test_a_file_follows_its_record_and_its_side(place: Any) -> None:
    from remit.stages.inputs import FileInput
    from remit.stages.workspace.attach_file import LARGEST, attach_file
    from remit.values.fault import Refused

    finance, manager = place("finance"), place("delivery-manager")
    own = attach_file(by=finance, subject="item:HAR-32117", file=FileInput("note.txt", b"internal"))
    again = attach_file(by=finance, subject="item:HAR-32117", file=FileInput("note.txt", b"internal, again"))
    assert (own.version, again.version, own.visible_to) == (1, 2, "client")
    assert _client(place("owner").user).get(f"/e/HAR/files/{own.public_id}").status_code == 200
    assert _client(manager.user).get(f"/e/HAR/files/{own.public_id}").status_code == 404
    assert _client(place("bidder").user).get(f"/e/HAR/files/{own.public_id}").status_code == 403
    for subject in ("item:nothing", f"attachment:{own.public_id}", "member:1", "dispute:1", "user:1", "x", "\x00:1"):
        with pytest.raises(Refused, match="there is no record"):
            attach_file(by=manager, subject=subject, file=FileInput("a.txt", b"a"))
    with pytest.raises(Refused, match="is not open to"):
        attach_file(by=manager, subject="item:HAR-32117", file=FileInput("a.txt", b"a"), visible_to="client")
    with pytest.raises(Refused, match="more than"):
        attach_file(by=manager, subject="item:HAR-32117", file=FileInput("a.txt", bytes(LARGEST + 1)))


def test_the_log_that_a_company_keeps_can_be_verified_and_hides_the_others_entries(place: Any) -> None:
    import json

    from remit.records.audit import digest_of
    from remit.stages.workspace.make_token import make_token

    make_token(by=place("finance"), name="clientsecret", scopes=["read"])
    kept = _client(place("delivery-manager").user).get("/e/HAR/audit/?form=json").content.decode()
    log = json.loads(kept)
    assert "clientsecret" not in kept
    assert [one["sequence"] for one in log["entries"]] == list(range(1, len(log["entries"]) + 1))
    before = ""
    for one in log["entries"]:
        assert one["previous"] == before
        if "hidden" not in one:
            assert digest_of({name: value for name, value in one.items() if name != "digest"}) == one["digest"]
        before = one["digest"]
    assert log["checkpoint"]["digest"] == before
    assert sum("hidden" in one for one in log["entries"]) >= 1
