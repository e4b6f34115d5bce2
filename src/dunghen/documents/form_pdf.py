"""A form of the one-stop as PDF/A-2b with tags, by Typst (form.typ)."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from dunghen.documents import layout
from dunghen.documents.form import GAP, SAMPLE, SAMPLE_SIZE, Code, Form
from dunghen.documents.model import Table
from dunghen.documents.pdf import FONT, UNDATED

TEMPLATE = Path(__file__).with_name("form.typ")
ERROR_CORRECTION = "m"  # 15 %: a folded or stamped sheet is still read


def form_to_pdf(form: Form) -> bytes:
    """The same form gives the same bytes."""
    day = form.letterhead.day
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_said(form), ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=datetime.combine(day, time(), UTC) if day else UNDATED,
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _said(form: Form) -> dict[str, Any]:
    """All that the template shows, in words and measures."""
    head, day = form.letterhead, form.letterhead.day
    return {
        "name": form.name,
        "author": form.author,
        "day": [day.year, day.month, day.day] if day else None,
        "font": FONT,
        "layout": form.layout.measures(),
        "words": {
            "nation": layout.NATION,
            "motto": layout.MOTTO,
            "number": layout.number_line(head.number) if form.numbered else "",
            "dated": layout.dated(head.place, day),
            "recipients": layout.RECIPIENTS,
            "recipient_lines": layout.recipient_lines(form.recipients),
            "sample": SAMPLE if form.sample else "",
            "gap": GAP,
            "about": "",
        },
        "sample_size": SAMPLE_SIZE,
        "letterhead": {"agency": head.agency, "superior": head.superior},
        "title": form.title,
        "under_title": form.under_title,
        "reference": form.reference,
        "blocks": [_block(block) for block in form.blocks],
        "signers": [asdict(signer) for signer in form.signers],
        "notes": form.notes,
        "code": {"drawing": drawing(form.code), "alt": form.code.alt} if form.code else None,
    }


def _block(block: Any) -> dict[str, Any]:
    said = {"type": type(block).__name__, **asdict(block)}
    if isinstance(block, Table):
        said["rows"] = [{**asdict(row), "long": row.long} for row in block.rows]
    return said


@lru_cache(maxsize=64)
def drawing(code: Code) -> str:
    """The QR code as SVG."""
    file = BytesIO()
    segno.make(code.text, error=ERROR_CORRECTION, micro=False).save(file, kind="svg", border=0, xmldecl=False)
    return file.getvalue().decode()
