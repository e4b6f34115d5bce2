"""Received anywhere (phi địa giới): helped at one ward, received at another, decided by a third."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dunghen.dossiers.models import HandOverList
from dunghen.org.rights import Role
from dunghen.procedures.models import Procedure
from tests.stories.clock import Clock
from tests.stories.conftest import Open, Site, violations
from tests.stories.figures import figures, grown
from tests.stories.hands import choose, current, do, elsewhere, hand_in, identify, offered, receive, result

pytestmark = [pytest.mark.browser, pytest.mark.long]
HELPED, WARD, FAR = "ct-phuong-long-hoa", "ct-phuong-an-thoi", "ct-phuong-cai-khe"
ENDED, ON_TIME = "B3.3.3.1", "B3.3.3.2"
MARRIAGE = "xac-nhan-tinh-trang-hon-nhan"


@pytest.fixture
def anywhere(site: Site) -> Iterator[None]:
    """The pack knows of no decision that frees it from territory; the story takes one as given."""
    procedure = Procedure.objects.filter(key=MARRIAGE)
    procedure.update(non_territorial=True)
    yield
    procedure.update(non_territorial=False)


def slip(page: Page) -> str:
    choose(page, "xac nhan tinh trang hon nhan")
    elsewhere(page)
    page.get_by_label("Cơ quan giải quyết").select_option(FAR)
    page.get_by_label("Nơi hỗ trợ nộp").select_option(HELPED)
    identify(page, "000777777031", "Người Mẫu Ở Xa")
    hand_in(page, "gt1", "gt3")
    page.locator("[name='g-gt2'][value='absent']").check()
    return receive(page)


def handed_over(giver: Page, taker: Page, group: str, code: str) -> None:
    """On a list with two signatures."""
    giver.goto(f"/ho-so/can-xu-ly/?nhom={group}")
    assert violations(giver) == []
    giver.locator("tr").filter(has_text=code).get_by_role("checkbox").check()
    giver.get_by_role("button", name="Lập danh sách bàn giao").click()
    expect(giver.get_by_role("link", name="In danh sách")).to_be_visible()
    assert violations(giver) == []
    expect(giver.get_by_role("button", name="ký nhận")).to_have_count(0)
    made = HandOverList.objects.latest("pk")
    taker.goto(f"/ho-so/ban-giao/{made.pk}/")
    assert violations(taker) == []
    taker.get_by_role("button", name="Đã nhận đủ, ký nhận").click()
    expect(taker.get_by_text("Đã ký nhận danh sách bàn giao.")).to_be_visible()


@pytest.mark.usefixtures("anywhere")
def test_three_units_one_dossier(window: Open, clock: Clock) -> None:
    desk, far = window(Role.RECEIVING_OFFICER, unit=WARD), window(Role.RECEIVING_OFFICER, unit=FAR)
    head, clerk = window(Role.HEAD_OF_AGENCY, unit=FAR), window(Role.CLERK, unit=FAR)
    helper = window(Role.RECEIVING_OFFICER, unit=HELPED)
    before = figures((ENDED, ON_TIME), HELPED, WARD, FAR)
    clock.set("09:00 15/03/2024")
    code = slip(desk)
    version = current(code)
    units = (version.helped_unit, version.received_unit, version.unit)
    assert [unit.key for unit in units] == [HELPED, WARD, FAR]
    assert code.startswith("H13.33.05-240315-")  # numbered where it was received
    clock.set("11:00 15/03/2024")
    handed_over(desk, far, "cho-chuyen", code)
    # who received it does not handle it, who helped does not return it
    expect(offered(desk, code, "Trình lãnh đạo")).to_have_count(0)
    clock.set("10:00 19/03/2024")
    result(far, head, clerk, code)
    expect(offered(helper, code, "Trả kết quả")).to_have_count(0)
    clock.set("14:00 19/03/2024")
    handed_over(far, desk, "ket-qua-cho-chuyen", code)
    clock.set("15:00 19/03/2024")
    do(desk, code, "Trả kết quả")
    assert current(code).status == "returned"
    # counted once, where it was decided
    assert grown(before, figures((ENDED, ON_TIME), HELPED, WARD, FAR)) == {
        (FAR, ENDED): 1,
        (FAR, ON_TIME): 1,
    }
