"""The marks for handling, by unit and officer, quarter by quarter."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.dossiers.models import Dossier, DossierVersion, Noted
from dunghen.dossiers.quality import actions
from dunghen.dossiers.quality.forms import NOTES, Untrue
from dunghen.dossiers.quality.law import shares_on
from dunghen.dossiers.quality.reading import Quarter, UnitMarks, unit_marks
from dunghen.dossiers.quality.rules import (
    DONE_WORDS,
    GRADE_WORDS,
    INDICATORS,
    OF_DOSSIERS,
    Marks,
    done,
    grade,
    with_unit,
)
from dunghen.dossiers.quality.units import unit_points
from dunghen.dossiers.rules import Refused
from dunghen.org.access_forms import unit_choices
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right, Role

# Whose work it is to judge officers sees the marks of each; everybody sees their own (art. 15.4.b).
JUDGES = frozenset({Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY, Role.HEAD_OF_ONE_STOP})
JUDGES_OF_ALL = frozenset({Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE, Role.LEADER})


# Who gathers reports and conclusions for the marks (art. 15.4.a).
NOTERS = frozenset({Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE})
UNTRUE = "sai"


@needs(Right.FIGURES)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """The marks of a unit in a quarter (TT 01/2018/TT-VPCP art. 13 to 15), of each officer for who judges
    them."""
    return _page(request, request.GET, {}, "")


@needs(Right.CONTROL)
@require_POST
def quality_note(request: HttpRequest) -> HttpResponse:
    """Note what a unit's report says of an indicator (`viec`: its number), or that a complaint is untrue."""
    person, now = signed_in(request), timezone.now()
    if not _notes(person, localdate(now)):
        raise PermissionDenied
    verb = request.POST.get("viec", "")
    kinds = {str(indicator.value): form for indicator, form in NOTES.items()} | {UNTRUE: Untrue}
    if verb not in kinds:
        raise Http404
    form = kinds[verb](request.POST, prefix=verb)
    if not form.is_valid():
        return _page(request, request.POST, {verb: form}, "")
    unit, quarter = _asked(person, request.POST, localdate(now))
    said = dict(form.cleaned_data)
    try:
        if verb == UNTRUE:
            actions.note_untrue(
                _dossier(person, said.pop("code"), localdate(now)), **said, who=person, at=now
            )
        else:
            actions.note_unit(unit, quarter, Noted(int(verb)), **said, who=person, at=now)
    except Refused as refusal:
        return _page(request, request.POST, {verb: form}, str(refusal))
    messages.success(request, _("Đã ghi."))
    return redirect(f"{reverse('quality')}?{urlencode({'don-vi': unit.key, 'quy': quarter})}")


def _dossier(person: Person, code: str, today: date) -> Dossier:
    rows = DossierVersion.objects.known_at(None).visible_to(person, Right.ROWS, today)
    found = rows.select_related("dossier").filter(dossier__code=code.strip()).first()
    if found is None:
        raise Refused(_("Không có hồ sơ mã này."))
    return found.dossier


def _asked(person: Person, said: Mapping[str, str], today: date) -> tuple[Unit, Quarter]:
    """The unit and the quarter that an address or a form names. Raises Http404."""
    units, key = _units(person, today), said.get("don-vi", "")
    unit = units.filter(key=key).first() if key else _own(person, units, today)
    if unit is None:
        raise Http404
    return unit, Quarter.read(said.get("quy", ""), today)


def _page(
    request: HttpRequest, said: Mapping[str, str], typed: Mapping[str, forms.Form], refusal: str
) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    today = localdate(now)
    unit, quarter = _asked(person, said, today)
    units = _units(person, today)
    there = units.filter(valid_from__lt=quarter.end.date()).exclude(valid_to__lte=quarter.start.date())
    found = unit_marks(unit, quarter)
    shares = shares_on(quarter.end.date() - timedelta(days=1))
    whole = unit_points(unit, quarter, shares, now) if shares else {}
    marks = with_unit(found.unit, {number: each.points for number, each in whole.items()})
    judges = _judges(person, unit, today)
    given = grade(marks)
    context = {
        "unit": unit,
        "quarter": quarter,
        "quarters": _quarters(today),
        "units": unit_choices({unit, *there}),
        "rows": [
            (number, words, marks.marks.get(number), whole[number].basis if number in whole else "")
            for number, words in INDICATORS.items()
        ],
        "marks": marks,
        "shares": shares,
        "grade": GRADE_WORDS[given] if given else "",
        "indicators": OF_DOSSIERS,
        "officers": _officers(found, None if judges else person.pk),
        "judges": judges,
        "notes": _note_forms(typed) if _notes(person, today) else [],
        "open_note": next(iter(typed), ""),
        "refusal": refusal,
    }
    return render(request, "dossiers/quality.html", context, status=422 if typed else 200)


def _note_forms(typed: Mapping[str, forms.Form]) -> list[tuple[str, str, forms.Form]]:
    """The verb, heading and form of each note."""
    shown = [(str(one.value), str(one.label), NOTES[one]) for one in Noted]
    shown.append((UNTRUE, _("Phản ánh được kết luận là không đúng"), Untrue))
    return [(verb, words, typed.get(verb) or form(prefix=verb)) for verb, words, form in shown]


def _notes(person: Person, today: date) -> bool:
    return any(held.role in NOTERS for held in person.holdings(today))


def _officers(found: UnitMarks, only: int | None) -> list[tuple[object, ...]]:
    """A row for each officer, or for this one alone."""
    return [
        (officer, *_row(each, OF_DOSSIERS), DONE_WORDS[done(each.total)])
        for officer, each in found.officers
        if only is None or (officer is not None and officer.pk == only)
    ]


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
