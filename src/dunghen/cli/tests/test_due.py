"""`dunghen due`: the worked examples as typed, in every way of asking."""

import json
from pathlib import Path

import pytest

from dunghen.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("2024-03-15T09:00", "3"), "2024-03-20T17:00"),
        (("2024-04-17T14:00", "10"), "2024-05-06T17:00"),
        (("2024-03-15T17:00", "1"), "2024-03-19T17:00"),
        (("2024-03-16T09:00", "1"), "2024-03-19T17:00"),
        (("2024-03-14T08:00", "2,5"), "2024-03-19T11:00"),
        (("2024-03-14T08:15", "0,5"), "2024-03-14T14:15"),
        (("2024-03-14T08:15", "4", "--limit-unit", "hour"), "2024-03-14T14:15"),
        (("2024-03-14T14:59", "1", "--limit-unit", "same-day"), "2024-03-14T17:00"),
        (("2024-03-14T15:00", "1", "--limit-unit", "same-day"), "2024-03-15T17:00"),
        (("2024-03-15T09:00", "15", "--limit-unit", "calendar-day"), "2024-04-01T17:00"),
        (("2024-01-31T09:00", "1", "--limit-unit", "month"), "2024-02-29T17:00"),
        (("2024-03-04T08:15", "5", "--pause", "2024-03-06T09:00,2024-03-08T09:00"), "2024-03-14T17:00"),
        (
            (
                *("2024-03-04T08:15", "5", "--pause", "2024-03-06T09:00,2024-03-06T10:00"),
                *("--pause", "2024-03-08T09:00,2024-03-08T10:00"),
            ),
            "2024-03-13T17:00",
        ),
        (("2024-03-15T09:00", "3", "--restart", "2024-03-19T10:00"), "2024-03-22T17:00"),
        (
            ("2024-03-14T08:00", "4", "--limit-unit", "hour", "--office-hours", "07:00-11:30,13:00-17:00"),
            "2024-03-14T13:30",
        ),
        (("2026-11-23T09:00", "1"), "2026-11-25T17:00"),
        (("2024-03-15T02:00:00Z", "3"), "2024-03-20T17:00"),
    ],
)
def test_due_dates(arguments: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    received, limit, *rest = arguments
    assert main(["due", "--received", received, "--limit", limit, *rest]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == (f"{expected}\n", "")


def test_same_day_needs_no_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--received", "2024-03-14T09:10", "--limit-unit", "same-day"]) == 0
    assert capsys.readouterr().out == "2024-03-14T17:00\n"


def test_a_running_pause_has_no_due_date_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["due", "--received", "2024-03-14T09:10", "--limit", "5", "--pause", "2024-03-15T09:00,"]) == 0
    )
    out, err = capsys.readouterr()
    assert (out, err) == ("\n", "Thời hạn đang tạm dừng nên chưa có hạn giải quyết.\n")


def test_explain_names_every_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--received", "2024-04-17T14:00", "--limit", "10", "--explain"]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "2024-05-06T17:00"
    told = "\n".join(lines)
    for day in ("18/4/2024", "29/4/2024", "30/4/2024", "01/5/2024", "04/5/2024", "06/5/2024"):
        assert day in told or day.replace("/4/", "/04/").replace("/5/", "/05/") in told


def test_json_has_the_proof_day_by_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--received", "2024-04-17T14:00", "--limit", "10", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["due_at"], found["effective_at"]) == ("2024-05-06T17:00", "2024-04-17T14:00")
    counted = [line["day"] for line in found["proof"] if line["counted"]]
    assert counted == [
        *("2024-04-19", "2024-04-22", "2024-04-23", "2024-04-24", "2024-04-25", "2024-04-26"),
        *("2024-05-02", "2024-05-03", "2024-05-04", "2024-05-06"),
    ]


TABLE = """\ufeffid,received_at,limit,unit,pauses
1,2024-03-15T09:00,3,ngày làm việc,
2,2024-03-14T08:15,"0,5",ngày làm việc,
3,2024-03-14T08:15,4,giờ làm việc,
4,2024-03-04T08:15,5,ngày làm việc,2024-03-06T09:00 -> 2024-03-06T10:00; 2024-03-08T09:00 -> 2024-03-08T10:00
"""


def test_a_whole_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bang.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert main(["due", "--csv", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == (
        "id,due_at\n1,2024-03-20T17:00\n2,2024-03-14T14:15\n3,2024-03-14T14:15\n4,2024-03-13T17:00\n"
    )
    assert err == ""


def test_bad_lines_of_a_table_are_told_and_the_others_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bang.csv"
    path.write_text(TABLE + "5,hôm qua,3,ngày làm việc,\n6,2024-03-15T09:00,3,tuần,\n", encoding="utf-8")
    assert main(["due", "--csv", str(path), "--office-hours", "07:00-11:30,13:00-17:00"]) == 2
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 5
    assert "Dòng 6, cột received_at: “hôm qua” không phải thời điểm" in err
    assert "Dòng 7, cột unit: Không có đơn vị “tuần”" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Cần --received và --limit, hoặc --csv TỆP."),
        (("--received", "2024-03-15T09:00"), "Cần --received và --limit, hoặc --csv TỆP."),
        (
            ("--received", "15/3/2024", "--limit", "3"),
            "“15/3/2024” không phải thời điểm; ghi dạng 2024-03-04T08:15.",
        ),
        (
            ("--received", "2024-02-30T09:00", "--limit", "3"),
            "“2024-02-30T09:00” không phải là ngày giờ có thật.",
        ),
        (("--received", "2024-03-15T09:00", "--limit", "ba"), "“ba” không phải là số."),
        (
            ("--received", "2024-03-15T09:00", "--limit", "3", "--pause", "2024-03-16T09:00"),
            "Khoảng tạm dừng “2024-03-16T09:00” phải ghi dạng TỪ,ĐẾN.",
        ),
        (
            ("--received", "2024-03-15T09:00", "--limit", "3", "--limit-unit", "week"),
            "--limit-unit: giá trị phải là một trong: day, hour, same-day, calendar-day, month.",
        ),
        (("--csv", "/khong/co.csv"), "--csv: không mở được tệp này."),
    ],
)
def test_what_cannot_be_computed(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["due", *arguments]) == 2
    assert capsys.readouterr() == ("", f"{said}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--received", "2024-03-15T09:00", "--limit", "0"),
        ("--received", "2024-03-15T09:00", "--limit", "3", "--office-hours", "sáng"),
        ("--received", "2031-03-15T09:00", "--limit", "3"),
        ("--received", "2024-03-15T09:00", "--limit", "1,5", "--limit-unit", "month"),
    ],
)
def test_refusals_of_the_rules_are_one_vietnamese_sentence(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["due", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert not err.isascii()
