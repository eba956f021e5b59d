"""Every rule that is installed, as the value that readers, prose and settlement receive."""

from __future__ import annotations

from functools import cache
from typing import Any

from remit.adjustment import Adjustment
from remit.charge import Charge
from remit.lint import Lint
from remit.measure import Metric
from remit.provision import Provision
from remit.relief import Relief
from remit.terms.catalogue import Catalogue
from remit.values.catalogue import discover

_FOLDERS: tuple[tuple[str, Any], ...] = (
    ("remit.metrics", Metric),
    ("remit.reliefs", Relief),
    ("remit.charges", Charge),
    ("remit.adjustments", Adjustment),
    ("remit.provisions", Provision),
)


@cache
def standard_catalogue() -> Catalogue:
    """The rules of `remit terms: 1`, found in the folders metrics, reliefs, charges, adjustments and provisions."""
    return Catalogue.of([rule for folder, kind in _FOLDERS for rule in discover(folder, kind).values()])


@cache
def standard_lints() -> tuple[Lint, ...]:
    """The rules of thumb that are found in the folder lints."""
    return tuple(discover("remit.lints", Lint).values())  # type: ignore[type-abstract]
