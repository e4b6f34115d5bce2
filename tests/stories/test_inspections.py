"""Practice 5.8: an inspection by plan from the plan to the last remedy, and minutes of a surprise visit on a
tablet whose line is down."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from dunghen.org.calendar import calendar
from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.supervision.models import Inspection, SurpriseVisit, Team, TeamMember
from tests.stories.conftest import Open, violations

pytestmark = [pytest.mark.browser, pytest.mark.long]
CITY, HOME, WARD = "ct-thanh-pho-2025", "ct-so-noi-vu-2025-07", "ct-phuong-binh-thuy-2025"


def picture(name: str) -> FilePayload:
    out = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def do(
    page: Page, button: str, fields: dict[str, str] | None = None, chosen: dict[str, str] | None = None
) -> None:
    """Fill in the card of a step and press its button."""
    card = page.locator("form.card").filter(has=page.get_by_role("button", name=button, exact=True))
    for label, value in (fields or {}).items():
        card.get_by_label(label).first.fill(value)
    for label, value in (chosen or {}).items():
        card.get_by_label(label).first.select_option(label=value)
    card.get_by_role("button", name=button, exact=True).click()


def said(page: Page, words: str) -> None:
    expect(page.locator("#live, main > .notice").filter(has_text=words).first).to_be_visible()


def test_from_the_plan_to_the_last_remedy(window: Open) -> None:
    today = timezone.localdate()
    day, now = calendar().next_working(today + timedelta(days=4)), f"{today:%d/%m/%Y}"
    office = window(Role.REFORM_OFFICE, unit=HOME)
    office.goto("/kiem-tra/doan/them/")
    assert violations(office) == []
    plan = {"Tên Đoàn": "Đoàn kiểm tra CCHC mẫu", "Kế hoạch số": "247/KH-UBND", "Ngày ban hành kế hoạch": now}
    chosen = {"Hình thức": "Kiểm tra theo kế hoạch"}
    office.get_by_label("Cơ quan lập Đoàn").select_option(CITY)
    office.get_by_label("Tính vào số liệu của").select_option(CITY)
    do(office, "Lưu", plan, chosen)
    do(office, "Ghi quyết định thành lập Đoàn", {"Số, ký hiệu": "21/QĐ-UBND", "Ngày": now})
    members = (("Mẫu Văn Kiểm", "UBND thành phố", "Trưởng đoàn"), ("Mẫu Thị Thư", "Sở Nội vụ", "Thư ký"))
    for name, body, duty in (*members, ("Mẫu Thị Hội", "Hội đồng nhân dân thành phố", "Thành viên")):
        do(office, "Thêm thành viên", {"Họ và tên": name, "Cơ quan": body}, {"Nhiệm vụ trong Đoàn": duty})
    listed = {"Ngày làm việc": f"{day:%d/%m/%Y}", "Hạn gửi báo cáo": f"{day - timedelta(days=1):%d/%m/%Y}"}
    office.get_by_label("Đơn vị được kiểm tra").select_option(WARD)
    do(office, "Đưa đơn vị vào kế hoạch", listed)
    assert violations(office) == []
    office.locator("table#listed a").click()
    do(office, "Gửi lịch kiểm tra cho đơn vị")
    here = office.url
    ward, board = window(Role.HEAD_OF_AGENCY, unit=WARD), window(Role.COMMITTEE_OFFICE, unit=CITY)
    ward.goto(here)
    ward.locator("#tep-de-cuong-0").set_input_files(picture("de-cuong.jpg"))
    do(ward, "Gửi báo cáo theo đề cương")
    do(ward, "Ghi kiến nghị, đề xuất của đơn vị", {"Kiến nghị, đề xuất của đơn vị": "Đề nghị tập huấn"})
    office.goto(here)
    came = {"Mẫu Văn Kiểm": "Có mặt", "Mẫu Thị Thư": "Có mặt", "Mẫu Thị Hội": "Vắng, chưa được đồng ý"}
    minutes = {
        "Ngày làm việc": now,
        "Nội dung kiểm tra": "Kiểm tra niêm yết",
        "Người đứng đầu": "Chủ tịch UBND phường",
    }
    do(office, "Lập biên bản", minutes, came)
    said(office, "Thành viên vắng phải được Trưởng đoàn")
    do(office, "Lập biên bản", {}, {"Mẫu Thị Hội": "Vắng, được Trưởng đoàn đồng ý"})
    problem = {"Vấn đề phát hiện": "Chưa niêm yết đủ", "Kiến nghị của Đoàn": "Niêm yết đủ"}
    do(office, "Ghi vấn đề phát hiện", problem)
    do(office, "Gửi dự thảo kết luận cho đơn vị")
    ward.goto(here)
    do(ward, "Gửi ý kiến về dự thảo kết luận", {"Vấn đề 1: lý do chưa thống nhất": "Đã niêm yết bằng mã QR"})
    office.goto(here)
    do(office, "Thông qua kết luận", {"Ngày thông qua": now, "Người đứng đầu đơn vị (họ tên": "Chủ tịch"})
    said(office, "UBND chưa cho ý kiến")
    board.goto(here)
    do(
        board,
        "Ghi nhận ý kiến của UBND",
        {"Văn bản của UBND": "15/UBND-NC", "Vấn đề 1: ý kiến": "Giữ nguyên"},
    )
    office.goto(here)
    passing = {"Ngày thông qua": now, "Người đứng đầu đơn vị (họ tên": "Chủ tịch UBND phường"}
    do(office, "Thông qua kết luận", passing)
    said(office, "Người đứng đầu đơn vị phải dự")
    office.get_by_label("Người đứng đầu đơn vị có mặt").check()
    do(office, "Thông qua kết luận")
    do(office, "Ban hành thông báo kết luận", {"Thông báo kết luận số": "05/TB-ĐKT", "Ngày thông báo": now})
    ward.goto(here)
    ward.locator("#tep-bao-cao-1").set_input_files(picture("niem-yet.jpg"))
    do(
        ward,
        "Báo cáo kết quả khắc phục",
        {"Kết quả khắc phục": "Đã niêm yết"},
        {"Tình trạng": "Đã khắc phục xong"},
    )
    assert violations(ward) == []
    office.goto(here)
    assert violations(office) == []
    do(office, "Xác nhận đã khắc phục")
    do(office, "Trả lời kiến nghị", {"Trả lời": "Sẽ tập huấn trong quý tới"})
    expect(office.get_by_text("Đã kết thúc").first).to_be_visible()
    assert Inspection.objects.get(pk=int(here.rstrip("/").rsplit("/", 1)[1])).problems.get().state == "closed"


def sign(page: Page, name: str) -> None:
    """A stroke with the finger."""
    box = page.locator(f"[data-signature={name}] canvas")
    box.scroll_into_view_if_needed()
    found = box.bounding_box()
    assert found is not None
    page.mouse.move(found["x"] + 30, found["y"] + 40)
    page.mouse.down()
    page.mouse.move(found["x"] + 120, found["y"] + 70, steps=4)
    page.mouse.move(found["x"] + 200, found["y"] + 30, steps=4)
    page.mouse.up()


def test_minutes_while_the_line_is_down_arrive_once(window: Open, wrong: list[str]) -> None:
    page = window(Role.INSPECTION_MEMBER, viewport={"width": 800, "height": 1100})
    person = Person.objects.get(username=f"{Role.INSPECTION_MEMBER}-ct-thanh-pho")
    team = Team.objects.get(regime="surprise", sample=True)
    member = {"name": "Mẫu Văn Sơn", "body": "Sở Nội vụ", "duty": "member"}
    TeamMember.objects.get_or_create(team=team, person=person, defaults=member)
    before = SurpriseVisit.objects.count()
    address = "/kiem-tra/dot-xuat/lap-bien-ban/"
    page.goto(address)
    assert violations(page) == []
    page.wait_for_function(
        "caches.has('bien-ban').then(found => found && caches.open('bien-ban'))"
        ".then(store => store.match(location.pathname)).then(Boolean)"
    )
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.get_by_label("Đơn vị được kiểm tra").select_option("ct-phuong-an-thoi")
    for label, text in (
        ("Kiểm tra lúc", "07:20 05/02/2024"),
        ("Nơi kiểm tra", "Bộ phận Một cửa"),
        ("Thành phần tham dự", "Công chức trực"),
        ("Nội dung ghi nhận", "Hai vị trí tiếp nhận vắng mặt"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_label("Ảnh chụp tại chỗ").set_input_files(picture("hai-vi-tri.jpg"))
    sign(page, "ky-doan")
    sign(page, "ky-don-vi")
    page.get_by_role("button", name="Lưu biên bản").click()
    expect(page.get_by_text("biên bản đã được giữ trên máy này")).to_be_visible()
    page.reload()  # without a line the page still opens, and what waits is there
    expect(page.get_by_text("Biên bản chờ gửi")).to_be_visible()
    expect(page.get_by_text("07:20 05/02/2024")).to_be_visible()
    assert SurpriseVisit.objects.count() == before
    # what the browser says of the missing line is no fault of the page
    wrong[:] = [line for line in wrong if "net::ERR_" not in line]
    page.context.set_offline(False)
    expect(page.get_by_text("Đã gửi biên bản giữ trên máy này")).to_be_visible()
    assert SurpriseVisit.objects.count() == before + 1
    page.reload()
    expect(page.get_by_text("Biên bản chờ gửi")).to_have_count(0)
    visit = SurpriseVisit.objects.latest("pk")
    assert (visit.photos.count(), visit.team_signature_id is not None) == (1, True)
    page.goto(f"/kiem-tra/dot-xuat/{visit.pk}/")
    expect(page.get_by_text("Hệ thống nhận lúc")).to_be_visible()
    assert violations(page) == []


def test_without_a_script_minutes_are_signed_on_paper(window: Open) -> None:
    page = window(Role.INSPECTION_MEMBER, java_script_enabled=False)
    person = Person.objects.get(username=f"{Role.INSPECTION_MEMBER}-ct-thanh-pho")
    team = Team.objects.get(regime="surprise", sample=True)
    member = {"name": "Mẫu Văn Sơn", "body": "Sở Nội vụ", "duty": "member"}
    TeamMember.objects.get_or_create(team=team, person=person, defaults=member)
    page.goto("/kiem-tra/dot-xuat/lap-bien-ban/")
    page.get_by_label("Đơn vị được kiểm tra").select_option("ct-phuong-an-thoi")
    page.get_by_label("Kiểm tra lúc").fill("07:20 05/02/2024")
    for label in ("Nơi kiểm tra", "Thành phần tham dự", "Nội dung ghi nhận"):
        page.get_by_label(label).fill("Bộ phận Một cửa")
    page.get_by_role("button", name="Lưu biên bản").click()
    expect(page.get_by_text("Biên bản phải có chữ ký của Đoàn")).to_be_visible()
    page.get_by_label("Biên bản giấy đã ký").set_input_files(picture("bien-ban.jpg"))
    page.get_by_role("button", name="Lưu biên bản").click()
    expect(page.get_by_text("Đã lưu biên bản")).to_be_visible()
