"""What is typed into the registers of documents; whether it may be so is asked of the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dunghen.core.fields import CHOOSE, NEEDED, Choices, choice, day_field, lines, offer, text
from dunghen.documents.official.models import DocumentKind
from dunghen.documents.official.rules import ARRIVING_ONLY, recipients_of

KINDS = [(one.value, one.label) for one in DocumentKind]
OWN_KINDS = [pair for pair in KINDS if pair[0] not in ARRIVING_ONLY]
ACCEPT = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.tif,.tiff"


class Recipients(forms.CharField):
    """Names, one a line."""

    def to_python(self, value: Any) -> Any:
        return [name[:200] for name in recipients_of(str(value or ""))]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def recipients_field(*, required: bool = False) -> Recipients:
    """Whom a document is for."""
    return Recipients(
        label=_("Nơi nhận"),
        required=required,
        help_text=_("Mỗi dòng một nơi nhận. Ghi đúng tên đơn vị để đơn vị nhận được trên hệ thống."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NEEDED},
    )


class Draft(forms.Form):
    """A document to be issued."""

    unit = choice(_("Cơ quan ban hành"))
    kind = choice(_("Tên loại"), [*CHOOSE, *OWN_KINDS])
    abstract = lines(_("Trích yếu nội dung"), required=True, most=1000)
    tail = text(
        _("Ký hiệu"),
        40,
        required=False,
        help_text=_("Phần sau số, ví dụ BC-UBND. Bỏ trống thì lấy theo tên loại và cơ quan ban hành."),
    )
    recipients = recipients_field()

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class ArrivalForm(forms.Form):
    """A document that arrived, as the register wants it (NĐ 30/2020/NĐ-CP Phụ lục IV)."""

    unit = choice(_("Cơ quan nhận"))
    received = day_field(_("Ngày đến"))
    issuer = text(_("Cơ quan ban hành"), 200)
    kind = choice(_("Tên loại"), [*CHOOSE, *KINDS])
    symbol = text(_("Số, ký hiệu"), 80, required=False, help_text=_("Ghi như bản in, ví dụ 137/BC-UBND."))
    day = day_field(_("Ngày văn bản"))
    abstract = lines(_("Trích yếu nội dung"), required=True, most=1000)
    signer_post = text(_("Chức vụ người ký"), 120, required=False)
    signer_name = text(_("Người ký"), 120, required=False)

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class IssuedForm(ArrivalForm):
    """A document of ours that was issued before, with the number it has."""

    recipients = recipients_field()

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(units, *args, **kwargs)
        for name in ("received", "issuer"):
            del self.fields[name]
        self.fields["unit"].label = _("Cơ quan ban hành")
        self.fields["symbol"].required = True


class Reason(forms.Form):
    """Why."""

    reason = lines(_("Lý do"), required=True, rows=2, most=1000)


class Signing(forms.Form):
    """In which post the signer signs."""

    post = text(_("Chức vụ người ký"), 120, help_text=_("Ví dụ: Phó Chủ tịch, ký thay Chủ tịch"))


class Issuing(forms.Form):
    """The last look before it goes out."""

    recipients = recipients_field(required=True)


class CaseForm(forms.Form):
    """A file of a matter (NĐ 30/2020/NĐ-CP art. 29.2.c)."""

    unit = choice(_("Đơn vị lập hồ sơ"))
    code = text(_("Số, ký hiệu hồ sơ"), 40, help_text=_("Theo danh mục hồ sơ của cơ quan, ví dụ 12/CCHC."))
    title = lines(_("Tiêu đề hồ sơ"), required=True, rows=2, most=500)
    retention = text(_("Thời hạn bảo quản"), 60, help_text=_("Theo danh mục hồ sơ, ví dụ 20 năm."))

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class CaseTerm(forms.Form):
    """For how long a file is kept."""

    retention = text(_("Thời hạn bảo quản"), 60, help_text=_("Theo danh mục hồ sơ: Vĩnh viễn, hoặc 20 năm."))


class CaseAdd(forms.Form):
    """A document put into a file by its number and symbol."""

    symbol = text(_("Số, ký hiệu văn bản"), 80)
    day = day_field(_("Ngày văn bản"), required=False, help_text=_("Ghi khi nhiều văn bản trùng số."))
    note = text(_("Ghi chú"), 300, required=False)


class OnDay(forms.Form):
    """A day."""

    day = day_field(_("Ngày"))
