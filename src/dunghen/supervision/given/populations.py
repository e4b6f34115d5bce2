"""What indicators may count of given tasks: what a document orders of the city, once whatever the number of
its leads and partners (form 1 rows 5.1 to 5.4)."""

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from dunghen.core.population import ALL, Measure, Population
from dunghen.supervision.given.models import Giver, ItemVersion


def _government(name: str, label: str, measure: Measure, anchor: str, where: Q = ALL) -> Population:
    """Of what the Government and the Prime Minister order."""
    return Population(
        name=f"supervision.{name}",
        label=label,
        model=ItemVersion,
        measure=measure,
        anchor=anchor,
        where=Q(giver=Giver.GOVERNMENT) & where,
        unit="city",
        until="finished" if measure == "stock" else "",
    )


POPULATIONS = (
    _government(
        "government_tasks_on_time",
        _("Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao, hoàn thành đúng hạn"),
        "count",
        "finished",
        Q(on_time=True),
    ),
    _government(
        "government_tasks_late",
        _("Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao, hoàn thành nhưng quá hạn"),
        "count",
        "finished",
        Q(on_time=False),
    ),
    _government(
        "government_tasks_overdue",
        _("Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao, quá hạn chưa hoàn thành"),
        "stock",
        "overdue_from",
    ),
    _government(
        "government_tasks_open",
        _("Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao, chưa hoàn thành"),
        "stock",
        "given",
    ),
)
