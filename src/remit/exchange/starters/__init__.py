"""Folders to start from: a contract of `terms/presets`, with tests, a mapping, a sample export and a page that says what comes next."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from remit.exchange.ledger import replace
from remit.values.fault import Fault, Place, Refused

PLACES = {
    "README.md": "README.md",
    "tests.yaml": "tests.yaml",
    "helpdesk.yaml": "mappings/helpdesk.yaml",
    "tickets-2026-04.csv": "samples/tickets-2026-04.csv",
}


def names() -> tuple[str, ...]:
    """The presets there are."""
    home = resources.files("remit.terms").joinpath("presets")
    ready = (file.name.removesuffix(".terms.yaml") for file in home.iterdir() if file.name.endswith(".terms.yaml"))
    return tuple(sorted(name for name in ready if resources.files("remit.exchange.starters").joinpath(name).is_dir()))


def lay_out(folder: Path, preset: str) -> tuple[str, ...]:
    """Writes the folder and gives the names of its files. A folder that holds anything already is `Refused`."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Fault(Place(file=str(folder)), "exists already and is not empty", "choose another name")])
    home = resources.files("remit.exchange.starters").joinpath(preset)
    contents = {"terms.yaml": resources.files("remit.terms").joinpath("presets", f"{preset}.terms.yaml").read_bytes()}
    contents |= {place: home.joinpath(name).read_bytes() for name, place in PLACES.items() if home.joinpath(name).is_file()}
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, content)
    return tuple(contents)
