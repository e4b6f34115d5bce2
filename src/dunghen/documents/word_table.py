"""Tables in Word."""

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.table import _Cell, _Row

from dunghen.documents.layout import LAYOUT
from dunghen.documents.model import Column, Table
from dunghen.documents.word_parts import caption, first, fix_widths, keep_whole, pad, plain, write
from dunghen.documents.word_rows import body_rows

PADDING = 1.2  # millimetres


def add_table(word: WordDocument, table: Table, width: float, size: float = LAYOUT.table) -> None:
    """A table as wide as the text, in millimetres, its type in points, and the gap below it."""
    total = sum(column.share for column in table.columns)
    widths = [width * column.share / total for column in table.columns]
    head = 2 if any(column.group for column in table.columns) else 1
    made = word.add_table(rows=head, cols=len(widths), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    fix_widths(made, widths)
    pad(made, PADDING)
    caption(made, table.name)
    _header(list(made.rows), table.columns, size)
    made._tbl.extend(body_rows(table.columns, table.rows, widths, size))
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
