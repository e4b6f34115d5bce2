"""Ruled tables from the lines that a page draws: where lines cross are corners, four of them are a cell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_NEAR = 3.0  # points within which two lines are one, or meet
_MOST = 3000  # lines of a page; what draws more is a picture

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line, across or down: where it runs (`at`) and from where to where, in points."""

    down: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: the box around it and its rows of cells; None where a merged cell covers the place."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


def edge_of(first: Point, second: Point) -> Edge | None:
    """The edge between two points; None for a slanting or very short line."""
    (left, top), (right, bottom) = first, second
    across, down = abs(right - left), abs(bottom - top)
    if max(across, down) < _NEAR or min(across, down) > _NEAR:
        return None
    if down > across:
        return Edge(down=True, at=(left + right) / 2, start=min(top, bottom), end=max(top, bottom))
    return Edge(down=False, at=(top + bottom) / 2, start=min(left, right), end=max(left, right))


def ruled_tables(edges: Iterable[Edge]) -> list[Ruled]:
    """The tables that these lines rule, from top to bottom."""
    drawn = list(edges)
    if len(drawn) > _MOST:
        return []
    downs, acrosses = _joined([e for e in drawn if e.down]), _joined([e for e in drawn if not e.down])
    tables = [_table(cells) for cells in _together(_cells(downs, acrosses))]
    return sorted(tables, key=lambda table: table.box[1])


def _joined(edges: Sequence[Edge]) -> list[Edge]:
    """Edges on one line put together where they touch."""
    found: list[Edge] = []
    for group in _lines(edges):
        at = sum(edge.at for edge in group) / len(group)
        start, end = group[0].start, group[0].end
        for edge in sorted(group, key=lambda edge: edge.start):
            if edge.start > end + _NEAR:
                found.append(Edge(edge.down, at, start, end))
                start, end = edge.start, edge.end
            start, end = min(start, edge.start), max(end, edge.end)
        found.append(Edge(group[0].down, at, start, end))
    return found


def _lines(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Edges that run in one place."""
    group: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if group and edge.at - group[-1].at > _NEAR:
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def _cells(downs: Sequence[Edge], acrosses: Sequence[Edge]) -> list[Box]:
    """The smallest boxes whose corners are crossings and whose sides are drawn."""
    on_down: dict[Point, int] = {}
    on_across: dict[Point, int] = {}
    for i, down in enumerate(downs):
        for j, across in enumerate(acrosses):
            if _meets(down, across.at) and _meets(across, down.at):
                on_down[down.at, across.at], on_across[down.at, across.at] = i, j
    below: dict[int, list[float]] = defaultdict(list)
    beside: dict[int, list[float]] = defaultdict(list)
    for (x, y), i in on_down.items():
        below[i].append(y)
        beside[on_across[x, y]].append(x)
    found = []
    for (x, y), i in on_down.items():
        rights = sorted(right for right in beside[on_across[x, y]] if right > x)
        bottoms = sorted(bottom for bottom in below[i] if bottom > y)
        corner = next(
            (
                (right, bottom)
                for bottom in bottoms
                for right in rights
                if on_across.get((right, bottom)) == on_across[x, bottom]
                and on_down.get((right, bottom)) == on_down[right, y]
            ),
            None,
        )
        if corner is not None:
            found.append((x, y, *corner))
    return found


def _meets(edge: Edge, place: float) -> bool:
    return edge.start - _NEAR <= place <= edge.end + _NEAR


def _together(cells: Sequence[Box]) -> Iterator[list[Box]]:
    """Cells that share corners are of one table."""
    by_corner: dict[Point, list[int]] = defaultdict(list)
    for number, (left, top, right, bottom) in enumerate(cells):
        for corner in ((left, top), (right, top), (left, bottom), (right, bottom)):
            by_corner[corner].append(number)
    seen: set[int] = set()
    for first in range(len(cells)):
        if first in seen:
            continue
        waiting, group = [first], []
        seen.add(first)
        while waiting:
            left, top, right, bottom = cells[waiting[-1]]
            group.append(cells[waiting.pop()])
            for corner in ((left, top), (right, top), (left, bottom), (right, bottom)):
                fresh = [number for number in by_corner.pop(corner, ()) if number not in seen]
                seen.update(fresh)
                waiting += fresh
        yield group


def _table(cells: Sequence[Box]) -> Ruled:
    lefts = sorted({cell[0] for cell in cells})
    rows: dict[float, dict[float, Box]] = defaultdict(dict)
    for cell in cells:
        rows[cell[1]][cell[0]] = cell
    box = (
        lefts[0], min(rows), max(cell[2] for cell in cells), max(cell[3] for cell in cells)
    )  # fmt: skip
    return Ruled(box, tuple(tuple(rows[top].get(left) for left in lefts) for top in sorted(rows)))
