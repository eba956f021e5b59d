"""Everybody who may try to look: each role of both companies, a bidder, somebody of another engagement, of no engagement, gone, unknown."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

PERSONAS = ("owner", "process-owner", "finance", "security-officer", "delivery-manager", "agent", "quality-auditor", "bidder")
OUTSIDERS = ("stranger", "staff", "gone", "nobody")
SAMPLES: Mapping[str, str] = {
    "month": "2026-07",
    "item": "HAR-32117",
    "version": "1",
    "number": "1",
    "form": "json",
    "line": "0",
    "clause": "8.1",
    "bidder": "x",
    "side": "client",
    "batch": "none",
    "file": "x",
    "award": "234567892345",
}
"""A value of each parameter that addresses take; a new parameter needs one here, or its address is not tried."""
NOW = 1_794_493_200_000_000
_CHANGES = re.compile(rb'(csrfmiddlewaretoken" value="|"X-CSRFToken": "|nonce="|nonce-)[A-Za-z0-9+/=_-]+')


def cast() -> Mapping[str, Any]:
    """The users by name, with a second engagement (FJO) of two other companies made for the stranger. None is nobody."""
    from remit.demo.specimen import demo_terms
    from remit.records.models.member import Member
    from remit.records.models.organisation import Organisation
    from remit.records.models.user import User
    from remit.stages.contract.record_terms import record_terms
    from remit.stages.inputs import FileInput
    from remit.stages.workspace.create_engagement import create_engagement

    client = Organisation.objects.create(name="Fjord Bank", short_name="Fjord Bank", town="Oslo", zone="Europe/Oslo")
    provider = Organisation.objects.create(name="Delta Care", short_name="Delta Care", town="Manila", zone="Asia/Manila")
    stranger = User.objects.create_user("stranger@fjord.example", None, name="Signe Dahl")
    _, first = create_engagement(
        user=stranger, name="Cards", code="FJO", client=client, provider=provider, side="client", role="owner", place="Europe/London"
    )
    record_terms(by=first, file=FileInput("terms.yaml", demo_terms().encode()))
    staff = User.objects.create_user("root@remit.example", None, name="Ada Root", is_staff=True)
    gone = User.objects.create_user("gone@harbourpine.example", None, name="Ned Gone")
    har = Member.objects.get(user__persona="owner").engagement
    Member.objects.create(engagement=har, user=gone, side="client", role="owner", joined_at=1, ended_at=2)
    known = {user.persona: user for user in User.objects.exclude(persona="")}
    return {**{name: known[name] for name in PERSONAS}, "stranger": stranger, "staff": staff, "gone": gone, "nobody": None}


def client_of(user: Any) -> Any:
    """A client signed in as the person."""
    from django.test import Client

    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def place_of(user: Any, code: str) -> Any:
    from remit.records.scoping import place_in

    return place_in(user, code) if user is not None else None


def text_of(answer: Any) -> bytes:
    """What an answer says, whatever its form: workbooks are unpacked, PDF is read, streams are read to their end."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    if content[:5] == b"%PDF-" and shutil.which("pdftotext"):
        return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    return bytes(content)


def steady(content: bytes) -> bytes:
    """A page without what differs at every request."""
    return _CHANGES.sub(rb"\1", content)


def readings(code: str) -> Iterator[str]:
    """Every page's address with the sample parameters, and its files."""
    from tests.web.declared import addresses

    for one in addresses():
        if one.kind == "page" and all(name in SAMPLES or name == "code" for name in one.parameters):
            where = one.filled({**SAMPLES, "code": code})
            yield where
            if "statements" in where or "items" in where:
                yield f"{where}?v=1&line=0&form=csv"
    for form in ("json", "xlsx", "pdf", "md"):
        yield f"/e/{code}/statements/2026-07/1.{form}"
    for query in ("planted", "clientwor", "providerwor", "strangewor", "HAR"):  # a page may say what was asked, never the whole word
        yield f"/search?q={query}"
