"""The same file again, other content, corrections; the same rows in other wrappings."""

import gc
import io
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.db import transaction
from django.utils import timezone

from dunghen.core.known import transaction_time
from dunghen.dossiers.chain.append import current_version
from dunghen.dossiers.importing.columns import NAMES
from dunghen.dossiers.importing.run import Order, import_dossiers
from dunghen.dossiers.models import Applicant, Dossier, DossierEvent, DossierVersion, Payment
from dunghen.dossiers.persons.data import erase_person
from dunghen.dossiers.tests.files import Cells, as_csv, current, open_row, row, take, take_rows, vn
from dunghen.dossiers.verify import verify


def told(*rows: Cells, **order: object) -> tuple[int, int, int, int]:
    summary = take_rows(*rows, **order).summary
    return summary.added, summary.skipped, summary.corrected, summary.rejected


@pytest.mark.django_db
def test_the_same_again_is_skipped_and_writes_nothing() -> None:
    assert told(row(1), row(2)) == (2, 0, 0, 0)
    before = (
        list(DossierVersion.objects.order_by("pk").values()),
        DossierEvent.objects.count(),
        Applicant.objects.count(),
    )
    assert told(row(2), row(1), row(3)) == (1, 2, 0, 0)
    kept = DossierVersion.objects.exclude(dossier__code=row(3)["code"])
    assert (
        list(kept.order_by("pk").values()),
        DossierEvent.objects.count() - 4,
        Applicant.objects.count() - 1,
    ) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"channel": "counter"},
        {"digitised": ""},
        {"note": "khác"},
        {"resolved_at": "2024-03-19T10:01"},
        {"applicant_name": "Khác"},
        {"pauses": "2024-03-18T10:00 -> 2024-03-18T11:00 | luật"},
    ],
)
def test_other_content_is_rejected_unless_it_is_a_correction(changed: Cells) -> None:
    take_rows(row(1), row(2))
    reasons = take_rows(row(1, **changed), row(2), row(3), keep_good=True).reasons
    said = "Mã hồ sơ đã có với nội dung khác; dùng --corrections kèm --reason để đính chính."
    assert reasons == [(2, "code", said)]
    assert DossierEvent.objects.filter(kind="corrected").count() == 0


def test_a_correction_changes_today_and_not_what_was_known(fresh_db: str, tmp_path: Path) -> None:
    take_rows(row(1), row(2))
    known = current()
    late = row(
        1,
        resolved_at="2024-03-21T10:00",
        resolved_recorded_at="2024-03-21T10:05",
        returned_at="",
        returned_recorded_at="",
        applicant_name="Tên Đúng",
        paid="5000",
    )
    assert told(late, row(2), corrections=True, reason="Nhập nhầm ngày") == (0, 1, 1, 0)
    after = current()
    assert (after.resolved_at, after.status, after.attested) == (vn("2024-03-21T10:00"), "resolved", False)
    assert after.known_from > known.known_from
    then = DossierVersion.objects.known_at(after.known_from - timedelta(microseconds=1)).get(
        dossier=after.dossier
    )
    assert (then.pk, then.resolved_at, then.known_to) == (known.pk, vn("2024-03-19T10:00"), after.known_from)
    kinds = DossierEvent.objects.filter(dossier=after.dossier, recorded_at=after.known_from).order_by(
        "number"
    )
    assert [event.kind for event in kinds] == ["corrected", "paid", "person_corrected"]
    assert '"reason":"Nhập nhầm ngày"' in kinds[0].text
    paid = Payment.objects.filter(dossier=after.dossier).order_by("pk").values_list("amount", "known_to")
    assert list(paid) == [(10000, after.known_from), (5000, None)]
    assert after.dossier.applicant is not None
    assert after.dossier.applicant.name == "Tên Đúng"
    assert told(late) == (0, 1, 0, 0)
    assert told(row(1), corrections=True, reason="Trả lại như cũ") == (0, 0, 1, 0)
    assert current().resolved_at == vn("2024-03-19T10:00")
    assert verify(tmp_path, tmp_path / "verify.json", timezone.now()).findings == []


def test_an_erased_person_is_not_brought_back_by_a_file(fresh_db: str) -> None:
    take_rows(row())
    with transaction.atomic():
        erase_person(
            current_version(current().dossier_id), reason="theo đơn", by="test", now=transaction_time()
        )
    assert told(row()) == (0, 1, 0, 0)
    assert Applicant.objects.get().name == ""


def as_xlsx(rows: list[Cells]) -> bytes:
    """A workbook as an office would save it: moments as dates, numbers as numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, NAMES)
    for at, cells in enumerate(rows, 1):
        for column, name in enumerate(NAMES):
            text = cells[name]
            if name.endswith("_at") and text:
                sheet.write_datetime(at, column, datetime.fromisoformat(text), moment)
            elif name in {"limit", "fee", "paid", "digitised", "sample"} and text:
                sheet.write_number(at, column, float(text))
            else:
                sheet.write_string(at, column, text)
    book.close()
    return out.getvalue()


@pytest.mark.django_db
def test_a_workbook_says_what_a_csv_says() -> None:
    rows = [row(1), open_row(2), row(3, limit="2.5", note="Ghi chú; “có dấu”")]
    assert take(as_xlsx(rows), name="ho-so.xlsx").summary.added == 3
    assert told(*rows) == (0, 3, 0, 0)


@pytest.mark.django_db
def test_bad_rows_of_a_workbook_have_its_line_numbers() -> None:
    found = take(as_xlsx([row(1), row(2, channel="fax")]), name="HO-SO.XLSX", keep_good=True)
    assert [(line, column) for line, column, _ in found.reasons] == [(3, "channel")]


@pytest.mark.django_db
@pytest.mark.parametrize("wrap", ["\ufeff{}", "{}\n\n", "\r\n"])
def test_byte_order_mark_blank_lines_and_line_ends(wrap: str) -> None:
    text = as_csv([row(1), row(2)]).decode()
    wrapped = text.replace("\n", wrap) if wrap == "\r\n" else wrap.format(text)
    assert take(wrapped.encode()).summary.added == 2


@pytest.mark.django_db
def test_a_cell_with_line_breaks_keeps_its_text() -> None:
    note = 'dòng một\ndòng "hai"\t\\N'
    take_rows(row(1, note=note), row(2))
    event = DossierEvent.objects.get(dossier__code=row(1)["code"], number=1)
    assert '"note":"dòng một\\ndòng \\"hai\\"\\t\\\\N"' in event.text
    assert told(row(1, note=note), row(2)) == (0, 2, 0, 0)


@pytest.mark.long
@pytest.mark.django_db
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path, peaks = tmp_path / "ho-so.csv", list[int]()
    path.write_bytes(as_csv(row(1_000 + at) for at in range(30_000)))

    def unexpected(found: object) -> None:
        pytest.fail(str(found))

    def batch(_: int) -> None:
        gc.collect()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.reset_peak()

    tracemalloc.start()
    try:
        with path.open("rb") as file:
            import_dossiers(file, Order(path.name), bad=unexpected, due=unexpected, progress=batch)
    finally:
        tracemalloc.stop()
    assert (len(peaks), Dossier.objects.count()) == (6, 30_000)
    assert peaks[-1] < 1.25 * max(peaks[1:3])
