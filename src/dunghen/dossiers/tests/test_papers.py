"""Forms 01 to 06 by the law of their day: which form, what it says, whose hands the dossier went through."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.test.utils import override_settings
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from dunghen.documents.form import Fact, Form, Items, Lead
from dunghen.documents.model import Paragraph, Table
from dunghen.dossiers import actions
from dunghen.dossiers.intake.receive import Intake, receive, refuse_at_intake
from dunghen.dossiers.models import DossierVersion, PersonView, ViewedPage
from dunghen.dossiers.papers.facts import HandOver, InTime, moment
from dunghen.dossiers.papers.law import Kind, NoForm, paper_of, read_circulars
from dunghen.dossiers.papers.notices import NOTICES
from dunghen.dossiers.papers.read import (
    agency_of,
    desk_of,
    facts_of,
    happened_to,
    notices_of,
    papers_of,
    place_name,
    tracking,
    with_facts,
)
from dunghen.dossiers.papers.receipt import receipt
from dunghen.dossiers.papers.slip import slip, slip_of
from dunghen.dossiers.tests.files import vn
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

WARD, OTHER = "ct-phuong-an-thoi", "ct-phuong-long-hoa"
MARRIAGE = Intake(
    procedure="xac-nhan-tinh-trang-hon-nhan",
    decided_unit=WARD,
    received_unit=WARD,
    helped_unit=WARD,
    channel="counter",
    received_at=vn("2024-03-15T09:00"),
    fee=10_000,
    sample=True,
    person={"kind": "person", "name": "Người Mẫu", "number": "", "phone": "0900", "address": "Khu vực 3"},
)
MARCH = date(2024, 3, 15)
FORMS = {
    Kind.RECEIPT: ("01", "01"),
    Kind.SUPPLEMENT: ("02", "02"),
    Kind.REFUSAL: ("03", "03"),
    Kind.APOLOGY: ("04", "04"),
    Kind.STOP: (None, "05"),
    Kind.SLIP: ("05", "06"),
    Kind.REGISTER: ("06", "07"),
}


@pytest.mark.parametrize("kind", Kind)
def test_each_paper_has_the_form_of_its_day(kind: Kind) -> None:
    for day, form in zip((date(2025, 9, 14), date(2025, 9, 15)), FORMS[kind], strict=True):
        if form is None:
            with pytest.raises(NoForm):
                paper_of(kind, day)
        else:
            assert paper_of(kind, day).form == form
    with pytest.raises(NoForm):
        paper_of(kind, date(2019, 1, 5))


def test_the_sheets_are_those_of_article_nine() -> None:
    found = {kind: paper_of(kind, MARCH).sheet for kind in Kind if FORMS[kind][0]}
    assert found.pop(Kind.REGISTER) == "A4 ngang"
    assert set(found.values()) == {"A5"}


def test_the_apology_changed_its_title() -> None:
    assert paper_of(Kind.APOLOGY, MARCH).title == "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"
    later = paper_of(Kind.APOLOGY, date(2026, 1, 5))
    assert later.title == "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT HỒ SƠ"
    assert later.reference == "Mẫu số 04 ban hành kèm theo Thông tư số 03/2025/TT-VPCP"


@pytest.mark.parametrize(
    ("changed", "by"),
    [
        ("since = 2019-01-06", "since = 2025-10-01"),  # in force on the same day as the next
        ('sheet = "A5"', 'sheet = "B5"'),
        ('kind = "bo-sung"', 'kind = "tiep-nhan"'),
        ('kind = "bo-sung"', 'kind = "giay-khac"'),
    ],
)
def test_law_that_cannot_be_is_refused(root: Path, tmp_path: Path, changed: str, by: str) -> None:
    files = []
    for path in sorted((root / "law" / "papers").glob("tt-*.toml")):
        files.append(tmp_path / path.name)
        files[-1].write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(read_circulars(files)) == 2
    text = files[0].read_text(encoding="utf-8")
    if changed.startswith("since"):
        text = text.replace("until = 2025-09-15", "until = 2025-12-31")
    files[0].write_text(text.replace(changed, by), encoding="utf-8")
    with pytest.raises(ValueError, match=r"."):
        read_circulars(files)


def test_moments_in_words() -> None:
    assert moment(vn("2024-03-14T09:05")) == "09 giờ 05 phút, ngày 14 tháng 3 năm 2024"
    assert moment(None) == ""


moments = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: vn("2024-03-01T00:00") + timedelta(minutes=minutes)
)


@given(at=moments, until=moments)
def test_a_hand_over_is_late_after_its_limit_and_early_on_an_earlier_day(
    at: datetime, until: datetime
) -> None:
    result = HandOver("a", "b", at, until).result
    assert (result is InTime.LATE) == (at > until)
    assert (result is InTime.EARLY) == (at.date() < until.date())


def test_without_a_limit_nothing_is_judged() -> None:
    assert HandOver("a", "b", vn("2024-03-14T09:05")).result is None


def received(intake: Intake = MARRIAGE) -> int:
    return receive(intake, by="ngoc").dossier_id


def version_of(dossier: int) -> DossierVersion:
    return with_facts(DossierVersion.objects.filter(dossier=dossier, known_to__isnull=True)).get()


def said(form: Form) -> str:
    """All that stands between title and signers."""
    found = []
    for block in form.blocks:
        match block:
            case Fact(label=label, text=text):
                found.append(f"{label}: {text}")
            case Lead(text=text) | Paragraph(text=text):
                found.append(text)
            case Items(texts=texts):
                found += [f"{place}. {text}" for place, text in enumerate(texts, 1)]
            case Table(rows=rows):
                found += [" | ".join(row.texts) for row in rows]
    return "\n".join(found)


@pytest.mark.django_db
def test_the_receipt_tells_what_was_received_when_and_when_it_is_due() -> None:
    Person.objects.create(username="ngoc", full_name="Trần Thị Mẫu")
    form = receipt(facts_of(version_of(received()), persons=True))
    assert form.letterhead.superior == "UBND PHƯỜNG AN THỚI"
    assert form.letterhead.agency == ("BỘ PHẬN TIẾP NHẬN", "VÀ TRẢ KẾT QUẢ")
    head = form.letterhead
    assert (head.number, head.place, head.day) == ("01/TNHS", "An Thới", MARCH)
    assert form.under_title == ("Mã hồ sơ: H13.33.05-240315-0001",)
    assert form.sample
    assert form.signers[1].name == "Trần Thị Mẫu"
    text = said(form)
    for line in (
        "Tiếp nhận hồ sơ của: Người Mẫu",
        "Địa chỉ: Khu vực 3",
        "Phí, lệ phí: 10.000 đồng",
        "Thời gian giải quyết hồ sơ theo quy định: 03 ngày làm việc",
        "Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 15 tháng 3 năm 2024",
        "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 20 tháng 3 năm 2024",
        "Vào Sổ theo dõi hồ sơ: Quyển số 01, số thứ tự 01",
    ):
        assert line in text, line


@pytest.mark.django_db
def test_without_the_right_to_persons_the_facts_name_nobody() -> None:
    facts = facts_of(version_of(received()), persons=False)
    assert "Người Mẫu" not in said(receipt(facts))


@pytest.mark.django_db
def test_a_receipt_of_today_is_of_the_centre_of_the_commune() -> None:
    unit = Unit.objects.get(key=WARD)
    assert desk_of(unit, date(2025, 7, 1)).agency == ("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG")
    assert desk_of(unit, date(2025, 6, 30)).agency == ("BỘ PHẬN TIẾP NHẬN", "VÀ TRẢ KẾT QUẢ")
    centre = Unit.objects.get(key="ct-trung-tam-pvhcc")
    assert desk_of(centre, MARCH) == agency_of(centre)
    assert desk_of(centre, MARCH).superior == "UBND THÀNH PHỐ CẦN THƠ"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "place"),
    [
        (WARD, "An Thới"),
        ("ct-quan-binh-thuy", "Bình Thủy"),
        ("ct-so-noi-vu", "Cần Thơ"),
        ("ct-thanh-pho", "Cần Thơ"),
    ],
)
def test_papers_are_dated_where_the_agency_sits(key: str, place: str) -> None:
    assert place_name(Unit.objects.get(key=key)) == place


@pytest.mark.usefixtures("fresh_db")
def test_an_apology_moves_the_appointment_and_neither_the_receipt_nor_the_due_date() -> None:
    dossier = received()
    actions.apologise(
        dossier,
        reason="Cơ quan phối hợp có ý kiến trễ",
        appointment_at=vn("2024-03-25T17:00"),
        at=vn("2024-03-18T10:00"),
        by="tam",
    )
    version = version_of(dossier)
    facts = facts_of(version, persons=True)
    assert "17 giờ 00 phút, ngày 20 tháng 3 năm 2024" in said(receipt(facts))
    (notice,) = notices_of(version, Kind.APOLOGY)
    form = NOTICES[Kind.APOLOGY](facts, notice)
    text = said(form)
    assert "Kính gửi: Người Mẫu" in text
    assert "Thời gian hẹn trả kết quả: 17 giờ 00 phút, ngày 20 tháng 3 năm 2024" in text
    assert "vào lúc 17 giờ 00 phút, ngày 25 tháng 3 năm 2024" in text
    assert "Lý do: Cơ quan phối hợp có ý kiến trễ" in text
    assert form.letterhead.number.endswith("/PXL")
    assert form.signers[0].position == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert form.letterhead.agency == ("ỦY BAN NHÂN DÂN", "PHƯỜNG AN THỚI")


@pytest.mark.usefixtures("fresh_db")
def test_a_supplement_lists_all_items_and_names_the_law() -> None:
    dossier = received()
    items = ["Bản khai cư trú", "Bản sao hộ khẩu"]
    actions.ask_for_papers(dossier, items=items, law="NĐ 123/2015/NĐ-CP", at=vn("2024-03-18T10:00"), by="tam")
    version = version_of(dossier)
    (notice,) = notices_of(version, Kind.SUPPLEMENT)
    text = said(NOTICES[Kind.SUPPLEMENT](facts_of(version, persons=True), notice))
    for line in ("1. Bản khai cư trú", "2. Bản sao hộ khẩu", "Căn cứ: NĐ 123/2015/NĐ-CP", "tính lại từ đầu"):
        assert line in text


@pytest.mark.usefixtures("fresh_db")
def test_a_refusal_at_intake_is_signed_by_who_receives_and_one_after_appraisal_by_the_head() -> None:
    at_intake = refuse_at_intake(MARRIAGE, reason="Không thuộc thẩm quyền", law="Luật Hộ tịch", by="ngoc")
    later = received(replace(MARRIAGE, received_at=vn("2024-03-15T10:00")))
    actions.refuse(later, at=vn("2024-03-18T10:00"), by="tam", reason="Không đủ", law="Luật Hộ tịch")
    for dossier, signers, told in (
        (at_intake.dossier_id, 2, "không tiếp nhận"),
        (later, 1, "không giải quyết"),
    ):
        version = version_of(dossier)
        (notice,) = notices_of(version, Kind.REFUSAL)
        form = NOTICES[Kind.REFUSAL](facts_of(version, persons=True), notice)
        assert len(form.signers) == signers
        assert told in said(form)
        assert "Căn cứ: Luật Hộ tịch" in said(form)
    assert [kind for kind, _day in papers_of(version_of(at_intake.dossier_id))] == [Kind.REFUSAL]
    assert [kind for kind, _day in papers_of(version_of(later))] == [Kind.RECEIPT, Kind.REFUSAL, Kind.SLIP]


@pytest.mark.usefixtures("fresh_db")
def test_a_stop_of_2024_has_no_form_and_one_of_2026_has() -> None:
    dossier = received()
    actions.stop(dossier, at=vn("2024-03-18T10:00"), by="tam", reason="Người nộp đề nghị")
    version = version_of(dossier)
    (notice,) = notices_of(version, Kind.STOP)
    facts = facts_of(version, persons=True)
    with pytest.raises(NoForm):
        NOTICES[Kind.STOP](facts, notice)
    form = NOTICES[Kind.STOP](facts, replace(notice, at=vn("2026-03-18T10:00")))
    assert "Lý do: Người nộp đề nghị" in said(form)


@pytest.mark.usefixtures("fresh_db")
def test_the_slip_judges_each_part_by_its_own_limit() -> None:
    dossier = received()
    sign_in(Role.CASE_OFFICER, WARD)
    officer = Person.objects.get(username=f"{Role.CASE_OFFICER}-{WARD}")
    actions.assign(dossier, officer=officer, at=vn("2024-03-18T08:00"), by="ngoc")  # a working day too late
    actions.consult(
        dossier, unit=OTHER, due_at=vn("2024-03-19T17:00"), at=vn("2024-03-18T09:00"), by="thu-ly"
    )
    actions.record_opinion(dossier, unit=OTHER, document="12/UBND", at=vn("2024-03-20T08:00"), by="thu-ly")
    actions.resolve(dossier, at=vn("2024-03-20T16:00"), by="tam")
    actions.give_back(dossier, at=vn("2024-03-21T08:00"), by="ngoc")
    version = version_of(dossier)
    facts = facts_of(version, persons=False)
    found = slip_of(happened_to(version), facts.desk.name, facts.agency.name)
    handled = "UBND phường An Thới (Người dùng mẫu)"
    assert [(one.giver, one.receiver, one.result) for one in found.hand_overs] == [
        ("Người nộp hồ sơ", facts.desk.name, None),
        (facts.desk.name, handled, InTime.LATE),
        ("UBND phường An Thới", "UBND phường Long Hòa", None),
        ("UBND phường Long Hòa", "UBND phường An Thới", InTime.LATE),
        ("UBND phường An Thới", facts.desk.name, InTime.ON_TIME),
        (facts.desk.name, "Người nộp hồ sơ", None),
    ]
    text = said(slip(facts, found))
    assert "Cơ quan phối hợp giải quyết hồ sơ: UBND phường Long Hòa" in text
    assert "16:00 20/03/2024 | Đúng hạn | Có kết quả" in text


@pytest.mark.django_db
def test_the_code_leads_to_the_page_where_a_dossier_is_followed() -> None:
    with override_settings(TRACKING_ADDRESS=""):
        assert tracking("H13-240315-0001") == "H13-240315-0001"
    with override_settings(TRACKING_ADDRESS="https://tra-cuu.example/ho-so"):
        assert tracking("H13-240315-0001") == "https://tra-cuu.example/ho-so?ma=H13-240315-0001"


def papers(client: Client, code: str, name: str) -> int:
    return client.get(f"/ho-so/{code}/giay-to/{name}").status_code


@pytest.mark.django_db
def test_the_owner_prints_and_is_noted_a_colleague_gets_the_slip_and_a_stranger_nothing() -> None:
    code = version_of(received()).dossier.code
    owner = sign_in(Role.RECEIVING_OFFICER, WARD)
    answer = owner.get(f"/ho-so/{code}/giay-to/tiep-nhan.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "Người Mẫu" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    (view,) = PersonView.objects.all()
    assert view.page == ViewedPage.PAPER
    assert papers(owner, code, "tiep-nhan.docx") == 200
    for missing in ("xin-loi.pdf", "giay-khac.pdf", "tiep-nhan.xlsx", "kiem-soat.svg"):
        assert papers(owner, code, missing) == 404
    colleague = sign_in(Role.CASE_OFFICER, WARD)
    assert papers(colleague, code, "tiep-nhan.pdf") == 404
    answer = colleague.get(f"/ho-so/{code}/giay-to/kiem-soat.pdf")
    assert "Người Mẫu" not in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    stranger = sign_in(Role.HEAD_OF_AGENCY, OTHER)
    assert papers(stranger, code, "tiep-nhan.pdf") == papers(stranger, code, "kiem-soat.pdf") == 404


@pytest.mark.django_db
def test_the_slip_is_a_workbook_too() -> None:
    code = version_of(received()).dossier.code
    answer = sign_in(Role.RECEIVING_OFFICER, WARD).get(f"/ho-so/{code}/giay-to/kiem-soat.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"
    assert rows[-1][:2] == [1, "Người nộp hồ sơ"]
    assert rows[-1][3] == vn("2024-03-15T09:00").replace(tzinfo=None)


@pytest.mark.django_db
def test_the_page_offers_what_there_is_and_a_same_day_receipt_only_on_request() -> None:
    ordinary = version_of(received()).dossier.code
    same_day = version_of(received(replace(MARRIAGE, procedure="chung-thuc-ban-sao"))).dossier.code
    owner, colleague = sign_in(Role.RECEIVING_OFFICER, WARD), sign_in(Role.CASE_OFFICER, WARD)
    page = owner.get(f"/ho-so/{ordinary}/").content.decode()
    assert f"/ho-so/{ordinary}/giay-to/tiep-nhan.pdf" in page
    assert "khi người nộp yêu cầu" not in page
    assert "khi người nộp yêu cầu" in owner.get(f"/ho-so/{same_day}/").content.decode()
    theirs = colleague.get(f"/ho-so/{ordinary}/").content.decode()
    assert "kiem-soat.pdf" in theirs
    assert "tiep-nhan.pdf" not in theirs


@pytest.mark.usefixtures("fresh_db")
def test_an_earlier_paper_of_a_kind_can_be_asked_for() -> None:
    dossier = received()
    for day, item in ((18, "Lần đầu"), (20, "Lần hai")):
        at = vn(f"2024-03-{day}T10:00")
        head = "Lý do của lãnh đạo" if day == 20 else ""
        actions.ask_for_papers(dossier, items=[item], law="Luật", at=at, by="tam", head_reason=head)
        actions.complete_papers(dossier, at=at + timedelta(hours=2), by="ngoc")
    code = version_of(dossier).dossier.code
    client = sign_in(Role.RECEIVING_OFFICER, WARD)

    def text(question: str) -> str:
        answer = client.get(f"/ho-so/{code}/giay-to/bo-sung.pdf{question}")
        return PdfReader(BytesIO(answer.content)).pages[0].extract_text()

    assert "Lần hai" in text("")
    assert "Lần đầu" in text("?lan=1")
    assert papers(client, code, "bo-sung.pdf?lan=3") == 404
