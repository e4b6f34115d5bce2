"""What is typed into a campaign; whether it may be so is asked of the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dunghen.core.fields import CHOOSE, NEEDED, Choices, choice, day_field, lines, offer, text
from dunghen.org.models import UnitKind
from dunghen.supervision.pending.models import Cause, Group, Way
from dunghen.supervision.pending.rules import Said

DEPARTMENTS, DISTRICTS, COMMUNES = "so", UnitKind.DISTRICT.value, UnitKind.COMMUNE.value
KINDS = [
    (DEPARTMENTS, _("Sở, ban, ngành thành phố")),
    (DISTRICTS, _("UBND cấp huyện")),
    (COMMUNES, _("UBND cấp xã")),
]
SHORT = [(one.value, one.value.upper()) for one in Group]


def _boxes(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NEEDED},
    )


class NewCampaign(forms.Form):
    """A campaign as its letter opens it."""

    title = text(_("Tên đợt rà soát"), 300)
    number = text(_("Số, ký hiệu văn bản"), 60, help_text=_("Ví dụ 3457/SNV-CCVC"))
    opened = day_field(_("Ngày văn bản"))
    deadline = day_field(_("Hạn gửi kết quả"))
    unit = choice(_("Cơ quan tổng hợp"))
    kinds = _boxes(_("Đơn vị phải rà soát"), KINDS)

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class Item(forms.Form):
    """An item of pending work."""

    content = lines(_("Nội dung công việc tồn đọng"), required=True)
    since = text(_("Từ thời điểm"), 60, help_text=_("Ví dụ: tháng 3 năm 2022"))
    group = choice(_("Nhóm"), [*CHOOSE, *Group.choices])
    causes = _boxes(_("Nguyên nhân"), Cause.choices)
    responsible = text(_("Người chịu trách nhiệm"), 200, help_text=_("Chức vụ, họ tên hoặc bộ phận"))
    way_out = lines(_("Hướng giải quyết"), required=True)
    due = day_field(_("Thời hạn"))
    waits = text(
        _("Tổ chức, cá nhân chờ giải quyết"),
        200,
        required=False,
        help_text=_("Nhà đầu tư, doanh nghiệp, người dân, nếu có"),
    )

    def said(self) -> Said:
        """As the actions take it."""
        return Said(**{**self.cleaned_data, "causes": tuple(self.cleaned_data["causes"])})


class Recommend(forms.Form):
    """What an item of group B becomes."""

    way = choice(_("Hình thức"), [*CHOOSE, *Way.choices])
    addressee = text(_("Nơi nhận"), 200)
    document = text(_("Văn bản kiến nghị, đăng ký"), 120, help_text=_("Số, ký hiệu và ngày"))


class Finish(forms.Form):
    """That it is done."""

    day = day_field(_("Ngày giải quyết xong"))
    note = lines(_("Kết quả"), rows=2)


class Back(forms.Form):
    """Why an answer goes back."""

    reason = lines(_("Lý do trả lại"), required=True, rows=2)


class Upload(forms.Form):
    """A table of items."""

    file = forms.FileField(label=_("Tệp Excel"), error_messages={"required": NEEDED})
