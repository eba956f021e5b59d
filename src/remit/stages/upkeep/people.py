"""The people who run an installation, made from the command line, where nobody is signed in yet."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from remit.records import audit
from remit.records.models.user import User
from remit.values.fault import Fault, Place, Refused


def own_person(email: str) -> User:
    """Somebody by their address, made where they are not there yet."""
    return person(email, None)[0]


def person(email: str, name: str | None) -> tuple[User, bool]:
    """Somebody by their address, made where they are not there yet (True); without a password nobody can sign in as them. People of the
    demonstration are refused: anybody may be one of them."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused([Fault(Place(column="EMAIL"), f"'{email}' is no e-mail address", "write one such as ann@example.com")]) from None
    found = User.objects.filter(email=address).first()
    if found is not None and found.persona:
        raise Refused([Fault(Place(column="EMAIL"), f"{address} is a person of the demonstration", "use an address of your own")])
    if found is not None:
        return found, False
    return User.objects.create_user(address, None, name=name or address.partition("@")[0]), True


def administrator(email: str, name: str | None, now: int) -> tuple[User, bool]:
    """Makes somebody an administrator; whether they are new."""
    with transaction.atomic():
        user, is_new = person(email, name)
        if not user.is_staff or not user.is_active:
            user.is_staff = user.is_active = True
            user.save(update_fields=["is_staff", "is_active"])
        audit.append(None, now, "make administrator", by=None, subject=f"made {user.email} an administrator", said={"email": user.email})
    return user, is_new
