"""Who does which work now: the share of every task that is with the provider, and the two people who own the parts.

It follows from the waves that are in force at the instant and from nothing else, so it changes by itself on the day of a wave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from remit.records.models.member import Member
from remit.stages.pilot.tasks import tasks_of, terms_now
from remit.stages.pilot.wave_seen import WaveSeen, waves

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Owned:
    """`share` is the per cent with the provider. `client_owner` and `provider_owner` own what their company does, None where it does
    nothing or nobody was named; `since` is the wave that made it so, `next` the one that will change it."""

    task: str
    service: str
    share: Decimal
    client_owner: Member | None
    provider_owner: Member | None
    since: WaveSeen | None
    next: WaveSeen | None

    @property
    def kept(self) -> Decimal:
        """The per cent with the client."""
        return WHOLE - self.share

    @property
    def owners(self) -> tuple[tuple[Member, Decimal], ...]:
        """Who owns how much of it now."""
        both = ((self.client_owner, self.kept), (self.provider_owner, self.share))
        return tuple((who, share) for who, share in both if who is not None and share)


def ownership(member: Member, now: int, known: Sequence[WaveSeen] | None = None) -> tuple[Owned, ...]:
    """Every task of the contract in its order; empty before there is a contract or a wave. `known` saves reading the waves again."""
    terms = terms_now(member.engagement, now)
    found = [one for one in (waves(member, now) if known is None else known) if one.word != "withdrawn"]
    if terms is None or not found:
        return ()
    return tuple(_owned(task.name, task.service, [one for one in found if task.name in one.row.tasks]) for task in tasks_of(terms))


def _owned(task: str, service: str, own: Sequence[WaveSeen]) -> Owned:
    done = sorted((one for one in own if one.in_force), key=lambda one: (one.effective_at or 0, one.row.number))
    ahead = [one for one in own if not one.in_force]
    since = done[-1] if done else None
    first = own[0] if own else None
    share = since.row.share if since is not None else Decimal(0)
    return Owned(
        task,
        service,
        share,
        (since or first).row.owner_before if (since or first) is not None and share < WHOLE else None,  # type: ignore[union-attr]
        since.row.owner_after if since is not None else None,
        since,
        ahead[0] if ahead else None,
    )


def owned_by(person: Member, found: Sequence[Owned]) -> tuple[tuple[str, Decimal], ...]:
    """What a person owns: tasks with the per cent of each."""
    return tuple((one.task, share) for one in found for who, share in one.owners if who.pk == person.pk)


def all_with_provider(found: Sequence[Owned]) -> bool:
    return bool(found) and all(one.share == WHOLE for one in found)
