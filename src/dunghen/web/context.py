"""What every page knows: who is signed in, where they work, which parts they may open."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from dunghen.org.models import Person
from dunghen.org.rights import Right


def office(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)  # missing where a request was refused before anybody was known
    if not isinstance(person, Person):
        return {"may_see_figures": False, "may_see_rows": False, "office_unit": None}
    today = timezone.localdate()
    assignment = person.assignments.on(today).select_related("unit").first()
    return {
        "may_see_figures": not person.reach(Right.FIGURES, today).nothing,
        "may_see_rows": not person.reach(Right.ROWS, today).nothing,
        "office_unit": assignment.unit if assignment else None,
    }
