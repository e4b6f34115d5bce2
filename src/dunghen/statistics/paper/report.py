"""The reform report as one document, ready for Word and PDF."""

from collections.abc import Callable
from dataclasses import dataclass

from dunghen.core.paths import PACKS
from dunghen.documents.layout import long_date
from dunghen.documents.letterhead import read_issuer
from dunghen.documents.model import Document, Letterhead
from dunghen.documents.numbers import in_prose
from dunghen.org.models import Installation
from dunghen.statistics.by_unit import AtHand, UnitFigure, by_unit
from dunghen.statistics.compile import Compiled
from dunghen.statistics.paper.annexes import forms_annex, plan_annex
from dunghen.statistics.paper.cells import SAMPLE, Figures, PaperError, figures, sampled
from dunghen.statistics.paper.narrative import Narrative
from dunghen.statistics.view import View

NAMED = ":units"  # after a code: the units that make up its figure, each with its own


@dataclass(frozen=True, slots=True)
class Prose:
    """The figures of the narrative; those of single units are counted only where its words ask for them."""

    figures: Figures
    of_units: Callable[[str], list[UnitFigure]]

    def in_prose(self, code: str) -> str:
        """A figure, or: UBND huyện Vĩnh Thạnh 13; UBND huyện Phong Điền 08. Raises PaperError."""
        if not code.endswith(NAMED):
            return self.figures.in_prose(code)
        if (code := code.removesuffix(NAMED)) not in self.figures.cells:
            raise PaperError(f"Báo cáo không có chỉ tiêu “{code}”.")
        found = self.of_units(code)
        # of the tree in its order, those that none of their own stands behind
        after = [*(one.depth for one in found[1:]), 0]
        lowest = [one for one, next_ in zip(found, after, strict=False) if 0 < one.depth >= next_]
        return "; ".join(f"{one.unit.name} {in_prose(one.value)}" for one in lowest) or "không có"


def report_document(
    asked: View, compiled: Compiled, at_hand: Callable[[str], AtHand] | None = None
) -> Document:
    """The report of its own unit, by the pack of this installation. `at_hand`: the figures of every unit by
    code, where they are kept; else they are counted. Raises PaperError."""
    pack = PACKS / Installation.objects.get().pack
    issuer = read_issuer(pack / "letterhead.toml")
    found = figures(asked, compiled)
    report = asked.report
    prose = Prose(found, lambda code: by_unit(asked, code, at_hand=at_hand(code) if at_hand else None))
    narrative = Narrative(pack / "reports" / f"{report.code}-narrative.toml", prose)
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
