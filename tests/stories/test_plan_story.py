"""Story 5.4, "Kế hoạch CCHC năm và Phụ lục I": chị Thảo of the reform office builds the plan, the clerk
records its number, a district makes its own from it, a department proves its task, the committee's office
returns one."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import FilePayload, Page, expect
from xlsxwriter import Workbook

from dunghen.core.excel import XLSX
from dunghen.org.rights import Role
from dunghen.supervision.models import Plan, Task
from tests.stories.conftest import Open, violations

pytestmark = pytest.mark.browser
HOME, LAW, DISTRICT, OFFICE = "ct-so-noi-vu", "ct-so-tu-phap", "ct-huyen-phong-dien", "ct-van-phong-ubnd"
HEAD = ("STT", "Nhiệm vụ cụ thể", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện")
FIELDS = (
    *("Chỉ đạo, điều hành", "Cải cách thể chế", "Cải cách thủ tục hành chính", "Tổ chức bộ máy"),
    *("Chế độ công vụ", "Tài chính công", "Chính quyền điện tử, chính quyền số"),
)
TIMES = ("Quý I/2025", "Trong năm 2025", "Năm 2025 (khi có hướng dẫn của Trung ương)", "Quý III, IV năm 2025")
VAGUE = "Nâng cao tinh thần trách nhiệm"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def told(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


def sound(page: Page) -> None:
    assert violations(page) == []


def table(*, shifted: bool) -> bytes:
    """Seven fields with five tasks each; four of them without a countable product, one row slid sideways."""
    file = BytesIO()
    with Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEAD)
        line, number = 1, 0
        for place, field in enumerate(FIELDS, 1):
            page.write_row(line, 0, (str(place), field))
            for _ in range(5):
                number, line = number + 1, line + 1
                product = VAGUE if number in (4, 9, 17, 30) else "Kế hoạch của UBND thành phố"
                task = (f"{number}", f"Nhiệm vụ số {number} của câu chuyện", product)
                row = (*task, "Sở Tư pháp", "UBND cấp huyện", TIMES[number % 4])
                page.write_row(line, 1 if shifted and number == 12 else 0, row)
            line += 1
    return file.getvalue()


def send(page: Page, content: bytes) -> None:
    said: FilePayload = {"name": "ke-hoach.xlsx", "mimeType": XLSX, "buffer": content}
    page.set_input_files("input[type=file]", files=[said])
    press(page, "Nhập nhiệm vụ")


def build(page: Page) -> str:
    """The draft with its 35 tasks, four of them marked and mended; its address."""
    page.goto("/ke-hoach/")
    page.get_by_role("link", name="Lập kế hoạch").click()
    sound(page)
    page.get_by_label("Đơn vị ban hành").select_option("ct-thanh-pho")
    page.get_by_label("Loại kế hoạch").select_option("year")
    page.get_by_label("Năm (năm đầu").fill("2025")
    page.get_by_label("Tên kế hoạch").fill("Kế hoạch cải cách hành chính năm 2025 của thành phố Cần Thơ")
    press(page, "Lưu")
    address = page.url
    page.get_by_role("link", name="Nhập từ tệp Excel").click()
    sound(page)
    send(page, table(shifted=True))
    told(page, "Dòng 16: các ô bị lệch 1 cột sang phải")
    sound(page)
    send(page, table(shifted=False))
    told(page, "Đã nhập 35 nhiệm vụ")
    press(page, "Trình ký")
    told(page, "4 nhiệm vụ chưa đủ nội dung")
    told(page, "Nhiệm vụ 17: Chưa có sản phẩm đếm được.")
    for number in (4, 9, 17, 30):
        page.goto(address)
        page.get_by_role("link", name=f"Sửa nhiệm vụ {number}", exact=True).click()
        page.locator("input[name=product_1]").fill("Báo cáo của Sở Tư pháp")
        press(page, "Lưu")
    sound(page)
    press(page, "Trình ký")
    return address


def issue(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Số, ký hiệu").fill("258/KH-UBND")
    page.get_by_label("Ngày ban hành").fill("28/12/2024")
    press(page, "Ghi nhận đã ban hành")
    told(page, "Các đơn vị thấy nhiệm vụ của mình từ bây giờ")


def own_plan(page: Page) -> None:
    """A district takes what names it, adds three, and answers by name."""
    page.goto("/ke-hoach/lap/")
    page.get_by_label("Loại kế hoạch").select_option("year")
    page.get_by_label("Năm (năm đầu").fill("2025")
    page.get_by_label("Tên kế hoạch").fill("Kế hoạch cải cách hành chính năm 2025 của huyện Phong Điền")
    page.locator("select[name=parent]").select_option(
        label=page.locator("option", has_text="258/KH-UBND").inner_text()
    )
    press(page, "Lưu")
    press(page, "Lấy nhiệm vụ từ kế hoạch cấp trên")
    told(page, "Đã lấy các nhiệm vụ có tên đơn vị")
    for number in range(3):
        page.get_by_role("link", name="Thêm nhiệm vụ").click()
        page.get_by_label("Nhiệm vụ cụ thể").fill(f"Việc riêng của huyện số {number}")
        page.get_by_label("Người, bộ phận chịu trách nhiệm").fill("Phòng Nội vụ")
        page.locator("input[name=product_1]").fill("Báo cáo của huyện")
        page.locator("input[name=time_1]").fill("Quý II")
        press(page, "Lưu")
    expect(page.locator("#tasks tbody tr td.num")).to_have_count(38)
    told(page, "Chưa ghi người, bộ phận chịu trách nhiệm")


def prove(page: Page, task: Task, number: str) -> None:
    page.goto(f"/ke-hoach/nhiem-vu/{task.pk}/")
    page.get_by_label("Số, ký hiệu").fill(number)
    page.get_by_label("Ngày văn bản").fill("03/01/2025")
    press(page, "Gửi")
    told(page, "cơ quan giao nhiệm vụ xác nhận")


def test_a_plan_from_the_draft_to_phu_luc_1(window: Open) -> None:
    thao, clerk = window(Role.REFORM_OFFICE, unit=HOME), window(Role.CLERK)
    law, office = window(Role.FIELD_LEAD, unit=LAW), window(Role.COMMITTEE_OFFICE, unit=OFFICE)
    address = build(thao)
    issue(clerk, address)
    own_plan(window(Role.REPORTING_OFFICER, unit=DISTRICT))
    plan = Plan.objects.get(number="258/KH-UBND")
    one, two = plan.tasks.filter(number__in=(4, 8)).order_by("number")
    prove(law, one, "03/KH-UBND")
    sound(law)
    expect(law.get_by_role("button", name="Xác nhận hoàn thành")).to_have_count(0)
    thao.goto(f"/ke-hoach/nhiem-vu/{one.pk}/")
    sound(thao)
    press(thao, "Xác nhận hoàn thành")
    told(thao, "Đã thực hiện")
    prove(law, two, "Dự thảo")
    office.goto(f"/ke-hoach/nhiem-vu/{two.pk}/")
    office.locator("summary", has_text=re.compile("Trả lại yêu cầu")).click()
    office.get_by_label("Lý do").fill("Văn bản còn là dự thảo")
    office.get_by_role("button", name="Trả lại", exact=True).click()
    told(office, "Văn bản còn là dự thảo")
    thao.goto(f"{address}?ket-qua=da-thuc-hien")
    expect(thao.locator("#tasks tbody tr td.num")).to_have_count(1)
    thao.goto(f"{address}?ket-qua=qua-han")
    told(thao, "Quá hạn")
    with thao.expect_download() as download:
        thao.get_by_role("link", name="Phụ lục I (Word)").click()
    assert download.value.suggested_filename.startswith("phu-luc-1-2025")
