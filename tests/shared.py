"""Where the material that does not ship with the product lies: cases, real logs, the demo's arithmetic. Tests skip where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("REMIT_SHARED", REPOSITORY.parent / "shared"))


def shared(*parts: str) -> Path:
    """A file of the shared material; skips the calling test, with the reason, where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} of the shared material is absent (set REMIT_SHARED to its folder)", allow_module_level=True)
    return path
