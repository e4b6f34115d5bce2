"""Refusals: a page of this site in the reader's words, nothing typed is lost, nothing hidden is told."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from dunghen.dossiers.tests.files import current, open_row, row, take_rows
from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in, without_tokens

ORIGIN = "http://testserver"
TYPED = {
    "ly_do": "Cần rà soát <dòng 3.1>",
    "ghi_chu": "hai\ndòng",
    "mat_khau": "bi-mat-1",
    "api_token": "bi-mat-2",
}
failing = pytest.mark.urls("dunghen.web.tests.failing_urls")


def text_of(client: Client, address: str, status: int, **more: str) -> str:
    answer = client.get(address, headers=more)
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


@pytest.fixture
def unforgiving() -> Client:
    """A browser: Django's own test client neither checks tokens nor shows the page of a failure."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def in_the_layout(page: str, heading: str) -> bool:
    return f"<h1>{heading}</h1>" in page and '<a class="brand"' in page and 'lang="vi"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/khong-co/", 404, "Không tìm thấy trang"),
        ("/thu-tuc/khong-co/", 404, "Không tìm thấy trang"),
        ("/thu-tuc/?tim=%00", 400, "Yêu cầu không hợp lệ"),
        ("/ho-so/%00/", 400, "Yêu cầu không hợp lệ"),
        ("/thu/khong-quyen/", 403, "Anh/chị không có quyền mở trang này"),
        ("/thu/hong/", 500, "Hệ thống gặp lỗi"),
    ],
)
@failing
def test_every_refusal_is_a_page_of_this_site(
    unforgiving: Client, address: str, status: int, heading: str
) -> None:
    page = text_of(unforgiving, address, status)
    assert in_the_layout(page, heading)
    assert "nothing a reader should see" not in page
    assert "Content-Security-Policy" in unforgiving.get(address).headers


@pytest.mark.django_db
def test_a_right_that_is_lacking_is_said_without_naming_records() -> None:
    client = sign_in(Role.TECHNICAL_ADMIN)
    there, nowhere = (client.get(f"/ho-so/H13.33.05-{code}/") for code in ("240315-0001", "990101-0009"))
    assert there.status_code == nowhere.status_code == 403
    assert in_the_layout(there.content.decode(), "Anh/chị không có quyền mở trang này")
    assert without_tokens(there) == without_tokens(nowhere)


@pytest.mark.django_db
def test_a_wrong_method_is_answered_by_a_page_too() -> None:
    answer = sign_in(Role.REFORM_OFFICE).post("/bao-cao/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert in_the_layout(answer.content.decode(), "Trang này không nhận cách gửi vừa dùng")


@pytest.mark.django_db
@pytest.mark.parametrize("said", [{f"o{number}": "" for number in range(1001)}, {"login": "x" * 3_000_000}])
def test_too_much_is_said_to_be_too_much(said: dict[str, str]) -> None:
    form = "application/x-www-form-urlencoded"
    answer = Client().post("/accounts/login/", urlencode(said), content_type=form)
    assert answer.status_code == 413
    assert in_the_layout(answer.content.decode(), "Nội dung gửi lên quá lớn")


@pytest.mark.django_db
@failing
def test_a_failure_has_a_reference_that_stands_in_the_log_too(
    unforgiving: Client, caplog: pytest.LogCaptureFixture
) -> None:
    page = text_of(unforgiving, "/thu/hong/", 500)
    reference = re.search(r"Mã sự cố: <strong[^>]*>([0-9A-F]{4}-[0-9A-F]{4})<", page)
    assert reference
    logged = [record for record in caplog.records if reference[1] in record.getMessage()]
    assert len(logged) == 1
    assert logged[0].exc_info
    assert logged[0].exc_info[0] is ZeroDivisionError
    assert reference[1] not in text_of(unforgiving, "/thu/hong/", 500)


@pytest.mark.django_db
@failing
def test_a_failure_is_said_even_where_no_page_can_be_drawn(
    unforgiving: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    page = text_of(unforgiving, "/thu/hong/", 500)
    assert "<h1>Hệ thống gặp lỗi</h1>" in page
    assert re.search("[0-9A-F]{4}-[0-9A-F]{4}", page)
    assert "stylesheet" not in page


@pytest.fixture
def no_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database does not answer."""
    connection.close()
    host = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nowhere"
    with django_db_blocker.unblock():
        yield
    connection.close()
    connection.settings_dict["HOST"] = host


@failing
def test_without_a_database_there_is_a_page_and_nobody_is_signed_out(
    no_database: None, unforgiving: Client, caplog: pytest.LogCaptureFixture
) -> None:
    unforgiving.cookies["sessionid"] = "somebodys"
    for address in ("/bao-cao/?don-vi=x", "/thu-tuc/", "/", "/accounts/login/"):
        answer = unforgiving.get(address)
        assert answer.status_code == 503
        assert answer["Retry-After"]
        assert in_the_layout(answer.content.decode(), "Hệ thống tạm thời gián đoạn")
        assert "sessionid" not in answer.cookies
    assert "Không kết nối được cơ sở dữ liệu" in caplog.text


def test_without_a_database_the_api_says_so(no_database: None) -> None:
    answer = Client().get("/api/v1/units", headers={"authorization": "Bearer dh_x"})
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Retry-After"]
    assert "cơ sở dữ liệu" in answer.json()["detail"]


@failing
def test_without_a_database_a_form_can_be_sent_again_as_it_was(no_database: None) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "somebodys"
    answer = client.post(
        "/thu/nhan/?a=1", {**TYPED, "csrfmiddlewaretoken": "cua-trang"}, headers={"origin": ORIGIN}
    )
    page = answer.content.decode()
    assert answer.status_code == 503
    assert fields_of(page) == {
        "csrfmiddlewaretoken": "cua-trang",
        "ly_do": "Cần rà soát &lt;dòng 3.1&gt;",
        "ghi_chu": "hai\ndòng",
    }
    assert 'action="/thu/nhan/?a=1"' in page


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of the form that sends again."""
    form = page.split('<form class="card"')[1].split("</form>", maxsplit=1)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def token_of(client: Client, address: str = "/accounts/") -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(address).content.decode())
    assert found
    return found[1]


@pytest.fixture
def officer(unforgiving: Client, db: None) -> Client:
    """Signed in in a browser."""
    unforgiving.force_login(Person.objects.create(username="mau", full_name="Người Mẫu", sample=True))
    session = unforgiving.session
    session["second_factor"] = True
    session.save()
    return unforgiving


@failing
def test_what_was_typed_survives_an_expired_sign_in(officer: Client) -> None:
    said = {**TYPED, "csrfmiddlewaretoken": token_of(officer)}
    officer.cookies.pop("sessionid")
    answer = officer.post("/thu/nhan/", said, headers={"origin": ORIGIN})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert in_the_layout(page, "Phiên đăng nhập đã hết hạn")
    assert "/accounts/login/?next=%2Faccounts%2Flogin%2Fback%2F" in page
    assert "bi-mat" not in page
    officer.force_login(Person.objects.get(username="mau"))
    session = officer.session
    session["second_factor"] = True
    session.save()
    again = {**fields_of(page), "ly_do": TYPED["ly_do"]}
    assert officer.post("/thu/nhan/", again, headers={"origin": ORIGIN}).content.decode() == TYPED["ly_do"]


@failing
def test_a_page_from_before_the_last_sign_in_is_confirmed_under_the_present_name(officer: Client) -> None:
    officer.get("/accounts/")
    stale = {**TYPED, "csrfmiddlewaretoken": "a" * 64}
    answer = officer.post("/thu/nhan/", stale, headers={"origin": ORIGIN})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert in_the_layout(page, "Nội dung chưa được gửi")
    assert "<strong>Người Mẫu</strong>" in page
    again = {**fields_of(page), "ly_do": TYPED["ly_do"]}
    assert officer.post("/thu/nhan/", again, headers={"origin": ORIGIN}).content.decode() == TYPED["ly_do"]


@failing
@pytest.mark.parametrize("origin", ["http://la.example", "null", ""])
def test_nothing_of_a_foreign_page_is_put_before_the_reader(officer: Client, origin: str) -> None:
    answer = officer.post("/thu/nhan/", TYPED, headers={"origin": origin} if origin else {})
    assert answer.status_code == 403
    assert "rà soát" not in answer.content.decode()
    assert "Gửi lại" not in answer.content.decode()


@failing
def test_a_part_of_a_page_is_refused_by_a_notice(officer: Client) -> None:
    for address, status, said in (
        ("/khong-co/", 404, "Không tìm thấy trang"),
        ("/thu/khong-quyen/", 403, "không có quyền"),
        ("/thu/hong/", 500, "Mã sự cố"),
    ):
        page = text_of(officer, address, status, **{"hx-request": "true"})
        assert page.lstrip().startswith('<div class="notice')
        assert said in page
    answer = officer.post("/thu/nhan/", TYPED, headers={"hx-request": "true", "origin": ORIGIN})
    assert answer.content.decode().lstrip().startswith('<div class="notice')


@pytest.mark.django_db
def test_a_forbidden_dossier_is_a_missing_one() -> None:
    take_rows(row(1), open_row(2))
    own, code, missing = current(1).unit.key, "H13.33.05-240315-0001", "H13.33.05-990101-0009"
    assert sign_in(Role.HEAD_OF_AGENCY, own).get(f"/ho-so/{code}/").status_code == 200
    stranger = sign_in(Role.HEAD_OF_AGENCY, "ct-so-y-te")
    there, nowhere = stranger.get(f"/ho-so/{code}/"), stranger.get(f"/ho-so/{missing}/")
    assert there.status_code == nowhere.status_code == 404
    assert without_tokens(there) == without_tokens(nowhere)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/bao-cao/2024-H1/?unit={}",
        "/bao-cao/2024-H1/B3.3.1/?unit={}",
        "/bao-cao/2024-H1/B3.3.1.1/?at={}",
        "/bao-cao/2024-H1/B3.3.1.1/danh-sach.xlsx?unit={}",
        "/tong-quan/?report=2024-H1&unit={}",
    ],
)
def test_a_forbidden_unit_of_a_report_is_a_missing_one(address: str) -> None:
    client = sign_in(Role.REPORTING_OFFICER, "ct-quan-cai-rang")
    there, nowhere = (client.get(address.format(unit)) for unit in ("ct-so-y-te", "khong-co-nao"))
    assert there.status_code == nowhere.status_code == 404
    assert without_tokens(there) == without_tokens(nowhere)


@failing
def test_files_are_not_kept_and_that_is_said(officer: Client) -> None:
    said = {"ly_do": "kèm tệp", "tep": SimpleUploadedFile("mat.txt", b"noi dung mat")}
    page = officer.post("/thu/nhan/", said, headers={"origin": ORIGIN}).content.decode()
    assert "Tệp đính kèm không được giữ." in page
    assert fields_of(page).keys() == {"csrfmiddlewaretoken", "ly_do"}
    assert "mat.txt" not in page
