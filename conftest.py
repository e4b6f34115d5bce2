"""Test databases: a template with law and the pack loaded once, a copy of it for each worker or story.

The application's role may neither empty a ledger nor drop a table, so a test that commits gets a
database of its own (`fresh_db`) instead of one that is flushed.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from pytest_django import DjangoDbBlocker

from dunghen.cli import ready
from dunghen.config import postgres, rights
from dunghen.core.paths import VAR

ALIASES = ("default", "owner")
# a database is dropped while the next tests run: the server flushes all it holds first
_dropper, _dropped, _serial = ThreadPoolExecutor(1), list[Future[None]](), count()
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def pytest_configure() -> None:
    # the browser's driver keeps an event loop running in the worker; our code knows none
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    postgres.start(VAR / "pg")
    # pages name their static files plainly: the manifest belongs to a collected site
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    # a password of a test guards nothing; the real one takes a quarter of a second each time
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # an empty one: a site that another worker serves as its own process collects into the real one
    settings.STATIC_ROOT = VAR / "tests" / "static"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # once a browser was open its driver's event loop stays with the worker, where no other can run:
    # papers could no longer be signed, nor jobs be worked off
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


def _as_owner() -> psycopg.Connection[tuple[object, ...]]:
    cluster = postgres.Cluster(VAR / "pg")
    return psycopg.connect(cluster.connection(postgres.OWNER, "postgres"), autocommit=True)


def point(database: str) -> None:
    """Let both roles work in this database from now on."""
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database


def make_database(name: str, template: str) -> None:
    with _as_owner() as owner:
        drop_database(name)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        owner.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(name: str) -> None:
    # as the superuser: a vacuum worker that happens to be in it answers to nobody else
    connection = postgres.Cluster(VAR / "pg").connection(postgres.SUPERUSER, "postgres")
    with psycopg.connect(connection, autocommit=True) as superuser:
        superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:  # somebody else's
        return True
    except ProcessLookupError:
        return False
    return True


def drop_what_ended_runs_left() -> None:
    """The databases of test processes that are no more."""
    with _as_owner() as owner:
        known = [str(row[0]) for row in owner.execute("SELECT datname FROM pg_database")]
    for name in known:
        made_by = re.fullmatch(r"test_(?:main|gw\d+)_(\d+)(?:_fresh\d+)?", name)
        if made_by and not runs(int(made_by[1])):
            _dropped.append(_dropper.submit(drop_database, name))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (VAR / "test-template.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@cache
def template() -> str:
    """The name of a database with this checkout's migrations, law and pack; made if it is not there."""
    digest = ready.content_digest()
    name = f"test_template_{digest[:16]}"
    with _one_at_a_time():
        with _as_owner() as owner:
            known = {str(row[0]) for row in owner.execute("SELECT datname FROM pg_database")}
        if name in known:
            return name
        for old in known:
            if old.startswith("test_template_"):
                drop_database(old)
        make_database(f"{name}_new", "template0")
        point(f"{name}_new")
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        call_command("createcachetable", database="owner", verbosity=0)
        rights.grant()
        ready.load(ready.pack(), digest)
        for alias in ALIASES:
            connections[alias].close()
        with _as_owner() as owner:
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            owner.execute(rename.format(sql.Identifier(f"{name}_new"), sql.Identifier(name)))
    return name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of Django's own: a copy of the template for this worker. The next run drops it and those that
    still wait for it: twenty seconds at the end of each run went to that."""
    name = f"test_{_WORKER}_{os.getpid()}"
    with django_db_blocker.unblock():
        make_database(name, template())
        point(name)
        if _WORKER in {"main", "gw0"}:
            drop_what_ended_runs_left()
        yield
        for alias in ALIASES:
            connections[alias].close()
        _dropper.shutdown(cancel_futures=True)
        for each in _dropped:
            if each.done() and not each.cancelled():
                each.result()


@pytest.fixture
def fresh_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of one's own, in which transactions commit; its name."""
    before = str(connections["default"].settings_dict["NAME"])
    name = f"{before}_fresh{next(_serial)}"
    with django_db_blocker.unblock():
        make_database(name, template())
        point(name)
        try:
            yield name
        finally:
            point(before)
            _dropped.append(_dropper.submit(drop_database, name))


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parent
