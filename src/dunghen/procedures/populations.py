"""What indicators may count of the catalogue: stocks of procedures by level at the end of the window."""

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from dunghen.core.population import Population
from dunghen.procedures.models import OnlineLevel, ProcedureScope, VersionState

PUBLISHED = Q(version__state=VersionState.PUBLISHED)


def _stock(name: str, label: str, where: Q) -> Population:
    return Population(
        name=f"procedures.{name}",
        label=label,
        model=ProcedureScope,
        measure="stock",
        anchor="version__valid_from",
        where=PUBLISHED & where,
        unit="version__procedure__org",
        level="level",
        until="version__valid_to",
        known="version__",
    )


POPULATIONS = (
    _stock("in_force", _("TTHC thuộc thẩm quyền giải quyết tại địa phương"), Q()),
    _stock("full_online", _("DVCTT toàn trình"), Q(version__online_level=OnlineLevel.FULL)),
    _stock("eligible_full", _("DVC đủ điều kiện lên trực tuyến toàn trình"), Q(version__eligible_full=True)),
)
