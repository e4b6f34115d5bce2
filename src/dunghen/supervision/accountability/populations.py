"""What form 5 counts: persons disciplined, by the state or the Party, on the day of the decision. Criticism,
lessons learnt, reminders and suspensions are no discipline."""

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from dunghen.core.population import Population
from dunghen.supervision.accountability.models import CaseResult, Rank, ResultKind

_DISCIPLINED = Q(kind=ResultKind.DISCIPLINED)


def _persons(name: str, label: str, *ranks: Rank) -> Population:
    return Population(
        name=f"supervision.{name}",
        label=label,
        model=CaseResult,
        measure="count",
        anchor="decided",
        where=_DISCIPLINED & Q(case__rank__in=ranks) if ranks else _DISCIPLINED,
        unit="case__unit",
        level="case__unit__level",
    )


POPULATIONS = (
    _persons("disciplined", _("Cán bộ, công chức, viên chức bị kỷ luật")),
    _persons("disciplined_leaders", _("Lãnh đạo sở, ngành, UBND cấp huyện bị kỷ luật"), Rank.LEADER),
    _persons("disciplined_divisions", _("Lãnh đạo phòng bị kỷ luật"), Rank.DIVISION),
    _persons(
        "disciplined_service",
        _("Người làm việc tại đơn vị sự nghiệp công lập bị kỷ luật"),
        Rank.SERVICE_MANAGER,
        Rank.SERVICE_STAFF,
    ),
)
