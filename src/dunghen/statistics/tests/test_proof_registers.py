"""What a proofread text cites, against the registers of documents: other days, and who is told."""

from datetime import date

import pytest
from django.urls import reverse

from dunghen.documents.official.actions import Arrival, enter
from dunghen.documents.official.models import Direction, OfficialDocument
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import signed_in
from dunghen.statistics.models import ProofFinding
from dunghen.statistics.proofs.actions import Words, decide, look_up, take
from dunghen.statistics.proofs.rules import Act
from dunghen.statistics.proofs.views import findings_of
from dunghen.statistics.tests.test_proofs import sample

TEXT = "Thực hiện Kế hoạch số 254/KH-UBND ngày {} của UBND thành phố, các đơn vị đã kiểm tra."


@pytest.fixture
def plan(db: None) -> OfficialDocument:
    """Kế hoạch 254 of 2023 in the register of the city."""
    return entered("254/KH-UBND")


def entered(symbol: str) -> OfficialDocument:
    said = Arrival(
        kind="ke-hoach",
        issuer="Ủy ban nhân dân thành phố",
        symbol=symbol,
        day=date(2023, 12, 27),
        abstract="Kế hoạch cải cách hành chính",
    )
    return enter(None, Unit.objects.get(key="ct-thanh-pho"), said, direction=Direction.OUT)


def told(text: str, by: Person) -> list[ProofFinding]:
    run = take(text.encode(), "bao-cao.txt", by)
    return [one for one in findings_of(by, run) if one.registered_id]


def test_another_day_than_the_register_s_is_shown_with_both(plan: OfficialDocument) -> None:
    (found,) = told(TEXT.format("27/11/2023"), sample("hoi", Role.REFORM_OFFICE))
    assert (found.kind, found.verdict, found.registered_id) == ("citation", "contradiction", plan.pk)
    assert found.explanation == "254/KH-UBND: sổ văn bản ghi ngày 27/12/2023; ở đây ghi ngày 27/11/2023."
    assert found.quotes[0]["text"] == "254/KH-UBND ngày 27/11/2023"


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (TEXT.format("27/12/2023"), ["consistent"]),
        (TEXT.format("05/3/2021"), []),  # numbers begin anew each year
        (TEXT.format("27/11/2023").replace("thành phố", "huyện An Hòa"), []),
        ("Thực hiện Kế hoạch số 254/KH-UBND của UBND thành phố.", []),
    ],
)
def test_what_the_register_does_not_deny_is_let_be(
    plan: OfficialDocument, text: str, verdicts: list[str]
) -> None:
    assert [one.verdict for one in told(text, sample("hoi", Role.REFORM_OFFICE))] == verdicts


def test_who_may_not_see_the_document_is_not_told(plan: OfficialDocument) -> None:
    reporter = sample("bao-cao", Role.REPORTING_OFFICER, "ct-so-y-te")
    assert told(TEXT.format("27/11/2023"), reporter) == []
    officer = sample("hoi", Role.REFORM_OFFICE)
    run = take(TEXT.format("27/11/2023").encode(), "bao-cao.txt", officer)  # the same text, read once
    assert run.uploaded_by == reporter
    assert take(run.text.encode(), "bao-cao.txt", officer) == run
    assert run.findings.filter(registered=plan).count() == 1
    assert not findings_of(reporter, run).filter(registered=plan)


def test_a_document_registered_after_the_reading_is_told_on_the_page_and_kept_on_demand(db: None) -> None:
    officer = sample("hoi", Role.REFORM_OFFICE)
    run = take(TEXT.format("27/11/2023").replace("254", "9871").encode(), "bao-cao.txt", officer)
    client = signed_in(officer)
    page = reverse("proof", args=[run.pk])
    assert "1 chỗ chưa đối chiếu" not in client.get(page).content.decode()
    plan = entered("9871/KH-UBND")
    assert "1 chỗ chưa đối chiếu" in client.get(page).content.decode()
    assert not run.findings.filter(registered=plan)
    client.post(reverse("proof_registers", args=[run.pk]))
    assert [one.verdict for one in run.findings.filter(registered=plan)] == ["contradiction"]
    assert "chỗ chưa đối chiếu" not in client.get(page).content.decode()
    assert look_up(run, officer) == 0


def test_what_the_register_says_no_longer_goes_unless_it_was_decided_about(plan: OfficialDocument) -> None:
    officer = sample("hoi", Role.REFORM_OFFICE)
    run = take((TEXT.format("27/11/2023") + "\n\n" + TEXT.format("28/11/2023")).encode(), "a.txt", officer)
    first = run.findings.filter(registered=plan).order_by("number")[0]
    decide(first, Act.DISMISS, Words(text="Đã kiểm tra."), by=officer, seen=0)
    OfficialDocument.objects.filter(pk=plan.pk).update(day=date(2022, 12, 27))  # another year's number
    assert look_up(run, officer) == 0
    assert [*run.findings.filter(registered=plan)] == [first]
