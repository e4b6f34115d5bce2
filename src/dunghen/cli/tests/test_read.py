"""`dunghen read`: the tables of an old report on the terminal and as JSON."""

import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from dunghen.cli.main import main
from dunghen.core.paths import PACKS, ROOT

SEED = ROOT.parent / "shared" / "seeds" / "002_abf7c0cc288a333d.txt"
REPORT = PACKS / "cantho" / "reports" / "2024-H1.toml"
PLAN = PACKS / "cantho" / "plans" / "2024.toml"
STATUSES = {"done": "Đã", "ongoing": "Đang", "not_yet": "Chưa"}
Capture = pytest.CaptureFixture[str]
there = pytest.mark.skipif(not SEED.exists(), reason="the source reports are not beside this checkout")

FORM = """Biểu mẫu 1
Công tác chỉ đạo điều hành CCHC

STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\tGhi chú
1.\tSố văn bản chỉ đạo CCHC đã ban hành\tVăn bản\t45\t
2.1.\tSố nhiệm vụ đề ra trong kế hoạch\tNhiệm vụ\t3O\t
"""


def cells(path: Path, capsys: Capture) -> list[dict[str, object]]:
    assert main(["read", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_float=Decimal, parse_int=Decimal)
    return list(found["cells"])


def test_cells_are_shown_with_what_is_unsure(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "cu.txt"
    path.write_text(FORM, encoding="utf-8")
    assert main(["read", str(path)]) == 0
    out, err = capsys.readouterr()
    assert re.search(r"│ 1\. +│ Số văn bản chỉ đạo CCHC.*│ 45 +│ +1 │ chắc", out)
    assert re.search(r"│ 2\.1\. +│.*│ 3O +│ +1 │ cần xem lại; chữ đọc nhầm thành chữ số", out)
    assert err == "Đọc được 2 ô, 1 ô cần xem lại.\n"


def test_a_report_without_tables_is_bad_input(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "cu.txt"
    path.write_text("Không có bảng nào.", encoding="utf-8")
    assert main(["read", str(path)]) == 2
    assert main(["read", str(tmp_path / "khong-co.txt")]) == 2
    assert "không thấy biểu mẫu" in capsys.readouterr().err


@there
def test_the_forms_of_the_source_report_are_those_that_were_published(capsys: Capture) -> None:
    read = {str(cell["code"]): cell for cell in cells(SEED, capsys) if cell["form"] != "plan"}
    with REPORT.open("rb") as file:
        published = {
            found["code"]: Decimal(found["value"])
            for found in tomllib.load(file)["published"]
            if found["code"].startswith("B")
        }
    wrong = {code for code, cell in read.items() if published.get(code) != cell["value"]}
    assert [code for code in wrong if read[code]["confidence"] == "sure"] == []
    right = [code for code in published if code in read and code not in wrong]
    assert len(right) >= len(published) * 0.95
    sure = [code for code in right if read[code]["confidence"] == "sure"]
    assert len(sure) >= len(published) * 0.9
    twice = {code for code, cell in read.items() if cell["votes"] == 2}
    assert {code for code in twice if code.startswith("B6.")} == {
        code for code in read if code.startswith("B6.")
    }


@there
def test_the_quotes_are_where_they_say(capsys: Capture) -> None:
    text = SEED.read_text(encoding="utf-8")
    for cell in cells(SEED, capsys):
        assert isinstance(cell["start"], Decimal)
        assert isinstance(cell["end"], Decimal)
        assert text[int(cell["start"]) : int(cell["end"])] == cell["quote"]


@there
def test_the_plan_of_the_source_report_is_read_though_its_pages_were_turned(capsys: Capture) -> None:
    with PLAN.open("rb") as file:
        tasks = {str(task["number"]): task for task in tomllib.load(file)["task"]}
    read = [cell for cell in cells(SEED, capsys) if cell["form"] == "plan"]
    status = {str(cell["stt"]): cell for cell in read if cell["column"] == "status"}
    sure = {number for number, cell in status.items() if cell["confidence"] == "sure"}
    assert [
        number
        for number in sure
        if not str(status[number]["text"]).startswith(STATUSES[str(tasks[number]["status"])])
    ] == []
    assert len(sure) >= 18
    # a page on its side: the lead stands behind the partners
    leads = {str(cell["stt"]): cell["text"] for cell in read if cell["column"] == "lead"}
    assert (leads["23"], leads["1"]) == ("Các sở, ban, ngành tỉnh; UBND cấp huyện", "Sở Nội vụ")
