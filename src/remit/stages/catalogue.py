"""Every action, found by its file. A file's name is the action's name; a misnamed one raises at start."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from remit import stages
from remit.stages.action import Action


class Misnamed(ValueError):
    """A file of a stage whose action is not called like the file."""


@cache
def actions() -> Mapping[str, Action[Any]]:
    """All actions by `stage/name`."""
    found: dict[str, Action[Any]] = {}
    for stage in pkgutil.iter_modules(stages.__path__):
        if not stage.ispkg:
            continue
        package = importlib.import_module(f"{stages.__name__}.{stage.name}")
        for file in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{file.name}")
            own = [one for one in vars(module).values() if isinstance(one, Action) and one.function.__module__ == module.__name__]
            for one in own:
                if one.name != file.name:
                    raise Misnamed(f"{module.__name__} holds the action '{one.name}'; name the file {one.name}.py")
                found[f"{stage.name}/{one.name}"] = one
    return found
