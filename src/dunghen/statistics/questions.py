"""What a reader may ask of a report page, read from the address; and of which units they may ask it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dunghen.core.forms import DayField
from dunghen.core.text import sort_key
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.rules import Outcome
from dunghen.org.maps import Which
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.statistics.models import Report
from dunghen.statistics.view import BadQuestionError, View, view

FIRST_YEAR = 2000
MISSING = _("Không có số liệu này.")
MAPS = (("day", _("Của kỳ báo cáo")), ("today", _("Hiện nay")))
Choices = list[tuple[str, Any]]
CHOICES: dict[str, Choices] = {
    "outcome": list(Outcome.choices),
    "in_time": [("yes", _("Đúng hạn")), ("no", _("Trễ hạn"))],
    "inside": [("yes", _("Có")), ("no", _("Không"))],
}


class ReportQuestion(forms.Form):
    """`unit` is checked apart: one out of reach is answered like one that does not exist."""

    map = forms.ChoiceField(choices=MAPS, required=False)
    known_at = DayField(required=False, label=_("Số liệu như đã biết tại"))
    compare = DayField(required=False, label=_("So với số liệu như đã biết tại"))
    against = forms.SlugField(required=False)

    def clean_known_at(self) -> date | None:
        return self._past("known_at")

    def clean_compare(self) -> date | None:
        return self._past("compare")

    def _past(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and not FIRST_YEAR <= day.year <= timezone.localdate().year:
            raise forms.ValidationError(self._said(name, _("chọn một ngày từ năm 2000 đến nay.")))
        if day and day > timezone.localdate():
            raise forms.ValidationError(self._said(name, _("ngày này chưa tới, chọn ngày khác.")))
        return day

    def _said(self, name: str, words: object) -> str:
        return f"{self.fields[name].label}: {words}"


class RowsQuestion(forms.Form):
    """Which of the records behind a figure, and in which order."""

    at = forms.CharField(required=False, max_length=80)
    procedure = forms.CharField(required=False, max_length=200)
    outcome = forms.ChoiceField(choices=CHOICES["outcome"], required=False)
    in_time = forms.ChoiceField(choices=CHOICES["in_time"], required=False)
    inside = forms.ChoiceField(choices=CHOICES["inside"], required=False)
    order = forms.ChoiceField(choices=[("oldest", ""), ("newest", "")], required=False)
    after = forms.CharField(required=False, max_length=80)


@dataclass(frozen=True)
class Asked:
    """A report as a reader asked for it: of which unit, by which map, as known when. `allowed`: the units
    whose figures the reader may see; None for all. `units`: those of them to choose from."""

    view: View
    which: Which
    unit: Unit
    units: list[Unit]
    allowed: frozenset[int] | None
    form: ReportQuestion

    @property
    def carried(self) -> dict[str, str]:
        """What every link of the page keeps of the question."""
        known_at = self.form.cleaned_data.get("known_at")
        return {
            "unit": "" if self.unit.pk == self.view.own else self.unit.key,
            "map": "" if self.which == "day" else self.which,
            "known_at": known_at.isoformat() if known_at else "",
        }

    @property
    def compared(self) -> dict[str, str]:
        """What the figures are compared with: another period, or the same as known at another moment."""
        day = self.form.cleaned_data.get("compare")
        return {
            "against": self.form.cleaned_data.get("against", ""),
            "compare": day.isoformat() if day else "",
        }


def asked(request: HttpRequest, person: Person, code: str) -> Asked:
    """The question of a report page. By the map of the period's day or, where the reader's units came
    later and no map was asked for, by today's. Raises Http404 for a report or unit that is not there or
    out of reach, both with the same words."""
    form = ReportQuestion(request.GET)
    form.is_valid()
    allowed = reached(person, Right.FIGURES)
    chosen = form.cleaned_data.get("map")
    maps: list[Which] = ["today"] if chosen == "today" else ["day"] if chosen else ["day", "today"]
    name = request.GET.get("unit", "")
    found = (one for which in maps if (one := _asked_by(which, name, allowed, code, form)))
    first = next(found, None)
    if first is None:
        raise Http404(MISSING)
    if name or len(maps) == 1 or _at_home(person, first):
        return first
    # the units they work at came later: by the map that has them
    return next((one for one in found if _at_home(person, one)), first)


def _at_home(person: Person, one: Asked) -> bool:
    """Whether the map has a unit at which the reader works today, not only one that passed into it."""
    reach = person.reach(Right.FIGURES, timezone.localdate())
    home = reach.units | reach.subtrees
    return reach.everything or any(unit.pk in home for unit in one.units)


def _asked_by(
    which: Which, name: str, allowed: frozenset[int] | None, code: str, form: ReportQuestion
) -> Asked | None:
    known_at = end_of(form.cleaned_data.get("known_at"))
    try:
        seen = view(code, today=timezone.localdate(), which=which, known_at=known_at)
        named = seen.org(name) if name else None
    except BadQuestionError:
        return None
    units = reached_units(seen, which, allowed, named)
    first = seen.own if named is None and any(unit.pk == seen.own for unit in units) else named
    unit = next((unit for unit in units if first in (None, unit.pk)), None)
    return Asked(seen, which, unit, units, allowed, form) if unit else None


def reached(person: Person, right: Right) -> frozenset[int] | None:
    """The units of which somebody has a right today; None for all of them."""
    today = timezone.localdate()
    return Unit.objects.within(person.reach(right, today), today)


def reached_units(
    seen: View, which: Which, allowed: frozenset[int] | None, wanted: int | None = None
) -> list[Unit]:
    """The units a reader may choose: those of the map's day, and the one asked for, in the tree's order."""
    day = (
        timezone.localdate() if which == "today" else timezone.localdate(seen.window.end - timedelta(days=1))
    )
    inside = seen.units.units if allowed is None else seen.units.units & allowed
    found = set(Unit.objects.on(day)) | (set(Unit.objects.filter(pk=wanted)) if wanted else set())
    return in_tree_order(seen, (unit for unit in found if unit.pk in inside))


def in_tree_order(seen: View, units: Iterable[Unit]) -> list[Unit]:
    """Each unit after the one above it, sisters by the alphabet."""
    units = list(units)
    names = {unit.pk: (sort_key(unit.name), unit.pk) for unit in units}
    by_key = {unit.pk: unit for unit in units}

    def path(unit: int) -> list[tuple[str, int]]:
        return [names[step] for step in (*reversed(seen.units.ancestors(unit)), unit) if step in names]

    return [by_key[unit] for unit in sorted(by_key, key=path)]


def unit_choices(seen: View, units: Iterable[Unit]) -> Choices:
    """Units for a list to choose from, those below indented."""
    units = list(units)
    listed = {unit.pk for unit in units}
    return [
        (unit.key, "– " * sum(above in listed for above in seen.units.ancestors(unit.pk)) + unit.name)
        for unit in units
    ]


def other_reports(seen: View) -> Choices:
    """The periods to compare with."""
    others = Report.objects.exclude(pk=seen.report.pk).order_by("-window_to")
    return [("", _("Không so sánh")), *others.values_list("code", "name")]


def end_of(day: date | None) -> datetime | None:
    """24:00 of a day in Vietnam; of today and without a day: now (None)."""
    if day is None or day >= timezone.localdate():
        return None
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)


def query(*parts: dict[str, str]) -> str:
    """The parts as a query string, without what is empty."""
    merged = {key: value for part in parts for key, value in part.items()}
    text = urlencode({key: value for key, value in merged.items() if value})
    return f"?{text}" if text else "?"
