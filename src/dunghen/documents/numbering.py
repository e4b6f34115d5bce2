"""Numbers of outgoing papers (NĐ 30/2020/NĐ-CP art. 15.1, 15.3): from 01 on 1 January, without gaps, unique
in the year per issuing unit and kind. Whether a unit counts all its papers together is its head's decision
(art. 15.1.c): then `kind` is the same for all."""

from datetime import date

from django.db import connection

from dunghen.org.models import Unit


def next_number(unit: Unit, kind: str, day: date) -> int:
    """The next number of the unit's year. Holds the serial until the transaction ends, which takes the number
    back if it fails; take it as late as possible."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_outgoingserial (unit_id, kind, year, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (unit_id, kind, year)"
            " DO UPDATE SET last = documents_outgoingserial.last + 1 RETURNING last",
            [unit.pk, kind, day.year],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def numbered(number: int, symbol: str) -> str:
    """01/GXN-UBND: two digits at least, then the symbol (NĐ 30/2020/NĐ-CP Phụ lục I, Phần I, mục II.3)."""
    return f"{number:02d}/{symbol}"


def taken(unit: Unit, kind: str, year: int, number: int) -> None:
    """A number that was given before this system numbered: the serial goes on behind it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_outgoingserial (unit_id, kind, year, last) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (unit_id, kind, year)"
            " DO UPDATE SET last = greatest(documents_outgoingserial.last, excluded.last)",
            [unit.pk, kind, year, number],
        )
