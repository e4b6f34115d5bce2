"""Tables in Word."""

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import _Cell, _Row

from dunghen.documents.layout import LAYOUT
from dunghen.documents.model import Column, Table, TableRow
from dunghen.documents.word_parts import caption, first, fix_widths, keep_whole, pad, plain, write

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
PADDING = 1.2  # millimetres


def add_table(word: WordDocument, table: Table, width: float, size: float = LAYOUT.table) -> None:
    """A table as wide as the text, in millimetres, its type in points, and the gap below it."""
    total = sum(column.share for column in table.columns)
    widths = [width * column.share / total for column in table.columns]
    head = 2 if any(column.group for column in table.columns) else 1
    made = word.add_table(rows=head + len(table.rows), cols=len(widths), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    fix_widths(made, widths)
    pad(made, PADDING)
    caption(made, table.name)
    rows = list(made.rows)
    _header(rows[:head], table.columns, size)
    for added, row in zip(rows[head:], table.rows, strict=True):
        _row(added, table.columns, row, size)
    plain(word.add_paragraph())


def _header(rows: list[_Row], columns: tuple[Column, ...], size: float) -> None:
    """One row, or two where columns stand in groups."""
    cells = [row.cells for row in rows]
    for row in rows:
        keep_whole(row, header=True)
    for place, column in enumerate(columns):
        if column.group:
            _head(cells[1][place], column.title, size)
            if column.group != columns[place - 1].group:
                last = max(at for at, other in enumerate(columns) if other.group == column.group)
                _head(cells[0][place].merge(cells[0][last]), column.group, size)
        else:
            _head(cells[0][place].merge(cells[-1][place]), column.title, size)


def _head(cell: _Cell, title: str, size: float) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    write(plain(first(cell), before=2), title, size, bold=True)


def _row(added: _Row, columns: tuple[Column, ...], row: TableRow, size: float) -> None:
    if not row.long:
        keep_whole(added)
    cells = _spanned(added, len(row.texts) - 1) if row.spanning else added.cells
    for cell, column, text in zip(cells, columns, row.texts, strict=False):
        _fill(cell, column, text, row, size)


def _spanned(row: _Row, start: int) -> tuple[_Cell, ...]:
    cells = row.cells
    return (*cells[:start], cells[start].merge(cells[-1]))


def _fill(cell: _Cell, column: Column, text: str, row: TableRow, size: float) -> None:
    align = ALIGN[column.align]
    paragraph = first(cell)
    for place, line in enumerate(text.split("\n")):
        if place:
            paragraph = cell.add_paragraph()
        write(plain(paragraph, align, before=1), line, size, bold=row.bold, italic=row.italic)
        paragraph.paragraph_format.keep_with_next = row.bold
