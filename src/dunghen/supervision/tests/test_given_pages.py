"""The pages of given tasks: entered and cut on one page, who sees what, refusals, letters and reports."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from typing import Any

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dunghen.documents.files import read
from dunghen.documents.models import OfficialDocument
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.supervision.given import actions, acts, letters, reading
from dunghen.supervision.given.forms import Lead
from dunghen.supervision.given.models import OPEN, GivenTask, Source, SourceReport
from dunghen.supervision.given.reading import inbox
from dunghen.supervision.given.sums import sums
from dunghen.supervision.given.who import able
from dunghen.supervision.models import Step, Task

pytestmark = pytest.mark.django_db
OFFICE, HOME, HEALTH = "ct-van-phong-ubnd-2025-07", "ct-so-noi-vu-2025-07", "ct-so-y-te-2025-07"
OLD_OFFICE, OLD_HOME = "ct-van-phong-ubnd", "ct-so-noi-vu"
HEAD = {
    "office": OFFICE,
    "giver": "committee",
    "kind": "thong-bao",
    "symbol": "",
    "issuer": "UBND thành phố",
    "abstract": "Kết luận tại Hội nghị phân tích Chỉ số CCHC",
}


def office() -> Client:
    return sign_in(Role.COMMITTEE_OFFICE, OFFICE)


def head(unit: str = HOME) -> Client:
    return sign_in(Role.HEAD_OF_AGENCY, unit)


def typed(**order: str) -> dict[str, Any]:
    """A document of a month ago with one order."""
    day = timezone.localdate() - timedelta(days=30)
    said = {"content": "Tham mưu kiện toàn Ban Chỉ đạo", "product": "Tờ trình", "leads": "Sở Nội vụ", **order}
    return {**HEAD, "day": f"{day:%d/%m/%Y}", "so-dong": "3"} | {
        f"n1-{key}": text for key, text in said.items()
    }


def entered(**order: str) -> Source:
    answer = office().post("/nhiem-vu/van-ban/nhap/", typed(**order))
    assert answer.status_code == 302, answer.content.decode()
    return Source.objects.get(abstract=HEAD["abstract"], symbol="")


def test_a_document_is_entered_and_cut_on_one_page() -> None:
    made = entered(
        leads="Sở Nội vụ; Sở Y tế",
        partners="Sở Tư pháp; Thành đoàn",
        time_text="trong tháng 3 năm 2028",
        label="3",
    )
    tasks = GivenTask.objects.filter(item__source=made)
    assert sorted(tasks.values_list("task__lead__key", flat=True)) == [HOME, HEALTH]
    given = tasks.get(task__lead__key=HOME)
    assert (given.task.due, given.first_due, given.item.label) == (date(2028, 3, 31), date(2028, 3, 31), "3")
    named = {(one.unit.name, one.role) for one in given.task.units.select_related("unit")}
    assert named == {("Sở Tư pháp", "partner"), ("Sở Y tế", "co_lead")}
    assert given.task.partners == ["Sở Tư pháp", "Thành đoàn"]
    page = office().get(f"/nhiem-vu/van-ban/{made.pk}/").content.decode()
    assert page.count("31/03/2028") == 2


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ({"leads": ""}, "phải có cơ quan chủ trì"),
        ({"leads": "Sở Không Có"}, "Không tìm thấy cơ quan “Sở Không Có”"),
        ({"product": ""}, "Phải ghi sản phẩm"),
        ({"time_text": "lúc nào tiện"}, "không đọc được thành ngày"),
        ({"due": "01/01/2020"}, "trước ngày của văn bản giao việc"),
        ({"content": "", "product": "", "leads": ""}, "ít nhất một nhiệm vụ"),
    ],
)
def test_what_cannot_be_cut_is_told_and_stays_typed(order: dict[str, str], why: str) -> None:
    before = Source.objects.count()
    answer = office().post("/nhiem-vu/van-ban/nhap/", typed(heading="Nội dung đã gõ", **order))
    assert (answer.status_code, Source.objects.count()) == (422, before)
    page = answer.content.decode()
    assert why in page
    assert "Nội dung đã gõ" in page


def test_a_form_that_stays_empty_is_wrong_in_nothing() -> None:
    page = office().post("/nhiem-vu/van-ban/nhap/", typed(product="")).content.decode()
    assert page.count("Phải ghi sản phẩm của nhiệm vụ") == 1
    assert "Phải ghi nội dung nhiệm vụ" not in page


def test_more_rows_keep_what_was_typed() -> None:
    page = office().post("/nhiem-vu/van-ban/nhap/", typed() | {"them": "6"}).content.decode()
    assert page.count('name="n6-content"') == 1
    assert "Tham mưu kiện toàn Ban Chỉ đạo" in page
    assert "Phải nhập ô này" not in page


def test_a_task_is_missing_to_others_and_its_doer_does_not_confirm() -> None:
    given = GivenTask.objects.get(item__source=entered())
    address = f"/nhiem-vu/{given.pk}/"
    for client, status in ((office(), 200), (head(), 200), (head(HEALTH), 404), (Client(), 302)):
        assert client.get(address).status_code == status
    assert sign_in(Role.CASE_OFFICER, HOME).get(address).status_code == 404
    assert sign_in(Role.RECEIVING_OFFICER, HOME).get(address).status_code == 403
    by = Person.objects.get(username=f"{Role.HEAD_OF_AGENCY}-{HOME}")
    actions.submit(by, given.pk, number="15/TTr-SNV", day=timezone.localdate(), subject="")
    assert "buoc/xac-nhan/" in office().get(address).content.decode()
    assert "buoc/xac-nhan/" not in head().get(address).content.decode()
    answer = head().post(f"{address}buoc/xac-nhan/", {})
    assert answer.status_code == 422
    assert "không tự xác nhận nhiệm vụ của mình" in answer.content.decode()
    assert head(HEALTH).post(f"{address}buoc/xac-nhan/", {}).status_code == 404
    assert office().post(f"{address}buoc/nhan/", {}).status_code == 403
    assert GivenTask.objects.get(pk=given.pk).state == "submitted"


def test_one_letter_for_a_unit_with_its_overdue_tasks_in_one_table() -> None:
    yesterday = f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y}"
    made = entered(due=yesterday)
    page = office().get("/nhiem-vu/don-doc/").content.decode()
    assert f'value="{HOME}"' in page
    assert office().post("/nhiem-vu/don-doc/", {}).status_code == 422
    assert office().post("/nhiem-vu/don-doc/", {"don-vi": HOME}).status_code == 302
    letter = OfficialDocument.objects.get(abstract__startswith="Đôn đốc Sở Nội vụ")
    assert (letter.kind, letter.state, letter.unit.key) == ("cong-van", "draft", OFFICE)
    assert letter.file is not None
    word = docx.Document(BytesIO(read(letter.file)))
    cells = [cell.text for row in word.tables[1].rows for cell in row.cells]
    assert "Tham mưu kiện toàn Ban Chỉ đạo" in cells
    assert yesterday in cells
    given = GivenTask.objects.get(item__source=made)
    assert Step.objects.of(given.task).filter(kind="urged", detail__document=letter.pk).exists()
    assert head().get("/nhiem-vu/don-doc/").status_code == 200
    assert sign_in(Role.CLERK, HOME).get("/nhiem-vu/don-doc/").status_code == 403


def test_the_report_on_the_resolution_has_its_headings_and_footnotes() -> None:
    source, unit = Source.objects.get(symbol="29/NQ-HĐND"), Unit.objects.get(key=OLD_HOME)
    client = sign_in(Role.HEAD_OF_AGENCY, OLD_HOME)
    address = f"/nhiem-vu/van-ban/{source.pk}/ket-qua/{unit.key}/"
    word = docx.Document(BytesIO(client.get(f"{address}bao-cao.docx").content))
    texts = [one.text for one in word.paragraphs]
    headings = [
        one.text for one in word.paragraphs if ((one.style and one.style.name) or "").startswith("Heading")
    ]
    assert [text.split(".")[0] for text in headings] == ["I", "1", "2", "3", "4", "5", "II"]
    assert {"Kính gửi:", "- Thường trực Hội đồng nhân dân thành phố;", "- Ủy ban nhân dân thành phố."} <= {
        *texts
    }
    assert any(text.startswith("Thực hiện Công văn số 4575/UBND-TH") for text in texts)
    (notes,) = (part for part in word.part.package.iter_parts() if part.partname.endswith("footnotes.xml"))
    assert "Công văn số 3457/SNV-CCVC" in notes.blob.decode()
    assert client.get(f"{address}bao-cao.pdf").status_code == 404
    saved = client.post(address, {"outlook": "Tiếp tục kiểm tra công vụ", "seen": "1", "du-thao": "1"})
    drafted = OfficialDocument.objects.get(unit=unit, kind="bao-cao", state="draft")
    assert saved.headers["Location"] == f"/so-van-ban/{drafted.pk}/"
    again = client.post(address, {"outlook": "Khác", "seen": "1"})
    assert "Người khác vừa xử lý" in again.content.decode()
    seen = str(SourceReport.objects.get(source=source, unit=unit).version)
    client.post(address, {"outlook": "Tiếp tục kiểm tra đột xuất", "seen": seen, "du-thao": "1"})
    drafted.refresh_from_db()
    assert drafted.file is not None
    assert "đột xuất" in str([one.text for one in docx.Document(BytesIO(read(drafted.file))).paragraphs])
    assert OfficialDocument.objects.filter(unit=unit, kind="bao-cao", state="draft").count() == 1
    assert sign_in(Role.HEAD_OF_AGENCY, "ct-so-y-te").get(address).status_code == 404


def test_a_report_says_what_it_said_when_it_was_submitted() -> None:
    source = entered()
    client, unit = head(), Unit.objects.get(key=HOME)
    given = GivenTask.objects.get(item__source=source)
    by = Person.objects.get(username=f"{Role.HEAD_OF_AGENCY}-{HOME}")
    address = f"/nhiem-vu/van-ban/{source.pk}/ket-qua/{HOME}/"
    client.post(address, {"outlook": "Tiếp tục", "seen": "", "du-thao": "1"})
    held = SourceReport.objects.get(source=source, unit=unit)
    OfficialDocument.objects.filter(pk__in=[held.document_id]).update(state="submitted")
    actions.receive(by, given.pk)
    (part,) = letters.shown(letters.held_report(source, unit), source, unit)[0]
    assert "Mới giao" in part.answers[0].text
    refused = client.post(address, {"outlook": "Khác", "seen": f"{held.version}"})
    assert (refused.status_code, "đã trình ký" in refused.content.decode()) == (422, True)
    assert "Đã nhận" not in str(
        [one.text for one in docx.Document(BytesIO(client.get(f"{address}bao-cao.docx").content)).paragraphs]
    )


def test_the_office_reports_on_many_units_in_one_line() -> None:
    notice = Source.objects.get(day=date(2023, 2, 24))
    address = f"/nhiem-vu/van-ban/{notice.pk}/ket-qua/{OLD_OFFICE}/"
    client = sign_in(Role.COMMITTEE_OFFICE, OLD_OFFICE)
    word = docx.Document(BytesIO(client.get(f"{address}bao-cao.docx").content))
    assert "- 29/29 cơ quan, đơn vị đã hoàn thành; quá hạn: Sở Giao thông vận tải." in [
        one.text for one in word.paragraphs
    ]


def test_another_lead_is_one_of_today_though_the_lead_ended_with_its_city() -> None:
    given = GivenTask.objects.filter(task__lead__key=OLD_HOME)[0]
    offered = str(acts.fill(Lead(), given, timezone.localdate())["lead"])
    assert f'value="{HOME}"' in offered
    assert f'value="{OLD_HOME}"' not in offered


def test_every_task_is_counted_once_by_unit_and_once_by_giver() -> None:
    today, notice = timezone.localdate(), GivenTask.objects.filter(item__source__day=date(2023, 2, 24))
    by_unit, by_giver = sums(notice, today)
    (giver,) = by_giver
    # 29 of 1.a, one of them late and one extended, and five more
    assert giver[1:] == ("committee", 34, 33, 1, 0, 0, 0, 1, 0)
    assert [sum(column) for column in zip(*(one[2:] for one in by_unit), strict=True)] == [*giver[2:]]
    whole = sums(GivenTask.objects.all(), today)
    for one in (*whole.by_unit, *whole.by_giver):
        assert one.total == one.on_time + one.late + one.open + one.stopped, one.name
        assert one.open == one.submitted + one.within + one.overdue, one.name


@pytest.mark.parametrize("giver", ["", "committee"])
def test_each_number_of_the_summary_opens_as_many_tasks(giver: str) -> None:
    client = office()
    page = client.get("/nhiem-vu/tong-hop/", {"nguon": giver}).content.decode()
    cells = re.findall(r'<td class="num"><a href="(/nhiem-vu/[^"]*)">([0-9.]+)</a></td>', page)
    assert len(cells) > 10
    for address, number in {*cells}:
        assert _listed(client, unescape(address)) == int(number), address


def _listed(client: Client, address: str) -> int:
    """How many tasks a list has, over its pages."""
    found = 0
    while address:
        page = client.get(address).context
        found += len(page["rows"])
        address = f"/nhiem-vu/{page['next']}" if page["next"] else ""
    return found


def test_lists_cost_the_same_for_one_task_and_for_many() -> None:
    client = sign_in(Role.COMMITTEE_OFFICE, OLD_OFFICE)
    client.get("/nhiem-vu/")
    for address in ("/nhiem-vu/?", "/nhiem-vu/tong-hop/?", "/nhiem-vu/van-ban/?", "/nhiem-vu/hop-viec/?"):
        counts = []
        for asked in ("nguon=council", ""):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address + asked).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1], address


def test_words_are_found_without_accents_in_orders_documents_and_numbers() -> None:
    given = GivenTask.objects.get(item__source=entered(content="Tham mưu kiện toàn Tổ công tác"))
    Source.objects.filter(pk=given.item.source_id).update(symbol="777/TB-UBND")
    client, address = office(), f"/nhiem-vu/{given.pk}/"
    for words in ("kien toan to", "phan tich chi so", "kien 777/TB", "toan phan tích", "777/"):
        for page in ("/nhiem-vu/", "/nhiem-vu/van-ban/"):
            found = client.get(page, {"tim": words}).content.decode()
            wanted = address if page == "/nhiem-vu/" else "Kết luận tại Hội nghị phân tích"
            of_document = words in ("phan tich chi so", "777/")
            assert (wanted in found) == (page == "/nhiem-vu/" or of_document), (page, words)
    assert address not in client.get("/nhiem-vu/", {"tim": "kien khong co"}).content.decode()


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("tham muu phan tich", True),  # words of the task, words of its document
        ("phan tham tich", True),
        ("phan tich ket luan", True),
        ("tha phan", True),  # each perhaps only begun
        ("tham muu -", False),  # a sign in neither
        ("tham muu khongco phan tich", False),
    ],
)
def test_each_word_is_in_the_task_or_in_its_document(words: str, there: bool) -> None:
    made = entered()
    found = reading.asked(GivenTask.objects.filter(item__source=made), {"tim": words}, timezone.localdate())
    assert found.exists() == there


@pytest.mark.parametrize(
    ("role", "at"),
    [
        (Role.HEAD_OF_AGENCY, HOME),
        (Role.HEAD_OF_AGENCY, HEALTH),
        (Role.CASE_OFFICER, HEALTH),
        (Role.COMMITTEE_OFFICE, OFFICE),
        (Role.CITY_ADMIN, OFFICE),
    ],
)
def test_one_by_one_the_same_are_seen_as_all_at_once(role: Role, at: str) -> None:
    made = entered(leads="Sở Nội vụ", partners="Sở Y tế")
    sign_in(role, at)
    who, today = Person.objects.get(username=f"{role}-{at}"), timezone.localdate()
    if role == Role.CASE_OFFICER:
        Task.objects.filter(given__item__source=made).update(officer=who)
    found = GivenTask.objects.visible_to(who, today).values_list("pk", flat=True)
    assert set(found) == set(GivenTask.objects.visible_to(who, today, few=True).values_list("pk", flat=True))
    assert (role == Role.CITY_ADMIN) == (not found)
    documents = Source.objects.visible_to(who, today).values_list("pk", flat=True)
    assert set(documents) == set(Source.objects.visible_to(who, today, few=True).values_list("pk", flat=True))


def test_a_box_shows_a_few_and_opens_by_itself() -> None:
    names = "; ".join(Unit.objects.get(key=key).name for key in (HOME, HEALTH))
    entered(leads=names)
    today, found = timezone.localdate(), GivenTask.objects.all()
    may = able(Person.objects.get(username=f"{Role.COMMITTEE_OFFICE}-{OFFICE}"), today)
    tasks = list(found.filter(item__source__abstract=HEAD["abstract"]).order_by("pk"))
    may = replace(may, own=frozenset(one.task.lead_id for one in tasks if one.task.lead_id))
    few = {box.key: box for box in inbox(found, may, today)}
    whole = {key: inbox(found, may, today, key)[0] for key in few}
    own = found.filter(task__lead__in=may.own, state__in=OPEN)
    assert few["new"].total == whole["new"].total == own.filter(state="new").count() >= 2
    assert sum(len(box.rows) for key, box in whole.items() if key not in ("confirm", "extend")) == own.count()
    assert inbox(found, may, today, "new", 2)[0].rows == []
