"""Which procedures the made-up dossiers belong to.

Online services are procedures of online level partial or full at one level of units. The report
says how many of them had dossiers, and online ones; the choice which is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from dunghen.core.worktime import Limit, LimitUnit
from dunghen.dossiers.sample.spec import LevelSpec
from dunghen.procedures.catalogue_model import CatalogueProcedure

# Safe working days that a limit lasts at least: a month holds 18 even at Tết.
_MONTH = 14
_CALENDAR_SHARE = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Service:
    """A procedure at one level, as the sample needs it; `fee` is whole đồng."""

    key: str
    field: str
    department: str
    online: str
    limit: Limit
    fee: int
    pause_basis: str
    linked: str
    sample: bool
    vertical: bool

    @property
    def days(self) -> int:
        """Working days that the limit surely lasts; 0 for limits of hours or of one day."""
        unit, amount = self.limit.unit, self.limit.amount
        if unit is LimitUnit.MONTH:
            return _MONTH
        if unit is LimitUnit.CALENDAR_DAY:
            return int(amount * _CALENDAR_SHARE)
        return int(amount) if unit is LimitUnit.DAY and amount > 1 else 0


def services_at(
    catalogue: Sequence[CatalogueProcedure], level: str, first: date, last: date
) -> list[Service]:
    """The procedures of a level with one version from `first` to `last`, a limit and a result paper."""
    found = []
    for procedure in catalogue:
        version = procedure.version_on(first)
        if version is None or version is not procedure.version_on(last) or level not in version.levels:
            continue
        if version.limit is None or not version.issues_result_paper:
            continue
        service = Service(
            key=procedure.key,
            field=procedure.field,
            department=procedure.department,
            online=version.online,
            limit=Limit(version.limit, LimitUnit(version.limit_unit)),
            fee=version.fee or 0,
            pause_basis=version.pause_basis.replace(";", ",") if version.pause_allowed else "",
            linked=procedure.linked,
            sample=procedure.sample,
            vertical=procedure.authority == "vertical",
        )
        found.append(service)
    return found


class Pool:
    """Services to draw from: the first ones are asked for often, the last ones hardly ever (Zipf)."""

    def __init__(self, services: Sequence[Service], weights: Sequence[float]) -> None:
        self.services = services
        self._weights = weights

    def draw(self, rng: Random, count: int, once: bool = False) -> list[Service]:
        """`count` services at random; with `once`, each of them at least one time."""
        sure = list(self.services) if once else []
        return sure[:count] + rng.choices(self.services, self._weights, k=max(0, count - len(sure)))


@dataclass(frozen=True, slots=True)
class Menu:
    """The pools of one level: services with online dossiers, without any, and other procedures."""

    full_online: Pool
    full_any: Pool
    full_offline: Pool
    partial_online: Pool
    partial_any: Pool
    partial_offline: Pool
    none: Pool
    everything: Pool


def menu(services: Sequence[Service], spec: LevelSpec, rng: Random) -> Menu:
    """Choose the online services that have dossiers, real ones first, and those never filed online."""
    popular = {key: place for place, key in enumerate(spec.popular)}
    order = sorted(services, key=lambda s: (popular.get(s.key, len(popular)), s.sample, rng.random()))
    online = [service for service in order if service.online != "none"]
    active = _both_kinds(online, spec.services)
    with_online = _both_kinds(active, spec.services_online)
    chosen = {service.key for service in with_online}
    rank = {service.key: place for place, service in enumerate(order)}

    def pool(members: Sequence[Service], online: str = "") -> Pool:
        kept = [service for service in members if online in ("", service.online)]
        return Pool(kept, [spec.weights.get(s.department, 1) / (rank[s.key] + 3) for s in kept])

    without = [service for service in active if service.key not in chosen]
    return Menu(
        full_online=pool(with_online, "full"),
        full_any=pool(active, "full"),
        full_offline=pool(without, "full"),
        partial_online=pool(with_online, "partial"),
        partial_any=pool(active, "partial"),
        partial_offline=pool(without, "partial"),
        none=pool(order, "none"),
        everything=pool(order),
    )


def _both_kinds(services: Sequence[Service], count: int) -> list[Service]:
    """The first `count`, but never without a partial and a full one."""
    first_of_each = {service.online: service for service in reversed(services)}
    chosen = list(first_of_each.values())
    chosen += [service for service in services if service not in chosen]
    return chosen[:count]
