"""What pages ask of units, roles, the calendar and procedures is kept by each process until one of their
tables changes: triggers note the transaction that changed them, and only that note is read again."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connections, migrations

from dunghen.core.once import once

Answer = TypeVar("Answer")
MOST = 4096  # answers a process keeps
# the note, and whether it is of this transaction: what that still changes is kept by nobody
_CHANGED = "SELECT changed, changed = pg_current_xact_id_if_assigned()::text::bigint FROM org_reference"
_NOTE = """
CREATE FUNCTION org_reference_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE org_reference SET changed = pg_current_xact_id()::text::bigint
    WHERE changed <> pg_current_xact_id()::text::bigint;
    RETURN NULL;
END
$$;
INSERT INTO org_reference (id, changed) VALUES (1, 0);
"""
_NO_NOTE = "DROP FUNCTION org_reference_changed() CASCADE; DELETE FROM org_reference"
_WATCH = """
CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION org_reference_changed()
"""
_kept: dict[int, dict[Hashable, Any]] = {}  # of the latest note alone


def lasting(key: Hashable, read: Callable[[], Answer]) -> Answer:
    """The answer to a question about watched tables alone: what was read under this key since they last
    changed, else what `read` finds now. The answer is shared; whoever asks does not change it. One query a
    page."""
    kept = once("reference", _answers)
    if kept is None:
        return once(key, read)
    if key not in kept:
        if len(kept) >= MOST:
            kept.clear()
        kept[key] = read()
    answer: Answer = kept[key]
    return answer


def _answers() -> dict[Hashable, Any] | None:
    """What is kept of the tables as they are; None within a transaction that changes them."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_CHANGED)
        row = cursor.fetchone()
    if row is None or row[1]:
        return None
    answers = _kept.get(row[0])
    if answers is None:
        _kept.clear()
        answers = _kept[row[0]] = {}
    return answers


def noted() -> migrations.RunSQL:
    """For the migration that makes the note's table: its one row, and what writes it."""
    return migrations.RunSQL(_NOTE, _NO_NOTE)


def watched(*tables: str) -> list[migrations.RunSQL]:
    """For a migration: changes to these tables are noted."""
    drop = "DROP TRIGGER {table}_changed ON {table}"
    return [migrations.RunSQL(_WATCH.format(table=each), drop.format(table=each)) for each in tables]
