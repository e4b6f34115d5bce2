"""How commands end, and in which words: 0 done, 1 findings, 2 bad input, 3 refused."""

import re
from datetime import date
from pathlib import Path

import pytest

from dunghen.cli.main import dunghen, main
from dunghen.dossiers.tests.files import open_row, take_rows
from dunghen.org.models import Day, Installation

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest) -> None:
    """Rolled back, but for a test that commits and asks for a database of its own."""
    request.getfixturevalue("fresh_db" if "fresh_db" in request.fixturenames else "db")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("due", "--mau"), "Không có tùy chọn --mau. Xem: dunghen --help"),
        (("import", "dossiers"), "Thiếu FILE. Xem: dunghen --help"),
        (("simulate", "--csv"), "Thiếu --dossiers. Xem: dunghen --help"),
        (("simulate", "--dossiers", "0", "--csv"), "--dossiers: phải là số nguyên trong giới hạn cho phép."),
        (("calendar", "list", "năm"), "phải là số nguyên"),
        (("go-live",), "Thêm --confirm để xác nhận; thời điểm này không thể đổi lại."),
        (("calendar", "add", "24/12/2026", "--name", "a", "--decision", "b"), "ghi dạng 2026-11-24"),
        (("khong-co",), "Xem: dunghen --help"),
    ],
)
def test_bad_input_is_told_in_vietnamese(arguments: tuple[str, ...], said: str, capsys: Capture) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1


def test_every_command_has_a_vietnamese_help(capsys: Capture) -> None:
    for name, command in dunghen.commands.items():
        assert command.help, name
        assert not command.help.isascii(), name
    assert main(["--help"]) == 0
    assert "Đúng Hẹn" in capsys.readouterr().out


def test_going_live_is_refused_a_second_time(capsys: Capture) -> None:
    assert main(["go-live", "--confirm"]) == 0
    assert Installation.objects.get().go_live_at is not None
    assert main(["go-live", "--confirm"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith("Hệ thống đã vận hành chính thức từ ")


def test_after_going_live_an_import_says_nothing_of_history(tmp_path: Path, capsys: Capture) -> None:
    main(["go-live", "--confirm"])
    capsys.readouterr()
    path = tmp_path / "a.csv"
    path.write_text("code,procedure,decided_unit,channel,received_at\n", encoding="utf-8")
    assert main(["import", "dossiers", str(path)]) == 0
    assert "chưa vận hành" not in capsys.readouterr().err


DAY = ("2026-12-24", "--name", "Ngày nghỉ mẫu", "--decision", "QĐ mẫu")


def test_a_new_holiday_is_shown_first_and_written_only_when_confirmed(fresh_db: str, capsys: Capture) -> None:
    late = {"received_at": "2024-04-24T09:00", "received_recorded_at": "2024-04-24T09:05"}
    take_rows(open_row(1, limit="32", limit_unit="tháng", paid="", paid_at="", **late))
    table = "code,due_at,new_due_at\nH13.33.05-240315-0001,2026-12-24T17:00,2026-12-25T17:00\n"
    assert main(["calendar", "add", *DAY]) == 0
    assert capsys.readouterr() == (
        table,
        "Sẽ tính lại hạn của 1 hồ sơ đang giải quyết. Thêm --apply để ghi.\n",
    )
    assert not Day.objects.filter(day=date(2026, 12, 24)).exists()
    assert main(["calendar", "add", *DAY, "--apply"]) == 0
    assert capsys.readouterr() == (table, "Đã tính lại hạn của 1 hồ sơ đang giải quyết.\n")
    assert main(["calendar", "add", *DAY, "--apply"]) == 3
    assert "đã có trong lịch" in capsys.readouterr().err
    assert main(["calendar", "list", "2026"]) == 0
    assert "2026-12-24,Nghỉ lễ,Ngày nghỉ mẫu,QĐ mẫu" in capsys.readouterr().out.splitlines()


def test_findings_are_exit_code_1(capsys: Capture) -> None:
    assert main(["report", "check", "2024-H1"]) == 1
    assert re.search(r"B\d", capsys.readouterr().out)
