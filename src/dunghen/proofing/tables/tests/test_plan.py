"""The plan table: tasks with their columns, in whichever direction the page was read."""

import pytest

from dunghen.proofing.tables import Cell, read_forms, read_plan
from dunghen.proofing.tables.model import UNRULED
from dunghen.proofing.tables.plan import CUT, MISSING, ONE_CELL, SHIFTED
from dunghen.proofing.tables.tests.made import FORMS, LINES, printed

HEADER = ("STT", "Nội dung", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời gian", "Kết quả")
ONE = (
    "I",
    "Chỉ đạo",
    "1. Ban hành kế hoạch",
    "Kế hoạch",
    "Sở Nội vụ",
    "Các sở",
    "Quý I/2024",
    "* Đã thực hiện số 5",
)
TWO = (
    "",
    "",
    "2. Kiểm tra",
    "Báo cáo",
    "Sở Tư pháp",
    "UBND xã",
    "Trong năm 2024",
    "Đang triển khai thực hiện",
)
THREE = ("", "", "3. Tập huấn", "Lớp học", "Sở Nội vụ", "Các sở", "Quý IV/2024", "Chưa tới gian thực hiện")


def table(*lines: tuple[str, ...]) -> str:
    return "Phụ lục I\n\n" + "\n".join("\t".join(line) for line in lines) + "\n\n"


def read(text: str) -> dict[tuple[str, str], Cell]:
    cells = read_plan(text)
    assert all(text[cell.start : cell.end] == cell.quote for cell in cells)
    return {(cell.stt, cell.column): cell for cell in cells}


@pytest.mark.parametrize("step", [1, -1])
def test_columns_are_known_in_both_directions(step: int) -> None:
    found = read(table(*(line[::step] for line in (HEADER, ONE, TWO, THREE))))
    assert {key: cell.text for key, cell in found.items() if key[0] == "2"} == {
        ("2", "content"): "2. Kiểm tra",
        ("2", "product"): "Báo cáo",
        ("2", "lead"): "Sở Tư pháp",
        ("2", "partners"): "UBND xã",
        ("2", "time"): "Trong năm 2024",
        ("2", "status"): "Đang triển khai thực hiện",
    }
    assert found["1", "status"].text == "Đã thực hiện"
    assert found["3", "status"].text == "Chưa tới gian thực hiện"
    assert {cell.confidence for cell in found.values()} == {"sure"}
    assert (found["1", "lead"].form, found["1", "lead"].code, found["1", "lead"].label) == (
        *("plan", "plan.1"),
        "Ban hành kế hoạch",
    )


def test_mark_up_is_no_part_of_a_quote() -> None:
    found = read(table(HEADER, ONE, tuple(f"<p>{cell}</p>" if cell else "" for cell in TWO)))
    assert (found["2", "lead"].quote, found["2", "status"].text) == (
        "Sở Tư pháp",
        "Đang triển khai thực hiện",
    )


def test_a_result_that_was_pulled_up_a_row_is_unsure() -> None:
    """A long result ran over the page end; the numbers slid one row up against their cells."""
    rest = ("tiếp theo kết quả của nhiệm vụ 1", "", "", "", "", "2. Kiểm tra")
    second = ("* Đang triển khai", "Trong năm 2024", "UBND xã", "Sở Tư pháp", "Báo cáo", "3. Tập huấn")
    third = ("* Chưa tới thời gian thực hiện", "Quý IV/2024", "Các sở", "Sở Nội vụ", "Lớp học", "")
    found = read(table(rest, second, third))
    assert found["2", "status"].text == "Đang triển khai"
    assert found["3", "status"].text == "Chưa tới thời gian thực hiện"
    assert {cell.reasons for cell in found.values()} == {(SHIFTED,)}


def test_cells_run_together_cut_or_lost_are_unsure() -> None:
    together = (*TWO[:6], "Trong năm 2024 * Đã thực hiện", "")
    assert read(table(HEADER, ONE, together))["2", "status"].reasons == (ONE_CELL,)
    rest = ("", "", "rà soát của năm", "chung", "và đào tạo", "", "", "")
    cut = read(table(HEADER, ONE, TWO, rest))
    assert {cell.reasons for key, cell in cut.items() if key[0] == "2"} == {(CUT,)}
    assert cut["1", "lead"].confidence == "sure"
    lost = read(table(HEADER, ONE, (*TWO[:4], "", *TWO[5:])))
    assert lost["2", "partners"].reasons == (MISSING,)
    assert lost["2", "status"].confidence == "sure"


def test_columns_without_rules_are_unsure() -> None:
    text = "\n".join("   ".join(cell for cell in line if cell) for line in (ONE, TWO, THREE))
    found = read(text)
    assert (found["2", "lead"].text, found["2", "status"].text) == ("Sở Tư pháp", "Đang triển khai thực hiện")
    assert {cell.reasons for cell in found.values()} == {(UNRULED,)}


def test_forms_and_plan_are_told_apart() -> None:
    text = table(HEADER, ONE, TWO) + printed(LINES)
    assert {cell.form for cell in read_plan(text)} == {"plan"}
    assert len(read_plan(text)) == 12
    assert read_forms(text, FORMS) != []
    assert all(cell.start > text.index("Biểu mẫu") for cell in read_forms(text, FORMS))
