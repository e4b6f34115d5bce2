"""B1.2 of the city and of a unit: each from its own plan, never carried up; declared before counted."""

from datetime import date

import pytest

from dunghen.core.known import transaction_time
from dunghen.org.models import Unit
from dunghen.statistics.compile import Figure, figures_of
from dunghen.statistics.models import Declaration
from dunghen.statistics.trace import trace
from dunghen.statistics.view import view
from dunghen.supervision.models import Plan, PlanState, Task
from dunghen.supervision.tasks.record import remember

pytestmark = pytest.mark.django_db
CITY, DISTRICT, WARD = "ct-thanh-pho", "ct-huyen-phong-dien", "ct-quan-cai-rang"
TODAY = date(2026, 11, 22)


@pytest.fixture
def own_plan() -> Plan:
    """A district's plan of 2024 with three tasks, one of them done."""
    unit = Unit.objects.get(key=DISTRICT)
    year = {"year": 2024, "starts": date(2024, 1, 1), "ends": date(2025, 1, 1)}
    plan = Plan.objects.create(unit=unit, title="Kế hoạch của huyện", **year)
    for number, status in enumerate(("done", "ongoing", "not_yet"), 1):
        remember(Task.objects.create(plan=plan, number=number, content="Việc", status=status, lead=unit))
    return plan


def figures(key: str) -> dict[str, Figure]:
    unit = Unit.objects.get(key=key).pk
    return dict(figures_of(view("2024-H1", today=TODAY), [unit])[unit])


def test_a_unit_s_own_plan_gives_its_figure_and_not_the_city_s(own_plan: Plan) -> None:
    district, city = figures(DISTRICT), figures(CITY)
    assert (district["B1.2.1"].value, district["B1.2.2"].value) == (3, 1)
    assert f"{district['B1.2'].value}" == "33.33"
    assert (city["B1.2.1"].value, city["B1.2.2"].value, f"{city['B1.2'].value}") == (35, 18, "51.43")
    assert figures(WARD)["B1.2.1"].value is None


def test_what_is_counted_opens_into_the_unit_s_own_tasks(own_plan: Plan) -> None:
    asked = view("2024-H1", today=TODAY)
    rows = list(trace(asked, "B1.2", DISTRICT).rows())
    assert [(row["number"], row["in_numerator"]) for row in rows] == [(1, 1), (2, 0), (3, 0)]
    assert len(list(trace(asked, "B1.2.1", CITY).rows())) == 35


def test_nothing_declared_is_counted_and_a_draft_is_not(
    own_plan: Plan,
) -> None:
    Declaration.objects.filter(cell="B1.2.2").update(known_to=transaction_time())
    done = Task.objects.filter(plan__year=2024, plan__unit__key=CITY, status="done").count()
    assert figures(CITY)["B1.2.2"].value == done
    Plan.objects.filter(pk=own_plan.pk).update(state=PlanState.DRAFT)
    assert figures(DISTRICT)["B1.2.1"].value is None
