"""Parquet: columns keep their exact text; instants with a zone become UTC with its offset, dates and times ISO 8601."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from remit.exchange.table import LARGEST, ROW, Table, headed, numbered, refused

_BARE = "%Y-%m-%d %H:%M:%S%.6f"


def read(path: Path, columns: tuple[str, ...] | None = None) -> Table:
    """The file as a table of text; only the wanted columns are decoded. Raises `Refused`."""
    try:
        lazy = pl.scan_parquet(path, glob=False)
        schema = lazy.collect_schema()
        rows = lazy.select(pl.len()).collect().item()
        names = headed(path.name, schema.names())
        wanted = [name for name in schema.names() if columns is None or name in columns]
        if rows * max(len(wanted), 1) * 8 > LARGEST * 4:
            raise refused(path.name, f"{rows:,} rows of {len(wanted)} columns are too many for one import", "split the file")
        frame = lazy.select(wanted).collect()
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise _damaged(path, error) from None
    except pl.exceptions.PanicException as error:  # the decoder gives up on damaged pages in this way
        raise _damaged(path, error) from None
    texts = numbered(frame.select(_text(name, schema[name]) for name in wanted), 2)
    return Table(path.name, texts.select(ROW, *wanted), (f"{rows:,} rows of {len(names)} columns",), typed_dates=True)


def _damaged(path: Path, error: BaseException) -> Exception:
    return refused(
        path.name,
        f"this is not a whole Parquet file ({str(error).splitlines()[0] if str(error) else type(error).__name__})",
        "export it again",
    )


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is not None:
            return column.dt.convert_time_zone("UTC").dt.strftime(f"{_BARE}+00:00")
        return column.dt.strftime(_BARE)
    if isinstance(dtype, pl.Date):
        return column.dt.strftime("%Y-%m-%d")
    if isinstance(dtype, pl.Boolean):
        return pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false")).alias(name)
    if isinstance(dtype, pl.Binary):
        return column.cast(pl.String, strict=False)
    if dtype.is_nested():
        return pl.struct(column).struct.json_encode().alias(name)
    return column.cast(pl.String)
