"""`dunghen report` on the command line: data on stdout, one sentence for what there is not."""

import csv
import json
from datetime import datetime
from io import StringIO
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from dunghen.cli.errors import BadInput
from dunghen.cli.report import moment, report
from dunghen.core.paths import ROOT
from dunghen.core.worktime import VIETNAM


def run(*arguments: str) -> Result:
    return CliRunner().invoke(report, arguments, standalone_mode=False)


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(result.stdout)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "more", [(), ("--known-at", "2024-06-10"), ("--org", "ct-so-y-te"), ("--map", "today")]
)
def test_json_is_as_the_schema_says(more: tuple[str, ...]) -> None:
    result = run("compile", "2024-H1", "--json", *more)
    document: dict[str, Any] = json.loads(result.stdout)
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["period"] == "2024-H1"
    assert '"value": 51.43' in result.stdout or "--org" in more


@pytest.mark.django_db
def test_the_tables_are_in_vietnamese_numbers_with_reasons() -> None:
    text = " ".join(run("compile", "2024-H1").stdout.split())
    assert "Biểu mẫu 7" in text
    assert "│ 1.850 │ 1850 │" in text
    assert "│ 51,43 │ 51,43 │" in text
    assert "(N6.c.2) 104.756/150.594 = 69,56 %; văn bản in 69 %" in text


@pytest.mark.django_db
def test_findings_end_with_one() -> None:
    result = run("check", "2024-H1")
    assert result.return_value == 1
    assert "B6.2.1 = 537; B4.1.5 = 527; lệch 10" in result.stdout


@pytest.mark.django_db
def test_trace_writes_all_rows_or_a_page() -> None:
    every = rows(run("trace", "2024-H1", "B3.1.4", "--csv"))
    assert sum(int(row["amount"]) for row in every) == 1850
    page = run("trace", "2024-H1", "B3.1.4", "--csv", "--size", "3")
    assert rows(page) == every[:3]
    after = page.stderr.split("'")[1]
    assert rows(run("trace", "2024-H1", "B3.1.4", "--csv", "--after", after)) == every[3:53]


@pytest.mark.django_db
def test_a_difference_in_a_trace_table() -> None:
    assert "-30" in run("trace", "2024-H1", "B1.5@in_hand").stdout


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [
        ("compile", "2024-H9"),
        ("check", "2024-H9"),
        ("lock", "2024-H9"),
        ("compile", "2024-H1", "--org", "H99.99"),
        ("compile", "2024-H1", "--known-at", "hôm qua"),
        ("trace", "2024-H1", "B9.9"),
        ("trace", "2024-H1", "B3.1.4", "--after", "sau"),
    ],
)
def test_what_there_is_not_is_bad_input(arguments: tuple[str, ...]) -> None:
    assert isinstance(run(*arguments).exception, BadInput)


@pytest.mark.django_db
def test_list_names_the_window() -> None:
    assert "2024-H1" in run("list").stdout
    assert "2024-05-15T00:00:00+07:00" in run("list").stdout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-14", datetime(2024, 5, 15, tzinfo=VIETNAM)),
        ("2024-05-14T08:30", datetime(2024, 5, 14, 8, 30, tzinfo=VIETNAM)),
        ("2024-05-14T01:30:00Z", datetime(2024, 5, 14, 8, 30, tzinfo=VIETNAM)),
    ],
)
def test_times_as_typed(text: str, expected: datetime) -> None:
    assert moment(text) == expected
