"""A report beside its own cells: the exported report agrees with them; one changed number is found, alone."""

from decimal import Decimal
from io import BytesIO

import docx
import pytest

from dunghen.documents.model import Paragraph
from dunghen.documents.pdf import to_pdf
from dunghen.documents.word import to_word
from dunghen.org.models import Person
from dunghen.statistics import jobs
from dunghen.statistics.compile import compile_report
from dunghen.statistics.models import ProofFinding, ProofRun, Report
from dunghen.statistics.paper.report import report_document
from dunghen.statistics.proofs import actions
from dunghen.statistics.proofs.beside import compare
from dunghen.statistics.proofs.narrative import meet
from dunghen.statistics.proofs.rules import Act
from dunghen.statistics.tests.conftest import TODAY, Add
from dunghen.statistics.view import view


@pytest.fixture
def exported(dossier: Add) -> bytes:
    """The report of the half-year as it is exported, with a few dossiers."""
    for _ in range(3):
        dossier()
    dossier("ct-quan-ninh-kieu", due_at=dossier().received_at)
    return to_word(report_document(view("2024-H1", today=TODAY), compile_report("2024-H1", today=TODAY)))


def changed(file: bytes, old: str, new: str) -> bytes:
    """The same report with one number of one paragraph changed."""
    document = docx.Document(BytesIO(file))
    [run] = [run for each in document.paragraphs for run in each.runs if old in run.text]
    run.text = run.text.replace(old, new)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def beside_cells(file: bytes) -> list[ProofFinding]:
    by = Person.objects.create(username="nguoi-mau", full_name="Mẫu Văn Năm")
    run = actions.take(file, "bao-cao.docx", by)
    compare(run, Report.objects.get(code="2024-H1"))
    return [*run.findings.exclude(cell="")]


def test_the_exported_report_agrees_with_its_cells(exported: bytes) -> None:
    found = beside_cells(exported)
    assert [each.explanation for each in found if each.verdict != "consistent"] == []
    assert len({each.cell for each in found}) > 60


def test_one_changed_number_is_found_alone(exported: bytes) -> None:
    found = beside_cells(changed(exported, "là 1.850 thủ tục", "là 1.851 thủ tục"))
    [wrong] = [each for each in found if each.verdict != "consistent"]
    assert (wrong.cell, wrong.kind, wrong.verdict) == ("N2.b.1", "same_quantity", "contradiction")
    assert (wrong.stated, wrong.computed, wrong.difference) == ("1851", "1850", "-1")
    [quote] = wrong.quotes
    assert wrong.run.text[quote["start"] : quote["end"]] == quote["text"] == "1.851"
    assert "lệch 1." in wrong.explanation


SAID = [Paragraph("Trong kỳ đã giải quyết {A} hồ sơ, đúng hạn {B} hồ sơ, đạt tỷ lệ đúng hạn {C}%.")]
VALUES = {"A": 1850, "B": 1800}
RATES = {"51,43": True, "51,42": True, "51,4": True, "51,5": True, "51,6": False, "51,41": False, "52": True}


@pytest.mark.parametrize(("shown", "agrees"), RATES.items())
def test_a_rate_may_be_rounded_or_cut_at_its_last_digit(shown: str, agrees: bool) -> None:
    rate = Decimal("51.425")
    text = f"Trong kỳ đã giải quyết 1.850 hồ sơ, đúng hạn 1.800 hồ sơ, đạt tỷ lệ đúng hạn {shown}%."
    met = meet(text, SAID, {**VALUES, "C": rate})
    assert [(one.code, one.agrees) for one in met] == [("A", True), ("B", True), ("C", agrees)]


def test_a_whole_unit_of_the_last_digit_is_too_much() -> None:
    said = [Paragraph("Trong kỳ các cơ quan đạt tỷ lệ {C}%.")]
    [met] = meet("Trong kỳ các cơ quan đạt tỷ lệ 51,43%.", said, {"C": Decimal("51.42")})
    assert not met.agrees


def test_a_rewritten_sentence_is_looked_for_clause_by_clause() -> None:
    said = [Paragraph("Bộ phận Một cửa tiếp nhận {A} hồ sơ, Trung tâm Phục vụ hành chính công trả {B} bản.")]
    text = "Nửa năm qua Bộ phận Một cửa tiếp  nhận\t1.849 hồ sơ, còn Trung tâm trả 1.800 kết quả."
    assert [(one.code, one.agrees, one.whole) for one in meet(text, said, VALUES)] == [("A", False, False)]


def test_words_too_few_and_cells_without_value_are_not_judged() -> None:
    assert meet("đạt 7%", [Paragraph("đạt {A}%")], VALUES) == []
    assert (
        meet(
            "Tổ chức 02 cuộc tọa đàm về cải cách hành chính",
            [Paragraph("Tổ chức {X} cuộc tọa đàm về cải cách hành chính")],
            {"X": None},
        )
        == []
    )


def test_a_comparison_done_again_keeps_what_was_decided(exported: bytes) -> None:
    found = beside_cells(changed(exported, "là 1.850 thủ tục", "là 1.851 thủ tục"))
    run = found[0].run
    [wrong] = [each for each in found if each.verdict == "contradiction"]
    words = actions.Words(text="Đã có một thủ tục mới.")
    actions.decide(wrong, Act.DISMISS, words, by=run.uploaded_by, seen=0)
    compare(run, Report.objects.get(code="2024-H1"))
    again = run.findings.exclude(cell="")
    assert again.filter(pk=wrong.pk).exists()
    assert again.count() == len(found)
    assert len({(each.cell, each.quotes[0]["start"]) for each in again}) == len(found)


def test_the_worker_reads_a_pdf_and_sets_it_beside_its_period(dossier: Add) -> None:
    dossier()
    asked = view("2024-H1", today=TODAY)
    file = to_pdf(report_document(asked, compile_report("2024-H1", today=TODAY)))
    run = actions.take(file, "bao-cao.pdf", Person.objects.create(username="nguoi-mau"))
    jobs.proofread(run.pk, "2024-H1")
    run.refresh_from_db()
    found = run.findings.exclude(cell="")
    assert run.report
    assert run.report.code == "2024-H1"
    assert [each.explanation for each in found.exclude(verdict="consistent")] == []
    assert len(found) > 100
    before = run.findings.count()
    jobs.proofread(run.pk, "")
    ProofRun.objects.filter(pk=run.pk).update(read_at=None)  # as if the worker had died on the way
    jobs.proofread(run.pk, "2024-H1")
    run.refresh_from_db()
    assert run.read_at
    assert run.findings.count() == before
