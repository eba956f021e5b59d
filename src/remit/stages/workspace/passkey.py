"""A signature with a passkey: WebAuthn whose challenge is the SHA-256 of what is signed (a statement, a gate), so it is over these bytes.

The proof that is kept (credential, client data, authenticator data, signature, public key) is all that a third person needs to check it:
the client data holds the challenge, and the signature covers the authenticator data and the hash of the client data.
Source: W3C Web Authentication, Level 2, section 7.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from allauth.mfa.webauthn.internal import auth as passkeys
from fido2 import cbor
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticationResponse, UserVerificationRequirement

from remit.records.models.user import User
from remit.values.fault import Fault, Place, Refused

_VERIFICATION = UserVerificationRequirement.PREFERRED


def has_passkey(user: User) -> bool:
    """Whether the person has a passkey, and so signs with it."""
    return bool(passkeys.get_credentials(user))


def challenge(digest: str) -> bytes:
    """The 32 bytes that are signed: those of the digest `sha256:…`."""
    return bytes.fromhex(digest.removeprefix("sha256:"))


def options(user: User, digest: str) -> dict[str, Any]:
    """What the browser is asked (PublicKeyCredentialRequestOptions as JSON)."""
    server = passkeys.get_server()
    asked, _ = server.authenticate_begin(passkeys.get_credentials(user), _VERIFICATION, challenge=challenge(digest))
    return cast("dict[str, Any]", dict(asked)["publicKey"])


def unfit(user: User, method: str) -> Iterator[Fault]:
    """What is wrong with a way to sign: an unknown one, and a bare click of a person who has a passkey."""
    if method not in ("click", "passkey"):
        yield Fault(Place(column="method"), f"'{method[:20]}' is no way to sign", "write click or passkey")
    elif method == "click" and has_passkey(user):
        yield Fault(Place(column="method"), "you have a passkey, and this was not signed with it", "sign in the browser")


def proven(user: User, method: str, digest: str, response: Any, what: str) -> dict[str, str]:
    """The proof that is kept with a signature by this method: none of a click."""
    return proof(user, digest, response, what) if method == "passkey" else {}


def proof(user: User, digest: str, response: Any, what: str) -> dict[str, str]:
    """The proof of a browser's answer; `Refused` unless one of the person's passkeys signed exactly this digest of `what`."""
    server = passkeys.get_server()
    state = {"challenge": websafe_encode(challenge(digest)), "user_verification": _VERIFICATION}
    try:
        credential = server.authenticate_complete(state, passkeys.get_credentials(user), response)
        answer = AuthenticationResponse.from_dict(response)
    except (ValueError, TypeError, KeyError):
        said = f"the passkey's answer is no signature of this {what}"
        raise Refused([Fault(Place(column="proof"), said, "try again; on this device or another that holds your passkey")]) from None
    return {
        "credential": websafe_encode(answer.raw_id),
        "client data": websafe_encode(bytes(answer.response.client_data)),
        "authenticator data": websafe_encode(bytes(answer.response.authenticator_data)),
        "signature": websafe_encode(answer.response.signature),
        "public key (COSE)": websafe_encode(cbor.encode(dict(credential.public_key))),
    }
