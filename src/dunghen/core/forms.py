"""Days and moments in forms: typed and shown as dd/mm/yyyy whatever language the browser speaks, so they
are text fields (a browser's own date field shows an English user the month first)."""

from datetime import date, datetime, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dunghen.core.text import read_day, read_moment
from dunghen.core.worktime_calendar import VIETNAM


class DayField(forms.CharField):
    """A day. What was typed stays in the field; a day is shown again in one form."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return day_of(text, self.label) if text else None

    def prepare_value(self, value: Any) -> Any:
        return shown_day(value)


class MomentField(forms.CharField):
    """A moment of Vietnamese time, such as 17:00 30/05/2024; None where nothing is typed."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return moment_of(text, self.label, VIETNAM) if text else None


def day_of(text: str, label: object) -> date:
    """The day typed into the field of this label. Raises ValidationError, which says how to write it."""
    try:
        return read_day(text)
    except ValueError as error:
        words = _("%(field)s: ghi ngày/tháng/năm, ví dụ 03/09/2024.") % {"field": label}
        raise ValidationError(words) from error


def moment_of(text: str, label: object, zone: tzinfo) -> datetime:
    """The moment typed into the field of this label, in `zone` unless it names its own. Raises
    ValidationError, which says how to write it."""
    try:
        found = read_moment(text)
    except ValueError as error:
        words = _("%(field)s: ghi giờ và ngày/tháng/năm, ví dụ 17:00 30/05/2024.") % {"field": label}
        raise ValidationError(words) from error
    return found if found.tzinfo else found.replace(tzinfo=zone)


def shown_day(value: object) -> object:
    """A day, or its text, as 03/09/2024; what is no day stays as it was typed."""
    try:
        day = value if isinstance(value, date) else read_day(str(value or ""))
    except ValueError:
        return value
    return f"{day:%d/%m}/{day.year:04}"
