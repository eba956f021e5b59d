"""An action: one thing people do, as one function in one file. Page, API, command line and job all call it the same way.

A call asks the permission, opens one transaction, takes the engagement's row (so two actions on one engagement never interleave), runs
the function, and writes one audit entry into the same transaction. What leaves the house (mail, webhooks) is sent after the commit.

    @action(may=roles.closes_months, says="closed {month}")
    def close_month(*, by: Member, month: MonthInput) -> IssuedStatement: ...

The function's parameters, by their annotations, are the schema of its form and of its API route.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar, get_type_hints

from django.db import transaction
from django.db.models import Model
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, create_model

from remit.intake.knowledge import look_again
from remit.records import audit, row_level
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.stages.happenings import happened
from remit.stages.inputs import FileInput
from remit.values.fault import Fault, Place, Refused, RemitError

Result = TypeVar("Result")
Params = ParamSpec("Params")


class NotAllowed(RemitError):
    """The member's role does not include this."""


@dataclass(frozen=True)
class Action(Generic[Result]):
    """`may` is the permission, a predicate over the member; `says` the audit sentence, with the function's parameters in braces.
    `shared` actions stand in the log of both companies, others in that of the member's own side. `recent_mfa` asks for a sign-in with a
    second factor in the last fifteen minutes, where the person has one; `checks_passkey` says that the function itself checks a passkey's
    signature where the form's method is passkey, which is that factor. `happening` is what webhooks hear of it (`stages.happenings`); where
    the result is only queued (`is_queued`), the job tells of it, and `says_queued` is the audit sentence.
    `keeps_back` names parameters whose values stay out of the log, because not all of the own side may read them.
    `streams` marks what programs do many times a second: pages show it within a second instead of at once."""

    function: Callable[..., Result]
    may: Callable[[Member], bool]
    says: str
    shared: bool
    recent_mfa: bool
    checks_passkey: bool
    works_outside: bool
    happening: str = ""
    streams: bool = False
    says_queued: str = ""
    keeps_back: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.function.__name__

    @property
    def stage(self) -> str:
        return self.function.__module__.rsplit(".", 2)[-2]

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def summary(self) -> str:
        return inspect.getdoc(self.function) or ""

    @functools.cached_property
    def schema(self) -> type[BaseModel]:
        """The action's parameters as a pydantic model: unknown ones are refused, so a misspelt field is never ignored."""
        hints = get_type_hints(self.function, include_extras=True)
        fields: dict[str, Any] = {}
        for name, parameter in inspect.signature(self.function).parameters.items():
            if name != "by":
                fields[name] = (hints[name], ... if parameter.default is inspect.Parameter.empty else parameter.default)
        config = ConfigDict(extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True)
        name = "".join(part.capitalize() for part in self.name.split("_"))
        return typing.cast("type[BaseModel]", create_model(name, __config__=config, **fields))

    @functools.cached_property
    def takes_secrets(self) -> bool:
        """Whether a passphrase or a key is among its parameters."""
        return any("SecretStr" in str(field.annotation) for field in self.schema.model_fields.values())

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters from a form or JSON, typed; `Refused` with one fault for each that cannot be read."""
        try:
            model = self.schema.model_validate(dict(given))
        except ValidationError as error:
            raise Refused([_fault(one) for one in error.errors(include_url=False)]) from None
        return {name: getattr(model, name) for name in type(model).model_fields}

    def allowed(self, member: Member) -> bool:
        return bool(member.active and self.may(member))

    def sentence(self, given: Mapping[str, Any], result: object) -> str:
        """What was done, in words that follow a name: "set the dates of request 3"."""
        queued = getattr(result, "is_queued", False)
        says = self.says_queued if queued and self.says_queued else self.says
        return says.format(**{name: _word(value) for name, value in given.items()} | {"result": _word(result)})

    def __call__(self, *, by: Member, **given: Any) -> Result:
        if not self.allowed(by):
            raise NotAllowed(f"{by.name} may not {self.title.lower()}: the role '{by.role}' of {by.organisation} does not include it.")
        with transaction.atomic():
            enter(by)
            Engagement.objects.select_for_update().get(pk=by.engagement_id)
            by.engagement.refresh_from_db()
            result = self.function(by=by, **given)
            queued = getattr(result, "is_queued", False)
            entry = audit.append(
                by.engagement,
                by.engagement.now(),
                self.name.replace("_", " "),
                by=by,
                subject=self.sentence(given, result),
                said=recorded({name: SecretStr("") if name in self.keeps_back else value for name, value in given.items()}),
                visible_to="both" if self.shared else by.side,
            )
            if self.happening and not queued:  # a job tells of it once it has happened
                happened(by.engagement, self.happening, said=entry.subject, by=by, subject=result, visible_to=entry.visible_to)
        if not self.streams:
            look_again(by.engagement)
        return result


def action(
    *,
    may: Callable[[Member], bool],
    says: str,
    shared: bool = True,
    recent_mfa: bool = False,
    checks_passkey: bool = False,
    works_outside: bool = False,
    happening: str = "",
    streams: bool = False,
    says_queued: str = "",
    keeps_back: tuple[str, ...] = (),
) -> Callable[[Callable[..., Result]], Action[Result]]:
    """Makes a function an action; see the module's words."""

    def made(function: Callable[..., Result]) -> Action[Result]:
        return Action(function, may, says, shared, recent_mfa, checks_passkey, works_outside, happening, streams, says_queued, keeps_back)

    return made


def enter(member: Member) -> None:
    """Tells PostgreSQL who asks, for its row-level policies; until the end of the transaction. Nothing on SQLite."""
    row_level.say_who(member.user_id)


def recorded(given: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as the audit log keeps them: texts and whole numbers; of files only name, size and digest; of secrets nothing."""
    return {name: _plain(value) for name, value in given.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return "(secret)"
    if isinstance(value, FileInput):
        return {"name": value.name, "size": str(len(value.content)), "digest": value.digest}
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Model):
        return str(getattr(value, "public_id", value.pk))
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        kept = [_plain(one) for one in value]
        return kept if len(kept) <= 200 else [*kept[:200], f"and {len(kept) - 200} more"]
    return str(value)


def _word(value: Any) -> str:
    if isinstance(value, FileInput):
        return value.name
    if isinstance(value, list | tuple):
        return str(len(value))
    return getattr(value, "name", None) or str(value)


_READ_AS = {
    "date": ("is no day", "write it as 2026-07-20"),
    "decimal": ("is no number", "write it as 1200.50, without a sign for thousands"),
    "int": ("is no whole number", "write it as 12"),
    "bool": ("is neither yes nor no", "write true or false"),
}
"""What a text is not, by the first word of pydantic's error, and how it is written."""


def _fault(error: Any) -> Fault:
    place, given, sort = Place(column=".".join(str(part) for part in error["loc"])), error["input"], error["type"]
    if sort == "missing":
        return Fault(place, "is missing", "fill it in")
    if sort == "extra_forbidden":
        return Fault(place, "is not known here", "leave it out")
    what, remedy = _READ_AS.get(sort.partition("_")[0], ("", ""))
    if what and isinstance(given, str):
        return Fault(place, f"'{given[:40]}' {what}", remedy)
    return Fault(place, str(error["msg"]).removeprefix("Value error, "))
