"""What a row refers to: units by code on a day, procedures by key or code, the calendar. Read once a run."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dunghen.core.worktime import DueBatch
from dunghen.dossiers.importing.row import BadCell
from dunghen.org.calendar import calendar
from dunghen.org.codes import CodeError, normalise
from dunghen.org.models import Level, Unit, UnitKind
from dunghen.procedures.models import ProcedureScope, ProcedureVersion, VersionState


@dataclass(frozen=True, slots=True)
class UnitFact:
    """What the import needs of a unit."""

    id: int
    key: str
    code: str
    level: str
    counts: bool
    hours: str
    valid_from: date
    valid_to: date | None


class VersionFact(NamedTuple):
    """What the import needs of a procedure's version."""

    id: int
    procedure_id: int
    key: str
    number: int
    valid_from: date
    valid_to: date | None
    limit: Decimal | None
    limit_unit: str
    pause_basis: str
    online_level: str
    result_paper: bool
    levels: frozenset[str]


# the columns of a VersionFact, but its levels
_FACTS = (
    *("id", "procedure", "procedure__key", "number", "valid_from", "valid_to"),
    *("limit_amount", "limit_unit", "pause_basis", "online_level", "issues_result_paper"),
)


def counting_level(unit: Unit) -> str:
    """The level a dossier counts at: vertical agencies apart, the city's own with the departments."""
    if unit.kind == UnitKind.VERTICAL_AGENCY:
        return Level.VERTICAL.value
    return Level.DEPARTMENT.value if unit.level == Level.CITY else unit.level


def service_level(level: str) -> str:
    """The catalogue's level of what is handled at a counting level."""
    return Level.CITY.value if level in {Level.DEPARTMENT.value, Level.VERTICAL.value} else level


class Reference:
    """Lookups in memory; a few thousand rows."""

    def __init__(self) -> None:
        self._units: dict[str, list[UnitFact]] = defaultdict(list)
        self._codes: dict[str, str] = {}
        for unit in Unit.objects.order_by("valid_from"):
            self._units[unit.code].append(_unit_fact(unit))
        self._versions: dict[str, list[VersionFact]] = defaultdict(list)
        self._keys: dict[str, str] = {}
        self._load_versions()
        self._batches: dict[str, DueBatch] = {}
        self.unit_ids = {fact.key: fact.id for facts in self._units.values() for fact in facts}
        self.unit_codes = {fact.key: code for code, facts in self._units.items() for fact in facts}
        self.version_ids = {
            (fact.key, fact.number): (fact.procedure_id, fact.id)
            for facts in self._versions.values()
            for fact in facts
        }

    def _load_versions(self) -> None:
        """Their columns alone: two thousand rows of a model take ten times as long."""
        levels: dict[int, set[str]] = defaultdict(set)
        for version, level in ProcedureScope.objects.values_list("version", "level"):
            levels[version].add(level)
        versions = ProcedureVersion.objects.filter(known_to__isnull=True).exclude(state=VersionState.DRAFT)
        for code, *columns in versions.order_by("valid_from").values_list("procedure__code", *_FACTS):
            fact = VersionFact._make([*columns, frozenset(levels[columns[0]])])
            self._keys[fact.key] = fact.key
            if code:
                self._keys[code] = fact.key
            self._versions[fact.key].append(fact)

    def unit(self, column: str, code: str, day: date) -> UnitFact:
        """The unit that bore the code on the day. Raises BadCell."""
        current = self._codes.get(code)
        if current is None:
            try:
                current = self._codes[code] = normalise(code)
            except CodeError as error:
                raise BadCell(column, str(error)) from error
        for fact in self._units.get(current, ()):
            if fact.valid_from <= day and (fact.valid_to is None or day < fact.valid_to):
                return fact
        raise BadCell(column, f"Không có đơn vị mang mã {code} vào ngày {day:%d/%m/%Y}.")

    def version(self, name: str, day: date) -> VersionFact:
        """The procedure's version in force on the day. Raises BadCell."""
        key = self._keys.get(name)
        if key is None:
            raise BadCell("procedure", f"Không có TTHC “{name}” trong danh mục.")
        versions = self._versions[key]
        at = bisect_right(versions, day, key=lambda fact: fact.valid_from) - 1
        if at < 0 or ((end := versions[at].valid_to) is not None and day >= end):
            raise BadCell("procedure", f"TTHC “{name}” không có phiên bản hiệu lực vào ngày {day:%d/%m/%Y}.")
        return versions[at]

    def batch(self, hours: str) -> DueBatch:
        """Due dates by the office hours of a unit."""
        found = self._batches.get(hours)
        if found is None:
            found = self._batches[hours] = DueBatch(calendar(hours))
        return found


def _unit_fact(unit: Unit) -> UnitFact:
    return UnitFact(
        id=unit.pk,
        key=unit.key,
        code=unit.code,
        level=counting_level(unit),
        counts=unit.counts,
        hours=unit.office_hours,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )


def version_fact(version: ProcedureVersion) -> VersionFact:
    """The facts of a version with its procedure and scopes."""
    return VersionFact(
        id=version.pk,
        procedure_id=version.procedure_id,
        key=version.procedure.key,
        number=version.number,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        limit=version.limit_amount,
        limit_unit=version.limit_unit,
        pause_basis=version.pause_basis,
        online_level=version.online_level,
        levels=frozenset(scope.level for scope in version.scopes.all()),
        result_paper=version.issues_result_paper,
    )
