"""Forms out of damaged reports: every right figure found, and none that is wrong held for sure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.proofing.tables import Cell, read_forms
from dunghen.proofing.tables.figures import LETTERS, RANGE, SHAPE, WORDS
from dunghen.proofing.tables.model import UNRULED
from dunghen.proofing.tables.placing import HEADING, LABEL, SEVERAL, SHORT, STT, UNIT
from dunghen.proofing.tables.reader import OTHER_VALUE
from dunghen.proofing.tables.tests.made import FORMS, HEADER, LINES, VALUES, barred, changed, printed


def read(text: str) -> dict[str, Cell]:
    cells = read_forms(text, FORMS)
    assert all(text[cell.start : cell.end] == cell.quote for cell in cells)
    found = {cell.code: cell for cell in cells}
    assert len(found) == len(cells)
    return found


def values(text: str) -> dict[str, Decimal | None]:
    return {code: cell.value for code, cell in read(text).items()}


def unsure(text: str) -> dict[str, tuple[str, ...]]:
    return {code: cell.reasons for code, cell in read(text).items() if cell.confidence == "unsure"}


def held(text: str) -> set[str]:
    """The codes of cells that are sure; none of them may be wrong."""
    sure = {code: cell.value for code, cell in read(text).items() if cell.confidence == "sure"}
    assert sure.items() <= VALUES.items()
    return set(sure)


@pytest.mark.parametrize("text", [printed(LINES), printed([HEADER, *LINES]), barred([HEADER, *LINES])])
def test_a_whole_table_is_read_for_sure(text: str) -> None:
    assert values(text) == VALUES
    assert held(text) == VALUES.keys()


def test_columns_without_rules_are_told_by_wide_gaps() -> None:
    text = "Biểu mẫu 3\n\n" + "\n".join("   ".join(cell for cell in line if cell) for line in LINES)
    assert values(text) == VALUES
    assert {reasons[0] for reasons in unsure(text).values()} == {UNRULED}
    assert held(text) == set()


def test_cells_say_where_they_are_from() -> None:
    cell = read(printed(LINES))["B3.2.1"]
    assert (cell.form, cell.stt, cell.label) == ("3", "2.1.", "Tổng số hồ sơ đã giải quyết xong")
    assert (cell.column, cell.text, cell.quote, cell.votes, cell.against) == (
        "value",
        "86,643",
        "86,643",
        1,
        0,
    )
    note = read(printed(LINES))["B3.3.1@district"]
    assert (note.column, note.quote) == ("note", "72")


def test_columns_in_reverse() -> None:
    text = printed(line[::-1] for line in [HEADER, *LINES])
    assert values(text) == VALUES
    assert held(text) == VALUES.keys()


@pytest.mark.parametrize("reverse", [False, True])
def test_a_table_on_its_side(reverse: bool) -> None:
    lines = [HEADER, *LINES][:: -1 if reverse else 1]
    columns = [[line[at] for line in lines] for at in range(5)][:: -1 if reverse else 1]
    text = printed(columns)
    assert values(text) == VALUES
    assert held(text) == VALUES.keys()


def test_a_table_printed_twice_votes() -> None:
    text = printed(LINES) + "\nchân trang\n" + printed(LINES)
    assert {cell.votes for cell in read(text).values()} == {2}
    assert held(text) == VALUES.keys()


def test_prints_that_differ_are_unsure_and_most_votes_win() -> None:
    two = printed(LINES) + "trang\n" + printed(changed("2.1.", "86,648"))
    found = read(two)["B3.2.1"]
    assert (found.value, found.votes, found.against) == (Decimal(86643), 1, 1)
    assert OTHER_VALUE in found.reasons
    three = printed(changed("2.1.", "86,648")) + "trang\n" + printed(LINES) + "trang\n" + printed(LINES)
    found = read(three)["B3.2.1"]
    assert (found.value, found.votes, found.against, found.confidence) == (Decimal(86643), 2, 1, "unsure")


@pytest.mark.parametrize(
    ("stt", "figure", "value", "reason"),
    [
        ("3.2.", "l8O", Decimal(180), LETTERS),
        ("3.2.", "180 hồ sơ", Decimal(180), WORDS),
        ("3.2.", "180,5", Decimal("180.5"), SHAPE),
        ("2.", "99,945", Decimal("99.945"), SHAPE),
        ("2.", "9994", Decimal(9994), RANGE),
        ("4.", "3", Decimal(3), RANGE),
    ],
)
def test_doubtful_figures_are_unsure(stt: str, figure: str, value: Decimal, reason: str) -> None:
    found = next(cell for cell in read(printed(changed(stt, figure))).values() if cell.stt == stt)
    assert (found.value, found.confidence) == (value, "unsure")
    assert reason in found.reasons


def test_a_figure_that_its_sum_or_rate_contradicts_makes_all_of_them_unsure() -> None:
    assert set(unsure(printed(changed("1.1.2.", "349")))) == {"B3.1.1", "B3.1.1.1", "B3.1.1.2"}
    assert set(unsure(printed(changed("3.2.", "108")))) == {"B3.3", "B3.3.1", "B3.3.2"}
    assert unsure(printed(changed("1.1.2.", "349")))["B3.1.1"] == ("không khớp với B3.1.1.1, B3.1.1.2",)
    # one unit of the last digit is rounding or truncation
    assert unsure(printed(changed("2.", "99,95"))) == {}


def test_labels_that_lost_letters_are_known() -> None:
    damaged = [
        (line[0], line[1].replace("ồ", "ô").replace("ết", "ét").replace("Số", "Sô"), *line[2:])
        for line in LINES
    ]
    assert values(printed(damaged)) == VALUES
    assert held(printed(damaged)) == VALUES.keys()


def test_without_numbers_rows_with_nearly_the_same_label_are_unsure() -> None:
    text = printed(("", *line[1:]) for line in LINES)
    assert values(text) == VALUES
    assert held(text) == {"B3.1.1", "B3.1.1.1", "B3.1.1.2", "B3.4"}
    assert SEVERAL in unsure(text)["B3.3.2"]


def test_numbers_misread_and_in_the_cell_of_the_label() -> None:
    misread = [(line[0].replace("1", "l"), *line[1:]) for line in LINES]
    assert held(printed(misread)) == VALUES.keys()
    glued = printed((f"{line[0]} {line[1]}", *line[2:]) for line in LINES)
    assert values(glued) == VALUES
    assert held(glued) == VALUES.keys()


def test_a_row_cut_by_a_page_end() -> None:
    at = next(at for at, line in enumerate(LINES) if line[0] == "2.")
    cut: list[tuple[str, ...]] = [*LINES]
    cut[at : at + 1] = [
        ("2.", "Tỷ lệ hồ sơ của sở", "%", "99,94", ""),
        ("", "được giải quyết đúng hạn", "", "", ""),
    ]
    assert values(printed(cut)) == VALUES
    assert held(printed(cut)) == VALUES.keys()


def test_rows_of_another_form_printed_within_a_form() -> None:
    four = [("1.", "Tổng số biên chế được giao trong năm", "Người", "19.554", ""), *LINES[4:7]]
    found = read(printed(LINES) + "trang\n" + printed(four, "4"))
    assert found["B4.1"].value == 19554
    assert (found["B3.2.1"].value, found["B3.2.1"].votes) == (Decimal(86643), 2)


def test_lost_cells_are_doubted_or_left_out() -> None:
    def line(*cells: str) -> str:
        return printed([*LINES[:5], cells, *LINES[6:]])

    lost_unit = line("2.1.", "Tổng số hồ sơ đã giải quyết xong", "86,643", "")
    assert set(unsure(lost_unit)["B3.2.1"]) == {SHORT, UNIT}
    lost_figure = line("2.1.", "Tổng số hồ sơ đã giải quyết xong", "Hồ sơ", "đang cập nhật")
    assert "B3.2.1" not in read(lost_figure)
    blank = line("2.1.", "Tổng số hồ sơ đã giải quyết xong", "Hồ sơ", "", "12 hồ sơ ở xã")
    assert "B3.2.1" not in read(blank)
    note_in_its_place = line("2.1.", "Tổng số hồ sơ đã giải quyết xong", "Hồ sơ", "12")
    assert "B3.2.1" not in held(note_in_its_place)


def test_other_rows_are_doubted_by_what_differs() -> None:
    other = [("7.", "Tổng số biên chế được giao trong năm", "Người", "12", "")]
    assert unsure(printed(other, "4"))["B4.1"] == (STT,)
    alike = [("1.", "Tổng biên chế các sở được giao", "Người", "12", "")]
    assert LABEL in unsure(printed(alike, "4"))["B4.1"]
    heading = [("1.", "Thống kê thủ tục hành chính", "", "5", "")]
    assert unsure(printed(heading))["B3.1"] == (HEADING,)
    assert read(printed([("1.", "Diện tích rừng trồng mới", "ha", "12", "")])) == {}


def test_mark_up_and_note_marks_are_no_part_of_a_figure() -> None:
    marked = [
        (line[0], f"<p>{line[1]}</p> *(lũy kế)*", line[2], f"**{line[3]}**¹²", line[4]) for line in LINES[1:]
    ]
    assert values(printed(marked)) == VALUES


def test_prose_is_no_table() -> None:
    text = "Tổng số hồ sơ đã giải quyết xong: 86.643 hồ sơ.\n\n- Số hồ sơ giải quyết đúng hạn: 86.593.\n"
    assert read(text) == {}


@given(st.data())
def test_misread_signs_never_make_a_wrong_figure_sure(data: st.DataObject) -> None:
    """A letter for a digit, a lost cell, a lost number: the values that are sure stay the printed ones."""
    lines = [list(line) for line in LINES]
    for line in lines:
        damage = data.draw(st.sampled_from(["none", "none", "digit", "stt", "cell", "order"]))
        if damage == "digit":
            line[3] = line[3].replace("1", "l").replace("0", "O")
        elif damage == "stt":
            line[0] = ""
        elif damage == "cell":
            del line[data.draw(st.integers(2, 4))]
        elif damage == "order":
            line.reverse()
    held(printed(lines))


@given(st.text(alphabet="|\t\n 12.,lO%<p>*-Tổngsốthủtục:="))
def test_any_text_is_read(text: str) -> None:
    read(text)
