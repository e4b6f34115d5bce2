"""Story 5.9, "Công bố TTHC, tồn kho và tiết kiệm" (January 2024), with its dates and refusals: anh Đức of a
department drafts, chị Nhi of the committee's office checks, the clerk records the signature, a ward posts."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from dunghen.org.models import Unit
from dunghen.org.rights import Role
from dunghen.procedures.models import ProcedureVersion
from dunghen.procedures.stock import movement
from tests.stories.conftest import Open, violations

pytestmark = pytest.mark.browser
DEPARTMENT, OFFICE, WARD = "ct-so-y-te", "ct-van-phong-ubnd", "ct-phuong-an-thoi"
NEW, ENDED = 12, 9


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def told(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


def sound(page: Page) -> None:
    assert violations(page) == []


def head(page: Page, subject: str) -> str:
    """A draft of a decision whose text takes force on 15/01/2024; its address."""
    page.goto("/thu-tuc/cong-bo/")
    page.get_by_role("link", name="Dự thảo quyết định").click()
    sound(page)
    page.get_by_label("Trích yếu").fill(subject)
    page.get_by_label("Quyết định công bố của Bộ").fill("Quyết định mẫu của Bộ Y tế")
    page.get_by_label("Ngày nhận quyết định của Bộ").fill("02/01/2024")
    page.get_by_label("Văn bản quy phạm pháp luật").fill("Nghị định mẫu")
    page.get_by_label("Ngày văn bản có hiệu lực").fill("15/01/2024")
    press(page, "Lưu")
    return page.url


def add_new(page: Page, name: str, *, sequence: str = "Nộp, thẩm định, trả kết quả") -> None:
    page.get_by_role("link", name="Thêm thủ tục mới").click()
    page.get_by_label("a) Tên thủ tục hành chính").fill(name)
    page.get_by_label("Lĩnh vực").fill("Y tế dự phòng")
    page.get_by_label("Cấp thành phố").check()
    page.get_by_label("b) Trình tự thực hiện").fill(sequence)
    page.get_by_label("c) Cách thức thực hiện").fill("Trực tiếp, trực tuyến, bưu chính công ích")
    page.get_by_label("d) Thành phần hồ sơ").fill("Đơn đề nghị; 1; 0\nBản sao giấy phép; 0; 1")
    page.get_by_label("Số lượng hồ sơ (bộ)").fill("1")
    page.get_by_label("đ) Thời hạn giải quyết").fill("5")
    page.get_by_label("Đơn vị thời hạn").select_option("day")
    page.get_by_label("e) Đối tượng thực hiện").fill("Tổ chức, cá nhân")
    press(page, "Lưu")


def add_ended(page: Page, name: str) -> None:
    page.get_by_role("link", name="Thêm thủ tục bãi bỏ, thay thế").click()
    page.get_by_label("Thủ tục bị bãi bỏ, thay thế").fill(name)
    page.get_by_label("Văn bản bãi bỏ, thay thế").fill("Nghị định mẫu")
    press(page, "Lưu")


def to_end() -> list[str]:
    """Sample procedures of the city's level that no decision touched."""
    rows = ProcedureVersion.objects.filter(
        known_to=None, valid_to=None, state="published", decision="", procedure__key__startswith="mau-"
    )
    found = rows.filter(scopes__level="city").order_by("-procedure__key")
    return list(found.values_list("procedure__name", flat=True)[:ENDED])


def deadline(page: Page, line: int) -> str:
    return page.locator("table#deadlines tbody tr").nth(line).inner_text()


def test_a_decision_from_the_draft_to_the_ward(window: Open) -> None:
    city = Unit.objects.get(key="ct-thanh-pho")
    before = movement(city, date(2023, 12, 15), date(2024, 5, 14))
    duc = window(Role.FIELD_LEAD, unit=DEPARTMENT)
    nhi = window(Role.COMMITTEE_OFFICE, unit=OFFICE)
    address = head(duc, "Công bố danh mục thủ tục hành chính lĩnh vực y tế")
    assert "10/01/2024" in deadline(duc, 0)
    assert "08/01/2024" in deadline(duc, 1)
    for number in range(1, NEW + 1):
        add_new(duc, f"Thủ tục y tế của câu chuyện số {number}", sequence="" if number == 1 else "Nộp, trả")
    for name in to_end():
        add_ended(duc, name)
    sound(duc)
    press(duc, "Trình Văn phòng UBND kiểm tra")
    nhi.goto(address)
    press(nhi, "Kiểm tra xong, trình ký")
    told(nhi, "Còn thiếu bộ phận tạo thành: Thủ tục y tế của câu chuyện số 1: b) Trình tự thực hiện.")
    nhi.get_by_label("Lý do trả lại").fill("Thiếu trình tự thực hiện")
    press(nhi, "Trả lại")
    mend(duc, address)
    sign(nhi, window, address)
    enter_and_post(nhi, window, address)
    after = movement(city, date(2023, 12, 15), date(2024, 5, 14))
    assert (after.published - before.published, after.ended - before.ended) == (NEW, ENDED)
    assert after.end - before.end == NEW - ENDED
    assert after.difference == before.difference == 0
    made = ProcedureVersion.objects.filter(procedure__name__startswith="Thủ tục y tế của câu chuyện")
    assert made.in_force(date(2024, 1, 12)).count() == 0
    assert made.in_force(date(2024, 1, 15)).filter(known_to=None).count() == NEW


def mend(duc: Page, address: str) -> None:
    """The department adds what was missing and sends it again."""
    duc.goto(address)
    told(duc, "Thiếu trình tự thực hiện")
    duc.get_by_role("link", name=re.compile(r"^Sửa ?: Thủ tục y tế của câu chuyện số 1$")).click()
    duc.get_by_label("b) Trình tự thực hiện").fill("Nộp, thẩm định, trả kết quả")
    press(duc, "Lưu")
    press(duc, "Trình Văn phòng UBND kiểm tra")
    expect(duc.get_by_role("button", name="Trình Văn phòng UBND kiểm tra")).to_have_count(0)


def sign(nhi: Page, window: Open, address: str) -> None:
    """Checked, then signed; a number is needed, and who checked does not record the signature."""
    nhi.goto(address)
    press(nhi, "Kiểm tra xong, trình ký")
    told(nhi, "Đã kiểm tra, chờ ký")
    expect(nhi.get_by_role("button", name="Ghi nhận quyết định đã ký")).to_have_count(0)
    clerk = window(Role.CLERK, unit=OFFICE)
    clerk.goto(address)
    clerk.get_by_label("Ngày ký").fill("03/01/2024")
    press(clerk, "Ghi nhận quyết định đã ký")
    told(clerk, "Phải nhập ô này.")
    clerk.get_by_label("Số, ký hiệu").fill("14/QĐ-UBND")
    press(clerk, "Ghi nhận quyết định đã ký")
    told(clerk, "Quyết định số 14/QĐ-UBND ngày 03/01/2024")
    sound(clerk)
    assert "10/01/2024" in deadline(clerk, 2)


def enter_and_post(nhi: Page, window: Open, address: str) -> None:
    """Into the national database on its last day, the process by its own decision, posted by a ward."""
    nhi.goto(address)
    nhi.get_by_label("Ngày", exact=True).fill("02/01/2024")
    press(nhi, "Ghi nhận đã nhập CSDL quốc gia")
    told(nhi, "Ngày nhập phải từ ngày ký quyết định")
    nhi.get_by_label("Ngày", exact=True).fill("10/01/2024")
    press(nhi, "Ghi nhận đã nhập CSDL quốc gia")
    assert "Đúng hạn" in deadline(nhi, 2)
    assert "Đúng hạn" in deadline(nhi, 3)
    nhi.get_by_role("link", name=re.compile(r"^Ghi quy trình ?: Thủ tục y tế của câu chuyện số 2$")).click()
    sound(nhi)
    nhi.get_by_label("Quyết định phê duyệt quy trình nội bộ").fill("15/QĐ-UBND")
    nhi.get_by_label("Ngày phê duyệt").fill("05/01/2024")
    nhi.get_by_label("Bước 1").fill("Tiếp nhận, thẩm định")
    nhi.get_by_label("Số giờ").first.fill("41")
    press(nhi, "Lưu")
    told(nhi, "Tổng 41 giờ vượt thời hạn giải quyết")
    nhi.get_by_label("Số giờ").first.fill("38,5")
    press(nhi, "Lưu")
    told(nhi, "15/QĐ-UBND, 05/01/2024")
    head_of_department = window(Role.HEAD_OF_AGENCY, unit=DEPARTMENT)
    head_of_department.goto(address)
    head_of_department.get_by_label("Ngày", exact=True).fill("11/01/2024")
    press(head_of_department, "đã niêm yết")
    told(head_of_department, "Đã xác nhận: 1/1 đơn vị.")


def test_signed_on_the_ninth_is_lawful_and_late_for_the_index(window: Open) -> None:
    duc = window(Role.FIELD_LEAD, unit=DEPARTMENT)
    address = head(duc, "Công bố thủ tục ký ngày 09/01")
    add_new(duc, "Thủ tục y tế ký ngày 09")
    press(duc, "Trình Văn phòng UBND kiểm tra")
    nhi = window(Role.COMMITTEE_OFFICE, unit=OFFICE)
    nhi.goto(address)
    press(nhi, "Kiểm tra xong, trình ký")
    clerk = window(Role.CLERK, unit=OFFICE)
    clerk.goto(address)
    clerk.get_by_label("Số, ký hiệu").fill("18/QĐ-UBND")
    clerk.get_by_label("Ngày ký").fill("09/01/2024")
    press(clerk, "Ghi nhận quyết định đã ký")
    assert "Đúng hạn" in deadline(clerk, 0)
    assert "Trễ hạn" in deadline(clerk, 1)
    ward = window(Role.RECEIVING_OFFICER, unit=WARD)
    ward.goto(address)
    expect(ward.get_by_role("button", name="đã niêm yết")).to_have_count(0)


def test_a_draft_is_nobody_elses(window: Open) -> None:
    address = head(window(Role.FIELD_LEAD, unit=DEPARTMENT), "Công bố thủ tục đang dự thảo")
    for role, unit in ((Role.FIELD_LEAD, "ct-so-tu-phap"), (Role.RECEIVING_OFFICER, WARD)):
        stranger = window(role, unit=unit)
        answer = stranger.goto(address)
        assert answer is not None
        assert answer.status == 404


def test_the_saving_of_the_plan(window: Open) -> None:
    page = window(Role.COMMITTEE_OFFICE, unit=OFFICE)
    page.goto("/thu-tuc/ra-soat/")
    told(page, "3210/QĐ-UBND")
    told(page, "5.016.210")
    page.get_by_role("link", name="Thủ tục mẫu số 0001").click()
    for figure in ("96.838.031", "91.821.821", "5.016.210", "5,18 %"):
        told(page, figure)
    sound(page)


def test_a_simplification_must_save_something(window: Open) -> None:
    """The agency judges and reckons; the office does not approve what costs more than before."""
    nhi = window(Role.COMMITTEE_OFFICE, unit=OFFICE)
    nhi.goto("/thu-tuc/ra-soat/2024/them/")
    sound(nhi)
    nhi.get_by_label("Thủ tục cần rà soát").fill("mau-0002")
    nhi.get_by_label("Cơ quan thực hiện").select_option(DEPARTMENT)
    nhi.get_by_label("Căn cứ lựa chọn").select_option("chosen")
    nhi.get_by_label("Từ ngày").fill("01/02/2024")
    nhi.get_by_label("Đến ngày").fill("01/02/2025")
    nhi.get_by_label("Dự kiến sản phẩm").fill("Quyết định phê duyệt phương án")
    press(nhi, "Lưu")
    told(nhi, "Thời gian thực hiện phải nằm trong năm kế hoạch.")
    nhi.get_by_label("Đến ngày").fill("30/06/2024")
    press(nhi, "Lưu")
    told(nhi, "Chưa tính chi phí tuân thủ.")
    address = nhi.url
    duc = window(Role.FIELD_LEAD, unit=DEPARTMENT)
    duc.goto(address)
    judge(duc)
    reckon(duc, "Tính chi phí trước", hours="2")
    reckon(duc, "Tính chi phí sau", hours="2,5")
    nhi.goto(f"{address}phe-duyet/")
    nhi.get_by_label("Quyết định phê duyệt phương án").fill("99/QĐ-UBND")
    nhi.get_by_label("Ngày phê duyệt").fill("02/05/2024")
    press(nhi, "Lưu")
    told(nhi, "Chi phí sau đơn giản hóa phải thấp hơn chi phí trước.")


def judge(page: Page) -> None:
    """Necessity, reasonableness, legality; without all of them there is no result."""
    page.get_by_role("link", name="Ghi kết quả rà soát").click()
    sound(page)
    for label in ("Sự cần thiết", "Tính hợp lý"):
        page.get_by_label(label).fill("Đã đánh giá")
    page.locator("select[name=proposal]").select_option("amend")
    press(page, "Lưu")
    told(page, "Phải nhập ô này.")
    page.get_by_label("Tính hợp pháp").fill("Đã đánh giá")
    press(page, "Lưu")


def reckon(page: Page, side: str, *, hours: str) -> None:
    """One task of so many hours, once a year, for a hundred subjects."""
    page.get_by_role("link", name=side).click()
    sound(page)
    page.get_by_label("Thu nhập bình quân của năm").select_option("2023")
    page.get_by_label("Số đối tượng tuân thủ trong năm").fill("100")
    page.get_by_label("Số lần thực hiện trong năm").fill("1")
    page.get_by_label("Phí, lệ phí (đồng/lần)").fill("50.000")
    page.locator("input[name=hours_0]").fill(hours)
    press(page, "Lưu")


def test_everybody_reads_the_catalogue_of_a_day(window: Open) -> None:
    page = window()
    page.goto("/thu-tuc/danh-muc/?ngay=01/06/2024")
    page.get_by_role("link", name="Hộ tịch", exact=True).click()
    told(page, "Danh mục thủ tục hành chính lĩnh vực Hộ tịch")
    with page.expect_download() as download:
        page.get_by_role("link", name="Xuất PDF").click()
    assert download.value.suggested_filename == "danh-muc-2024-06-01.pdf"
