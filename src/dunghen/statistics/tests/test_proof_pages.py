"""The pages of proofreading: who sees what, that nothing is lost or unescaped, and what they cost."""

import json
import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in, signed_in
from dunghen.statistics import jobs
from dunghen.statistics.models import ProofEvent, ProofFinding, ProofRun, Report
from dunghen.statistics.proofs import actions
from dunghen.statistics.proofs.forms import MAX_MB
from dunghen.statistics.proofs.narrative import Met
from dunghen.statistics.proofs.rules import Act
from dunghen.statistics.tests.test_proofs import OTHER, WRONG, due_in, sample, send

HEALTH, JUSTICE = "ct-so-y-te", "ct-so-tu-phap"
PAGES = ["", "1/", "bieu-mau/", "ra-soat.xlsx", "ra-soat.docx", "ra-soat.json"]
PAPER = ["", "phieu.docx", "phieu.pdf"]
REFUSED = 409


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    cache.clear()


@pytest.fixture
def owner() -> Person:
    """Of a unit, so that only the upload gives the right to see."""
    return sample("chu", Role.REPORTING_OFFICER, JUSTICE)


@pytest.fixture
def run(owner: Person) -> ProofRun:
    return actions.take(f"{WRONG}\n\n{OTHER}".encode(), "bao-cao.txt", owner)


@pytest.fixture
def wrong(run: ProofRun) -> ProofFinding:
    return run.findings.get(verdict="contradiction")


@pytest.fixture
def slip(wrong: ProofFinding, owner: Person) -> ProofEvent:
    return send(wrong, owner, HEALTH)


def upload(client: Client, content: bytes, name: str = "bao-cao.txt", report: str = "") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/ra-soat/", {"file": file, "report": report})


@pytest.mark.parametrize("page", PAGES)
def test_a_document_is_seen_by_who_brought_it_and_by_the_city(
    run: ProofRun, owner: Person, page: str
) -> None:
    address = f"/ra-soat/{run.pk}/{page}"
    assert signed_in(owner).get(address).status_code == 200
    assert sign_in(Role.LEADER).get(address).status_code == 200
    # a colleague in the same unit, the asked unit and other units get the answer of a missing one
    for role, unit in ((Role.HEAD_OF_AGENCY, JUSTICE), (Role.REPORTING_OFFICER, HEALTH)):
        assert sign_in(role, unit).get(address).status_code == 404
    assert sign_in(Role.TECHNICAL_ADMIN).get(address).status_code == 403
    assert sign_in(None).get(address).status_code == 403
    assert Client().get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", PAPER)
def test_a_slip_is_seen_by_the_asked_unit_and_who_asks(slip: ProofEvent, owner: Person, page: str) -> None:
    address = f"/ra-soat/phieu/{slip.pk}/{page}"
    for client in (signed_in(owner), sign_in(Role.LEADER), sign_in(Role.REPORTING_OFFICER, HEALTH)):
        assert client.get(address).status_code == 200
    assert sign_in(Role.REPORTING_OFFICER, "ct-quan-cai-rang").get(address).status_code == 404
    assert sign_in(Role.TECHNICAL_ADMIN).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_lists_hold_what_one_may_see(run: ProofRun, slip: ProofEvent, owner: Person) -> None:
    there, nowhere = f"/ra-soat/{run.pk}/", f"/ra-soat/phieu/{slip.pk}/"
    for client, runs, slips in (
        (signed_in(owner), True, True),
        (sign_in(Role.REFORM_OFFICE), True, True),
        (sign_in(Role.REPORTING_OFFICER, HEALTH), False, True),
        (sign_in(Role.REPORTING_OFFICER, "ct-quan-cai-rang"), False, False),
    ):
        assert (there in client.get("/ra-soat/").content.decode()) == runs
        assert (nowhere in client.get("/ra-soat/phieu/").content.decode()) == slips


def test_the_asked_unit_sees_the_sentence_and_not_the_document(slip: ProofEvent) -> None:
    page = sign_in(Role.REPORTING_OFFICER, HEALTH).get(f"/ra-soat/phieu/{slip.pk}/").content.decode()
    assert "trong đó: cấp huyện" in page
    assert "18/35" not in page
    assert f"/ra-soat/{slip.finding.run_id}/" not in page


def test_who_may_not_decide_is_refused(slip: ProofEvent, wrong: ProofFinding, owner: Person) -> None:
    answer = {"seen": 1, "text": "Nhầm."}
    for client in (signed_in(owner), sign_in(Role.CASE_OFFICER, HEALTH)):
        assert client.post(f"/ra-soat/phieu/{slip.pk}/", answer).status_code == 403
    address = f"/ra-soat/{wrong.run_id}/{wrong.number}/"
    assert signed_in(owner).post(address, {**answer, "act": "answer"}).status_code == 403
    assert signed_in(owner).post(address, {**answer, "act": "khac"}).status_code == 404
    asked = sign_in(Role.REPORTING_OFFICER, HEALTH)
    assert asked.post(address, {**answer, "act": "reopen"}).status_code == 404
    assert wrong.events.count() == 1


def test_a_file_is_proofread_and_the_same_one_again_leads_to_it() -> None:
    client = sign_in(Role.REFORM_OFFICE)
    first = upload(client, WRONG.encode())
    assert first.status_code == 302
    page = client.get(first["Location"]).content.decode()
    assert '<mark class="stated is-late" id="v-1">100 hồ sơ<sup><a href="#f-1"' in page
    assert 'id="f-1"' in page
    assert "lệch 10" in page
    assert upload(client, WRONG.encode(), "khac.txt")["Location"] == first["Location"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("anh.png", b"x", "Chưa đọc được loại tệp này"),
        ("bao-cao.docx", b"x", "Nội dung tệp không đúng"),
        ("bao-cao.txt", b"", "Tệp rỗng"),
        ("bao-cao.txt", b" \n ", "không có chữ nào"),
        ("to.txt", b"a" * (MAX_MB * 1024**2 + 1), f"lớn hơn {MAX_MB} MB"),
    ],
)
def test_what_is_refused_is_told_and_the_page_keeps(name: str, content: bytes, words: str) -> None:
    answer = upload(sign_in(Role.REFORM_OFFICE), content, name, "2024-H1")
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (REFUSED, True)
    assert '<option value="2024-H1" selected>' in page
    assert not ProofRun.objects.exists()


def test_no_file_and_no_period_are_told() -> None:
    client = sign_in(Role.REFORM_OFFICE)
    assert "Chọn một tệp." in client.post("/ra-soat/", {}).content.decode()
    assert "Chọn một kỳ báo cáo" in upload(client, WRONG.encode(), report="2001").content.decode()


def test_nothing_of_a_document_becomes_markup(owner: Person) -> None:
    evil = "<script>alert(1)</script> & <b>"
    text = f"{evil} Tổng số 100 hồ sơ, gồm 60 hồ sơ cấp huyện và 30 hồ sơ cấp xã {evil}\n| {evil} | 1 |"
    run = actions.take(text.encode(), '"><script>.txt', owner)
    client = signed_in(owner)
    number = run.findings.first()
    assert number
    for address in ("", f"{run.pk}/?verdict=all", f"{run.pk}/{number.number}/"):
        page = client.get(f"/ra-soat/{address}").content.decode()
        assert "<script>alert" not in page
        assert '"><script>' not in page


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Chi 208.146 triệu đồng, gồm đầu tư 100.120 triệu đồng và thường xuyên 108.000 triệu đồng.",
            ["208.146 triệu đồng", "208.120 triệu đồng", "−26 triệu đồng"],
        ),
        ("Thu 950 triệu đồng, đạt 51,2% dự toán (1.900 triệu đồng).", ["51,2", "50", "−1,2"]),
        ("Có 100 hồ sơ, gồm 60 hồ sơ mới và 30 hồ sơ cũ.", ["100", "90", "−10"]),
    ],
)
def test_amounts_stand_in_the_unit_of_the_document(owner: Person, text: str, told: list[str]) -> None:
    found = actions.take(text.encode(), "thu-chi.txt", owner).findings.get(verdict="contradiction")
    page = signed_in(owner).get(f"/ra-soat/{found.run_id}/{found.number}/").content.decode()
    assert re.findall(r'<dd class="tabular">([^<]*)</dd>', page) == told


def test_filters_show_what_was_asked(run: ProofRun, wrong: ProofFinding, owner: Person) -> None:
    client = signed_in(owner)

    def shown(question: str) -> set[int]:
        answer = client.get(f"/ra-soat/{run.pk}/?{question}")
        return {row.finding.number for row in answer.context["rows"]}

    everything = set(run.findings.values_list("number", flat=True))
    assert shown("") == shown("verdict=contradiction") == {wrong.number}
    assert shown("verdict=all") == everything
    assert shown("verdict=consistent") == everything - {wrong.number}
    assert shown(f"verdict=all&kind={wrong.kind}") <= everything
    assert shown("state=explained") == set()
    words = actions.Words(text="Có 10 hồ sơ liên thông.")
    actions.decide(wrong, Act.DISMISS, words, by=owner, seen=0)
    assert shown("state=explained") == {wrong.number}
    assert shown("kind=khong-co&state=khong-co") == {wrong.number}


def test_the_story_of_a_slip(run: ProofRun, wrong: ProofFinding, owner: Person) -> None:
    asker, asked = signed_in(owner), sign_in(Role.REPORTING_OFFICER, HEALTH)
    here = f"/ra-soat/{run.pk}/{wrong.number}/"
    words = {"act": "send", "seen": 0, "unit": HEALTH, "text": "Đề nghị xem lại."}
    past = asker.post(here, {**words, "due": f"{due_in(-1):%d/%m/%Y}"})
    assert (past.status_code, "Ngày trả lời đã qua" in past.content.decode()) == (REFUSED, True)
    assert "Đề nghị xem lại." in past.content.decode()
    assert re.findall(r'id="(\S+)-error"', past.content.decode()) == ["due"]
    assert (
        "Chọn đơn vị"
        in asker.post(here, {**words, "unit": "x", "due": f"{due_in(1):%d/%m/%Y}"}).content.decode()
    )
    assert (
        "Trả lời trước hết ngày: ghi ngày/tháng/năm"
        in asker.post(here, {**words, "due": "mai"}).content.decode()
    )
    assert asker.post(here, {**words, "due": f"{due_in(1):%d/%m/%Y}"}).status_code == 302
    slip = ProofEvent.objects.get()
    there = f"/ra-soat/phieu/{slip.pk}/"
    bad = asked.post(there, {"seen": 1, "text": "Nhầm.", "corrected": "chín mươi"})
    assert (bad.status_code, "Nhầm." in bad.content.decode()) == (REFUSED, True)
    assert re.findall(r'id="(\S+)-error"', bad.content.decode()) == ["corrected"]
    assert asked.post(there, {"seen": 1, "text": "Nhầm.", "corrected": "90"}).status_code == 302
    page = asker.get(here).content.decode()
    assert "Số liệu đúng:" in page
    assert asker.post(here, {"act": "accept", "seen": 2}).status_code == 302
    assert "Đã giải thích" in asker.get(here).content.decode()
    assert slip.finding.run.name in asked.get("/ra-soat/phieu/?box=done").content.decode()
    assert f"{there}" not in asked.get("/ra-soat/phieu/").content.decode()


def test_two_at_once_the_second_sees_the_first_and_keeps_their_words(
    run: ProofRun, wrong: ProofFinding, owner: Person
) -> None:
    here, other = f"/ra-soat/{run.pk}/{wrong.number}/", sign_in(Role.LEADER)
    signed_in(owner).post(here, {"act": "dismiss", "seen": 0, "text": "Lý do thứ nhất"})
    late = other.post(here, {"act": "dismiss", "seen": 0, "text": "Lý do thứ hai"})
    page = late.content.decode()
    assert late.status_code == REFUSED
    assert "đã xử lý lúc" in page
    assert "Lý do thứ nhất" in page
    assert wrong.events.count() == 1


def test_a_slip_is_overdue_after_its_day(wrong: ProofFinding, owner: Person) -> None:
    health = Unit.objects.get(key=HEALTH)
    said = {"act": Act.SEND, "unit": health, "by": owner, "at": timezone.now()}
    today, client = due_in(0), sign_in(Role.REPORTING_OFFICER, HEALTH)
    first = ProofEvent.objects.create(finding=wrong, number=1, due=today, **said)
    assert "Quá hạn" not in client.get("/ra-soat/phieu/").content.decode()
    taken_back = {**said, "act": Act.REOPEN, "unit": None, "slip": first}
    ProofEvent.objects.create(finding=wrong, number=2, **taken_back)
    ProofEvent.objects.create(finding=wrong, number=3, due=due_in(-1), **said)
    assert client.get("/ra-soat/phieu/").content.decode().count("Quá hạn trả lời") == 1


def test_a_unit_that_ended_is_told_from_its_heir_of_the_same_name(wrong: ProofFinding, owner: Person) -> None:
    for key in ("ct-so-noi-vu", "ct-so-noi-vu-2025-07"):
        sample(f"bao-cao-{key}", Role.REPORTING_OFFICER, key)
    page = signed_in(owner).get(f"/ra-soat/{wrong.run_id}/{wrong.number}/").content.decode()
    assert sorted(re.findall(r">(Sở Nội vụ[^<]*)</option>", page)) == [
        "Sở Nội vụ",
        "Sở Nội vụ (trước 01/03/2025)",
    ]


def test_a_slip_taken_back_is_called_so(slip: ProofEvent, wrong: ProofFinding, owner: Person) -> None:
    here = f"/ra-soat/{wrong.run_id}/{wrong.number}/"
    said = {"act": "reopen", "seen": 1, "text": "Gửi nhầm đơn vị."}
    history = signed_in(owner).post(here, said, follow=True).content.decode().partition("Lịch sử xử lý")[2]
    assert "Thu hồi phiếu" in history
    assert "Mở lại" not in history


def test_exports_hold_the_findings(run: ProofRun, wrong: ProofFinding, owner: Person) -> None:
    client, here = signed_in(owner), f"/ra-soat/{run.pk}/ra-soat"
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{here}.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()[3:]
    assert len(rows) == run.findings.count()
    assert ["100", "90", "−10"] in [row[4:7] for row in rows]
    said = json.loads(client.get(f"{here}.json").content)
    [found] = [each for each in said["findings"] if each["verdict"] == "contradiction"]
    assert (found["stated"], found["computed"], found["difference"]) == (100, 90, -10)
    assert all(
        said["text"][q["start"] : q["end"]] == q["text"] for e in said["findings"] for q in e["quotes"]
    )
    word = docx.Document(BytesIO(client.get(f"{here}.docx").content))
    assert [comment.text for comment in word.comments if wrong.explanation in comment.text]


def test_the_slip_on_paper_names_the_unit_the_figure_and_the_day(slip: ProofEvent) -> None:
    client, here = sign_in(Role.REPORTING_OFFICER, HEALTH), f"/ra-soat/phieu/{slip.pk}/phieu"
    word = docx.Document(BytesIO(client.get(f"{here}.docx").content))
    text = "\n".join(each.text for each in word.paragraphs)
    assert "PHIẾU ĐỀ NGHỊ RÀ SOÁT SỐ LIỆU" in text
    assert slip.unit
    assert f"Kính gửi: {slip.unit.name}" in text
    assert slip.due
    assert f"ngày {slip.due.day:02}" in text
    assert WRONG in "".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert len(PdfReader(BytesIO(client.get(f"{here}.pdf").content)).pages) == 1


def test_a_pdf_waits_for_the_worker_and_then_tells(owner: Person) -> None:
    client = signed_in(owner)
    answer = upload(client, b"%PDF-1.7 broken", "bao-cao.pdf")
    assert "Đang đọc văn bản" in client.get(answer["Location"]).content.decode()
    # asked again and again by the page that waits: nothing to swap in until it was read
    again = client.get(answer["Location"], headers={"HX-Request": "true"})
    assert (again.status_code, again.content) == (204, b"")
    assert client.get(f"{answer['Location']}ra-soat.docx").status_code == 404
    upload(client, b"%PDF-1.7 broken", "bao-cao.pdf")
    [job] = ProcrastinateJob.objects.filter(task_name="dunghen.statistics.jobs.proofread")
    jobs.proofread(**job.args)
    for headers in ({}, {"HX-Request": "true"}):
        page = client.get(answer["Location"], headers=headers)
        assert "Không đọc được văn bản" in page.content.decode()


def test_a_period_is_compared_by_who_may_see_its_figures(run: ProofRun, owner: Person) -> None:
    here = f"/ra-soat/{run.pk}/"
    signed_in(owner).post(f"{here}ky/", {"report": "2024-H1"})
    run.refresh_from_db()
    assert run.report is None
    assert sign_in(Role.LEADER).post(f"{here}ky/", {"report": "2024-H1"}).status_code == 302
    run.refresh_from_db()
    assert run.report
    assert run.known_at


def test_what_a_cell_says_is_told_only_to_who_may_see_it(run: ProofRun, owner: Person) -> None:
    report = Report.objects.get(code="2024-H1")
    met = Met("B1.1", "100", run.text.index("100"), Decimal(100), 45, agrees=False, whole=True)
    actions.compare(run, report, [met], timezone.now())
    found = run.findings.get(cell="B1.1")
    mine, leader = signed_in(owner), sign_in(Role.LEADER)
    for address in ("", "ra-soat.json"):
        assert found.explanation in leader.get(f"/ra-soat/{run.pk}/{address}").content.decode()
        assert found.explanation not in mine.get(f"/ra-soat/{run.pk}/{address}").content.decode()
    assert leader.get(f"/ra-soat/{run.pk}/{found.number}/").status_code == 200
    assert mine.get(f"/ra-soat/{run.pk}/{found.number}/").status_code == 404


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_three_cost_the_queries_of_one(owner: Person) -> None:
    client = signed_in(owner)
    one = actions.take(WRONG.encode(), "mot.txt", owner)
    many = actions.take("\n\n".join([WRONG, WRONG.replace("60", "61"), OTHER]).encode(), "ba.txt", owner)
    first = one.findings.get(verdict="contradiction")
    send(first, owner, HEALTH)
    lists = ("/ra-soat/", "/ra-soat/phieu/")
    before = [cost(client, address) for address in lists]
    three = [*many.findings.filter(verdict="contradiction")]
    assert len(three) > 1
    for finding in three:
        send(finding, owner, HEALTH)
    assert [cost(client, address) for address in lists] == before
    assert cost(client, f"/ra-soat/{many.pk}/?verdict=all") == cost(client, f"/ra-soat/{one.pk}/?verdict=all")
