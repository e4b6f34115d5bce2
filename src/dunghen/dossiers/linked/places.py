"""Which unit decides a part of a linked case."""

from datetime import date

from django.utils.translation import gettext as _

from dunghen.dossiers.linked.law import Decider
from dunghen.dossiers.rules import Refused
from dunghen.org.models import Succession, Unit, UnitKind
from dunghen.procedures.models import Procedure


def decider_of(how: Decider, received: Unit, procedure: Procedure, day: date) -> Unit:
    """Who decides, seen from where the case is received. Raises Refused where no such unit stands."""
    found: Unit | None = None
    match how:
        case Decider.RECEIVING:
            found = standing(received, day)
        case Decider.DISTRICT:
            found = _above(received, UnitKind.DISTRICT, day)
        case Decider.AGENCY:
            found = standing(procedure.department, day) if procedure.department else None
    if found is None:
        raise Refused(
            _("Không có cơ quan giải quyết “{name}” cho nơi tiếp nhận này vào ngày {day:%d/%m/%Y}.").format(
                name=procedure.name, day=day
            )
        )
    return found


def standing(unit: Unit, day: date) -> Unit | None:
    """The unit, or the one it passed into whole or that took over, on a day; None of one that was divided."""
    here: Unit = unit
    while not _stands(here, day):
        later = [each.successor for each in _passed(here, day)]
        if len(later) != 1:
            return None
        here = later[0]
    return here


def _stands(unit: Unit, day: date) -> bool:
    return unit.valid_to is None or day < unit.valid_to


def _passed(unit: Unit, day: date) -> list[Succession]:
    return list(Succession.objects.filter(predecessor=unit, day__lte=day).select_related("successor"))


def _above(unit: Unit, kind: UnitKind, day: date) -> Unit | None:
    """The nearest unit of a kind that a unit belongs to."""
    here: Unit | None = unit
    while here is not None and here.kind != kind:
        here = here.parent
    return here if here is not None and _stands(here, day) else None
