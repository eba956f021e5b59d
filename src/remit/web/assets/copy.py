"""Copies what the browser needs from node_modules into static/vendor, by the list beside this file. `make assets` calls it."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
_MAP = re.compile(rb"\s*(//|/\*)# sourceMappingURL=[^\r\n]*")


def copy(source: Path, target: Path) -> int:
    """Replaces `target` by the listed files of `source` (a node_modules folder); gives their number. A missing one raises."""
    shutil.rmtree(target, ignore_errors=True)
    count = 0
    for line in (HERE / "copied.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, wanted = line.split()
        place = target / wanted
        place.parent.mkdir(parents=True, exist_ok=True)
        content = (source / name).read_bytes()
        place.write_bytes(_MAP.sub(b"", content) if place.suffix in (".js", ".css") else content)
        count += 1
    return count


if __name__ == "__main__":
    copied = copy(Path(sys.argv[1] if len(sys.argv) > 1 else "node_modules"), HERE.parent / "static" / "vendor")
    print(f"{copied} files for the browser.")
