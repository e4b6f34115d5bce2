"""The pages of accounts, roles and delegations: who may open them, what they do, what they never lose."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dunghen.org import access_urls
from dunghen.org.actions.access import last_change
from dunghen.org.actions.roles import give_role
from dunghen.org.models import AccessChange, Assignment, Person, Unit
from dunghen.org.rights import TABLE, Right, Role
from dunghen.org.tests.people import sign_in

pytestmark = pytest.mark.django_db
WARD, CITY = "ct-phuong-cai-khe-2025", "ct-thanh-pho-2025"
DAY = timedelta(days=1)


def somebody(username: str, role: Role | None = None, unit: str = WARD, name: str = "Trần Thị Đậu") -> Person:
    made = Person.objects.create(username=username, full_name=name, title="Công chức")
    if role is not None:
        at = Unit.objects.get(key=unit)
        Assignment.objects.create(person=made, role=role, unit=at, valid_from=date(2025, 7, 1))
    return made


def who(client: Client) -> Person:
    return Person.objects.get(pk=client.session["_auth_user_id"])


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@pytest.fixture
def admin(db: None) -> Client:
    return sign_in(Role.CITY_ADMIN, CITY)


# ---- every address, by role


def addresses() -> list[tuple[str, str, str]]:
    """Each address of these pages with the right it names and the way to ask it."""
    found = []
    for pattern in access_urls.urlpatterns:
        guard = getattr(pattern.callback, "right", "")
        given = dict.fromkeys(pattern.pattern.converters, 10**6)
        found.append((str(pattern.name), reverse(str(pattern.name), kwargs=given), guard))
    return found


@pytest.mark.parametrize("role", [None, *Role])
def test_an_address_opens_for_the_roles_that_have_its_right_only(role: Role | None) -> None:
    client = sign_in(role, CITY)
    for name, address, right in addresses():
        assert right, name
        allowed = right not in list(Right) or (role is not None and right in TABLE[role])
        answers = {client.get(address).status_code, client.post(address).status_code}
        assert (answers == {403}) == (not allowed), (name, answers)
        assert Client().get(address).status_code == 302


# ---- the list


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ("", True),
        ("tim=tran+thi+dau", True),
        ("tim=DAU", True),
        ("tim=mot", True),
        ("tim=khong", False),
        ("don-vi=cai+khe", True),
        ("don-vi=so+y+te", False),
        ("vai-tro=clerk", True),
        ("vai-tro=cashier", False),
        ("don-vi=cai+khe&vai-tro=clerk&tim=tran", True),
        ("trang-thai=da-khoa", False),
        ("trang-thai=tat-ca", True),
        ("sau=zzz", False),
    ],
)
def test_the_list_finds(admin: Client, asked: str, finds: bool) -> None:
    somebody("mot", Role.CLERK)
    assert ("Trần Thị Đậu" in shown(admin, f"/nguoi-dung/?{asked}")) == finds


def test_the_list_goes_on_page_by_page(admin: Client) -> None:
    for number in range(60):
        somebody(f"n{number:02}")
    first = admin.get("/nguoi-dung/?tim=dau")
    assert [row.username for row in first.context["rows"]][-1] == "n49"
    second = admin.get(f"/nguoi-dung/{first.context['next']}")
    assert [row.username for row in second.context["rows"]] == [f"n{number}" for number in range(50, 60)]
    assert (second.context["next"], second.context["first"]) == ("", "?tim=dau")


def test_three_rows_cost_as_many_queries_as_one(admin: Client) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            shown(admin, address)
        return len(found)

    one = somebody("mot", Role.CLERK)
    give_role(one, role=Role.CASHIER, unit=WARD, first=timezone.localdate(), by=None)
    before = [
        queries(address) for address in ("/nguoi-dung/", f"/nguoi-dung/{one.pk}/", "/nguoi-dung/nhat-ky/")
    ]
    for number in range(3):
        more = somebody(f"n{number}", Role.CLERK)
        give_role(more, role=Role.CASHIER, unit=WARD, first=timezone.localdate(), by=None)
    for role in (Role.POSTAL_STAFF, Role.FIELD_LEAD):
        give_role(one, role=role, unit=WARD, first=timezone.localdate(), by=None)
    after = [
        queries(address) for address in ("/nguoi-dung/", f"/nguoi-dung/{one.pk}/", "/nguoi-dung/nhat-ky/")
    ]
    assert after == before


def test_what_is_typed_is_never_markup(admin: Client) -> None:
    evil = '"><script>alert(1)</script>'
    for name in ("tim", "don-vi", "vai-tro", "trang-thai", "sau", "nguoi"):
        for address in ("/nguoi-dung/", "/nguoi-dung/nhat-ky/"):
            assert "<script>alert" not in admin.get(address, {name: evil}).content.decode()
    answer = admin.post("/nguoi-dung/them/", {"username": evil, "full_name": evil, "title": evil})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


# ---- a person's page


def test_a_role_is_given_and_ended_on_the_page(admin: Client) -> None:
    one, today = somebody("mot"), timezone.localdate()
    said = {
        "role": "clerk",
        "unit": WARD,
        "first": typed(today),
        "last": "",
        "document": "01/QĐ",
        "seen": "0",
    }
    assert admin.post(f"/nguoi-dung/{one.pk}/giao-vai-tro/", said).status_code == 302
    page = shown(admin, f"/nguoi-dung/{one.pk}/")
    assert "Văn thư, UBND phường Cái Khế" in page
    assert "Không thời hạn" in page
    held = one.assignments.get()
    end = {f"r{held.pk}-last": "", "seen": str(last_change(one))}
    assert admin.post(f"/nguoi-dung/{one.pk}/vai-tro/{held.pk}/", end).status_code == 302
    assert "Hủy trong ngày bắt đầu" in shown(admin, f"/nguoi-dung/{one.pk}/")
    log = shown(admin, f"/nguoi-dung/nhat-ky/?nguoi={one.pk}")
    assert log.count("Kết thúc vai trò: Văn thư") == 1
    assert log.count("01/QĐ") == 2


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"role": ""}, "Phải nhập ô này"),
        ({"unit": "khong-co"}, "Chọn một mục"),
        ({"first": "31/02/2026"}, "ví dụ 03/09/2024"),
        ({"first": "01/08/2025"}, "trước ngày hôm nay"),
        ({"document": "x" * 121}, "Dài quá 120"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(admin: Client, said: dict[str, str], reason: str) -> None:
    one = somebody("mot")
    good = {"role": "clerk", "unit": WARD, "first": typed(timezone.localdate()), "document": "Số riêng 77"}
    answer = admin.post(f"/nguoi-dung/{one.pk}/giao-vai-tro/", {**good, "seen": "0", **said})
    page = answer.content.decode()
    assert (answer.status_code, reason in page) == (422, True)
    for name, value in {**good, **said}.items():
        if value and value != "khong-co":
            selected = f'value="{value}" selected' if name in ("role", "unit") else f'value="{value}"'
            assert selected in page, name
    assert not one.assignments.exists()


def test_who_was_overtaken_is_told_and_loses_nothing(admin: Client) -> None:
    one, today = somebody("mot"), timezone.localdate()
    seen = last_change(one)
    other = somebody("nua", Role.CITY_ADMIN, CITY, name="Lê Văn Trước")
    give_role(one, role=Role.CLERK, unit=WARD, first=today, by=other)
    said = {
        "role": "cashier",
        "unit": WARD,
        "first": typed(today),
        "document": "Số riêng 77",
        "seen": str(seen),
    }
    answer = admin.post(f"/nguoi-dung/{one.pk}/giao-vai-tro/", said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lê Văn Trước vừa thay đổi" in page
    assert 'value="Số riêng 77"' in page
    assert 'value="cashier" selected' in page
    said["seen"] = str(answer.context["seen"])
    assert admin.post(f"/nguoi-dung/{one.pk}/giao-vai-tro/", said).status_code == 302
    assert one.assignments.count() == 2


def test_an_account_is_made_and_its_password_shown_once(admin: Client) -> None:
    said = {"username": "van-thu", "full_name": "Mẫu Thị Mới", "title": ""}
    answer = admin.post("/nguoi-dung/them/", said)
    made = Person.objects.get(username="van-thu")
    password = answer.context["password"]
    assert made.check_password(password)
    assert "no-store" in answer["Cache-Control"]
    assert password not in shown(admin, f"/nguoi-dung/{made.pk}/")
    assert "đã có người dùng" in admin.post("/nguoi-dung/them/", said).content.decode()


def test_who_signs_in_with_a_handed_out_password_chooses_their_own_first(admin: Client) -> None:
    answer = admin.post("/nguoi-dung/them/", {"username": "van-thu", "full_name": "Mẫu", "title": ""})
    client, made = Client(), Person.objects.get(username="van-thu")
    client.force_login(made)
    session = client.session
    session["second_factor"] = True
    session.save()
    for address in ("/", "/ho-so/", "/uy-quyen/"):
        assert client.get(address)["Location"] == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200
    said = {
        "oldpassword": answer.context["password"],
        "password1": "rieng-toi-biet-24",
        "password2": "rieng-toi-biet-24",
    }
    assert client.post(reverse("account_change_password"), said).status_code == 302
    assert client.get("/").status_code == 200


def test_accounts_are_closed_and_given_new_keys(admin: Client) -> None:
    one = somebody("mot", Role.CLERK)
    old = Client()
    one.set_password("mat-khau-cu-1234")
    one.save()
    old.force_login(one)
    old.session["second_factor"] = True

    def post(what: str) -> str:
        answer = admin.post(f"/nguoi-dung/{one.pk}/{what}/", {"seen": str(last_change(one))}, follow=True)
        return answer.content.decode()

    assert "Mật khẩu cấp lần đầu" in post("mat-khau")
    assert old.get("/uy-quyen/")["Location"].startswith(reverse("account_login"))
    assert "thiết lập lại" in post("hai-lop")
    page = post("khoa")
    assert "Đã khóa tài khoản" in page
    assert "Giao vai trò</h2>" not in page
    assert "đã khóa" in post("mat-khau")
    assert "Mở lại tài khoản" in shown(admin, f"/nguoi-dung/{one.pk}/")
    handed_over = re.findall(r"<code>([a-z0-9-]{19})</code>", post("mo-lai"))
    assert [Person.objects.get(pk=one.pk).check_password(each) for each in handed_over] == [True]
    assert AccessChange.objects.filter(person=one).count() == 5


def test_ones_own_page_offers_nothing_to_change(admin: Client) -> None:
    me = who(admin)
    page = shown(admin, f"/nguoi-dung/{me.pk}/")
    assert "tài khoản của anh/chị" in page
    assert "Khóa tài khoản" not in page
    answer = admin.post(f"/nguoi-dung/{me.pk}/khoa/", {"seen": "0"})
    assert (answer.status_code, "của mình" in answer.content.decode()) == (422, True)


def test_the_technical_administrator_sees_accounts_and_gives_no_roles() -> None:
    client, one = sign_in(Role.TECHNICAL_ADMIN, CITY), somebody("mot", Role.CLERK)
    page = shown(client, f"/nguoi-dung/{one.pk}/")
    assert "Cấp lại mật khẩu" in page
    assert "Giao vai trò</h2>" not in page
    assert "/ho-so/" not in page
    assert client.post(f"/nguoi-dung/{one.pk}/giao-vai-tro/", {}).status_code == 403


# ---- delegations


def test_a_role_is_delegated_and_taken_back_on_the_page() -> None:
    head = sign_in(Role.HEAD_OF_AGENCY, WARD)
    deputy, stranger = somebody("pho", Role.CLERK), somebody("la", Role.CLERK, "ct-so-y-te-2025-07")
    offered = dict(head.get("/uy-quyen/").context["form"].fields["to"].choices)
    assert (str(deputy.pk) in offered, str(stranger.pk) in offered) == (True, False)
    held, today = who(head).assignments.get(), timezone.localdate()
    said = {
        "held": held.pk,
        "to": deputy.pk,
        "first": typed(today),
        "last": typed(today + DAY),
        "document": "9/UQ",
    }
    refused = head.post("/uy-quyen/", {**said, "last": typed(today - DAY)})
    assert (refused.status_code, 'value="9/UQ"' in refused.content.decode()) == (422, True)
    assert head.post("/uy-quyen/", {**said, "to": stranger.pk}).status_code == 422
    assert head.post("/uy-quyen/", said).status_code == 302
    assert not deputy.reach(Right.VIEWS, today).nothing
    given = deputy.assignments.get(delegated_by=who(head))
    colleague = Client()
    colleague.force_login(deputy)
    session = colleague.session
    session["second_factor"] = True
    session.save()
    assert "9/UQ" in shown(colleague, "/uy-quyen/")
    assert colleague.post(f"/uy-quyen/{given.pk}/cham-dut/").status_code == 404
    assert head.post(f"/uy-quyen/{given.pk}/cham-dut/", follow=True).status_code == 200
    assert deputy.reach(Right.VIEWS, today).nothing
    assert "Đã chấm dứt" in shown(head, "/uy-quyen/")


@pytest.mark.parametrize("role", [None, Role.CITY_ADMIN, Role.TECHNICAL_ADMIN, Role.INSPECTION_MEMBER])
def test_who_has_nothing_to_delegate_gets_no_form(role: Role | None) -> None:
    assert "không giữ vai trò nào được ủy quyền" in shown(sign_in(role, CITY), "/uy-quyen/")


def test_three_delegations_cost_as_many_queries_as_one() -> None:
    head, today = sign_in(Role.HEAD_OF_AGENCY, WARD), timezone.localdate()
    found = []
    for number in range(3):
        to = somebody(f"n{number}", Role.CLERK)
        Assignment.objects.create(
            person=to,
            role=Role.HEAD_OF_AGENCY,
            unit=Unit.objects.get(key=WARD),
            valid_from=today,
            valid_to=today + DAY,
            delegated_by=who(head),
            document="1/UQ",
        )
        with CaptureQueriesContext(connection) as queries:
            shown(head, "/uy-quyen/")
        found.append(len(queries))
    assert len(set(found)) == 1
