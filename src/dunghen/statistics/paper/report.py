"""The reform report as one document, ready for Word and PDF."""

from dunghen.core.paths import PACKS
from dunghen.documents.layout import long_date
from dunghen.documents.letterhead import read_issuer
from dunghen.documents.model import Document, Letterhead
from dunghen.org.models import Installation
from dunghen.statistics.compile import Compiled
from dunghen.statistics.paper.annexes import forms_annex, plan_annex
from dunghen.statistics.paper.cells import SAMPLE, figures, sampled
from dunghen.statistics.paper.narrative import Narrative
from dunghen.statistics.view import View


def report_document(asked: View, compiled: Compiled) -> Document:
    """The report of its own unit, by the pack of this installation. Raises PaperError."""
    pack = PACKS / Installation.objects.get().pack
    issuer = read_issuer(pack / "letterhead.toml")
    found = figures(asked, compiled)
    report = asked.report
    narrative = Narrative(pack / "reports" / f"{report.code}-narrative.toml", found)
    reference = f"(Kèm theo Báo cáo số {report.number or '       '}"
    reference += f" {long_date(report.signed)}" if report.signed else " ngày     tháng     năm"
    reference += f" của {issuer.full_name})"
    return Document(
        letterhead=Letterhead(
            agency=issuer.agency,
            superior=issuer.superior,
            place=issuer.place,
            number=report.number,
            day=report.signed,
        ),
        title=narrative.title(SAMPLE if sampled(asked, asked.own) else ""),
        body=narrative.blocks(),
        closing=narrative.closing(),
        signature=issuer.signature,
        annexes=(plan_annex(asked, found, reference), forms_annex(found, reference)),
    )
