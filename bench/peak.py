"""`python -m bench.peak FOLDER`: the most memory, in MiB, that a process needs from a packed log to a scorecard."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from bench.tables.statement import agreement, from_parquet_to_scorecard


def main() -> None:
    from_parquet_to_scorecard(agreement(), Path(sys.argv[1]))
    print(-(-resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


if __name__ == "__main__":
    main()
