"""What is typed into registers, meetings and reports; whether it may be so is asked of the actions."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.fields import Choices, choice, day_field, lines, offer, text, whole_number
from dunghen.documents.models import OfficialDocument
from dunghen.documents.official.models import OfficialQuerySet
from dunghen.supervision.registers.law import Register

SYMBOL_HELP = gettext_lazy("Văn bản có trong sổ văn bản đi, đến, ví dụ 137/BC-UBND.")


class OfDocument(forms.Form):
    """A form that may name a document of the registers its writer may see."""

    symbol = text(gettext_lazy("Số, ký hiệu văn bản"), 80, required=False, help_text=SYMBOL_HELP)
    written = day_field(
        gettext_lazy("Ngày văn bản"),
        required=False,
        help_text=gettext_lazy("Ghi khi nhiều văn bản trùng số."),
    )

    def __init__(self, seen: OfficialQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen = seen

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("symbol"):
            said["document"] = self._document(said["symbol"], said.get("written"))
        return said

    def _document(self, symbol: str, written: date | None) -> OfficialDocument | None:
        found = self._seen.filter(symbol_key=symbol.strip().upper())
        held = list((found.filter(day=written) if written else found).order_by("direction", "-day")[:2])
        if not held:
            self.add_error("symbol", ValidationError(_("Không tìm thấy văn bản này trong sổ.")))
            return None
        if len(held) > 1 and not written:
            self.add_error("written", ValidationError(_("Có nhiều văn bản trùng số; ghi ngày văn bản.")))
        return held[0]


class EntryForm(OfDocument):
    """A line of a register."""

    unit = choice(gettext_lazy("Đơn vị"))
    day = day_field(gettext_lazy("Ngày"))
    kind = choice(gettext_lazy("Hình thức"))
    title = lines(gettext_lazy("Nội dung"), required=True, rows=2, most=1000)
    count = whole_number(gettext_lazy("Số lượng"), least=1)
    note = text(gettext_lazy("Ghi chú"), 500, required=False)
    reason = text(gettext_lazy("Lý do đính chính"), 300)

    field_order = ("unit", "day", "kind", "title", "count", "symbol", "written", "note", "reason")

    def __init__(
        self,
        law: Register,
        units: Choices,
        seen: OfficialQuerySet,
        *args: Any,
        correcting: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(seen, *args, **kwargs)
        offer(self, "unit", units)
        offer(self, "kind", [(kind, kind) for kind in law.kinds])
        if law.measure == "count":
            del self.fields["count"]
        if law.needs_document:
            self.fields["symbol"].required = True
        if correcting:
            del self.fields["unit"]
        else:
            del self.fields["reason"]


class Withdrawal(forms.Form):
    """Why a line is taken back."""

    reason = text(gettext_lazy("Lý do rút"), 300)


class MeetingForm(forms.Form):
    """Where a meeting was and who came."""

    cluster = text(gettext_lazy("Cụm, địa điểm"), 300, required=False)
    participants = lines(gettext_lazy("Thành phần tham dự"), most=1000)
    attendance = whole_number(gettext_lazy("Số người dự"), required=False)


class ConclusionForm(forms.Form):
    """A conclusion."""

    text = lines(gettext_lazy("Nội dung kết luận"), required=True, most=2000)
    unit = choice(gettext_lazy("Đơn vị thực hiện"), required=False)
    due = day_field(gettext_lazy("Thời hạn"), required=False)

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class DoneForm(OfDocument):
    """A conclusion is carried out: when, by which document."""

    day = day_field(gettext_lazy("Thực hiện ngày"))

    field_order: tuple[str, ...] = ("day", "symbol", "written")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["symbol"].required = True


class RecommendForm(DoneForm):
    """A conclusion goes as a recommendation to who can decide: where, when, by which document."""

    addressee = text(gettext_lazy("Nơi nhận kiến nghị"), 200)

    field_order = ("addressee", "day", "symbol", "written")


class TaskForm(forms.Form):
    """A conclusion becomes a task."""

    product = text(gettext_lazy("Sản phẩm"), 500)


class SendForm(OfDocument):
    """A report is sent: its document, or what the channel answered."""

    note = text(gettext_lazy("Mã gửi trên hệ thống báo cáo, ghi chú"), 300, required=False)


class ReturnForm(forms.Form):
    """A report is returned."""

    reason = lines(gettext_lazy("Lý do trả lại"), required=True, rows=2, most=500)
    again_by = day_field(gettext_lazy("Gửi lại trước ngày"))
