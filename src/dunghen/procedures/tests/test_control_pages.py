"""The pages of procedure control: who sees a draft, what the public sees, papers, and the cost of lists."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.procedures import publication_drafts as drafts
from dunghen.procedures.models import OnlineLevel, Publication, PublicationItem
from dunghen.procedures.publication_drafts import Content

pytestmark = pytest.mark.django_db
CITY, DEPARTMENT, OTHER, OFFICE = "ct-thanh-pho", "ct-so-y-te", "ct-so-tu-phap", "ct-van-phong-ubnd"
NAME = "Thủ tục của dự thảo"


@pytest.fixture
def item() -> PublicationItem:
    sign_in(Role.FIELD_LEAD, DEPARTMENT)
    by = Person.objects.get(username=f"{Role.FIELD_LEAD}-{DEPARTMENT}")
    row = drafts.create(
        by,
        drafter=Unit.objects.get(key=DEPARTMENT),
        signer=Unit.objects.get(key=CITY),
        subject="Công bố danh mục thủ tục",
        legal_text="Nghị định mẫu",
        effective=date(2024, 1, 15),
    )
    content = Content(
        code="",
        name=NAME,
        field="Y tế dự phòng",
        levels=["city"],
        papers=[],
        link_kind="none",
        non_territorial=False,
        version={"online_level": OnlineLevel.NONE},
    )
    return drafts.add_new(by, row.pk, content)


@pytest.mark.parametrize(
    ("role", "unit", "status"),
    [
        (Role.FIELD_LEAD, DEPARTMENT, 200),
        (Role.COMMITTEE_OFFICE, OFFICE, 200),
        (Role.FIELD_LEAD, OTHER, 404),
        (Role.CLERK, OFFICE, 404),
        (Role.CASE_OFFICER, DEPARTMENT, 403),
    ],
)
def test_a_draft_is_seen_where_it_is_drafted_and_by_who_controls(
    item: PublicationItem, role: Role, unit: str, status: int
) -> None:
    client = sign_in(role, unit)
    address = f"/thu-tuc/cong-bo/{item.publication_id}/"
    assert client.get(address).status_code == status
    assert client.get(f"{address}quyet-dinh.docx").status_code == status
    if (role, unit) != (Role.FIELD_LEAD, DEPARTMENT):
        removed = client.post(f"{address}thu-tuc/{item.pk}/bo/")
        assert removed.status_code == (403 if status == 200 else status)


def test_who_signs_sees_what_was_submitted(item: PublicationItem) -> None:
    Publication.objects.filter(pk=item.publication_id).update(state="checked")
    assert sign_in(Role.CLERK, OFFICE).get(f"/thu-tuc/cong-bo/{item.publication_id}/").status_code == 200
    assert sign_in(Role.CLERK, OTHER).get(f"/thu-tuc/cong-bo/{item.publication_id}/").status_code == 404


def test_a_procedure_of_a_draft_is_shown_to_nobody(item: PublicationItem) -> None:
    key = item.procedure.key
    assert NAME not in Client().get("/thu-tuc/?tim=thu tuc cua du thao").content.decode()
    assert Client().get(f"/thu-tuc/{key}/").status_code == 404
    assert NAME not in Client().get("/thu-tuc/danh-muc/?linh-vuc=Y tế dự phòng").content.decode()


def test_the_paper_of_a_draft_leaves_a_gap_for_number_and_day(item: PublicationItem) -> None:
    client = sign_in(Role.FIELD_LEAD, DEPARTMENT)
    address = f"/thu-tuc/cong-bo/{item.publication_id}/quyet-dinh"
    word = docx.Document(BytesIO(client.get(f"{address}.docx").content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert any(NAME in text for text in cells)
    assert client.get(f"{address}.pdf").status_code == 404


def test_the_catalogue_of_a_day_as_a_workbook() -> None:
    before = Client().get("/thu-tuc/danh-muc/danh-muc.xlsx?ngay=14/12/2023").content
    after = Client().get("/thu-tuc/danh-muc/danh-muc.xlsx?ngay=14/05/2024").content
    old, new = names(before), names(after)
    assert len([name for name in old - new if "đã bãi bỏ" in name]) == 229
    assert len(new - old) == 235


def names(content: bytes) -> set[str]:
    """The names of procedures in a workbook, its heading too."""
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return {str(row[1]) for row in rows}


def test_a_list_costs_the_same_for_one_decision_and_for_many() -> None:
    client = sign_in(Role.COMMITTEE_OFFICE, OFFICE)
    with CaptureQueriesContext(connection) as one:
        client.get("/thu-tuc/cong-bo/?tu=03/01/2024&den=03/01/2024")
    with CaptureQueriesContext(connection) as many:
        client.get("/thu-tuc/cong-bo/?tu=01/01/2024&den=31/05/2024")
    assert len(one) == len(many)
