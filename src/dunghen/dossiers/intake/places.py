"""Which unit may receive for which: where somebody was helped, where the dossier is received, who decides.

A one-stop receives what its own authority decides, the Centre what all do, a district for its communes and
the other way where it is so assigned (NĐ 61/2018/NĐ-CP art. 14); anybody for anybody where the procedure
does not depend on territory; and since law/desk.toml's `any_desk` everywhere (NĐ 118/2025/NĐ-CP).
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from dunghen.core.paths import LAW
from dunghen.dossiers.importing.reference import counting_level, service_level
from dunghen.dossiers.rules import Refused
from dunghen.org.models import Level, Unit, UnitKind
from dunghen.procedures.models import ProcedureVersion

RECEIVES_FOR_ALL = frozenset({UnitKind.SERVICE_CENTRE.value, UnitKind.CITY.value, UnitKind.OFFICE.value})


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a procedure's version on a day says who decides and who may receive."""

    name: str
    levels: frozenset[str]
    department: int | None  # if it stands on that day
    anywhere: bool

    @classmethod
    def of(cls, version: ProcedureVersion, day: date) -> "Terms":
        """Reads the procedure with its department, and the scopes."""
        procedure, department = version.procedure, version.procedure.department
        stands = department is not None and department.valid_from <= day
        stands = stands and (department is None or not department.valid_to or day < department.valid_to)
        return cls(
            procedure.name,
            frozenset(scope.level for scope in version.scopes.all()),
            procedure.department_id if stands else None,
            procedure.non_territorial or day >= any_desk_since(),
        )


def decides(terms: Terms, unit: Unit) -> bool:
    """Whether the procedure is within a unit's competence, by level; at the city's it is the department's."""
    if not unit.counts:
        return False
    level = service_level(counting_level(unit))
    if level not in terms.levels:
        return False
    if level != Level.CITY or terms.department is None:
        return True
    return unit.pk == terms.department


def receives_for(terms: Terms, received: Unit, decided: Unit) -> bool:
    """Whether a one-stop may receive what another authority decides."""
    if received.pk == decided.pk or received.kind in RECEIVES_FOR_ALL or terms.anywhere:
        return True
    return decided.pk == received.parent_id or received.pk == decided.parent_id


def check_places(terms: Terms, received: Unit, decided: Unit) -> None:
    """Raises Refused."""
    if not decides(terms, decided):
        raise Refused(
            _("“{unit}” không có thẩm quyền giải quyết thủ tục “{name}”.").format(
                unit=decided.name, name=terms.name
            )
        )
    if not receives_for(terms, received, decided):
        raise Refused(
            _(
                "“{received}” không tiếp nhận thay “{decided}”: thủ tục này chưa thực hiện không phụ thuộc "
                "địa giới hành chính (NĐ 61/2018/NĐ-CP Điều 14)."
            ).format(received=received.name, decided=decided.name)
        )


def deciding(terms: Terms, received: Unit, units: Iterable[Unit]) -> list[Unit]:
    """Who may decide what is received here: this unit's own authority first, then as `units` come."""
    found = [unit for unit in units if decides(terms, unit) and receives_for(terms, received, unit)]
    return sorted(found, key=lambda unit: (unit.pk != received.pk, unit.pk != received.parent_id))


def any_desk_since() -> date:
    """From when any one-stop of the city receives any procedure."""
    since: date = _law()["any_desk"]["since"]
    return since


@cache
def _law() -> dict[str, Any]:
    with (LAW / "desk.toml").open("rb") as file:
        return tomllib.load(file)
