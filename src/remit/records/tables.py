"""The tables of an installation: which changes of them are still to be made, and making them."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending() -> list[str]:
    """Changes of the tables that this program knows and the database does not have, as "records.0001_initial", in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown() -> list[str]:
    """Changes that the database has and this program does not know: it was used with a later version."""
    loader = MigrationExecutor(connection).loader
    known = {label for label, _ in loader.disk_migrations}
    return [
        f"{label}.{name}" for label, name in loader.applied_migrations if label in known and (label, name) not in loader.disk_migrations
    ]


def bring_up_to_date() -> int:
    """Makes every change that is pending; how many there were."""
    missing = pending()
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    return len(missing)


def is_new() -> bool:
    """Whether nothing was ever stored: there is no table of people yet."""
    return "records_user" not in connection.introspection.table_names()
