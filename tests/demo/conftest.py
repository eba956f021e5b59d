"""The demo, built once for all tests of a worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.demo.relationship import make
from remit.exchange.folder import Folder
from remit.exchange.statement_json import Envelope


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The folder of the demo relationship. Tests read it and change nothing."""
    path: Path = tmp_path_factory.mktemp("demo") / "harbour-and-pine"
    make(path, Envelope())
    return Folder.open(path)
