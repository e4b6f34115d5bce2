"""A receipt (form 01) as PDF and as Word, warm, and a full volume of a register."""

import sys
from dataclasses import replace
from datetime import date, datetime

import click

from bench.measure import ROUNDS, Claim, Result, medians, tell
from dunghen.core.worktime import VIETNAM
from dunghen.documents.form_pdf import form_to_pdf
from dunghen.documents.form_word import form_to_word
from dunghen.dossiers.papers.facts import Applicant, Component, Facts, Issuer
from dunghen.dossiers.papers.receipt import receipt
from dunghen.dossiers.papers.register import Book, Line, volume
from dunghen.dossiers.papers.volumes import VOLUME

RECEIPT, REGISTER = 0.060, 3.0  # seconds
AT = datetime(2024, 3, 15, 9, 0, tzinfo=VIETNAM)
WARD = "UBND phường Mẫu"
DESK = Issuer(("BỘ PHẬN TIẾP NHẬN", "VÀ TRẢ KẾT QUẢ"), "UBND PHƯỜNG MẪU", "Mẫu", f"Bộ phận Một cửa {WARD}")
FACTS = Facts(
    code="H13.33.05-240315-0001",
    procedure="Cấp giấy xác nhận tình trạng hôn nhân",
    desk=DESK,
    agency=Issuer(("ỦY BAN NHÂN DÂN", "PHƯỜNG MẪU"), "", "Mẫu", WARD),
    applicant=Applicant("Người Mẫu", "Khu vực 3, phường Mẫu", "0000000001"),
    received_at=AT,
    limit="03 ngày làm việc",
    appointment_at=AT,
    components=(Component("Tờ khai", 1), Component("Bản sao quyết định ly hôn", 0, 1)),
    fee=10_000,
    return_way=f"Tại {DESK.name}",
    line=1,
    sample=True,
)


def _line(number: int) -> Line:
    return Line(
        number=number,
        code=f"H13.33.05-240315-{number:04}",
        procedure=FACTS.procedure,
        sets=1,
        name="Người Mẫu",
        address="Khu vực 3, phường Mẫu",
        phone="0000000001",
        agency=WARD,
        received_at=AT,
        due_at=AT,
        returned_at=AT,
        way="Tại nơi tiếp nhận",
        note="",
    )


def measure(rounds: int) -> Result:
    """Each receipt has a code and a line of its own, so that nothing is remembered from the one before."""
    told = iter(range(1, 10_000))
    book = Book(DESK, 2024, VOLUME)
    lines = [_line(number) for number in range(1, VOLUME + 1)]

    def one() -> Facts:
        number = next(told)
        code = f"H13.33.05-240315-{number:04}"
        return replace(FACTS, code=code, line=number, tracking=f"https://tra-cuu.example/ho-so?ma={code}")

    # each by itself: nobody prints a volume between any two receipts
    seconds = {
        **medians({"pdf": lambda: form_to_pdf(receipt(one()))}, rounds),
        **medians({"word": lambda: form_to_word(receipt(one()))}, rounds),
        **medians(
            {"volume": lambda: form_to_pdf(volume(book, 1, lines, date(2025, 1, 2), sample=False))}, rounds
        ),
    }
    return Result(
        (
            Claim("form 01 as PDF, warm, seconds", seconds["pdf"], RECEIPT),
            Claim(f"a volume of {VOLUME} lines as PDF, seconds", seconds["volume"], REGISTER),
        ),
        {"form 01 as Word, seconds": seconds["word"]},
    )


@click.command()
@click.option("--rounds", type=click.IntRange(min=1), default=ROUNDS, show_default=True)
def papers(rounds: int) -> None:
    """Measure how long the papers of a dossier take; needs no database."""
    sys.exit(tell(measure(rounds)))


if __name__ == "__main__":
    papers()
