"""Databases to measure in: copies of the one at hand, which has law and pack and no dossiers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psycopg
from django.db import connections
from psycopg import sql

from dunghen.cli.ready import make_ready
from dunghen.config import postgres
from dunghen.core.paths import VAR

ALIASES = ("default", "owner")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took: seconds by the clock, its process's seconds on a processor (the server's are
    not among them) and its peak memory in MiB."""

    seconds: float
    processor: float
    peak: float


def command(database: str, *arguments: str, out: Path | None = None) -> Usage:
    """Run a `dunghen` command on a database, as one types it; its stdout goes to a file, if one is given."""
    environment = os.environ | {"DUNGHEN_DATABASE": database}
    begun = perf_counter()
    with (out or Path(os.devnull)).open("wb") as stdout:
        # quiet, but what went wrong is told
        process = subprocess.Popen(
            [sys.executable, "-m", "dunghen", *arguments],
            env=environment,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise RuntimeError(f"dunghen {' '.join(arguments)}: {said.decode()[-2000:]}")
    return Usage(perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def simulated(dossiers: int, years: int) -> Path:
    """The import file of that many dossiers; written once."""
    path = VAR / f"simulated-{dossiers}-{years}.csv"
    if not path.exists():
        partial = path.with_suffix(".partial")
        numbers = ("--dossiers", str(dossiers), "--years", str(years))
        command(current(), "simulate", *numbers, "--csv", out=partial)
        partial.replace(path)
    return path


def current() -> str:
    """The database at hand."""
    return str(connections["default"].settings_dict["NAME"])


@contextmanager
def scratch(name: str) -> Iterator[str]:
    """A copy of the database at hand, gone afterwards; nobody is moved to it."""
    _copy(name)
    try:
        yield name
    finally:
        _drop(name)


@contextmanager
def working_in(name: str) -> Iterator[None]:
    """Both roles work in this database."""
    before = current()
    _point(name)
    try:
        yield
    finally:
        _point(before)


def loaded(dossiers: int, years: int) -> str:
    """The name of a database with that many simulated dossiers; made once and kept."""

    def load() -> None:
        command(current(), "import", "dossiers", str(simulated(dossiers, years)))

    return kept(f"bench_{dossiers}_{years}", load)


def kept(name: str, fill: Callable[[], None]) -> str:
    """The name of a copy of the database at hand that was filled; made once and kept."""
    make_ready(lambda text: None)
    with _server() as server:
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
    if name not in known:
        partial = f"{name}_partial"
        _copy(partial)
        with working_in(partial):
            fill()
        with _server() as server:
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(rename.format(sql.Identifier(partial), sql.Identifier(name)))
    return name


def _point(name: str) -> None:
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


@contextmanager
def _server() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    cluster = postgres.Cluster(VAR / "pg")
    with psycopg.connect(cluster.connection(postgres.OWNER, "postgres"), autocommit=True) as server:
        yield server


def _copy(name: str) -> None:
    for alias in ALIASES:
        connections[alias].close()  # a database in use cannot be copied
    _drop(name)
    with _server() as server:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(statement.format(sql.Identifier(name), sql.Identifier(current())))


def _drop(name: str) -> None:
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
