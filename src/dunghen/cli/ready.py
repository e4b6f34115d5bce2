"""The database ready for work: migrated, rights granted, law and pack loaded. Done once per content."""

import hashlib
import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction

from dunghen.config import rights
from dunghen.core.paths import LAW, PACKS
from dunghen.documents.official.load import load_documents
from dunghen.org.load import load_days, load_successions, load_units, record_installation
from dunghen.org.models import Installation, Unit
from dunghen.procedures.control_load import load_publications, load_reviews
from dunghen.procedures.load import load_catalogue
from dunghen.procedures.paper_types import load_paper_types
from dunghen.statistics.load import load_report
from dunghen.supervision.accountability.load import load_cases
from dunghen.supervision.given.load import load_given
from dunghen.supervision.inspections.load import load_inspections
from dunghen.supervision.load import load_plan
from dunghen.supervision.pending.load import load_campaigns
from dunghen.supervision.registers.load import load_registers, load_steering
from dunghen.supervision.targets.load import load_targets

SETTING_UP = 20240610  # the advisory lock of a database being made ready
Say = Callable[[str], None]
PACK = os.environ.get("DUNGHEN_PACK", "cantho")


@dataclass(frozen=True, slots=True)
class Pack:
    """A city's data."""

    folder: Path
    said: dict[str, Any]

    @property
    def demo_report(self) -> str:
        return str(self.said["demo"]["report"])

    @property
    def demo_sample(self) -> Path:
        return self.folder / str(self.said["demo"]["sample"])


def pack(name: str = PACK) -> Pack:
    folder = PACKS / name
    with (folder / "pack.toml").open("rb") as file:
        return Pack(folder, tomllib.load(file))


def make_ready(say: Say) -> None:
    """Bring the database to this checkout's migrations, law and pack; nothing to do costs one query."""
    digest = content_digest()
    if _loaded() == digest:
        return
    with _one_at_a_time():
        if _loaded() == digest:
            return
        say("Đang cập nhật cấu trúc cơ sở dữ liệu …")
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        call_command("createcachetable", database="owner", verbosity=0)
        rights.grant()
        say("Đang nạp văn bản pháp luật, đơn vị, thủ tục, kế hoạch và biểu mẫu …")
        load(pack(), digest)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two commands started together on a fresh database: the second waits, and finds it done."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SETTING_UP])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SETTING_UP])


@transaction.atomic
def load(chosen: Pack, digest: str) -> None:
    """Load law and pack; rows that are there and the same stay as they are."""
    first, last = chosen.said["calendar"]["first"], chosen.said["calendar"]["last"]
    load_days(LAW)
    load_units(chosen.folder)
    load_successions(chosen.folder)
    record_installation(chosen.folder.name, date(first, 1, 1), date(last, 12, 31))
    org = Unit.objects.get(key=chosen.said["catalogue_org"])
    load_catalogue(chosen.folder, org)
    load_paper_types(chosen.folder)
    for publications in chosen.said.get("publications", ()):
        load_publications(chosen.folder / publications, org)
    for reviews in chosen.said.get("reviews", ()):
        load_reviews(chosen.folder / reviews, org)
    for documents in chosen.said.get("documents", ()):
        known_from = chosen.said["registers_known_from"]
        load_steering(load_documents(chosen.folder / documents), known_from)
    for registers in chosen.said.get("registers", ()):
        load_registers(chosen.folder / registers)
    _load_supervision(chosen, org)
    for report in chosen.said["reports"]:
        load_report(chosen.folder / report)
    Installation.objects.update(content_digest=digest)


def _load_supervision(chosen: Pack, org: Unit) -> None:
    """Targets, plans and tasks, what was inspected, who answers for what, what is pending."""
    for targets in chosen.said.get("targets", ()):
        load_targets(chosen.folder / targets)
    for plan in chosen.said["plans"]:
        load_plan(chosen.folder / plan)
    for tasks in chosen.said.get("tasks", ()):
        load_given(chosen.folder / tasks, org)
    for inspections in chosen.said.get("inspections", ()):
        load_inspections(chosen.folder / inspections)
    for cases in chosen.said.get("accountability", ()):
        load_cases(chosen.folder / cases)
    for campaigns in chosen.said.get("pending", ()):
        load_campaigns(chosen.folder / campaigns)


def _loaded() -> str:
    """The digest of what was loaded; empty where nothing was yet."""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT content_digest FROM org_installation")
            row = cursor.fetchone()
    except DatabaseError:
        return ""
    return str(row[0]) if row else ""


def _files() -> Iterator[Path]:
    for config in apps.get_app_configs():
        yield from (Path(config.path) / "migrations").glob("*.py")
    yield Path(rights.__file__)
    yield from LAW.rglob("*.toml")
    yield from PACKS.rglob("*.toml")
    yield from PACKS.rglob("*.csv")


def content_digest() -> str:
    """One digest of the migrations, law and packs of this checkout."""
    found = hashlib.sha256()
    for path in sorted(_files()):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
