"""Figures by the map of their day or by today's: where each unit's figures are shown.

Pure. By the map of the day every unit stands for itself. By today's map a unit that ended is followed to
its successors: a merger or renaming carries its figures whole; a split is never apportioned, it shows at
the nearest common ancestor of the parts, and a dissolved unit's figures at the one that took over, both
as unallotted (chưa phân bổ).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Literal

from django.utils.translation import gettext as _

from dunghen.org.codes import CodeError, normalise

Which = Literal["day", "today"]
Kind = Literal["merge", "split", "rename", "dissolve"]
WHOLE: frozenset[Kind] = frozenset({"merge", "rename"})


class MapError(ValueError):
    """Units or successions that contradict each other."""


class UnknownUnitError(LookupError):
    """No such unit on this map."""


@dataclass(frozen=True, slots=True)
class Node:
    """A unit that existed from `valid_from` until before `valid_to`; `code` in the current form."""

    id: int
    key: str
    code: str
    parent: int | None
    valid_from: date
    valid_to: date | None

    def on(self, day: date) -> bool:
        """Whether the unit existed on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Passing:
    """`successor` took over from `predecessor`, whole or in part."""

    predecessor: int
    successor: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Placement:
    """The unit at which figures are shown; `unallotted` when no part of the map can claim them."""

    unit: int
    unallotted: bool


class UnitMap:
    """The units of all times placed on one map.

    `which` is "day" (each unit at itself) or "today" (each unit at one that exists on `day`; units that
    begin later are not on the map). Raises MapError for cycles, for an ended unit without successor and
    for a parent that is not on the map.
    """

    def __init__(self, nodes: Iterable[Node], passings: Iterable[Passing], which: Which, day: date) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._ids = {node.key: node.id for node in self._nodes.values()}
        self._day = day
        self._codes = self._codes_of_the_day()
        shown = (node for node in self._nodes.values() if which == "day" or node.on(day))
        self._ancestors: dict[int, tuple[int, ...]] = {node.id: self._walk_up(node) for node in shown}
        for node, above in self._ancestors.items():
            if not self._ancestors.keys() >= set(above):
                raise MapError(
                    _("Đơn vị cấp trên của “{unit}” không tồn tại vào ngày {day:%d/%m/%Y}.").format(
                        unit=self._key(node), day=day
                    )
                )
        self._placements = {node: Placement(node, unallotted=False) for node in self._ancestors}
        self._follow_successors(passings)
        self._scopes = self._collect_scopes()

    @property
    def units(self) -> frozenset[int]:
        """The units at which this map can show figures."""
        return frozenset(self._ancestors)

    @property
    def roots(self) -> frozenset[int]:
        """The units of the map without a parent."""
        return frozenset(unit for unit, above in self._ancestors.items() if not above)

    def find(self, name: str) -> int:
        """The unit that bears a code, in either form, on the map's day, or has a key (at any time).

        Raises UnknownUnitError.
        """
        if name in self._ids:
            return self._ids[name]
        try:
            return self._codes[normalise(name)]
        except (CodeError, KeyError) as error:
            message = _("Không có đơn vị nào có mã hoặc khóa “{name}” vào ngày {day:%d/%m/%Y}.").format(
                name=name, day=self._day
            )
            raise UnknownUnitError(message) from error

    def place(self, unit: int) -> Placement:
        """Where the figures of a unit of any time are shown. Raises UnknownUnitError."""
        if unit not in self._placements:
            raise UnknownUnitError(
                _("Đơn vị “{unit}” chưa thành lập vào ngày {day:%d/%m/%Y}.").format(
                    unit=self._key(unit), day=self._day
                )
            )
        return self._placements[unit]

    def scope(self, org: int) -> frozenset[int]:
        """The units of any time whose figures are shown at `org` or below it.

        Raises UnknownUnitError if `org` itself is not on the map.
        """
        if org not in self._scopes:
            message = _("Đơn vị “{unit}” không có trên bản đồ hành chính ngày {day:%d/%m/%Y}.").format(
                unit=self._key(org), day=self._day
            )
            raise UnknownUnitError(message)
        return self._scopes[org]

    def everywhere(self, units: frozenset[int]) -> bool:
        """Whether these are all units of all times."""
        return units >= self._nodes.keys()

    def ancestors(self, unit: int) -> tuple[int, ...]:
        """The units above a unit of this map, nearest first, without itself. Raises UnknownUnitError."""
        self.scope(unit)
        return self._ancestors[unit]

    def _key(self, unit: int) -> str:
        return self._nodes[unit].key if unit in self._nodes else str(unit)

    def _codes_of_the_day(self) -> dict[str, int]:
        codes: dict[str, int] = {}
        for node in self._nodes.values():
            if node.on(self._day) and codes.setdefault(node.code, node.id) != node.id:
                raise MapError(
                    _("Mã {code} có hai đơn vị vào ngày {day:%d/%m/%Y}.").format(
                        code=node.code, day=self._day
                    )
                )
        return codes

    def _walk_up(self, node: Node) -> tuple[int, ...]:
        above: list[int] = []
        while (parent := node.parent) is not None:
            if parent in above or parent not in self._nodes:
                raise MapError(_("Đơn vị cấp trên của “{key}” không có hoặc quay vòng.").format(key=node.key))
            above.append(parent)
            node = self._nodes[parent]
        return tuple(above)

    def _follow_successors(self, passings: Iterable[Passing]) -> None:
        """Place the units that ended, oldest chains first on their way to those that exist."""
        onward: Mapping[int, list[Passing]] = defaultdict(list)
        for passing in passings:
            onward[passing.predecessor].append(passing)
        for node in self._nodes.values():
            if node.valid_from <= self._day:
                self._settle(node.id, onward, ())

    def _settle(self, unit: int, onward: Mapping[int, list[Passing]], trail: tuple[int, ...]) -> Placement:
        if unit in self._placements:
            return self._placements[unit]
        if unit in trail:
            raise MapError(_("Kế thừa của đơn vị “{unit}” quay vòng.").format(unit=self._key(unit)))
        if not onward[unit]:
            raise MapError(
                _("Đơn vị “{unit}” đã kết thúc mà không có đơn vị kế thừa.").format(unit=self._key(unit))
            )
        found = [self._settle(passing.successor, onward, (*trail, unit)) for passing in onward[unit]]
        if len(found) == 1 and onward[unit][0].kind in WHOLE:
            placement = found[0]
        else:
            placement = Placement(reduce(self._meet, (part.unit for part in found)), unallotted=True)
        self._placements[unit] = placement
        return placement

    def _meet(self, one: int, other: int) -> int:
        """The nearest unit that both are, or stand below."""
        ours = {other, *self._ancestors[other]}
        for unit in (one, *self._ancestors[one]):
            if unit in ours:
                return unit
        raise MapError(
            _("“{unit}” và “{other}” không có cấp trên chung.").format(
                unit=self._key(one), other=self._key(other)
            )
        )

    def _collect_scopes(self) -> dict[int, frozenset[int]]:
        below: dict[int, set[int]] = {unit: set() for unit in self._ancestors}
        for unit, placement in self._placements.items():
            for org in (placement.unit, *self._ancestors[placement.unit]):
                below[org].add(unit)
        return {org: frozenset(units) for org, units in below.items()}
