"""What is typed for the marks of a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dunghen.core.fields import Whole, whole_number
from dunghen.dossiers.handling.forms import text
from dunghen.dossiers.models import Noted


def _number(label: Any) -> Whole:
    return whole_number(label, most=1_000_000)


class _Note(forms.Form):
    document = text(gettext_lazy("Văn bản làm căn cứ (số, ký hiệu, ngày)"), 200)


class AtDesk(_Note):
    """Indicator 5."""

    total = _number(gettext_lazy("Số thủ tục trong danh mục tiếp nhận tại Bộ phận Một cửa"))
    met = _number(gettext_lazy("Trong đó tiếp nhận và trả kết quả tại Bộ phận Một cửa"))
    further = _number(gettext_lazy("Trong đó thẩm định, phê duyệt ngay tại Bộ phận Một cửa"))
    field_order = ("total", "met", "further", "document")


class Feedback(_Note):
    """Indicator 8."""

    total = _number(gettext_lazy("Số phản ánh, kiến nghị đã tiếp nhận"))
    met = _number(gettext_lazy("Trong đó xử lý đúng thời hạn"))
    further = _number(gettext_lazy("Trong đó kéo dài"))
    field_order = ("total", "met", "further", "document")


class Untrue(_Note):
    """A complaint that was found untrue."""

    code = text(gettext_lazy("Mã hồ sơ"), 60)
    field_order = ("code", "document")


NOTES: dict[Noted, type[_Note]] = {Noted.AT_DESK: AtDesk, Noted.FEEDBACK: Feedback}
