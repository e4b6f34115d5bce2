"""The pages of the registers, by who may do what."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from dunghen.documents.official.models import CaseFile, OfficialDocument
from dunghen.documents.tests.test_official import CITY, HOME, OTHER, PNG, issued
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/so-van-ban/"


def test_a_report_from_draft_to_issue_on_the_pages() -> None:
    writer, head, clerk = (
        sign_in(role, HOME) for role in (Role.CASE_OFFICER, Role.HEAD_OF_AGENCY, Role.CLERK)
    )
    said = {"unit": HOME, "kind": "bao-cao", "abstract": "Kết quả CCHC quý I", "tail": "", "recipients": ""}
    wrong = writer.post(f"{ADDRESS}du-thao/", said | {"tail": "KH-SNV"})
    assert wrong.status_code == 422
    assert "BC-" in wrong.content.decode()
    file = SimpleUploadedFile("bao-cao.png", PNG)
    answer = writer.post(f"{ADDRESS}du-thao/", said | {"tep": file})
    page = answer.headers["Location"]
    row = OfficialDocument.objects.get(abstract="Kết quả CCHC quý I")
    assert head.post(f"{page}buoc/trinh/", {"ban": row.version}).status_code == 302
    stale = head.post(f"{page}buoc/ky/", {"ban": row.version, "ky-post": "Giám đốc"})
    assert "Người khác vừa xử lý" in stale.content.decode()
    head.post(f"{page}buoc/ky/", {"ban": row.version + 1, "ky-post": "Giám đốc"})
    assert clerk.post(f"{page}buoc/cap-so/", {"ban": row.version + 2}).status_code == 302
    empty = clerk.post(f"{page}buoc/phat-hanh/", {"ban": row.version + 3, "phat-hanh-recipients": ""})
    assert empty.status_code == 422
    sent = {"ban": row.version + 3, "phat-hanh-recipients": "- Sở Tư pháp;\n- Lưu: VT."}
    assert clerk.post(f"{page}buoc/phat-hanh/", sent).status_code == 302
    shown = clerk.get(page).content.decode()
    assert "Báo cáo số 01/BC-SNV" in shown
    assert "Lưu: VT" in shown
    other = sign_in(Role.CLERK, OTHER)
    assert "Đăng ký văn bản đến" in other.get(page).content.decode()
    assert other.post(f"{page}nhan/{OTHER}/").status_code == 302
    assert other.get(f"{page}tep/").headers["Content-Type"] == "image/png"
    assert "01/BC-SNV" in other.get(f"{ADDRESS}?so=den").content.decode()


def test_a_draft_is_missing_for_who_does_not_work_there() -> None:
    writer = sign_in(Role.CASE_OFFICER, HOME)
    file = SimpleUploadedFile("ban.png", PNG)
    said = {"unit": HOME, "kind": "bao-cao", "abstract": "Mật trong phòng", "tail": "", "recipients": ""}
    page = writer.post(f"{ADDRESS}du-thao/", said | {"tep": file}).headers["Location"]
    leader = sign_in(Role.LEADER, CITY)
    for path in (page, f"{page}tep/", f"{page}sua/"):
        assert leader.get(path).status_code == 404
    assert leader.post(f"{page}buoc/trinh/", {"ban": 1}).status_code == 404
    assert "Mật trong phòng" not in leader.get(f"{ADDRESS}?so=du-thao&tim=mat").content.decode()
    assert sign_in(Role.TECHNICAL_ADMIN).get(ADDRESS).status_code == 403


def test_a_register_costs_the_same_however_long_it_is() -> None:
    client = sign_in(Role.CLERK, HOME)
    issued()
    client.get(ADDRESS)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(ADDRESS)
    for _each in range(3):
        issued()
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)
    assert len(many) == len(one)
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{ADDRESS}so.xlsx").content))
    rows = [row for row in book.get_sheet_by_index(0).to_python() if row[0]]
    assert rows[0][0] == "SỔ ĐĂNG KÝ VĂN BẢN ĐI"
    assert "01/BC-SNV" in [row[0] for row in rows]


def test_citations_and_a_file_of_a_matter() -> None:
    row = issued()
    client = sign_in(Role.CASE_OFFICER, HOME)
    text = f"Báo cáo số {row.symbol} ngày 01/01/2020 và 9999/BC-SNV ngày 02/01/2020"
    shown = client.post(f"{ADDRESS}doi-chieu/", {"van-ban": text}).content.decode()
    assert "1 viện dẫn có ngày không khớp" in shown
    assert "Không có trong sổ" in shown
    said = {"unit": HOME, "code": "01/CCHC", "title": "Hồ sơ thử", "retention": "20 năm"}
    page = client.post(f"{ADDRESS}tap-ho-so/mo/", said).headers["Location"]
    missing = client.post(f"{page}buoc/them/", {"them-symbol": "77/BC-SNV"})
    assert "Không tìm thấy văn bản" in missing.content.decode()
    client.post(f"{page}buoc/them/", {"them-symbol": row.symbol.lower()})
    assert row.abstract in client.get(page).content.decode()
    case = CaseFile.objects.get(code="01/CCHC")
    item = case.items.get()
    assert client.post(f"{page}dua-ra/{item.pk}/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}dua-ra/{item.pk}/", {"reason": "Nhầm"}).status_code == 302
    assert sign_in(Role.CASE_OFFICER, OTHER).get(page).status_code == 404
