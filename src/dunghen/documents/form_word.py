"""A form of the one-stop as Word (.docx), in the measures of its sheet."""

from datetime import UTC, datetime, time
from io import BytesIO

import docx
import segno
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from dunghen.documents import layout
from dunghen.documents.form import GAP, SAMPLE, SAMPLE_SIZE, Code, Fact, Form, Items, Lead, Signer
from dunghen.documents.form_pdf import ERROR_CORRECTION
from dunghen.documents.model import Paragraph, Table
from dunghen.documents.word import EPOCH, letterhead, page, page_number, styles
from dunghen.documents.word_parts import LANGUAGE, first, fix_widths, keep_whole, pad, plain, write
from dunghen.documents.word_table import add_table

LEFT, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
CODE_SIDE = 20.0  # millimetres
CODE_SCALE = 8  # dots a module


def form_to_word(form: Form) -> bytes:
    """The same form gives the same text."""
    sheet, word = form.layout, docx.Document()
    styles(word, sheet)
    _properties(word, form)
    page(word.sections[0], sheet, landscape=sheet.width > sheet.height, first_numbered=False)
    page_number(word.sections[0], sheet)
    _sample(word, form)
    if form.reference:
        reference = plain(word.add_paragraph(), LEFT)
        write(reference, form.reference, sheet.recipients - 1, italic=True).paragraph_format.space_after = Pt(
            4
        )
    letterhead(word, form.letterhead, sheet, numbered=form.numbered)
    _titled(word, form)
    for block in form.blocks:
        _block(word, form, block)
    _signed(word, form)
    _notes(word, form)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _width(form: Form) -> float:
    sheet = form.layout
    return sheet.width - sheet.left - sheet.right


def _properties(word: WordDocument, form: Form) -> None:
    said, day = word.core_properties, form.letterhead.day
    said.title, said.author, said.last_modified_by = form.name, form.author, form.author
    said.language, said.comments = LANGUAGE, ""
    said.created = said.modified = datetime.combine(day, time(), UTC) if day else EPOCH


def _sample(word: WordDocument, form: Form) -> None:
    """TT 01/2018/TT-VPCP art. 5.2: in the upper right corner of every page."""
    if form.sample:
        section = word.sections[0]
        for header in (section.header, section.first_page_header):
            paragraph = plain(header.paragraphs[0], RIGHT)
            write(paragraph, SAMPLE, SAMPLE_SIZE, bold=True)


def _titled(word: WordDocument, form: Form) -> None:
    sheet, whole = form.layout, _width(form)
    table = word.add_table(rows=1, cols=2 if form.code else 1)
    side = CODE_SIDE + 2
    fix_widths(table, (whole - side, side) if form.code else (whole,))
    pad(table, 0)
    cell = table.cell(0, 0)
    write(plain(first(cell), before=8), form.title, sheet.body + 1.5, bold=True)
    for line in form.under_title:
        write(plain(cell.add_paragraph(), before=3), line, sheet.body)
    if form.code:
        _code(table.cell(0, 1), form.code)
    plain(word.add_paragraph()).paragraph_format.line_spacing = Pt(6)


def _code(cell: _Cell, code: Code) -> None:
    file = BytesIO()
    made = segno.make(code.text, error=ERROR_CORRECTION, micro=False)
    made.save(file, kind="png", scale=CODE_SCALE, border=0)
    file.seek(0)
    paragraph = plain(first(cell), RIGHT)
    picture = paragraph.add_run().add_picture(file, width=Mm(CODE_SIDE))
    picture._inline.docPr.set("descr", code.alt)


def _block(word: WordDocument, form: Form, block: Fact | Lead | Items | Paragraph | Table) -> None:
    match block:
        case Fact(label=label, text=text):
            paragraph = _flush(write(word.add_paragraph(), f"{label}: "))
            write(paragraph, text or GAP, bold=bool(text))
        case Lead(text=text):
            _flush(write(word.add_paragraph(), text))
        case Items(texts=texts):
            for place, text in enumerate(texts, 1):
                _flush(write(word.add_paragraph(), f"{place}. {text}"))
        case Paragraph(text=text, italic=italic, centred=centred):
            paragraph = write(word.add_paragraph(), text, italic=italic)
            if centred:
                plain(paragraph).paragraph_format.space_after = Pt(form.layout.spacing)
        case Table():
            add_table(word, block, _width(form), form.layout.table)


def _flush(paragraph: WordParagraph) -> WordParagraph:
    paragraph.paragraph_format.first_line_indent = Mm(0)
    return paragraph


def _signed(word: WordDocument, form: Form) -> None:
    if not form.signers:
        return
    whole = _width(form)
    table = word.add_table(rows=1, cols=2)
    fix_widths(table, (whole / 2, whole / 2))
    pad(table, 0)
    keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    if len(form.signers) == 1:
        _received(left, form)
        _hand(right, form.signers[0], form)
    else:
        _hand(left, form.signers[0], form)
        _hand(right, form.signers[1], form)


def _received(cell: _Cell, form: Form) -> None:
    if form.recipients:
        sheet = form.layout
        write(plain(first(cell), LEFT), layout.RECIPIENTS, sheet.recipients_title, bold=True, italic=True)
        for line in layout.recipient_lines(form.recipients):
            write(plain(cell.add_paragraph(), LEFT), line, sheet.recipients)


def _hand(cell: _Cell, signer: Signer, form: Form) -> None:
    sheet = form.layout
    for place, line in enumerate(signer.position):
        write(
            plain(cell.add_paragraph() if place else first(cell), before=0 if place else 6), line, bold=True
        )
    gap = sheet.signature_gap * 72 / 25.4
    if signer.name:
        write(plain(cell.add_paragraph(), before=gap), signer.name, bold=True)
    else:
        write(plain(cell.add_paragraph()), signer.hint, italic=True).paragraph_format.space_after = Pt(gap)


def _notes(word: WordDocument, form: Form) -> None:
    if form.notes:
        size = form.layout.note - 0.5
        write(plain(word.add_paragraph(), LEFT, before=4), "Ghi chú:", size, bold=True, italic=True)
        for line in form.notes:
            write(plain(word.add_paragraph(), LEFT), f"- {line}", size, italic=True)
