"""The way of a document, its symbol and number, files of a matter. Pure; every function is told the day.

NĐ 30/2020/NĐ-CP art. 11 to 18 (drafting, signing, numbering, issuing), 22 (arrivals), 29 and 30 (files of a
matter), Phụ lục I mục II.3 (number and symbol), Phụ lục III (abbreviations of the kinds).
"""

import re
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from dunghen.core.text import fold

DRAFT, SUBMITTED, SIGNED, NUMBERED, ISSUED = "draft", "submitted", "signed", "numbered", "issued"
LETTER, OPEN_LETTER = "cong-van", "thu-cong"
# A letter (công văn) has none: its symbol is the agency's with the division's.
ABBREVIATIONS = {
    "nghi-quyet": "NQ",
    "quyet-dinh": "QĐ",
    "chi-thi": "CT",
    "quy-che": "QC",
    "quy-dinh": "QyĐ",
    "thong-cao": "TC",
    "thong-bao": "TB",
    "huong-dan": "HD",
    "chuong-trinh": "CTr",
    "ke-hoach": "KH",
    "phuong-an": "PA",
    "de-an": "ĐA",
    "du-an": "DA",
    "bao-cao": "BC",
    "bien-ban": "BB",
    "to-trinh": "TTr",
    "hop-dong": "HĐ",
    "cong-dien": "CĐ",
    "ban-ghi-nho": "BGN",
    "ban-thoa-thuan": "BTT",
    "giay-uy-quyen": "GUQ",
    "giay-moi": "GM",
    "giay-gioi-thieu": "GGT",
    "giay-nghi-phep": "GNP",
    "phieu-gui": "PG",
    "phieu-chuyen": "PC",
    "phieu-bao": "PB",
}
# Not ours to number: what parliaments, ministries and the Party issue.
ARRIVING_ONLY = frozenset({"van-ban-qppl", "van-ban-dang", "khac"})
COMMITTEE = "uy ban nhan dan"
LONGEST_KEPT = 100  # years; beyond them a file is kept for good


class Refused(ValueError):
    """Why something is not done with a document, in words for who wanted it."""


def agency_symbol(name: str) -> str:
    """The agency's part of a symbol: UBND, SNV, VPUBND; the first letters of its name (Phụ lục I mục
    II.3.b says only that it is short; what is proposed may be changed in the draft)."""
    plain = fold(name)
    if plain.startswith(("ubnd", COMMITTEE)):
        return "UBND"
    words = name.replace("Ủy ban nhân dân", "UBND").split()
    if plain.startswith("van phong"):
        return "VP" + "".join(word for word in words if word.isupper() and len(word) > 1)
    return "".join(
        word if word.isupper() and len(word) > 1 else word[0].upper() for word in words if word.isalpha()
    )


def proposed_tail(kind: str, unit_name: str, *, division: str = "") -> str:
    """What follows the number: BC-UBND, UBND-TH for a letter. Empty for an open letter, which has none."""
    agency = agency_symbol(unit_name)
    if kind == OPEN_LETTER:
        return ""
    if kind == LETTER:
        return f"{agency}-{division}" if division else agency
    return f"{ABBREVIATIONS[kind]}-{agency}"


def serial(kind: str, tail: str) -> str:
    """Which series a document is numbered in: letters together whatever division writes them, other kinds
    each by itself; so number and symbol are unique in the year (art. 15.1)."""
    return LETTER if kind == LETTER else tail


def check_draft(kind: str, tail: str, abstract: str) -> None:
    """Raises Refused."""
    if kind in ARRIVING_ONLY:
        raise Refused(_("Loại văn bản này không ban hành qua sổ văn bản đi; chỉ đăng ký văn bản đến."))
    if not abstract.strip():
        raise Refused(_("Phải ghi trích yếu nội dung."))
    prefix = ABBREVIATIONS.get(kind)
    if prefix and not tail.startswith(f"{prefix}-"):
        raise Refused(
            _("Ký hiệu của loại văn bản này bắt đầu bằng “%(prefix)s-” (NĐ 30/2020/NĐ-CP, Phụ lục III).")
            % {"prefix": prefix}
        )
    if not tail.strip() or any(sign.isspace() or sign == "/" for sign in tail):
        raise Refused(_("Ký hiệu viết liền, không có dấu cách và dấu gạch chéo, ví dụ BC-UBND."))


def check_step(state: str, allowed: Collection[str], version: int, seen: int) -> None:
    """A step is done on what its doer saw, and in its turn. Raises Refused."""
    if version != seen:
        raise Refused(_("Người khác vừa xử lý văn bản này. Xem lại nội dung rồi thực hiện."))
    if state not in allowed:
        raise Refused(_("Văn bản không còn ở bước này. Tải lại trang để xem việc có thể làm."))


def check_signing(*, has_file: bool, post: str) -> None:
    """Raises Refused."""
    if not has_file:
        raise Refused(_("Chưa có tệp dự thảo; đính kèm tệp rồi trình ký."))
    if not post.strip():
        raise Refused(_("Phải ghi chức vụ của người ký."))


def check_return(reason: str) -> None:
    """Raises Refused."""
    if not reason.strip():
        raise Refused(_("Phải ghi lý do trả lại."))


def check_issue(recipients: Collection[str], *, has_file: bool) -> None:
    """Raises Refused."""
    if not recipients:
        raise Refused(_("Phải ghi nơi nhận trước khi phát hành."))
    if not has_file:
        raise Refused(_("Phải có bản đã ký trước khi phát hành."))


def check_arrival(received: date, written: date | None, today: date) -> None:
    """Raises Refused."""
    if received > today:
        raise Refused(_("Ngày đến không được sau ngày hôm nay."))
    if written is not None and written > received:
        raise Refused(_("Ngày văn bản %(day)s không được sau ngày đến.") % {"day": f"{written:%d/%m/%Y}"})


def recipients_of(text: str) -> list[str]:
    """Names typed one a line, as Nơi nhận lists them: "- UBND quận, huyện;" is UBND quận, huyện."""
    lines = (line.strip().lstrip("-–").strip().rstrip(";.").strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def filed_by(closed: date) -> date:
    """The last day to hand a file of a matter to the archive: one year after its end (art. 30.2.b)."""
    try:
        return closed.replace(year=closed.year + 1)
    except ValueError:
        return date(closed.year + 1, 2, 28)


def retention_of(text: str) -> str:
    """For how long a file is kept, as the list of files says it (NĐ 30/2020/NĐ-CP art. 29.2.c): for good, or
    so many years; typed with accents or without. Raises Refused."""
    said = " ".join(fold(text).split())
    if said == "vinh vien":
        return "Vĩnh viễn"
    found = re.fullmatch(r"(\d{1,3}) nam", said)
    if found is None or not 0 < int(found[1]) <= LONGEST_KEPT:
        raise Refused(_("Thời hạn bảo quản ghi “Vĩnh viễn” hoặc số năm, ví dụ “20 năm”."))
    return f"{int(found[1]):02} năm"


def check_case_item(*, closed: date | None) -> None:
    """Raises Refused."""
    if closed is not None:
        raise Refused(_("Hồ sơ đã kết thúc; không thêm, bớt văn bản được nữa."))
