"""Signing in, the second factor, one's own account; and what is not to be had here."""

import re
import time
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Role
from dunghen.web import accounts_urls
from dunghen.web.accounts import grouped
from dunghen.web.limits import GUESSES

PASSWORD = "mat-khau-de-thu-1"
WANTED = "/bao-cao/2024-H1/?form=3&map=today&unit=ct-so-noi-vu"
SIGN_IN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"
SET_UP, REPLACE = "/accounts/2fa/totp/activate/", "/accounts/2fa/totp/replace/"
CODES = "/accounts/2fa/recovery-codes/"


def code_of(secret: str) -> str:
    """What a phone with this secret shows now."""
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30)))


@pytest.fixture
def newcomer(db: None) -> Person:
    """An officer who has a password and no second factor yet."""
    person = Person(username="mau", full_name="Người Mẫu", title="Chuyên viên", sample=True)
    person.set_password(PASSWORD)
    person.save()
    at = Unit.objects.get(key="ct-so-noi-vu")
    Assignment.objects.create(
        person=person,
        role=Role.REFORM_OFFICE,
        unit=at,
        valid_from=date(2024, 1, 1),
        valid_to=date(2099, 1, 1),
    )
    Assignment.objects.create(
        person=person, role=Role.LEADER, unit=at, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
    )
    return person


@pytest.fixture
def secret(newcomer: Person) -> str:
    """The second factor of the officer."""
    made = str(generate_totp_secret())
    TOTP.activate(newcomer, made)
    return made


def sign_in(client: Client, *, to: str = "", password: str = PASSWORD) -> str:
    """Where the password leads."""
    said = {"login": "mau", "password": password, "next": to}
    answer = client.post(SIGN_IN, said)
    return str(answer.headers.get("Location", answer.content.decode()))


def signed_in(secret: str) -> Client:
    cache.clear()  # a code opens once; the next half-minute would bring a new one
    client = Client()
    assert sign_in(client) == CODE
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
    return client


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def shown_secret(page: str) -> str:
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1]


def test_sign_in_leads_back_to_the_very_address_asked_for(secret: str) -> None:
    client = Client()
    asked = client.get(WANTED)
    assert asked["Location"] == f"{SIGN_IN}?next={quote(WANTED, safe='/')}"
    assert f'name="next" value="{WANTED.replace("&", "&amp;")}"' in page_of(client, asked["Location"])
    assert sign_in(client, to=WANTED) == CODE
    assert client.get("/ho-so/").status_code == 302  # the password alone opens nothing
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == WANTED
    assert client.get(WANTED).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://la.example/", "//la.example/", "javascript:alert(1)"])
def test_sign_in_leads_nowhere_else(secret: str, elsewhere: str) -> None:
    client = Client()
    sign_in(client, to=elsewhere)
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == "/"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(db: None) -> None:
    part = {"hx-request": "true", "hx-current-url": "http://testserver/tong-quan/?unit=x"}
    answer = Client().get("/ho-so/", headers=part)
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == f"{SIGN_IN}?next=%2Ftong-quan%2F%3Funit%3Dx"


def test_a_newcomer_sets_up_the_second_factor_before_anything_else(newcomer: Person) -> None:
    client = Client()
    assert sign_in(client, to=WANTED) == WANTED
    assert client.get(WANTED)["Location"] == SET_UP
    page = page_of(client, SET_UP)
    assert 'src="data:image/svg+xml;base64,' in page
    assert "Mã không đúng" in client.post(SET_UP, {"code": "000000"}).content.decode()
    answer = client.post(SET_UP, {"code": code_of(shown_secret(page))})
    assert answer["Location"] == CODES
    page = page_of(client, CODES)
    assert len(re.findall(r"<li>\d{8}</li>", page)) == 10
    assert f'href="{WANTED.replace("&", "&amp;")}"' in page
    assert client.get(WANTED).status_code == 200


def test_a_code_that_was_overheard_opens_nothing(secret: str) -> None:
    code = code_of(secret)
    for status in (302, 200):
        client = Client()
        sign_in(client)
        assert client.post(CODE, {"code": code}).status_code == status


def test_a_code_opens_once_as_long_as_a_slow_phone_could_show_it(secret: str, newcomer: Person) -> None:
    code = code_of(secret)
    for status in (302, 200):
        client = Client()
        sign_in(client)
        assert client.post(CODE, {"code": code}).status_code == status
        # what allauth itself remembers, for half a minute only
        cache.delete(f"allauth.mfa.totp.used?user={newcomer.pk}&code={code}")


def test_a_recovery_code_opens_once(secret: str) -> None:
    client = signed_in(secret)
    assert client.post(f"{CODES}generate/")["Location"] == CODES
    codes = re.findall(r"<li>(\d{8})</li>", page_of(client, CODES))
    file = client.get(f"{CODES}download/")
    assert file["Content-Disposition"].startswith("attachment")
    assert set(codes) == set(re.findall(r"^\d{8}$", file.content.decode(), re.MULTILINE))
    for status in (302, 200):
        other = Client()
        sign_in(other)
        assert other.post(CODE, {"code": codes[0]}).status_code == status
    assert "Còn 9 mã" in page_of(client, "/accounts/")


def test_a_factor_is_replaced_and_never_left_out(secret: str, newcomer: Person) -> None:
    client = signed_in(secret)
    client.post(f"{CODES}generate/")
    assert client.get(SET_UP)["Location"] == REPLACE
    page = page_of(client, REPLACE)
    client.post(REPLACE, {"code": "000000"})
    assert set(Authenticator.objects.values_list("user", "type")) == {
        (newcomer.pk, "totp"),
        (newcomer.pk, "recovery_codes"),
    }
    signed_in(secret)  # the old phone holds until the new one has shown a right code
    old = re.findall(r"<li>(\d{8})</li>", page_of(client, CODES))
    new = shown_secret(page_of(client, REPLACE))
    assert new != shown_secret(page)
    assert client.post(REPLACE, {"code": code_of(new)})["Location"] == CODES
    assert not set(old) & set(re.findall(r"<li>(\d{8})</li>", page_of(client, CODES)))
    signed_in(new)
    other = Client()
    sign_in(other)
    assert "Mã không đúng" in other.post(CODE, {"code": code_of(secret)}).content.decode()


def test_what_guards_the_account_is_asked_again_after_five_minutes(secret: str) -> None:
    client = signed_in(secret)
    client.post(f"{CODES}generate/")
    assert client.get(REPLACE).status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    for address in (REPLACE, CODES, f"{CODES}generate/", f"{CODES}download/"):
        again = client.get(address)["Location"]
        assert again == f"/accounts/reauthenticate/?next={quote(address, safe='')}"
    page = page_of(client, again)
    assert "Dùng mã xác thực thay cho mật khẩu" in page
    answer = client.post("/accounts/reauthenticate/", {"password": "sai", "next": REPLACE})
    assert "Mật khẩu không đúng." in answer.content.decode()
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": REPLACE})
    assert answer["Location"] == REPLACE
    assert client.get(REPLACE).status_code == 200


def test_the_account_says_who_one_is_here(secret: str) -> None:
    page = page_of(signed_in(secret), "/accounts/")
    assert "Người Mẫu" in page
    assert "Chuyên viên" in page
    assert page.count('<th scope="row">') == 1  # the role of 2020 has ended
    assert "Đầu mối cải cách hành chính" in page
    assert re.search(r"01/01/2024</td><td[^>]*>31/12/2098<", page)  # the last day, not the day after
    assert "Không còn mã" in page


def test_the_password_is_changed_in_words_an_officer_reads(secret: str) -> None:
    client, other = signed_in(secret), signed_in(secret)
    address = "/accounts/password/change/"
    page_of(client, address)
    said = {"oldpassword": "sai", "password1": "ngan", "password2": "ngan-khac"}
    page = client.post(address, said).content.decode()
    assert "Mật khẩu đang dùng không đúng." in page
    assert "Mật khẩu phải có ít nhất 12 ký tự." in page
    assert not re.search(r"[Pp]assword (is|must)|You must|This field", page)
    said = {"oldpassword": PASSWORD, "password1": "mot-mat-khau-moi-2", "password2": "khac"}
    assert "Hai lần nhập mật khẩu mới không giống nhau." in client.post(address, said).content.decode()
    answer = client.post(address, {**said, "password2": said["password1"]})
    assert answer["Location"] == "/accounts/"
    assert "Đã đổi mật khẩu." in page_of(client, "/accounts/")
    assert other.get("/accounts/").status_code == 302  # signed in elsewhere: no longer
    assert "không đúng" in sign_in(Client())
    assert sign_in(Client(), password="mot-mat-khau-moi-2") == CODE


def test_guessing_passwords_is_stopped_with_the_time_to_try_again(secret: str) -> None:
    for _ in range(GUESSES):
        assert "Tên đăng nhập hoặc mật khẩu không đúng." in sign_in(Client(), password="sai")
    stopped = sign_in(Client())
    assert re.search(rf"Đã nhập sai quá {GUESSES} lần. Thử lại từ \d\d:\d\d\.", stopped)
    assert 'value="mau"' in stopped


def test_guessing_codes_is_stopped_too(secret: str) -> None:
    client = Client()
    sign_in(client)
    for _ in range(GUESSES):
        assert "Mã không đúng" in client.post(CODE, {"code": "000000"}).content.decode()
    assert "Thử lại từ" in client.post(CODE, {"code": code_of(secret)}).content.decode()


def test_too_many_requests_from_one_address_get_a_page(db: None, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        assert Client().post(SIGN_IN, {"login": "ai", "password": "sai"}).status_code == 200
    answer = Client().post(SIGN_IN, {"login": "ai", "password": "sai"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert re.search(r"Thử lại từ \d\d:\d\d\.", answer.content.decode())
    assert "<h1>Thao tác quá nhiều lần</h1>" in answer.content.decode()


def test_signing_out_ends_it_and_a_closed_account_stays_out(secret: str, newcomer: Person) -> None:
    client = signed_in(secret)
    page_of(client, "/accounts/logout/")
    assert client.post("/accounts/logout/")["Location"] == SIGN_IN
    assert "Đã đăng xuất." in page_of(client, SIGN_IN)
    assert client.get("/accounts/").status_code == 302
    newcomer.is_active = False
    newcomer.save()
    address = sign_in(Client())
    assert address == "/accounts/inactive/"
    assert "Tài khoản đã bị khóa" in page_of(Client(), address)


def test_the_code_can_be_left_for_another_account(secret: str) -> None:
    client = Client()
    sign_in(client)
    assert client.get(SIGN_IN)["Location"] == CODE
    assert client.post("/accounts/logout/", {"next": SIGN_IN})["Location"] == SIGN_IN
    assert "Tên đăng nhập" in page_of(client, SIGN_IN)


def test_a_second_sign_in_page_just_goes_on(secret: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(username="mau"))
    answer = client.post(SIGN_IN, {"login": "mau", "password": PASSWORD, "next": WANTED})
    assert answer["Location"] == f"{SIGN_IN}?next={quote(WANTED, safe='')}"
    assert client.get(answer["Location"])["Location"] == WANTED


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/reset/",
        "password/reset/key/1-abc/",
        "password/set/",
        "login/code/confirm/",
        "2fa/totp/deactivate/",
        "3rdparty/",
        "social/login/error/",
        "phone/verify/",
    ],
)
def test_what_makes_no_sense_here_is_not_here(secret: str, address: str) -> None:
    assert signed_in(secret).get(f"/accounts/{address}").status_code == 404


def test_every_account_page_names_its_right_and_keeps_strangers_out(db: None) -> None:
    rights = {}
    for one in accounts_urls.urlpatterns:
        right: Any = getattr(one.callback, "right", None)
        rights[str(one.pattern)] = right
        answer = Client().get(f"/accounts/{one.pattern}")
        led = str(answer.headers.get("Location", "")).startswith(SIGN_IN)
        assert led or right == "public", one
    assert sorted(name for name, right in rights.items() if right == "public") == [
        "2fa/authenticate/",
        "inactive/",
        "login/",
        "logout/",
    ]


def test_a_stranger_chooses_the_language_too(db: None) -> None:
    answer = Client().post("/i18n/setlang/", {"language": "en", "next": "/thu-tuc/"})
    assert answer["Location"] == "/thu-tuc/"
    assert answer.cookies["django_language"].value == "en"


def test_a_secret_is_read_in_fours() -> None:
    assert grouped("ABCDEFGHIJ") == "ABCD EFGH IJ"
