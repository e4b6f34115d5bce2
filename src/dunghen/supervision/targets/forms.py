"""What is typed into targets; whether it may be so is asked of the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dunghen.core.fields import CHOOSE, NEEDED, Choices, choice, day_field, lines, offer, text, whole_number
from dunghen.supervision.targets import rules


class Amount(forms.DecimalField):
    """51,43 as 51.43."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        plain = "" if value is None else str(value)
        return super().to_python(plain.replace(".", "").replace(",", ".") if "," in plain else plain or None)


def amount(label: Any) -> Amount:
    errors = {"required": NEEDED, "invalid": _("Ghi một số, ví dụ 51,43.")}
    return Amount(label=label, max_digits=18, decimal_places=2, error_messages=errors)


class TargetForm(forms.Form):
    """A target."""

    unit = choice(_("Đơn vị được giao"))
    programme = text(_("Chương trình, kế hoạch"), 200)
    name = lines(_("Chỉ tiêu"), required=True, rows=2, most=500)
    year = whole_number(_("Năm"), least=2000, most=2100)
    judged_on = day_field(_("Ngày đánh giá"))
    operator = choice(_("So sánh"), [*CHOOSE, *rules.OPERATORS.items()])
    value = amount(_("Giá trị"))
    measure = text(_("Đơn vị tính"), 40, required=False)
    source = text(_("Văn bản giao"), 300)
    clause = text(_("Điều, khoản"), 120, required=False)
    answers = choice(_("Đơn vị chịu trách nhiệm"), required=False)

    def __init__(self, units: Choices, all_units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)
        offer(self, "answers", all_units)


class ObservationForm(forms.Form):
    """What was observed."""

    day = day_field(_("Ngày của số liệu"))
    value = amount(_("Kết quả"))
    source = text(_("Nguồn số liệu"), 300)
    cause = text(_("Nguyên nhân chưa đạt"), 500, required=False)
