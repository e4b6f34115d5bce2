"""A morning at the one-stop of a ward (practice 5.1): An Thới, 14 to 21 March 2024."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import FilePayload, Page, expect

from dunghen.core.worktime import VIETNAM
from dunghen.documents import files
from dunghen.documents.pdf import to_pdf
from dunghen.documents.signing.authority import Authority
from dunghen.documents.signing.certificates import register
from dunghen.documents.tests.papers import paper
from dunghen.documents.tests.samples import pdf
from dunghen.documents.tests.signed import SECRET, Keys
from dunghen.dossiers.models import Applicant, DossierPaper, Draft, PaperUse, RegisterLine, StoredPaper
from dunghen.dossiers.store import vault
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from tests.stories.clock import Clock
from tests.stories.conftest import Open, Site, violations
from tests.stories.figures import figures, grown
from tests.stories.hands import (
    act,
    choose,
    current,
    do,
    elsewhere,
    hand_in,
    identify,
    offered,
    receive,
    result,
    send,
)

pytestmark = [pytest.mark.browser, pytest.mark.long]
WARD = "ct-phuong-an-thoi"
ENDED, ON_TIME, REUSED, ELECTRONIC = "B3.3.3.1", "B3.3.3.2", "N2.d.5.2@commune", "N2.d.4.2@commune"
HOA, BINH, COMPANY = "000777777021", "000777777022", "0000000017"
COPIES, MARRIAGE = "chung thuc ban sao", "xac nhan tinh trang hon nhan"
DIVORCE = "Quyết định công nhận thuận tình ly hôn"


def vn(day: int, hour: int, minute: int = 0) -> datetime:
    """In March 2024."""
    return datetime(2024, 3, day, hour, minute, tzinfo=VIETNAM)


def person_of(role: Role) -> Person:
    return Person.objects.get(username=f"{role}-{WARD}")


@pytest.fixture
def ward(window: Open) -> tuple[Page, Page, Page]:
    """Ngọc, who receives and handles; Phó Chủ tịch Tâm; the clerk."""
    ngoc, tam = window(Role.RECEIVING_OFFICER, unit=WARD), window(Role.HEAD_OF_AGENCY, unit=WARD)
    return ngoc, tam, window(Role.CLERK, unit=WARD)


@pytest.fixture
def signed(ward: object, site: Site, settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keys of the leader and of the ward that held in those days."""
    for name in ("FILES_FOLDER", "SIGNING_KEYS", "TRUST_FOLDER"):
        setattr(settings, name, tmp_path / name)
    settings.PUBLIC_ADDRESS = site.url
    cache.clear()
    with ThreadPoolExecutor(1) as beside:  # the browser's driver holds this thread's event loop
        beside.submit(_registered, settings.TRUST_FOLDER).result()
    yield
    cache.clear()


def _registered(trust: Path) -> None:
    since, until = datetime(2023, 1, 1, tzinfo=VIETNAM), datetime(2024, 12, 31, tzinfo=VIETNAM)
    unit, leader = Unit.objects.get(key=WARD), person_of(Role.HEAD_OF_AGENCY)
    authority = Authority.create("CA MẪU 2024", since=since)
    agency = authority.issue(unit.name.upper(), since=since, until=until, ORGANIZATION_NAME=unit.name)
    made = Keys(authority, authority.issue(leader.full_name, since=since, until=until), agency)
    made.put_trust(trust)
    (trust / "ca.crl").write_bytes(authority.revocations(vn(14, 8)))
    register(made.person.packed(SECRET), SECRET, owner=leader)
    register(made.agency.packed(SECRET), SECRET, owner=unit)
    connections.close_all()


def came_before(number: str, name: str) -> None:
    Applicant.objects.create(
        kind="person", name=name, number=number, phone="0000000001", address="Khu vực mẫu", salt=b"x" * 16
    )


def digitised_in_2023(clock: Clock) -> None:
    """His divorce decision, digitised and signed."""
    clock.set("09:00 10/05/2023")
    officer = person_of(Role.RECEIVING_OFFICER)
    decision = vault.NewPaper(
        owner_kind="person",
        owner_number=BINH,
        type_code="quyet-dinh-ly-hon",
        title=DIVORCE,
        verification="signed",
        files=[files.keep("ly-hon.pdf", pdf(), by=officer)],
    )
    vault.store(decision, by=officer)


def copies_for_hoa(clock: Clock, ward: tuple[Page, Page, Page]) -> str:
    """Received at 09:10, returned at 09:35, no Form 01."""
    ngoc, *_others = ward
    clock.set("09:10 14/03/2024")
    choose(ngoc, COPIES)
    identify(ngoc, HOA)
    expect(ngoc.get_by_label("Họ tên, tên tổ chức")).to_have_value("Trần Thị Mẫu Hoa")
    hand_in(ngoc, "gt1", "gt2")
    ngoc.locator("#f-phi").fill("10.000")
    code = receive(ngoc)
    assert current(code).due_at == vn(14, 17)
    expect(ngoc.get_by_text("Điều 17.4")).to_be_visible()
    expect(ngoc.get_by_role("link", name="In Giấy tiếp nhận theo yêu cầu")).to_be_visible()
    do(ngoc, code, "Thu phí, lệ phí")
    result(*ward, code)
    clock.set("09:35 14/03/2024")
    do(ngoc, code, "Trả kết quả")
    version = current(code)
    assert (version.fee, version.paid) == (10_000, 10_000)
    assert version.returned_at is not None
    assert version.returned_at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y") == "09:35 14/03/2024"
    return code


def copies_for_a_company(clock: Clock, ward: tuple[Page, Page, Page]) -> str:
    """Received after three: returned on the next working day."""
    ngoc, *_others = ward
    clock.set("15:20 14/03/2024")
    choose(ngoc, COPIES)
    expect(ngoc.get_by_text("nhận sau 15 giờ")).to_be_visible()
    expect(ngoc.get_by_text("17:00 Thứ Sáu 15/3/2024")).to_be_visible()
    identify(ngoc, COMPANY, "Công ty TNHH Mẫu")
    hand_in(ngoc, "gt1", "gt2")
    code = receive(ngoc)
    assert current(code).due_at == vn(15, 17)
    clock.set("08:00 15/03/2024")
    result(*ward, code)
    do(ngoc, code, "Trả kết quả")
    return code


def marriage_of_binh(clock: Clock, ngoc: Page) -> str:
    """On the 15th, three working days; a receipt tomorrow is refused, and asking for what the store has
    without a reason."""
    clock.set("09:00 15/03/2024")
    choose(ngoc, MARRIAGE)
    identify(ngoc, BINH)
    expect(ngoc.locator("[name='g-gt2'][value='reused']")).to_be_checked()
    hand_in(ngoc, "gt1", "gt3")
    elsewhere(ngoc)
    ngoc.get_by_label("Tiếp nhận lúc").fill("09:00 16/03/2024")
    ngoc.locator("#f-nhan").click()
    future = ngoc.get_by_role("link", name="Thời điểm tiếp nhận không được ở tương lai.")
    expect(future).to_be_visible()
    ngoc.get_by_label("Tiếp nhận lúc").fill("")
    hand_in(ngoc, "gt2")
    ngoc.locator("#f-nhan").click()
    expect(ngoc.get_by_role("link", name="yêu cầu nộp lại phải ghi lý do")).to_be_visible()
    ngoc.locator("[name='g-gt2'][value='reused']").check()
    code = receive(ngoc)
    version = current(code)
    assert (version.due_at, version.reused) == (vn(20, 17), True)
    for day in ("18/3/2024", "19/3/2024", "20/3/2024"):
        expect(ngoc.locator("#proof").get_by_text(day)).to_be_visible()
    assert PaperUse.objects.filter(dossier=version.dossier_id, component="gt2").exists()
    assert not DossierPaper.objects.filter(dossier=version.dossier_id, asked_again=True).exists()
    return code


def ask_for_papers(page: Page, code: str, item: str) -> None:
    act(page, code, "Yêu cầu bổ sung")
    page.get_by_label("Nội dung cần bổ sung").fill(item)
    page.get_by_label("Căn cứ pháp lý").fill("NĐ 123/2015/NĐ-CP Điều 22")
    send(page, "Yêu cầu bổ sung")


def supplemented(clock: Clock, ngoc: Page, tam: Page, code: str) -> None:
    """Drafted by Ngọc on the 18th, signed by Tâm, sent through the one-stop; complete on the 19th."""
    clock.set("10:00 18/03/2024")
    ask_for_papers(ngoc, code, "Tờ khai thiếu thời gian cư trú")
    expect(offered(ngoc, code, "Gửi qua Bộ phận Một cửa")).to_have_count(0)
    drafted = Draft.objects.get(dossier__code=code)
    ngoc.goto(f"/ho-so/{code}/viec/gui/?van-ban={drafted.pk}")
    expect(ngoc.get_by_text("Không thực hiện được lúc này")).to_be_visible()
    expect(ngoc.locator("main form")).to_have_count(0)
    do(tam, code, "Duyệt, ký")
    do(ngoc, code, "Gửi qua Bộ phận Một cửa")
    expect(ngoc.get_by_text("/HDHS").first).to_be_visible()
    assert current(code).due_at is None
    clock.set("10:00 19/03/2024")
    do(ngoc, code, "Nhận đủ hồ sơ bổ sung")
    assert current(code).due_at == vn(22, 17)
    expect(ngoc.get_by_text("17:00 22/03/2024").first).to_be_visible()


def no_second_time(clock: Clock, ngoc: Page, tam: Page, code: str) -> None:
    """Papers are asked for again only with the head's reason; without it the draft goes back."""
    clock.set("09:00 20/03/2024")
    ask_for_papers(ngoc, code, "Bản sao hộ khẩu")
    act(tam, code, "Duyệt, ký")
    tam.locator("main").get_by_role("button", name="Duyệt, ký").click()
    expect(tam.get_by_text("lần sau phải có lý do của người đứng đầu cơ quan")).to_be_visible()
    assert violations(tam) == []
    act(tam, code, "Trả lại dự thảo")
    tam.get_by_label("Lý do").fill("Không yêu cầu giấy tờ đã có")
    send(tam, "Trả lại dự thảo")
    assert current(code).status == "in_process"


def electronic_result(clock: Clock, ward: tuple[Page, Page, Page], code: str) -> None:
    """Signed by the leader and by the ward, numbered by the clerk, kept in his store."""
    ngoc, tam, clerk = ward
    clock.set("14:00 21/03/2024")
    leader = person_of(Role.HEAD_OF_AGENCY)
    certificate = to_pdf(paper(name=leader.full_name))
    file: FilePayload = {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": certificate}
    act(ngoc, code, "Trình lãnh đạo")
    ngoc.locator("input[type=file]").set_input_files(file)
    send(ngoc, "Trình lãnh đạo")
    for page, name in ((tam, "Duyệt, ký"), (clerk, "Cấp số, phát hành")):
        act(page, code, name)
        page.locator("input[type=password]").fill(SECRET)
        send(page, name)
    version = current(code)
    assert (version.e_result, version.resolved_at is not None) == (True, True)
    kept = StoredPaper.objects.get(source_dossier=version.dossier_id)
    assert kept.verification == "electronic"
    ngoc.goto(f"/ho-so/{code}/kho/")
    expect(ngoc.get_by_text(kept.title).first).to_be_visible()
    expect(ngoc.get_by_text(DIVORCE).first).to_be_visible()
    assert violations(ngoc) == []


@pytest.mark.usefixtures("signed")
def test_a_morning_at_the_ward(clock: Clock, ward: tuple[Page, Page, Page]) -> None:
    ngoc, tam, _clerk = ward
    came_before(HOA, "Trần Thị Mẫu Hoa")
    came_before(BINH, "Trần Văn Mẫu Bình")
    digitised_in_2023(clock)
    counted = (ENDED, ON_TIME, REUSED, ELECTRONIC)
    before = figures(counted)
    codes = [copies_for_hoa(clock, ward), copies_for_a_company(clock, ward)]
    codes.append(marriage_of_binh(clock, ngoc))
    supplemented(clock, ngoc, tam, codes[-1])
    no_second_time(clock, ngoc, tam, codes[-1])
    electronic_result(clock, ward, codes[-1])
    more = {ENDED: 3, ON_TIME: 3, REUSED: 1, ELECTRONIC: 1}
    assert grown(before, figures(counted)) == {("", code): number for code, number in more.items()}
    # each stands in the register, the copies too, in the order in which they came
    lines = RegisterLine.objects.filter(dossier__code__in=codes).order_by("number")
    assert [line.dossier.code for line in lines] == codes
    ngoc.goto(f"/so-theo-doi/?don-vi={WARD}&nam=2024&thang=3")
    assert violations(ngoc) == []
    shown = ngoc.locator("main").inner_text()
    assert [shown.index(code) for code in codes] == sorted(shown.index(code) for code in codes)
