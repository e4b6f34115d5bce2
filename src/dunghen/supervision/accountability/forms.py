"""What is typed into the register of accountability; whether it may be so is asked of the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dunghen.core.fields import CHOOSE, Choices, choice, day_field, lines, offer, text
from dunghen.supervision.accountability.models import (
    Form,
    ManagedBy,
    Origin,
    PartyForm,
    Rank,
    Reason,
    ResultKind,
    Subject,
)

# A suspension is a step of its own.
RESULTS = [(one.value, one.label) for one in ResultKind if one != ResultKind.SUSPENDED]


class NewCase(forms.Form):
    """A case as it is recorded."""

    origin = choice(_("Nguồn"), [*CHOOSE, *Origin.choices])
    origin_key = text(
        _("Số, mã của bản ghi nguồn"),
        80,
        help_text=_("Số kết luận, biên bản; mã hồ sơ; số ở địa chỉ trang nhiệm vụ."),
    )
    opened = day_field(_("Ngày ghi nhận"))
    subject = choice(_("Đối tượng"), [*CHOOSE, *Subject.choices])
    name = text(_("Tên tập thể hoặc họ tên cá nhân"), 200)
    post = text(_("Chức vụ"), 200, required=False)
    rank = choice(_("Ngạch, chức danh (cá nhân)"), [*CHOOSE, *Rank.choices], required=False)
    unit = choice(_("Cơ quan, đơn vị"))
    managed = choice(_("Cấp quản lý"), [*CHOOSE, *ManagedBy.choices])
    reason = choice(_("Lý do"), [*CHOOSE, *Reason.choices])
    facts = lines(_("Nội dung"), required=True)
    proposal = lines(_("Kiến nghị"))

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class Step(forms.Form):
    """A step: its day, the paper's number, what was said."""

    day = day_field(_("Ngày thực hiện"))
    number = text(_("Số, ký hiệu văn bản"), 60, required=False)
    note = lines(_("Ghi chú"), rows=2)
    file = forms.FileField(label=_("Tệp kèm theo"), required=False)


class Settle(forms.Form):
    """What came of it."""

    kind = choice(_("Kết quả"), [*CHOOSE, *RESULTS])
    form = choice(_("Hình thức kỷ luật về chính quyền"), [*CHOOSE, *Form.choices], required=False)
    party_form = choice(_("Hình thức kỷ luật về Đảng"), [*CHOOSE, *PartyForm.choices], required=False)
    number = text(_("Số quyết định, văn bản"), 60, required=False, help_text=_("Ví dụ 123/QĐ-UBND"))
    day = day_field(_("Ngày quyết định, văn bản"))
    authority = text(_("Cấp có thẩm quyền"), 200, required=False)
    note = lines(_("Ghi chú"), rows=2)
    file = forms.FileField(label=_("Tệp kèm theo"), required=False)


class Suspend(forms.Form):
    """A temporary suspension from work."""

    number = text(_("Số quyết định, văn bản"), 60)
    day = day_field(_("Ngày quyết định, văn bản"))
    authority = text(_("Cấp có thẩm quyền"), 200)
    note = lines(_("Ghi chú"), rows=2)
    file = forms.FileField(label=_("Tệp kèm theo"), required=False)


class Revoke(forms.Form):
    """Why a result was wrong."""

    note = lines(_("Lý do"), required=True, rows=2)
