"""New rows of several tables, written with one statement: at a desk each statement more is felt."""

from functools import cache
from itertools import groupby
from typing import Any, TypeAlias

from django.db import connection, models
from psycopg import sql

Column: TypeAlias = "models.Field[Any, Any]"


def insert(*rows: models.Model) -> None:
    """Write new rows, those of a table side by side. What the database makes itself is left to it and not
    read back: the rows do not learn their own ids. Raises IntegrityError."""
    statements, values = list[str](), list[Any]()
    for model, some in groupby(rows, type):
        beginning, columns = _table(model)
        row, many = f"({', '.join('%s' for _ in columns)})", list(some)
        statements.append(f"{beginning} {', '.join(row for _ in many)}")
        values += [
            column.get_db_prep_save(getattr(one, column.attname), connection)
            for one in many
            for column in columns
        ]
    *before, last = statements
    named = ", ".join(f"written_{number} AS ({each})" for number, each in enumerate(before))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} {last}" if before else last, values)


@cache
def _table(model: type[models.Model]) -> tuple[str, list[Column]]:
    """How its statement begins, and the columns that are given."""
    fields = model._meta.concrete_fields
    columns = [each for each in fields if not each.generated and not isinstance(each, models.AutoField)]
    names: list[sql.Composable] = [sql.Identifier(str(each.column)) for each in columns]
    table = sql.Identifier(model._meta.db_table)
    begun = sql.SQL("INSERT INTO {} ({}) VALUES").format(table, sql.SQL(", ").join(names))
    return begun.as_string(), columns
