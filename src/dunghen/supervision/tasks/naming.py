"""Which units a task names, from the names as printed. A group stands for its units of the day."""

from collections.abc import Iterable, Mapping
from datetime import date

from dunghen.core.text import fold
from dunghen.org.models import Unit, UnitKind
from dunghen.supervision.tasks.models import NamedAs, Task, TaskUnit

OFFICES = (UnitKind.DEPARTMENT, UnitKind.OFFICE, UnitKind.INSPECTORATE, UnitKind.INDUSTRIAL_ZONES)
# Folded words that name a group, the longest first: what is left of a printed name is a unit's own.
GROUPS: tuple[tuple[str, tuple[UnitKind, ...]], ...] = (
    ("cac so, ban, nganh", OFFICES),
    ("cac so, ban nganh", OFFICES),
    ("cac so, nganh", OFFICES),
    ("so, nganh", OFFICES),
    ("ubnd cap huyen", (UnitKind.DISTRICT,)),
    ("ubnd quan, huyen", (UnitKind.DISTRICT,)),
    ("ubnd cap xa", (UnitKind.COMMUNE,)),
    ("ubnd xa, phuong", (UnitKind.COMMUNE,)),
)


class Units:
    """The units of a day at or below one, by the names they are printed under; one query."""

    def __init__(self, day: date, root: Unit) -> None:
        rows = {one.pk: one for one in Unit.objects.on(day).exclude(kind=UnitKind.NOT_NAMED)}
        self._rows = [one for one in rows.values() if _below(one, root.pk, rows)]
        named = ((fold(name), one) for one in self._rows for name in (one.short_name, one.name))
        self._by_name = dict(named)

    def one(self, name: str) -> Unit | None:
        """The unit of this name, or the only one whose name begins so ("Văn phòng UBND thành phố")."""
        said = fold(name).replace("uy ban nhan dan", "ubnd").strip(" .;,")
        if said in self._by_name:
            return self._by_name[said]
        begun = {one.pk: one for full, one in self._by_name.items() if said and full.startswith(f"{said} ")}
        return next(iter(begun.values())) if len(begun) == 1 else None

    def all(self, name: str) -> list[Unit]:
        """The unit of this name, or those of the groups named in it; none if it names nobody known."""
        found = self.one(name)
        if found is not None:
            return [found]
        said = fold(name)
        kinds = {kind for words, group in GROUPS if words in said for kind in group}
        return [one for one in self._rows if one.kind in kinds]


def _below(unit: Unit, root: int, rows: Mapping[int, Unit]) -> bool:
    here: Unit | None = unit
    while here is not None:
        if here.pk == root:
            return True
        here = rows.get(here.parent_id) if here.parent_id else None
    return False


def name_units(task: Task, units: Units) -> None:
    """Set the lead, where one unit leads, and the rows of all others the task names. Saves the lead."""
    leads, partners = _all(task.leads, units), _all(task.partners, units)
    if task.lead_id is None and len(task.leads) == 1 and len(leads) == 1:
        task.lead = leads[0]
        task.save(update_fields=("lead",))
    roles = {one.pk: NamedAs.PARTNER for one in partners} | {one.pk: NamedAs.CO_LEAD for one in leads}
    if task.lead_id is not None:
        roles.pop(task.lead_id, None)
    task.units.all().delete()
    TaskUnit.objects.bulk_create(TaskUnit(task=task, unit_id=pk, role=role) for pk, role in roles.items())


def _all(names: Iterable[str], units: Units) -> list[Unit]:
    return list({one.pk: one for name in names for one in units.all(name)}.values())
