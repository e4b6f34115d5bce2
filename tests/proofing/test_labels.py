"""The labelled set is right in itself, varied and large enough; every figure is computed again."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.proofing.labels import (
    CONSISTENT,
    CONTRADICTION,
    KINDS,
    SETS,
    Case,
    Check,
    load,
    load_seeds,
    of_kind,
)
from tests.proofing.recomputed import arithmetic, faults, readings, unit, value

FIRST, *LATER = (load(folder) for folder in SETS)
OF_ALL_KINDS, IN_THE_MANNER_OF_PRINT, WITHOUT = [*LATER[:14], LATER[17]], LATER[14:16], LATER[16]
EVERY = [*FIRST, *(case for cases in LATER for case in cases)]


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_labels_follow_from_their_own_parts(folder: Path) -> None:
    assert {case.id: found for case in load(folder) if (found := list(faults(case)))} == {}


def test_the_set_has_all_kinds_both_ways_and_no_text_twice() -> None:
    assert len({case.id for case in FIRST}) == len({case.text for case in FIRST}) == len(FIRST) >= 200
    assert all(of_kind(FIRST, kind, CONTRADICTION) > 2 for kind in KINDS if kind != "format")
    assert all(of_kind(FIRST, kind, CONSISTENT) > 2 for kind in KINDS if kind != "format")
    assert sum(bool(case.traps) for case in FIRST) > 50
    assert sum(len(case.text) > 2_000 for case in FIRST) >= 8


def test_the_later_sets_are_other_texts_of_all_kinds() -> None:
    assert len({case.id for case in EVERY}) == len({case.text for case in EVERY}) == len(EVERY) >= 500
    for later in (*OF_ALL_KINDS, *IN_THE_MANNER_OF_PRINT):
        assert all(of_kind(later, kind, CONTRADICTION) > 1 for kind in KINDS if kind != "format")
        assert sum(bool(case.traps) for case in later) > 30
    assert all(of_kind(later, "format", CONTRADICTION) > 1 for later in OF_ALL_KINDS)


def test_a_set_without_contradictions_is_full_of_traps() -> None:
    assert [check for case in WITHOUT for check in case.checks if check.verdict != CONSISTENT] == []
    assert sum(len(case.traps) for case in WITHOUT) > 3000


def test_the_quotes_of_the_source_reports_are_found_in_them() -> None:
    for case in load_seeds():
        for check in case.checks:
            assert [quote for quote in check.quotes if quote not in case.text] == [], case.id
            assert all(figure in quote for quote, figure in zip(check.quotes, check.figures, strict=True))
            assert not check.parts or list(arithmetic(case, check)) == []
        assert [trap for trap in case.traps if trap not in case.text] == []


def check(stated: str, parts: str, *figures: str, verdict: str = CONSISTENT) -> Check:
    exact = value(parts)
    computed = Decimal(exact.numerator) / Decimal(exact.denominator)
    return Check(("sum",), verdict, figures, figures, Decimal(stated), computed, parts, (), ())


@pytest.mark.parametrize(
    ("stated", "parts", "figure", "text", "right"),
    [
        ("88.88", "percent(8, 9)", "88,88", "08/09 mục tiêu (đạt 88,88%)", True),
        ("88.89", "percent(8, 9)", "88,89", "08/09 mục tiêu (đạt 88,89%)", True),
        ("88.87", "percent(8, 9)", "88,87", "08/09 mục tiêu (đạt 88,87%)", False),
        ("50.0", "percent(501, 1000)", "50,0", "501/1000 đạt 50,0%", True),
        ("50.00", "percent(501, 1000)", "50,00", "501/1000 đạt 50,00%", False),
        ("62", "percent(5, 8)", "62", "05/08 đạt 62%", True),
        ("21", "12 + 8", "21", "21 đơn vị: 12 xã và 8 phường", False),
        ("1850", "1456 + 260 + 134", "1.850", "1.850 thủ tục: 1.456, 260 và 134", True),
        ("35.1", "12.7 + 22.46", "35,1", "hơn 35,1 tỷ: 12,7 tỷ và 22,46 tỷ", True),
        ("35.2", "12.7 + 22.46", "35,2", "hơn 35,2 tỷ: 12,7 tỷ và 22,46 tỷ", False),
    ],
)
def test_agreement_is_measured_as_the_reports_round(
    stated: str, parts: str, figure: str, text: str, right: bool
) -> None:
    label = check(stated, parts, figure)
    agreeing, contradicting = (
        list(faults(Case("x", text, (replace(label, verdict=verdict),), ())))
        for verdict in (CONSISTENT, CONTRADICTION)
    )
    assert (len(agreeing), len(contradicting)) == ((0, 1) if right else (1, 0))


def test_a_wrong_label_is_told() -> None:
    label = check("20", "12 + 8", "20")
    text = "20 đơn vị: 12 xã và 8 phường"
    assert list(faults(Case("x", text, (label,), ("8 phường",)))) == []
    assert len(list(faults(Case("x", text, (label,), ("9 phường",))))) == 1
    assert len(list(faults(Case("x", text + ", 20", (label,), ())))) == 1
    assert len(list(faults(Case("x", text, (replace(label, computed=Decimal(21)),), ())))) == 1
    assert len(list(faults(Case("x", "20 đơn vị: 12 xã và tám phường", (label,), ())))) == 1
    counted = replace(label, parts="count(20)", items=("12 xã",))
    assert len(list(faults(Case("x", text, (counted,), ())))) == 1


def test_a_wrong_citation_label_is_told() -> None:
    right, first, second = (
        "Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018",
        "Kế hoạch số 5/KH-UBND ngày 02/3/2024",
        "Kế hoạch số 5/KH-UBND ngày 03 tháng 3 năm 2024",
    )
    text = f"{right}; {first}; {second}"
    label = replace(check("1", "1", right), kinds=("citation",), parts="", stated=None, computed=None)
    twice = replace(label, quotes=(first, second), figures=(first, second), verdict=CONTRADICTION)
    assert list(faults(Case("x", text, (label, twice), ()))) == []
    turned = (replace(label, verdict=CONTRADICTION), replace(twice, verdict=CONSISTENT))
    assert len(list(faults(Case("x", text, turned, ())))) == 2


def test_numbers_are_read_as_the_reports_write_them() -> None:
    assert readings("3.547.428") >= {Decimal(3547428)}
    assert readings("2.117,5") == {Decimal("2117.5")}
    assert readings("05") == {Decimal(5)}
    assert readings("97,685") == {Decimal(97685), Decimal("97.685")}
    assert unit(check("2117.5", "percent(1, 2)", "2.117,5")) == Fraction(1, 10)
