"""`dunghen proof`: what it prints, what it writes, how it ends."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from dunghen.cli.errors import BadInput
from dunghen.cli.main import main
from dunghen.cli.proof import Order, proofread
from dunghen.proofing.as_json import as_json
from dunghen.proofing.model import Finding, Quote, Report, Verdict
from dunghen.proofing.reading.tests.files import excel, pdf, word

TEXT = "Cả năm đã tiếp nhận 300 hồ sơ, gồm cấp tỉnh 100, cấp xã 198.\n\nĐạt tỷ lệ 51,43% (18/35)."
Capture = pytest.CaptureFixture[str]
UNEXPLAINED = "100 + 198 = 298, văn bản ghi 300, lệch 2."


def stand_in(*verdicts: Verdict) -> Report:
    """A report with a finding of each verdict about the text above, whatever the text is."""

    def quote(words: str) -> Quote:
        at = TEXT.index(words)
        return Quote(words, at, at + len(words))

    findings = {
        "contradiction": Finding(
            *("sum-1", "sum", "contradiction", (quote("300 hồ sơ"), quote("100"), quote("198"))),
            *(Decimal(300), Decimal(298), Decimal(-2), UNEXPLAINED),
        ),
        "warning": Finding(
            *("rank-1", "rank", "warning", (quote("18/35"),), None, None, None, "Cần xem lại thứ hạng."),
        ),
        "consistent": Finding(
            *("percent-1", "percent", "consistent", (quote("51,43%"), quote("18/35"))),
            *(Decimal("51.43"), Decimal(1800) / 35, Decimal("0.01"), "18/35 = 51,43 %."),
        ),
    }
    return Report((quote("300"), quote("51,43%")), tuple(findings[verdict] for verdict in verdicts))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "bao-cao.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(path: Path, *verdicts: Verdict, order: Order | None = None) -> int:
    return proofread([path], order or Order(), lambda _: stand_in(*verdicts))


def test_findings_stand_in_groups_with_their_quotes_in_place(report: Path, capsys: Capture) -> None:
    assert run(report, "consistent", "warning", "contradiction") == 1
    out = capsys.readouterr().out
    first, second = out.index("Số liệu không khớp (1)"), out.index("Cần rà soát (1)")
    assert first < out.index(f"1. Tổng và các thành phần: {UNEXPLAINED}") < second
    assert "…" not in out.split("\n")[4]
    assert "Cả năm đã tiếp nhận «300 hồ sơ», gồm cấp tỉnh «100», cấp xã «198». Đạt tỷ lệ" in out
    assert "1. Thứ hạng: Cần xem lại thứ hạng." in out
    assert "Đọc được 2 số liệu, đối chiếu 3 chỗ: 1 số liệu không khớp, 1 cần rà soát, 1 khớp." in out
    assert "sai" not in out


def test_only_contradictions_end_with_1(report: Path) -> None:
    assert run(report) == 0
    assert run(report, "consistent", "warning") == 0
    assert run(report, "contradiction") == 1
    # what is not shown is still there
    assert run(report, "contradiction", order=Order(at_least="warning")) == 1


@pytest.mark.parametrize(
    ("least", "shown"),
    [
        ("", ["consistent", "warning", "contradiction"]),
        ("warning", ["warning", "contradiction"]),
        ("contradiction", ["contradiction"]),
    ],
)
def test_json_is_one_line_a_file_with_exact_numbers(
    least: str, shown: list[str], report: Path, capsys: Capture
) -> None:
    order = Order(as_json=True, at_least=least)
    verdicts: tuple[Verdict, ...] = ("consistent", "warning", "contradiction")
    assert proofread([report, report], order, lambda _: stand_in(*verdicts)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    found = json.loads(lines[0], parse_float=Decimal)
    assert (found["file"], found["claims"]) == (str(report), 2)
    assert [finding["verdict"] for finding in found["findings"]] == shown
    *_, last = found["findings"]
    assert last == {
        "id": "sum-1",
        "kind": "sum",
        "verdict": "contradiction",
        "quotes": [
            {"text": "300 hồ sơ", "start": 20, "end": 29},
            {"text": "100", "start": 44, "end": 47},
            {"text": "198", "start": 56, "end": 59},
        ],
        "stated": 300,
        "computed": 298,
        "difference": -2,
        "explanation": UNEXPLAINED,
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("51.42857142857142857142857143"), "51.42857142857142857142857143"),
        (Decimal("9.718095E+6"), "9718095"),
        (Decimal("0.10"), "0.10"),
        ({"a": [None, True, "đ\n", Decimal(3)]}, '{"a": [null, true, "đ\\n", 3]}'),
    ],
)
def test_numbers_in_json_keep_every_digit(value: object, written: str) -> None:
    assert as_json(value) == written
    json.loads(as_json(value))


def test_quotes_are_offsets_of_the_text_that_is_written(
    report: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "chu.txt"
    assert run(report, "contradiction", order=Order(as_json=True, text=out)) == 1
    written = out.read_bytes().decode("utf-8")
    for quote in json.loads(capsys.readouterr().out)["findings"][0]["quotes"]:
        assert written[quote["start"] : quote["end"]] == quote["text"]


def test_word_carries_a_comment_at_each_place_that_asks_for_a_look(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "ghi-chu.docx"
    assert run(report, "consistent", "warning", "contradiction", order=Order(docx=out)) == 1
    document = Document(str(out))
    assert [comment.text for comment in document.comments] == [
        "Cần rà soát (thứ hạng): Cần xem lại thứ hạng.",
        f"Số liệu không khớp (tổng và các thành phần): {UNEXPLAINED}",
    ]


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_shown(
    report: Path, tmp_path: Path, capsys: Capture
) -> None:
    broken = tmp_path / "hong.docx"
    broken.write_bytes(b"PK\x03\x04 hong")
    order = Order(as_json=True)
    assert proofread([broken, report], order, lambda _: stand_in("contradiction")) == 2
    out, err = capsys.readouterr()
    first, second = map(json.loads, out.splitlines())
    assert (first["error"], first["findings"]) == ("Tệp bị hỏng, không mở được.", [])
    assert "error" not in second
    assert err == f"{broken}: Tệp bị hỏng, không mở được.\n"


def test_outputs_that_would_overwrite_are_refused(report: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="khác tệp đọc vào"):
        run(report, order=Order(text=report))
    with pytest.raises(BadInput, match="khác tệp đọc vào"):
        run(report, order=Order(text=tmp_path / "a", docx=tmp_path / "a"))
    with pytest.raises(BadInput, match="chỉ dùng với một tệp"):
        proofread([report, report], Order(text=tmp_path / "a"), lambda _: stand_in())
    with pytest.raises(BadInput, match="Không ghi được"):
        run(report, order=Order(text=tmp_path / "khong-co" / "a"))
    assert report.read_text(encoding="utf-8") == TEXT


SENTENCE = (
    "Trong kỳ đã tiếp nhận 300 hồ sơ, trong đó cấp tỉnh 100 hồ sơ, cấp huyện 100 hồ sơ, cấp xã 98 hồ sơ."
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", word(lambda document: document.add_paragraph(SENTENCE))),
        ("a.pdf", pdf(SENTENCE)),
        (
            "a.xlsx",
            excel(
                {
                    "Biểu": [
                        ["STT", "Chỉ tiêu", "Số"],
                        ["1", "Tổng", 300],
                        ["1.1", "Tỉnh", 100],
                        ["1.2", "Xã", 198],
                    ]
                }
            ),
        ),
        ("a.md", SENTENCE.encode()),
    ],
)
def test_every_kind_of_file_goes_the_whole_way(
    name: str, data: bytes, tmp_path: Path, capsys: Capture
) -> None:
    file, text, commented = tmp_path / name, tmp_path / "chu.txt", tmp_path / "ghi-chu.docx"
    file.write_bytes(data)
    assert main(["proof", str(file), "--json", "--text", str(text), "--docx", str(commented)]) == 1
    written = text.read_bytes().decode("utf-8")
    [found] = json.loads(capsys.readouterr().out)["findings"]
    assert (found["kind"], found["stated"], found["computed"]) == ("sum", 300, 298)
    assert [written[quote["start"] : quote["end"]] for quote in found["quotes"]] == [
        quote["text"] for quote in found["quotes"]
    ]
    assert len([*Document(str(commented)).comments]) == 1


def test_the_command_reads_without_a_database(report: Path, capsys: Capture) -> None:
    """The engine itself, and no database fixture: a query would fail the test."""
    sentence = (
        "Trong kỳ đã tiếp nhận 300 hồ sơ, trong đó cấp tỉnh 100 hồ sơ, cấp huyện 100 hồ sơ, cấp xã 98 hồ sơ."
    )
    report.write_text(sentence, encoding="utf-8")
    assert main(["proof", str(report), "--min-verdict", "contradiction"]) == 1
    assert "300 hồ sơ" in capsys.readouterr().out
    report.write_text(SENTENCE.replace("98", "100"), encoding="utf-8")
    assert main(["proof", str(report)]) == 0
    assert main(["proof", str(report.with_suffix(".docx"))]) == 2
    assert main(["proof"]) == 2
