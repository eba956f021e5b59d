"""A statement is signed with a passkey over its own digest; another digest, and a click where there is a passkey, are refused."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from remit.values.fault import Refused

if TYPE_CHECKING:
    from remit.records.models.member import Member

pytestmark = [pytest.mark.django_db]
ADD = """
import sys, django
django.setup()
from tests.web.test_passkey import passkey_of
from remit.records.models.user import User
passkey_of(User.objects.get(persona="owner"), bytes.fromhex(sys.argv[1]))
"""


def key_from(secret: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())


def passkey_of(user: Any, secret: bytes) -> bytes:
    """Gives the person a passkey of this secret, as if it had been registered; its credential's number."""
    from allauth.mfa.models import Authenticator
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

    number = hashlib.sha256(secret).digest()[:16]
    public = ES256.from_cryptography_key(key_from(secret).public_key())
    data = AttestedCredentialData.create(b"\0" * 16, number, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    attested = AttestationObject.create("none", AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, data), {})
    client = CollectedClientData.create("webauthn.create", b"0" * 32, "http://localhost")
    answer = {"clientDataJSON": websafe_encode(bytes(client)), "attestationObject": websafe_encode(bytes(attested))}
    credential = {"id": websafe_encode(number), "rawId": websafe_encode(number), "type": "public-key", "response": answer}
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "passwordless": False, "credential": credential})
    return number


def answered(secret: bytes, digest: bytes, number: bytes, host: str = "testserver") -> dict[str, Any]:
    """What an authenticator answers to the challenge."""
    from cryptography.hazmat.primitives import hashes
    from fido2.utils import websafe_encode
    from fido2.webauthn import AuthenticatorData, CollectedClientData

    client = bytes(CollectedClientData.create("webauthn.get", digest, f"http://{host}"))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
    data = bytes(AuthenticatorData.create(hashlib.sha256(host.encode()).digest(), flags, 1))
    signature = key_from(secret).sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
    response = {"clientDataJSON": websafe_encode(client), "authenticatorData": websafe_encode(data), "signature": websafe_encode(signature)}
    return {"id": websafe_encode(number), "rawId": websafe_encode(number), "type": "public-key", "response": response}


def test_only_this_digest_signed_by_this_person_counts(place: Callable[[str], Member], client: Any) -> None:
    import json

    from remit.records.models.acceptance import Acceptance
    from remit.records.models.issued_statement import IssuedStatement
    from remit.stages.improvement.sign_statement import sign_statement

    owner, secret = place("owner"), b"\x01" * 32
    row = IssuedStatement.objects.get(engagement=owner.engagement, month="2026-10")
    number = passkey_of(owner.user, secret)
    client.force_login(owner.user, backend="django.contrib.auth.backends.ModelBackend")
    address = "/e/HAR/do/improvement/sign_statement"
    form = {"statement": row.public_id, "digest": row.digest}
    asked = client.post(address, form)
    assert asked.status_code == 302 and "reauthenticate" in asked.url, "a click asks for the passkey first"
    with pytest.raises(Refused, match="you have a passkey"):
        sign_statement(by=owner, statement=row.public_id, digest=row.digest)
    other = answered(secret, b"\x07" * 32, number)
    refused = client.post(address, {**form, "method": "passkey", "proof": json.dumps(other)})
    assert "is no signature of this statement" in refused.content.decode()
    stranger = answered(b"\x02" * 32, bytes.fromhex(row.digest[7:]), number)
    assert client.post(address, {**form, "method": "passkey", "proof": json.dumps(stranger)}).status_code in (403, 422)
    assert not Acceptance.objects.filter(statement=row, side="client").exists()
    good = answered(secret, bytes.fromhex(row.digest[7:]), number)
    assert client.post(address, {**form, "method": "passkey", "proof": json.dumps(good)}).status_code == 302
    kept = Acceptance.objects.get(statement=row, side="client")
    assert kept.method == "passkey" and set(kept.proof) >= {"signature", "client data", "public key (COSE)"}


def test_the_browser_signs_with_its_passkey(visit: Callable[..., Any], server: Any) -> None:
    import os
    import subprocess
    import sys

    secret = b"\x03" * 32
    environment = {**os.environ, "REMIT_HOME": str(server.home)}
    subprocess.run([sys.executable, "-c", ADD, secret.hex()], check=True, env=environment)
    page = visit("owner", "/e/HAR/statements/2026-10")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    device = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "automaticPresenceSimulation": True}})
    private = key_from(secret).private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    credential = {
        "credentialId": b64encode(hashlib.sha256(secret).digest()[:16]).decode(),
        "isResidentCredential": False,
        "rpId": "localhost",
        "privateKey": b64encode(private).decode(),
        "signCount": 0,
    }
    session.send("WebAuthn.addCredential", {"authenticatorId": device["authenticatorId"], "credential": credential})
    page.get_by_role("button", name="Approve and sign").click()
    page.locator("dialog#sign button.primary").click()
    page.wait_for_load_state()
    page.get_by_text("with a passkey").wait_for(timeout=10_000)
