"""The list behind a figure as a reader may see it: of the units of their right, narrowed as they ask."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.rules import Outcome
from dunghen.org.maps import UnknownUnitError
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.statistics.columns import Column, columns
from dunghen.statistics.forms import Row
from dunghen.statistics.kept import Kept
from dunghen.statistics.narrowing import PROCEDURE, Among
from dunghen.statistics.pages import rows_shown
from dunghen.statistics.questions import MISSING, Asked, RowsQuestion, reached, reached_units
from dunghen.statistics.registry import POPULATIONS
from dunghen.statistics.trace import Page, Trace, TraceRow
from dunghen.statistics.view import BadQuestionError

COUNTED = 1000  # a list with filters is counted no further
NUMBER = mark_safe(' class="num"')
FLAGS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Records:
    """`whole`: whether the reader may see all of the figure's records; `units`: those to choose from."""

    trace: Trace
    whole: bool
    units: list[Unit]

    @property
    def offers(self) -> set[str]:
        """The filters that make sense of these records."""
        models = {POPULATIONS[leaf.row.population].model for leaf in self.trace.leaves}
        parted = any(leaf.row.rollup not in ("city", "own") for leaf in self.trace.leaves)
        found = {"order"} | ({"at"} if parted and len(self.units) > 1 else set())
        found |= {"procedure"} if models <= PROCEDURE.keys() else set()
        found |= {"outcome", "in_time"} if models == {DossierVersion} else set()
        return found | ({"inside"} if self.trace.marked else set())

    @property
    def anchor(self) -> str:
        """The column by whose time the rows are in order; empty where that is no column of theirs."""
        anchors = {POPULATIONS[leaf.row.population].anchor for leaf in self.trace.leaves}
        otherwise = any(leaf.row.measure in ("distinct", "stock") for leaf in self.trace.leaves)
        return anchors.pop() if len(anchors) == 1 and not otherwise else ""

    def columns(self, *, brief: bool = False) -> list[Column]:
        rate = self.trace.cell.measure == "ratio"
        names = [name for name in self.trace.columns if rate or name != "in_numerator"]
        return columns(names, brief=brief)

    def size(self, page: Page, *, first: bool) -> str:
        """How many rows there are, in words: as the figure says, or as the only page shows."""
        number = len(page.rows) if first and not page.after else self.trace.number
        if number is not None:
            return rows_shown(number, number)
        return rows_shown(self.trace.size(COUNTED + 1), COUNTED)

    def page(self, after: str) -> Page:
        """Raises Http404 for a place that no page gave."""
        try:
            return self.trace.page(after)
        except BadQuestionError as error:
            raise Http404(MISSING) from error


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the page shows it: its dossier, then the mark and text of each other column; `state`: kind and
    words of whether a dossier was in time."""

    cells: list[tuple[str, str]]
    dossier: str
    address: str
    state: tuple[str, Any]


def records(asked: Asked, row: Row, figures: Kept, person: Person, question: RowsQuestion) -> Records | None:
    """The records behind a figure, as known at the figure's own moment; None where there are none or the
    reader has no right to any. Raises Http404 for a unit out of reach."""
    seen = replace(asked.view, known_at=figures.known_at)
    allowed, scope = reached(person, Right.ROWS), seen.units.scope(asked.unit.pk)
    units = scope if allowed is None else scope & allowed
    if not units:
        return None
    wanted, at = question.cleaned_data, question.cleaned_data.get("at", "")
    picked = _picked(asked, units, at)
    among = Among(
        units=None if picked == scope else picked,
        procedure=wanted.get("procedure", ""),
        outcome=wanted.get("outcome", ""),
        in_time=FLAGS.get(wanted.get("in_time", "")),
        inside=FLAGS.get(wanted.get("inside", "")),
        newest=wanted.get("order") == "newest",
        records=True,
    )
    trace = Trace(seen, row, asked.unit.pk, among, figures.of(asked.unit.pk, seen.rows))
    if not trace.leaves:
        return None
    offered = asked.units if _all_offered(asked, units) else reached_units(seen, asked.which, units)
    below = [unit for unit in offered if unit.pk in units and _at_or_below(asked, unit)]
    return Records(trace, units == scope, below)


def _all_offered(asked: Asked, units: frozenset[int]) -> bool:
    """Whether the page offers all these units already, because the reader may see their figures too."""
    return asked.allowed is None or units <= asked.allowed


def _picked(asked: Asked, units: frozenset[int], key: str) -> frozenset[int]:
    """The units of a choice inside those that may be seen."""
    if not key:
        return units
    try:
        picked = units & asked.view.units.scope(asked.view.units.find(key))
    except UnknownUnitError as error:
        raise Http404(MISSING) from error
    if not picked:
        raise Http404(MISSING)
    return picked


def _at_or_below(asked: Asked, unit: Unit) -> bool:
    return asked.unit.pk in (unit.pk, *asked.view.units.ancestors(unit.pk))


def show_rows(rows: Sequence[TraceRow], shown: Sequence[Column]) -> list[ShownRow]:
    """Rows for the page."""
    rest = [column for column in shown if column.name != "dossier"]
    marks = [_mark(column) for column in rest]
    return [
        ShownRow(
            [(mark, column.text(row)) for mark, column in zip(marks, rest, strict=True)],
            code := row.get("dossier") or "",
            _address(code),
            _state(row),
        )
        for row in rows
    ]


def _mark(column: Column) -> SafeString:
    """What each cell of a column bears: on a telephone its column's name stands before it."""
    return format_html('{} data-label="{}"', NUMBER if column.kind == "number" else "", column.label)


def _address(code: str) -> str:
    """Of a dossier's page; none for a code that cannot stand in an address."""
    try:
        return reverse("dossier", args=[code]) if code else ""
    except NoReverseMatch:
        return ""


def _state(row: TraceRow) -> tuple[str, Any]:
    """In time by the fact: resolved by the legal due date; an apology does not change it (NĐ 61/2018/NĐ-CP
    art. 19.9)."""
    if "due_at" not in row:
        return "", ""
    if not row["resolved_at"]:
        return "wait", _("Đang giải quyết")
    if row["outcome"] not in (Outcome.RESOLVED, Outcome.REFUSED) or not row["due_at"]:
        return "none", Outcome(row["outcome"]).label
    if datetime.fromisoformat(row["resolved_at"]) <= datetime.fromisoformat(row["due_at"]):
        return "ok", _("Đúng hạn")
    return "late", _("Trễ hạn, đã xin lỗi") if row["apologised_at"] else _("Trễ hạn, chưa xin lỗi")
