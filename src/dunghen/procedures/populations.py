"""What indicators may count of the catalogue: stocks of procedures by level at the end of the window, what
publication decisions changed in it, and the simplifications approved in it."""

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from dunghen.core.population import Population
from dunghen.procedures.models import (
    ContentKind,
    LinkKind,
    OnlineLevel,
    ProcedureChange,
    ProcedureScope,
    Simplification,
    VersionState,
)

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


def _changes(name: str, label: str, *kinds: ContentKind) -> Population:
    """By the day of the decision (form 3 rows 1.2 and 1.3)."""
    return Population(
        name=f"procedures.{name}",
        label=label,
        model=ProcedureChange,
        measure="count",
        anchor="decided",
        where=Q(kind__in=kinds),
        unit="procedure__org",
        level="level",
    )


def _link(kind: LinkKind) -> Q:
    return Q(version__procedure__link_kind=kind)


POPULATIONS = (
    _stock("in_force", _("TTHC thuộc thẩm quyền giải quyết tại địa phương"), Q()),
    _stock("full_online", _("DVCTT toàn trình"), Q(version__online_level=OnlineLevel.FULL)),
    _stock("eligible_full", _("DVC đủ điều kiện lên trực tuyến toàn trình"), Q(version__eligible_full=True)),
    _stock("linked_same_level", _("TTHC liên thông cùng cấp"), _link(LinkKind.SAME_LEVEL)),
    _stock(
        "linked_between_levels",
        _("TTHC liên thông giữa các cấp chính quyền"),
        _link(LinkKind.BETWEEN_LEVELS),
    ),
    _stock(
        "non_territorial",
        _("TTHC tiếp nhận không phụ thuộc địa giới hành chính"),
        Q(version__procedure__non_territorial=True),
    ),
    _changes("published_new", _("TTHC công bố mới"), ContentKind.NEW),
    _changes(
        "abolished_or_replaced", _("TTHC bãi bỏ, thay thế"), ContentKind.ABOLISHED, ContentKind.REPLACED
    ),
    Population(
        name="procedures.simplified",
        label=_("TTHC đã được phê duyệt phương án đơn giản hóa"),
        model=Simplification,
        measure="count",
        anchor="approved",
        where=Q(),
        unit="item__plan__unit",
    ),
)
