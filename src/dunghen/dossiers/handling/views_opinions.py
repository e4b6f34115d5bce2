"""The pages of units that are asked for an opinion: what waits for them, and their answer."""

from datetime import date

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.known import transaction_time
from dunghen.dossiers.actions import record_opinion
from dunghen.dossiers.handling import opinions
from dunghen.dossiers.handling.forms import NO_NAMES, text
from dunghen.dossiers.models import Consultation, DossierVersion
from dunghen.dossiers.rules import Refused
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person
from dunghen.org.rights import Right


class Answer(forms.Form):
    """The opinion."""

    answer = text(gettext_lazy("Nội dung ý kiến"), 4000, rows=6, help=NO_NAMES)
    document = text(gettext_lazy("Số, ký hiệu văn bản trả lời"), 120, required=False)


@needs(Right.ROWS)
@require_safe
def opinions_page(request: HttpRequest) -> HttpResponse:
    """What one's units are asked, and the rates of the year (`nam`) of the units one sees."""
    person, today = signed_in(request), timezone.localdate()
    said = request.GET.get("nam", "")
    year = int(said) if said.isdecimal() and 2000 <= int(said) <= 2100 else today.year
    found = opinions.rates(person, date(year, 1, 1), date(year, 12, 31), today)
    context = {
        "asks": opinions.asked_of(person, today),
        "rates": found,
        "year": str(year),
        "now": timezone.now(),
    }
    return render(request, "dossiers/opinions.html", context)


@needs(Right.ROWS)
@never_cache
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked of one's unit, and the answer; no more of the dossier than its procedure and times."""
    person = signed_in(request)
    ask = _ask(person, pk)
    version = DossierVersion.objects.select_related("procedure").get(dossier=ask.dossier_id, known_to=None)
    form = Answer(request.POST or None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _answer(ask, person, form.cleaned_data)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("Đã gửi ý kiến trả lời."))
            return redirect("opinions")
    open_one = ask.answered_at is None and ask.closed_at is None
    late = ask.was_late(timezone.now())
    context = {
        "ask": ask,
        "version": version,
        "form": form,
        "refusal": refusal,
        "open": open_one,
        "late": late,
    }
    failed = request.method == "POST"
    return render(request, "dossiers/opinion.html", context, status=422 if failed else 200)


def _ask(person: Person, pk: int) -> Consultation:
    mine = Consultation.objects.filter(unit__in=opinions.answering_units(person, timezone.localdate()))
    found = mine.select_related("dossier", "unit", "lead", "answered_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def _answer(ask: Consultation, person: Person, said: dict[str, str]) -> None:
    record_opinion(
        ask.dossier_id, unit=ask.unit.key, at=transaction_time(), by=person.username, who=person, **said
    )
