"""A birth in three units: one submission at the ward, then the police and the insurance, each in its turn."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers import actions
from dunghen.dossiers.linked.jobs import carry_on
from dunghen.dossiers.models import CURRENT, DossierVersion
from dunghen.org.rights import Role
from tests.stories.conftest import Open, violations

pytestmark = pytest.mark.browser
WARD, POLICE, INSURANCE = "ct-phuong-an-thoi", "ct-cong-an-thanh-pho", "ct-bhxh-thanh-pho"
BIRTH = "Liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi"
NOT_ASKED = "Giấy khai sinh (Kết quả của “Đăng ký khai sinh”)"


def fill_in(page: Page) -> None:
    """The slip, by keyboard where a counter would."""
    page.goto("/ho-so/tiep-nhan/")
    page.get_by_role("link", name="Liên thông", exact=True).click()
    page.get_by_label("Tiếp nhận lúc").fill("09:00 15/07/2024")
    page.get_by_label("Tiếp nhận lúc").press("Enter")
    page.get_by_label("Nhóm liên thông").select_option(label=BIRTH)
    page.get_by_role("button", name="Chọn").click()
    expect(page.locator("table#parts tbody tr")).to_have_count(3)
    expect(page.get_by_text(NOT_ASKED)).to_be_visible()
    page.get_by_label("Số định danh hoặc mã số thuế").fill("000000000123")
    page.get_by_label("Họ tên, tên tổ chức").fill("Người Mẫu")
    for paper in page.locator("fieldset.paper").all():
        if "(nếu có)" not in paper.inner_text():
            paper.get_by_label("Nộp", exact=True).check()
    assert violations(page) == []


def state(page: Page, procedure: str) -> str:
    row = page.locator("table#parts tbody tr").filter(has_text=procedure).first
    return row.locator("td").nth(1).inner_text()


def resolve(case: str, unit: str, at: str) -> str:
    """What the unit's own page does (stories of handling); the code of its dossier."""
    version = DossierVersion.objects.select_related("dossier").get(CURRENT, case_code=case, unit__key=unit)
    moment = datetime.fromisoformat(at).replace(tzinfo=VIETNAM)
    actions.resolve(version.dossier_id, at=moment, by="thu-ly")
    return version.dossier.code


def test_a_birth_in_three_units(window: Open) -> None:
    page = window(Role.RECEIVING_OFFICER, unit=WARD)
    fill_in(page)
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.get_by_role("heading", name="Hồ sơ liên thông LT-")).to_be_visible()
    case = page.url.rstrip("/").rsplit("/", 1)[1]
    assert state(page, "Đăng ký thường trú").startswith("Chờ thành phần trước")
    expect(page.get_by_text("17:00 Thứ Năm 25/7/2024")).to_be_visible()
    assert violations(page) == []
    receipt = page.request.get(f"/ho-so/lien-thong/{case}/giay-tiep-nhan.pdf")
    assert receipt.headers["content-type"] == "application/pdf"
    # the ward registers the birth; the worker starts what waited for it
    resolve(case, WARD, "2024-07-15T15:30")
    carry_on(0)
    police = window(Role.RECEIVING_OFFICER, unit=POLICE)
    police.goto("/ho-so/lien-thong/")
    police.get_by_role("link", name=case).click()
    assert state(police, "Đăng ký thường trú").startswith("Đang xử lý")
    codes = police.locator("table#parts a").all_inner_texts()
    assert codes == [resolve(case, POLICE, "2024-07-18T10:00")]
    police.get_by_role("link", name=codes[0]).click()
    expect(police.get_by_role("link", name=case)).to_be_visible()
    assert violations(police) == []
    resolve(case, INSURANCE, "2024-07-17T10:00")
    page.reload()
    expect(page.get_by_text("3/3 thành phần xong")).to_be_visible()
    expect(page.locator("table#parts").get_by_text("Chờ trả kết quả")).to_have_count(3)
    page.goto("/ho-so/lien-thong/")
    expect(page.get_by_role("link", name=case)).to_be_visible()
    assert violations(page) == []


def test_without_a_script_a_case_is_received_too(window: Open) -> None:
    page = window(Role.RECEIVING_OFFICER, unit=WARD, java_script_enabled=False)
    page.goto("/ho-so/lien-thong/tiep-nhan/?luc=09:00+15/07/2024&nhom=khai-sinh-thuong-tru-bao-hiem-y-te")
    page.get_by_label("Họ tên, tên tổ chức").fill("Người Mẫu")
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.get_by_text("Chọn cách nhận giấy tờ này.").first).to_be_visible()
    for paper in page.locator("fieldset.paper").all():
        paper.get_by_label("Nộp", exact=True).check()
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.get_by_role("heading", name="Hồ sơ liên thông LT-")).to_be_visible()
