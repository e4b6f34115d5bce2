"""Form 1 rows 3 and 4 and part I.5, counted from the sample: planned, surprise and audits apart."""

from datetime import date, datetime

import pytest

from dunghen.core.worktime import VIETNAM
from dunghen.statistics.compile import compile_report
from dunghen.supervision.accountability.models import Case
from dunghen.supervision.inspections.models import Inspection, Problem, SurpriseVisit

pytestmark = pytest.mark.django_db
CODES = ("B1.3.1", "B1.3.2", "NI.5.1", "B1.3.3.1", "B1.3.3.2", "B1.3.3", "B1.4.1", "B1.4.2@done", "B1.4.2")


def test_the_report_of_june_2024() -> None:
    cells = {cell.code: cell for cell in compile_report("2024-H1", today=date(2024, 6, 10)).cells}
    found = [cells[code].value for code in CODES]
    assert found == [4, 2, 6, 1, None, None, 2, 1, 50]
    assert [cells[code].difference or 0 for code in CODES] == [0] * len(CODES)
    assert cells["NI.5.2"].value == cells["NI.5.2"].published == 27


def test_what_was_not_yet_known_does_not_count() -> None:
    early = datetime(2024, 3, 27, tzinfo=VIETNAM)
    cells = {
        cell.code: cell.value
        for cell in compile_report("2024-H1", today=date(2024, 6, 10), known_at=early).cells
    }
    assert (cells["B1.3.1"], cells["B1.3.2"], cells["B1.3.3.1"]) == (4, 1, 0)


def test_the_sample() -> None:
    assert Problem.objects.get().due == date(2024, 5, 8)  # 15 working days from 12/4/2024
    assert Inspection.objects.filter(sample=True, state="closed").count() == 5
    assert SurpriseVisit.objects.filter(sample=True).count() == 27
    kinds = list(Case.objects.filter(sample=True, origin="surprise").values_list("subject", flat=True))
    assert (kinds.count("collective"), kinds.count("person")) == (2, 4)
