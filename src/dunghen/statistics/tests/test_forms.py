"""Forms are dated law: what is no form is refused, and a day takes the forms of its time."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dunghen.core.paths import LAW, PACKS, ROOT
from dunghen.statistics.compile import Cell, Compiled
from dunghen.statistics.counting_doc import replaced
from dunghen.statistics.forms import FormError, forms_for
from dunghen.statistics.registry import POPULATIONS
from dunghen.statistics.validate import COMPILED, Rule, check, judge, read_rules

HEAD = 'form = 3\ntitle = "Thử"\nsince = {since}\nbasis = "CV"\nlead = "justice"\n'
ROW = '[[row]]\ncode = "{code}"\nstt = "1."\nlabel = "{label}"\nunit = "Hồ sơ"\n'
COUNTED = 'origin = "counted"\nmeasure = "count"\npopulation = "dossiers.completed"\nrollup = "sum"\n'


def write(folder: Path, rows: str, since: str = "2021-01-01", name: str = "b3") -> Path:
    (folder / f"{name}.toml").write_text(HEAD.format(since=since) + rows)
    return folder


def row(code: str = "B3.1", more: str = COUNTED, label: str = "Dòng") -> str:
    return ROW.format(code=code, label=label) + more


def test_the_law_names_only_populations_that_exist() -> None:
    rows = [row for form in forms_for(date(2024, 5, 14), LAW / "forms") for row in form.rows]
    assert len(rows) > 300
    for found in rows:
        if found.population:
            assert POPULATIONS[found.population].measure == found.measure, found.code


def test_a_changed_form_is_a_second_file(tmp_path: Path) -> None:
    write(tmp_path, row(label="Cũ"))
    write(tmp_path, row(label="Mới"), since="2025-07-01", name="b3-2025")
    days = (date(2020, 12, 31), date(2025, 6, 30), date(2025, 7, 1))
    found = [[form.rows[0].label for form in forms_for(day, tmp_path)] for day in days]
    assert found == [[], ["Cũ"], ["Mới"]]


def test_a_form_ends(tmp_path: Path) -> None:
    write(tmp_path, "until = 2025-07-01\n" + row())
    assert [len(forms_for(date(2025, month, 1), tmp_path)) for month in (6, 7)] == [1, 0]


@pytest.mark.parametrize(
    "rows",
    [
        row(more=COUNTED + 'colour = "red"\n'),
        "colour = 1\n" + row(),
        row() + row(),
        row(more='origin = "counted"\nmeasure = "count"\nrollup = "sum"\n'),
        row(
            more='origin = "counted"\nmeasure = "number"\npopulation = "dossiers.completed"\nrollup = "sum"\n'
        ),
        row(more='origin = "derived"\nmeasure = "ratio"\noperands = ["B3.1"]\nrollup = "ratio"\n'),
        row(more='origin = "derived"\nmeasure = "total"\noperands = ["B9"]\nrollup = "sum"\n'),
        row(more='origin = "derived"\nmeasure = "total"\noperands = ["B3.1"]\nrollup = "sum"\n'),
        row(more='origin = "declared"\nmeasure = "number"\nrollup = "average"\n'),
    ],
)
def test_what_is_no_form_is_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(FormError):
        forms_for(date(2024, 1, 1), write(tmp_path, rows))


def test_the_table_of_the_rules_is_that_of_the_code() -> None:
    document = (ROOT / "docs" / "counting.md").read_text()
    forms = forms_for(date(2024, 5, 14), LAW / "forms")
    assert document == replaced(document, forms), "write it anew: counting_doc.replaced"


def cell(code: str, value: int | None) -> Cell:
    return Cell(
        code=code,
        label=code,
        measure="number",
        value=value,
        numerator=None,
        denominator=None,
        origin="declared",
        published=value,
        difference=None,
        reason=None,
    )


def rule(op: str = "=", tolerance: str = "0") -> Rule:
    return Rule("r", "total", ("A", "B"), ("C",), op, Decimal(tolerance), "Rà soát.")


@pytest.mark.parametrize(
    ("op", "tolerance", "total", "found"),
    [
        ("=", "0", 3, False),
        ("=", "0", 4, True),
        ("=", "0", 2, True),
        ("=", "1", 4, False),
        ("<=", "0", 4, False),
        ("<=", "0", 2, True),
        ("<=", "1", 2, False),
        ("=", "0", None, False),
    ],
)
def test_a_rule_between_figures(op: str, tolerance: str, total: int | None, found: bool) -> None:
    values = {"A": 1, "B": 2, "C": total}
    assert (judge(rule(op, tolerance), values, COMPILED) is not None) == found


def test_a_finding_says_the_sums() -> None:
    cells = (cell("A", 1_000), cell("B", 2), cell("C", 1_000))
    ours, printed = check(Compiled("2024-H1", "H13", None, cells), [rule()])
    assert (ours.left, ours.right, ours.difference) == ("A + B = 1.000 + 2 = 1.002", "C = 1.000", 2)
    assert (ours.source, printed.source) == (COMPILED, "bản in")


def test_every_rule_speaks_of_figures_that_exist() -> None:
    codes = {row.code for form in forms_for(date(2024, 5, 14), LAW / "forms") for row in form.rows}
    for found in read_rules(LAW / "validation.toml"):
        assert codes.issuperset(found.left + found.right), found.id


def test_a_rule_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "validation.toml"
    path.write_text('[[rule]]\nid = "x"\nkind = "equal"\n')
    with pytest.raises(FormError, match="x"):
        read_rules(path)


def test_every_printed_and_declared_figure_has_a_row() -> None:
    rows = {row.code: row for form in forms_for(date(2024, 5, 14), LAW / "forms") for row in form.rows}
    for path in PACKS.glob("*/reports/*.toml"):
        document = tomllib.loads(path.read_text())
        if "published" not in document:  # the narrative, a file beside the figures
            continue
        for part in ("published", "declared", "reason"):
            for found in document[part]:
                assert found["code"] in rows, found
        assert {rows[found["code"]].origin for found in document["declared"]} == {"declared"}
