"""The smallest pieces of a Word document that python-docx leaves to its XML."""

from collections.abc import Iterable

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
MM_PER_POINT = 25.4 / 72
# Mean widths of letters in bold Times New Roman, in parts of the type size.
CAPITAL, SMALL, BLANK = 0.70, 0.49, 0.25
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def element(name: str, **attributes: str) -> BaseOxmlElement:
    """An element of WordprocessingML: element("w:jc", val="center")."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_font(style: ParagraphStyle, size: float, *, bold: bool = False) -> None:
    """One typeface for every script: without the East Asian one Word shows đ and ư in another font."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [key for key in fonts.attrib if "heme" in str(key)]:
        del fonts.attrib[theme]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def write(
    paragraph: Paragraph, text: str, size: float | None = None, *, bold: bool = False, italic: bool = False
) -> Paragraph:
    """Text in its type size; that of the paragraph's style if none is given."""
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)
    return paragraph


def plain(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH = CENTRE, before: float = 0) -> Paragraph:
    """Without the indent and the distances of body text; `before` in points."""
    shape = paragraph.paragraph_format
    shape.alignment, shape.first_line_indent = align, Mm(0)
    shape.space_before, shape.space_after = Pt(before), Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return paragraph


def first(cell: _Cell) -> Paragraph:
    """The paragraph every cell is born with."""
    paragraph: Paragraph = cell.paragraphs[0]
    return paragraph


def rule(paragraph: Paragraph, length: float, within: float) -> None:
    """A solid line of `length` in the middle of `within` millimetres, close under the text above."""
    plain(paragraph)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(max(0.0, (within - length) / 2))
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    shape.space_before = Pt(2)
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="1", color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def text_width(text: str, size: float) -> float:
    """About how wide a line of bold text is, in millimetres."""
    parts = (BLANK if mark in " -" else CAPITAL if mark.isupper() else SMALL for mark in text)
    return sum(parts) * size * MM_PER_POINT


def page_field(paragraph: Paragraph, size: float) -> None:
    """The number of the page."""
    run = write(paragraph, "", size).runs[0]._r
    instruction = element("w:instrText")
    instruction.text = "PAGE"
    run.append(element("w:fldChar", fldCharType="begin"))
    run.append(instruction)
    run.append(element("w:fldChar", fldCharType="end"))


def fix_widths(table: Table, widths: Iterable[float]) -> None:
    """Columns of given widths in millimetres: some programs read them in the grid, some in the cells."""
    table.autofit = False
    lengths = [Mm(width) for width in widths]
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = length
    for row in table.rows:
        for cell, length in zip(row.cells, lengths, strict=True):
            cell.width = length


def pad(table: Table, side: float) -> None:
    """The distance of text from the left and right edges of every cell, in millimetres."""
    margins = element("w:tblCellMar")
    for edge in ("left", "right"):
        margins.append(element(f"w:{edge}", w=str(round(Mm(side).twips)), type="dxa"))
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def caption(table: Table, name: str) -> None:
    """What a screen reader says of a table; the last of its properties."""
    table._tbl.tblPr.append(element("w:tblCaption", val=name))


def keep_whole(row: _Row, *, header: bool = False) -> None:
    """Not to be broken over pages; a header is repeated on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if header:
        properties.append(element("w:tblHeader"))
