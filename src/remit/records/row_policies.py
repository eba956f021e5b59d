"""The policies of row-level security as SQL, for every table that is there: found by its columns, so a new table cannot be forgotten.

A table with `engagement_id` and `visible_to` shows a row to both companies or to one; with `engagement_id` alone to both; what belongs to
one member (notices, tokens, feeds) to that member. Rows for bidders (`tender`, `bidder`) show themselves by their columns: where they name
a bidder to that bidder alone, else to the bidders of their request; `tender` to the client as well, `bidder` to nobody else.
`records_access` mirrors who has a place where: policies read it instead of the table of members, which has a policy itself and would ask
for ever. A trigger keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

OWN = ("records_notice", "records_idempotencykey", "records_calendarfeed")
"""Tables whose rows belong to one member alone."""
DIRECTORY = (
    "records_engagement",
    "records_member",
    "records_invitation",
    "records_apitoken",
    "records_calendarfeed",
    "records_staffinterview",
)
"""Tables by which one finds out who may see what; readable under `row_level.directory`."""
ROLE = "remit_app"
"""The role under which the server connects; it owns no table. Where it exists, it is granted what it needs."""

_SETTINGS = """
CREATE OR REPLACE FUNCTION remit_user() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('remit.user', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION remit_engagement() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('remit.engagement', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION remit_directory() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('remit.directory', true), '') = 'on' $$;
CREATE OR REPLACE FUNCTION remit_installation() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('remit.installation', true), '') = 'on' $$;
"""

_MIRROR = """
CREATE TABLE records_access (
  member_id bigint PRIMARY KEY, engagement_id bigint NOT NULL, user_id bigint NOT NULL, side varchar(8) NOT NULL);
CREATE INDEX records_access_user ON records_access (user_id, engagement_id);
INSERT INTO records_access SELECT id, engagement_id, user_id, side FROM records_member WHERE ended_at IS NULL;
CREATE FUNCTION remit_mirror() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN DELETE FROM records_access WHERE member_id = OLD.id; END IF;
  IF TG_OP <> 'DELETE' THEN
    IF NEW.ended_at IS NULL THEN
      INSERT INTO records_access VALUES (NEW.id, NEW.engagement_id, NEW.user_id, NEW.side);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER mirror AFTER INSERT OR UPDATE OR DELETE ON records_member FOR EACH ROW EXECUTE FUNCTION remit_mirror();
ALTER TABLE records_access ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_places ON records_access FOR SELECT USING (user_id = remit_user());
"""

_MINE = "SELECT {wanted} FROM records_access a JOIN records_user u ON u.id = a.user_id AND u.is_active WHERE a.user_id = remit_user()"
_PARTY = _MINE.format(wanted="a.engagement_id") + " AND a.side IN ('client', 'provider')"
_SIDE = _MINE.format(wanted="a.engagement_id, a.side") + " AND a.side IN ('client', 'provider')"
_CLIENT = _MINE.format(wanted="a.engagement_id") + " AND a.side = 'client'"
_BIDDER = _MINE.format(wanted="a.member_id") + " AND a.side = 'bidder'"
_BIDDING = f"SELECT {{wanted}} FROM records_bidderperson WHERE member_id IN ({_BIDDER})"


def condition(table: str, columns: frozenset[str]) -> str:
    """Which rows of a table the transaction may see and write."""
    if table == "records_engagement":
        allowed, acting = f"id IN ({_MINE.format(wanted='a.engagement_id')})", "id = remit_engagement()"
    else:
        allowed, acting = _of_rows(table, columns), "engagement_id = remit_engagement()"
    ways = [allowed, acting, "remit_installation()"]
    if table in DIRECTORY:
        ways.append("remit_directory()")
    return " OR ".join(f"({way})" for way in ways)


def _of_rows(table: str, columns: frozenset[str]) -> str:
    if table == "records_member":
        colleagues = f"engagement_id IN ({_PARTY}) AND (side <> 'bidder' OR (engagement_id, 'client') IN ({_SIDE}))"
        return f"user_id = remit_user() OR ({colleagues})"
    if table in OWN:
        return f"member_id IN ({_MINE.format(wanted='a.member_id')})"
    if "visible_to" in columns:
        parties = f"(visible_to = 'both' AND engagement_id IN ({_PARTY})) OR (engagement_id, visible_to) IN ({_SIDE})"
        client = f"(visible_to = 'tender' AND engagement_id IN ({_CLIENT}))"
        return " OR ".join([parties, client, *_of_bidders(table, columns)])
    return f"engagement_id IN ({_PARTY})"


def _of_bidders(table: str, columns: frozenset[str]) -> Iterator[str]:
    """What bidders see of a table; nothing where its columns name neither bidder nor request."""
    ways = {
        "records_bidderperson": f"member_id IN ({_BIDDER})",
        "records_bidder": f"id IN ({_BIDDING.format(wanted='bidder_id')})",
        "records_request": f"id IN ({_BIDDING.format(wanted='request_id')})",
    }
    way = ways.get(table, "")
    if not way and "bidder_id" in columns:
        way = f"bidder_id IN ({_BIDDING.format(wanted='bidder_id')})"
    elif not way and "request_id" in columns:
        way = f"request_id IN ({_BIDDING.format(wanted='request_id')})"
    if way:
        yield f"(visible_to IN ('tender', 'bidder') AND {way})"


def tables(cursor: Any) -> dict[str, frozenset[str]]:
    """The tables that hold rows of engagements, with their columns."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name LIKE 'records%%'"
    )
    found: dict[str, set[str]] = {}
    for table, column in cursor.fetchall():
        found.setdefault(table, set()).add(column)
    return {
        table: frozenset(columns)
        for table, columns in sorted(found.items())
        if table == "records_engagement" or ("engagement_id" in columns and table != "records_access")
    }


def statements(cursor: Any) -> Iterator[str]:
    """Everything that puts row-level security in force. `FORCE` holds the owner of the tables to it too."""
    yield _SETTINGS
    yield _MIRROR
    for table, columns in tables(cursor).items():
        rows = condition(table, columns)
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY engagement_and_side ON {table} USING ({rows}) WITH CHECK ({rows})"
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
    if cursor.fetchone():
        yield f"GRANT USAGE ON SCHEMA public TO {ROLE}"
        for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE, SELECT")):
            yield f"GRANT {rights} ON ALL {kind} IN SCHEMA public TO {ROLE}"
            yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON {kind} TO {ROLE}"


def undone(cursor: Any) -> Iterator[str]:
    """Takes the policies away again."""
    for table in tables(cursor):
        yield f"DROP POLICY IF EXISTS engagement_and_side ON {table}"
        yield f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
    yield "DROP TRIGGER mirror ON records_member"
    yield "DROP TABLE records_access"
    yield "DROP FUNCTION remit_mirror(), remit_user(), remit_engagement(), remit_directory(), remit_installation()"
