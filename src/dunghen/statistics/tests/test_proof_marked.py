"""A text with its marks: nothing lost, nothing moved, each mark on its own words."""

from hypothesis import given
from hypothesis import strategies as st

from dunghen.statistics.proofs.marked import Block, Line, Mark, blocks, excerpts

SHORT = "Gồm 60 và 30.\n| a | 90 | b |\n| c | d |\n\nHết."


def lines(made: list[Block]) -> list[Line]:
    return [line for block in made for line in (block.line, *(cell for row in block.rows for cell in row))]


def words(line: Line) -> str:
    return "".join(piece.text for piece in line)


@given(
    st.text("a1| \n.,;ộ<", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.booleans()), max_size=8),
)
def test_no_character_is_lost_or_moved_whatever_is_marked(
    text: str, places: list[tuple[int, int, bool]]
) -> None:
    marks = [
        Mark(start, min(start + size, len(text)), number, "warning", first=first)
        for number, (start, size, first) in enumerate(places, 1)
        if start < len(text)
    ]
    plain = [words(line) for line in lines(blocks(text, []))]
    assert [words(line) for line in lines(blocks(text, marks))] == plain
    assert all(words(line) in text for line in excerpts(text, marks))
    for piece in (piece for line in lines(blocks(text, marks)) for piece in line if not piece.verdict):
        assert piece.begins == piece.ends == ()


def test_paragraphs_are_paragraphs_and_tables_are_tables() -> None:
    made = blocks(SHORT, [])
    assert [len(block.rows) for block in made] == [0, 2, 0]
    assert [words(cell).strip() for cell in made[1].rows[0]] == ["a", "90", "b"]


def test_the_dashes_under_the_head_of_a_table_are_no_row() -> None:
    [table] = blocks("| TT | Số |\n|---|:---:|\n| 1 | -- |", [])
    assert [[words(cell).strip() for cell in row] for row in table.rows] == [["TT", "Số"], ["1", "--"]]


def test_a_mark_shows_its_number_where_it_ends_and_is_led_to_where_its_stated_figure_begins() -> None:
    marks = [Mark(4, 6, 1, "contradiction", first=True), Mark(10, 12, 1, "contradiction", first=False)]
    marks.append(Mark(4, 6, 2, "consistent", first=False))
    [stated, part] = [piece for piece in blocks(SHORT, marks)[0].line if piece.verdict]
    assert (stated.text, stated.verdict, stated.first) == ("60", "contradiction", True)
    assert (stated.begins, stated.ends) == ((1,), (1, 2))
    assert (part.text, part.first, part.begins, part.ends) == ("30", False, (), (1,))


def test_marks_that_overlap_are_cut_where_one_ends() -> None:
    marks = [Mark(0, 6, 1, "warning", first=True), Mark(4, 9, 2, "contradiction", first=True)]
    pieces = [(piece.text, piece.verdict, piece.ends) for piece in blocks(SHORT, marks)[0].line]
    assert pieces[:3] == [
        ("Gồm ", "warning", ()),
        ("60", "contradiction", (1,)),
        (" và", "contradiction", (2,)),
    ]


def test_an_excerpt_is_the_sentence_or_the_row_and_each_only_once() -> None:
    text = "Câu một có 1. Câu hai có 60 và 30. Câu ba.\n| a | 90 |\n| b | 91 |"
    starts = [text.index(quote) for quote in ("60", "30", "90")]
    marks = [Mark(start, start + 2, 1, "warning", first=False) for start in starts]
    assert [words(line) for line in excerpts(text, marks)] == ["Câu hai có 60 và 30.", "| a | 90 |"]
