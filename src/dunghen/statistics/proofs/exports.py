"""The findings of a document taken away: a workbook, one JSON object, comments in Word."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import cast

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from dunghen.proofing import Finding, Quote
from dunghen.proofing.as_json import as_json, said
from dunghen.proofing.model import Kind, Verdict
from dunghen.proofing.reading import load
from dunghen.proofing.reading.comments import Remark, write_comments
from dunghen.statistics.models import ProofFinding, ProofRun, ProofVerdict
from dunghen.statistics.proofs.rules import State

WIDTHS = (6, 26, 24, 40, 14, 14, 14, 70, 20, 40)


def to_workbook(run: ProofRun, rows: Sequence[tuple[ProofFinding, State, str]]) -> bytes:
    """A row per finding with its state and the last words about it. Amounts are text, exact to the digit;
    no text becomes a formula or a link."""
    file = BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    heads = [_("Số"), _("Loại"), _("Kết quả"), _("Trích văn bản"), _("Văn bản ghi"), _("Tính lại")]
    heads += [_("Chênh lệch"), _("Giải thích"), _("Trạng thái"), _("Nội dung xử lý")]
    with Workbook(file, {"in_memory": True, **safe}) as book:
        sheet = book.add_worksheet(_("Rà soát số liệu"))
        text = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        sheet.write_string(0, 0, run.name, book.add_format({"bold": True}))
        for place, (name, width) in enumerate(zip(heads, WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(2, place, name, head)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for line, (found, state, words) in enumerate(rows, 3):
            sheet.write_number(line, 0, found.number, text)
            quoted = "; ".join(quote["text"] for quote in found.quotes)
            cells = [found.get_kind_display(), found.get_verdict_display(), quoted]
            cells += [shown(amount) for amount in (found.stated, found.computed, found.difference)]
            for place, value in enumerate([*cells, found.explanation, state.label, words], 1):
                sheet.write_string(line, place, str(value), text)
    return file.getvalue()


def to_json(run: ProofRun, rows: Sequence[tuple[ProofFinding, State, str]]) -> str:
    """As `dunghen proof --json` prints a file, with the text, the state of each finding and the cell it was
    compared with."""
    findings = [
        {**said(_found(found)), "state": str(state), "cell": found.cell or None}
        for found, state, _words in rows
    ]
    return as_json({"file": run.name, "claims": run.claims, "text": run.text, "findings": findings})


def to_word(run: ProofRun, findings: Sequence[ProofFinding]) -> bytes:
    """The document as it came, or a plain one of its text, with a comment at each figure to look at."""
    remarks = [
        Remark(
            found.quotes[0]["start"],
            found.quotes[0]["end"],
            f"{found.get_verdict_display()} ({found.get_kind_display()}): {found.explanation}",
        )
        for found in findings
        if found.quotes and found.verdict != ProofVerdict.CONSISTENT
    ]
    file = BytesIO()
    write_comments(load(BytesIO(bytes(run.content)), run.name), remarks, file)
    return file.getvalue()


def _found(kept: ProofFinding) -> Finding:
    return Finding(
        id=f"{kept.kind}-{kept.number}",
        kind=cast("Kind", kept.kind),
        verdict=cast("Verdict", kept.verdict),
        quotes=tuple(Quote(**quote) for quote in kept.quotes),
        stated=_exact(kept.stated),
        computed=_exact(kept.computed),
        difference=_exact(kept.difference),
        explanation=kept.explanation,
    )


def _exact(amount: str) -> Decimal | None:
    return Decimal(amount) if amount else None


def shown(amount: str) -> str:
    """1234.5 as 1.234,5."""
    if not amount:
        return ""
    whole, _dot, rest = amount.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    return f"{sign}{grouped}" + (f",{rest}" if rest else "")
