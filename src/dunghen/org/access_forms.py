"""What is typed to change accounts and roles; whether it may be so is asked of the actions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dunghen.core.fields import Choices, choice, day_field, offer, text
from dunghen.core.text import sort_key
from dunghen.org.models import ROLES, Unit, UnitKind


class Account(forms.Form):
    """A new account."""

    username = text(_("Tên đăng nhập"), 40, help_text=_("Chữ thường không dấu và chữ số, ví dụ van-thu.q1"))
    full_name = text(_("Họ và tên"), 120)
    title = text(_("Chức vụ"), 120, required=False)


class GiveRole(forms.Form):
    """A role at a unit; the units are those of today."""

    role = choice(_("Vai trò"))
    unit = choice(_("Đơn vị"))
    first = day_field(_("Từ ngày"))
    last = day_field(_("Đến hết ngày"), required=False, help_text=_("Bỏ trống nếu không thời hạn."))
    document = text(_("Số, ký hiệu văn bản"), 120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["first"].initial = today
        offer(self, "role", ROLES)
        offer(self, "unit", unit_choices(Unit.objects.on(today)))


class EndRole(forms.Form):
    """The last day of a role."""

    last = day_field(
        _("Ngày cuối cùng giữ vai trò"), required=False, help_text=_("Bỏ trống để kết thúc ngay.")
    )


class Delegate(forms.Form):
    """One of one's own roles for a colleague; `roles` and `people` are what the giver may choose from."""

    held = choice(_("Vai trò ủy quyền"))
    to = choice(_("Người được ủy quyền"))
    first = day_field(_("Từ ngày"))
    last = day_field(_("Đến hết ngày"))
    document = text(_("Số, ký hiệu văn bản ủy quyền"), 120, help_text=_("Ví dụ 12/QĐ-UBND"))

    def __init__(self, roles: Choices, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].initial = timezone.localdate()
        offer(self, "held", roles)
        offer(self, "to", people)


def unit_choices(units: Iterable[Unit]) -> Choices:
    """By kind in the order of the state's tiers, then by the alphabet."""
    kinds = list(UnitKind)
    ordered = sorted(units, key=lambda unit: (kinds.index(UnitKind(unit.kind)), sort_key(unit.name)))
    return [(unit.key, unit.name) for unit in ordered]


def read_day(text: str) -> date | None:
    """A day typed into an address, or None for what is no day."""
    try:
        found = day_field("").clean(text)
    except forms.ValidationError:
        return None
    return found if isinstance(found, date) else None
