"""Footnotes of a Word document, which python-docx leaves to its package: a part of their own, after the two
lines that part them from the text."""

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from dunghen.documents.word_parts import FONT, element

NAME = PackURI("/word/footnotes.xml")
SIZE = 11.0  # points
LINES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)


def add_note(word: WordDocument, paragraph: Paragraph, text: str) -> None:
    """A footnote after the last word of a paragraph."""
    notes = _notes(word)
    number = len(notes) - 1  # the two lines stand first
    mark = paragraph.add_run()
    mark.font.superscript = True
    mark._r.append(element("w:footnoteReference", id=str(number)))
    note = element("w:footnote", id=str(number))
    notes.append(note)
    note.append(element("w:p"))
    below = Paragraph(note[0], paragraph._parent)
    shape = below.paragraph_format
    shape.alignment, shape.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Mm(0)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(2), 1.0
    own = below.add_run()
    own.font.superscript = True
    own._r.append(element("w:footnoteRef"))
    said = below.add_run(f" {text}")
    for run in (own, said):
        run.font.name, run.font.size = FONT, Pt(SIZE)


def _notes(word: WordDocument) -> BaseOxmlElement:
    """The footnotes of a document; made with the first one."""
    for relation in word.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES and isinstance(relation.target_part, XmlPart):
            held: BaseOxmlElement = relation.target_part.element
            return held
    root: BaseOxmlElement = parse_xml(f"<w:footnotes {nsdecls('w')}>{LINES}</w:footnotes>")
    made = XmlPart(NAME, CONTENT_TYPE.WML_FOOTNOTES, root, word.part.package)
    word.part.relate_to(made, RELATIONSHIP_TYPE.FOOTNOTES)
    return root
