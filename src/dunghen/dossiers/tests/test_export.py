"""Import, export, import, export: what went in comes out, and goes in again."""

import io
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dunghen.dossiers.exporting import export_dossiers
from dunghen.dossiers.importing.columns import NAMES
from dunghen.dossiers.importing.row import moment_text
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.tests.files import Cells, as_csv, open_row, row, take, take_rows, vn

LAND = {"procedure": "chuyen-nhuong-thua-ke-tang-cho-quyen-su-dung-dat", "decided_unit": "H13.33"}
START = vn("2024-03-15T09:00")


def exported() -> bytes:
    out = io.StringIO()
    written = export_dossiers(out)
    assert written == DossierVersion.objects.filter(known_to__isnull=True).count()
    return out.getvalue().encode()


def fresh(content: bytes) -> bytes:
    """What a database without dossiers exports after importing this."""
    with transaction.atomic():
        assert take(content).bad == []
        found = exported()
        transaction.set_rollback(True)
    return found


@st.composite
def rows(draw: st.DrawFn, serial: int) -> Cells:
    """A dossier of any kind, its moments in order and its cells as the export writes them."""
    count = draw(st.integers(0, 8))
    gaps = draw(st.lists(st.integers(1, 4_000), min_size=count + 5, max_size=count + 5))
    moments: list[datetime] = []
    for gap in gaps:
        moments.append((moments[-1] if moments else START) + timedelta(minutes=gap))
    texts = [moment_text(moment) for moment in moments]
    waits, ended = texts[:count], draw(st.sampled_from(["", "resolved", "refused", "stopped", "withdrawn"]))
    land = draw(st.booleans())
    cells: Cells = dict(LAND) if land else {}
    pairs = [f"{a} -> {b}" for a, b in zip(waits[::2], waits[1::2], strict=False)]
    if land and draw(st.booleans()):
        cells["pauses"] = "; ".join(f"{pair} | Luật mẫu Điều {at}" for at, pair in enumerate(pairs, 1))
    else:
        cells["supplements"] = "; ".join(pairs)
    if not ended and count % 2 and draw(st.booleans()) and not cells.get("pauses"):
        cells["supplements"] = "; ".join([*pairs, f"{waits[-1]} ->"])
    cells |= {
        "channel": draw(st.sampled_from(["online", "counter", "postal"])),
        "helped_unit": draw(st.sampled_from(["H13.33.05", "H13.38.04"])),
        "received_recorded_at": draw(st.sampled_from(["", "2024-03-15T09:00", "2024-03-15T09:05:07"])),
        "limit": draw(st.sampled_from(["3", "10", "2.5"])),
        "due_at": draw(st.sampled_from(["", "2024-03-20T17:00", texts[-1]])),
        "digitised": draw(st.sampled_from(["", "1"])),
        "reused": draw(st.sampled_from(["", "1"])),
        "sample": draw(st.sampled_from(["", "1"])),
        "case_code": draw(st.sampled_from(["", "LT-1"])),
        "note": draw(st.sampled_from(["", "Ghi chú, có “dấu”\nhai dòng"])),
    }
    if draw(st.booleans()):
        cells |= {"apology_at": texts[0], "appointment_at": texts[-1]}
    if draw(st.booleans()):
        cells |= {"paid": draw(st.sampled_from(["10000", "1"])), "paid_at": texts[-2]}
    else:
        cells |= dict.fromkeys(("paid", "paid_at", "paid_online"), "")
    if draw(st.booleans()):
        cells |= dict.fromkeys((name for name in NAMES if name.startswith("applicant")), "")
    if not ended:
        return open_row(serial, **cells)
    back = ended in {"resolved", "refused"} and draw(st.booleans())
    cells |= {
        "outcome": ended,
        "e_result": draw(st.sampled_from(["", "1"])),
        "resolved_at": texts[-4],
        "resolved_recorded_at": draw(st.sampled_from(["", texts[-3]])),
        "returned_at": texts[-3] if back else "",
        "returned_recorded_at": draw(st.sampled_from(["", texts[-2]])) if back else "",
    }
    return row(serial, **cells)


@pytest.mark.django_db
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(st.tuples(*(rows(serial) for serial in range(1, 9))))
def test_what_went_in_comes_out_and_goes_in_again(given_rows: tuple[Cells, ...]) -> None:
    content = as_csv(given_rows)
    first = fresh(content)
    assert first.decode() == content.decode()
    assert fresh(first) == first


def test_export_after_a_correction_says_the_corrected(fresh_db: str) -> None:
    take_rows(row(1), open_row(2))
    changed = row(
        1, pauses="2024-03-18T08:00 -> 2024-03-18T09:00 | luật", due_at="2024-03-25T17:00", note="sửa"
    )
    take_rows(changed, corrections=True, reason="đính chính")
    assert exported() == as_csv([changed, open_row(2)])


@pytest.mark.django_db
def test_more_dossiers_than_a_batch_in_the_order_of_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dunghen.dossiers.exporting.BATCH", 2)
    take_rows(*(row(serial) for serial in (5, 3, 1, 4, 2)))
    assert exported() == as_csv(row(serial) for serial in (1, 2, 3, 4, 5))


@pytest.mark.django_db
def test_nothing_to_export_is_a_header() -> None:
    assert exported() == as_csv([])
