"""People and agencies sign papers that are then issued, found and revoked."""

import subprocess
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pkcs11
import pytest
import segno
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL.Image import Image
from pkcs11.constants import Attribute, CertificateType, ObjectClass
from pypdfium2 import PdfDocument

from dunghen.documents.files import keep, read
from dunghen.documents.form_pdf import ERROR_CORRECTION
from dunghen.documents.models import File, Result, SigningCertificate
from dunghen.documents.numbering import next_number, numbered
from dunghen.documents.results import NotIssued, address, code_of, find, issue, prepare, revoke
from dunghen.documents.signing.certificates import CannotSign, key_file, record, register
from dunghen.documents.signing.code import EDGE, HEIGHT, SIDE, WIDTH, ResultCode, with_code
from dunghen.documents.signing.signing import sign_as_person, sign_as_unit
from dunghen.documents.signing.trust import trusted
from dunghen.documents.signing.verifying import Verdict, verify
from dunghen.documents.tests.samples import image, pdf
from dunghen.documents.tests.signed import (
    LONG_AGO,
    NOW,
    PERSON,
    SECRET,
    Keys,
    keys,
    plain,
    sign,
    signed_twice,
)
from dunghen.documents.tests.test_verifying import note_added
from dunghen.org.models import Person, Unit

UNIT = "ct-phuong-an-thoi"


@dataclass
class Desk:
    """A leader and a clerk of a unit, with registered keys."""

    keys: Keys
    leader: Person
    clerk: Person
    unit: Unit

    def paper(self) -> File:
        return keep("ket-qua.pdf", plain(), by=self.clerk)

    def signed(self) -> File:
        first = sign_as_person(self.paper(), self.leader, SECRET)
        return sign_as_unit(first, self.unit, SECRET, signer=self.leader, by=self.clerk)

    def issued(self) -> Result:
        made = prepare("H13.33.05-261120-0031", kind="Giấy xác nhận tình trạng hôn nhân", unit=self.unit)
        return issue(made, self.signed(), number="03/GXN-UBND", signer=self.leader, by=self.clerk)


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.SIGNING_KEYS = tmp_path / "keys"
    settings.TRUST_FOLDER = tmp_path / "trust"
    cache.clear()


@pytest.fixture
def desk(db: None, settings: Any) -> Desk:
    made = keys()
    made.put_trust(settings.TRUST_FOLDER)
    leader = Person.objects.create(username="leader", full_name=PERSON)
    clerk = Person.objects.create(username="clerk", full_name="Mẫu Thị Tư")
    unit = Unit.objects.get(key=UNIT)
    register(made.person.packed(SECRET), SECRET, owner=leader)
    register(made.agency.packed(SECRET), SECRET, owner=unit)
    return Desk(made, leader, clerk, unit)


def test_the_person_signs_then_the_agency(desk: Desk) -> None:
    seen = verify(read(desk.signed()), trusted(), now=timezone.now())
    assert seen.verdict == Verdict.VALID
    assert len(seen.signatures) == 2


def test_keys_are_kept_behind_their_passphrase_only(desk: Desk) -> None:
    one = SigningCertificate.objects.get(person=desk.leader)
    assert key_file(one.fingerprint).stat().st_mode & 0o777 == 0o600
    with pytest.raises(CannotSign, match="Mật khẩu khóa ký số không đúng"):
        sign_as_person(desk.paper(), desk.leader, "sai")
    assert File.objects.count() == 1


def test_the_agency_signs_only_what_the_person_signed(desk: Desk) -> None:
    with pytest.raises(CannotSign, match="Cơ quan chỉ ký số"):
        sign_as_unit(desk.paper(), desk.unit, SECRET, signer=desk.leader, by=desk.clerk)
    first = sign_as_person(desk.paper(), desk.leader, SECRET)
    with pytest.raises(CannotSign, match="Cơ quan chỉ ký số"):
        sign_as_unit(first, desk.unit, SECRET, signer=desk.clerk, by=desk.clerk)
    changed = keep("a.pdf", note_added(read(first)), by=None)
    with pytest.raises(CannotSign, match="Cơ quan chỉ ký số"):
        sign_as_unit(changed, desk.unit, SECRET, signer=desk.leader, by=desk.clerk)
    with pytest.raises(CannotSign, match="không ký thêm"):
        sign_as_person(first, desk.leader, SECRET)


def test_what_is_no_pdf_is_not_signed(desk: Desk) -> None:
    with pytest.raises(CannotSign, match="PDF"):
        sign_as_person(keep("a.png", image(), by=None), desk.leader, SECRET)


def test_without_a_certificate_nobody_signs(desk: Desk) -> None:
    with pytest.raises(CannotSign, match="chưa có chứng thư"):
        sign_as_person(desk.paper(), desk.clerk, SECRET)
    SigningCertificate.objects.update(valid_to=NOW)
    with pytest.raises(CannotSign, match="chưa có chứng thư"):
        sign_as_person(desk.paper(), desk.leader, SECRET)


def test_a_revoked_certificate_makes_no_paper(desk: Desk, settings: Any) -> None:
    desk.keys.authority.revoke(desk.keys.person.certificate, LONG_AGO)
    desk.keys.put_trust(settings.TRUST_FOLDER)
    with pytest.raises(CannotSign, match="thu hồi"):
        sign_as_person(desk.paper(), desk.leader, SECRET)
    assert File.objects.count() == 1


def test_a_certificate_is_of_one_owner(desk: Desk) -> None:
    with pytest.raises(CannotSign, match="người hoặc cơ quan khác"):
        register(desk.keys.person.packed(SECRET), SECRET, owner=desk.clerk)
    with pytest.raises(CannotSign, match="sai mật khẩu"):
        register(desk.keys.person.packed(SECRET), "sai", owner=desk.leader)
    again = register(desk.keys.person.packed(SECRET), SECRET, owner=desk.leader)
    assert again == SigningCertificate.objects.get(person=desk.leader)


def test_without_the_timestamp_that_is_set_nothing_is_signed(desk: Desk, settings: Any) -> None:
    settings.TIMESTAMP_AUTHORITY = "http://127.0.0.1:1/tsa"
    with pytest.raises(CannotSign, match="dấu thời gian"):
        sign_as_person(desk.paper(), desk.leader, SECRET)


TOKEN = "MAU-TOKEN"
SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"  # a made token; bin/test --long installs it


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk, settings: Any) -> None:
    """The leader's key on a PKCS#11 token instead of in a file."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    issued = desk.keys.authority.issue(PERSON, since=LONG_AGO, rsa_key=True)
    key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(key)
    begin = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        TOKEN,
        "--so-pin",
        "1234",
        "--pin",
        "123456",
    ]
    subprocess.run(begin, check=True, capture_output=True)
    run = ["softhsm2-util", "--token", TOKEN, "--pin", "123456", "--label", TOKEN, "--id", "A1"]
    subprocess.run([*run, "--import", str(tmp_path / "key.pem")], check=True, capture_output=True)
    with pkcs11.lib(SOFTHSM).get_token(token_label=TOKEN).open(rw=True, user_pin="123456") as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: TOKEN,
                Attribute.SUBJECT: issued.certificate.subject.public_bytes(),
                Attribute.VALUE: issued.certificate.public_bytes(Encoding.DER),
            }
        )
    settings.PKCS11_MODULE = SOFTHSM
    SigningCertificate.objects.filter(person=desk.leader).update(ended_at=NOW)
    record(issued.certificate, owner=desk.leader, token=TOKEN)


@pytest.mark.long
@pytest.mark.usefixtures("token")
def test_a_key_on_a_token_signs(desk: Desk) -> None:
    with pytest.raises(CannotSign, match="PIN"):
        sign_as_person(desk.paper(), desk.leader, "654321")
    made = sign_as_person(desk.paper(), desk.leader, "123456")
    assert verify(read(made), trusted(), now=timezone.now()).verdict == Verdict.VALID


@pytest.mark.django_db
def test_numbers_have_no_gaps_and_begin_anew_each_year() -> None:
    unit, other = Unit.objects.get(key=UNIT), Unit.objects.get(key="ct-phuong-long-hoa")
    day = date(2026, 12, 31)
    assert [next_number(unit, "GXN", day) for _each in range(3)] == [1, 2, 3]
    with transaction.atomic():
        next_number(unit, "GXN", day)
        transaction.set_rollback(True)
    assert next_number(unit, "GXN", day) == 4
    assert next_number(unit, "QĐ", day) == 1
    assert next_number(other, "GXN", day) == 1
    assert next_number(unit, "GXN", day + timedelta(days=1)) == 1
    assert (numbered(4, "GXN-UBND"), numbered(104, "GXN-UBND")) == ("04/GXN-UBND", "104/GXN-UBND")


def test_a_result_is_issued_once_with_both_signatures(desk: Desk) -> None:
    made = prepare("H13.33.05-261120-0031", kind="Giấy xác nhận", unit=desk.unit)
    assert find(made.code, made.token) is None, "it is not issued yet"
    first = sign_as_person(desk.paper(), desk.leader, SECRET)
    for wrong in (desk.paper(), first):
        with pytest.raises(NotIssued):
            issue(made, wrong, number="03/GXN-UBND", signer=desk.leader, by=desk.clerk)
    both = sign_as_unit(first, desk.unit, SECRET, signer=desk.leader, by=desk.clerk)
    with pytest.raises(NotIssued):
        issue(made, both, number="03/GXN-UBND", signer=desk.clerk, by=desk.clerk)
    done = issue(made, both, number="03/GXN-UBND", signer=desk.leader, by=desk.clerk)
    assert issue(made, both, number="03/GXN-UBND", signer=desk.leader, by=desk.clerk) == done
    with pytest.raises(NotIssued, match="đã phát hành"):
        issue(made, first, number="03/GXN-UBND", signer=desk.leader, by=desk.clerk)
    assert find(done.code, done.token.lower()) == done
    assert find(done.code, "A" * 10) is None
    assert find("H13.33.05-261120-0032", done.token) is None


def test_a_second_result_of_a_dossier_has_a_code_of_its_own(desk: Desk) -> None:
    """One that was prepared and never issued is not a result: its codes are taken again."""
    first = desk.issued()
    codes = [prepare(first.reference, kind="Giấy", unit=desk.unit).code for _each in range(2)]
    assert [first.code, *codes] == ["H13.33.05-261120-0031", *["H13.33.05-261120-0031.2"] * 2]
    assert len(set(Result.objects.values_list("token", flat=True))) == 2


def test_the_code_of_a_result_stands_on_its_paper_below_the_signatures(desk: Desk) -> None:
    """By letters and by QR; both signatures hold over it."""
    made = prepare("H13.33.05-261120-0031", kind="Giấy xác nhận", unit=desk.unit)
    first = sign_as_person(desk.paper(), desk.leader, SECRET, code=code_of(made))
    both = sign_as_unit(first, desk.unit, SECRET, signer=desk.leader, by=desk.clerk)
    issue(made, both, number="03/GXN-UBND", signer=desk.leader, by=desk.clerk)
    with pdfplumber.open(BytesIO(read(both))) as opened:
        page = opened.pages[0]
        text = page.crop((SIDE, page.height - EDGE - HEIGHT, SIDE + WIDTH, page.height - EDGE)).extract_text()
    assert text.split("\n") == [
        f"Mã kết quả: {made.code}",
        f"Mã tra cứu: {made.token}",
        "Tra cứu tại: localhost:8000/tra-cuu/",
    ]
    wanted = segno.make(address(made), error=ERROR_CORRECTION, micro=False).matrix
    assert _modules(read(both), len(wanted)) == [[bool(one) for one in row] for row in wanted]


def _modules(pdf: bytes, number: int) -> list[list[bool]]:
    """What a camera sees of the QR code: the darkness in the middle of each of its modules."""
    dots = 8  # of a point
    picture = PdfDocument(pdf)[0].render(scale=dots).to_pil().convert("L")
    side, left, upper = HEIGHT - 4, SIDE + 2, picture.height / dots - EDGE - HEIGHT + 2
    middles = [side * (each + 0.5) / number for each in range(number)]
    return [[_dark(picture, (left + x) * dots, (upper + y) * dots) for x in middles] for y in middles]


def _dark(picture: Image, x: float, y: float) -> bool:
    seen = picture.getpixel((round(x), round(y)))
    return isinstance(seen, int | float) and seen < 128


def test_the_code_is_not_put_on_what_stands_there() -> None:
    """In the first corner of the page that is free."""
    said = ResultCode("MA-1", "ABCDE23456", "http://a/b", "a/b")
    twice = with_code(with_code(plain(), said), replace(said, code="MA-2", token="FGHJK23456"))
    with pdfplumber.open(BytesIO(twice)) as opened:
        words = {word["text"]: word["x0"] for word in opened.pages[0].extract_words()}
    assert words["MA-1"] < opened.pages[0].width / 2 < words["MA-2"]


def test_a_result_is_revoked_with_a_reason(desk: Desk) -> None:
    done = desk.issued()
    with pytest.raises(NotIssued):
        revoke(done, reason="")
    revoke(done, reason="Cấp sai thông tin")
    with pytest.raises(NotIssued):
        revoke(done, reason="Cấp sai thông tin")


def send(content: bytes, path: str = "/tra-cuu/") -> Any:
    return Client().post(path, {"tep": SimpleUploadedFile("a.pdf", content)})


def test_anybody_may_ask_of_a_result_and_learns_no_name(desk: Desk) -> None:
    done = desk.issued()
    path = address(done).removeprefix("http://localhost:8000")
    answer = Client().get("/tra-cuu/", {"ma": done.code, "tra-cuu": done.token.lower()})
    assert answer["Location"] == path
    page = Client().get(path).content.decode()
    assert "Đã phát hành, còn giá trị" in page
    assert "03/GXN-UBND" in page
    assert desk.unit.name in page
    assert PERSON not in page
    assert desk.clerk.full_name not in page
    revoke(done, reason="Cấp sai thông tin")
    assert "Đã bị thu hồi" in Client().get(path).content.decode()


def test_a_wrong_code_and_a_wrong_token_are_answered_alike(desk: Desk) -> None:
    done = desk.issued()
    wrong = [
        Client().get(f"/tra-cuu/{code}/{token}/")
        for code, token in ((done.code, "A" * 10), ("H13.33.05-261120-9999", done.token))
    ]
    assert [each.status_code for each in wrong] == [404, 404]
    pages = [each.content.decode().replace("9999", "0031") for each in wrong]
    assert all("Không có kết quả với mã và mã tra cứu này" in page for page in pages)


def test_what_is_no_token_leads_nowhere(desk: Desk) -> None:
    for token in ("", "ă" * 10, "a b", "../x"):
        page = Client().get("/tra-cuu/", {"ma": "H13.33.05-261120-0031", "tra-cuu": token})
        assert page.status_code == 200
        assert "Ghi đủ mã kết quả" in page.content.decode()


def test_asking_is_limited(desk: Desk) -> None:
    client = Client()
    answers = [client.get(f"/tra-cuu/H13-{n}/AAAAAAAAAA/").status_code for n in range(31)]
    assert answers == [404] * 30 + [429]
    files = [send(b"x").status_code for _each in range(11)]
    assert files == [200] * 10 + [429]


def test_a_file_is_checked_by_anybody_and_not_kept(desk: Desk) -> None:
    done = desk.issued()
    assert done.file is not None
    before = File.objects.count()
    good = send(read(done.file)).content.decode()
    assert "Chữ ký số hợp lệ" in good
    assert "Tệp đúng là kết quả đã phát hành" in good
    bad = send(note_added(read(done.file))).content.decode()
    assert "Tệp đã bị sửa sau khi ký" in bad
    assert "Tệp đúng là kết quả đã phát hành" not in bad
    assert "Tệp không có chữ ký số" in send(pdf()).content.decode()
    assert "Không đọc được tệp này" in send(b"MZ").content.decode()
    assert "Không xác định được người ký" in send(signed_twice(keys("CA khác"))).content.decode()
    assert File.objects.count() == before


def test_a_file_is_compared_with_the_result_it_claims_to_be(desk: Desk) -> None:
    done = desk.issued()
    assert done.file is not None
    path = f"/tra-cuu/{done.code}/{done.token}/"
    same = send(read(done.file), path).content.decode()
    assert "Từng byte của tệp trùng" in same
    other = desk.keys.authority.issue("Mẫu Văn Khác", since=LONG_AGO)
    wrong = send(sign(plain(), other), path).content.decode()
    assert "Tệp không phải là kết quả đã phát hành" in wrong
    assert "Không đúng người ký" in wrong
    assert "Chọn tệp PDF" in Client().post(path).content.decode()


def test_a_revocation_after_the_issue_leaves_the_result_valid(desk: Desk, settings: Any) -> None:
    done = desk.issued()
    assert done.file is not None
    desk.keys.authority.revoke(desk.keys.person.certificate, timezone.now() + timedelta(hours=1))
    desk.keys.put_trust(settings.TRUST_FOLDER)
    assert "Chữ ký số hợp lệ" in send(read(done.file)).content.decode()
    assert done.file.digest == sha256(read(done.file)).hexdigest()
    again = sign(plain(), desk.keys.person)
    assert "Chứng thư đã bị thu hồi" in send(again).content.decode()
