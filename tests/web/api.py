"""How the tests of the API call it: a token of a persona, and a client that sends it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

SECRET = "remit_test_0123456789"


def token_of(member: Any, *scopes: str, secret: str = SECRET, **more: Any) -> Any:
    from remit.records.models.api_token import ApiToken

    return ApiToken.objects.create(
        engagement=member.engagement,
        member=member,
        name="test",
        scopes=list(scopes),
        secret_digest=sha256(secret.encode()).hexdigest(),
        made_at=member.engagement.now(),
        visible_to=member.side,
        **more,
    )


class Program:
    """Calls the API with a bearer token."""

    def __init__(self, secret: str | None = SECRET) -> None:
        from django.test import Client

        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}"} if secret is not None else {}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, *, kind: str = "application/json", **headers: str) -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.client.post(f"/api/v1{path}", data, content_type=kind, headers={**self.headers, **headers})
