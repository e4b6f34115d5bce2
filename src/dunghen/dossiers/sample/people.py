"""Invented applicants: parts of names put together at random, numbers that nobody can have."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thanh", "Kim", "Hoàng", "Quốc", "Mỹ", "Bảo", "Gia")
GIVEN = (
    "An", "Bình", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Khoa", "Lan", "Linh", "Mai", "Nam", "Ngân", "Phúc",
    "Quyên", "Sơn", "Tâm", "Thảo", "Trang", "Tú", "Uyên", "Vinh", "Xuân", "Yến",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks; an identity number that begins with 000 is never issued."""

    kind: str
    name: str
    number: str
    phone: str
    address: str


def invent(rng: Random, organisation: bool, place: str) -> Applicant:
    """A person or an organisation living at `place`."""
    number = int(rng.random() * 1_000_000_000)
    if organisation:
        name = f"Công ty TNHH Mẫu {number % 10_000:04}"
    else:
        pick = number
        pick, given = divmod(pick, len(GIVEN))
        pick, middle = divmod(pick, len(MIDDLE))
        name = f"{FAMILY[pick % len(FAMILY)]} {MIDDLE[middle]} {GIVEN[given]}"
    kind = "organisation" if organisation else "person"
    house = number % 397 + 1
    return Applicant(kind, name, f"000{number:09}", f"0000{number % 1_000_000:06}", f"Số {house}, {place}")
