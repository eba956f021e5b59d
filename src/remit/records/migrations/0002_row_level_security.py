"""Row-level security on PostgreSQL, for every table with rows of engagements; see `records.row_policies`. Nothing on SQLite."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from remit.records import row_policies


def enforce(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for statement in list(row_policies.statements(cursor)):
                cursor.execute(statement)


def release(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for statement in list(row_policies.undone(cursor)):
                cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(enforce, release)]
