"""What is asked of an applicant and what is not: papers handed in, used again, absent. Pure.

What the store holds compared, digitised and signed, or as an electronic original, and still valid, is not
asked for again (NĐ 61/2018/NĐ-CP art. 17, as amended by NĐ 107/2021/NĐ-CP; NĐ 45/2020/NĐ-CP). What a citizen
merely uploaded does not bind the officer, who answers for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Verification(TextChoices):
    """How far a stored paper was checked, the least first."""

    DECLARED = "declared", gettext_lazy("Khai báo")
    COMPARED = "compared", gettext_lazy("Đã đối chiếu")
    SIGNED = "signed", gettext_lazy("Số hóa, ký số")
    ELECTRONIC = "electronic", gettext_lazy("Bản điện tử gốc")


class Taken(TextChoices):
    """How a component came into the dossier."""

    REUSED = "reused", gettext_lazy("Sử dụng lại")
    HANDED = "handed", gettext_lazy("Đã nộp")
    ABSENT = "absent", gettext_lazy("Không nộp")


BINDING = frozenset({Verification.COMPARED.value, Verification.SIGNED.value, Verification.ELECTRONIC.value})


@dataclass(frozen=True, slots=True)
class Asked:
    """A component of the procedure, and how far what the store offers for it is verified; empty: nothing."""

    code: str
    name: str
    required: bool
    offered: str = ""

    @property
    def bound(self) -> bool:
        """Whether it is not to be asked for again."""
        return self.offered in BINDING


@dataclass(frozen=True, slots=True)
class Said:
    """What the officer noted of a component; nothing yet where `taken` is empty."""

    taken: str = ""
    originals: int = 0
    copies: int = 0
    reason: str = ""
    compared: bool = False  # with the original, by the officer


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong, by component; empty if the dossier can be received."""

    wrong: Mapping[str, str]
    asked_again: frozenset[str] = field(default_factory=frozenset)


def check(asked: Sequence[Asked], said: Mapping[str, Said]) -> Checked:
    """Whether a dossier with these papers is complete (art. 17.1)."""
    wrong = {each.code: text for each in asked if (text := _wrong(each, said.get(each.code, Said())))}
    again = frozenset(each.code for each in asked if each.bound and _asks(said.get(each.code, Said())))
    return Checked(wrong, again)


def _asks(said: Said) -> bool:
    return said.taken == Taken.HANDED


def _wrong(asked: Asked, said: Said) -> str:
    if said.taken not in Taken.values:
        return _("Chọn cách nhận giấy tờ này.")
    if said.taken == Taken.REUSED:
        return _wrong_reused(asked, said)
    if _asks(said):
        return _wrong_handed(asked, said)
    if asked.required and not said.reason:
        return _("Giấy tờ bắt buộc: hướng dẫn bổ sung một lần, đầy đủ, hoặc ghi lý do không phải nộp.")
    return ""


def _wrong_reused(asked: Asked, said: Said) -> str:
    if not asked.offered:
        return _("Kho không có giấy tờ này để sử dụng lại.")
    if not asked.bound and not said.compared:
        return _("Giấy tờ mới ở mức khai báo: đối chiếu với bản chính trước khi sử dụng lại.")
    return ""


def _wrong_handed(asked: Asked, said: Said) -> str:
    if asked.bound and not said.reason:
        return _("Kho đã có giấy tờ này và còn giá trị; yêu cầu nộp lại phải ghi lý do.")
    if not said.originals and not said.copies:
        return _("Ghi số bản chính hoặc bản sao đã nhận.")
    return ""
