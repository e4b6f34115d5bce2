"""Report files made on the spot, whole and broken."""

import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import typst
import xlsxwriter
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from dunghen.proofing.reading import Unreadable, read

_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NUMBERING = """
<w:abstractNum {ns} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>
<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="%1.%2."/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>
<w:lvlText w:val="%3)"/></w:lvl><w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
<w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF02B;"/></w:lvl></w:abstractNum>
"""


def saved(document: WordDocument) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def word(write: Callable[[WordDocument], object]) -> bytes:
    document = Document()
    write(document)
    return saved(document)


def with_list(document: WordDocument) -> Callable[[str, int], Paragraph]:
    """A list of five levels: I., I.1., a), -, and a sign of a symbol font."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING.format(ns=nsdecls("w"))))
    number = f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'
    numbering.append(parse_xml(number))

    def item(text: str, level: int) -> Paragraph:
        paragraph = document.add_paragraph(text)
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(place))
        return paragraph

    return item


def add_notes(document: WordDocument, notes: Mapping[int, str]) -> None:
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
        for number, text in notes.items()
    )
    xml = f"<w:footnotes {nsdecls('w')}>{body}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), _NOTES, xml, document.part.package)
    document.part.relate_to(part, RELATION.FOOTNOTES)


def refer(paragraph: Paragraph, number: int) -> None:
    run = paragraph.add_run()._r
    run.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{number}"/>'))


def repacked(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """An office file with parts replaced or added."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return file.getvalue()


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def locked(data: bytes) -> bytes:
    """A ZIP file that says its parts are encrypted."""
    changed = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            flags = struct.unpack_from("<H", changed, at + place)[0]
            struct.pack_into("<H", changed, at + place, flags | 1)
            at = data.find(sign, at + 4)
    return bytes(changed)


def pdf(source: str) -> bytes:
    """A PDF of Typst markup."""
    return typst.compile(source.encode(), format="pdf")


def excel(
    sheets: Mapping[str, Sequence[Sequence[Any]]], formats: Mapping[tuple[int, int], str] | None = None
) -> bytes:
    """Sheets of values; `formats` of cells by row and column."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    code = (formats or {}).get((row, column))
                    style = book.add_format({"num_format": code}) if code else None
                    sheet.write(row, column, value, style)
    return file.getvalue()


def text_of(paragraph: Any) -> str:
    """The text between the marks of a comment in a paragraph."""
    inside, found = False, ""
    for child in paragraph:
        if child.tag == qn("w:commentRangeStart"):
            inside = True
        elif child.tag == qn("w:commentRangeEnd"):
            return found
        elif inside:
            found += "".join(text.text for text in child.iter(qn("w:t")))
    return found


def refusal(data: bytes, name: str) -> str:
    """Why a file is refused; empty where it is read."""
    try:
        read(BytesIO(data), name)
    except Unreadable as error:
        return str(error)
    return ""
