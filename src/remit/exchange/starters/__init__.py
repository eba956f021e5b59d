"""Folders to start from: a contract of `terms/presets`, with tests, mappings, a sample of work and a page that says what comes next.

A preset is a text `terms/presets/<name>.terms.yaml` and a folder `<name>` here, with underscores for spaces: `tests.yaml`, a mapping for
each record, samples that end in their month (`tickets-2026-05.csv`), and `facts.csv` where the contract needs facts. No list is edited.
"""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from remit.exchange.ledger import replace
from remit.values.fault import Fault, Place, Refused

TERMS = ".terms.yaml"
FACTS = "facts.csv"
_MONTH = re.compile(r"-(\d{4}-\d{2})\.csv$")


def names() -> tuple[str, ...]:
    """The presets there are."""
    home = resources.files("remit.terms").joinpath("presets")
    ready = (file.name.removesuffix(TERMS) for file in home.iterdir() if file.name.endswith(TERMS))
    return tuple(sorted(name.replace("_", " ") for name in ready if _home(name).is_dir()))


def lay_out(folder: Path, preset: str) -> tuple[str, ...]:
    """Writes the folder and gives the names of its files. A folder that holds anything already is `Refused`."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Fault(Place(file=str(folder)), "exists already and is not empty", "choose another name")])
    parts = {_place(part.name): part.read_bytes() for part in sorted(_home(preset).iterdir(), key=lambda part: part.name) if _ships(part)}
    contents = {"terms.yaml": contract(preset), "README.md": _readme(tuple(parts)), **parts}
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, content)
    return tuple(contents)


def contract(preset: str) -> bytes:
    """The terms of a preset."""
    return resources.files("remit.terms").joinpath("presets", f"{_file(preset)}{TERMS}").read_bytes()


def mappings(preset: str) -> dict[str, str]:
    """The mappings of a preset by their names."""
    parts = sorted(_home(preset).iterdir(), key=lambda part: part.name)
    return {
        part.name.removesuffix(".yaml"): part.read_text("utf-8")
        for part in parts
        if part.name.endswith(".yaml") and part.name != "tests.yaml"
    }


def samples(preset: str) -> dict[str, bytes]:
    """The sample files of a preset by their names: work, and facts where the contract needs some."""
    parts = sorted(_home(preset).iterdir(), key=lambda part: part.name)
    return {part.name: part.read_bytes() for part in parts if part.name.endswith(".csv")}


def month(preset: str) -> str:
    """The latest month of the samples: 2026-04."""
    return max(found[1] for name in samples(preset) if (found := _MONTH.search(name)))


def _file(preset: str) -> str:
    return preset.replace(" ", "_")


def _home(preset: str) -> Traversable:
    return resources.files("remit.exchange.starters").joinpath(_file(preset))


def _ships(part: Traversable) -> bool:
    return part.name.endswith((".yaml", ".csv"))


def _place(name: str) -> str:
    """Where a file of a preset stands in the new folder."""
    if name == "tests.yaml":
        return name
    return f"samples/{name}" if name.endswith(".csv") else f"mappings/{name}"


def _readme(parts: tuple[str, ...]) -> bytes:
    """The page of what comes next, with the commands for these samples."""
    samples = [part for part in parts if _MONTH.search(part)]
    months = [found[1] for part in samples if (found := _MONTH.search(part))]
    lines = [f"    remit import {part} --into ." for part in samples]
    lines = [f"{lines[0]} --dry-run", *lines]
    lines += [f"    remit import {part} --into . --facts" for part in parts if part.endswith(f"/{FACTS}")]
    text = resources.files("remit.exchange.starters").joinpath("README.md").read_text("utf-8")
    return text.format(imports="\n".join(lines), month=max(months)).encode()
