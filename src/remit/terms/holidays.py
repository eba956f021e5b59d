"""The kind of setting that names a country's public holidays: `South Africa`, `United Kingdom/England`."""

from __future__ import annotations

from functools import cache
from typing import Any

from remit.terms.context import INVALID, Context, listed, nearest
from remit.terms.scalars import ScalarKind


class Holidays(ScalarKind):
    """A country, or a country and a part of it, by their English names; str. Subdivisions may also be given by code (`Germany/BY`)."""

    noun = "a country, or a country and a part of it"
    sample = "United Kingdom/England"

    def parse(self, text: str, context: Context) -> Any:
        country, _, part = text.partition("/")
        if country not in countries():
            return INVALID
        return text if not part or part in parts(country) else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        country, _, part = text.partition("/")
        if country not in countries():
            meant = nearest(country, [name.lower() for name in countries()])
            found = next((name for name in countries() if name.lower() == meant), None)
            remedy = f"write {found}{'/' + part if part else ''}" if found else f"write its English name, such as {self.sample}"
            return f"the public holidays of '{country}' are not known", remedy
        known = parts(country)
        if not known:
            return f"the public holidays of {country} are the same everywhere", f"write {country}"
        meant = nearest(part, [name.lower() for name in known])
        found = next((name for name in known if name.lower() == meant), None)
        names = [name for name in known if len(name) > 3] or list(known)
        return (
            f"'{part}' is not a part of {country} with public holidays of its own",
            f"write {country}/{found}" if found else f"it has {listed(names)}",
        )

    def write(self, value: Any) -> str:
        return str(value)


@cache
def countries() -> dict[str, str]:
    """English names of countries with their ISO 3166 codes."""
    from holidays.registry import COUNTRIES

    small = {"and", "of", "the"}
    names: dict[str, str] = {}
    for key, entry in COUNTRIES.items():
        words = [word if word in small else word.capitalize() for word in key.split("_")]
        names[" ".join(words)] = entry[1]
    return names


@cache
def parts(country: str) -> dict[str, str]:
    """The parts of a country that have holidays of their own: names and codes, with their codes."""
    import importlib

    module = importlib.import_module(f"holidays.countries.{country.lower().replace(' ', '_')}")
    found = getattr(module, _class_of(country))
    codes = {str(code): str(code) for code in getattr(found, "subdivisions", ())}
    return {**{str(name): str(code) for name, code in getattr(found, "subdivisions_aliases", {}).items()}, **codes}


def _class_of(country: str) -> str:
    from holidays.registry import COUNTRIES

    return str(COUNTRIES[country.lower().replace(" ", "_")][0])
