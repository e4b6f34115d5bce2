"""The rows of a table as WordprocessingML, written at once: piece by piece through python-docx they take
ten times as long."""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from dunghen.documents.model import Column, TableRow

_BREAKS = re.compile(r"([\t\r])")
_ELEMENTS = {"\t": "<w:tab/>", "\r": "<w:br/>"}
_SPACING = '<w:spacing w:before="20" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'


def body_rows(
    columns: Sequence[Column], rows: Iterable[TableRow], widths: Sequence[float], size: float
) -> list[BaseOxmlElement]:
    """Widths in millimetres, the size of the type in points."""
    lengths = [round(Mm(width).twips) for width in widths]
    written = "".join(_row(columns, row, lengths, round(2 * size)) for row in rows)
    return list(parse_xml(f"<w:tbl {nsdecls('w')}>{written}</w:tbl>"))


def _row(columns: Sequence[Column], row: TableRow, lengths: Sequence[int], size: int) -> str:
    whole = "" if row.long else "<w:trPr><w:cantSplit/></w:trPr>"
    kind = f'{"<w:b/>" if row.bold else ""}{"<w:i/>" if row.italic else ""}<w:sz w:val="{size}"/>'
    keep = "<w:keepNext/>" if row.bold else '<w:keepNext w:val="0"/>'
    last = len(row.texts) - 1
    cells = []
    for place, (column, length) in enumerate(zip(columns, lengths, strict=True)):
        if row.spanning and place > last:
            break
        span = len(columns) - place if row.spanning and place == last else 1
        width = sum(lengths[place:]) if span > 1 else length
        spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        shape = f'<w:pPr>{keep}{_SPACING}<w:jc w:val="{column.align}"/></w:pPr>'
        lines = row.texts[place].split("\n") if place <= last else ()
        text = "".join(f"<w:p>{shape}<w:r><w:rPr>{kind}</w:rPr>{_run(line)}</w:r></w:p>" for line in lines)
        properties = f'<w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{spans}</w:tcPr>'
        cells.append(f"<w:tc>{properties}{text or '<w:p/>'}</w:tc>")
    return f"<w:tr>{whole}{''.join(cells)}</w:tr>"


def _run(line: str) -> str:
    """Text of a run; what is not a letter is an element of its own."""
    parts = (part for part in _BREAKS.split(line) if part)
    return "".join(_ELEMENTS.get(part) or _text(part) for part in parts)


def _text(part: str) -> str:
    kept = ' xml:space="preserve"' if part != part.strip() else ""
    return f"<w:t{kept}>{escape(part)}</w:t>"
