"""The measurements as Markdown: one table a section, machine-independent ratios beside the seconds."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from bench.table import Entry, Measured

_HEAD = """# Benchmarks

`make bench` runs these tables and writes this page. Every figure stands beside a baseline that ships in `bench/`, reads the same columns
and writes the same outputs. Entries run in turn, after one round that is not counted; the figure is the median of {rounds} rounds. What
counts is the ratio: the seconds belong to the machine ({machine}).
"""


def page(results: Sequence[Measured], rounds: int) -> str:
    return "\n".join([_HEAD.format(rounds=rounds, machine=machine()), *(section(result) for result in results)])


def section(result: Measured) -> str:
    """One table with its introduction and notes."""
    lines = [f"## {result.table.title}", "", result.table.intro.strip()]
    if result.table.entries:
        lines += ["", "| what | seconds | ratio | promised |", "| --- | ---: | ---: | --- |"]
    lines += [_line(result, entry) for entry in result.table.entries]
    for note in result.notes:
        lines += ["", note]
    return "\n".join(lines) + "\n"


def _line(result: Measured, entry: Entry) -> str:
    return f"| {entry.name} | {_figure(result.medians[entry.name])} | {_ratio(result, entry)} | {_promise(result, entry)} |"


def _ratio(result: Measured, entry: Entry) -> str:
    ratio = result.ratio(entry)
    if ratio is None:
        return "baseline" if any(other.against == entry.name for other in result.table.entries) else ""
    return f"{1 / ratio:,.0f} times as fast as {entry.against}" if entry.at_least else f"{_figure(ratio)} × {entry.against}"


def _promise(result: Measured, entry: Entry) -> str:
    kept = result.kept(entry)
    if kept is None:
        return ""
    bound = f"at most {entry.at_most:g} ×" if entry.at_most is not None else f"at least {entry.at_least:,.0f} times as fast"
    return f"{bound}: {'kept' if kept else '**not kept**'}"


def _figure(value: float) -> str:
    """Three significant digits.

    >>> _figure(0.0123456), _figure(12.3456), _figure(1234.5)
    ('0.0123', '12.3', '1,234')
    """
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2g}" if value < 0.001 else f"{value:.{max(0, 2 - _exponent(value))}f}"


def _exponent(value: float) -> int:
    return int(f"{value:e}".split("e")[1])


def machine() -> str:
    """Processor architecture, number of processors and the versions that matter; no name of a host."""
    packages = []
    for name in ("numpy", "polars", "numba", "pyarrow"):
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            packages.append(f"without {name}")
    return f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {', '.join(packages)}"
