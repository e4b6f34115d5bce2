"""The findings of a document taken away: a workbook, one JSON object, comments in Word."""

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

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
            said = [found.get_kind_display(), found.get_verdict_display(), quoted]
            said += [shown(amount) for amount in (found.stated, found.computed, found.difference)]
            for place, value in enumerate([*said, found.explanation, state.label, words], 1):
                sheet.write_string(line, place, str(value), text)
    return file.getvalue()


def to_json(run: ProofRun, rows: Sequence[tuple[ProofFinding, State, str]]) -> str:
    """As `dunghen proof --json` prints a file, with the state of each finding and the cell it was compared
    with; amounts are numbers with all their digits."""
    findings = [_said(found, state) for found, state, _words in rows]
    rest = {"file": run.name, "claims": run.claims, "text": run.text}
    return f'{json.dumps(rest, ensure_ascii=False)[:-1]}, "findings": [{", ".join(findings)}]}}'


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


def _said(found: ProofFinding, state: State) -> str:
    words: dict[str, Any] = {
        "id": f"{found.kind}-{found.number}",
        "kind": found.kind,
        "verdict": found.verdict,
    }
    words |= {
        "quotes": found.quotes,
        "explanation": found.explanation,
        "state": state,
        "cell": found.cell or None,
    }
    amounts = {"stated": found.stated, "computed": found.computed, "difference": found.difference}
    exact = ", ".join(f'"{name}": {amount or "null"}' for name, amount in amounts.items())
    return f"{json.dumps(words, ensure_ascii=False)[:-1]}, {exact}}}"


def shown(amount: str) -> str:
    """1234.5 as 1.234,5."""
    if not amount:
        return ""
    whole, _dot, rest = amount.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    return f"{sign}{grouped}" + (f",{rest}" if rest else "")
