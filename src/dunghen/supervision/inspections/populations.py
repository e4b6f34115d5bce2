"""What indicators may count of inspections: facts of a day. A unit stands once in a reporting year; the two
regimes and the audits never mix (form 1 rows 3 and 4; surprise visits in the narrative alone)."""

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from dunghen.core.population import Population
from dunghen.supervision.inspections.models import FactKind, InspectionFact


def _facts(name: str, label: str, kind: FactKind, *, of_city: bool = False) -> Population:
    """`of_city`: what units inspect themselves stays out of the city's figure."""
    where = Q(kind=kind)
    return Population(
        name=f"supervision.{name}",
        label=label,
        model=InspectionFact,
        measure="count",
        anchor="day",
        where=where & Q(unit__level="city") if of_city else where,
        unit="unit",
        level="level",
    )


POPULATIONS = (
    _facts("inspected", _("Đơn vị được kiểm tra CCHC theo kế hoạch"), FactKind.PLANNED, of_city=True),
    _facts("problems", _("Vấn đề phát hiện qua kiểm tra"), FactKind.PROBLEM),
    _facts("problems_mended", _("Vấn đề phát hiện đã xử lý xong"), FactKind.MENDED),
    _facts("surprised", _("Đơn vị được kiểm tra đột xuất"), FactKind.SURPRISE, of_city=True),
    _facts("audited", _("Đơn vị được thanh tra"), FactKind.AUDITED, of_city=True),
    _facts(
        "audits_carried_out",
        _("Đơn vị đã hoàn thành thực hiện kết luận thanh tra"),
        FactKind.CARRIED_OUT,
        of_city=True,
    ),
)
