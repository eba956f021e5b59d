"""Every model, found by its file: Django learns of a table when its module is imported, so each module here is."""

from __future__ import annotations

import importlib
import pkgutil

for _found in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_found.name}")
