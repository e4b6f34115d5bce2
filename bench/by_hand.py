"""The statements of counting.sql: run on PostgreSQL, or on DuckDB over a file with the same rows."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb
from django.db import connection
from psycopg import sql

from dunghen.core.worktime import VIETNAM
from dunghen.statistics.counting import Counts, Thing, Window, one_snapshot

STATEMENTS = tuple(Path(__file__).with_name("counting.sql").read_text(encoding="utf-8").split(";")[:-1])
# what DuckDB is given, in its own types; words as ENUM are its best form
DUCK = {
    "dossiers_dossierversion": {
        "unit_id": "INTEGER",
        "level": "ENUM",
        "outcome": "ENUM",
        "due_at": "TIMESTAMPTZ",
        "resolved_recorded_at": "TIMESTAMPTZ",
        "apologised_at": "TIMESTAMPTZ",
        "digitised": "BOOLEAN",
        "e_result": "BOOLEAN",
        "result_paper": "BOOLEAN",
        "reused": "BOOLEAN",
        "channel": "ENUM",
        "online_level": "ENUM",
        "fee": "BIGINT",
        "paid_online": "BOOLEAN",
        "procedure_id": "INTEGER",
        "received_at": "TIMESTAMPTZ",
        "resolved_at": "TIMESTAMPTZ",
        "known_to": "TIMESTAMPTZ",
    },
    "dossiers_payment": {
        "unit_id": "INTEGER",
        "level": "ENUM",
        "amount": "BIGINT",
        "paid_at": "TIMESTAMPTZ",
        "known_to": "TIMESTAMPTZ",
    },
}


class Table(NamedTuple):
    """A statement's answer: the dimensions first, then a column per population, named after it."""

    names: list[str]
    rows: list[tuple[Any, ...]]


def on_postgresql(window: Window) -> list[Table]:
    """What every statement finds, all rows brought over, read at one moment."""
    found = []
    with one_snapshot(), connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, _asked(statement, window))
            found.append(Table([column.name for column in cursor.description], cursor.fetchall()))
    return found


def on_duckdb(duck: duckdb.DuckDBPyConnection, window: Window) -> list[Table]:
    """The same of dossiers and payments."""
    found = []
    for statement in STATEMENTS:
        if any(table in statement for table in DUCK):
            answer = duck.execute(re.sub(r"%\((\w+)\)s", r"$\1", statement), _asked(statement, window))
            names = [str(column[0]) for column in answer.description or ()]
            found.append(Table(names, answer.fetchall()))
    return found


def same(counts: Counts, tables: Iterable[Table]) -> bool:
    """Whether they found what the project's own counting finds."""
    for names, rows in tables:
        width = sum("." not in name for name in names)
        for place, name in enumerate(names[width:], width):
            found = {row[:width]: row[place] for row in rows if row[place]}
            things = counts.things.get(name)
            if things is None and counts.numbers[name] != found:
                return False
            if things is not None and _flat(things) != found.keys():
                return False
    return True


def duck_file(file: Path) -> None:
    """Write the current versions and the payments into a DuckDB file, by day of receipt and payment."""
    with duckdb.connect(str(file)) as duck, TemporaryDirectory(dir=file.parent) as folder:
        for table, types in DUCK.items():
            rows = Path(folder) / f"{table}.csv"
            _export(table, rows)
            words = {name: f"{table}_{name}" for name, kind in types.items() if kind == "ENUM"}
            texts = {name: "VARCHAR" if name in words else kind for name, kind in types.items()}
            source = f"read_csv('{rows}', header = true, nullstr = '\\N', columns = {texts})"
            for name, enum in words.items():
                duck.execute(f"CREATE TYPE {enum} AS ENUM (SELECT DISTINCT {name} FROM {source})")
            columns = ", ".join(
                f"{name}::{words[name]} AS {name}" if name in words else name for name in types
            )
            order = "received_at" if "received_at" in types else "paid_at"
            duck.execute(f"CREATE TABLE {table} AS SELECT {columns} FROM {source} ORDER BY {order}")


def _export(table: str, path: Path) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, DUCK[table]))
    question = sql.SQL("SELECT {} FROM {} WHERE known_to IS NULL").format(columns, sql.Identifier(table))
    statement = sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT csv, HEADER, NULL '\\N')").format(question)
    with path.open("wb") as file, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for data in copy:
            file.write(data)


def _flat(things: Mapping[int, frozenset[Thing]]) -> set[tuple[object, ...]]:
    return {(unit, *thing) for unit, kept in things.items() for thing in kept}


def _asked(statement: str, window: Window) -> dict[str, datetime | date]:
    """The parameters that the statement names."""
    first, last = (moment.astimezone(VIETNAM).date() for moment in window)
    known = {"start": window.start, "end": window.end, "first": first, "last": last}
    return {name: value for name, value in known.items() if f"%({name})s" in statement}
