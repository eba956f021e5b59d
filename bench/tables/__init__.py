"""One file a table: `table(setting)` makes its input and returns a `bench.table.Table`. A new file is enough."""
