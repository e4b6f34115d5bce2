"""What every page knows: who is signed in, where they work, which parts they may open."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from dunghen.dossiers.rules import HANDLERS
from dunghen.org.models import Person
from dunghen.org.reference import lasting
from dunghen.org.rights import Holding, Right, Role, reach


def office(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)  # missing where a request was refused before anybody was known
    if not isinstance(person, Person):
        return {"may_see_figures": False, "may_see_rows": False, "office_unit": None}
    today = timezone.localdate()
    found = person.assignments.on(today).select_related("unit").order_by("-valid_from", "pk")
    held = lasting(("office", person.pk, today), lambda: list(found))
    holdings = [Holding(Role(one.role), one.unit_id) for one in held]
    return {
        "may_see_figures": not reach(holdings, Right.FIGURES).nothing,
        "may_see_rows": not reach(holdings, Right.ROWS).nothing,
        "may_manage_accounts": not reach(holdings, Right.ACCOUNTS).nothing,
        "may_control_procedures": not reach(holdings, Right.CONTROL).nothing,
        "may_inspect": not reach(holdings, Right.INSPECT).nothing,
        "may_see_tasks": not reach(holdings, Right.TASKS).nothing,
        "may_see_accountability": not reach(holdings, Right.ACCOUNTABILITY).nothing,
        "may_see_views": not reach(holdings, Right.VIEWS).nothing,
        "may_receive": not reach(holdings, Right.RECEIVE).nothing,
        "may_work": any(one.role in HANDLERS | {Role.HEAD_OF_ONE_STOP} for one in holdings),
        "office_unit": held[0].unit if held else None,
    }
