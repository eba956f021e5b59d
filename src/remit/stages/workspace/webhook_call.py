"""One webhook call: the body in the receiver's form, signed, sent to an address of the public internet and nowhere else.

Forms: `standard` (Standard Webhooks, with `webhook-id`, `webhook-timestamp` and `webhook-signature`), `slack` (an incoming webhook),
`teams` (an adaptive card for a Workflows address). A redirect is not followed.

Server-side request forgery: whoever may add a webhook could make this server call its own network. So the name is resolved here, every
address it has must be public, and the call goes to the very address that was checked, whatever the name says a moment later.
REMIT_WEBHOOKS_PRIVATE=1 lifts this, for a receiver in the own house.

Source: Standard Webhooks 1.0 specification; OWASP, Server-Side Request Forgery Prevention.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from standardwebhooks import Webhook as Signer

from remit.values.fault import RemitError

SECONDS = 10
_NAT64 = ip_network("64:ff9b::/96")
_READ = 300


class Forbidden(RemitError):
    """The address is none that this server calls."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and the first characters of the body."""

    status: int
    text: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not this machine, not its network, not reserved.

    >>> [is_public(one) for one in ("93.184.215.14", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1")]
    [True, False, False, False, False, False]
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if found.teredo is not None or found in _NAT64:
            return False
    return found.is_global and not found.is_multicast


def parts_of(address: str) -> SplitResult:
    """The address taken apart; `Forbidden` where it is no HTTPS address (or HTTP, where private addresses are allowed)."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Forbidden(f"'{address[:80]}' is no web address") from None
    if parts.scheme != "https" and not (settings.WEBHOOKS_PRIVATE and parts.scheme == "http"):
        raise Forbidden("a webhook's address begins with https://")
    if not parts.hostname or parts.username or parts.password or port == 0:
        raise Forbidden("a webhook's address names a host, and no user or password")
    if not settings.WEBHOOKS_PRIVATE and _is_named_private(parts.hostname):
        raise Forbidden(f"'{parts.hostname}' is an address of this server's own network")
    return parts


def _is_named_private(host: str) -> bool:
    """What the name alone gives away, without asking anybody."""
    try:
        return not is_public(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def resolved(host: str, port: int) -> str:
    """An address of the host that may be called. `Forbidden` where any of its addresses is private; `OSError` where it has none."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    private = [one for one in found if not is_public(one)]
    if private and not settings.WEBHOOKS_PRIVATE:
        raise Forbidden(f"'{host}' is {private[0]}, an address of this server's own network")
    return found[0]


def body(form: str, told: Mapping[str, Any]) -> bytes:
    """The message in the receiver's form."""
    data = told["data"]
    text = f"{data['name']}: {data['said']}"
    if form == "slack":
        return json.dumps({"text": f"{_unmarked(text)}\n<{data['link']}|Open in Remit>"}).encode()
    if form == "teams":
        card = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": [
                {"type": "TextBlock", "text": told["type"].replace(".", " ").capitalize(), "weight": "Bolder"},
                {"type": "TextBlock", "text": text, "wrap": True},
            ],
            "actions": [{"type": "Action.OpenUrl", "title": "Open in Remit", "url": data["link"]}],
        }
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
        return json.dumps({"type": "message", "attachments": [attachment]}).encode()
    return json.dumps(dict(told), ensure_ascii=False, separators=(",", ":")).encode()


def headers(form: str, number: str, at: datetime, content: bytes, secret: str) -> dict[str, str]:
    """The headers of a call; a standard one is signed, so the receiver knows that it comes from here and is not a repetition."""
    told = {"Content-Type": "application/json", "User-Agent": f"Remit/{settings.VERSION}"}
    if form == "standard":
        told["webhook-id"] = number
        told["webhook-timestamp"] = str(int(at.timestamp()))
        told["webhook-signature"] = Signer(secret).sign(number, at, content.decode())
    return told


def call(address: str, content: bytes, sent: Mapping[str, str]) -> Answer:
    """Posts and gives what came back; `Forbidden`, or `OSError` and `http.client.HTTPException` where nothing useful did."""
    parts = parts_of(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = str(parts.hostname)
    connection = _connection(parts.scheme, host, port, resolved(host, port))
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, content, dict(sent))
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(_READ).decode("utf-8", "replace"))
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int, checked: str) -> http.client.HTTPConnection:
    """A connection that speaks to the host's name and goes to the address that was checked."""

    def open_socket(named: object, *more: object) -> socket.socket:
        return socket.create_connection((checked, port), SECONDS)

    connection = (
        http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
        if scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=SECONDS)
    )
    connection._create_connection = open_socket  # type: ignore[attr-defined]
    return connection


def _unmarked(text: str) -> str:
    """Slack's own signs, written so that they mean nothing."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
