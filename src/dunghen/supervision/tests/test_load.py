"""The reform plan of 2024 in the database, and what happens when the file changes."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dunghen.core.worktime import VIETNAM
from dunghen.org.load import PackError, load_units
from dunghen.supervision.load import load_plan
from dunghen.supervision.models import Plan, TaskStatus, TaskVersion

PACK = Path(__file__).parents[4] / "packs" / "cantho"
PLAN = PACK / "plans" / "2024.toml"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _units() -> None:
    load_units(PACK)


@pytest.fixture
def own_plan(tmp_path: Path) -> Path:
    """The plan of another year, so that a database that came with the pack does not know it."""
    file = tmp_path / "2023.toml"
    file.write_text(
        PLAN.read_text(encoding="utf-8").replace("year = 2024", "year = 2023", 1), encoding="utf-8"
    )
    return file


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_35_tasks_of_appendix_1() -> None:
    load_plan(PLAN)
    plan = Plan.objects.get(year=2024)
    assert (plan.unit.key, plan.starts, plan.ends) == ("ct-thanh-pho", date(2024, 1, 1), date(2025, 1, 1))
    tasks = plan.task_versions.filter(known_to=None)
    assert sorted(task.number for task in tasks) == list(range(1, 36))
    assert {(task.known_from, task.attested) for task in tasks} == {
        (datetime(2024, 5, 15, tzinfo=VIETNAM), True)
    }
    assert Counter(task.status for task in tasks)[TaskStatus.DONE] < 18
    assert all(task.note for task in tasks if task.illegible)


def test_a_task_with_its_products(own_plan: Path) -> None:
    assert load_plan(own_plan) == 35
    task = TaskVersion.objects.get(plan__year=2023, number=2)
    assert (task.field, task.leads) == ("I. Công tác chỉ đạo, điều hành CCHC", ["Sở Nội vụ"])
    first, second = task.products.order_by("position")
    assert (first.starts, first.ends, second.documents) == (date(2023, 10, 1), date(2024, 3, 31), [])
    assert first.documents[0] == {"number": "125/QĐ-UBND", "date": "2024-01-23"}


def test_a_second_run_adds_nothing_and_a_changed_task_begins_anew(own_plan: Path) -> None:
    load_plan(own_plan)
    assert load_plan(own_plan) == 0
    change(own_plan, 'status = "ongoing"', 'status = "done"')
    assert load_plan(own_plan) == 1
    old, new = TaskVersion.objects.filter(plan__year=2023, number=3).order_by("known_from")
    assert (old.known_to, old.attested, new.attested) == (new.known_from, True, False)
    assert new.products.count() == old.products.count() == 1


def test_a_plan_may_say_since_when_it_was_known(own_plan: Path) -> None:
    change(own_plan, "known_from = 2024-05-15T00:00:00+07:00", "known_from = 2023-06-01T00:00:00Z")
    load_plan(own_plan)
    assert {task.known_from for task in TaskVersion.objects.filter(plan__year=2023)} == {
        datetime(2023, 6, 1, tzinfo=UTC)
    }


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('org = "ct-thanh-pho"', 'org = "khong-co"', "không có đơn vị “khong-co”"),
        ('status = "done"', 'status = "xong"', "xong"),
        ('title = "', 'ten = "', "thiếu mục 'title'"),
    ],
)
def test_a_wrong_file_is_named(own_plan: Path, old: str, new: str, reason: str) -> None:
    change(own_plan, old, new)
    with pytest.raises(PackError, match=reason):
        load_plan(own_plan)
