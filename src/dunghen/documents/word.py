"""A document as Word (.docx)."""

from datetime import UTC, datetime, time
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from dunghen.documents import layout
from dunghen.documents.layout import LAYOUT, Layout
from dunghen.documents.model import Annex, Block, Document, Heading, Letterhead, Paragraph, Signature, Table
from dunghen.documents.word_notes import add_note
from dunghen.documents.word_parts import (
    LANGUAGE,
    element,
    first,
    fix_widths,
    keep_whole,
    pad,
    page_field,
    plain,
    rule,
    set_font,
    text_width,
    write,
)
from dunghen.documents.word_table import add_table

MOST = 255  # letters of a property
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # a document without a day is the same whenever it is made


def to_word(document: Document) -> bytes:
    """The same document gives the same text; every piece stands as the decree says."""
    word = docx.Document()
    styles(word, LAYOUT)
    _properties(word, document)
    page(word.sections[0], LAYOUT, landscape=False, first_numbered=False)
    page_number(word.sections[0], LAYOUT)
    letterhead(word, document.letterhead, LAYOUT, about=document.about)
    if document.title.kind:
        _title(word, document)
    else:
        plain(word.add_paragraph())
    _blocks(word, document.body, _width(landscape=False))
    _closing(word, document.closing)
    _signature(word, document.signature)
    for annex in document.annexes:
        _annex(word, annex)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _width(*, landscape: bool) -> float:
    """The width of text, in millimetres."""
    return (LAYOUT.height if landscape else LAYOUT.width) - LAYOUT.left - LAYOUT.right


def styles(word: WordDocument, sheet: Layout) -> None:
    """The text of a document: one typeface, in the measures of its sheet."""
    styles = word.styles
    for name, bold in (("Normal", False), ("Heading 1", True), ("Heading 2", True)):
        style = styles[name]
        if isinstance(style, ParagraphStyle):
            set_font(style, sheet.body, bold=bold)
            style.font.color.rgb = RGBColor(0, 0, 0)
            shape = style.paragraph_format
            shape.space_before, shape.space_after = Pt(0), Pt(sheet.spacing)
            shape.line_spacing, shape.keep_with_next = sheet.leading, bold
            shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            shape.first_line_indent = Mm(sheet.indent)
            shape.widow_control = True
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for language in defaults.findall(qn("w:lang")):
        defaults.remove(language)
    defaults.append(element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))


def _properties(word: WordDocument, document: Document) -> None:
    said, day = word.core_properties, document.letterhead.day
    made = datetime.combine(day, time(), UTC) if day else EPOCH
    texts = (document.name, document.title.subject, document.author)
    said.title, said.subject, said.author = (text[:MOST] for text in texts)
    said.language, said.comments, said.last_modified_by = LANGUAGE, "", said.author
    said.created = said.modified = made


def page(section: Section, sheet: Layout, *, landscape: bool, first_numbered: bool) -> None:
    """Mục I.1 and I.3: the sheet and its margins; I.7: the first page carries no number."""
    short, long = (Mm(side) for side in sorted((sheet.width, sheet.height)))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance = section.footer_distance = Mm(sheet.header)
    section.different_first_page_header_footer = not first_numbered


def page_number(section: Section, sheet: Layout) -> None:
    """Mục I.7: centred in the upper margin."""
    paragraph = plain(section.header.paragraphs[0])
    page_field(paragraph, sheet.page_number)


def letterhead(
    word: WordDocument, head: Letterhead, sheet: Layout, *, numbered: bool = True, about: str = ""
) -> None:
    """Mục II.1 to II.4: agency and number on the left, the nation, place and day on the right."""
    whole = sheet.width - sheet.left - sheet.right
    left, right = whole * sheet.letterhead_left, whole * (1 - sheet.letterhead_left)
    table = word.add_table(rows=2, cols=2)
    fix_widths(table, (left, right))
    pad(table, 0)
    cell = table.cell(0, 0)
    lines = [(head.superior, False)] if head.superior else []
    lines += [(line, True) for line in head.agency]
    for place, (line, bold) in enumerate(lines):
        paragraph = cell.add_paragraph() if place else first(cell)
        write(plain(paragraph), line, sheet.agency, bold=bold)
    rule(cell.add_paragraph(), text_width(head.agency[-1], sheet.agency) * sheet.rule, left)
    cell = table.cell(0, 1)
    write(plain(first(cell)), layout.NATION, sheet.nation, bold=True)
    write(plain(cell.add_paragraph()), layout.MOTTO, sheet.motto, bold=True)
    rule(cell.add_paragraph(), text_width(layout.MOTTO, sheet.motto), right)
    below = table.rows[1].cells
    number = layout.number_line(head.number) if numbered else ""
    write(plain(first(below[0]), before=6), number, sheet.number)
    if about:
        write(plain(below[0].add_paragraph(), before=6), about, sheet.number - 1)
    day = layout.dated(head.place, head.day)
    write(plain(first(below[1]), before=6), day, sheet.place, italic=True)


def _title(word: WordDocument, document: Document) -> None:
    """Mục II.5."""
    title = document.title
    write(plain(word.add_paragraph(), before=18), title.kind, LAYOUT.body, bold=True)
    write(plain(word.add_paragraph()), title.subject, LAYOUT.body, bold=True)
    length = text_width(title.subject[:60], LAYOUT.body) * LAYOUT.rule
    rule(word.add_paragraph(), length, _width(landscape=False))
    note = write(plain(word.add_paragraph()), title.note, LAYOUT.note, italic=True)
    note.paragraph_format.space_after = Pt(2 * LAYOUT.spacing if title.note else 0)


def _blocks(word: WordDocument, blocks: tuple[Block, ...], width: float) -> None:
    for block in blocks:
        match block:
            case Heading(level=level, text=text, centred=centred):
                paragraph = word.add_paragraph(text, style=f"Heading {level}")
                if centred:
                    plain(paragraph)
            case Paragraph(text=text, italic=italic, centred=centred, footnote=footnote):
                paragraph = write(word.add_paragraph(), text, italic=italic)
                if footnote:
                    add_note(word, paragraph, footnote)
                if centred:
                    shape = plain(paragraph).paragraph_format
                    shape.space_after, shape.keep_with_next = Pt(LAYOUT.spacing), True
            case Table():
                add_table(word, block, width)


def _closing(word: WordDocument, closing: tuple[Paragraph, ...]) -> None:
    """The last words never stand on another page than the signature."""
    for said in closing:
        shape = write(word.add_paragraph(), said.text, italic=said.italic).paragraph_format
        shape.keep_with_next = shape.keep_together = True


def _signature(word: WordDocument, signature: Signature) -> None:
    """Mục II.7 and II.9, on one page: recipients on the left, authority and name on the right."""
    whole = _width(landscape=False)
    plain(word.add_paragraph()).paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=2)
    fix_widths(table, (whole / 2, whole / 2))
    pad(table, 0)
    keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    align = WD_ALIGN_PARAGRAPH.LEFT
    if signature.recipients:
        write(plain(first(left), align), layout.RECIPIENTS, LAYOUT.recipients_title, bold=True, italic=True)
        for line in layout.recipient_lines(signature.recipients):
            write(plain(left.add_paragraph(), align), line, LAYOUT.recipients)
    for place, line in enumerate((*signature.authority, signature.position)):
        paragraph = right.add_paragraph() if place else first(right)
        write(plain(paragraph), line, LAYOUT.body, bold=True)
    gap = LAYOUT.signature_gap * 72 / 25.4
    signed = bool(signature.name)
    name = plain(right.add_paragraph(), before=gap)
    write(name, signature.name or layout.UNSIGNED, LAYOUT.body, bold=signed, italic=not signed)


def _annex(word: WordDocument, annex: Annex) -> None:
    """Mục III.1: on pages of its own, with its number, its title and what it goes with."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    page(section, LAYOUT, landscape=annex.landscape, first_numbered=True)
    plain(word.add_paragraph(annex.label, style="Heading 1"))
    write(plain(word.add_paragraph()), annex.title, LAYOUT.body, bold=True)
    write(plain(word.add_paragraph()), annex.reference, LAYOUT.body, italic=True)
    width = _width(landscape=annex.landscape)
    rule(word.add_paragraph(), text_width(annex.title[:40], LAYOUT.body) * LAYOUT.rule, width)
    plain(word.add_paragraph())
    _blocks(word, annex.blocks, width)
