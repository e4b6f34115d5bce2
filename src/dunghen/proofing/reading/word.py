"""Word files: paragraphs with their list marks, tables, notes. Headers and footers are left out."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from dunghen.proofing.reading.archive import DAMAGED, opened
from dunghen.proofing.reading.model import LISTED, SUPERSCRIPT, Limits, Text, Unreadable
from dunghen.proofing.reading.numbering import Lists, attribute

_KIND = "wordprocessingml.document.main+xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Text that was struck by a tracked change, or is shown a second time for older programs.
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), _FALLBACK}
# Content controls and kept insertions: what is in them stands where they stand.
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_NOTES = {qn("w:footnoteReference"): RELATION.FOOTNOTES, qn("w:endnoteReference"): RELATION.ENDNOTES}
_DEEPEST = 20  # tables in tables, boxes in boxes: deeper is no report


class WordReader:
    """Writes one document into `text`. Notes follow at the end, each with its mark, as `¹ …`."""

    def __init__(self, document: WordDocument, limits: Limits) -> None:
        self.text = Text()
        self._limits = limits
        self._part = document.part
        self._lists = Lists(self._root(RELATION.NUMBERING), self._root(RELATION.STYLES))
        self._notes: list[tuple[str, str, str, Any]] = []  # kind, id, mark, run of the reference
        self._in_list = False
        self._blocks(document.element.body, 0)
        self._write_notes()

    def _root(self, kind: str) -> Any:
        """The XML of a part the document points to; None where it has none."""
        for relation in self._part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                part = relation.target_part
                return part.element if hasattr(part, "element") else parse_xml(part.blob)
        return None

    def _blocks(self, container: Any, depth: int) -> None:
        if depth > _DEEPEST:
            raise Unreadable("Tệp lồng quá nhiều tầng bảng, khung nên không đọc.")
        for child in container:
            if child.tag == qn("w:p"):
                self._paragraph(child, depth)
            elif child.tag == qn("w:tbl"):
                self._table(child, depth)
            elif child.tag in _WRAPPERS:
                self._blocks(child, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> None:
        mark, deep = self._lists.mark(paragraph.find(qn("w:pPr")))
        written = [*self._written(paragraph)]
        typed = "".join(text for text, _ in written)
        if typed.strip():
            in_list = bool(mark) or bool(LISTED.match(typed.lstrip()))
            self._gap("\n" if in_list and self._in_list else "\n\n")
            self._in_list = in_list
            if mark:
                self.text.add(f"{'  ' * deep}{mark} ")
            for text, run in written:
                self.text.add(text, run)
            if self.text.length > self._limits.text:
                raise Unreadable("Văn bản quá dài nên không đọc.")
        for box in _boxes(paragraph):
            self._blocks(box, depth + 1)

    def _gap(self, gap: str) -> None:
        if self.text.length:
            self.text.add(gap)

    def _table(self, table: Any, depth: int) -> None:
        self._gap("\n\n")
        self._in_list = False
        first = True
        for row in _rows(table):
            cells = [*_cells(row)]
            texts = [self._cell(cell, depth) if cell is not None else [] for cell in cells]
            if not any(text.strip() for cell in texts for text, _ in cell):
                continue
            if not first:
                self.text.add("\n")
            first = False
            self.text.add("|")
            for cell in texts:
                self._write_cell(cell)

    def _write_cell(self, cell: list[tuple[str, Any]]) -> None:
        """The cell's pieces with single blanks, each still with its run."""
        blank = True
        self.text.add(" ")
        for text, run in cell:
            for character_run in _single(text.replace("|", "¦"), blank):
                self.text.add(character_run, run)
                blank = character_run.endswith(" ")
        self.text.add("|" if blank else " |")

    def _cell(self, cell: Any, depth: int) -> list[tuple[str, Any]]:
        """Paragraphs of a cell, those of tables within it too, as one line."""
        if depth > _DEEPEST:
            raise Unreadable("Tệp lồng quá nhiều tầng bảng, khung nên không đọc.")
        found: list[tuple[str, Any]] = []
        for block in _within(cell):
            if block.tag == qn("w:p"):
                mark, _ = self._lists.mark(block.find(qn("w:pPr")))
                found += [(f" {mark} ", None), *self._written(block)]
            else:
                for row in _rows(block):
                    for inner in _cells(row):
                        found += [] if inner is None else [(" ", None), *self._cell(inner, depth + 1)]
        return found

    def _written(self, paragraph: Any) -> Iterator[tuple[str, Any]]:
        """The texts of a paragraph, each with the run it stands in."""
        for run in _runs(paragraph):
            raised = attribute(run.find(qn("w:rPr")), "w:vertAlign") == "superscript"
            for child in run:
                if child.tag == qn("w:t") and child.text:
                    yield (child.text.translate(SUPERSCRIPT) if raised else child.text), run
                elif child.tag == qn("w:br") and child.get(qn("w:type")) in {None, "textWrapping"}:
                    yield "\n", run
                elif child.tag in _SIGNS:
                    yield _SIGNS[child.tag], run
                elif child.tag in _NOTES:
                    yield self._note(child, run), run

    def _note(self, reference: Any, run: Any) -> str:
        mark = str(len(self._notes) + 1).translate(SUPERSCRIPT)
        self._notes.append((_NOTES[reference.tag], str(reference.get(qn("w:id"))), mark, run))
        return mark

    def _write_notes(self) -> None:
        """A comment cannot stand in a note, so its text belongs to the run that refers to it."""
        roots = {kind: self._root(kind) for kind in {note[0] for note in self._notes}}
        texts = {
            (kind, str(note.get(qn("w:id")))): note
            for kind, root in roots.items()
            if root is not None
            for note in root
        }
        at = 0
        while at < len(self._notes):  # a note may carry references itself
            kind, name, mark, run = self._notes[at]
            at += 1
            note = texts.get((kind, name))
            if note is None:
                continue
            words = " ".join(
                "".join(text for text, _ in self._written(paragraph)) for paragraph in note.iter(qn("w:p"))
            )
            if words.strip():
                self._gap("\n\n")
                self.text.add(f"{mark} {' '.join(words.split())}", run)


def _single(text: str, blank: bool) -> Iterator[str]:
    """Text with every stretch of white space as one blank; none where one stands before."""
    words = " ".join(text.split())
    if text[:1].isspace() and not blank:
        words = f" {words}"
    if text[-1:].isspace() and words.strip():
        words = f"{words} "
    if words:
        yield words


def _runs(paragraph: Any) -> Iterator[Any]:
    """Runs in order, those in links, fields and kept insertions too; a text box is a block of its own."""
    for child in paragraph:
        if child.tag == qn("w:r"):
            yield child
        elif child.tag not in _SKIPPED and child.tag != qn("w:p"):
            yield from _runs(child)


def _boxes(paragraph: Any) -> Iterator[Any]:
    for child in paragraph:
        if child.tag == qn("w:txbxContent"):
            yield child
        elif child.tag not in _SKIPPED:
            yield from _boxes(child)


def _within(cell: Any) -> Iterator[Any]:
    for child in cell:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == qn("w:tr"):
            properties = child.find(qn("w:trPr"))
            if properties is None or properties.find(qn("w:del")) is None:
                yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row by column of the grid; None where a merged cell goes on."""
    properties = row.find(qn("w:trPr"))
    yield from [None] * _count(attribute(properties, "w:gridBefore", "0"))
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is not row:
            continue
        settings = cell.find(qn("w:tcPr"))
        merged = None if settings is None else settings.find(qn("w:vMerge"))
        goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
        yield None if goes_on else cell
        yield from [None] * (_count(attribute(settings, "w:gridSpan", "1")) - 1)


def _count(text: str) -> int:
    return min(int(text), 64) if text.isdecimal() and len(text) < 4 else 0


def read_word(data: bytes, limits: Limits) -> tuple[Text, WordDocument]:
    """The text of a .docx file with the runs it stands in, and the document. Raises Unreadable."""
    opened(data, _KIND, limits).close()
    try:
        document = Document(BytesIO(data))
        return WordReader(document, limits).text, document
    except (*DAMAGED, OpcError, SyntaxError, KeyError, AttributeError, RecursionError) as error:
        raise Unreadable("Tệp Word bị hỏng, không đọc được.") from error
