"""Ready-made requests: criteria with weights that total 100, and the questions that nearly every request asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    criterion: str
    kind: str = "text"
    must: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """`criteria` are names with weights out of 100 and what is looked at."""

    title: str
    says: str
    criteria: tuple[tuple[str, int, str], ...]
    questions: tuple[Asked, ...]


_ALWAYS = (
    Asked("Which services like these do you run today, for whom, since when and at what volume?", "Domain experience"),
    Asked("Name two clients whom we may call, and what each would say you do badly.", "References and reputation"),
    Asked("Who would write and speak to our customers, at which level of the language, and how do you test it?", "Culture and language"),
    Asked("Are you certified to ISO 27001 for the site that would do this work?", "Compliance", "yes or no", True),
    Asked("Will you sign our data processing agreement as it stands?", "Compliance", "yes or no", True),
    Asked("How many weeks do you need from signature to the first live item?", "Scale", "number"),
)

TEMPLATES: Mapping[str, Template] = {
    "service desk": Template(
        "Service desk",
        "Customer contact and back office: seven criteria, six questions.",
        (
            ("Cost", 25, "the price sheet at our volumes, with transition"),
            ("Domain experience", 15, "the same work, done for somebody like us"),
            ("Culture and language", 15, "level and tone, proved by a sample"),
            ("Systems", 15, "works in the tools that stay"),
            ("Scale", 10, "carries the forecast peak"),
            ("Compliance", 10, "certificates with scope and end, data law"),
            ("References and reputation", 10, "what clients and reviews say"),
        ),
        _ALWAYS,
    ),
    "five criteria": Template(
        "Five criteria",
        "Cost, experience, reputation, culture and language, for a first small request.",
        (
            ("Cost", 30, "the price sheet at our volumes"),
            ("Experience", 25, "the same work, done before"),
            ("Reputation", 15, "references and reviews"),
            ("Culture", 15, "how they work with a client"),
            ("Language", 15, "level, proved by a sample"),
        ),
        (
            Asked("Which services like this one do you run today, and for whom?", "Experience"),
            Asked("Name a client whom we may call.", "Reputation"),
            Asked("Will you sign our data processing agreement as it stands?", "Culture", "yes or no", True),
        ),
    ),
}
