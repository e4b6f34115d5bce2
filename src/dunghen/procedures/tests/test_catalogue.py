"""The catalogue of Cần Thơ adds up to what report 137/BC-UBND prints, with nothing real bent to it."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dunghen.procedures.catalogue import read_catalogue
from dunghen.procedures.catalogue_model import CatalogueError, CatalogueProcedure, pairs_on
from dunghen.procedures.catalogue_sample import apportion, generate_rest

PACK = Path(__file__).parents[4] / "packs" / "cantho"
END = date(2024, 5, 14)


@pytest.fixture(scope="module")
def catalogue() -> list[CatalogueProcedure]:
    return read_catalogue(PACK)


def test_form_3_rows_1_4(catalogue: list[CatalogueProcedure]) -> None:
    assert pairs_on(catalogue, END) == {"city": 1456, "district": 260, "commune": 134}


def test_form_7_row_6_1_and_the_partial_services(catalogue: list[CatalogueProcedure]) -> None:
    assert pairs_on(catalogue, END, "full").total() == 1055
    assert pairs_on(catalogue, END, "partial").total() == 227


def test_eligible_for_full_exactly_where_full(catalogue: list[CatalogueProcedure]) -> None:
    versions = [version for procedure in catalogue for version in procedure.versions if version.in_force(END)]
    eligible: Counter[str] = Counter(level for v in versions if v.eligible_full for level in v.levels)
    assert eligible == pairs_on(catalogue, END, "full")


def test_generated_ones_are_marked_and_have_no_code(catalogue: list[CatalogueProcedure]) -> None:
    generated = [procedure for procedure in catalogue if procedure.sample]
    assert generated[0].name == "Thủ tục mẫu số 0001 (dữ liệu mẫu)"
    assert {procedure.code for procedure in generated} == {""}
    assert all(procedure.key.startswith("mau-") == procedure.sample for procedure in catalogue)


def test_steps_never_exceed_the_limit_in_days(catalogue: list[CatalogueProcedure]) -> None:
    for procedure in catalogue:
        for version in procedure.versions:
            if version.limit is not None and version.limit_unit == "day":
                assert sum(step.hours for step in version.steps) <= version.limit * 8, procedure.key


def test_the_same_seed_gives_the_same_catalogue(catalogue: list[CatalogueProcedure]) -> None:
    assert read_catalogue(PACK) == catalogue


def test_a_catalogue_that_is_already_too_long_is_refused() -> None:
    spec = {"seed": 1, "on": END, "pairs": {"city": 1, "district": 0, "commune": 0}, "vertical": {},
            "online": {"full": {"city": 2, "district": 0, "commune": 0},
                       "partial": {"city": 0, "district": 0, "commune": 0}}}  # fmt: skip
    with pytest.raises(CatalogueError, match="cấp city"):
        generate_rest([], spec)


def test_a_missing_value_is_named(tmp_path: Path) -> None:
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "a.toml").write_text('[[procedure]]\nkey = "a"\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match="thủ tục a thiếu mục 'version'"):
        read_catalogue(tmp_path)


def test_apportion_by_largest_remainder() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert sum(apportion(1397, [8, 70.5, 110])) == 1397


def test_version_on_a_day(catalogue: list[CatalogueProcedure]) -> None:
    procedure = next(p for p in catalogue if p.sample and p.versions[0].levels == ("district",))
    assert procedure.version_on(date(2019, 12, 31)) is None
    version = procedure.version_on(date(2025, 6, 30))
    assert version is not None
    assert version.levels == ("district",)
    assert procedure.version_on(date(2025, 7, 1)) is None
