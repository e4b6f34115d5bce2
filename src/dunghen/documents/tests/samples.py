"""Small files made for tests."""

from io import BytesIO
from typing import Any

import docx
import xlsxwriter
from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def image(kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 10), "white").save(out, kind)
    return out.getvalue()


def word() -> bytes:
    out = BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def excel() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet()
    return out.getvalue()


def pdf(
    *, javascript: bool = False, attached: bool = False, launch: bool = False, password: str = ""
) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    if javascript:
        writer.add_open_action(JavaScript("app.alert(1)"))
    if attached:
        writer.add_attachment("a.txt", b"a")
    if launch:
        action: dict[Any, Any] = {
            NameObject("/S"): NameObject("/Launch"),
            NameObject("/F"): TextStringObject("a"),
        }
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject(action)})
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
