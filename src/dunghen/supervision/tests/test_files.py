"""The electronic files of the work: what is in them, in which order, until when they are open, for whom."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.utils import timezone

from dunghen.documents.official.models import CaseKept, Direction, DocumentKind, OfficialDocument
from dunghen.documents.official.work_files import Paper, in_order, registered
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.supervision.files import reading
from dunghen.supervision.given import actions
from dunghen.supervision.given.models import GivenState, GivenTask, Source
from dunghen.supervision.models import Audit, Inspection, Product, SurpriseVisit, Task

OFFICE, HOME, HEALTH = "ct-van-phong-ubnd-2025-07", "ct-so-noi-vu-2025-07", "ct-so-y-te-2025-07"
CITY = "ct-thanh-pho"


def test_the_order_of_the_work_and_a_document_once() -> None:
    early, late, undated = date(2024, 1, 2), date(2024, 3, 4), None
    found = in_order(
        [
            Paper(kind="Báo cáo", number="5/BC-SNV", day=late, note="a"),
            Paper(kind="Ảnh", day=undated),
            Paper(kind="Kế hoạch", number="1/KH-UBND", day=early),
            Paper(kind="Báo cáo", number="05/bc-snv", day=late, note="again"),
            Paper(kind="Ảnh", day=undated),
        ]
    )
    assert [(one.kind, one.note) for one in found] == [
        ("Kế hoạch", ""),
        ("Báo cáo", "a"),
        ("Ảnh", ""),
        ("Ảnh", ""),
    ]


@pytest.fixture
def given() -> GivenTask:
    """A task of HOME by the committee's office."""
    unit, office = Unit.objects.get(key=HOME), Unit.objects.get(key=OFFICE)
    assert office.parent is not None
    source = Source.objects.create(
        giver="committee",
        city=office.parent,
        office=office,
        kind="thong-bao",
        symbol="9/TB-UBND",
        day=date(2026, 1, 5),
        abstract="Kết luận mẫu",
        issuer="UBND thành phố",
    )
    item = source.items.create(position=1, content="Việc mẫu", product="Tờ trình")
    task = Task.objects.create(number=1, content=item.content, lead=unit, status="ongoing")
    Product.objects.create(task=task, position=1, name=item.product)
    return GivenTask.objects.create(task=task, item=item, changed_at=timezone.now())


def listed(client: Client, address: str) -> list[list[str]]:
    word = docx.Document(BytesIO(client.get(f"{address}muc-luc.docx").content))
    return [[cell.text for cell in row.cells] for row in word.tables[1].rows[1:]]


@pytest.mark.django_db
def test_a_task_fills_its_file_and_closes_it(given: GivenTask) -> None:
    address = f"/ho-so-cong-viec/nhiem-vu/duoc-giao/{given.pk}/"
    head, office = sign_in(Role.HEAD_OF_AGENCY, HOME), sign_in(Role.COMMITTEE_OFFICE, OFFICE)
    assert [row[1] for row in listed(head, address)] == ["9/TB-UBND"]
    by = Person.objects.get(username=f"{Role.HEAD_OF_AGENCY}-{HOME}")
    today = timezone.localdate()
    actions.submit(by, given.pk, number="15/TTr-SNV", day=today, subject="Tờ trình mẫu")
    rows = listed(head, address)
    assert [row[:2] for row in rows] == [["1", "9/TB-UBND"], ["2", "15/TTr-SNV"]]
    assert rows[1][2:] == [
        f"{today:%d/%m/%Y}",
        "Sản phẩm: Tờ trình: Tờ trình mẫu",
        Unit.objects.get(key=HOME).name,
        "Chờ xác nhận",
    ]
    work = reading.of_given(GivenTask.objects.all(), given.pk)
    assert (work.opened, work.closed, work.filed_by) == (date(2026, 1, 5), None, None)
    # what the giver's confirmation writes; two acts of one transaction would be one moment
    GivenTask.objects.filter(pk=given.pk).update(state=GivenState.DONE)
    Task.objects.filter(pk=given.pk).update(done=today)
    assert reading.of_given(GivenTask.objects.all(), given.pk).closed == today
    page = office.get(address).content.decode()
    assert "Đã kết thúc" in page
    whole = reading.of_source(Source.objects.all(), GivenTask.objects.all(), given.item.source_id)
    assert [one.number for one in whole.papers] == ["9/TB-UBND", "15/TTr-SNV"]
    assert whole.closed == today
    GivenTask.objects.filter(pk=given.pk).update(state=GivenState.ONGOING)
    again = reading.of_source(Source.objects.all(), GivenTask.objects.all(), given.item.source_id)
    assert again.closed is None


@pytest.mark.django_db
def test_a_file_is_missing_to_whom_its_record_is(given: GivenTask) -> None:
    address = f"/ho-so-cong-viec/nhiem-vu/duoc-giao/{given.pk}/"
    sources = f"/ho-so-cong-viec/nhiem-vu/van-ban/{given.item.source_id}/"
    for page in (address, f"{address}muc-luc.docx", sources, f"{sources}muc-luc.docx"):
        assert sign_in(Role.HEAD_OF_AGENCY, HOME).get(page).status_code == 200
        assert sign_in(Role.HEAD_OF_AGENCY, HEALTH).get(page).status_code == 404
        assert sign_in(Role.RECEIVING_OFFICER, HOME).get(page).status_code == 403
    assert sign_in(Role.HEAD_OF_AGENCY, HOME).get(address.replace("duoc-giao", "x")).status_code == 404


@pytest.mark.django_db
def test_a_document_in_the_registers_leads_to_its_page(given: GivenTask) -> None:
    unit = Unit.objects.get(key=OFFICE)
    held = OfficialDocument.objects.create(
        direction=Direction.OUT,
        unit=unit,
        kind=DocumentKind.NOTICE,
        state="issued",
        number=9,
        symbol="09/TB-UBND",
        day=given.item.source.day,
        abstract="Kết luận mẫu",
        issuer=unit.name,
    )
    papers = reading.of_given(GivenTask.objects.all(), given.pk).papers
    own = OfficialDocument.objects.filter(pk=held.pk)
    assert [one.page for one in registered(papers, own)] == [f"/so-van-ban/{held.pk}/"]
    assert [one.page for one in registered(papers, own.none())] == [""]
    assert [one.remark for one in registered(papers, own.none())] == [
        ""
    ]  # it is there, if not theirs to open
    held.delete()
    assert [one.remark for one in registered(papers, own)] == ["chưa có trong sổ văn bản"]


@pytest.mark.django_db
def test_what_arrived_beside_it_is_put_in_by_who_works_there(given: GivenTask) -> None:
    address = f"/ho-so-cong-viec/nhiem-vu/duoc-giao/{given.pk}/"
    unit, head = Unit.objects.get(key=HOME), sign_in(Role.HEAD_OF_AGENCY, HOME)
    said: dict[str, Any] = {"direction": Direction.IN, "kind": DocumentKind.LETTER, "state": "registered"}
    said |= {"arrival": 1, "received": date(2026, 2, 2), "abstract": "Góp ý mẫu", "issuer": "Sở mẫu"}
    OfficialDocument.objects.create(unit=unit, symbol="77/SX-VP", day=date(2026, 2, 1), **said)
    assert head.post(address, {"symbol": "78/SX-VP"}).status_code == 422
    assert sign_in(Role.COMMITTEE_OFFICE, OFFICE).post(address, {"symbol": "77/SX-VP"}).status_code == 403
    assert head.post(address, {"symbol": "77/sx-vp", "note": "Góp ý"}).status_code == 302
    assert head.post(address, {"symbol": "77/SX-VP"}).status_code == 302  # it stays where it is
    assert [(row[1], row[5]) for row in listed(head, address)] == [
        ("9/TB-UBND", "Văn bản giao việc"),
        ("77/SX-VP", "Góp ý"),
    ]
    GivenTask.objects.filter(pk=given.pk).update(state=GivenState.DONE)
    Task.objects.filter(pk=given.pk).update(done=date(2026, 3, 1))
    assert head.post(address, {"symbol": "77/SX-VP"}).status_code == 403


@pytest.mark.django_db
def test_how_long_a_file_is_kept_is_said_by_who_works_there_and_stays_readable(given: GivenTask) -> None:
    address = f"/ho-so-cong-viec/nhiem-vu/duoc-giao/{given.pk}/"
    head, other = sign_in(Role.HEAD_OF_AGENCY, HOME), sign_in(Role.COMMITTEE_OFFICE, OFFICE)
    assert "Chưa ghi" in other.get(address).content.decode()
    wrong = head.post(address, {"viec": "bao-quan", "retention": "lâu"})
    assert (wrong.status_code, "ví dụ “20 năm”" in wrong.content.decode()) == (422, True)
    assert other.post(address, {"viec": "bao-quan", "retention": "10 năm"}).status_code == 403
    Task.objects.filter(pk=given.pk).update(done=date(2026, 3, 1))
    GivenTask.objects.filter(pk=given.pk).update(state=GivenState.DONE)  # its work may be over
    for said in ("5 năm", "vĩnh viễn"):
        assert head.post(address, {"viec": "bao-quan", "retention": said}).status_code == 302
    assert "<dd>Vĩnh viễn</dd>" in other.get(address).content.decode()
    assert list(CaseKept.objects.values_list("retention", flat=True)) == ["05 năm", "Vĩnh viễn"]
    word = docx.Document(BytesIO(other.get(f"{address}muc-luc.docx").content))
    assert any("thời hạn bảo quản: Vĩnh viễn." in one.text for one in word.paragraphs)


@pytest.mark.django_db
def test_the_files_of_the_sample() -> None:
    """Of each kind one: plan, decision and minutes before the conclusion; nobody of a case is named."""
    row = Inspection.objects.filter(problems__isnull=False)[0]
    work = reading.of_inspection(Inspection.objects.all(), row.pk)
    days = [one.day for one in work.papers if one.day]
    assert days == sorted(days)
    assert [one.number for one in work.papers[:2]] == [row.team.plan_number, row.team.decision_number]
    assert row.conclusion_number in [one.number for one in work.papers]
    row.problems.update(answer_document="Công văn số 15/UBND-NC ngày 05/4/2024")
    answered = reading.of_inspection(Inspection.objects.all(), row.pk).papers
    assert ("15/UBND-NC", date(2024, 4, 5)) in [(one.number, one.day) for one in answered]
    visit = SurpriseVisit.objects.order_by("pk")[0]
    ended = reading.of_visit(SurpriseVisit.objects.all(), visit.pk)
    assert (ended.closed, visit.number in [one.number for one in ended.papers]) == (visit.day, True)
    audit = Audit.objects.filter(carried_out__isnull=False)[0]
    numbers = [one.number for one in reading.of_audit(Audit.objects.all(), audit.pk).papers]
    assert numbers[0] == audit.decision_number
    assert numbers[-1] == audit.proof
    task = Task.objects.get(plan__year=2024, plan__unit__key=CITY, number=11)
    papers = reading.of_plan_task(Task.objects.all(), task.pk).papers
    assert task.plan is not None
    assert task.plan.parent is not None
    assert task.plan.parent.title in [one.abstract for one in papers]
