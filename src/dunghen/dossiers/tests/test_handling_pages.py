"""The page of a dossier as the place of work: what is offered, done, refused, and done once."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dunghen.documents.files import keep, read
from dunghen.documents.models import File
from dunghen.documents.signing.certificates import register
from dunghen.documents.tests.signed import SECRET, keys, plain
from dunghen.dossiers import actions
from dunghen.dossiers.handling.duties import Act
from dunghen.dossiers.intake.receive import receive
from dunghen.dossiers.models import (
    Consultation,
    Dossier,
    DossierEvent,
    DossierVersion,
    Draft,
    PersonView,
    Rating,
    StoredPaper,
    TimeCorrection,
)
from dunghen.dossiers.quality.reading import Quarter
from dunghen.dossiers.rules import Paper, Stage
from dunghen.dossiers.tests.desk import PAGE, TAX, WARD
from dunghen.dossiers.tests.files import current, open_row, take_rows, vn
from dunghen.dossiers.tests.test_actions import MARRIAGE
from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

CODE = "H13.33.05-240315-0001"
FAR, FURTHER = "ct-phuong-cai-khe", "ct-phuong-long-tuyen"


@pytest.fixture(autouse=True)
def _received(fresh_db: str) -> None:
    take_rows(open_row(1, paid="", paid_at="", paid_online=""))


def of(*roles: Role, unit: str = WARD) -> Client:
    client = sign_in(roles[0], unit)
    person = Person.objects.get(pk=client.session["_auth_user_id"])
    for role in roles[1:]:
        person.assignments.get_or_create(role=role, unit=current().unit, valid_from="2020-01-01")
    return client


def address(act: Act, paper: Draft | None = None) -> str:
    return f"/ho-so/{CODE}/viec/{act}/" + (f"?van-ban={paper.pk}" if paper else "")


def do(client: Client, act: Act, paper: Draft | None = None, **said: Any) -> Any:
    """Open the form and send it as a browser would."""
    page = client.get(address(act, paper)).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0] if 'name="seen"' in page else ""
    return client.post(address(act, paper), {"seen": seen, **said})


def status() -> str:
    return current().status


def last() -> str:
    return DossierEvent.objects.filter(dossier=current().dossier_id).latest("number").kind


def received_far() -> Dossier:
    """Received at another ward than the one that decides."""
    places: dict[str, Any] = {"decided_unit": WARD, "received_unit": FAR, "helped_unit": FAR}
    places["person"] = {
        **dict.fromkeys(("number", "phone", "address"), ""),
        "kind": "person",
        "name": "Mẫu Xa",
    }
    return receive(replace(MARRIAGE, procedure="chung-thuc-ban-sao", **places), by="mot-cua").dossier


def test_the_desk_that_received_for_another_unit_returns() -> None:
    dossier = received_far()
    actions.resolve(dossier.pk, at=vn("2024-03-18T09:00"), by="thu-ly")
    there, nobody = of(Role.RECEIVING_OFFICER, unit=FAR), of(Role.RECEIVING_OFFICER, unit=FURTHER)
    page = f"/ho-so/{dossier.code}/viec/{Act.RETURN}/"
    assert nobody.get(page).status_code == 404
    # the unit that decided hands the result over and does not return it
    decider = of(Role.RECEIVING_OFFICER)
    assert "nơi tiếp nhận" in decider.get(page).content.decode()
    assert decider.post(page, {"seen": "2", "way": "in_person"}).status_code == 422
    seen = there.get(page).content.decode().split('name="seen" value="')[1].split('"')[0]
    assert there.post(page, {"seen": seen, "way": "in_person"}).status_code == 302
    assert DossierVersion.objects.get(dossier=dossier, known_to=None).status == "returned"


def test_the_desk_that_received_for_another_unit_opens_what_is_signed() -> None:
    dossier, head = received_far(), Person.objects.get(pk=of(Role.HEAD_OF_AGENCY).session["_auth_user_id"])
    at, officer = vn("2024-03-18T09:00"), of(Role.CASE_OFFICER)
    worker = Person.objects.get(pk=officer.session["_auth_user_id"])
    file = keep("ket-qua.png", PAGE, by=worker)
    paper = actions.draft(dossier.pk, Paper.RESULT, {}, who=worker, at=at, file=file)
    address = f"/ho-so/{dossier.code}/van-ban/{paper.pk}/"
    there, nobody = of(Role.RECEIVING_OFFICER, unit=FAR), of(Role.RECEIVING_OFFICER, unit=FURTHER)
    assert there.get(address).status_code == 404, "a draft is not for other units"
    actions.sign(paper.pk, who=head, at=at)
    assert there.get(address).content == PAGE
    assert PersonView.objects.filter(person=there.session["_auth_user_id"]).exists()
    assert nobody.get(address).status_code == 404
    page = f"/ho-so/{dossier.code}/"
    assert "Mẫu Xa" in there.get(page).content.decode(), "it prints what it hands out"
    assert nobody.get(page).status_code == 404
    assert of(Role.CASE_OFFICER, unit=FAR).get(address).status_code == 404, "who does not receive"


def test_from_assignment_to_return_by_five_people() -> None:
    officer, head, desk = of(Role.CASE_OFFICER), of(Role.HEAD_OF_AGENCY), of(Role.RECEIVING_OFFICER)
    clerk = of(Role.CLERK)
    worker = Person.objects.get(pk=officer.session["_auth_user_id"])
    assert do(head, Act.ASSIGN, officer=str(worker.pk)).status_code == 302
    assert current().officer_id == worker.pk
    assert do(officer, Act.RESULT, note="đủ điều kiện").status_code == 302
    paper = Draft.objects.get()
    # what a colleague has to do stands on the page of nobody else
    assert "viec/ky/" not in officer.get(f"/ho-so/{CODE}/").content.decode()
    assert "viec/ky/" in head.get(f"/ho-so/{CODE}/").content.decode()
    assert do(head, Act.SIGN, paper).status_code == 302
    assert do(clerk, Act.ISSUE, paper).status_code == 302
    assert (status(), Draft.objects.get().number) == ("resolved", "01/KQ")
    assert do(desk, Act.RETURN, way="post", score="3").status_code == 302
    assert (status(), Rating.objects.get().score) == ("returned", 3)


def test_an_issued_result_is_in_the_applicants_store() -> None:
    officer, head, clerk = of(Role.CASE_OFFICER), of(Role.HEAD_OF_AGENCY), of(Role.CLERK)
    assert do(officer, Act.RESULT, file=SimpleUploadedFile("ket-qua.png", PAGE)).status_code == 302
    paper = Draft.objects.get()
    assert do(head, Act.SIGN, paper).status_code == 302
    assert not StoredPaper.objects.exists()
    assert do(clerk, Act.ISSUE, paper).status_code == 302
    stored = StoredPaper.objects.get()
    # signed on paper and scanned: compared, and no electronic result
    assert (stored.source_dossier_id, stored.verification) == (current().dossier_id, "compared")
    assert current().e_result is False


@pytest.fixture
def registered(settings: Any, tmp_path: Path) -> None:
    """Keys of the head and of the ward."""
    for name in ("FILES_FOLDER", "SIGNING_KEYS", "TRUST_FOLDER"):
        setattr(settings, name, tmp_path / name)
    made = keys()
    made.put_trust(settings.TRUST_FOLDER)
    head = Person.objects.get(pk=of(Role.HEAD_OF_AGENCY).session["_auth_user_id"])
    register(made.person.packed(SECRET), SECRET, owner=head)
    register(made.agency.packed(SECRET), SECRET, owner=current().unit)


@pytest.mark.usefixtures("registered")
def test_a_result_bears_what_it_is_looked_up_by() -> None:
    """Printed on the paper before the head signs; the public page opens from it once the clerk has issued."""
    officer, head, clerk = of(Role.CASE_OFFICER), of(Role.HEAD_OF_AGENCY), of(Role.CLERK)
    do(officer, Act.RESULT, file=SimpleUploadedFile("ket-qua.pdf", plain()))
    paper = Draft.objects.get()
    assert do(head, Act.SIGN, paper, mat_khau=SECRET).status_code == 302
    assert Client().get(f"/tra-cuu/{_printed()}/").status_code == 404, "it is not issued yet"
    assert do(clerk, Act.ISSUE, paper, mat_khau=SECRET).status_code == 302
    assert current().e_result is True
    assert Client().get(f"/tra-cuu/{_printed()}/").status_code == 200
    page = of(Role.RECEIVING_OFFICER).get(reverse("dossier", args=[CODE])).content.decode()
    assert f"/tra-cuu/{_printed()}/" in page


def _printed() -> str:
    """The code and the token, as they are read on the paper."""
    file = Draft.objects.get().file
    assert file is not None
    with pdfplumber.open(BytesIO(read(file))) as opened:
        text = opened.pages[0].extract_text()
    found = re.search(r"Mã kết quả: (\S+)\s+Mã tra cứu: (\S+)", text)
    assert found is not None
    return "/".join(found.groups())


def test_rating_is_asked_for_and_never_required() -> None:
    actions.resolve(current().dossier_id, at=timezone.now(), by="x")
    desk = of(Role.RECEIVING_OFFICER)
    assert "Mức độ hài lòng" in desk.get(address(Act.RETURN)).content.decode()
    assert do(desk, Act.RETURN, way="in_person", score="").status_code == 302
    assert (status(), Rating.objects.count()) == ("returned", 0)
    assert do(desk, Act.RATE, score="1").status_code == 302
    assert do(desk, Act.RATE, score="4").status_code == 422
    assert Rating.objects.get().score == 1


def test_a_form_sent_twice_is_done_once() -> None:
    desk = of(Role.RECEIVING_OFFICER)
    page = desk.get(address(Act.PAY)).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    said = {"seen": seen, "amount": "4000", "online": "0"}
    answers = [desk.post(address(Act.PAY), said) for _each in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert current().paid == 4000
    # what was typed is still there
    assert 'value="4000"' in answers[1].content.decode()
    assert "đã có người khác xử lý" in answers[1].content.decode()


def test_who_may_not_reads_why_and_does_nothing() -> None:
    officer = of(Role.CASE_OFFICER)
    do(officer, Act.SUPPLEMENT, items="Tờ khai\n\nBản sao", law="luật")
    paper = Draft.objects.get()
    assert paper.content == {"items": ["Tờ khai", "Bản sao"], "law": "luật"}
    for act in (Act.SIGN, Act.SEND):
        answer = do(officer, act, paper)
        assert answer.status_code == 422
        assert "NĐ " in answer.content.decode()
    both = of(Role.RECEIVING_OFFICER, Role.HEAD_OF_AGENCY)
    unsigned = do(both, Act.SEND, paper)
    assert "Điều 5.1.e" in unsigned.content.decode()
    paper.refresh_from_db()
    assert (paper.stage, status()) == (Stage.DRAFTED, "in_process")
    stranger = sign_in(Role.HEAD_OF_AGENCY, "ct-phuong-cai-khe")
    for act in Act:
        assert stranger.get(address(act)).status_code == 404
        assert stranger.post(address(act), {"seen": "1"}).status_code == 404
    assert officer.get(f"/ho-so/{CODE}/viec/khong-co/").status_code == 404


def test_a_draft_sent_back_is_mended_not_typed_again() -> None:
    officer, head = of(Role.CASE_OFFICER), of(Role.HEAD_OF_AGENCY)
    do(officer, Act.REFUSAL, reason="Không thuộc thẩm quyền", law="Luật Hộ tịch Điều 8")
    assert do(head, Act.SEND_BACK, Draft.objects.get(), reason="ghi rõ điều khoản").status_code == 302
    page = officer.get(f"/ho-so/{CODE}/").content.decode()
    assert "ghi rõ điều khoản" in page
    form = officer.get(address(Act.REFUSAL)).content.decode()
    assert "Không thuộc thẩm quyền" in form
    assert "Luật Hộ tịch Điều 8" in form


def test_what_is_typed_wrongly_stays_in_the_form() -> None:
    officer = of(Role.CASE_OFFICER)
    answer = do(officer, Act.SUPPLEMENT, items="máy hỏng", law="luật", at="ngày mai")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "máy hỏng" in text
    assert "17:00 30/05/2024" in text
    future = do(officer, Act.RESULT, at="08:00 01/01/2099")
    assert "ở tương lai" in future.content.decode()
    assert not Draft.objects.exists()


def test_the_consulted_unit_answers_on_its_own_page() -> None:
    officer = of(Role.CASE_OFFICER)
    # one that stands today: who is asked is chosen among these
    tax = sign_in(Role.CASE_OFFICER, f"{TAX}-2025-07")
    assert do(officer, Act.CONSULT, unit=f"{TAX}-2025-07", question="Nghĩa vụ?", days="3").status_code == 302
    ask = Consultation.objects.get()
    page = f"/ho-so/lay-y-kien/{ask.pk}/"
    assert CODE in tax.get("/ho-so/lay-y-kien/").content.decode()
    assert officer.get(page).status_code == 404
    shown = tax.get(page).content.decode()
    assert "Nghĩa vụ?" in shown
    assert "Người Mẫu" not in shown
    assert tax.post(page, {"answer": ""}).status_code == 422
    assert tax.post(page, {"answer": "Không còn nợ thuế"}).status_code == 302
    assert (last(), Consultation.objects.get().answer) == ("opinion", "Không còn nợ thuế")
    assert tax.post(page, {"answer": "lần nữa"}).status_code == 422
    assert "Trả lời đúng hạn" in officer.get(f"/ho-so/{CODE}/").content.decode()


def test_a_file_of_a_paper_is_for_who_may_see_persons() -> None:
    officer = of(Role.CASE_OFFICER)
    worker = Person.objects.get(pk=officer.session["_auth_user_id"])
    actions.assign(current().dossier_id, officer=worker, at=timezone.now(), by="x")
    scan: dict[str, Any] = {"file": SimpleUploadedFile("quét.png", PAGE)}
    assert do(officer, Act.RESULT, **scan).status_code == 302
    paper = Draft.objects.get()
    file = f"/ho-so/{CODE}/van-ban/{paper.pk}/"
    answer = officer.get(file)
    assert (answer.status_code, answer.content) == (200, PAGE)
    reporting = sign_in(Role.REPORTING_OFFICER, WARD)
    assert reporting.get(file).status_code == 403
    assert file not in reporting.get(f"/ho-so/{CODE}/").content.decode(), "no link that is refused"
    assert file in officer.get(f"/ho-so/{CODE}/").content.decode()
    colleague = sign_in(Role.CASE_OFFICER, "ct-phuong-long-hoa")
    assert colleague.get(file).status_code == 404


def test_a_file_that_is_not_taken_is_refused_in_words() -> None:
    officer = of(Role.CASE_OFFICER)
    answer = do(officer, Act.RESULT, file=SimpleUploadedFile("a.pdf", b"<script>"))
    assert answer.status_code == 422
    assert not Draft.objects.exists()
    assert not File.objects.exists()


def test_the_correction_of_times_by_three_people_on_pages() -> None:
    actions.resolve(current().dossier_id, at=timezone.now(), by="x")
    deputy, khoa, chair = of(Role.RECEIVING_OFFICER), of(Role.HEAD_OF_ONE_STOP), of(Role.HEAD_OF_AGENCY)
    field = f"luc-{current().dossier_id}"
    said = {field: "15:10 18/03/2024", "ly-do": "mất điện", "trang": "sổ 2024, trang 12"}
    form = "/ho-so/dieu-chinh-thoi-diem/lap/"
    assert CODE in deputy.get(form).content.decode()
    assert CODE not in chair.get(form).content.decode()
    without = deputy.post(form, said)
    assert without.status_code == 422
    assert "minh chứng" in without.content.decode()
    wrong = deputy.post(form, {**said, field: "sáng thứ Hai"})
    assert "sáng thứ Hai" in wrong.content.decode()
    made = deputy.post(form, {**said, "minh-chung": SimpleUploadedFile("trang-12.png", PAGE)})
    assert made.status_code == 302
    page = f"/ho-so/dieu-chinh-thoi-diem/{TimeCorrection.objects.get().pk}/"
    assert deputy.post(page, {"viec": "xac-nhan"}).status_code == 422
    assert chair.post(page, {"viec": "phe-duyet"}).status_code == 422
    assert khoa.post(page, {"viec": "xac-nhan"}).status_code == 302
    assert khoa.post(page, {"viec": "phe-duyet"}).status_code == 422
    assert chair.post(page, {"viec": "phe-duyet"}).status_code == 302
    assert last() == "time_corrected"
    listed = sign_in(Role.INSPECTORATE, "ct-thanh-pho").get("/ho-so/dieu-chinh-thoi-diem/").content.decode()
    assert "mất điện" in listed
    assert "Đã phê duyệt" in listed
    evidence = f"{page}minh-chung/"
    assert sign_in(Role.INSPECTORATE, "ct-thanh-pho").get(evidence).content == PAGE
    assert sign_in(Role.REPORTING_OFFICER, WARD).get(evidence).status_code == 403


def test_the_cause_is_given_confirmed_and_told() -> None:
    actions.resolve(current().dossier_id, at=timezone.now(), by="x")
    officer, khoa = of(Role.CASE_OFFICER), of(Role.HEAD_OF_ONE_STOP)
    assert "chưa xin lỗi" in officer.get(f"/ho-so/{CODE}/").content.decode()
    assert do(khoa, Act.CONFIRM_CAUSE).status_code == 422
    assert do(officer, Act.CAUSE, cause="system", note="máy chủ hỏng").status_code == 302
    assert do(khoa, Act.CONFIRM_CAUSE).status_code == 302
    report = khoa.get("/ho-so/giai-trinh-tre-han/").content.decode()
    assert CODE in report
    assert "lỗi hệ thống" in report
    for kind in ("xlsx", "docx"):
        assert khoa.get(f"/ho-so/giai-trinh-tre-han/danh-sach.{kind}").status_code == 200


def test_marks_of_officers_are_for_their_heads_and_themselves() -> None:
    officer, head = of(Role.CASE_OFFICER), of(Role.HEAD_OF_AGENCY)
    worker = Person.objects.get(pk=officer.session["_auth_user_id"])
    other = Person.objects.create(username="khac", full_name="Mẫu Khác")
    actions.assign(current().dossier_id, officer=worker, at=timezone.now(), by="x")
    actions.resolve(current().dossier_id, at=timezone.now(), by="x")
    DossierVersion.objects.using("owner").filter(known_to=None).update(officer=worker)
    page = f"/ho-so/chat-luong/?don-vi={WARD}"
    assert worker.full_name in officer.get(page).content.decode().split('id="officer-marks"')[1]
    assert "Hoàn thành" in head.get(page).content.decode()
    DossierVersion.objects.using("owner").filter(known_to=None).update(officer=other)
    assert "Mẫu Khác" in head.get(page).content.decode()
    assert "Mẫu Khác" not in officer.get(page).content.decode()


def marks_page(client: Client) -> str:
    quarter = Quarter.read("", timezone.localdate())
    return str(client.get(f"/ho-so/chat-luong/?don-vi={WARD}&quy={quarter}").content.decode())


def mark_of(page: str, indicator: int) -> str:
    """What stands in the row of an indicator: its basis and mark."""
    row = page.split(f'<td class="num short">{indicator}</td>')[1].split("</tr>", maxsplit=1)[0]
    return re.sub(r"<[^>]+>|\s+", " ", row).strip()


def test_what_applicants_answer_becomes_marks() -> None:
    desk, office = of(Role.RECEIVING_OFFICER), sign_in(Role.COMMITTEE_OFFICE, "ct-van-phong-ubnd")
    DossierVersion.objects.using("owner").filter(known_to=None).update(
        due_at=timezone.now() + timedelta(days=3)
    )
    actions.resolve(current().dossier_id, at=timezone.now(), by="x")
    assert mark_of(marks_page(desk), 7).endswith("chưa có dữ liệu")
    answered = do(desk, Act.RETURN, way="in_person", score="", contacts="1", places="2", complaint="1")
    assert (answered.status_code, Rating.objects.get().score) == (302, None)
    page = marks_page(desk)
    assert [mark_of(page, number)[-3:] for number in (3, 4, 7)] == ["1,0", "0,0", "0,0"]
    # a complaint that was found untrue does not count (art. 13.7.c); only the city's office notes it
    said = {"viec": "sai", "don-vi": WARD, "sai-code": CODE, "sai-document": "Kết luận 01/KL-TTr"}
    assert desk.post("/ho-so/chat-luong/ghi/", said).status_code == 403
    assert office.post("/ho-so/chat-luong/ghi/", said).status_code == 302
    assert office.post("/ho-so/chat-luong/ghi/", said).status_code == 422
    assert mark_of(marks_page(desk), 7).endswith("2,0")


def test_a_units_report_becomes_marks() -> None:
    office = sign_in(Role.COMMITTEE_OFFICE, "ct-van-phong-ubnd")
    assert "chưa có dữ liệu" in mark_of(marks_page(office), 8)
    said = {"viec": "8", "don-vi": WARD, "quy": str(Quarter.read("", timezone.localdate()))}
    figures = {"8-total": "10", "8-met": "11", "8-further": "0", "8-document": "BC 12/BC-UBND"}
    wrong = office.post("/ho-so/chat-luong/ghi/", {**said, **figures})
    assert wrong.status_code == 422
    assert "không lớn hơn tổng số" in wrong.content.decode()
    assert 'value="11"' in wrong.content.decode()
    assert office.post("/ho-so/chat-luong/ghi/", {**said, **figures, "8-met": "9"}).status_code == 302
    assert mark_of(marks_page(office), 8).endswith("1,0")
    assert "BC 12/BC-UBND" in mark_of(marks_page(office), 8)
    assert office.post("/ho-so/chat-luong/ghi/", {**said, **figures, "8-met": "10"}).status_code == 302
    assert mark_of(marks_page(office), 8).endswith("2,0")
