"""The code of a result on its paper, before anybody signs it: whoever holds the paper asks of it by QR or by
the two codes in letters."""

import json
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import typst
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from dunghen.documents.form import Code
from dunghen.documents.form_pdf import drawing
from dunghen.documents.pdf import FONT, UNDATED

TEMPLATE = Path(__file__).with_name("code.typ")
WIDTH, HEIGHT = 215, 48  # in points: a QR of 15.5 mm, which fits the margin of 20 mm below a text
SIDE, EDGE = 40, 6  # from the side and from the upper or lower edge of the sheet


@dataclass(frozen=True, slots=True)
class ResultCode:
    """`address`: what the QR says; `site`: where the two codes are typed."""

    code: str
    token: str
    address: str
    site: str


def with_code(pdf: bytes, said: ResultCode) -> bytes:
    """The PDF with the code on its first page, in the first corner where nothing stands: below, then above;
    below on the left if something stands in all. Raises pyhanko's PdfError for what cannot be written on."""
    left, bottom = _corner(pdf)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    shown = writer.import_page_as_xobject(PdfFileReader(BytesIO(_drawn(said))))
    name = f"/Ma{said.token}"
    resources = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject(name): shown})})
    # some programs leave the page scaled or turned over: what stands there is closed off first
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"q\n")), prepend=True)
    words = f"\nQ q /Artifact BMC 1 0 0 1 {left:.2f} {bottom:.2f} cm {name} Do EMC Q".encode()
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=words)), resources)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _corner(pdf: bytes) -> tuple[float, float]:
    """The left lower corner of the code on the first page, in points from that of the page."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        page = opened.pages[0]
        width, height = float(page.width), float(page.height)
        sides = (SIDE, width - SIDE - WIDTH)
        corners = [(left, bottom) for bottom in (EDGE, height - EDGE - HEIGHT) for left in sides]
        return next((corner for corner in corners if _free(page, *corner)), corners[0])


def _free(page: Any, left: float, bottom: float) -> bool:
    top = float(page.height) - bottom - HEIGHT
    inside = page.crop((left, top, left + WIDTH, top + HEIGHT), strict=False)
    return not (inside.chars or inside.images or inside.lines or inside.curves)


def _drawn(said: ResultCode) -> bytes:
    """As a page of its own, made by Typst so that its fonts are embedded as PDF/A asks."""
    more = {"drawing": drawing(Code(said.address, "")), "font": FONT, "width": WIDTH, "height": HEIGHT}
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(asdict(said) | more, ensure_ascii=False)},
        pdf_standards="a-2b",
        pdf_tags=False,  # the page it is put on has its own structure
        timestamp=UNDATED,
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made
