"""The marks for handling, by unit and officer, quarter by quarter."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.dossiers.quality.reading import Quarter, unit_marks
from dunghen.dossiers.quality.rules import (
    DONE_WORDS,
    GRADE_WORDS,
    INDICATORS,
    OF_DOSSIERS,
    OF_UNITS,
    Marks,
    done,
    grade,
)
from dunghen.org.access_forms import unit_choices
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right, Role

# Whose work it is to judge officers sees the marks of each; everybody sees their own (art. 15.4.b).
JUDGES = frozenset({Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY, Role.HEAD_OF_ONE_STOP})
JUDGES_OF_ALL = frozenset({Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE, Role.LEADER})


@needs(Right.FIGURES)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """The marks of a unit in a quarter (TT 01/2018/TT-VPCP art. 13 to 15), of each officer for who judges
    them."""
    person, today = signed_in(request), timezone.localdate()
    quarter = Quarter.read(request.GET.get("quy", ""), today)
    units = _units(person, today)
    asked = request.GET.get("don-vi", "")
    unit = units.filter(key=asked).first() if asked else _own(person, units, today)
    there = units.filter(valid_from__lt=quarter.end.date()).exclude(valid_to__lte=quarter.start.date())
    if unit is None:
        raise Http404
    found = unit_marks(unit, quarter)
    judges = _judges(person, unit, today)
    officers = [
        (officer, *_row(marks, OF_DOSSIERS), DONE_WORDS[done(marks.total)])
        for officer, marks in found.officers
        if judges or (officer is not None and officer.pk == person.pk)
    ]
    given = grade(found.unit)
    context = {
        "unit": unit,
        "quarter": quarter,
        "quarters": _quarters(today),
        "units": unit_choices({unit, *there}),
        "rows": [(number, words, found.unit.marks.get(number)) for number, words in INDICATORS.items()],
        "marks": found.unit,
        "missing": [number for number in (*OF_DOSSIERS, *OF_UNITS) if number not in found.unit.marks],
        "grade": GRADE_WORDS[given] if given else "",
        "indicators": OF_DOSSIERS,
        "officers": officers,
        "judges": judges,
    }
    return render(request, "dossiers/quality.html", context)


def _row(marks: Marks, numbers: tuple[int, ...]) -> tuple[Marks, list[object]]:
    return marks, [marks.marks.get(number) for number in numbers]


def _units(person: Person, today: date) -> QuerySet[Unit]:
    reached = Unit.objects.within(person.reach(Right.FIGURES, today), today)
    return Unit.objects.all() if reached is None else Unit.objects.filter(pk__in=reached)


def _own(person: Person, units: QuerySet[Unit], today: date) -> Unit | None:
    held = [holding.unit for holding in person.holdings(today)]
    return units.filter(pk__in=held).first() or units.order_by("name").first()


def _judges(person: Person, unit: Unit, today: date) -> bool:
    if any(held.role in JUDGES_OF_ALL for held in person.holdings(today)):
        return True
    return person.works_for(unit.pk, JUDGES, today)


def _quarters(today: date) -> list[tuple[str, str]]:
    """This quarter and the eleven before it."""
    found = []
    for back in range(12):
        count = today.year * 4 + (today.month + 2) // 3 - 1 - back
        quarter = Quarter(count // 4, count % 4 + 1)
        words = _("Quý %(number)s năm %(year)s") % {"number": quarter.number, "year": quarter.year}
        found.append((str(quarter), words))
    return found
