"""`dunghen import dossiers` and `export dossiers`: files in, files out, exit codes."""

import csv
from pathlib import Path

import pytest

from dunghen.cli.main import main
from dunghen.dossiers.importing.columns import NAMES
from dunghen.dossiers.models import Dossier
from dunghen.dossiers.tests.files import Cells, as_csv, open_row, row

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest) -> None:
    """Rolled back, but for a test that commits and asks for a database of its own."""
    request.getfixturevalue("fresh_db" if "fresh_db" in request.fixturenames else "db")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ho-so.csv"


def bring(file: Path, *rows: Cells, options: tuple[str, ...] = ()) -> int:
    file.write_bytes(as_csv(rows))
    return main(["import", "dossiers", str(file), *options])


def test_good_rows_enter_and_messages_go_to_stderr(file: Path, capsys: Capture) -> None:
    assert bring(file, row(1), row(2)) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Đã nhập 2 hồ sơ mới, bỏ qua 0 hồ sơ đã có cùng nội dung, đính chính 0." in err
    assert "Hệ thống chưa vận hành chính thức" in err
    assert bring(file, row(1), row(2)) == 0
    assert "Đã nhập 0 hồ sơ mới, bỏ qua 2 hồ sơ" in capsys.readouterr().err


def test_due_dates_that_differ_go_to_stdout(file: Path, capsys: Capture) -> None:
    assert bring(file, row(1, due_at="2024-03-19T09:00"), row(2)) == 0
    out, err = capsys.readouterr()
    assert out == ("code,due_at,computed_due_at\nH13.33.05-240315-0001,2024-03-19T09:00,2024-03-20T17:00\n")
    assert "1 hồ sơ có hạn giải quyết khác" in err


def test_bad_rows_keep_all_out(file: Path, capsys: Capture) -> None:
    assert bring(file, row(1), row(2, channel="fax"), row(3, limit="0")) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-3:] == [
        "Dòng 3, cột channel: “fax” không thuộc: counter, online, postal.",
        "Dòng 4, cột limit: Thời hạn phải lớn hơn 0.",
        (
            "Có 2 dòng không hợp lệ; chưa nhập dòng nào. "
            "Dùng --reject-file TỆP để nhập các dòng hợp lệ và ghi riêng các dòng này."
        ),
    ]
    assert not Dossier.objects.exists()


def test_bad_rows_come_out_with_line_column_and_reason(file: Path, tmp_path: Path, capsys: Capture) -> None:
    rejects = tmp_path / "loi.csv"
    bad = row(2, channel="fax")
    assert bring(file, row(1), bad, row(3), options=("--reject-file", str(rejects))) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "1 dòng không hợp lệ, xem" in err
    with rejects.open(encoding="utf-8", newline="") as opened:
        found = list(csv.DictReader(opened))
    assert found == [
        {"line": "3", "column": "channel", "reason": "“fax” không thuộc: counter, online, postal.", **bad}
    ]
    assert Dossier.objects.count() == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ho-so.csv", "loi.csv"]


def test_the_rejected_row_of_a_dossier_we_have_comes_out_whole(file: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "loi.csv"
    assert bring(file, row(1)) == 0
    other = row(1, channel="counter")
    assert bring(file, other, options=("--reject-file", str(rejects))) == 1
    with rejects.open(encoding="utf-8", newline="") as opened:
        found = list(csv.DictReader(opened))
    assert [{name: cells[name] for name in NAMES} for cells in found] == [other]


def test_corrections_need_a_reason_and_then_enter(file: Path, capsys: Capture) -> None:
    assert bring(file, open_row(1)) == 0
    assert bring(file, row(1), options=("--corrections",)) == 2
    assert "Đính chính phải có lý do" in capsys.readouterr().err
    assert bring(file, row(1, channel="counter")) == 2
    assert "dùng --corrections kèm --reason" in capsys.readouterr().err


def test_a_correction_enters(fresh_db: str, file: Path, capsys: Capture) -> None:
    assert bring(file, open_row(1)) == 0
    assert bring(file, row(1), options=("--corrections", "--reason", "Có kết quả")) == 0
    assert "đính chính 1." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp không có dữ liệu."),
        (b"ma,ten\n", "Dòng tiêu đề: thiếu cột code"),
        (b"\xff\xfe", "Dòng 1: tệp không phải mã UTF-8."),
    ],
)
def test_files_that_cannot_be_read(file: Path, content: bytes, said: str, capsys: Capture) -> None:
    file.write_bytes(content)
    assert main(["import", "dossiers", str(file)]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(said)


def test_a_file_that_is_not_there(tmp_path: Path, capsys: Capture) -> None:
    assert main(["import", "dossiers", str(tmp_path / "khong.csv")]) == 2
    assert "không mở được tệp này" in capsys.readouterr().err


def test_export_gives_back_what_came_in(file: Path, tmp_path: Path, capsys: Capture) -> None:
    content = as_csv([row(1), open_row(2)])
    bring(file, row(1), open_row(2))
    capsys.readouterr()
    assert main(["export", "dossiers"]) == 0
    out, err = capsys.readouterr()
    assert (out.encode(), err) == (content, "Đã xuất 2 hồ sơ.\n")
    target = tmp_path / "xuat.csv"
    assert main(["export", "dossiers", "--out", str(target)]) == 0
    assert target.read_bytes() == content
