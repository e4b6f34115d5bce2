"""The receiving desk: what a slip becomes, what is refused, what nobody is asked for again."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dunghen.documents.tests.samples import pdf
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

pytestmark = pytest.mark.usefixtures("fresh_db")
WARD, DESK = "ct-phuong-an-thoi", "/ho-so/tiep-nhan/"
MARRIAGE, COPIES = "xac-nhan-tinh-trang-hon-nhan", "chung-thuc-ban-sao"
NUMBER = "000000000123"


def test_smoke() -> None:
    client = sign_in(Role.RECEIVING_OFFICER, WARD)
    page = client.get(DESK, {"tim": "chung thuc", "luc": "09:00 15/03/2024"}).content.decode()
    print(re.sub(r"\s+", " ", page)[:200])
    assert "chung-thuc-ban-sao" in page
    token = re.search(r'name="phieu" value="([^"]+)"', page)[1]
    said = {
        "phieu": token,
        "thu-tuc": MARRIAGE,
        "luc": "09:00 15/03/2024",
        "buoc": "nhan",
        "ten": "Người Mẫu",
        "so": NUMBER,
        "g-gt1": "handed",
        "bc-gt1": "1",
        "bs-gt1": "0",
        "g-gt2": "absent",
        "g-gt3": "handed",
        "bc-gt3": "1",
        "bs-gt3": "0",
        "tep-gt1": SimpleUploadedFile("a.pdf", pdf()),
    }
    answer = client.post(DESK, said)
    print(
        answer.status_code,
        answer.headers,
        answer.content.decode()[:3000] if answer.status_code != 302 else "",
    )
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
