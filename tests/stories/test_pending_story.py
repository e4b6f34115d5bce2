"""The eleventh story, "Rà soát công việc tồn đọng" (October to November 2024), and a case that comes of it:
chị Thảo of the reform office asks the districts, one answers; anh Mười of organisation and cadres walks the
case to its end."""

from io import BytesIO

import docx
import pytest
from playwright.sync_api import Page, expect
from xlsxwriter import Workbook

from dunghen.org.models import Looked
from dunghen.org.rights import Role
from dunghen.supervision.models import Case, PendingItem
from dunghen.supervision.pending.sheet import LABELS
from tests.stories.conftest import Open, violations

pytestmark = [pytest.mark.browser, pytest.mark.long]
OFFICE, DISTRICT = "ct-so-noi-vu", "ct-quan-ninh-kieu"
ROW = [
    "Giao đất tái định cư chưa xong",
    "2022",
    "A",
    "Năng lực",
    "Giám đốc Ban",
    "Bốc thăm nền",
    "30/06/2025",
]
NAME = "Mẫu Văn Câu Chuyện"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


def sound(page: Page) -> None:
    assert violations(page) == []


def table(*rows: list[str]) -> bytes:
    file = BytesIO()
    with Workbook(file) as book:
        page = book.add_worksheet()
        for line, cells in enumerate([[str(label) for label in LABELS.values()], *rows]):
            for place, cell in enumerate(cells):
                page.write_string(line, place, cell)
    return file.getvalue()


def bring(page: Page, *rows: list[str]) -> None:
    page.get_by_label("Tệp Excel").set_input_files(
        {"name": "ra-soat.xlsx", "mimeType": "application/octet-stream", "buffer": table(*rows)}
    )
    press(page, "Nhập")


def ask(page: Page) -> str:
    """The letter to the nine districts; the address of its board."""
    page.goto("/ra-soat-ton-dong/")
    page.get_by_role("link", name="Mở đợt rà soát").click()
    sound(page)
    page.get_by_label("Tên đợt rà soát").fill("Rà soát công việc tồn đọng cấp huyện")
    page.get_by_label("Số, ký hiệu văn bản").fill("3470/SNV-CCVC")
    page.get_by_label("Ngày văn bản").fill("30/10/2024")
    page.get_by_label("Hạn gửi kết quả").fill("15/10/2024")
    page.get_by_label("UBND cấp huyện").check()
    press(page, "Lưu")
    told(page, "Hạn gửi không được trước ngày văn bản.")
    page.get_by_label("Hạn gửi kết quả").fill("15/11/2024")
    press(page, "Lưu")
    told(page, "0/9")
    return page.url


def list_and_send(page: Page, board: str) -> None:
    """A row that slid is named and nothing is taken; mended it is; one more by hand; sent."""
    page.goto(board)
    page.get_by_role("link", name="UBND quận Ninh Kiều").click()
    bring(page, ROW, ["", *ROW])
    told(page, "Dòng 3: các ô bị lệch sang phải 1 cột.")
    bring(page, ROW, ROW)
    told(page, "Đã nhập 2 nội dung.")
    page.get_by_role("link", name="Thêm nội dung").click()
    sound(page)
    page.get_by_label("Nội dung công việc tồn đọng").fill("Chồng chéo thẩm quyền trong khu quy hoạch")
    page.get_by_label("Từ thời điểm").fill("năm 2020")
    page.get_by_label("Nhóm").select_option("b")
    page.get_by_label("Cơ chế").check()
    page.get_by_label("Người chịu trách nhiệm").fill("Trưởng phòng")
    page.get_by_label("Hướng giải quyết").fill("Kiến nghị hướng dẫn")
    page.get_by_label("Thời hạn").fill("30/06/2025")
    press(page, "Lưu")
    sound(page)
    press(page, "Gửi kết quả")
    told(page, "Đã gửi ngày")


def test_pending_work_from_the_letter_to_tasks_and_recommendations(window: Open) -> None:
    thao, district = (
        window(Role.REFORM_OFFICE, unit=OFFICE),
        window(Role.REPORTING_OFFICER, unit=DISTRICT),
    )
    board = ask(thao)
    list_and_send(district, board)
    thao.goto(board)
    told(thao, "01 cơ quan, đơn vị đã gửi kết quả rà soát, 08 chưa gửi; có 03 công việc tồn đọng")
    told(thao, "Đề nghị xem xét phê bình người đứng đầu: UBND quận Ninh Kiều (1).")
    sound(thao)
    thao.get_by_role("link", name="UBND quận Ninh Kiều").click()
    thao.get_by_role("link", name="Giao đất tái định cư chưa xong").first.click()
    sound(thao)
    press(thao, "Giao nhiệm vụ cho đơn vị")
    told(thao, "Đã giao nhiệm vụ")
    thao.get_by_role("link", name="Chồng chéo thẩm quyền trong khu quy hoạch").click()
    thao.get_by_label("Hình thức").select_option("innovation")
    thao.get_by_label("Nơi nhận").fill("UBND thành phố")
    thao.get_by_label("Văn bản kiến nghị, đăng ký").fill("15/TTr-UBND ngày 20/11/2024")
    press(thao, "Ghi kiến nghị")
    told(thao, "15/TTr-UBND ngày 20/11/2024")
    thao.goto(board)
    expect(thao.locator("main")).not_to_contain_text("xem xét phê bình")
    with thao.expect_download() as download:
        thao.get_by_role("link", name="Xuất Word").click()
    word = docx.Document(str(download.value.path()))
    assert any("nhóm A 02, nhóm B 01" in each.text for each in word.paragraphs)
    item = PendingItem.objects.get(answer__campaign__number="3470/SNV-CCVC", number=1)
    assert item.task is not None
    assert item.task.lead is not None
    assert item.task.lead.key == DISTRICT


def record(page: Page) -> str:
    """A case against a head of division; first without a rank."""
    page.goto("/trach-nhiem/ghi-moi/")
    sound(page)
    page.get_by_label("Nguồn", exact=True).select_option("pending")
    page.get_by_label("Số, mã của bản ghi nguồn").fill("3470/SNV-CCVC")
    page.get_by_label("Ngày ghi nhận").fill("02/12/2024")
    page.get_by_label("Đối tượng").select_option("person")
    page.get_by_label("Tên tập thể hoặc họ tên cá nhân").fill(NAME)
    page.get_by_label("Cơ quan, đơn vị").select_option(label="UBND quận Ninh Kiều (trước 01/07/2025)")
    page.get_by_label("Cấp quản lý").select_option("unit")
    page.get_by_label("Lý do", exact=True).select_option("duty")
    page.get_by_label("Nội dung", exact=True).fill("Để công việc tồn đọng từ năm 2022.")
    press(page, "Lưu")
    told(page, "Chọn ngạch, chức danh của cá nhân.")
    page.get_by_label("Ngạch, chức danh (cá nhân)").select_option("division")
    press(page, "Lưu")
    told(page, NAME)
    return page.url


def do(page: Page, verb: str, **said: str) -> None:
    """One step, in its folded form."""
    form = page.locator("details").filter(has=page.locator("summary strong", has_text=verb))
    form.evaluate("one => { one.open = true }")
    for label, text in said.items():
        field = form.get_by_label(label.replace("_", " "))
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    form.get_by_role("button", name=verb, exact=True).click()


def test_a_case_from_the_proposal_to_the_decision(window: Open) -> None:
    muoi = window(Role.CADRES)
    address = record(muoi)
    do(muoi, "Yêu cầu giải trình", Ngày_thực_hiện="01/12/2024")
    told(muoi, "Ngày thực hiện không được trước bước liền trước (02/12/2024).")
    for day, verb in (
        ("03/12/2024", "Yêu cầu giải trình"),
        ("09/12/2024", "Nhận giải trình"),
        ("12/12/2024", "Nhận bản kiểm điểm"),
    ):
        do(muoi, verb, Ngày_thực_hiện=day)
    said = {"Kết_quả": "disciplined", "Hình_thức_kỷ_luật_về_chính_quyền": "reprimand"}
    said |= {"Số_quyết_định": "501/QĐ-UBND", "Cấp_có_thẩm_quyền": "Chủ tịch UBND quận"}
    said |= {"Ngày_quyết_định,_văn_bản": "20/12/2024"}
    do(muoi, "Ghi kết quả", **said)
    told(muoi, "“Kỷ luật” phải qua họp kiểm điểm có biên bản.")
    do(muoi, "Họp kiểm điểm", Ngày_thực_hiện="16/12/2024")
    do(muoi, "Ghi kết quả", **said)
    told(muoi, "Kỷ luật: Khiển trách: 501/QĐ-UBND, 20/12/2024, Chủ tịch UBND quận")
    sound(muoi)
    muoi.goto("/trach-nhiem/?tim=cau+chuyen")
    told(muoi, "Đã kiến nghị kiểm điểm, xử lý trách nhiệm đối với 01 trường hợp")
    sound(muoi)
    seen_by_nobody_else(window, address)


def seen_by_nobody_else(window: Open, address: str) -> None:
    """The head who manages them sees the case; a director elsewhere and the reform office do not; all looks
    are noted, without a name."""
    head = window(Role.HEAD_OF_AGENCY, unit=DISTRICT)
    head.goto(address)
    told(head, NAME)
    for role, unit in ((Role.HEAD_OF_AGENCY, "ct-so-y-te"), (Role.REFORM_OFFICE, OFFICE)):
        stranger = window(role, unit=unit)
        answer = stranger.goto(address)
        assert answer is not None
        assert answer.status in (403, 404)
        assert NAME not in stranger.content()
    case = Case.objects.get(name=NAME)
    assert Looked.objects.filter(records__contains=[case.pk]).count() > 8
    log = window(Role.INSPECTORATE)
    log.goto("/trach-nhiem/nhat-ky-xem/")
    sound(log)
    told(log, f"{case.pk}")
    assert NAME not in log.content()
