"""A document taken away for good: who may, what goes, what stays, and that the act is told."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client

from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in, signed_in
from dunghen.statistics import jobs
from dunghen.statistics.models import ProofEvent, ProofFinding, ProofRemoval, ProofRun
from dunghen.statistics.proofs import actions
from dunghen.statistics.proofs.actions import Words, decide
from dunghen.statistics.proofs.rules import Act, Refused
from dunghen.statistics.tests.test_proofs import OTHER, WRONG, sample, send

HEALTH, JUSTICE = "ct-so-y-te", "ct-so-tu-phap"
GONE = "Văn bản đã được xóa"


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    cache.clear()


@pytest.fixture
def owner() -> Person:
    return sample("chu", Role.REPORTING_OFFICER, JUSTICE)


@pytest.fixture
def run(owner: Person) -> ProofRun:
    return actions.take(f"{WRONG}\n\n{OTHER}".encode(), "bao-cao.txt", owner)


@pytest.fixture
def wrong(run: ProofRun) -> ProofFinding:
    return run.findings.get(verdict="contradiction")


def stored() -> str:
    """Every word that the tables of documents and findings hold."""
    rows = [*ProofRun.objects.values_list(), *ProofFinding.objects.values_list()]
    return " ".join(
        bytes(cell).decode() if isinstance(cell, memoryview) else str(cell) for row in rows for cell in row
    )


def test_who_brought_it_and_the_reform_office_may(run: ProofRun, owner: Person) -> None:
    address = f"/ra-soat/{run.pk}/"
    for client, status, shown in (
        (Client(), 403, False),
        (sign_in(Role.TECHNICAL_ADMIN), 403, False),
        (sign_in(Role.HEAD_OF_AGENCY, JUSTICE), 404, False),
        (sign_in(Role.LEADER), 403, False),
    ):
        assert client.post(f"{address}xoa/").status_code == status
        assert ("Xóa văn bản" in client.get(address).content.decode()) == shown
    assert not ProofRemoval.objects.exists()
    for client in (signed_in(owner), sign_in(Role.REFORM_OFFICE)):
        assert "Xóa văn bản" in client.get(address).content.decode()
    assert sign_in(Role.REFORM_OFFICE).post(f"{address}xoa/").status_code == 302
    assert ProofRemoval.objects.get().run == run


def test_file_and_text_are_gone_and_the_act_is_told(
    run: ProofRun, wrong: ProofFinding, owner: Person
) -> None:
    reason = Words(text="Có 10 hồ sơ liên thông.")
    decide(wrong, Act.DISMISS, reason, by=owner, seen=0)
    client, address, digest = signed_in(owner), f"/ra-soat/{run.pk}/", run.digest
    assert "100 hồ sơ" in stored()
    client.post(f"{address}xoa/")
    for words in ("hồ sơ", "18/35", "văn bản ghi"):
        assert words not in stored()
    assert [event.text for event in ProofEvent.objects.all()] == [reason.text]
    assert ProofFinding.objects.get() == wrong
    removal = ProofRemoval.objects.get()
    assert (removal.by, removal.digest) == (owner, digest)
    assert f"{owner} xóa lúc" in client.get("/ra-soat/").content.decode()
    assert GONE in client.get(address).content.decode()
    for page in ("1/", "bieu-mau/", "ra-soat.xlsx", "ra-soat.docx", "ra-soat.json"):
        assert client.get(f"{address}{page}").status_code == 404
    assert client.post(f"{address}ky/", {"report": "2024-H1"}).status_code == 404


def test_not_while_a_unit_is_asked(run: ProofRun, wrong: ProofFinding, owner: Person) -> None:
    officer = sample("y-te", Role.REPORTING_OFFICER, HEALTH)
    slip = send(wrong, owner, HEALTH)
    with pytest.raises(Refused, match="phiếu chưa xử lý xong"):
        actions.remove(run, by=owner)
    decide(wrong, Act.ANSWER, Words(text="Nhầm.", corrected="90"), by=officer, seen=1)
    with pytest.raises(Refused, match="phiếu chưa xử lý xong"):
        actions.remove(run, by=owner)
    run.refresh_from_db()
    assert run.text
    assert run.findings.count() > 1
    decide(wrong, Act.ACCEPT, Words(), by=owner, seen=2)
    actions.remove(run, by=owner)
    # the slip is still there for both, without the document's words
    for client in (signed_in(owner), signed_in(officer)):
        page = client.get(f"/ra-soat/phieu/{slip.pk}/").content.decode()
        assert GONE in page
        assert "Nhầm." in page
        assert "trong đó" not in page
        assert f"/ra-soat/{run.pk}/" not in page
        assert client.get(f"/ra-soat/phieu/{slip.pk}/phieu.docx").status_code == 200


def test_the_same_file_may_come_again_and_go_again(run: ProofRun, owner: Person) -> None:
    file = f"{WRONG}\n\n{OTHER}".encode()
    actions.remove(run, by=owner)
    with pytest.raises(Refused, match=GONE):
        actions.remove(run, by=owner)
    again = actions.take(file, "bao-cao.txt", owner)
    assert again != run
    assert again.findings.exists()
    actions.remove(again, by=owner)
    assert ProofRemoval.objects.count() == 2


def test_the_worker_reads_nothing_that_is_gone(owner: Person) -> None:
    run = actions.take(b"%PDF-1.7 broken", "bao-cao.pdf", owner)
    actions.remove(run, by=owner)
    jobs.proofread(run.pk, "")
    run.refresh_from_db()
    assert (run.text, run.problem, run.read_at) == ("", "", None)


@pytest.mark.parametrize("change", ["UPDATE {} SET digest = ''", "DELETE FROM {}"])
def test_what_was_removed_stays_told(run: ProofRun, owner: Person, change: str) -> None:
    actions.remove(run, by=owner)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(ProofRemoval._meta.db_table))


def test_the_asked_unit_is_told_at_its_start(wrong: ProofFinding, owner: Person) -> None:
    asked = sign_in(Role.REPORTING_OFFICER, HEALTH)
    assert "phiếu chờ đơn vị trả lời" not in asked.get("/").content.decode()
    send(wrong, owner, HEALTH)
    assert "1 phiếu chờ đơn vị trả lời" in asked.get("/").content.decode()
    assert "phiếu chờ đơn vị trả lời" not in sign_in(Role.CASE_OFFICER, HEALTH).get("/").content.decode()
