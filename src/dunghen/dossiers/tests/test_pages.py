"""The pages of dossiers: who finds what, and that nobody finds more."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dunghen.core.text import fold
from dunghen.dossiers.finding import search
from dunghen.dossiers.finding.page import late_days, masked
from dunghen.dossiers.limits import preview as previewing
from dunghen.dossiers.models import Applicant, Dossier, DossierVersion
from dunghen.dossiers.tests.files import current, open_row, row, take_rows, vn
from dunghen.org.models import DayKind, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

CODE = "H13.33.05-240315-0001"
OWN, OTHER = "ct-phuong-an-hoi", "ct-so-y-te"


@pytest.fixture
def own(db: None) -> str:
    """The unit that decides the dossiers of the file."""
    take_rows(row(1), open_row(2, applicant_name="Trần Thị Đậu"))
    return current(1).unit.key


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_owner_sees_rows_and_persons(own: str) -> None:
    client = sign_in(Role.RECEIVING_OFFICER, own)
    assert CODE in shown(client, "/ho-so/?trang-thai=tat-ca")
    page = shown(client, f"/ho-so/{CODE}/")
    assert "Người Mẫu" in page
    assert "0000****0001" in page
    assert "000000000001" not in page


@pytest.mark.parametrize("role", [Role.REPORTING_OFFICER, Role.REFORM_OFFICE])
def test_rows_without_the_right_to_persons_name_nobody(own: str, role: Role) -> None:
    client = sign_in(role, own)
    for address in ("/ho-so/?trang-thai=tat-ca", f"/ho-so/{CODE}/"):
        page = shown(client, address)
        assert CODE in page
        assert "Người Mẫu" not in page
        assert "****" not in page
    assert CODE not in shown(client, "/ho-so/?nguoi-nop=nguoi+mau")


def test_a_colleague_of_another_unit_finds_nothing(own: str) -> None:
    client = sign_in(Role.HEAD_OF_AGENCY, OTHER)
    for asked in ("trang-thai=tat-ca", f"ma={CODE}", "nguoi-nop=nguoi+mau"):
        assert f"/ho-so/{CODE}/" not in shown(client, f"/ho-so/?{asked}")
    missing = client.get("/ho-so/H13.33.05-990101-0001/")
    forbidden = client.get(f"/ho-so/{CODE}/")
    assert missing.status_code == forbidden.status_code == 404
    assert CODE not in forbidden.content.decode()


@pytest.mark.parametrize("address", ["/ho-so/", f"/ho-so/{CODE}/", "/ho-so/lich/xem-truoc/"])
def test_strangers_get_nowhere(own: str, address: str) -> None:
    assert Client().get(address).status_code == 302
    assert sign_in().get(address).status_code == 403
    assert sign_in(Role.TECHNICAL_ADMIN).get(address).status_code == 403


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {2}),
        ("trang-thai=tat-ca", {1, 2}),
        ("trang-thai=returned", {1}),
        (f"ma={CODE[:-1].lower()}", {1, 2}),
        (f"ma={CODE}", {1}),
        ("nguoi-nop=tran+thi+d", {2}),
        ("nguoi-nop=dau", {2}),
        ("nguoi-nop=%26+%7C+%3A", set()),
        ("thu-tuc=TINH+TRANG+hon+nhan&trang-thai=tat-ca", {1, 2}),
        ("thu-tuc=khai+sinh&trang-thai=tat-ca", set()),
        ("hinh-thuc=online", {2}),
        ("hinh-thuc=counter", set()),
        ("han=qua-han", {2}),
        ("han=truoc-han", {1}),
        ("han=tre-han", set()),
        ("han=khong-co&trang-thai=khong-co", {2}),
        ("sau=khong-phai-khoa", {2}),
    ],
)
def test_the_list_finds(own: str, asked: str, found: set[int]) -> None:
    page = shown(sign_in(Role.INSPECTORATE), f"/ho-so/?{asked}")
    codes = {serial for serial in (1, 2) if f"/ho-so/{CODE[:-1]}{serial}/" in page}
    assert codes == found


def test_a_name_is_looked_for_where_its_dossier_is_decided(own: str) -> None:
    asked, other = "/ho-so/?nguoi-nop=nguoi+mau", Unit.objects.get(code="H13.33.04")
    here, there = sign_in(Role.RECEIVING_OFFICER, own), sign_in(Role.RECEIVING_OFFICER, other.key)
    assert (CODE in shown(here, asked), CODE in shown(there, asked)) == (True, False)
    take_rows(row(1, decided_unit=other.code), corrections=True, reason="Ghi nhầm cơ quan giải quyết")
    assert (CODE in shown(here, asked), CODE in shown(there, asked)) == (False, True)
    assert Applicant.objects.get(dossiers__code=CODE).units == [other.pk]


def test_the_list_finds_units_without_accents(own: str) -> None:
    client, unit = sign_in(Role.INSPECTORATE), Unit.objects.get(key=own)
    assert f"{CODE[:-1]}2" in shown(client, f"/ho-so/?don-vi={quote(fold(unit.name))}")
    assert f"{CODE[:-1]}2" not in shown(client, "/ho-so/?don-vi=so+y+te")


def test_what_is_typed_is_never_markup(own: str) -> None:
    evil = quote('"><script>alert(1)</script>')
    client = sign_in(Role.INSPECTORATE)
    for name in ("ma", "nguoi-nop", "don-vi", "thu-tuc", "trang-thai", "han", "sau", "xep"):
        assert "<script>alert" not in shown(client, f"/ho-so/?{name}={evil}")
    assert "<script>alert" not in shown(client, f"/ho-so/{CODE}/?luc={evil}")


def test_three_rows_cost_as_many_queries_as_one(db: None) -> None:
    client = sign_in(Role.INSPECTORATE)
    take_rows(row(1))
    with CaptureQueriesContext(connection) as one:
        shown(client, "/ho-so/?trang-thai=tat-ca")
    take_rows(row(2), row(3))
    with CaptureQueriesContext(connection) as three:
        shown(client, "/ho-so/?trang-thai=tat-ca")
    assert len(one) == len(three)


@pytest.mark.parametrize("order", ["", "&xep=moi"])
def test_pages_lose_and_repeat_nothing(db: None, monkeypatch: pytest.MonkeyPatch, order: str) -> None:
    monkeypatch.setattr(search, "PAGE", 2)
    waiting = {"supplements": "2024-03-18T10:00 ->"}
    take_rows(*(row(serial) for serial in range(1, 6)), open_row(6, **waiting), open_row(7, **waiting))
    client, address, seen = sign_in(Role.INSPECTORATE), f"/ho-so/?trang-thai=tat-ca{order}", []
    while address:
        answer = client.get(address)
        seen += [line["version"].dossier.code for line in answer.context["rows"]]
        address = f"/ho-so/{answer.context['next']}" if answer.context["next"] else ""
    assert sorted(seen) == [f"{CODE[:-1]}{serial}" for serial in range(1, 8)]
    assert {code[-1] for code in seen[-2:]} == {"6", "7"}


DUE = vn("2024-03-20T17:00")


@pytest.mark.parametrize(
    ("outcome", "resolved_at", "now", "label"),
    [
        ("", None, "2024-03-18T09:00", "Trong hạn"),
        ("", None, "2024-03-20T09:00", "Sắp đến hạn"),
        ("", None, "2024-03-20T17:01", "Quá hạn"),
        ("resolved", "2024-03-19T23:59", "2024-04-01T09:00", "Trước hạn"),
        ("resolved", "2024-03-20T06:30", "2024-04-01T09:00", "Đúng hạn"),
        ("refused", "2024-03-20T17:00", "2024-04-01T09:00", "Đúng hạn"),
        ("resolved", "2024-03-20T17:01", "2024-04-01T09:00", "Trễ hạn"),
        ("withdrawn", "2024-03-21T09:00", "2024-04-01T09:00", ""),
    ],
)
def test_time_states(outcome: str, resolved_at: str | None, now: str, label: str) -> None:
    ended = vn(resolved_at).astimezone(UTC) if resolved_at else None
    version = DossierVersion(outcome=outcome, due_at=DUE.astimezone(UTC), resolved_at=ended)
    state = search.time_state(version, vn(now), vn(now) + timedelta(days=1))
    assert str(state.label) == label


def test_a_late_dossier_with_an_apology_is_late() -> None:
    version = DossierVersion(
        outcome="resolved", due_at=DUE, resolved_at=DUE + timedelta(days=1), apologised_at=DUE
    )
    assert str(search.time_state(version, DUE, DUE).label) == "Trễ hạn, đã xin lỗi"


def test_days_late_are_working_days(db: None) -> None:
    def days(ended: str, outcome: str = "resolved") -> int | None:
        due = vn("2024-05-06T17:00")
        version = DossierVersion(unit=Unit(), outcome=outcome, due_at=due, resolved_at=vn(ended))
        return late_days(version)

    assert days("2024-05-06T17:00") is None
    assert (days("2024-05-08T10:00"), days("2024-05-08T10:00", "refused")) == (2, 2)
    assert days("2024-05-08T10:00", "stopped") is None
    assert days("2024-05-13T07:30") == 5  # Saturday and Sunday are none


def test_the_page_proves_the_due_date_and_tells_both_times(own: str) -> None:
    page = shown(sign_in(Role.INSPECTORATE), f"/ho-so/{CODE}/")
    assert "Thứ Hai 18/3/2024: ngày làm việc thứ 1" in page
    assert "hết hạn lúc 17:00" in page
    assert "Xảy ra lúc 10:00 19/03/2024" in page
    assert "Hệ thống cũ ghi lúc 10:05 19/03/2024" in page


def test_what_was_known_then(own: str) -> None:
    client = sign_in(Role.INSPECTORATE)
    then = shown(client, f"/ho-so/{CODE}/?luc=2024-03-18T08:00")
    assert "Số liệu như đã biết lúc 08:00 18/03/2024" in then
    assert "Đang xử lý" in then
    assert "Xảy ra lúc 10:00 19/03/2024" not in then
    assert "chưa có hồ sơ này" in shown(client, f"/ho-so/{CODE}/?luc=2023-01-01T08:00")
    assert shown(client, f"/ho-so/{CODE}/?luc=08:00+18/3/2024").count("Xảy ra lúc") == then.count(
        "Xảy ra lúc"
    )
    wrong = shown(client, f"/ho-so/{CODE}/?luc=hom+qua")
    assert "Như đã biết tại thời điểm: ghi giờ và ngày/tháng/năm, ví dụ 17:00 30/05/2024." in wrong
    assert 'value="hom qua"' in wrong


def test_search_words_are_folded_as_python_folds(db: None) -> None:
    for name in (
        "Đặng Thị Ước",
        "NGUYỄN VĂN Ỷ",
        "  Lý   Hữu  Nghĩa ",
        "Nguye\u0302\u0303n \u0110\u00f4ng",
        "",
    ):
        made = Applicant.objects.create(kind="person", name=name, salt=b"")
        made.refresh_from_db()
        words = {word.split("'")[1] for word in str(made.search).split()}
        assert words == set(fold(name).split())


def test_numbers_are_masked() -> None:
    assert masked("000012341234") == "0000****1234"
    assert masked("00001234") == "********"


def test_only_who_sees_the_whole_city_previews_a_day_off(own: str) -> None:
    address = "/ho-so/lich/xem-truoc/?ngay=2024-03-18"
    assert sign_in(Role.HEAD_OF_AGENCY, own).get(address).status_code == 403
    before = list(DossierVersion.objects.values_list("due_at", flat=True))
    assert f"{CODE[:-1]}2" in shown(sign_in(Role.LEADER), address)
    page = shown(sign_in(Role.CITY_ADMIN), address)
    assert "1 hồ sơ đang giải quyết đổi hạn" in page
    assert f"{CODE[:-1]}2" not in page
    assert list(DossierVersion.objects.values_list("due_at", flat=True)) == before


def test_a_day_that_cannot_be_added_is_told(db: None) -> None:
    client, address = sign_in(Role.CITY_ADMIN), "/ho-so/lich/xem-truoc/"
    assert "vốn không phải là ngày làm việc" in shown(client, f"{address}?ngay=2024-03-17")
    assert "vốn là ngày làm việc" in shown(client, f"{address}?ngay=2024-03-18&loai=made_up")
    assert "Lịch làm việc chưa có năm 1990" in shown(client, f"{address}?ngay=1990-03-18")
    wrong = shown(client, f"{address}?ngay=18/3")
    assert "Ngày: ghi ngày/tháng/năm, ví dụ 03/09/2024." in wrong
    assert 'value="18/3"' in wrong
    assert 'value="17/03/2024"' in shown(client, f"{address}?ngay=2024-03-17")


def test_the_preview_moves_what_the_redating_would(own: str) -> None:
    found = previewing.preview(date(2024, 3, 18), DayKind.HOLIDAY)
    assert [(move.code[-1], move.new_due_at) for move in found.moved] == [("2", vn("2024-03-21T17:00"))]
    assert not found.more
    assert Dossier.objects.count() == 2
    assert datetime.now(UTC) > found.moved[0].due_at
