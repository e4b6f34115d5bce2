"""The maps of this installation's units, read from their rows."""

from datetime import date

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
    nodes = [Node(*row) for row in Unit.objects.order_by("id").values_list(*columns)]
    rows = Succession.objects.order_by("id").values_list("predecessor_id", "successor_id", "kind")
    passings = [Passing(predecessor, successor, _KINDS[kind]) for predecessor, successor, kind in rows]
    return UnitMap(nodes, passings, which, day)
