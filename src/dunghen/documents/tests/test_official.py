"""Documents in and out: their way from draft to issue, numbers without gaps, what is seen, what is cited."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.utils import timezone

from dunghen.core.text import fold
from dunghen.documents.files import keep
from dunghen.documents.models import File
from dunghen.documents.official import actions, cases, citations, reading, rules
from dunghen.documents.official.actions import Arrival
from dunghen.documents.official.citations import Registered, Verdict
from dunghen.documents.official.models import Direction, DocumentState, OfficialDocument
from dunghen.documents.official.rules import Refused
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

CITY, HOME, OTHER = "ct-thanh-pho", "ct-so-noi-vu", "ct-so-tu-phap"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def unit(key: str = HOME) -> Unit:
    return Unit.objects.get(key=key)


def person(role: Role, at: str = HOME) -> Person:
    sign_in(role, at)
    return Person.objects.get(username=f"{role}-{at}")


def a_file() -> File:
    return keep("ban-ky.png", PNG, by=None)


def issued(kind: str = "bao-cao", *, recipients: tuple[str, ...] = ("Sở Tư pháp",)) -> OfficialDocument:
    """A document of the Department that went its whole way today."""
    writer, signer, clerk = person(Role.CASE_OFFICER), person(Role.HEAD_OF_AGENCY), person(Role.CLERK)
    row = actions.draft(writer, unit(), kind=kind, abstract="Kết quả tự kiểm tra", file=a_file())
    actions.submit(writer, row.pk, 1)
    actions.sign(signer, row.pk, 2, post="Giám đốc")
    actions.give_number(clerk, row.pk, 3)
    actions.issue(clerk, row.pk, 4, recipients=recipients)
    row.refresh_from_db()
    return row


def arrival(symbol: str = "12/KH-BNV", day: date = date(2024, 3, 1)) -> Arrival:
    return Arrival(kind="ke-hoach", issuer="Bộ Nội vụ", symbol=symbol, day=day, abstract="Kế hoạch kiểm tra")


@pytest.mark.parametrize(
    ("kind", "name", "tail"),
    [
        ("bao-cao", "Ủy ban nhân dân thành phố Cần Thơ", "BC-UBND"),
        ("bao-cao", "Sở Nội vụ", "BC-SNV"),
        ("to-trinh", "UBND quận Bình Thủy", "TTr-UBND"),
        ("quyet-dinh", "Sở Giáo dục và Đào tạo", "QĐ-SGDVĐT"),
        ("cong-van", "Sở Nội vụ", "SNV"),
    ],
)
def test_the_symbol_that_is_proposed(kind: str, name: str, tail: str) -> None:
    assert rules.proposed_tail(kind, name) == tail


def test_a_symbol_of_another_kind_is_refused() -> None:
    with pytest.raises(Refused, match="BC-"):
        rules.check_draft("bao-cao", "KH-UBND", "Trích yếu")
    with pytest.raises(Refused, match="viết liền"):
        rules.check_draft("cong-van", "UBND TH", "Trích yếu")
    with pytest.raises(Refused, match="văn bản đến"):
        rules.check_draft("van-ban-qppl", "NĐ-CP", "Trích yếu")


def test_recipients_are_read_as_they_are_printed() -> None:
    text = "- TT Thành ủy;\n- UBND quận, huyện;\n\n– Lưu: VT.\n- TT Thành ủy;"
    assert rules.recipients_of(text) == ["TT Thành ủy", "UBND quận, huyện", "Lưu: VT"]


def test_a_file_is_handed_over_within_a_year_of_its_end() -> None:
    assert rules.filed_by(date(2024, 2, 29)) == date(2025, 2, 28)
    assert rules.filed_by(date(2024, 6, 10)) == date(2025, 6, 10)


HELD = {
    citations.key(symbol): [Registered(symbol, day, "UBND thành phố")]
    for symbol, day in (("254/KH-UBND", date(2023, 12, 27)), ("05/KH-UBND", date(2024, 1, 9)))
}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Kế hoạch số 254/KH-UBND ngày 27/12/2023", Verdict.AGREES),
        ("Kế hoạch số 254/KH-UBND ngày 27/11/2023", Verdict.OTHER_DAY),
        ("KH 254/KH-UBND ngày 27 tháng 12 năm 2023", Verdict.AGREES),
        ("5/KH-UBND, ngày 09/01/2024", Verdict.AGREES),
        ("254/KH-UBND ngày 31/02/2024", Verdict.NO_DAY),
        ("theo 254/KH-UBND của thành phố", Verdict.WITHOUT_DAY),
        ("Báo cáo 999/BC-UBND ngày 27/12/2023", Verdict.NOT_HERE),
        ("Nghị định số 61/2018/NĐ-CP ngày 23/4/2018", Verdict.NOT_HERE),
    ],
)
def test_a_citation_is_held_against_the_register(text: str, verdict: Verdict) -> None:
    (found,) = citations.check(list(citations.cited(text)), HELD)
    assert found.verdict == verdict


def test_the_sentence_names_both_days_and_what_is_no_symbol_is_not_read() -> None:
    (found,) = citations.check(list(citations.cited("số 254/KH-UBND ngày 27/11/2023")), HELD)
    assert found.sentence == "254/KH-UBND: sổ văn bản ghi ngày 27/12/2023; ở đây ghi ngày 27/11/2023."
    assert not list(citations.cited("ngày 27/12/2023, đạt 18/35 nhiệm vụ, 3/Quý, 1.850/1.900"))


@pytest.mark.django_db
def test_a_document_goes_its_way_and_arrives_where_it_is_sent() -> None:
    row = issued()
    today = timezone.localdate()
    assert (row.state, row.symbol, row.day) == (DocumentState.ISSUED, "01/BC-SNV", today)
    assert (row.signer_post, row.signer_name) == ("Giám đốc", "Người dùng mẫu")
    assert issued().symbol == "02/BC-SNV"
    assert issued("ke-hoach").symbol == "01/KH-SNV"
    clerk = person(Role.CLERK, OTHER)
    waiting = reading.found(clerk, today, reading.Asked(tab=reading.WAITING))
    assert waiting.count() == 3
    row.recipients.create(position=99, name="Như trên", unit=unit(OTHER))  # named twice, it arrives once
    made = actions.take(clerk, unit(OTHER), row.pk)
    assert (made.arrival, made.symbol, made.origin_id) == (1, "01/BC-SNV", row.pk)
    assert waiting.count() == 2
    with pytest.raises(Refused, match="đã đăng ký"):
        actions.take(clerk, unit(OTHER), row.pk)
    with pytest.raises(OfficialDocument.DoesNotExist):
        actions.take(person(Role.CLERK, CITY), unit(CITY), row.pk)


@pytest.mark.django_db
def test_each_step_in_its_turn_by_who_may_and_on_what_was_seen() -> None:
    writer, head, clerk = person(Role.CASE_OFFICER), person(Role.HEAD_OF_AGENCY), person(Role.CLERK)
    row = actions.draft(writer, unit(), kind="bao-cao", abstract="Báo cáo")
    with pytest.raises(Refused, match="tệp"):
        actions.submit(writer, row.pk, 1)
    said = "Báo cáo năm"
    actions.change(writer, row.pk, 1, kind="bao-cao", abstract=said, tail="", recipients=[], file=a_file())
    with pytest.raises(Refused, match="Người khác"):
        actions.submit(writer, row.pk, 1)
    with pytest.raises(Refused, match="bước này"):
        actions.sign(head, row.pk, 2, post="Giám đốc")
    actions.submit(writer, row.pk, 2)
    with pytest.raises(PermissionDenied):
        actions.sign(clerk, row.pk, 3, post="Văn thư")
    with pytest.raises(PermissionDenied):
        actions.sign(person(Role.HEAD_OF_AGENCY, OTHER), row.pk, 3, post="Giám đốc")
    with pytest.raises(Refused, match="lý do"):
        actions.send_back(head, row.pk, 3, " ")
    actions.send_back(head, row.pk, 3, "Thiếu phụ lục")
    actions.submit(writer, row.pk, 4)
    actions.sign(head, row.pk, 5, post="Giám đốc")
    actions.give_number(clerk, row.pk, 6)
    with pytest.raises(Refused, match="nơi nhận"):
        actions.issue(clerk, row.pk, 7)
    own = actions.draft(head, unit(), kind="bao-cao", abstract="Tự ký", file=a_file())
    actions.submit(head, own.pk, 1)
    with pytest.raises(Refused, match="không tự ký"):
        actions.sign(head, own.pk, 2, post="Giám đốc")
    assert list(row.events.order_by("pk").values_list("kind", flat=True)) == [
        *("drafted", "changed", "submitted", "returned", "submitted", "signed", "numbered")
    ]


@pytest.mark.django_db
def test_what_is_entered_moves_the_serial_on_and_is_entered_once() -> None:
    clerk, day = person(Role.CLERK), date(timezone.localdate().year, 1, 5)
    said = Arrival(
        kind="bao-cao",
        issuer="Sở Nội vụ",
        symbol="137/BC-SNV",
        day=day,
        abstract="Báo cáo",
        issuer_unit=unit(),
    )
    row = actions.enter(clerk, unit(), said, direction=Direction.OUT)
    assert actions.enter(clerk, unit(), said, direction=Direction.OUT) == row
    assert issued().symbol == "138/BC-SNV"
    other = Arrival(kind="bao-cao", issuer="", symbol="137/BC-SNV", day=day + timedelta(1), abstract="Khác")
    with pytest.raises(Refused, match="đã có trong sổ"):
        actions.enter(clerk, unit(), other, direction=Direction.OUT)


@pytest.mark.django_db
def test_arrivals_are_numbered_in_the_order_of_registering() -> None:
    clerk, today = person(Role.CLERK), timezone.localdate()
    assert actions.register(clerk, unit(), arrival(), received=today).arrival == 1
    assert actions.register(clerk, unit(), arrival("13/KH-BNV"), received=today).arrival == 2
    assert actions.register(clerk, unit(), arrival("14/KH-BNV"), received=date(2024, 3, 4)).arrival == 1
    with pytest.raises(Refused, match="số đến 1"):
        actions.register(clerk, unit(), arrival(), received=today)
    with pytest.raises(Refused, match="hôm nay"):
        actions.register(clerk, unit(), arrival("15/KH-BNV"), received=today + timedelta(1))
    with pytest.raises(Refused, match="sau ngày đến"):
        actions.register(clerk, unit(), arrival("16/KH-BNV"), received=date(2024, 2, 1))


@pytest.mark.django_db
def test_what_is_seen_and_found() -> None:
    today = timezone.localdate()
    draft = actions.draft(person(Role.CASE_OFFICER), unit(), kind="bao-cao", abstract="Báo cáo đột xuất")
    row = issued(recipients=("Sở Tư pháp",))

    def seen(role: Role, at: str) -> set[int]:
        return set(OfficialDocument.objects.visible_to(person(role, at), today).values_list("pk", flat=True))

    assert {draft.pk, row.pk} <= seen(Role.CLERK, HOME)
    assert seen(Role.LEADER, CITY) & {draft.pk, row.pk} == {row.pk}
    assert seen(Role.CASE_OFFICER, OTHER) & {draft.pk, row.pk} == {row.pk}
    assert not seen(Role.CASE_OFFICER, "ct-so-y-te") & {draft.pk, row.pk}
    assert not seen(Role.POSTAL_STAFF, "ct-so-y-te")
    rows = OfficialDocument.objects.filter(pk__in=(draft.pk, row.pk))
    assert list(reading.searched(rows, "TU kiem")) == [row]
    assert list(reading.searched(rows, "1/bc")) == [row]
    assert list(reading.searched(rows, "đột xuất")) == [draft]
    assert not reading.searched(rows, "không có")
    assert fold("Đột") == "dot"


@pytest.mark.django_db
def test_a_file_of_a_matter_keeps_its_list() -> None:
    writer, clerk, today = person(Role.CASE_OFFICER), person(Role.CLERK), timezone.localdate()
    case = cases.open_case(writer, unit(), code="01/CCHC", title="Kiểm tra", subject="inspection", key=7)
    assert cases.open_case(writer, unit(), code="02/CCHC", title="Lại", subject="inspection", key=7) == case
    with pytest.raises(Refused, match="chưa có văn bản"):
        cases.close(writer, case.pk, today)
    row = issued()
    item = cases.add(writer, case.pk, row)
    assert cases.add(writer, case.pk, row) == item
    with pytest.raises(Refused, match="lý do"):
        cases.take_out(writer, case.pk, item.pk, reason="")
    cases.take_out(writer, case.pk, item.pk, reason="Nhầm hồ sơ")
    again = cases.add(writer, case.pk, row)
    assert [one.pk for one in reading.contents(case)] == [again.pk]
    with pytest.raises(PermissionDenied):
        cases.add(person(Role.CASE_OFFICER, OTHER), case.pk, row)
    cases.close(writer, case.pk, today)
    with pytest.raises(Refused, match="đã kết thúc"):
        cases.take_out(writer, case.pk, again.pk, reason="Muộn")
    with pytest.raises(PermissionDenied):
        cases.file_away(writer, case.pk, today)
    cases.file_away(clerk, case.pk, today)
    kept = reading.case_of("inspection", 7)
    assert kept is not None
    assert kept.filed == today


@pytest.mark.long
@pytest.mark.usefixtures("fresh_db")
def test_no_number_is_lost_or_given_twice() -> None:
    """Two clerks number at once, and one numbering dies before it is committed."""
    writer, head, clerk = person(Role.CASE_OFFICER), person(Role.HEAD_OF_AGENCY), person(Role.CLERK)
    rows = [
        actions.draft(writer, unit(), kind="bao-cao", abstract=f"Số {n}", file=a_file()) for n in range(6)
    ]
    for row in rows:
        actions.submit(writer, row.pk, 1)
        actions.sign(head, row.pk, 2, post="Giám đốc")
    with transaction.atomic():
        actions.give_number(clerk, rows[0].pk, 3)
        transaction.set_rollback(True)  # as if the machine stopped before the commit
    start, errors = Barrier(2), []

    def number_all(order: list[OfficialDocument]) -> None:
        start.wait()
        for row in order:
            try:
                actions.give_number(clerk, row.pk, 3)
            except Refused as error:
                errors.append(str(error))
        connections.close_all()

    threads = [Thread(target=number_all, args=(order,)) for order in (rows, rows[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = OfficialDocument.objects.filter(pk__in=[row.pk for row in rows])
    assert set(found.values_list("number", flat=True)) == {1, 2, 3, 4, 5, 6}
    assert len(errors) == 6
