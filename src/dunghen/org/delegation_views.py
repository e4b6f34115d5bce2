"""Ủy quyền: one's own delegations, given and received."""

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dunghen.core.access import SIGNED_IN, needs
from dunghen.core.fields import Choices
from dunghen.core.text import sort_key
from dunghen.org import access_page
from dunghen.org.access_forms import Delegate
from dunghen.org.access_views import signed_in
from dunghen.org.actions import roles
from dunghen.org.models import Assignment, Person
from dunghen.org.rights import PERSONAL, Role
from dunghen.org.rules import AccessRefused


@needs(SIGNED_IN)
@never_cache
def delegations(request: HttpRequest) -> HttpResponse:
    """What one delegated and was delegated, and the form to delegate a role of one's own."""
    giver, today = signed_in(request), timezone.localdate()
    own = delegable(giver, today)
    form = Delegate(_roles(own), _people(giver, own, today), request.POST or None)
    refusal: AccessRefused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _delegate(giver, form, {str(one.pk): one for one in own})
        except AccessRefused as error:
            refusal = error
        else:
            messages.success(request, _("Đã ủy quyền."))
            return redirect("delegations")
    given = giver.delegations.select_related("unit", "person")
    received = giver.assignments.filter(delegated_by__isnull=False).select_related("unit", "delegated_by")
    page = {
        "form": form if own else None,
        "refusal": refusal,
        "given": access_page.held(given, today),
        "received": access_page.held(received, today),
    }
    return render(request, "org/delegations.html", page, status=422 if refusal or form.errors else 200)


def delegable(giver: Person, today: date) -> list[Assignment]:
    """One's own roles, of today or to come, that may be handed to somebody else."""
    own = giver.assignments.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), delegated_by=None)
    return list(own.exclude(role__in=PERSONAL).select_related("unit").order_by("valid_from", "pk"))


def _roles(own: list[Assignment]) -> Choices:
    return [(str(one.pk), f"{one.get_role_display()}, {one.unit.name}") for one in own]


def _people(giver: Person, own: list[Assignment], today: date) -> Choices:
    """The colleagues of every role that may be handed on; which goes with which the action decides."""
    units = {one.unit_id for one in own}
    there = Assignment.objects.on(today).filter(delegated_by=None, person__is_active=True)
    there = there.filter(Q(unit__in=units) | Q(unit__parent__in=units))
    there = there.exclude(role=Role.TECHNICAL_ADMIN).exclude(person=giver)
    named: dict[str, str] = {}
    for one in there.select_related("person", "unit").order_by("pk"):
        words = ", ".join(filter(None, (str(one.person), one.person.title, one.unit.short_name)))
        named.setdefault(str(one.person_id), words)
    return sorted(named.items(), key=lambda choice: sort_key(choice[1]))


def _delegate(giver: Person, form: Delegate, own: dict[str, Assignment]) -> None:
    said, held = form.cleaned_data, own[form.cleaned_data["held"]]
    roles.delegate(
        giver,
        Person.objects.get(pk=said["to"]),
        role=Role(held.role),
        unit=held.unit.key,
        first=said["first"],
        last=said["last"],
        document=said["document"],
    )


@needs(SIGNED_IN)
@require_POST
def withdraw(request: HttpRequest, assignment: int) -> HttpResponse:
    """Take back a delegation one gave."""
    giver = signed_in(request)
    held = get_object_or_404(Assignment, pk=assignment, delegated_by=giver)
    try:
        roles.withdraw(held, by=giver)
    except AccessRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã chấm dứt ủy quyền."))
    return redirect("delegations")
