"""A small OpenID Connect provider on this machine, with keys, codes and tokens of its own, which can be told to do one thing wrong.

Its authorisation page asks who one is, as a company's would; `authorise` presses that button without a browser.
"""

from __future__ import annotations

import html
import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "remit", "a secret of two"


@dataclass
class Identity:
    """`people` by their subject: what the provider knows of each. `wrong` is the one thing that it does wrong."""

    address: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    wrong: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @cached_property
    def key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(65537, 2048)

    @cached_property
    def other_key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(65537, 2048)

    def discovery(self) -> Mapping[str, Any]:
        here = self.address
        return {
            "issuer": "https://elsewhere.example" if self.wrong == "discovery issuer" else here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "userinfo_endpoint": f"{here}/userinfo",
            "jwks_uri": f"{here}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    def keys(self) -> Mapping[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorise(self, asked: Mapping[str, str], subject: str) -> str:
        """Where the browser is sent once the person has said who they are."""
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT and "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "subject": subject}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        asked = self.codes.pop(given.get("code", ""), None)  # a code is good once
        if asked is None or (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET):
            return 400, {"error": "invalid_grant"}
        challenge = urlsafe_b64encode(sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if challenge != asked.get("code_challenge") or given["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        access = secrets.token_urlsafe(16)
        self.tokens[access] = asked["subject"]
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": self.signed(asked)}

    def signed(self, asked: Mapping[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.address,
            "sub": asked["subject"],
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce", ""),
            **self.people[asked["subject"]],
        }
        wrongs: Mapping[str, dict[str, Any]] = {
            "nonce": {"nonce": secrets.token_urlsafe(32)},
            "issuer": {"iss": "https://elsewhere.example"},
            "discovery issuer": {"iss": "https://elsewhere.example"},  # it agrees with itself, not with what is configured
            "audience": {"aud": "another client"},
            "party": {"aud": [CLIENT, "another client"], "azp": "another client"},
            "expired": {"iat": now - 7_200, "exp": now - 3_600},
        }
        claims |= wrongs.get(self.wrong, {})
        if self.wrong == "no nonce":
            del claims["nonce"]
        if self.wrong == "unsigned":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})
        if self.wrong == "shared secret":
            return _by_shared_secret(claims, self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        kid = "two" if self.wrong == "unknown key" else "one"
        return jwt.encode(claims, self.other_key if self.wrong == "signature" else self.key, algorithm="RS256", headers={"kid": kid})

    def told(self, access: str) -> Mapping[str, Any]:
        subject = self.tokens.get(access, "")
        return {"sub": "somebody else" if self.wrong == "subject" else subject, **self.people[subject]}


def _by_shared_secret(claims: Mapping[str, Any], secret: bytes) -> str:
    """Signed with the published key as if it were a secret, which the library would refuse to make."""
    import hmac

    parts = [{"alg": "HS256", "typ": "JWT", "kid": "one"}, claims]
    said = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    mark = hmac.new(secret, said, sha256).digest()
    return (said + b"." + urlsafe_b64encode(mark).rstrip(b"=")).decode()


@contextmanager
def serving() -> Iterator[Identity]:
    """The provider, as long as the context lasts."""
    identity = Identity()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            asked = dict(parse_qsl(where.query))
            if where.path == "/.well-known/openid-configuration":
                self._json(200, identity.discovery())
            elif where.path == "/jwks":
                self._json(200, identity.keys())
            elif where.path == "/userinfo":
                self._json(200, identity.told(self.headers.get("Authorization", "").removeprefix("Bearer ")))
            elif where.path == "/authorize" and "subject" in asked:
                self.send_response(302)
                self.send_header("Location", identity.authorise(asked, asked["subject"]))
                self.end_headers()
            elif where.path == "/authorize":
                self._page(self.path)
            else:
                self._json(404, {})

        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._json(*identity.token(dict(parse_qsl(said))))

        def _page(self, path: str) -> None:
            links = [
                f"<p><a href='{html.escape(f'{path}&subject={subject}')}'>{html.escape(str(person.get('name')))}</a></p>"
                for subject, person in identity.people.items()
            ]
            self._sent(200, "text/html; charset=utf-8", f"<!doctype html><title>Who are you?</title>{''.join(links)}".encode())

        def _json(self, status: int, said: Mapping[str, Any]) -> None:
            self._sent(status, "application/json", json.dumps(said).encode())

        def _sent(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *given: Any) -> None:
            """Nothing: the tests say what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    identity.address = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield identity
    finally:
        server.shutdown()
        server.server_close()
