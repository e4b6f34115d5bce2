"""Story 5.5, "Từ thông báo kết luận và nghị quyết chất vấn đến báo cáo", with its refusals, in today's days:
anh Phúc of the committee's office enters and confirms, chị Mai of a department does, a leader extends."""

import re
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from dunghen.org.rights import Role
from dunghen.supervision.given.models import GivenTask, Source
from tests.stories.conftest import Open, violations

pytestmark = pytest.mark.browser
CITY, OFFICE = "ct-thanh-pho-2025", "ct-van-phong-ubnd-2025-07"
HOME, HEALTH = "ct-so-noi-vu-2025-07", "ct-so-y-te-2025-07"
OLD_HOME = "ct-so-noi-vu"  # the department of 2024, whose resolution the sample holds


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def unfold(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).click()


def told(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


def sound(page: Page) -> None:
    assert violations(page) == []


def shown(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def enter(page: Page, subject: str, *orders: dict[str, str]) -> str:
    """A document of a month ago with its orders; its address."""
    page.goto("/nhiem-vu/van-ban/")
    page.get_by_role("link", name="Nhập văn bản, giao nhiệm vụ").click()
    sound(page)
    page.get_by_label("Nguồn giao").select_option("committee")
    page.get_by_label("Tên loại văn bản").select_option("thong-bao")
    page.get_by_label("Ngày văn bản").fill(shown(-30))
    page.get_by_label("Cơ quan ban hành").fill("Ủy ban nhân dân thành phố")
    page.get_by_label("Trích yếu nội dung").fill(subject)
    for place, order in enumerate(orders, 1):
        for name, text in order.items():
            page.locator(f"[name=n{place}-{name}]").fill(text)
    press(page, "Lưu")
    return page.url


def task(page: Page, source: str, unit: str) -> str:
    """The address of a unit's task in a document."""
    page.goto(source)
    row = page.locator("table#tasks tbody tr", has_text=unit).first
    row.get_by_role("link").first.click()
    return page.url


def test_a_conclusion_notice_from_its_entry_to_its_confirmation(window: Open) -> None:
    phuc = window(Role.COMMITTEE_OFFICE, unit=OFFICE)
    source = enter(
        phuc,
        "Kết luận tại Hội nghị của câu chuyện",
        {"label": "1.a", "content": "Phân tích điểm mất", "product": "Báo cáo", "leads": "", "due": shown(3)},
        {"label": "3", "content": "Kiện toàn Ban Chỉ đạo", "product": "Tờ trình", "leads": "Sở Nội vụ"},
    )
    told(phuc, "Nhiệm vụ phải có cơ quan chủ trì.")
    phuc.locator("[name=n1-leads]").fill("Sở Nội vụ; Sở Y tế")
    phuc.locator("[name=n2-time_text]").fill("trong tháng 12 năm 2027")
    press(phuc, "Lưu")
    source = phuc.url
    told(phuc, "31/12/2027")
    sound(phuc)
    mai = window(Role.HEAD_OF_AGENCY, unit=HOME)
    mai.goto("/nhiem-vu/hop-viec/")
    told(mai, "Kiện toàn Ban Chỉ đạo")
    sound(mai)
    mai.get_by_role("link", name="Kiện toàn Ban Chỉ đạo").first.click()
    steering = mai.url
    press(mai, "Nhận nhiệm vụ")
    unfold(mai, "Phân công thực hiện")
    mai.get_by_label("Phòng, bộ phận").fill("Phòng Cải cách hành chính")
    press(mai, "Phân công thực hiện")
    told(mai, "Phòng Cải cách hành chính")
    mai.get_by_label("Số, ký hiệu").fill("15/TTr-SNV")
    mai.get_by_label("Ngày văn bản").fill(shown(1))
    press(mai, "Trình sản phẩm")
    told(mai, "Ngày của văn bản không được sau ngày hôm nay.")
    mai.get_by_label("Ngày văn bản").fill(shown(-1))
    press(mai, "Trình sản phẩm")
    told(mai, "Đã trình")
    expect(mai.get_by_role("button", name="Xác nhận hoàn thành")).to_have_count(0)
    sound(mai)
    phuc.goto("/nhiem-vu/hop-viec/")
    phuc.get_by_role("link", name="Kiện toàn Ban Chỉ đạo").first.click()
    stale = window(Role.COMMITTEE_OFFICE, unit=OFFICE)
    stale.goto(phuc.url)
    press(phuc, "Xác nhận hoàn thành")
    told(phuc, "Hoàn thành đúng hạn")
    press(stale, "Xác nhận hoàn thành")
    told(stale, "Người khác vừa xử lý nội dung này")
    assert phuc.url == steering
    extend(window, source)


def extend(window: Open, source: str) -> None:
    """Asked before the day, granted by a leader; both days remain. After the day it is refused."""
    health = window(Role.HEAD_OF_AGENCY, unit=HEALTH)
    address = task(health, source, "Sở Y tế")
    unfold(health, "Đề nghị gia hạn")
    health.get_by_label("Thời hạn đề nghị").fill(shown(18))
    health.get_by_label("Lý do").fill("Chờ kết quả rà soát")
    press(health, "Đề nghị gia hạn")
    leader = window(Role.LEADER, unit=CITY)
    leader.goto(address)
    sound(leader)
    leader.get_by_label("Thời hạn mới").fill(shown(18))
    press(leader, "Chấp thuận gia hạn")
    told(leader, f"thời hạn ban đầu {shown(3)}")
    told(leader, shown(18))
    phuc = window(Role.COMMITTEE_OFFICE, unit=OFFICE)
    late = enter(
        phuc,
        "Kết luận đã quá hạn của câu chuyện",
        {"content": "Báo cáo chậm", "product": "Báo cáo", "leads": "Sở Y tế", "due": shown(-1)},
    )
    task(health, late, "Sở Y tế")
    told(health, "Chưa hoàn thành, quá hạn")
    unfold(health, "Đề nghị gia hạn")
    health.get_by_label("Thời hạn đề nghị").fill(shown(9))
    health.get_by_label("Lý do").fill("Chậm")
    press(health, "Đề nghị gia hạn")
    told(health, "đề nghị gia hạn phải gửi trước khi hết hạn")
    urge(phuc)


def urge(phuc: Page) -> None:
    """One letter for the unit, drafted into the register."""
    phuc.goto("/nhiem-vu/don-doc/")
    sound(phuc)
    press(phuc, "Dự thảo công văn đôn đốc")
    told(phuc, "Đôn đốc Sở Y tế thực hiện nhiệm vụ được giao đã quá hạn")
    phuc.goto("/nhiem-vu/tong-hop/")
    sound(phuc)
    told(phuc, "Theo đơn vị chủ trì")


def test_the_resolution_becomes_a_report_with_its_number(window: Open, tmp_path: Path) -> None:
    source = Source.objects.get(symbol="29/NQ-HĐND")
    given = GivenTask.objects.filter(item__source=source, item__label="4")[0]
    head = window(Role.HEAD_OF_DIVISION, unit=OLD_HOME)
    head.goto(f"/nhiem-vu/{given.pk}/")
    unfold(head, "Ghi tiến độ, kết quả")
    head.get_by_label("Nội dung").fill("Đã cử 12 lượt công chức đi bồi dưỡng.")
    head.get_by_label("Văn bản dẫn chứng").fill("Kế hoạch mẫu số 01 ngày 02 tháng 01 năm 2024")
    head.get_by_label("Đưa vào báo cáo").check()
    press(head, "Ghi tiến độ, kết quả")
    head.goto(f"/nhiem-vu/van-ban/{source.pk}/ket-qua/{OLD_HOME}/")
    sound(head)
    told(head, "Đã cử 12 lượt công chức đi bồi dưỡng.")
    head.get_by_role("button", name="Lưu và dự thảo vào sổ văn bản đi").click()
    document = head.url
    press(head, "Trình ký")
    mai = window(Role.HEAD_OF_AGENCY, unit=OLD_HOME)
    mai.goto(document)
    mai.get_by_label("Chức vụ người ký").fill("Phó Giám đốc")
    press(mai, "Ký ban hành")
    clerk = window(Role.CLERK, unit=OLD_HOME)
    clerk.goto(document)
    clerk.get_by_role("button", name=re.compile("Cấp số")).click()
    head.goto(f"/nhiem-vu/van-ban/{source.pk}/ket-qua/{OLD_HOME}/")
    with head.expect_download() as download:
        head.get_by_role("link", name="Xuất Word").click()
    file = tmp_path / "bao-cao.docx"
    download.value.save_as(file)
    word = docx.Document(str(file))
    top = "\n".join(cell.text for row in word.tables[0].rows for cell in row.cells)
    assert re.search(r"Số: \d+/BC-SNV", top)
    assert f"ngày {timezone.localdate():%d}" in top
    texts = [one.text for one in word.paragraphs]
    for heading in ("I. KẾT QUẢ THỰC HIỆN", "II. NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI"):
        assert heading in texts
