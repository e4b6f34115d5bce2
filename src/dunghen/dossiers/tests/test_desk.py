"""The receiving desk: what a slip becomes, what is refused, what nobody is asked for again, who may."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from dunghen.core.known import transaction_time
from dunghen.documents import files
from dunghen.documents.tests.samples import pdf
from dunghen.dossiers.chain.append import current_version
from dunghen.dossiers.models import (
    Applicant,
    DeskSlip,
    Dossier,
    DossierEvent,
    DossierPaper,
    DossierVersion,
    PaperUse,
    Party,
    PersonView,
    StoredPaper,
)
from dunghen.dossiers.persons.data import erase_person
from dunghen.dossiers.store import vault
from dunghen.dossiers.tests.files import row, take_rows
from dunghen.dossiers.verify import verify
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.procedures.models import Procedure

pytestmark = pytest.mark.usefixtures("fresh_db")
WARD, FAR, DISTRICT, CENTRE = (
    "ct-phuong-an-thoi",
    "ct-phuong-cai-khe",
    "ct-quan-binh-thuy",
    "ct-trung-tam-pvhcc",
)
DESK = "/ho-so/tiep-nhan/"
MARRIAGE, COPIES = "xac-nhan-tinh-trang-hon-nhan", "chung-thuc-ban-sao"
NUMBER, AT = "000000000123", "09:00 15/03/2024"
Said = dict[str, Any]


def slip(**changed: Any) -> Said:
    """A good slip: two papers handed in, the third does not apply. A field of None is not sent."""
    said = {
        "phieu": str(uuid4()),
        "buoc": "nhan",
        "thu-tuc": MARRIAGE,
        "luc": AT,
        "so": NUMBER,
        "ten": "Người Mẫu",
        "dien-thoai": "0000000001",
        "dia-chi": "Khu vực mẫu",
        "g-gt1": "handed",
        "g-gt2": "absent",
        "g-gt3": "handed",
    } | {name.replace("_", "-"): value for name, value in changed.items()}
    return {name: value for name, value in said.items() if value is not None}


@pytest.fixture
def officer(fresh_db: str) -> Client:
    return sign_in(Role.RECEIVING_OFFICER, WARD)


def who(client: Client) -> Person:
    return Person.objects.get(pk=client.session["_auth_user_id"])


def received(client: Client, said: Said) -> DossierVersion:
    answer = client.post(DESK, said)
    assert answer.status_code == 302, errors(answer)
    code = answer.headers["Location"].split("/")[2]
    return DossierVersion.objects.select_related("dossier__applicant").get(dossier__code=code, known_to=None)


def errors(answer: Any) -> str:
    """What the notice of a refused slip says."""
    page = answer.content.decode()
    found = re.search(r"Chưa tiếp nhận được.*?</ul>", page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else page[:500]


def refused(client: Client, said: Said) -> str:
    answer = client.post(DESK, said)
    assert answer.status_code == 422
    assert not DeskSlip.objects.filter(token=said["phieu"]).exists()
    return errors(answer)


def store(number: str = NUMBER, verification: str = "signed", **more: Any) -> StoredPaper:
    by = who(sign_in(Role.RECEIVING_OFFICER, WARD))
    new = {
        "owner_kind": "person",
        "owner_number": number,
        "type_code": "quyet-dinh-ly-hon",
        "title": "Quyết định ly hôn mẫu",
        "verification": verification,
        "files": [files.keep("ly-hon.pdf", pdf(), by=by)],
    } | more
    return vault.store(vault.NewPaper(**new), by=by)


# ---- what a slip becomes


def test_a_slip_becomes_a_dossier_with_its_papers(officer: Client, tmp_path: Path) -> None:
    scanned = SimpleUploadedFile("to-khai.pdf", pdf())
    made = received(officer, slip(tep_gt1=scanned, dc_gt1="1", bc_gt1="2", bs_gt1="1"))
    applicant = made.dossier.applicant
    assert applicant is not None
    assert (applicant.kind, applicant.name, applicant.number) == ("person", "Người Mẫu", NUMBER)
    assert (made.digitised, made.reused, made.fee, made.channel) == (True, False, 0, "counter")
    taken = DossierPaper.objects.filter(dossier=made.dossier_id).values_list(
        "code", "taken", "originals", "copies"
    )
    assert list(taken) == [("gt1", "handed", 2, 1), ("gt2", "absent", 0, 0), ("gt3", "handed", 1, 0)]
    paper = StoredPaper.objects.get()
    assert (paper.owner_number, paper.verification, paper.component) == (NUMBER, "compared", "gt1")
    assert [each.file.name for each in paper.files.all()] == ["to-khai.pdf"]
    event = DossierEvent.objects.get()
    info = json.loads(event.text)["info"]
    assert info["papers"] == {"gt1": "handed", "gt2": "absent", "gt3": "handed"}
    assert "Người Mẫu" not in event.text
    assert NUMBER not in event.text
    assert verify(tmp_path, tmp_path / "verify.json", timezone.now()).findings == []
    page = officer.get(f"/ho-so/{made.dossier.code}/da-tiep-nhan/").content.decode()
    assert "17:00 Thứ Tư 20/3/2024" in page
    assert "In Giấy tiếp nhận" in page
    assert "ngày làm việc thứ 3" in page


def test_without_a_file_nothing_is_digitised(officer: Client) -> None:
    made = received(officer, slip())
    assert (made.digitised, made.reused) == (False, False)


def test_a_procedure_of_the_day_has_no_paper_unless_asked_and_says_after_three(officer: Client) -> None:
    copies = {"thu_tuc": COPIES, "g_gt1": "handed", "g_gt2": "handed", "g_gt3": None}
    for at, due in (
        ("09:10 14/03/2024", "17:00 Thứ Năm 14/3/2024"),
        ("15:20 14/03/2024", "17:00 Thứ Sáu 15/3/2024"),
    ):
        made = received(officer, slip(**copies, luc=at))
        page = officer.get(f"/ho-so/{made.dossier.code}/da-tiep-nhan/").content.decode()
        assert due in page
        assert "In Giấy tiếp nhận theo yêu cầu" in page
        assert "Điều 17.4" in page
        assert ("nhận sau 15 giờ" in page) == at.startswith("15")


def test_three_roles_and_the_paper_of_authority(officer: Client) -> None:
    parties = {
        "chu_ten": "Trẻ Mẫu",
        "chu_so": "000000000777",
        "uq_ten": "Luật sư Mẫu",
        "uq_so": "000000000888",
    }
    said = slip(**parties, tep_gt1=SimpleUploadedFile("to-khai.pdf", pdf()))
    assert "văn bản ủy quyền" in refused(officer, said)
    scan = SimpleUploadedFile("uy-quyen.pdf", pdf())
    made = received(
        officer,
        slip(
            **parties,
            uq_van_ban="Số 12, ngày 01/3/2024",
            tep_uq=scan,
            tep_gt1=SimpleUploadedFile("to-khai.pdf", pdf()),
        ),
    )
    found = {each.role: each for each in Party.objects.select_related("applicant", "authority_file")}
    assert {role: each.applicant.name for role, each in found.items()} == {
        "subject": "Trẻ Mẫu",
        "representative": "Luật sư Mẫu",
    }
    lawyer = found["representative"]
    assert lawyer.authority_file is not None
    assert (lawyer.authority, lawyer.authority_file.name) == ("Số 12, ngày 01/3/2024", "uy-quyen.pdf")
    # whose dossier it is owns its papers
    assert StoredPaper.objects.get().owner_number == "000000000777"
    info = json.loads(DossierEvent.objects.get().text)["info"]
    assert [(each["role"], each["applicant"]) for each in info["parties"]] == [
        (role, found[role].applicant_id) for role in ("subject", "representative")
    ]
    assert made.dossier.applicant is not None
    assert made.dossier.applicant.name == "Người Mẫu"


def test_codes_go_on_after_those_imported_of_the_day(officer: Client) -> None:
    take_rows(row(3), row(7))
    assert [received(officer, slip()).dossier.code for _ in range(2)] == [
        "H13.33.05-240315-0008",
        "H13.33.05-240315-0009",
    ]


# ---- one slip, one dossier


def test_a_slip_sent_twice_is_one_dossier(officer: Client) -> None:
    said = slip()
    assert received(officer, said).dossier_id == received(officer, said).dossier_id
    assert Dossier.objects.count() == 1


def test_a_slip_changed_after_it_became_a_dossier_is_kept_as_a_new_one(officer: Client) -> None:
    said = slip()
    received(officer, said)
    answer = officer.post(DESK, said | {"ten": "Người Khác"})
    assert answer.status_code == 422
    assert "đã được tiếp nhận thành hồ sơ trước đó" in errors(answer)
    page = answer.content.decode()
    assert "Người Khác" in page
    again = re.search(r'name="phieu" value="([^"]+)"', page)
    assert again is not None
    assert again[1] != said["phieu"]
    received(officer, said | {"ten": "Người Khác", "phieu": again[1]})
    assert Dossier.objects.count() == 2


def test_nobody_takes_over_the_slip_of_another(officer: Client) -> None:
    said = slip()
    received(officer, said)
    colleague = sign_in(Role.RECEIVING_OFFICER, FAR)
    assert colleague.post(DESK, said).status_code == 422
    assert Dossier.objects.count() == 1


def _send(client: Client, said: Said) -> str:
    try:
        return str(client.post(DESK, said).headers.get("Location"))
    finally:
        connections.close_all()


def test_two_clicks_at_once_are_one_dossier(officer: Client) -> None:
    said = slip()
    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(lambda _: _send(officer, said), range(4)))
    assert len(answers) == 1
    assert Dossier.objects.count() == DeskSlip.objects.count() == 1


# ---- papers are not asked for again


def test_what_the_store_holds_is_used_again(officer: Client) -> None:
    held = store()
    page = officer.post(DESK, slip(buoc="tim", g_gt2=None)).content.decode()
    assert "Quyết định ly hôn mẫu" in page
    assert re.search(r'name="g-gt2" value="reused"[^>]* checked', page)
    made = received(officer, slip(g_gt2="reused", co_gt2="1"))
    assert (made.reused, made.digitised) == (True, True)
    use = PaperUse.objects.get()
    assert (use.paper_id, use.dossier_id, use.component) == (held.pk, made.dossier_id, "gt2")


@pytest.mark.parametrize("verification", ["compared", "signed", "electronic"])
def test_asked_for_all_the_same_takes_a_reason_and_is_counted(officer: Client, verification: str) -> None:
    store(verification=verification)
    again = {"g_gt2": "handed", "co_gt2": "1", "bc_gt2": "1"}
    assert "phải ghi lý do" in refused(officer, slip(**again))
    made = received(officer, slip(**again, ld_gt2="bản quét bị mờ"))
    info = json.loads(DossierEvent.objects.get(dossier=made.dossier_id).text)["info"]
    assert info["asked_again"] == {"gt2": "bản quét bị mờ"}
    counted = sign_in(Role.REFORM_OFFICE, "ct-so-noi-vu").get("/ho-so/yeu-cau-nop-lai/").content.decode()
    assert "UBND phường An Thới" in counted
    assert "Quyết định ly hôn" in counted
    mine = sign_in(Role.HEAD_OF_AGENCY, FAR).get("/ho-so/yeu-cau-nop-lai/").content.decode()
    assert "UBND phường An Thới" not in re.sub(r"(?s)<header.*?</header>", "", mine)


def test_what_a_citizen_merely_uploaded_does_not_bind(officer: Client) -> None:
    held = store(verification="declared")
    received(officer, slip(g_gt2="handed", bc_gt2="1"))
    assert not DossierPaper.objects.filter(asked_again=True).exists()
    assert "đối chiếu với bản chính" in refused(officer, slip(g_gt2="reused"))
    received(officer, slip(g_gt2="reused", dc_gt2="1"))
    held.refresh_from_db()
    assert (held.verification, held.verified_by) == ("compared", who(officer))


@pytest.mark.parametrize("how", ["ended", "later", "revoked", "replaced", "another"])
def test_what_no_longer_holds_is_not_offered(officer: Client, how: str) -> None:
    dates: dict[str, Said] = {
        "ended": {"valid_to": date(2024, 3, 14)},
        "later": {"valid_from": date(2024, 3, 16)},
    }
    held = store("000000000999" if how == "another" else NUMBER, **dates.get(how, {}))
    if how == "revoked":
        vault.revoke(held, reason="bị hủy bởi bản án mới")
    if how == "replaced":
        store(supersedes=held, valid_to=date(2024, 3, 14))
    assert "Quyết định ly hôn mẫu" not in officer.post(DESK, slip(buoc="tim")).content.decode()
    assert "Kho không có giấy tờ này" in refused(officer, slip(g_gt2="reused", co_gt2=""))


def test_an_offer_that_came_after_the_choice_is_shown_before_anything_is_asked(officer: Client) -> None:
    store()
    # the slip was filled in before the store was asked
    answer = officer.post(DESK, slip(g_gt2="handed", bc_gt2="1"))
    assert "phải ghi lý do" in errors(answer)
    assert re.search(r'name="g-gt2" value="reused"[^>]* checked', answer.content.decode())


# ---- refused, with nothing lost


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"luc": "09:00 15/03/2100"}, "không được ở tương lai"),
        ({"luc": "hôm qua"}, "ghi giờ và ngày"),
        ({"ten": ""}, "Ghi họ tên"),
        ({"thu_tuc": ""}, "Chọn thủ tục"),
        ({"so": "123"}, "3 chữ số"),
        ({"g_gt1": None}, "Chọn cách nhận"),
        ({"g_gt1": "absent"}, "hướng dẫn bổ sung một lần"),
        ({"phi": "nhiều"}, "chỉ gồm chữ số"),
        ({"ten": "x" * 301}, "Dài quá 300"),
        ({"tep_gt1": SimpleUploadedFile("a.pdf", b"khong phai pdf")}, "a.pdf"),
        ({"tep_gt1": SimpleUploadedFile("b.pdf", pdf(javascript=True))}, "b.pdf"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(officer: Client, changed: Said, said: str) -> None:
    sent = slip(**({"dia_chi": "Số 5, đường Mẫu"} | changed))
    answer = officer.post(DESK, sent)
    assert answer.status_code == 422
    assert said in errors(answer)
    assert "Số 5, đường Mẫu" in answer.content.decode()
    assert not Dossier.objects.exists()
    assert not StoredPaper.objects.exists()


def test_form_03_names_what_lacks_and_the_law(officer: Client) -> None:
    assert "làm căn cứ" in errors(officer.post(DESK, slip(buoc="tu-choi", ly_do="Thiếu tờ khai")))
    made = received(officer, slip(buoc="tu-choi", ly_do="Thiếu tờ khai", can_cu="Điều 21", g_gt1=None))
    assert (made.status, made.outcome) == ("refused_at_intake", "refused_at_intake")
    info = json.loads(DossierEvent.objects.get().text)["info"]
    assert (info["reason"], info["law"]) == ("Thiếu tờ khai", "Điều 21")
    page = officer.get(f"/ho-so/{made.dossier.code}/da-tiep-nhan/").content.decode()
    assert "Đã từ chối tiếp nhận" in page
    assert "In Phiếu từ chối" in page


# ---- who came before


def test_who_came_before_is_filled_in_and_noted(officer: Client) -> None:
    take_rows(
        row(
            1,
            applicant_no=NUMBER,
            applicant_name="Người Đã Nộp",
            received_unit="H13.31.01",
            helped_unit="H13.31.01",
            decided_unit="H13.31.01",
            code="H13.31.01-240315-0001",
        )
    )
    page = officer.post(DESK, slip(buoc="tim", ten=None, dien_thoai=None, dia_chi=None)).content.decode()
    assert 'value="Người Đã Nộp"' in page
    view = PersonView.objects.get()
    assert (view.page, view.person) == ("intake", who(officer))
    typed = officer.post(DESK, slip(buoc="tim", ten="Tên Mới", so_da_tim=NUMBER)).content.decode()
    assert 'value="Tên Mới"' in typed


def test_an_erased_person_is_not_found_again(officer: Client) -> None:
    take_rows(row(1, applicant_no=NUMBER, applicant_name="Người Đã Nộp"))
    Applicant.objects.update(number=NUMBER, erased_at=timezone.now())
    page = officer.post(DESK, slip(buoc="tim", ten=None)).content.decode()
    assert "Người Đã Nộp" not in page


# ---- procedures while one types


@pytest.mark.parametrize("typed", ["xac nhan tinh trang hon nhan", "1.004873", "XÁC NHẬN tình trạng"])
def test_procedures_are_found_by_name_without_accents_and_by_code(officer: Client, typed: str) -> None:
    page = officer.get(DESK, {"tim": typed, "luc": AT}).content.decode()
    assert f'value="{MARRIAGE}"' in page


def test_procedures_are_found_by_field_and_those_of_the_day_stand_first(officer: Client) -> None:
    def listed() -> list[str]:
        page = officer.get(DESK, {"tim": "ho tich", "luc": AT}).content.decode()
        return re.findall(r'name="chon" value="([^"]+)"', page)

    before = listed()
    assert len(before) > 1
    received(officer, slip())
    assert listed()[0] == MARRIAGE
    part = officer.get(DESK, {"tim": "ho tich", "luc": AT}, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="danh-sach"')


def test_enter_takes_the_first_and_the_page_works_without_script(officer: Client) -> None:
    page = officer.post(DESK, {"tim": "xac nhan tinh trang hon", "luc": AT, "buoc": "tim"}).content.decode()
    assert f'name="thu-tuc" value="{MARRIAGE}"' in page
    assert "17:00 Thứ Tư 20/3/2024" in page
    page = officer.post(DESK, {"chon": COPIES, "luc": AT}).content.decode()
    assert f'name="thu-tuc" value="{COPIES}"' in page


# ---- for whom, and by whom


def test_only_who_receives_at_the_unit_receives() -> None:
    for role in (Role.CASE_OFFICER, Role.HEAD_OF_ONE_STOP, Role.LEADER, None):
        client = sign_in(role, WARD)
        assert client.get(DESK).status_code == 403
        assert client.post(DESK, slip()).status_code == 403
    stranger = sign_in(Role.RECEIVING_OFFICER, FAR)
    assert "không tiếp nhận hồ sơ tại đơn vị này" in refused(stranger, slip(don_vi=WARD))
    made = received(stranger, slip())
    assert (
        sign_in(Role.RECEIVING_OFFICER, WARD).get(f"/ho-so/{made.dossier.code}/da-tiep-nhan/").status_code
        == 404
    )


def test_a_ward_does_not_receive_for_another_unless_free_of_territory(officer: Client) -> None:
    assert "không tiếp nhận thay" in refused(officer, slip(co_quan=FAR))
    Procedure.objects.filter(key=MARRIAGE).update(non_territorial=True)
    made = received(officer, slip(co_quan=FAR, noi_ho_tro="ct-phuong-long-hoa"))
    assert [unit.key for unit in (made.helped_unit, made.received_unit, made.unit)] == [
        "ct-phuong-long-hoa",
        WARD,
        FAR,
    ]
    assert made.dossier.code.startswith("H13.33.05-")
    for address in ("", "da-tiep-nhan/", "giay-to/tiep-nhan.pdf"):
        assert officer.get(f"/ho-so/{made.dossier.code}/{address}").status_code == 200


def test_who_sees_everything_sees_no_less_for_receiving_too() -> None:
    take_rows(row(1))
    inspector = sign_in(Role.INSPECTORATE)
    at = Unit.objects.get(key=FAR)
    Assignment.objects.create(
        person=who(inspector), role=Role.RECEIVING_OFFICER, unit=at, valid_from=date(2020, 1, 1)
    )
    assert inspector.get("/ho-so/H13.33.05-240315-0001/").status_code == 200


def test_the_centre_receives_for_all_and_decides_nothing() -> None:
    client = sign_in(Role.RECEIVING_OFFICER, CENTRE)
    assert "Chọn cơ quan giải quyết" in errors(client.post(DESK, slip()))
    made = received(client, slip(co_quan=DISTRICT, thu_tuc=COPIES, g_gt2="handed", g_gt3=None))
    assert (made.received_unit.key, made.unit.key, made.level) == (CENTRE, DISTRICT, "district")
    assert "Chọn cơ quan giải quyết" in errors(client.post(DESK, slip(co_quan=CENTRE)))


def test_since_the_law_of_2025_any_desk_receives_for_any() -> None:
    of_communes = Procedure.objects.filter(sample=True, versions__scopes__level="commune")
    procedure = of_communes.order_by("key")[0].key
    said = {"thu_tuc": procedure, "g_don": "handed"}
    before = sign_in(Role.RECEIVING_OFFICER, WARD)
    assert "không tiếp nhận thay" in refused(before, slip(**said, luc="09:00 30/06/2025", co_quan=FAR))
    after = sign_in(Role.RECEIVING_OFFICER, "ct-phuong-binh-thuy-2025")
    made = received(after, slip(**said, luc="09:00 01/07/2025", co_quan="ct-phuong-long-tuyen-2025"))
    assert (made.received_unit.key, made.unit.key) == (
        "ct-phuong-binh-thuy-2025",
        "ct-phuong-long-tuyen-2025",
    )


# ---- the store


def test_the_store_is_seen_with_the_right_to_persons_and_noted(officer: Client) -> None:
    store()
    made = received(officer, slip(g_gt2="reused", co_gt2="1"))
    address = f"/ho-so/{made.dossier.code}/kho/"
    PersonView.objects.using("owner").all().delete()
    page = officer.get(address)
    assert page.status_code == 200
    assert "Quyết định ly hôn mẫu" in page.content.decode()
    assert [view.page for view in PersonView.objects.all()] == ["vault"]
    for client in (
        sign_in(Role.LEADER),
        sign_in(Role.RECEIVING_OFFICER, FAR),
        sign_in(Role.CASE_OFFICER, WARD),
    ):
        assert client.get(address).status_code in {403, 404}
    link = re.search(r'href="(/ho-so/kho/tep/[^"]+)"', page.content.decode())
    assert link is not None
    answer = officer.get(link[1])
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert sign_in(Role.RECEIVING_OFFICER, FAR).get(link[1]).status_code == 404
    assert officer.get(link[1][:-5] + "abcd/").status_code == 404


def test_the_result_is_stored_for_whom_it_is_and_found_by_the_next_procedure(officer: Client) -> None:
    made = received(officer, slip())
    by = who(officer)
    for title in ("Giấy xác nhận mẫu", "Giấy xác nhận mẫu, cấp lại"):
        vault.store_result(
            made,
            file=files.keep("ket-qua.pdf", pdf(), by=by),
            title=title,
            by=by,
            signed=True,
            issued_on=date(2024, 3, 20),
        )
    paper = vault.offers(NUMBER, ["xac-nhan-tinh-trang-hon-nhan"], date(2024, 4, 1))[
        "xac-nhan-tinh-trang-hon-nhan"
    ]
    assert (paper.title, paper.verification, paper.issuer) == (
        "Giấy xác nhận mẫu, cấp lại",
        "electronic",
        "UBND phường An Thới",
    )
    page = officer.post(
        DESK, slip(buoc="tim", thu_tuc="dang-ky-ket-hon", luc="09:00 01/04/2024")
    ).content.decode()
    assert "Giấy xác nhận mẫu, cấp lại" in page


def test_erasing_a_dossier_s_persons_reaches_its_parties_and_papers(officer: Client) -> None:
    made = received(
        officer, slip(chu_ten="Trẻ Mẫu", chu_so="000000000777", tep_gt1=SimpleUploadedFile("a.pdf", pdf()))
    )
    with transaction.atomic():
        version = current_version(made.dossier_id)
        erase_person(version, reason="theo yêu cầu", by="thanh-tra", now=transaction_time())
    assert list(Applicant.objects.exclude(name="", number="")) == []
    assert StoredPaper.objects.get().owner_number == ""
