"""The text keeps every place, and falls into blocks as it lies on the page."""

from hypothesis import given
from hypothesis import strategies as st

from dunghen.proofing.surface.blocks import lay_out
from dunghen.proofing.surface.shadow import NOTE, shadow

ANY_TEXT = st.text(alphabet=st.characters(), max_size=300)


@given(ANY_TEXT)
def test_no_character_moves(text: str) -> None:
    page = shadow(text)
    assert len(page.clean) == len(page.fold) == len(text)


def test_residue_marks_and_damage_are_read_over() -> None:
    page = shadow("**18/35** nhiệm vụ¹², l2 xã, 2O24, <p>86. 643 hồ sơ</p> tại www.tinh.gov.vn/a1")
    assert "*" not in page.clean
    assert "<p>" not in page.clean
    assert f"nhiệm vụ{NOTE}{NOTE}" in page.clean
    assert "12 xã" in page.clean
    assert "2024" in page.clean
    assert "gov" not in page.clean
    assert page.fold.startswith("  18/35   nhiem vu")


def test_roman_headings_stay_letters() -> None:
    assert shadow("I.1. Kết quả").clean.startswith("i.1.")


def blocks(text: str) -> list[tuple[str, str, int, str]]:
    page = shadow(text)
    laid, _ = lay_out(page)
    return [
        (block.kind, block.style, block.level, " ".join(text[a:b].strip() for a, b in block.pieces))
        for block in laid
    ]


def test_a_bar_left_behind_a_sentence_makes_no_table() -> None:
    page = shadow("Huyện có 28 trạm y tế, gồm 19 trạm xã và 9 trạm thị trấn. |\nCác trạm mở cửa cả tuần.")
    laid, grids = lay_out(page)
    assert grids == ()
    assert [block.kind for block in laid] == ["paragraph", "paragraph"]
    assert "|" not in page.text[laid[0].pieces[0][0] : laid[0].pieces[0][1]]


def test_lists_know_their_depth() -> None:
    text = "1. Kết quả:\n- Cấp tỉnh: 5\n  + Sở Y tế: 3\n- Cấp xã: 7\n2. Hạn chế"
    assert [(style, level) for _kind, style, level, _ in blocks(text)] == [
        ("number", 1),
        ("-", 2),
        ("+", 3),
        ("-", 2),
        ("number", 1),
    ]


def test_a_sentence_torn_by_a_page_break_is_one_block() -> None:
    text = "Trong kỳ, toàn tỉnh đã tiếp nhận và trong kỳ, tỉnh\n\n¹ Số liệu quý I.\n\nđã đồng bộ 120 hồ sơ."
    first, note = blocks(text)
    assert first[3].endswith("tỉnh đã đồng bộ 120 hồ sơ.")
    assert note[0] == "note"


def test_tables_are_rows_of_cells_whether_by_bars_or_tabs() -> None:
    for text in ("| a | b |\n|---|---|\n| 1 | 2 |", "a\tb\n1\t2"):
        page = shadow(text)
        _, (grid,) = lay_out(page)
        assert [[text[x:y] for x, y in row] for row in grid.rows] == [["a", "b"], ["1", "2"]]


def test_a_decimal_at_the_head_of_a_line_is_no_numbering() -> None:
    assert blocks("1.850 thủ tục đã công khai.")[0][1] == ""
    assert blocks("1.4.2. Cấp huyện")[0][1] == "number.number.number"
