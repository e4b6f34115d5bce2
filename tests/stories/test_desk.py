"""A morning at the desk of a ward (practice 5.1), and receiving for another, all by the keyboard."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dunghen.core.worktime import VIETNAM
from dunghen.documents import files
from dunghen.documents.tests.samples import pdf
from dunghen.dossiers.models import Applicant, DossierPaper, DossierVersion, PaperUse
from dunghen.dossiers.store import vault
from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.procedures.models import Procedure
from tests.stories.conftest import Open, violations

pytestmark = pytest.mark.browser
WARD, FAR = "ct-phuong-an-thoi", "ct-phuong-cai-khe"
DESK = "/ho-so/tiep-nhan/"
NUMBER, NAME = "000777777001", "Trần Văn Mẫu"
FOLDER = Path(__file__).parent


class Keys:
    """The keyboard, counting what an officer would: a text typed, a key pressed to act, a choice made."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.count += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.count += 1

    def go_to(self, selector: str) -> None:
        """By Tab, as one goes on from field to field."""
        for _ in range(40):
            if self.page.evaluate("at => document.activeElement.matches(at)", selector):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab never reached {selector}")

    def receive(self) -> None:
        self.go_to("#f-nhan")
        self.press("Enter")

    def waits_at(self, selector: str) -> None:
        """Where the page put the cursor."""
        expect(self.page.locator(selector)).to_be_focused()


def start(page: Page, at: str) -> Keys:
    page.goto(f"{DESK}?luc={at.replace(' ', '+')}")
    keys = Keys(page)
    keys.waits_at("#f-tim")
    return keys


def choose(keys: Keys, words: str) -> None:
    keys.type(words)
    keys.press("Enter")
    keys.waits_at("#f-so")


def code_of(page: Page) -> str:
    page.wait_for_url(re.compile("da-tiep-nhan"))
    return page.url.split("/")[-3]


def version(code: str) -> DossierVersion:
    return DossierVersion.objects.select_related("unit", "received_unit", "helped_unit").get(
        dossier__code=code, known_to=None
    )


@pytest.fixture
def returning(window: Open) -> Page:
    """The ward's officer, and a man who was there before and whose divorce decision was digitised in 2023."""
    page = window(Role.RECEIVING_OFFICER, unit=WARD)
    officer = Person.objects.get(username=f"{Role.RECEIVING_OFFICER}-{WARD}")
    if not Applicant.objects.filter(number=NUMBER).exists():
        Applicant.objects.create(
            kind="person", name=NAME, number=NUMBER, phone="0000000001", address="Khu vực mẫu", salt=b"x" * 16
        )
        vault.store(
            vault.NewPaper(
                owner_kind="person",
                owner_number=NUMBER,
                type_code="quyet-dinh-ly-hon",
                title="Quyết định công nhận thuận tình ly hôn",
                verification="signed",
                files=[files.keep("ly-hon.pdf", pdf(), by=officer)],
            ),
            by=officer,
        )
    return page


def test_copies_on_a_morning_have_no_receipt(returning: Page) -> None:
    page = returning
    keys = start(page, "09:10 14/03/2024")
    choose(keys, "chung thuc ban sao")
    keys.type(NUMBER)
    keys.press("Enter")
    keys.waits_at("#f-g-gt1")
    for paper in ("gt1", "gt2"):
        keys.go_to(f"#f-g-{paper}")
        keys.press("Space")
    keys.receive()
    made = version(code_of(page))
    assert made.due_at == datetime(2024, 3, 14, 17, tzinfo=VIETNAM)
    assert keys.count <= 12
    expect(page.get_by_role("link", name="In Giấy tiếp nhận theo yêu cầu")).to_be_visible()
    expect(page.get_by_text("Điều 17.4")).to_be_visible()
    # it stands in the register all the same
    page.goto(f"/so-theo-doi/?don-vi={WARD}&nam=2024&thang=3")
    expect(page.get_by_text(made.dossier.code).first).to_be_visible()


def test_a_company_after_three(returning: Page) -> None:
    page = returning
    keys = start(page, "15:20 14/03/2024")
    choose(keys, "chung thuc ban sao")
    expect(page.get_by_text("nhận sau 15 giờ")).to_be_visible()
    expect(page.get_by_text("17:00 Thứ Sáu 15/3/2024")).to_be_visible()
    keys.type("0100109106")
    keys.press("Enter")
    keys.waits_at("#f-ten")
    keys.type("Công ty TNHH Mẫu")
    for paper in ("gt1", "gt2"):
        keys.go_to(f"#f-g-{paper}")
        keys.press("Space")
    keys.receive()
    made = version(code_of(page))
    assert made.due_at == datetime(2024, 3, 15, 17, tzinfo=VIETNAM)
    assert made.dossier.applicant is not None
    assert made.dossier.applicant.kind == "organisation"


def test_a_returning_applicant_is_not_asked_again(returning: Page, tmp_path: Path) -> None:
    page = returning
    keys = start(page, "09:00 15/03/2024")
    choose(keys, "xac nhan tinh trang hon nhan")
    keys.type(NUMBER)
    keys.press("Enter")
    keys.waits_at("#f-g-gt1")
    expect(page.get_by_label("Họ tên, tên tổ chức")).to_have_value(NAME)
    expect(page.get_by_text("Số hóa, ký số")).to_be_visible()
    expect(page.locator("[name='g-gt2'][value='reused']")).to_be_checked()
    assert violations(page) == []
    # a scan dropped on the slip stays there, whatever is refused
    page.locator("fieldset", has_text="Tờ khai cấp Giấy xác nhận").get_by_text(
        "Số bản, tệp quét, lý do"
    ).click()
    scan = tmp_path / "to-khai.pdf"
    scan.write_bytes(pdf())
    page.locator("#f-tep-gt1").set_input_files(scan)
    keys.receive()
    expect(page.get_by_text("Chưa tiếp nhận được")).to_be_visible()
    keys.waits_at("#f-g-gt1")
    expect(page.locator(".drop-list").get_by_text("to-khai.pdf")).to_be_visible()
    assert violations(page) == []
    for paper in ("gt1", "gt3"):
        keys.go_to(f"#f-g-{paper}")
        keys.press("Space")
    keys.receive()
    made = version(code_of(page))
    assert keys.count <= 12
    assert (made.due_at, made.reused, made.digitised) == (
        datetime(2024, 3, 20, 17, tzinfo=VIETNAM),
        True,
        True,
    )
    assert PaperUse.objects.filter(dossier=made.dossier_id, component="gt2").exists()
    for day in ("18/3/2024", "19/3/2024", "20/3/2024"):
        expect(page.locator("#proof").get_by_text(day)).to_be_visible()
    expect(page.get_by_role("link", name="In Giấy tiếp nhận")).to_be_visible()
    assert violations(page) == []
    page.goto(f"/ho-so/{made.dossier.code}/kho/")
    expect(page.get_by_text("Quyết định công nhận thuận tình ly hôn")).to_be_visible()
    assert violations(page) == []


def test_asking_all_the_same_takes_a_reason(returning: Page) -> None:
    page = returning
    keys = start(page, "10:00 15/03/2024")
    choose(keys, "xac nhan tinh trang hon nhan")
    keys.type(NUMBER)
    keys.press("Enter")
    keys.waits_at("#f-g-gt1")
    # what another story of the same applicant left in the store offers itself first
    for paper in ("gt1", "gt3"):
        page.locator(f"[name='g-{paper}'][value='handed']").check()
    page.locator("[name='g-gt2'][value='handed']").check()
    page.locator("[name='bc-gt2']").evaluate("field => field.value = '1'")
    keys.receive()
    expect(page.get_by_role("link", name="yêu cầu nộp lại phải ghi lý do")).to_be_visible()
    page.locator("[name='ld-gt2']").fill("bản quét thiếu trang")
    keys.receive()
    made = version(code_of(page))
    assert DossierPaper.objects.filter(dossier=made.dossier_id, asked_again=True).count() == 1


def test_a_receipt_in_the_future_is_refused_and_nothing_is_lost(returning: Page) -> None:
    page = returning
    keys = start(page, "09:00 15/03/2024")
    choose(keys, "chung thuc ban sao")
    keys.type(NUMBER)
    keys.press("Enter")
    keys.waits_at("#f-g-gt1")
    page.get_by_label("Tiếp nhận lúc").fill("09:00 15/03/2100")
    for paper in ("gt1", "gt2"):
        page.locator(f"#f-g-{paper}").check()
    keys.receive()
    expect(page.get_by_role("link", name="Thời điểm tiếp nhận không được ở tương lai.")).to_be_visible()
    expect(page.get_by_label("Họ tên, tên tổ chức")).to_have_value(NAME)


def test_received_for_another_ward_in_three_units(window: Open, returning: Page) -> None:
    procedure = Procedure.objects.filter(key="xac-nhan-tinh-trang-hon-nhan")
    procedure.update(non_territorial=True)
    try:
        page = returning
        keys = start(page, "11:00 15/03/2024")
        choose(keys, "xac nhan tinh trang hon nhan")
        page.get_by_label("Cơ quan giải quyết").select_option(FAR)
        page.get_by_label("Nơi hỗ trợ nộp").select_option("ct-phuong-long-hoa")
        page.locator("#f-so").focus()
        keys.type(NUMBER)
        keys.press("Enter")
        keys.waits_at("#f-g-gt1")
        for paper in ("gt1", "gt3"):
            page.locator(f"[name='g-{paper}'][value='handed']").check()
        keys.receive()
        made = version(code_of(page))
        assert [unit.key for unit in (made.helped_unit, made.received_unit, made.unit)] == [
            "ct-phuong-long-hoa",
            WARD,
            FAR,
        ]
        # it is the other ward's: on its list, and counted there
        there = window(Role.RECEIVING_OFFICER, unit=FAR)
        there.goto(f"/ho-so/?ma={made.dossier.code}")
        expect(there.get_by_role("link", name=made.dossier.code)).to_be_visible()
        elsewhere = window(Role.RECEIVING_OFFICER, unit="ct-phuong-long-tuyen")
        elsewhere.goto(f"/ho-so/{made.dossier.code}/")
        expect(elsewhere.get_by_role("heading", name="Không tìm thấy trang")).to_be_visible()
    finally:
        procedure.update(non_territorial=False)


def test_without_script_and_without_mouse(window: Open) -> None:
    page = window(Role.RECEIVING_OFFICER, unit=WARD, java_script_enabled=False)
    page.goto(f"{DESK}?luc=14:00+15/03/2024")
    page.get_by_label("Tên, mã hoặc lĩnh vực").fill("chung thuc ban sao")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-chosen")).to_contain_text("Chứng thực bản sao")
    page.get_by_label("Họ tên, tên tổ chức").fill("Người Mẫu Không Số")
    for paper in ("gt1", "gt2"):
        page.locator(f"#f-g-{paper}").check()
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    assert code_of(page).startswith("H13.33.05-240315-")
