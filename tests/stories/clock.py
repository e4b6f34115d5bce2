"""Another day for a story: the site, its database and its sessions go by a clock that the story sets."""

from datetime import UTC, datetime, timedelta

import psycopg
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone
from psycopg import sql

from dunghen.config import postgres
from dunghen.core.paths import VAR
from dunghen.core.worktime import VIETNAM

LASTS = timedelta(hours=8)  # of a session
# The server's own function is found before PostgreSQL's, so that what is asked and recorded of the time of a
# transaction is the story's.
MAKE = """
CREATE SCHEMA clock;
CREATE TABLE clock.ahead (value interval NOT NULL);
INSERT INTO clock.ahead VALUES ('0');
CREATE FUNCTION clock.transaction_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
AS 'SELECT pg_catalog.transaction_timestamp() + value FROM clock.ahead';
GRANT USAGE ON SCHEMA clock TO PUBLIC;
GRANT SELECT ON clock.ahead TO PUBLIC;
"""


class Clock:
    """Tells the moment that was set, and goes on from there."""

    def __init__(self) -> None:
        name = str(connections["default"].settings_dict["NAME"])
        self._reached = postgres.Cluster(VAR / "pg").connection(postgres.SUPERUSER, name)
        self._ahead = timedelta()
        with psycopg.connect(self._reached, autocommit=True) as superuser:
            superuser.execute("DROP SCHEMA IF EXISTS clock CASCADE")
            superuser.execute(MAKE)
            self._search(superuser, "SET search_path = clock, pg_catalog, public")

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def set(self, said: str) -> None:
        """As a clerk writes it: 09:10 14/03/2024."""
        moment = datetime.strptime(said, "%H:%M %d/%m/%Y").replace(tzinfo=VIETNAM)
        self._go(moment - datetime.now(UTC))

    def back(self) -> None:
        """To the present, for the stories after this one."""
        self._go(timedelta())
        with psycopg.connect(self._reached, autocommit=True) as superuser:
            self._search(superuser, "RESET search_path")

    def _go(self, ahead: timedelta) -> None:
        self._ahead = ahead
        with psycopg.connect(self._reached, autocommit=True) as superuser:
            superuser.execute("UPDATE clock.ahead SET value = %s", [ahead])
        Session.objects.update(expire_date=timezone.now() + LASTS)

    def _search(self, superuser: "psycopg.Connection[tuple[object, ...]]", what: str) -> None:
        name = sql.Identifier(str(superuser.info.dbname))
        superuser.execute(sql.SQL("ALTER DATABASE {} {}").format(name, sql.SQL(what)))
        connections.close_all()
