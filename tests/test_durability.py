"""kill -9 in the middle: what was acknowledged is there, and nothing half."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from django.db import connections, transaction
from django.utils import timezone

from dunghen.core.paths import ROOT
from dunghen.dossiers import actions
from dunghen.dossiers.models import Dossier, DossierEvent, DossierVersion, Draft, ImportRun, Payment
from dunghen.dossiers.rules import Stage
from dunghen.dossiers.tests.files import as_csv, open_row, row, take_rows, vn
from dunghen.dossiers.verify import verify
from dunghen.statistics.compile import compile_units
from dunghen.statistics.lock import lock
from dunghen.statistics.models import LockedFigure, Report
from dunghen.statistics.view import view

ROWS = 2_000
# receives, has paid, resolves and returns, and tells each as soon as its transaction has ended
OFFICER = """
import django
django.setup()
from decimal import Decimal
from datetime import datetime, timedelta
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers import actions
from dunghen.dossiers.intake.receive import Intake, receive
WARD = "ct-phuong-an-thoi"
at = datetime(2024, 3, 15, 9, tzinfo=VIETNAM)
intake = Intake(procedure="xac-nhan-tinh-trang-hon-nhan", decided_unit=WARD, received_unit=WARD,
                helped_unit=WARD, channel="counter", received_at=at, fee=8000)
while True:
    dossier = receive(intake, by="ngoc").dossier
    print(dossier.code, "received", flush=True)
    actions.pay(dossier.pk, amount=8000, online=True, at=at + timedelta(hours=1), by="ngoc")
    print(dossier.code, "paid", flush=True)
    actions.resolve(dossier.pk, at=at + timedelta(hours=2), by="tam")
    print(dossier.code, "resolved", flush=True)
    actions.give_back(dossier.pk, at=at + timedelta(hours=3), by="ngoc")
    print(dossier.code, "returned", flush=True)
"""
# drafts a result, has it signed, issues it under a number and returns it, one after the other
DESK = """
import django
django.setup()
from datetime import date, datetime, timedelta
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers import actions
from dunghen.dossiers.intake.receive import Intake, receive
from dunghen.dossiers.rules import Paper
from dunghen.org.models import Person
WARD = "ct-phuong-an-thoi"
at = datetime(2024, 3, 15, 9, tzinfo=VIETNAM)
intake = Intake(procedure="xac-nhan-tinh-trang-hon-nhan", decided_unit=WARD, received_unit=WARD,
                helped_unit=WARD, channel="counter", received_at=at, fee=8000)
ngoc, tam, clerk = (Person.objects.get_or_create(username=name)[0] for name in ("ngoc", "tam", "van-thu"))
while True:
    dossier = receive(intake, by="ngoc").dossier
    print(dossier.code, "received", flush=True)
    paper = actions.draft(dossier.pk, Paper.RESULT, {}, who=ngoc, at=at + timedelta(hours=1))
    print(dossier.code, "submitted", flush=True)
    actions.sign(paper.pk, who=tam, at=at + timedelta(hours=2))
    print(dossier.code, "signed", flush=True)
    actions.send(paper.pk, who=clerk, at=at + timedelta(hours=3))
    print(dossier.code, "resolved", flush=True)
    actions.give_back(dossier.pk, at=at + timedelta(hours=4), by="ngoc")
    print(dossier.code, "returned", flush=True)
"""


def run(database: str, *arguments: str) -> subprocess.Popen[str]:
    env = {
        **os.environ,
        "DUNGHEN_DATABASE": database,
        "DUNGHEN_ROOT": str(ROOT),
        "PYTHONPATH": str(ROOT / "src"),
    }
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, *arguments], env=env, stdout=pipe, stderr=pipe, text=True)


def kill(process: subprocess.Popen[str], database: str) -> str:
    """Kill it, wait until the server has noticed, and return what it had said: of a line it was cut off in,
    nothing."""
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate(timeout=20)
    connections["default"].close()
    others = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = %s AND pid <> pg_backend_pid() AND usename = user"
    )
    for _ in range(200):
        with connections["default"].cursor() as cursor:
            cursor.execute(others, [database])
            if cursor.fetchone() == (0,):
                return said[: said.rfind("\n") + 1]
        time.sleep(0.05)
    return pytest.fail("the server still works for a process that is gone")


def check_whole(folder: Path) -> None:
    """Every chain whole, every version what its events say, one current version a dossier."""
    verdict = verify(folder, folder / "verify.json", timezone.now())
    assert verdict.findings == []
    assert DossierVersion.objects.filter(known_to__isnull=True).count() == Dossier.objects.count()
    assert Payment.objects.count() == DossierEvent.objects.filter(kind="paid").count()


def killed_imports(database: str, folder: Path, delays: list[float]) -> set[int]:
    """How many dossiers stood there after each kill."""
    file, found = folder / "ho-so.csv", set()
    for delay in delays:
        had = Dossier.objects.count()
        file.write_bytes(as_csv(row(serial) for serial in range(1, had + ROWS + 1)))
        process = run(database, "-m", "dunghen", "import", "dossiers", str(file))
        assert process.stderr is not None
        assert process.stderr.readline() == "Nhập hồ sơ …\n"
        time.sleep(delay)
        kill(process, database)
        assert Dossier.objects.count() in {had, had + ROWS}
        assert (ImportRun.objects.count() * ROWS, DossierEvent.objects.count()) == (
            Dossier.objects.count(),
            Dossier.objects.count() * 4,
        )
        check_whole(folder)
        found.add(Dossier.objects.count() - had)
    file.write_bytes(as_csv(row(serial) for serial in range(1, Dossier.objects.count() + 11)))
    done = run(database, "-m", "dunghen", "import", "dossiers", str(file))
    _, told = done.communicate(timeout=120)
    assert (done.returncode, "Đã nhập 10 hồ sơ mới" in told) == (0, True)
    check_whole(folder)
    return found


def test_a_killed_import_left_nothing_and_the_next_adds_all(fresh_db: str, tmp_path: Path) -> None:
    assert killed_imports(fresh_db, tmp_path, [0.15]) <= {0, ROWS}


@pytest.mark.long
def test_imports_killed_at_any_moment(fresh_db: str, tmp_path: Path) -> None:
    chance = random.Random(9)
    assert killed_imports(fresh_db, tmp_path, [chance.uniform(0, 2.5) for _ in range(15)]) == {0, ROWS}


def killed_officer(database: str, folder: Path, acknowledged: int, delay: float) -> None:
    process = run(database, "-c", OFFICER)
    assert process.stdout is not None
    said = [process.stdout.readline().split() for _ in range(acknowledged)]
    time.sleep(delay)
    said += [line.split() for line in kill(process, database).splitlines()]
    there = set(DossierEvent.objects.values_list("dossier__code", "kind"))
    assert {(code, kind) for code, kind in said} <= there
    # at most the one action that was under way is there without having been told
    codes = sorted(Dossier.objects.values_list("code", flat=True))
    assert codes == [f"H13.33.05-240315-{serial:04}" for serial in range(1, len(codes) + 1)]
    check_whole(folder)


def test_what_a_killed_officer_was_told_is_there(fresh_db: str, tmp_path: Path) -> None:
    killed_officer(fresh_db, tmp_path, 9, 0.01)


@pytest.mark.long
def test_officers_killed_at_any_moment(fresh_db: str, tmp_path: Path) -> None:
    chance = random.Random(9)
    for _ in range(15):
        killed_officer(fresh_db, tmp_path, chance.randrange(1, 12), chance.uniform(0, 0.05))


def test_figures_closed_while_somebody_still_writes_stay_what_they_were(fresh_db: str) -> None:
    told = take_rows(open_row(1), open_row(2), open_row(3))
    first, second, _ = Dossier.objects.order_by("code").values_list("pk", flat=True)
    actions.resolve(first, at=vn("2024-03-18T09:00"), by="tam")
    written, closed = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            actions.resolve(second, at=vn("2024-03-18T10:00"), by="tam")
            written.set()
            closed.wait(20)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        assert written.wait(20)
        made = lock(Report.objects.get(code="2024-H1"), timezone.now(), lambda: 1)
        closed.set()
        writer.result(timeout=20)
    today = timezone.now().date()
    again = compile_units(view("2024-H1", today=today, known_at=made.known_at))
    locked = LockedFigure.objects.filter(lock=made)
    for figure in locked:
        assert (figure.value, figure.numerator, figure.denominator) == again[figure.unit_id][figure.cell]
    ward = locked.get(unit__key="ct-phuong-an-thoi", cell="B3.3.3.1")
    now = compile_units(view("2024-H1", today=today))[ward.unit_id]["B3.3.3.1"].value
    assert told.summary.added == 3
    assert (ward.value, now) == (Decimal(1), 2)


def check_desk(folder: Path, said: str) -> None:
    """What was told stands, once; every number was used by one paper that was sent, and none is missing."""
    check_whole(folder)
    for line in said.splitlines():
        code, kind = line.split()
        assert DossierEvent.objects.filter(dossier__code=code, kind=kind).count() == 1, line
    sent = Draft.objects.filter(stage=Stage.SENT)
    assert sent.count() == DossierEvent.objects.filter(kind="resolved").count()
    numbers = sorted(int(number.split("/")[0]) for number in sent.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    signed = Draft.objects.filter(signed_at__isnull=False).count()
    assert signed == DossierEvent.objects.filter(kind="signed").count()


def killed_desks(database: str, folder: Path, delays: list[float]) -> None:
    for delay in delays:
        process = run(database, "-c", DESK)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(delay)
        check_desk(folder, first + kill(process, database))


def test_a_desk_killed_while_signing_and_returning_lost_and_doubled_nothing(
    fresh_db: str, tmp_path: Path
) -> None:
    killed_desks(fresh_db, tmp_path, [0.1, 0.45])


@pytest.mark.long
def test_many_desks_killed_lost_and_doubled_nothing(fresh_db: str, tmp_path: Path) -> None:
    killed_desks(fresh_db, tmp_path, [random.Random(seed).random() for seed in range(20)])
