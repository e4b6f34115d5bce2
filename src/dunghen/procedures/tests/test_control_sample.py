"""The decisions and the review of the sample half-year, counted again from the pack's files alone, and what
report 137/BC-UBND prints."""

import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone

from dunghen.core.paths import PACKS
from dunghen.org.models import Unit
from dunghen.procedures import cost, reviews
from dunghen.procedures.control_load import load_publications, load_reviews
from dunghen.procedures.models import (
    ProcedureChange,
    ProcedureVersion,
    Publication,
    ReviewItem,
    Simplification,
)
from dunghen.procedures.stock import movement

pytestmark = pytest.mark.django_db
PACK = PACKS / "cantho"
FIRST, LAST = date(2023, 12, 15), date(2024, 5, 14)


def read(name: str) -> Any:
    return tomllib.loads((PACK / name).read_text(encoding="utf-8"))


def test_start_and_changes_and_end_are_those_of_the_report() -> None:
    """1.844 + 235 - 229 = 1.850 = 1.456 + 260 + 134."""
    found = movement(Unit.objects.get(key="ct-thanh-pho"), FIRST, LAST)
    assert (found.start, found.published, found.ended, found.end) == (1844, 235, 229, 1850)
    assert found.difference == 0
    assert found.end == 1456 + 260 + 134


def test_the_changes_are_those_of_the_file_by_level() -> None:
    wanted: Counter[tuple[str, str]] = Counter()
    for decision in read("publications.toml")["publication"]:
        assert FIRST <= decision["signed"] <= LAST
        assert decision["number"].startswith("MẪU-")
        assert decision["sample"]
        for kind, part in (("new", "new"), ("abolished", "abolished")):
            for level, number in decision[part].items():
                wanted[kind, level] += number
    found = Counter(ProcedureChange.objects.filter(known_to=None).values_list("kind", "level"))
    assert found == wanted
    assert not ProcedureChange.objects.exclude(procedure__sample=True).exists()


def test_loading_again_writes_nothing() -> None:
    org = Unit.objects.get(key="ct-thanh-pho")
    before = sorted(ProcedureChange.objects.values_list("pk", "known_to"))
    approved = list(Simplification.objects.values_list("pk", "known_to"))
    load_publications(PACK / "publications.toml", org)
    load_reviews(PACK / "reviews.toml", org)
    assert sorted(ProcedureChange.objects.values_list("pk", "known_to")) == before
    assert list(Simplification.objects.values_list("pk", "known_to")) == approved
    assert Publication.objects.count() == len(read("publications.toml")["publication"])


def test_a_change_taken_out_of_the_file_ends_now() -> None:
    org = Unit.objects.get(key="ct-thanh-pho")
    row = Publication.objects.order_by("pk")[0]
    gone = row.items.select_related("version")[0]
    ProcedureVersion.objects.filter(pk=gone.version_id).update(known_to=timezone.now())
    load_publications(PACK / "publications.toml", org)
    change = ProcedureChange.objects.get(publication=row, procedure=gone.procedure_id)
    assert change.known_to is not None


def test_the_review_saves_what_the_report_prints() -> None:
    (plan,) = read("reviews.toml")["plan"]
    (said,) = plan["item"]
    item = ReviewItem.objects.get()
    by_hand = {}
    for side in ("before", "after"):
        table = said[side]
        hours = sum(Decimal(task["hours"]) for task in table["tasks"])
        paid = sum(task.get("travel", 0) + task.get("copies", 0) for task in table["tasks"]) + table["fee"]
        wage = Fraction(hours) * Fraction(101_900_000, 2112)
        by_hand[side] = round((wage + paid) * table["subjects"])
    assert by_hand == {"before": 96_838_031, "after": 91_821_821}
    assert reviews.yearly_costs(item) == (96_838_031, 91_821_821)
    approved = Simplification.objects.get()
    assert cost.saving(approved.before, approved.after) == 5_016_210
    assert cost.saving_share(approved.before, approved.after) == Decimal("5.18")
    assert item.sample
