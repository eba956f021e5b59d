"""`python -m bench.peak FOLDER`: the most memory, in MiB, that a process needs from a packed log to a scorecard."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bench.tables.statement import agreement, from_parquet_to_scorecard


def main() -> None:
    from_parquet_to_scorecard(agreement(), Path(sys.argv[1]))
    # Not `ru_maxrss`, which begins with the memory of the process that started this one.
    (kibibytes,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(-(-int(kibibytes) // 1024))


if __name__ == "__main__":
    main()
