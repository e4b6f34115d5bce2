"""kill -9 while a slip is received, or a linked case opened and forwarded: what was answered is there, sent
again it is the same dossier, and no code is lost or given twice."""

import random
import subprocess
import time
from pathlib import Path

import pytest

from dunghen.dossiers.linked.actions import carry_on_all
from dunghen.dossiers.models import DeskSlip, Dossier, DossierPaper, LinkedCase, LinkedPart, StoredPaper
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from tests.test_durability import check_whole, kill, run

WARD = "ct-phuong-an-thoi"
# sends slips one after the other through the page, a scan with each, and tells what was answered
DESK = """
import sys
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from dunghen.documents.tests.samples import pdf
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
client = sign_in(Role.RECEIVING_OFFICER, "ct-phuong-an-thoi")
scan = pdf()
for token in sys.argv[1:]:
    said = {"phieu": token, "buoc": "nhan", "thu-tuc": "xac-nhan-tinh-trang-hon-nhan",
            "luc": "09:00 15/03/2024", "ten": "Nguoi Mau", "so": "000000000123",
            "g-gt1": "handed", "g-gt2": "absent", "g-gt3": "handed",
            "tep-gt1": SimpleUploadedFile("to-khai.pdf", scan)}
    answer = client.post("/ho-so/tiep-nhan/", said)
    print(token, answer.headers["Location"].split("/")[2], flush=True)
"""
# opens cases of a birth, registers each and starts what waited for it, and tells each as soon as it is done
CASES = """
import sys
import django
django.setup()
from datetime import datetime
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers import actions
from dunghen.dossiers.linked.actions import carry_on_all
from dunghen.dossiers.models import LinkedPart
from dunghen.dossiers.tests.test_linked import DESK, slip
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
client = sign_in(Role.RECEIVING_OFFICER, "ct-phuong-an-thoi")
done = datetime(2024, 7, 15, 15, 30, tzinfo=VIETNAM)
for token in sys.argv[1:]:
    answer = client.post(DESK, slip(phieu=token))
    case = answer.headers["Location"].split("/")[3]
    print(token, case, flush=True)
    first = LinkedPart.objects.get(case__code=case, key="khai-sinh").dossier_id
    if not LinkedPart.objects.filter(case__code=case, dossier__isnull=False).exclude(dossier=first).exists():
        actions.resolve(first, at=done, by="ngoc")
    carry_on_all()
    print(case, "forwarded", flush=True)
"""


def told(text: str) -> dict[str, str]:
    """Token and code of each line that was written to its end."""
    whole = [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]
    return dict(whole)


def send(database: str, tokens: list[str]) -> "subprocess.Popen[str]":
    return run(database, "-c", DESK, *tokens)


def killed_desk(database: str, folder: Path, acknowledged: int, delay: float) -> None:
    chance = random.Random(acknowledged)
    tokens = [f"{chance.getrandbits(128):032x}" for _ in range(40)]
    process = send(database, tokens)
    assert process.stdout is not None
    said = "".join(process.stdout.readline() for _ in range(acknowledged))
    time.sleep(delay)
    answered = told(said + kill(process, database))
    there = {str(slip.token.hex): slip.dossier.code for slip in DeskSlip.objects.select_related("dossier")}
    assert {token: there.get(token) for token in answered} == answered
    # all sent again, as an officer would: what was received stays, the rest is received now
    again = send(database, tokens)
    rest, _ = again.communicate(timeout=300)
    codes = told(rest)
    assert {token: codes[token] for token in there if token in codes} == {
        token: code for token, code in there.items() if token in codes
    }
    received = sorted(Dossier.objects.values_list("code", flat=True))
    assert received == [f"H13.33.05-240315-{serial:04}" for serial in range(1, len(received) + 1)]
    assert len(received) == DeskSlip.objects.count() == StoredPaper.objects.count()
    assert DossierPaper.objects.count() == 3 * len(received)
    check_whole(folder)


def test_a_killed_desk_loses_nothing_it_answered(fresh_db: str, tmp_path: Path) -> None:
    sign_in(Role.RECEIVING_OFFICER, WARD)
    killed_desk(fresh_db, tmp_path, 3, 0.01)
    assert Dossier.objects.count() == 40


@pytest.mark.long
def test_a_desk_killed_at_any_moment(fresh_db: str, tmp_path: Path) -> None:
    chance = random.Random(9)
    sign_in(Role.RECEIVING_OFFICER, WARD)
    for acknowledged in range(1, 9):
        killed_desk(fresh_db, tmp_path, acknowledged, chance.uniform(0, 0.1))
    assert Dossier.objects.count() == 8 * 40


def killed_cases(database: str, folder: Path, acknowledged: int, delay: float) -> None:
    """What was opened is there, what was forwarded is at all three; then the rest is done."""
    chance = random.Random(100 + acknowledged)
    tokens = [f"{chance.getrandbits(128):032x}" for _ in range(12)]
    process = run(database, "-c", CASES, *tokens)
    assert process.stdout is not None
    said = "".join(process.stdout.readline() for _ in range(acknowledged))
    time.sleep(delay)
    answered = told(said + kill(process, database))
    cases = {case.token.hex: case.code for case in LinkedCase.objects.all()}
    for who, what in answered.items():
        if what == "forwarded":
            assert LinkedPart.objects.filter(case__code=who, dossier__isnull=False).count() == 3
        else:
            assert cases[who] == what
    # a case is whole or is not: three parts, of which the first has its dossier
    assert LinkedPart.objects.count() == 3 * len(cases)
    assert LinkedPart.objects.filter(key="khai-sinh", dossier__isnull=False).count() == len(cases)
    # sent again each is the same case, and the worker goes on where it was stopped
    carry_on_all()
    rest, problem = run(database, "-c", CASES, *tokens).communicate(timeout=300)
    codes = told(rest)
    assert {token: codes[token] for token in tokens} == {
        case.token.hex: case.code for case in LinkedCase.objects.filter(token__in=tokens)
    }, problem
    check_cases(folder)


def check_cases(folder: Path) -> None:
    """Every part of every case has one dossier, and no code is lost or given twice."""
    count = LinkedCase.objects.count()
    numbered = [f"LT-H13.33.05-240715-{serial:04}" for serial in range(1, count + 1)]
    assert sorted(LinkedCase.objects.values_list("code", flat=True)) == numbered
    codes = sorted(Dossier.objects.values_list("code", flat=True))
    assert codes == sorted(
        f"{unit}-240715-{serial:04}"
        for unit in ("H13.22", "H13.24", "H13.33.05")
        for serial in range(1, count + 1)
    )
    check_whole(folder)


@pytest.mark.long
def test_a_linked_case_killed_while_opened_and_forwarded(fresh_db: str, tmp_path: Path) -> None:
    chance = random.Random(5)
    sign_in(Role.RECEIVING_OFFICER, WARD)
    for acknowledged in range(1, 7):
        killed_cases(fresh_db, tmp_path, acknowledged, chance.uniform(0, 0.2))
    assert LinkedCase.objects.count() == 6 * 12
