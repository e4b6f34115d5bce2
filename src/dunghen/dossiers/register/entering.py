"""Entering dossiers in the register of the unit that received them: one by one, or an import at once.

A number is given once, in the transaction that receives the dossier: it stands on the receipt and never
moves, whatever is entered later (TT 01/2018/TT-VPCP art. 10.2.c).
"""

from datetime import datetime

from django.db import connection

from dunghen.core.worktime_calendar import VIETNAM
from dunghen.dossiers.models import Dossier, RegisterLine
from dunghen.org.models import Unit

_NEXT = (
    "INSERT INTO dossiers_registerserial (unit_id, year, last) VALUES (%s, %s, 1)"
    " ON CONFLICT (unit_id, year) DO UPDATE SET last = dossiers_registerserial.last + 1 RETURNING last"
)
# The serials are taken for all lines of a book at once and stay locked until the transaction ends, so that a
# desk that receives meanwhile waits and goes on after them.
_OF_IMPORT = """
WITH fresh AS (
    SELECT d.id, d.code, v.received_unit_id AS unit_id, v.received_at,
           (v.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
    FROM dossiers_dossier d
    JOIN dossiers_dossierversion v ON v.dossier_id = d.id AND v.known_to IS NULL
    WHERE d.import_run_id = %(run)s
      AND NOT EXISTS (SELECT 1 FROM dossiers_registerline l WHERE l.dossier_id = d.id)
), books AS (
    SELECT unit_id, extract(year FROM day)::int AS year, count(*) AS lines FROM fresh GROUP BY 1, 2
), taken AS (
    INSERT INTO dossiers_registerserial (unit_id, year, last)
    SELECT unit_id, year, lines FROM books ORDER BY unit_id, year
    ON CONFLICT (unit_id, year) DO UPDATE SET last = dossiers_registerserial.last + EXCLUDED.last
    RETURNING unit_id, year, last
)
INSERT INTO dossiers_registerline (dossier_id, unit_id, year, number, day, entered_at)
SELECT f.id, f.unit_id, t.year,
       t.last - b.lines + row_number() OVER (PARTITION BY f.unit_id, t.year ORDER BY f.received_at, f.code),
       f.day, %(now)s
FROM fresh f
JOIN taken t ON t.unit_id = f.unit_id AND t.year = extract(year FROM f.day)::int
JOIN books b ON b.unit_id = t.unit_id AND b.year = t.year
"""


def next_line(dossier: Dossier, unit: Unit, received_at: datetime, now: datetime) -> RegisterLine:
    """The next line of the book of the unit and of the year of receipt, for the caller to write.

    Holds the book's serial until the transaction ends; take it after the code, as late as possible.
    """
    day = received_at.astimezone(VIETNAM).date()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [unit.pk, day.year])
        row = cursor.fetchone()
    number = row[0] if row else 0
    return RegisterLine(dossier=dossier, unit=unit, year=day.year, number=number, day=day, entered_at=now)


def enter_import(run: int, now: datetime) -> int:
    """All dossiers of an import that stand in no book yet, by their receipt; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_IMPORT, {"run": run, "now": now})
        return int(cursor.rowcount)
