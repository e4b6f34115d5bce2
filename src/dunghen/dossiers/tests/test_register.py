"""The register: a number once given stays, none is missing or given twice, and who may read which book."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.db import ProgrammingError, connections, transaction
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from dunghen.core.known import transaction_time
from dunghen.dossiers.intake.receive import Intake, receive, refuse_at_intake
from dunghen.dossiers.models import Dossier, ImportRun, PersonView, RegisterLine, RegisterSerial, ViewedPage
from dunghen.dossiers.papers.facts import Issuer
from dunghen.dossiers.papers.law import NoForm
from dunghen.dossiers.papers.register import Book, Line, volume
from dunghen.dossiers.papers.register_read import AFTER_CLOSING, Pages
from dunghen.dossiers.papers.volumes import VOLUME, first_of, volume_of
from dunghen.dossiers.register.entering import enter_import, next_line
from dunghen.dossiers.tests.files import row, take_rows, vn
from dunghen.org.models import Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

WARD, OTHER = "ct-phuong-an-thoi", "ct-phuong-long-hoa"
COPIES = Intake(
    procedure="chung-thuc-ban-sao",
    decided_unit=WARD,
    received_unit=WARD,
    helped_unit=WARD,
    channel="counter",
    received_at=vn("2024-03-14T09:10"),
    sample=True,
    person={"kind": "person", "name": "Người Mẫu", "number": "", "phone": "0900", "address": "Khu vực 3"},
)
DESK = Issuer(("BỘ PHẬN TIẾP NHẬN",), "UBND PHƯỜNG MẪU", "Mẫu", "Bộ phận Tiếp nhận UBND phường Mẫu")


def numbers(unit: str = WARD, year: int = 2024) -> list[int]:
    lines = RegisterLine.objects.filter(unit__key=unit, year=year).order_by("number")
    return list(lines.values_list("number", flat=True))


def book_of(unit: str = WARD, year: int = 2024, *, named: bool = True) -> list[Line]:
    pages = Pages(Unit.objects.get(key=unit), year, 0, lambda _version: named)
    return [one.line for one in pages.every()]


@pytest.mark.django_db
def test_lines_follow_the_receipts_by_unit_and_year() -> None:
    for at in ("2024-03-14T09:10", "2024-03-14T15:20", "2024-03-15T09:00"):
        receive(replace(COPIES, received_at=vn(at)), by="ngoc")
    refuse_at_intake(
        replace(COPIES, received_at=vn("2024-03-15T10:00")), reason="Thiếu", law="Luật", by="ngoc"
    )
    receive(replace(COPIES, received_unit=OTHER), by="hoa")
    receive(replace(COPIES, received_at=vn("2023-12-29T09:00")), by="ngoc")
    assert (numbers(), numbers(OTHER), numbers(year=2023)) == ([1, 2, 3, 4], [1], [1])
    lines = book_of()
    assert [line.code[-11:] for line in lines] == ["240314-0001", "240314-0002", "240315-0001", "240315-0002"]
    assert lines[3].note.startswith("Từ chối tiếp nhận")
    assert (lines[0].name, lines[0].reached) == ("Người Mẫu", "Khu vực 3\n0900")


@pytest.mark.django_db
def test_a_late_entry_takes_the_next_number_and_moves_none() -> None:
    first = receive(replace(COPIES, received_at=vn("2024-03-15T09:00")), by="ngoc")
    receive(replace(COPIES, received_at=vn("2024-03-14T09:00")), by="ngoc")
    assert RegisterLine.objects.get(dossier=first.dossier_id).number == 1
    assert [line.code[-11:] for line in book_of()] == ["240315-0001", "240314-0001"]


@pytest.mark.django_db
def test_what_is_entered_after_the_year_says_so_and_a_history_does_not() -> None:
    receive(COPIES, by="ngoc")
    take_rows(row(1))
    entered, told = book_of()
    assert AFTER_CLOSING in entered.note
    assert AFTER_CLOSING not in told.note


@pytest.mark.django_db
def test_an_import_goes_on_after_the_desk_in_the_order_of_receipt_and_enters_nothing_twice() -> None:
    receive(COPIES, by="ngoc")
    before = row(2, code="H13.33.05-231201-0002", received_at="2023-12-01T09:00")
    assert take_rows(row(1), row(3, received_at="2024-03-15T08:30"), before).bad == []
    assert [line.code[-4:] for line in book_of()] == ["0001", "0003", "0001"]
    assert (numbers(), numbers(year=2023)) == ([1, 2, 3], [1])
    run = ImportRun.objects.latest("pk").pk
    assert enter_import(run, transaction_time()) == 0
    assert RegisterSerial.objects.get(unit__key=WARD, year=2024).last == 3
    receive(COPIES, by="ngoc")
    assert numbers() == [1, 2, 3, 4]


@pytest.mark.django_db
def test_a_refused_receipt_leaves_no_gap() -> None:
    receive(COPIES, by="ngoc")
    with transaction.atomic():
        dossier = Dossier.objects.create(code="H13-1")
        line = next_line(dossier, Unit.objects.get(key=WARD), COPIES.received_at, transaction_time())
        assert line.number == 2
        transaction.set_rollback(True)
    receive(COPIES, by="ngoc")
    assert numbers() == [1, 2]


def test_counters_at_once_and_an_import_beside_them_leave_no_gap(fresh_db: str) -> None:
    def at_counter(_place: int) -> None:
        try:
            receive(COPIES, by="ngoc")
        finally:
            connections["default"].close()

    def at_office(_place: int) -> None:
        try:
            take_rows(*(row(serial) for serial in range(1, 6)))
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(at_counter, range(12)))
        list(pool.map(lambda job: job(0), [at_office, *[at_counter] * 12]))
    assert numbers() == list(range(1, 30))


def test_a_line_is_neither_changed_nor_removed(fresh_db: str) -> None:
    receive(COPIES, by="ngoc")
    with pytest.raises(ProgrammingError):
        RegisterLine.objects.update(number=7)
    with pytest.raises(ProgrammingError):
        RegisterLine.objects.all().delete()
    connections["default"].close()


def test_volumes_go_on_where_the_one_before_ended() -> None:
    assert [volume_of(number) for number in (1, VOLUME, VOLUME + 1)] == [1, 1, 2]
    assert first_of(volume_of(VOLUME + 1)) == VOLUME + 1


def line(number: int) -> Line:
    return Line(
        number=number,
        code=f"H13.33-240314-{number:04}",
        procedure="Thủ tục",
        sets=1,
        name="Người Mẫu",
        address="",
        phone="",
        agency="UBND phường Mẫu",
        received_at=vn("2024-03-14T09:10"),
        due_at=None,
        returned_at=None,
        way="",
        note="",
    )


def test_the_last_volume_of_a_year_that_is_over_ends_with_its_closing() -> None:
    book = Book(DESK, 2024, 2)
    for today, closed in ((date(2024, 12, 31), False), (date(2025, 1, 1), True)):
        form = volume(book, 1, [line(1), line(2)], today, sample=False)
        assert bool(form.signers) == closed
        told = [str(block) for block in form.blocks if "Khóa sổ ngày 31 tháng 12 năm 2024" in str(block)]
        assert bool(told) == closed
    assert not volume(Book(DESK, 2024, 3), 1, [line(1), line(2)], date(2025, 1, 1), sample=False).signers


def test_the_book_is_of_the_form_of_the_day_it_was_opened() -> None:
    assert [Book(DESK, year, 1).paper.form for year in (2024, 2025, 2026)] == ["06", "06", "07"]
    with pytest.raises(NoForm):
        _unknown = Book(DESK, 2018, 1).paper


@contextmanager
def small_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("dunghen.dossiers.register.views.PAGE", 2)
    monkeypatch.setattr("dunghen.dossiers.papers.register_read.STREAM", 2)
    yield


def shown(client: Client, question: str = "") -> str:
    answer = client.get(f"/so-theo-doi/{question}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_the_page_goes_on_by_number_and_keeps_to_its_month(monkeypatch: pytest.MonkeyPatch) -> None:
    for at in ("2024-03-14", "2024-03-15", "2024-03-18", "2024-04-01"):
        receive(replace(COPIES, received_at=vn(f"{at}T09:00")), by="ngoc")
    client = sign_in(Role.RECEIVING_OFFICER, WARD)
    with small_pages(monkeypatch):
        first = shown(client)
        assert ("240314-0001" in first, "240318-0001" in first) == (True, False)
        assert "sau=2" in first
        second = shown(client, f"?don-vi={WARD}&nam=2024&sau=2")
        assert ("240315-0001" in second, "240318-0001" in second, "240401-0001" in second) == (
            False,
            True,
            True,
        )
        april = shown(client, "?thang=4")
        assert ("240401-0001" in april, "240318-0001" in april) == (True, False)
        answer = client.get("/so-theo-doi/so.xlsx?thang=3")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [str(cells[1])[-11:] for cells in rows[-3:]] == ["240314-0001", "240315-0001", "240318-0001"]
    assert str(rows[1][0]).endswith("Tháng 3/2024")


@pytest.mark.django_db
def test_who_received_reads_the_names_a_colleague_none_and_a_stranger_no_book() -> None:
    receive(COPIES, by="ngoc")
    owner, colleague = sign_in(Role.RECEIVING_OFFICER, WARD), sign_in(Role.REPORTING_OFFICER, WARD)
    assert "Người Mẫu" in shown(owner)
    view = PersonView.objects.get()
    assert (view.page, len(view.dossiers)) == (ViewedPage.REGISTER, 1)
    page = shown(colleague)
    assert "240314-0001" in page
    assert "Người Mẫu" not in page
    for client, named in ((owner, True), (colleague, False)):
        sheet = CalamineWorkbook.from_filelike(BytesIO(client.get("/so-theo-doi/so.xlsx").content))
        assert ("Người Mẫu" in str(sheet.get_sheet_by_index(0).to_python())) == named
        paper = PdfReader(BytesIO(client.get("/so-theo-doi/so.pdf").content))
        assert ("Người Mẫu" in " ".join(paper.pages[0].extract_text().split())) == named
    assert PersonView.objects.count() == 3
    stranger = sign_in(Role.HEAD_OF_AGENCY, OTHER)
    assert "Chưa có sổ nào" in shown(stranger)
    for address in ("", "so.pdf", "so.xlsx"):
        assert stranger.get(f"/so-theo-doi/{address}?don-vi={WARD}").status_code == 404


@pytest.mark.django_db
def test_the_place_that_received_keeps_the_line_though_another_decides() -> None:
    receive(replace(COPIES, received_unit=OTHER), by="hoa")
    page = shown(sign_in(Role.RECEIVING_OFFICER, OTHER))
    assert "Người Mẫu" in page
    assert 'href="/ho-so/H13' not in page  # the dossier itself opens where it is decided
    assert "Chưa có sổ nào" in shown(sign_in(Role.RECEIVING_OFFICER, WARD))


@pytest.mark.django_db
def test_a_volume_is_printed_with_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    receive(COPIES, by="ngoc")
    receive(COPIES, by="ngoc")
    answer = sign_in(Role.RECEIVING_OFFICER, WARD).get("/so-theo-doi/so.pdf?quyen=1")
    text = " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    assert "SỔ THEO DÕI HỒ SƠ Năm 2024 - Quyển số 01" in text
    assert "Từ số thứ tự: 01 đến 02" in text
    assert "H13.33.05- 240314-0002" in text
    assert "Khóa sổ ngày 31 tháng 12 năm 2024" in text
