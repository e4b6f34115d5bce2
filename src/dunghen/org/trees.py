"""The maps of this installation's units, read from their rows."""

from datetime import date
from functools import lru_cache
from typing import Any

from dunghen.org.maps import Kind, Node, Passing, UnitMap, Which
from dunghen.org.models import Succession, SuccessionKind, Unit

_KINDS: dict[str, Kind] = {
    SuccessionKind.MERGE: "merge",
    SuccessionKind.SPLIT: "split",
    SuccessionKind.RENAME: "rename",
    SuccessionKind.DISSOLVE: "dissolve",
}


def unit_map(which: Which, day: date) -> UnitMap:
    """The map of the day itself, or today's (`day` is today). Two queries."""
    columns = ("id", "key", "code", "parent_id", "valid_from", "valid_to")
    nodes = tuple(Unit.objects.order_by("id").values_list(*columns))
    rows = Succession.objects.order_by("id").values_list("predecessor_id", "successor_id", "kind")
    return _drawn(nodes, tuple(rows), which, day)


@lru_cache(maxsize=8)
def _drawn(
    nodes: tuple[tuple[Any, ...], ...], passings: tuple[tuple[int, int, str], ...], which: Which, day: date
) -> UnitMap:
    """A map follows from its rows alone, so it is drawn once for the same rows."""
    taken_over = [Passing(predecessor, successor, _KINDS[kind]) for predecessor, successor, kind in passings]
    return UnitMap([Node(*row) for row in nodes], taken_over, which, day)
