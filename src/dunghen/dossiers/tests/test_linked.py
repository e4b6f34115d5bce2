"""Linked cases: one slip, a dossier at each authority in its turn, counted once at each; who sees what."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from dunghen.core.known import transaction_time
from dunghen.documents.tests.samples import pdf
from dunghen.dossiers import actions
from dunghen.dossiers.chain.append import current_version
from dunghen.dossiers.linked.actions import carry_on_all, refuse_part, stop_case, withdraw_case
from dunghen.dossiers.models import (
    CURRENT,
    Applicant,
    Dossier,
    DossierEvent,
    DossierPaper,
    DossierVersion,
    LinkedCase,
    LinkedPart,
    PaperUse,
    StoredPaper,
)
from dunghen.dossiers.persons.data import erase_person
from dunghen.dossiers.populations import POPULATIONS
from dunghen.dossiers.rules import Refused
from dunghen.dossiers.tests.files import vn
from dunghen.dossiers.verify import verify
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

pytestmark = pytest.mark.usefixtures("fresh_db")
WARD, DISTRICT, POLICE, INSURANCE = (
    "ct-phuong-an-thoi",
    "ct-quan-binh-thuy",
    "ct-cong-an-thanh-pho",
    "ct-bhxh-thanh-pho",
)
DESK, BIRTH = "/ho-so/lien-thong/tiep-nhan/", "khai-sinh-thuong-tru-bao-hiem-y-te"
DEATH = "khai-tu-xoa-thuong-tru-mai-tang"
AT, DONE, NUMBER = "09:00 15/07/2024", vn("2024-07-15T15:30"), "000000000123"
PAPERS = {
    "g-khai-sinh.gt1": "handed",
    "g-khai-sinh.gt2": "handed",
    "g-khai-sinh.gt3": "handed",
    "g-khai-sinh.gt4": "absent",
    "g-thuong-tru.gt1": "handed",
    "g-thuong-tru.gt2": "handed",
    "g-bao-hiem-y-te.gt1": "handed",
}
Said = dict[str, Any]


def slip(**changed: Any) -> Said:
    """A good slip of a birth."""
    said = {
        "phieu": str(uuid4()),
        "buoc": "nhan",
        "nhom": BIRTH,
        "luc": AT,
        "so": NUMBER,
        "ten": "Người Mẫu",
        "dien-thoai": "0000000001",
        "dia-chi": "Khu vực mẫu",
        "chu-ten": "Trẻ Mẫu",
        **PAPERS,
    } | {name.replace("__", ".").replace("_", "-"): value for name, value in changed.items()}
    return {name: value for name, value in said.items() if value is not None}


@pytest.fixture
def officer(fresh_db: str) -> Client:
    return sign_in(Role.RECEIVING_OFFICER, WARD)


def who(client: Client) -> Person:
    return Person.objects.get(pk=client.session["_auth_user_id"])


def opened(client: Client, said: Said) -> LinkedCase:
    answer = client.post(DESK, said)
    assert answer.status_code == 302, answer.content.decode()
    return LinkedCase.objects.get(code=answer.headers["Location"].split("/")[3])


def refused(client: Client, said: Said) -> str:
    answer = client.post(DESK, said)
    assert answer.status_code == 422
    assert not LinkedCase.objects.exists()
    assert not Dossier.objects.exists()
    return answer.content.decode()


def part(case: LinkedCase, key: str) -> LinkedPart:
    return LinkedPart.objects.select_related("dossier", "unit").get(case=case, key=key)


def version(case: LinkedCase, key: str) -> DossierVersion:
    found = DossierVersion.objects.select_related(
        "unit", "received_unit", "helped_unit", "dossier__applicant"
    )
    return found.get(CURRENT, dossier__linked_part__case=case, dossier__linked_part__key=key)


def resolve(case: LinkedCase, key: str, at: Any = DONE) -> None:
    actions.resolve(version(case, key).dossier_id, at=at, by="ngoc")


# ---- one submission, each authority in its turn


def test_a_birth_goes_through_three_agencies(officer: Client, tmp_path: Path) -> None:
    case = opened(officer, slip())
    assert case.code == "LT-H13.33.05-240715-0001"
    first = version(case, "khai-sinh")
    assert (first.unit.key, first.case_code) == (WARD, case.code)
    assert Dossier.objects.count() == 1
    assert carry_on_all() == 0
    resolve(case, "khai-sinh")
    assert carry_on_all() == 2
    assert carry_on_all() == 0
    for key, unit, code in (("thuong-tru", POLICE, "H13.22"), ("bao-hiem-y-te", INSURANCE, "H13.24")):
        made = version(case, key)
        assert (made.unit.key, made.received_unit.key, made.helped_unit.key) == (unit, unit, WARD)
        assert made.dossier.code == f"{code}-240715-0001"
        # from the moment the birth was registered
        assert (made.received_at, made.case_code) == (DONE, case.code)
        assert made.dossier.applicant is not None
        assert made.dossier.applicant.name == "Người Mẫu"
        assert [party.applicant.name for party in made.dossier.parties.all()] == ["Trẻ Mẫu"]
    assert version(case, "thuong-tru").due_at == vn("2024-07-24T17:00")
    # promised as if the ward used its whole day, so that the police begin on the next
    assert case.due_at == case.promised_at == vn("2024-07-25T17:00")
    for event in DossierEvent.objects.all():
        assert "Mẫu" not in event.text
        assert NUMBER not in event.text
    assert verify(tmp_path, tmp_path / "verify.json", timezone.now()).findings == []


def test_each_part_counts_once_at_its_own_agency(officer: Client) -> None:
    case = opened(officer, slip())
    resolve(case, "khai-sinh")
    carry_on_all()
    for key in ("thuong-tru", "bao-hiem-y-te"):
        resolve(case, key, vn("2024-07-17T10:00"))
    units = dict(Unit.objects.values_list("pk", "key"))
    for name in ("dossiers.received", "dossiers.completed", "dossiers.completed_on_time"):
        (population,) = (each for each in POPULATIONS if each.name == name)
        rows = DossierVersion.objects.filter(CURRENT, population.where)
        assert sorted(units[each] for each in rows.values_list("unit", flat=True)) == sorted(
            [WARD, POLICE, INSURANCE]
        )


def test_what_all_parts_ask_for_is_read_once(officer: Client, django_assert_max_num_queries: Any) -> None:
    """Of a page shown, and of one sent to look somebody up."""
    with django_assert_max_num_queries(34):
        assert officer.get(f"{DESK}?nhom={BIRTH}").status_code == 200
    with django_assert_max_num_queries(40):
        assert officer.post(DESK, {"nhom": BIRTH, "so": "000000000001", "buoc": "tim"}).status_code == 200


def test_papers_handed_in_once_serve_every_part(officer: Client) -> None:
    scans = {
        "tep-thuong-tru.gt2": SimpleUploadedFile("cho-o.pdf", pdf()),
        "tep-khai-sinh.gt2": SimpleUploadedFile("chung-sinh.pdf", pdf()),
    }
    case = opened(officer, slip() | scans | {"dc-thuong-tru.gt2": "1", "chu-so": "000000000777"})
    stored = StoredPaper.objects.get(component="gt2", title="Giấy tờ chứng minh chỗ ở hợp pháp")
    assert (stored.owner_number, stored.verification) == ("000000000777", "compared")
    resolve(case, "khai-sinh")
    carry_on_all()
    residence = version(case, "thuong-tru")
    use = PaperUse.objects.get(dossier=residence.dossier)
    assert (use.paper_id, use.component, residence.reused) == (stored.pk, "gt2", True)
    taken = dict(DossierPaper.objects.filter(dossier=residence.dossier).values_list("code", "taken"))
    assert taken == {"gt1": "handed", "gt2": "reused"}
    # the birth certificate is the result of the part before: nobody is asked for it
    card = DossierPaper.objects.get(dossier=version(case, "bao-hiem-y-te").dossier, code="gt2")
    assert (card.taken, card.originals) == ("absent", 0)
    assert "Kết quả của “Đăng ký khai sinh”" in card.reason
    assert DossierPaper.objects.filter(asked_again=True).count() == 0


def test_a_paper_that_lacks_for_a_later_part_is_asked_for_at_once(officer: Client) -> None:
    page = refused(officer, slip() | {"g-thuong-tru.gt2": ""})
    assert 'href="#f-g-thuong-tru.gt2"' in page
    assert "Chọn cách nhận giấy tờ này" in page


def test_a_slip_sent_twice_makes_one_case(officer: Client) -> None:
    said = slip()
    first = opened(officer, said)
    assert opened(officer, said).pk == first.pk
    assert Dossier.objects.count() == 1
    changed = officer.post(DESK, said | {"ten": "Người Khác"})
    assert changed.status_code == 422
    assert "đã được tiếp nhận" in changed.content.decode()


def test_workers_at_once_start_a_part_once(officer: Client) -> None:
    case = opened(officer, slip())
    resolve(case, "khai-sinh")

    def work(_n: int) -> int:
        try:
            return carry_on_all()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 2
    assert Dossier.objects.count() == 3


# ---- what does not go on


def test_a_refusal_ends_what_depends_on_it(officer: Client) -> None:
    case = opened(officer, slip())
    actions.refuse(
        version(case, "khai-sinh").dossier_id, at=DONE, by="ngoc", reason="Không đủ điều kiện", law="Điều 16"
    )
    assert carry_on_all() == 2
    for key in ("thuong-tru", "bao-hiem-y-te"):
        lost = part(case, key)
        assert lost.dossier is None
        assert "“Đăng ký khai sinh” không có kết quả" in lost.refused_reason
    assert carry_on_all() == 0


def test_a_unit_that_is_missing_refuses_its_part_and_no_other(officer: Client) -> None:
    """A ward of today has no district above it; the part says so and the others go on."""
    Unit.objects.filter(key=WARD).update(parent=Unit.objects.get(key="ct-thanh-pho"))
    papers = {"g-khai-tu.gt1": "handed", "g-khai-tu.gt2": "handed", "g-khai-tu.gt3": "handed"}
    papers |= {"g-xoa-thuong-tru.gt1": "handed"}
    case = opened(officer, slip(nhom=DEATH) | papers)
    missing = part(case, "mai-tang")
    assert "Không có cơ quan giải quyết “Hỗ trợ chi phí mai táng" in missing.refused_reason
    resolve(case, "khai-tu")
    assert carry_on_all() == 1
    assert version(case, "xoa-thuong-tru").unit.key == POLICE
    page = officer.get(f"/ho-so/lien-thong/{case.code}/").content.decode()
    assert "Không thực hiện" in page
    assert "Không có cơ quan giải quyết" in page


def test_funeral_support_goes_to_the_district(officer: Client) -> None:
    papers = {"g-khai-tu.gt1": "handed", "g-khai-tu.gt2": "handed", "g-khai-tu.gt3": "handed"}
    papers |= {"g-xoa-thuong-tru.gt1": "handed", "g-mai-tang.gt1": "handed"}
    case = opened(officer, slip(nhom=DEATH) | papers)
    resolve(case, "khai-tu")
    assert carry_on_all() == 2
    assert version(case, "mai-tang").unit.key == DISTRICT


def test_the_whole_case_is_withdrawn_or_stopped(officer: Client) -> None:
    by = who(officer)
    case = opened(officer, slip())
    with pytest.raises(Refused, match="lý do"):
        withdraw_case(case.pk, reason=" ", at=transaction_time(), by=by)
    withdraw_case(case.pk, reason="Người nộp đề nghị", at=transaction_time(), by=by)
    assert version(case, "khai-sinh").status == "withdrawn"
    assert part(case, "thuong-tru").refused_reason == "Người nộp đề nghị"
    assert carry_on_all() == 0
    with pytest.raises(Refused, match="đã kết thúc"):
        withdraw_case(case.pk, reason="Lần nữa", at=transaction_time(), by=by)
    other = opened(officer, slip())
    resolve(other, "khai-sinh")
    carry_on_all()
    with pytest.raises(Refused, match="căn cứ"):
        stop_case(other.pk, reason="Dừng", law="", at=transaction_time(), by=by)
    stop_case(other.pk, reason="Dừng", law="Điều 1", at=transaction_time(), by=by)
    # what has its result keeps it
    assert version(other, "khai-sinh").status == "resolved"
    assert version(other, "thuong-tru").status == version(other, "bao-hiem-y-te").status == "stopped"


def test_one_part_is_given_up(officer: Client) -> None:
    case = opened(officer, slip())
    with pytest.raises(Refused, match="đã bắt đầu"):
        refuse_part(case.pk, "khai-sinh", reason="Không cần", by=who(officer))
    address = f"/ho-so/lien-thong/{case.code}/cham-dut/"
    said = {"viec": "khong-thuc-hien", "thanh-phan": "bao-hiem-y-te", "ly-do": "Trẻ đã có thẻ"}
    assert officer.post(address, {**said, "ly-do": ""}).status_code == 422
    assert officer.post(address, said).status_code == 302
    assert part(case, "bao-hiem-y-te").refused_reason == "Trẻ đã có thẻ"
    told = DossierEvent.objects.filter(kind="part_refused")
    first = part(case, "khai-sinh").dossier
    assert [event.dossier for event in told] == [first]
    assert json.loads(told.get().text)["info"]["reason"] == "Trẻ đã có thẻ"
    resolve(case, "khai-sinh")
    assert carry_on_all() == 1


def test_who_was_erased_is_not_carried_on(officer: Client) -> None:
    case = opened(officer, slip())
    with transaction.atomic():
        current = current_version(version(case, "khai-sinh").dossier_id)
        erase_person(current, reason="Theo yêu cầu", by="ngoc", now=transaction_time())
    resolve(case, "khai-sinh")
    carry_on_all()
    assert version(case, "thuong-tru").dossier.applicant is None
    assert not Applicant.objects.exclude(name="").exists()


# ---- who sees what


def test_a_unit_sees_its_own_part_in_full_and_the_others_by_state_and_times(officer: Client) -> None:
    case = opened(officer, slip())
    resolve(case, "khai-sinh")
    carry_on_all()
    codes = {key: version(case, key).dossier.code for key in ("khai-sinh", "thuong-tru", "bao-hiem-y-te")}
    address = f"/ho-so/lien-thong/{case.code}/"
    for client, own in (
        (officer, "khai-sinh"),
        (sign_in(Role.RECEIVING_OFFICER, POLICE), "thuong-tru"),
        (sign_in(Role.HEAD_OF_AGENCY, INSURANCE), "bao-hiem-y-te"),
    ):
        page = client.get(address).content.decode()
        assert {key for key, code in codes.items() if f"/ho-so/{code}/" in page} == {own}
        assert all(name in page for name in ("Công an thành phố", "Bảo hiểm xã hội", "Đăng ký khai sinh"))
        assert "Người Mẫu" in page
        assert ("Rút toàn bộ" in page) == (client is officer)
        assert case.code in client.get("/ho-so/lien-thong/").content.decode()
        link = f"/ho-so/lien-thong/{case.code}/"
        assert link in client.get(f"/ho-so/{codes[own]}/").content.decode()
    reform = sign_in(Role.REFORM_OFFICE).get(address).content.decode()
    assert codes["thuong-tru"] in reform
    assert "Người Mẫu" not in reform


def test_strangers_find_no_case(officer: Client) -> None:
    case = opened(officer, slip())
    address = f"/ho-so/lien-thong/{case.code}/"
    stranger = sign_in(Role.RECEIVING_OFFICER, "ct-phuong-cai-khe")
    for there in (address, f"{address}giay-tiep-nhan.pdf"):
        assert stranger.get(there).status_code == 404
    assert stranger.post(f"{address}cham-dut/", {"viec": "rut", "ly-do": "x"}).status_code == 404
    police = sign_in(Role.RECEIVING_OFFICER, POLICE)
    assert police.post(f"{address}cham-dut/", {"viec": "rut", "ly-do": "x"}).status_code == 404
    assert case.code not in stranger.get("/ho-so/lien-thong/").content.decode()
    assert Client().get(address).status_code == 302
    assert version(case, "khai-sinh").status == "in_process"


def test_one_receipt_lists_every_part(officer: Client) -> None:
    case = opened(officer, slip())
    answer = officer.get(f"/ho-so/lien-thong/{case.code}/giay-tiep-nhan.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    word = officer.get(f"/ho-so/lien-thong/{case.code}/giay-tiep-nhan.docx")
    assert word.status_code == 200
    assert officer.get(f"/ho-so/lien-thong/{case.code}/giay-tiep-nhan.xlsx").status_code == 404


def test_the_event_names_the_case(officer: Client) -> None:
    case = opened(officer, slip())
    assert json.loads(DossierEvent.objects.get().text)["set"]["case_code"] == case.code
