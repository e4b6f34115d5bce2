"""The applicant corrected or erased: the words are gone, the ledger stays whole."""

from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from dunghen.core.known import transaction_time
from dunghen.core.ledger import digest
from dunghen.dossiers.chain.append import current_version
from dunghen.dossiers.models import Applicant, DossierEvent
from dunghen.dossiers.persons.data import PARTS, content, correct_person, erase_person
from dunghen.dossiers.rules import Refused
from dunghen.dossiers.tests.files import current, row, take_rows
from dunghen.dossiers.verify import verify

pytestmark = pytest.mark.usefixtures("fresh_db")
SAID = {"kind": "person", "name": "Tên Đúng", "number": "000000000002", "phone": "", "address": ""}


def texts() -> list[str]:
    return list(DossierEvent.objects.order_by("dossier", "number").values_list("text", flat=True))


def correct(said: dict[str, str]) -> None:
    with transaction.atomic():
        version = current_version(current().dossier_id)
        correct_person(version, said, reason="sai tên", by="ngoc", now=transaction_time())


def erase() -> None:
    with transaction.atomic():
        version = current_version(current().dossier_id)
        erase_person(version, reason="theo đơn", by="ngoc", now=transaction_time())


@pytest.fixture(autouse=True)
def whole(fresh_db: str, tmp_path: Path) -> object:
    """Whatever is done to people, verify stays green."""
    take_rows(row(1), row(2))
    yield
    verdict = verify(tmp_path, tmp_path / "verify.json", timezone.now())
    assert (verdict.findings, verdict.chains) == ([], 2)


def test_a_correction_replaces_the_words_and_seals_their_digest() -> None:
    before = Applicant.objects.get(dossiers=current().dossier)
    correct(SAID)
    after = Applicant.objects.get(pk=before.pk)
    assert content(after) == SAID
    assert bytes(after.salt) != bytes(before.salt)
    assert digest(bytes(after.salt), SAID) in texts()[4]
    assert not any("Tên Đúng" in text or "Người Mẫu" in text for text in texts())
    assert Applicant.objects.get(dossiers=current(2).dossier).name == "Người Mẫu"


def test_erasing_leaves_nothing_that_says_who_it_was() -> None:
    before = texts()
    erase()
    person = Applicant.objects.get(dossiers=current().dossier)
    assert content(person) == dict.fromkeys(PARTS, "")
    assert bytes(person.salt) == b""
    assert person.erased_at is not None
    assert [text for text in texts() if text not in before] == [texts()[4]]
    with pytest.raises(Refused, match="không còn thông tin"):
        erase()


def test_after_erasing_a_person_may_be_declared_anew() -> None:
    erase()
    correct(SAID)
    person = Applicant.objects.get(dossiers=current().dossier)
    assert (content(person), person.erased_at) == (SAID, None)
